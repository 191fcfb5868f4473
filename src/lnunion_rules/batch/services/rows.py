"""A frame of people as rows: every column there, and the code for which a row is refused."""

from typing import Any, get_args

import narwhals as nw
import polars as pl

from ...applicants import Applicant
from ...people import Origin, Relation, Sex, Work

WORDS = {"relation": Relation, "sex": Sex, "work": Work, "origin": Origin}
DAYS = ("birth_date", "graduated_on")
FLAGS = (
    "filed",
    "can_work",
    "wants_work",
    "wants_business",
    "migrant",
    "hard_to_place",
    "cadre",
    "registered_unemployed",
)


def states(name: str, value: bool) -> pl.Expr:
    """Whether a flag is stated to be so; where it is unknown, it is not."""
    return pl.col(name).eq_missing(pl.lit(value))


def rows_of(people: Any) -> pl.DataFrame:
    """Every row in its place, with every column of an applicant and ``refused``."""
    given = nw.from_native(people)
    eager = given.collect("polars") if isinstance(given, nw.LazyFrame) else given
    frame = eager.to_polars()
    kinds = {**dict.fromkeys(FLAGS, pl.Boolean), **dict.fromkeys(DAYS, pl.Date)}
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None))
        .cast(kinds.get(name, pl.String))
        .alias(name)
        for name in Applicant.model_fields
    ]
    rows = frame.select(columns).with_row_index("row").with_columns(refused=_unreadable())
    stands = pl.when(pl.col("refused").is_null()).then("person_id")
    again = stands.is_not_null() & ~stands.is_first_distinct()
    rows = rows.with_columns(
        pl.when(again).then(pl.lit("duplicate-id")).otherwise("refused").alias("refused"),
        pl.col("relation").fill_null("head"),
    )
    alone = pl.col("household_id").is_null()
    headless = pl.when(alone & (pl.col("relation") != "head")).then(pl.lit("head-missing"))
    homes = _wrong_homes(rows.filter(~alone & pl.col("refused").is_null()))
    rows = rows.join(homes, on="household_id", how="left")
    return rows.with_columns(pl.coalesce("refused", headless, "wrong").alias("refused"))


def _unreadable() -> pl.Expr:
    """Why a row by itself is no applicant."""
    stray = pl.any_horizontal(
        pl.col(name).is_not_null() & ~pl.col(name).is_in(get_args(words))
        for name, words in WORDS.items()
    )
    unrelated = pl.col("household_id").is_not_null() & pl.col("relation").is_null()
    missing = pl.when(unrelated).then(pl.lit("field-missing"))
    return pl.when(stray).then(pl.lit("not-a-choice")).otherwise(missing)


def _wrong_homes(members: pl.DataFrame) -> pl.DataFrame:
    """The households that cannot be, and why."""
    filed = pl.col("filed").cast(pl.Int8).fill_null(-1)
    homes = members.group_by("household_id").agg(
        heads=(pl.col("relation") == "head").sum(), least=filed.min(), most=filed.max()
    )
    differs = pl.when(pl.col("least") != pl.col("most")).then(pl.lit("household-filed-differs"))
    two = pl.when(pl.col("heads") > 1).then(pl.lit("two-heads"))
    none = pl.when(pl.col("heads") == 0).then(pl.lit("head-missing"))
    wrong = homes.select("household_id", wrong=pl.coalesce(differs, none, two))
    return wrong.filter(pl.col("wrong").is_not_null())
