"""Members left out of a festival gift or given unequal ones, festival by festival.

A festival whose gifts were all alike is passed over at a glance: of each member only which
festivals were given is kept, one bit for each, and of each festival the least and the most that
was paid. Only where these differ are the payments themselves joined.
"""

from collections.abc import Iterator

import polars as pl

from .findings import found
from .law import of_kinds
from .people import People

GIFT = ("u", "year", "name")
MOST_BITS = 62


def festival_queries(standing: pl.DataFrame, people: People) -> Iterator[pl.DataFrame]:
    """Every query about the festivals of a part."""
    named = of_kinds("festival") & (pl.col("festival") != "")
    gifts = standing.lazy().filter(named)
    names = gifts.select(pl.col("festival").unique()).collect()["festival"].sort()
    number = pl.col("festival").cast(pl.Enum(names)).to_physical().cast(pl.Int64)
    gifts = gifts.select(
        "row", "p", "u", "day", "net", "entry_id", year=pl.col("day").dt.year(), name=number
    ).collect()
    given = gifts.group_by(GIFT).agg(
        since=pl.col("day").min(),
        through=pl.col("day").max(),
        least=pl.col("net").min(),
        most=pl.col("net").max(),
    )
    received = _received(gifts)
    yield _unequal(gifts, given, received)
    if people.on_roster:
        yield _left_out(gifts, given, received, people)


def _bits(names: pl.Expr) -> pl.Expr:
    """One bit for each of the first names, none for the others."""
    known = pl.Series([2**bit for bit in range(MOST_BITS)], dtype=pl.Int64)
    return pl.lit(known).gather(pl.when(names < MOST_BITS).then(names)).fill_null(0)


def _received(gifts: pl.DataFrame) -> pl.DataFrame:
    """Which festivals each person was paid in a year, and whether one of them twice."""
    found = gifts.lazy().group_by("p", "year").agg(
        bits=_bits(pl.col("name")).bitwise_or(), payments=(pl.col("name") < MOST_BITS).sum()
    )
    return found.with_columns(
        twice=pl.col("bits").bitwise_count_ones() < pl.col("payments")
    ).collect()


def _unequal(gifts: pl.DataFrame, given: pl.DataFrame, received: pl.DataFrame) -> pl.DataFrame:
    again = received.filter("twice").select("p", "year")
    in_parts = gifts.join(again, on=["p", "year"], how="semi").select(GIFT).unique()
    differing = (pl.col("least") != pl.col("most")) | (pl.col("name") >= MOST_BITS)
    doubtful = pl.concat([given.filter(differing).select(GIFT), in_parts]).unique()
    entries = gifts.join(doubtful, on=GIFT, how="semi")
    sums = entries.group_by(*GIFT, "p").agg(pl.col("net").sum())
    unequal = sums.group_by(GIFT).agg(pl.col("net").n_unique()).filter(pl.col("net") > 1)
    listed = entries.join(unequal.select(GIFT), on=GIFT).group_by(GIFT).agg(
        spent=pl.col("net").sum(), entry_ids=pl.col("entry_id").sort()
    )
    return found(
        listed, "festival-unequal", purpose="festival", entry_ids=pl.col("entry_ids")
    )


def _left_out(
    gifts: pl.DataFrame, given: pl.DataFrame, received: pl.DataFrame, people: People
) -> pl.DataFrame:
    lacking = [
        _lacking(given, received, people),
        _lacking_rarer(given.filter(pl.col("name") >= MOST_BITS), gifts, people),
    ]
    asked = pl.concat(lacking).join(given.select(*GIFT, "since", "through"), on=GIFT)
    spells = people.spells.select("p", "joined", "left")
    met = (pl.col("joined") <= pl.col("through")) & (pl.col("since") <= pl.col("left"))
    left_out = asked.join(spells, on="p").filter(met).select(*GIFT, "p").unique()
    empty = pl.lit([], pl.List(pl.String))
    return found(left_out, "festival-left-out", purpose="festival", entry_ids=empty)


def _lacking(given: pl.DataFrame, received: pl.DataFrame, people: People) -> pl.DataFrame:
    """Persons on the roster by the festivals of their union that they were not paid."""
    every = given.group_by("u", "year").agg(every=_bits(pl.col("name")).bitwise_or())
    asked = people.persons.filter(pl.col("joined").is_not_null()).select("p", "u")
    found = asked.join(every, on="u").join(received, on=["p", "year"], how="left")
    lacks = pl.col("every") & ~pl.col("bits").fill_null(0)
    some = found.with_columns(lacks=lacks).filter(pl.col("lacks") != 0)
    return pl.concat(
        some.filter((pl.col("lacks") & 2**name) != 0).select(
            "p", "u", "year", name=pl.lit(name, pl.Int64)
        )
        for name in range(min(given["name"].n_unique(), MOST_BITS) or 1)
    )


def _lacking_rarer(rarer: pl.DataFrame, gifts: pl.DataFrame, people: People) -> pl.DataFrame:
    """The same of festivals beyond the first, which have no bits."""
    asked = people.persons.filter(pl.col("joined").is_not_null()).select("p", "u")
    found = asked.join(rarer.select(GIFT), on="u")
    return found.join(gifts, on=["p", "year", "name"], how="anti").select("p", "u", "year", "name")
