"""Members of unions by year: how many there were, and who was paid no festival gift."""

from datetime import date

import polars as pl

from .book import Book
from .groups import FESTIVAL
from .people import People
from .years import in_years, spans

EXPECTED = {"p": pl.UInt32, "u": pl.UInt32, "year": pl.Int32, "ends": pl.Date}
SPELL = ("spell", "p", "u", "joined", "left", "year", "begins", "ends")


def heads_of(years: pl.DataFrame, standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The members of each union in each year, ``u, year, heads``: on the roster, else those paid.

    ``years`` has the pairs of ``u`` and ``year`` that are asked about.
    """
    if book.people.on_roster:
        found = members_of(years, book.people)
    else:
        union = book.people.of_person("u").alias("u")
        found = standing.select("p", "year").unique().with_columns(union)
    return found.group_by("u", "year").agg(heads=pl.len().cast(pl.Int64))


def members_of(years: pl.DataFrame, people: People) -> pl.DataFrame:
    """Who was a member on any day of the calendar years asked about: ``p, u, year``."""
    found = [pl.DataFrame(schema={"p": pl.UInt32, "u": pl.UInt32, "year": pl.Int32})]
    for (year,), asked in years.partition_by("year", as_dict=True).items():
        joined = pl.col("joined") <= date(year, 12, 31)
        met = people.spells.filter(joined, pl.col("left") >= date(year, 1, 1))
        named = met.filter(pl.col("u").is_in(asked["u"].implode())).select("p", "u")
        # Spells are in the order of persons.
        once = named.filter((pl.col("p") != pl.col("p").shift()).fill_null(value=True))
        found.append(once.with_columns(year=pl.lit(year, pl.Int32)))
    return pl.concat(found)


def expected(paid: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Members by every year in which their union paid festival gifts, and by the check's own.

    ``paid`` has the pairs of ``u`` and ``year``. One row, ``p, u, year, ends``: a member in a
    year, with the last day of that year.
    """
    law, people = book.law, book.people
    if not people.on_roster or law.by_average:
        return pl.DataFrame(schema=EXPECTED)
    in_force = law.cap(pl.lit(FESTIVAL), pl.col("ends")).is_not_null()
    if law.by_membership:
        return _by_membership(paid, book).filter(in_force)
    now = people.spells.select("u").unique().with_columns(year=pl.lit(law.on.year, pl.Int32))
    years = pl.concat([paid, now]).unique()
    found = members_of(years, people).with_columns(ends=pl.date(pl.col("year"), 12, 31))
    return found.filter(in_force)


def _by_membership(paid: pl.DataFrame, book: Book) -> pl.DataFrame:
    spells = book.people.spells.with_row_index("spell").with_columns(
        began="joined", on=pl.lit(book.law.on)
    )
    now = in_years(spells, "on", book.law).select(SPELL)
    known = spans(spells["began"].unique().to_list(), paid["year"].to_list(), book.law)
    others = spells.join(paid, on="u").join(known, on=["began", "year"]).select(SPELL)
    met = (pl.col("joined") <= pl.col("ends")) & (pl.col("begins") <= pl.col("left"))
    every = pl.concat([now, others]).filter(met).sort("spell", maintain_order=True)
    return every.unique(["p", "year"], keep="last", maintain_order=True).select(*EXPECTED)
