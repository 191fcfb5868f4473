"""Polars, written by hand: lazy plans over four frames, collected together."""

from typing import Any

import polars as pl
from columns import HIGHER, PAYERS, SENIOR, SPECIAL, TOTAL, VOCATIONAL, Answers, Columns
from peer import Peer

NONE = 3


def given(columns: Columns) -> Any:
    """Frames, whose households stand in order."""
    tables = columns.households, columns.members, columns.children, columns.bills
    return [pl.DataFrame(table).with_columns(pl.col("h").set_sorted()) for table in tables]


def answered(given: Any) -> Any:
    """Every answer: one row a household, and one a child."""
    households, members, children, bills = (frame.lazy() for frame in given)
    identified = _identified(households, members)
    found = (
        identified.join(_burdens(bills), on="h", how="left")
        .with_columns(beyond=pl.col("burden").fill_null(0) - pl.col("bearable"))
        .select("h", "category", "hardship_reason", *_living(), *_medical())
    )
    whose = identified.select("h", "dibao", "filed", "category")
    return pl.collect_all([found, children.join(whose, on="h").select("person", *_education())])


def _identified(households: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    at_school = pl.col("child") & (pl.col("schooling") > 0)
    own = pl.col("ill") | pl.col("serious") | pl.col("disabled") | at_school
    of_members = members.group_by("h").agg(
        persons=pl.len().cast(pl.Int64), own=own.any(), serious=pl.col("serious").any()
    )
    income, year = pl.col("income"), pl.col("year")
    near, barred = 2 * income <= 3 * year, (pl.col("excluded") > 0) | ~pl.col("covered")
    cause = pl.col("own") | pl.col("single_parent") | pl.col("other_cause")
    by_accident = (pl.col("loss") > 0) & (income <= 3 * year)
    return (
        households.join(of_members, on="h")
        .with_columns(year=pl.col("dibao") * pl.col("persons") * 12)
        .with_columns(
            hardship_reason=pl.when(barred)
            .then(5 + pl.col("excluded"))
            .when(income < year)
            .then(_word(0))
            .when(cause & near)
            .then(_word(1))
            .when(by_accident)
            .then(_word(2))
            .when(near)
            .then(_word(4))
            .otherwise(_word(3))
        )
        .with_columns(category=pl.col("hardship_reason").clip(upper_bound=NONE))
    )


def _word(number: int) -> pl.Expr:
    return pl.lit(number, pl.Int8)


def _burdens(bills: pl.LazyFrame) -> pl.LazyFrame:
    left = pl.col(TOTAL) - sum(pl.col(name) for name in PAYERS)
    return bills.group_by("h").agg(burden=left.clip(lower_bound=0).sum())


def _living() -> tuple[pl.Expr, pl.Expr]:
    due = pl.col("category") == 0
    reason = pl.when(~pl.col("filed")).then(_word(1)).when(~due).then(_word(2)).otherwise(_word(0))
    amount = pl.when(pl.col("filed") & due).then(pl.col("dibao") * 12).otherwise(0)
    return amount.alias("living"), reason.alias("living_reason")


def _medical() -> tuple[pl.Expr, pl.Expr]:
    beyond, burden = pl.col("beyond"), pl.col("burden").fill_null(0)
    reason = (
        pl.when(~pl.col("filed"))
        .then(_word(1))
        .when(pl.col("category") == NONE)
        .then(_word(2))
        .when(~pl.col("serious"))
        .then(_word(3))
        .when(burden < 1)
        .then(_word(4))
        .when(beyond < 1)
        .then(_word(5))
        .otherwise(_word(0))
    )
    amount = pl.when(reason == 0).then(beyond).otherwise(0)
    return amount.alias("medical"), reason.alias("medical_reason")


def _education() -> tuple[pl.Expr, pl.Expr]:
    ten, stage = pl.col("dibao") * 10, pl.col("schooling")
    special = stage == SPECIAL
    reason = (
        pl.when(~pl.col("filed"))
        .then(_word(1))
        .when(pl.col("category") == NONE)
        .then(_word(2))
        .when(~stage.is_in((SENIOR, VOCATIONAL, HIGHER, SPECIAL)))
        .then(_word(3))
        .when((stage == HIGHER) & pl.col("part_time"))
        .then(_word(4))
        .when(special & ~pl.col("disabled"))
        .then(_word(5))
        .when(special & ~pl.col("in_school"))
        .then(_word(6))
        .otherwise(_word(0))
    )
    lower = ((ten * 7 + 5) // 10).clip(lower_bound=300_000)
    amount = pl.when(reason > 0).then(0).when(stage == HIGHER).then(ten).otherwise(lower)
    return amount.alias("education"), reason.alias("education_reason")


def read(found: Any) -> Answers:
    """The answers in order."""
    households, children = found[0].sort("h"), found[1].sort("person")
    columns = households.to_dict() | children.to_dict()
    return Answers(*(columns[name] for name in Answers._fields))


PEER = Peer(given, answered, read)
