"""Members of unions by year: how many there were, and who was paid no festival gift."""

import polars as pl

from .groups import FESTIVAL
from .law import Law
from .people import People
from .years import UNSTATED, in_years, spans

SPELL = ("spell", "p", "u", "joined", "left", "year", "begins", "ends")


def heads_of(years: pl.DataFrame, standing: pl.DataFrame, people: People) -> pl.DataFrame:
    """The members of each union in each year, ``u, year, heads``: on the roster, else those paid.

    ``years`` has the pairs of ``u`` and ``year`` that are asked about.
    """
    if people.on_roster:
        year = pl.col("year")
        asked = years.with_columns(since=pl.date(year, 1, 1), through=pl.date(year, 12, 31))
        found = people.members(asked, "since", "through").select("p", "u", "year")
    else:
        found = standing.select("p", "u", "year").unique()
    return found.group_by("u", "year").agg(heads=pl.len().cast(pl.Int64))


def expected(paid: pl.DataFrame, people: People, law: Law) -> pl.DataFrame:
    """Members by every year in which their union paid festival gifts, and by the check's own.

    ``paid`` has the pairs of ``u`` and ``year``. One row, ``p, u, year, ends``: a member in a
    year, with the last day of that year.
    """
    if not people.on_roster or law.by_average:
        return pl.DataFrame(schema={"p": pl.UInt32, "u": pl.UInt32, "year": pl.Int32, "ends": pl.Date})
    spells = people.spells.with_row_index("spell").with_columns(
        began=pl.col("joined") if law.by_membership else pl.lit(UNSTATED), on=pl.lit(law.on)
    )
    now = in_years(spells, "on", law).select(SPELL)
    known = spans(spells["began"].unique().to_list(), paid["year"].to_list(), law)
    others = spells.join(paid, on="u").join(known, on=["began", "year"]).select(SPELL)
    met = (pl.col("joined") <= pl.col("ends")) & (pl.col("begins") <= pl.col("left"))
    in_force = law.cap(pl.lit(FESTIVAL), pl.col("ends")).is_not_null()
    every = pl.concat([now, others]).filter(met, in_force).sort("spell", maintain_order=True)
    return every.unique(["p", "year"], keep="last", maintain_order=True).select(
        "p", "u", "year", "ends"
    )
