"""Members left out of a festival gift or given unequal ones, festival by festival.

A festival whose gifts were all alike is passed over at a glance: of each member only which
festivals were given is kept, one bit for each, and of each festival the least and the most that
was paid. Only where these differ are the payments themselves joined.
"""

from collections.abc import Iterator

import polars as pl

from .book import Book
from .findings import found
from .law import KIND
from .people import People

GIFT = ("u", "year", "fest")
FESTIVAL = KIND["festival"]
RECEIVED = {"bits": pl.col("bit").bitwise_or(), "named": pl.col("bit").count()}
"""Of a person in a year: which of the first festivals were given, and in how many payments."""


def festival_queries(
    standing: pl.DataFrame, groups: pl.DataFrame, book: Book
) -> Iterator[pl.DataFrame]:
    """Every query about the festivals of a part."""
    year = pl.col("day").dt.year()
    gifts = standing.filter(pl.col("fest").is_not_null()).select(
        "at", "p", "day", "net", "fest", "bit", year=year, u=book.people.of_person("u")
    )
    asked = (
        gifts.lazy()
        .group_by(GIFT)
        .agg(
            pl.col("bit").first(),
            since=pl.col("day").min(),
            through=pl.col("day").max(),
            least=pl.col("net").min(),
            most=pl.col("net").max(),
        )
    )
    given = asked.collect(engine="streaming")
    received = _received(gifts, groups, book)
    yield _unequal(gifts, given, received, book)
    if book.people.on_roster:
        yield _left_out(gifts, given, received, book)


def _received(gifts: pl.DataFrame, groups: pl.DataFrame, book: Book) -> pl.DataFrame:
    """``RECEIVED`` of each person in each calendar year, ``p, year``."""
    if book.law.by_membership or book.law.by_average:
        return gifts.group_by("p", "year").agg(**RECEIVED)
    paid = groups.filter(pl.col("kind") == FESTIVAL)
    return paid.select("p", "year", *RECEIVED)


def _unequal(
    gifts: pl.DataFrame, given: pl.DataFrame, received: pl.DataFrame, book: Book
) -> pl.DataFrame:
    twice = pl.col("bits").bitwise_count_ones() < pl.col("named")
    again = received.filter(twice).select("p", "year")
    in_parts = gifts.join(again, on=["p", "year"], how="semi").select(GIFT).unique()
    differing = (pl.col("least") != pl.col("most")) | pl.col("bit").is_null()
    doubtful = pl.concat([given.filter(differing).select(GIFT), in_parts]).unique()
    entries = gifts.join(doubtful, on=GIFT, how="semi")
    sums = entries.group_by(*GIFT, "p").agg(pl.col("net").sum())
    unequal = sums.group_by(GIFT).agg(pl.col("net").n_unique()).filter(pl.col("net") > 1)
    told = entries.join(unequal.select(GIFT), on=GIFT).with_columns(entry_id=book.text("entry_id"))
    listed = told.group_by(GIFT).agg(spent=pl.col("net").sum(), entry_ids=pl.col("entry_id").sort())
    return found(listed, "festival-unequal", purpose="festival", entry_ids=pl.col("entry_ids"))


def _left_out(
    gifts: pl.DataFrame, given: pl.DataFrame, received: pl.DataFrame, book: Book
) -> pl.DataFrame:
    lacking = [
        _lacking(given, received, book),
        _lacking_rarer(given.filter(pl.col("bit").is_null()), gifts, book.people),
    ]
    asked = pl.concat(lacking).join(given.select(*GIFT, "since", "through"), on=GIFT)
    spells = book.people.spells.select("p", "joined", "left")
    met = (pl.col("joined") <= pl.col("through")) & (pl.col("since") <= pl.col("left"))
    left_out = asked.join(spells, on="p").filter(met).select(*GIFT, "p").unique()
    empty = pl.lit([], pl.List(pl.String))
    return found(left_out, "festival-left-out", purpose="festival", entry_ids=empty)


def _lacking(given: pl.DataFrame, received: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Persons on the roster by the festivals of their union that they were not paid."""
    bits = given.drop_nulls("bit").select("fest", "bit").unique().sort("fest")
    every = given.group_by("u", "year").agg(every=pl.col("bit").bitwise_or()).drop_nulls()
    found = _members(book.people).join(every, on="u").join(received, on=["p", "year"], how="left")
    lacks = pl.col("every") & ~pl.col("bits").fill_null(0)
    some = found.with_columns(lacks=lacks).filter(pl.col("lacks") != 0)
    return pl.concat(
        [some.clear().select("p", "u", "year", fest=pl.lit(0, pl.UInt32))]
        + [
            some.filter((pl.col("lacks") & bit) != 0).select(
                "p", "u", "year", fest=pl.lit(fest, pl.UInt32)
            )
            for fest, bit in bits.iter_rows()
        ]
    )


def _members(people: People) -> pl.DataFrame:
    return people.persons.filter(pl.col("joined").is_not_null()).select("p", "u")


def _lacking_rarer(rarer: pl.DataFrame, gifts: pl.DataFrame, people: People) -> pl.DataFrame:
    """The same of festivals beyond the first, which have no bits."""
    found = _members(people).join(rarer.select(GIFT), on="u")
    return found.join(gifts, on=["p", "year", "fest"], how="anti").select("p", "u", "year", "fest")
