"""Single entries judged: what the law forbids, and what an entry leaves open."""

from collections.abc import Iterator

import polars as pl

from ...rules.collective_welfare import purposes
from .entries import Sorted
from .findings import found
from .law import KIND, Law, looked_up, of_kinds
from .people import People
from .rows import DECEASED

NET = pl.col("net")
FORM_SOURCE = looked_up([purpose.source for purpose in purposes().values()], pl.col("kind"))
NO_STAY = of_kinds("illness") & pl.col("event_id").is_null() & pl.col("event_on").is_null()
"""Illness, and nothing in the entry points to a hospital stay."""


def entry_breaches(ledger: Sorted, people: People, law: Law) -> Iterator[pl.DataFrame]:
    """Every breach that a single entry is, or that its reversals are."""
    yield from _of_payments(ledger.standing, people, law)
    yield found(
        ledger.exceeded,
        "reversal-exceeds-entry",
        entry_ids=pl.concat_list("entry_id", "taken_by"),
        spent=pl.col("fen"),
        over=pl.col("taken") - pl.col("fen"),
    )
    yield found(ledger.orphans, "reversal-without-entry", spent=pl.col("fen"))
    yield found(ledger.twice, "duplicate-entry", spent=pl.col("fen"))


def _of_payments(standing: pl.DataFrame, people: People, law: Law) -> Iterator[pl.DataFrame]:
    code = "purpose-not-permitted"
    yield found(standing.filter(pl.col("kind").is_null()), code, spent=NET, over=NET)
    if law.choice("direct_relative") == "core":
        reading = "welfare.direct_relative=core"
        in_law = _bereaved_of("parent_in_law")
        yield found(standing.filter(in_law), code, spent=NET, over=NET, reading=reading)
    if law.mother_only:
        fathers = people.births(standing).filter(pl.col("sex") == "male")
        yield found(fathers, code, spent=NET, over=NET, reading="welfare.birth_per=mother")
    yield found(
        standing.filter(law.form("breach")),
        "form-not-permitted",
        spent=NET,
        source=FORM_SOURCE,
        reading="welfare.form=checked",
    )
    not_compliant = of_kinds("birth") & ~pl.col("compliant")
    yield found(standing.filter(not_compliant), "birth-not-compliant", spent=NET)
    if law.choice("illness_stay") == "breach":
        reading = "welfare.illness_stay=breach"
        yield found(standing.filter(NO_STAY), "illness-without-stay", spent=NET, reading=reading)
    if people.on_roster:
        reading = law.reading("membership_day")
        strangers = _not_members(standing, people, law)
        yield found(strangers, "not-a-member", spent=NET, reading=reading)


def _bereaved_of(deceased: str) -> pl.Expr:
    return of_kinds("bereavement") & (pl.col("deceased") == DECEASED.index(deceased))


def _not_members(standing: pl.DataFrame, people: People, law: Law) -> pl.DataFrame:
    """Payments to whoever was no member on the day that counts."""
    day = pl.col("day")
    if law.choice("membership_day") == "event_day":
        day = pl.coalesce("event_on", "day")
    own_death = _bereaved_of("member").fill_null(value=False)
    asked = pl.col("kind").is_not_null() & ~own_death & ~people.covers(day)
    doubtful = standing.filter(asked).with_columns(asked=day)
    covered = people.covering(doubtful.select("row", "p", "asked"), "asked")
    return doubtful.join(covered, on="row", how="anti")


def undetermined(standing: pl.DataFrame, people: People, law: Law) -> pl.DataFrame:
    """The entries of which a fact that decides is not stated: ``u, entry_id, missing``.

    The form is asked for where one of the forms would be a breach; elsewhere it decides nothing.
    """
    open_birth = of_kinds("birth") & pl.col("compliant").is_null()
    decided_by_form = [name for name, purpose in purposes().items() if purpose.breach]
    no_form = of_kinds(*decided_by_form) & pl.col("form").is_null()
    missing = {"policy_compliant": open_birth}
    if law.choice("form") == "checked":
        missing["form"] = no_form
    asked = standing
    if law.mother_only:
        births = people.births(standing).select("row", known="sex")
        asked = standing.join(births, on="row", how="left")
        missing["sex"] = of_kinds("birth") & pl.col("known").is_null()
    missing = {name: one.fill_null(value=False) for name, one in missing.items()}
    names = pl.concat_list(pl.when(one).then(pl.lit(name)) for name, one in missing.items())
    return (
        asked.filter(pl.any_horizontal(missing.values()))
        .with_columns(missing=names.list.drop_nulls())
        .select("u", "entry_id", "missing")
        .sort("u", "entry_id")
    )
