"""Single entries judged: what the law forbids, and what an entry leaves open."""

from collections.abc import Iterator

import polars as pl

from ...rules.collective_welfare import purposes
from .book import Book
from .entries import Sorted
from .findings import found
from .law import looked_up, of_kinds
from .rows import DECEASED

NET = pl.col("net")
FORM_SOURCE = looked_up([purpose.source for purpose in purposes().values()], pl.col("kind"))
NO_STAY = of_kinds("illness") & ~pl.col("of_event") & pl.col("event_on").is_null()
"""Illness, and nothing in the entry points to a hospital stay."""


def entry_breaches(ledger: Sorted, book: Book) -> Iterator[pl.DataFrame]:
    """Every breach that a single entry is, or that its reversals are."""
    yield from _of_payments(ledger.standing, book)
    fen = pl.col("fen")
    yield found(
        book.told(ledger.exceeded),
        "reversal-exceeds-entry",
        entry_ids=pl.concat_list("entry_id", "taken_by"),
        spent=fen,
        over=pl.col("taken") - fen,
    )
    yield found(book.told(ledger.orphans), "reversal-without-entry", spent=fen)
    yield found(book.told(ledger.twice), "duplicate-entry", spent=fen)


def _of_payments(standing: pl.DataFrame, book: Book) -> Iterator[pl.DataFrame]:
    law, code = book.law, "purpose-not-permitted"

    def those(condition: pl.Expr) -> pl.DataFrame:
        return book.told(standing.filter(condition))

    yield found(those(pl.col("kind").is_null()), code, spent=NET, over=NET)
    if law.choice("direct_relative") == "core":
        reading = "welfare.direct_relative=core"
        in_laws = those(_bereaved_of("parent_in_law"))
        yield found(in_laws, code, spent=NET, over=NET, reading=reading)
    if law.mother_only:
        fathers = book.told(book.births(standing).filter(pl.col("sex") == "male"))
        yield found(fathers, code, spent=NET, over=NET, reading="welfare.birth_per=mother")
    yield found(
        those(law.form("breach")),
        "form-not-permitted",
        spent=NET,
        source=FORM_SOURCE,
        reading="welfare.form=checked",
    )
    not_compliant = of_kinds("birth") & ~pl.col("compliant")
    yield found(those(not_compliant), "birth-not-compliant", spent=NET)
    if law.choice("illness_stay") == "breach":
        reading = "welfare.illness_stay=breach"
        yield found(those(NO_STAY), "illness-without-stay", spent=NET, reading=reading)
    if book.people.on_roster:
        strangers = book.told(_not_members(standing, book))
        reading = law.reading("membership_day")
        yield found(strangers, "not-a-member", spent=NET, reading=reading)


def _bereaved_of(deceased: str) -> pl.Expr:
    return of_kinds("bereavement") & (pl.col("deceased") == DECEASED.index(deceased))


def _not_members(standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Payments to whoever was no member on the day that counts."""
    day = pl.col("day")
    if book.law.choice("membership_day") == "event_day":
        day = pl.coalesce("event_on", "day")
    own_death = _bereaved_of("member").fill_null(value=False)
    asked = pl.col("kind").is_not_null() & ~own_death & ~book.people.covers(day)
    doubtful = standing.filter(asked).with_columns(asked=day)
    covered = book.people.covering(doubtful.select("at", "p", "asked"), "asked")
    return doubtful.join(covered, on="at", how="anti")


def undetermined(standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The entries of which a fact that decides is not stated: ``u, entry_id, missing``.

    The form is asked for where one of the forms would be a breach; elsewhere it decides nothing.
    """
    missing = {"policy_compliant": of_kinds("birth") & pl.col("compliant").is_null()}
    if book.law.choice("form") == "checked":
        decided = [name for name, purpose in purposes().items() if purpose.breach]
        missing["form"] = of_kinds(*decided) & pl.col("form").is_null()
    asked = standing
    if book.law.mother_only:
        asked = standing.join(book.births(standing).select("at", "sex"), on="at", how="left")
        missing["sex"] = of_kinds("birth") & pl.col("sex").is_null()
    missing = {name: one.fill_null(value=False) for name, one in missing.items()}
    names = pl.concat_list(pl.when(one).then(pl.lit(name)) for name, one in missing.items())
    open_entries = book.told(asked.filter(pl.any_horizontal(missing.values())))
    listed = open_entries.select("u", "entry_id", missing=names.list.drop_nulls())
    return listed.sort("u", "entry_id")
