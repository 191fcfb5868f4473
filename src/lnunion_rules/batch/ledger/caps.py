"""Caps held over a part: what is over, what remains, and the union averages beside the members."""

from typing import NamedTuple

import polars as pl

from ...algebra import split
from ...rules.collective_welfare import NO_CAP
from ...welfare.caps import OWN_RULE, READING_OF
from ...welfare.ledger import ALONE
from .findings import found
from .groups import FESTIVAL, KEY, WHOLE, grouped, held, keyed, worst
from .law import PURPOSES, Law, looked_up
from .members import expected, heads_of
from .people import People

IN_YEAR = ("u", "year")


class Held(NamedTuple):
    """A part held to its caps.

    ``groups`` as :func:`.groups.grouped` makes them; ``over`` are findings; ``remaining`` has
    ``u, p, purpose, year, event, cap, spent, over, remaining`` in the order of the small check;
    ``averages`` has ``u, year, heads, festival_average``; ``expected`` are the members by year
    in which a festival gift might be paid.
    """

    groups: pl.DataFrame
    over: pl.DataFrame
    remaining: pl.DataFrame
    averages: pl.DataFrame
    expected: pl.DataFrame


def held_to_caps(
    standing: pl.DataFrame, people: People, own: pl.DataFrame, law: Law
) -> Held:
    """Join the standing payments of a part into groups and hold these to their caps.

    ``own``: the unions' own caps in fen, ``u, kind, own``.
    """
    groups = _groups(standing, people, law)
    totals = (
        groups.filter(pl.col("kind") == FESTIVAL)
        .group_by(IN_YEAR)
        .agg(total=pl.col("spent_whole").sum())
        .sort(IN_YEAR)
    )
    years = totals.select(IN_YEAR)
    heads = heads_of(years, standing, people)
    members = expected(years, people, law)
    sheets = held(with_unpaid(groups, members, law), own, heads, law)
    return Held(
        groups=groups,
        over=over_caps(standing, sheets, law),
        remaining=remaining(sheets),
        averages=totals.join(heads, on=IN_YEAR, how="inner", maintain_order="left").select(
            *IN_YEAR, "heads", festival_average=split(pl.col("total"), pl.col("heads"))
        ),
        expected=members,
    )


def _groups(standing: pl.DataFrame, people: People, law: Law) -> pl.DataFrame:
    """Every group of a part; festival gifts, of which there are most, by fewer columns."""
    payments = standing.lazy()
    gifts = payments.filter(pl.col("kind") == FESTIVAL)
    per = ("u" if law.by_average else "p", "year")
    owner = {"p": pl.lit(None, pl.UInt32)} if law.by_average else {"u": people.of_person("u")}
    festival = grouped(gifts, law, per).with_columns(
        **owner, kind=pl.lit(FESTIVAL, pl.UInt8), event=pl.lit(None, pl.String)
    )
    others = grouped(keyed(payments.filter(pl.col("kind") != FESTIVAL), law), law)
    columns = others.collect_schema().names()
    return pl.concat([festival.select(columns), others]).collect(engine="streaming")


def with_unpaid(groups: pl.DataFrame, members: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The groups, and an empty festival group of every member who was not paid in a year."""
    paid = groups.filter(pl.col("kind") == FESTIVAL)
    others = members.join(paid, on=["p", "year"], how="anti")
    if others.is_empty():
        return groups
    nothing = {name: 0 for name in groups.columns if name.startswith("spent_")}
    empty = others.with_columns(kind=FESTIVAL, **nothing, payments=0)
    return pl.concat([groups, empty.cast({n: groups.schema[n] for n in empty.columns})], how="diagonal")


def over_caps(standing: pl.DataFrame, sheets: pl.DataFrame, law: Law) -> pl.DataFrame:
    """A finding for every group over a cap, with the entries that count in it."""
    over = worst(sheets, law)
    of_unions = over["u"].filter(over["p"].is_null()).unique()
    likely = pl.col("p").is_in(over["p"].drop_nulls().unique().implode())
    if len(of_unions):
        likely = likely | pl.col("u").is_in(of_unions.implode())
    entries = keyed(standing.lazy().filter(likely), law)
    if law.by_average:
        of_person = pl.col("kind") != FESTIVAL
        entries = entries.with_columns(p=pl.when(of_person).then("p"))
    counted = (
        entries.select(*KEY, "entry_id", "day")
        .join(over.lazy(), on=KEY, nulls_equal=True)
        .filter(pl.col("day") <= pl.col("through"))
        .group_by(KEY)
        .agg(entry_ids=pl.col("entry_id").sort())
    )
    listed = over.lazy().join(counted, on=KEY, nulls_equal=True).collect()
    readings = [f"{READING_OF[name]}={law.policy.choices[READING_OF[name]]}" for name in PURPOSES]
    kind, by_own_rule = pl.col("kind"), pl.col("own") < pl.col("legal")
    stated = law.source_of_cap(kind, pl.col("through"))
    return found(
        listed,
        "over-cap",
        entry_ids=pl.col("entry_ids"),
        purpose=looked_up([*PURPOSES], kind),
        year=year_shown(),
        source=pl.when(by_own_rule).then(pl.lit(OWN_RULE)).otherwise(stated),
        reading=looked_up(readings, kind),
    )


def year_shown() -> pl.Expr:
    """The year a group is listed under: its own, else that of its first payment."""
    return pl.coalesce("year", pl.col("first").dt.year())


def remaining(sheets: pl.DataFrame) -> pl.DataFrame:
    """What remains of each cap, in the order of the small check."""
    lines = {line: pl.col(f"{line}_{WHOLE}") for line in ("cap", "spent", "over", "remaining")}
    event = pl.col("event")
    named = (event != "") & ~event.str.starts_with(ALONE)
    return (
        sheets.filter(pl.col(f"cap_{WHOLE}") < NO_CAP)
        .sort(
            "u", "p", "kind", pl.col("year").fill_null(0), event.fill_null(""), nulls_last=False
        )
        .select(
            "u",
            "p",
            purpose=looked_up([*PURPOSES], pl.col("kind")),
            year=year_shown(),
            event=pl.when(named).then(event),
            **lines,
        )
    )
