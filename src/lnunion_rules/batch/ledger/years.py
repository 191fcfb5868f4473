"""To which year a day belongs: of the calendar, or of a membership."""

from datetime import date

import polars as pl

from .law import Law
from .people import People

UNSTATED = date.min
"""Stands for the day of joining where none is stated."""


def with_years(standing: pl.DataFrame, people: People, law: Law) -> pl.DataFrame:
    """Payments with their ``year`` and, of a membership, the day on which it ``ends``."""
    if not law.by_membership:
        return standing.with_columns(year=pl.col("day").dt.year())
    spells = people.covering(standing.select("at", "p", "day"), "day")
    stated = spells.filter(pl.col("joined") > UNSTATED)
    began = stated.group_by("at", maintain_order=True).agg(began=pl.col("joined").first())
    known = standing.join(began, on="at", how="left").with_columns(
        pl.col("began").fill_null(UNSTATED)
    )
    return in_years(known, "day", law).drop("began", "begins")


def in_years(rows: pl.DataFrame, day: str, law: Law) -> pl.DataFrame:
    """Rows with the ``year`` in which a day lies, ``begins`` and ``ends``, as each ``began``."""
    turned = pl.col(day).dt.year()
    years = rows.select(turned.alias("year"))["year"].unique().to_list()
    known = spans(rows["began"].unique().to_list(), [*years, *(year - 1 for year in years)], law)
    found = rows.with_columns(year=turned).join(known, on=["began", "year"], how="left")
    year = pl.col("year") - (pl.col(day) < pl.col("begins")).cast(pl.Int32)
    found = found.with_columns(year=year).drop("begins", "ends")
    return found.join(known, on=["began", "year"], how="left")


def spans(began: list[date], years: list[int], law: Law) -> pl.DataFrame:
    """The first and last day, ``begins`` and ``ends``, of years by the day they count from."""
    rows = [
        (start, year, *law.ledger.year_span(None if start == UNSTATED else start, year))
        for start in began
        for year in sorted(set(years))
    ]
    schema = {"began": pl.Date, "year": pl.Int32, "begins": pl.Date, "ends": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
