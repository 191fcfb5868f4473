"""Caps held over a part: what is over, what remains, and the union averages beside the members."""

from typing import NamedTuple

import polars as pl

from ...algebra import split
from ...rules.collective_welfare import NO_CAP
from ...welfare.caps import EVENT_UNSTATED, OWN_RULE, READING_OF
from ...welfare.ledger import ALONE
from .book import Book
from .festivals import RECEIVED
from .findings import found
from .groups import FESTIVAL, KEY, WHOLE, grouped, held, keyed, worst
from .law import PURPOSES, looked_up
from .members import expected, heads_of

IN_YEAR = ("u", "year")
EVENT_IS_UNSTATED = (pl.col("event") == "") | pl.col("event").str.starts_with(ALONE)
"""Whether a group is of an event that the ledger does not name; null where it is of none."""


class Held(NamedTuple):
    """A part held to its caps.

    ``groups`` as :func:`.groups.grouped` makes them; ``over`` are findings; ``remaining`` has
    ``u, p, purpose, year, event, cap, spent, over, remaining`` in the order of the small check;
    ``averages`` has ``u, year, members, festival_average``; ``expected`` are the members by year
    in which a festival gift might be paid.
    """

    groups: pl.DataFrame
    over: pl.DataFrame
    remaining: pl.DataFrame
    averages: pl.DataFrame
    expected: pl.DataFrame


def held_to_caps(standing: pl.DataFrame, own: pl.DataFrame, book: Book) -> Held:
    """Join the standing payments of a part into groups and hold these to their caps.

    ``own``: the unions' own caps in fen, ``u, kind, own``.
    """
    groups = _groups(standing, book)
    gifts = groups.lazy().filter(pl.col("kind") == FESTIVAL).group_by(IN_YEAR)
    totals = gifts.agg(total=pl.col("spent_whole").sum()).sort(IN_YEAR).collect()
    years = totals.select(IN_YEAR)
    heads = heads_of(years, standing, book)
    members = expected(years, book)
    sheets = held(with_unpaid(groups, members), own, heads, book.law)
    return Held(
        groups=groups,
        over=over_caps(standing, sheets, book),
        remaining=remaining(sheets),
        averages=totals.join(heads, on=IN_YEAR, maintain_order="left").select(
            *IN_YEAR, members="heads", festival_average=split(pl.col("total"), pl.col("heads"))
        ),
        expected=members,
    )


def _groups(standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Every group of a part; festival gifts, of which there are most, by fewer columns."""
    law, none = book.law, pl.lit(None, pl.UInt32)
    gifts = standing.filter(pl.col("kind") == FESTIVAL)
    if law.by_average:
        gifts = gifts.with_columns(u=book.people.of_person("u"))
        festival = grouped(gifts, law, ("u", "year")).with_columns(p=none)
    else:
        festival = grouped(gifts, law, ("p", "year"), **RECEIVED)
        festival = festival.with_columns(u=book.people.of_person("u"))
    festival = festival.with_columns(kind=pl.lit(FESTIVAL, pl.UInt8), event=pl.lit(None, pl.String))
    others = grouped(keyed(standing.filter(pl.col("kind") != FESTIVAL), book), law)
    return pl.concat([festival.collect(engine="streaming"), others.collect()], how="diagonal")


def with_unpaid(groups: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The groups, and an empty festival group of every member who was not paid in a year."""
    paid = groups.lazy().filter(pl.col("kind") == FESTIVAL).select("p", "year")
    others = members.lazy().join(paid, on=["p", "year"], how="anti").collect(engine="streaming")
    if others.is_empty():
        return groups
    nothing = dict.fromkeys((name for name in groups.columns if name.startswith("spent_")), 0)
    empty = others.with_columns(kind=FESTIVAL, **nothing, payments=0)
    alike = empty.cast({name: groups.schema[name] for name in empty.columns})
    return pl.concat([groups, alike], how="diagonal")


def over_caps(standing: pl.DataFrame, sheets: pl.DataFrame, book: Book) -> pl.DataFrame:
    """A finding for every group over a cap, with the entries that count in it."""
    law = book.law
    over = worst(sheets, law)
    likely = pl.col("p").is_in(over["p"].drop_nulls().unique().implode())
    of_unions = over["u"].filter(over["p"].is_null()).unique()
    if len(of_unions):
        likely = likely | book.people.of_person("u").is_in(of_unions.implode())
    entries = keyed(standing.filter(likely), book)
    if law.by_average:
        of_person = pl.col("kind") != FESTIVAL
        entries = entries.with_columns(p=pl.when(of_person).then("p"))
    counted = (
        entries.lazy()
        .select(*KEY, "entry_id", "day")
        .join(over.lazy(), on=KEY, nulls_equal=True)
        .filter(pl.col("day") <= pl.col("through"))
        .group_by(KEY)
        .agg(entry_ids=pl.col("entry_id").sort())
    )
    listed = over.lazy().join(counted, on=KEY, nulls_equal=True).collect()
    readings = [law.reading(READING_OF[name]) if name in READING_OF else None for name in PURPOSES]
    kind, by_own_rule = pl.col("kind"), pl.col("own") < pl.col("legal")
    stated = law.source_of_cap(kind, pl.col("through"))
    return found(
        listed,
        "over-cap",
        entry_ids=pl.col("entry_ids"),
        purpose=looked_up([*PURPOSES], kind),
        year=year_shown(),
        source=pl.when(by_own_rule).then(pl.lit(OWN_RULE)).otherwise(stated),
        reading=pl.when(EVENT_IS_UNSTATED)
        .then(pl.lit(law.reading(EVENT_UNSTATED)))
        .otherwise(looked_up(readings, kind)),
    )


def year_shown() -> pl.Expr:
    """The year a group is listed under: its own, else that of its first payment."""
    return pl.coalesce("year", pl.col("first").dt.year())


def remaining(sheets: pl.DataFrame) -> pl.DataFrame:
    """What remains of each cap, in the order of the small check."""
    lines = {line: pl.col(f"{line}_{WHOLE}") for line in ("cap", "spent", "over", "remaining")}
    capped = sheets.filter(pl.col(f"cap_{WHOLE}") < NO_CAP)
    listed = _in_order(capped.select(*KEY, shown=year_shown(), **lines))
    return listed.select(
        "u",
        "p",
        looked_up([*PURPOSES], pl.col("kind")).alias("purpose"),
        pl.col("shown").alias("year"),
        pl.when(~EVENT_IS_UNSTATED).then("event").alias("event"),
        *lines,
    )


def _in_order(groups: pl.DataFrame) -> pl.DataFrame:
    """Groups by union, person, purpose, year and event: by one number, events before."""
    of_events = groups.filter(pl.col("event").is_not_null()).sort("event")
    others = groups.filter(pl.col("event").is_null())
    year = pl.col("year").fill_null(0)
    owner = pl.col("p").cast(pl.Int64).fill_null(-1) + 1
    place = (owner * len(PURPOSES) + pl.col("kind")) * 2**14 + year
    by = [place] if groups["p"].null_count() == 0 else ["u", place]
    return pl.concat([others, of_events]).sort(*by, maintain_order=True)
