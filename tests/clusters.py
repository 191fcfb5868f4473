"""Tables with every trouble a batch must stand, and a cluster's findings held to one machine's."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from families import IN_2018
from populations import Frames, made_up

from lnunion_rules.batch import Evaluated, evaluate
from lnunion_rules.batch.reading.rows import FEN, TABLES
from lnunion_rules.synthetic.population import write_population

Read = Callable[[Any], pl.DataFrame]
"""Reads an engine's table into Polars."""


def troubled(size: int, on: date, *, seed: int = 3) -> Frames:
    """A synthetic population with gaps, in which households are wrong in every way."""
    frames = made_up(size, on, seed=seed)
    ids = frames["households"]["household_id"]

    def of(table: str, at: int, **changed: Any) -> pl.DataFrame:
        values = {name: pl.lit(value) for name, value in changed.items()}
        return frames[table].filter(household_id=ids[at]).with_columns(**values)

    def where(at: int, name: str, value: str | None) -> pl.Expr:
        return pl.when(household_id=ids[at]).then(pl.lit(value)).otherwise(name).alias(name)

    nobody = {"household_id": None}
    bill = frames["medical_bills"].head(1)
    more = {
        "households": [
            of("households", 1),  # stands in two rows
            of("households", 2, household_id=None),
            of("households", 2, household_id=""),
            of("households", 2, household_id="无 成员"),
        ],
        "members": [
            of("members", 3, household_id="LN-nowhere"),
            of("members", 3, **nobody),
            of("members", 4, disabled=True),  # a member twice, not alike
        ],
        "medical_bills": [
            bill.with_columns(bill_id=pl.lit("b-nobody"), member_id=pl.lit("m-nobody")),
            bill.with_columns(household_id=pl.lit(None, pl.String)),
            bill.with_columns(household_id=pl.lit(ids[1]), bill_id=pl.lit("b-twice")),
        ],
    }
    frames = {
        name: pl.concat([frame, *more[name]], how="vertical_relaxed")
        for name, frame in frames.items()
    }
    no_standard = pl.when(pl.col("household_id").str.ends_with("7")).then(pl.lit("210502"))
    frames["households"] = frames["households"].with_columns(
        no_standard.otherwise(where(5, "area", "nowhere")).alias("area"),
        where(6, "household_id", f" \u3000{ids[6]}\t"),  # blanks around an id do not count
    )
    frames["members"] = (
        frames["members"]
        .with_columns(where(8, "relation", "head"))
        .with_columns(where(9, "relation", "?"), where(9, "schooling", "?"))
    )
    return frames


def in_yuan(frames: Frames, kind: Any) -> Frames:
    """The same tables, money in yuan of a type."""
    yuan = (pl.col(f"^.*{FEN}$").cast(pl.Decimal(20, 2)) / 100).cast(kind)
    return {
        name: frame.with_columns(yuan).rename(lambda column: column.removesuffix(FEN))
        for name, frame in frames.items()
    }


def held(found: Evaluated, expected: Evaluated, read: Read) -> None:
    """Hold a cluster's findings to those of one machine: every row of every table.

    The order of rows is no finding, and rows of a cluster have no number.
    """
    for name in ("results", "awards"):
        alike(read(getattr(found, name)), getattr(expected, name))
    rejects = read(found.rejects)
    assert rejects["row"].null_count() == rejects.height
    alike(rejects.drop("row"), expected.rejects.drop("row"))
    assert set(found.worksheets) == set(expected.worksheets)
    for rule, sheet in found.worksheets.items():
        alike(read(sheet), expected.worksheets[rule])


def alike(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found.schema == expected.schema
    assert sorted(map(repr, found.rows())) == sorted(map(repr, expected.rows()))


def shuffled(frames: Mapping[str, pl.DataFrame], seed: int) -> Frames:
    """The same rows in another order, and the columns too."""
    return {
        name: frame.sample(fraction=1, shuffle=True, seed=seed).select(reversed(frame.columns))
        for name, frame in frames.items()
    }


def on_the_page(engine: str, folder: Path, **names: Any) -> tuple[dict[str, Any], Evaluated]:
    """What the page of the batch shows for an engine, run; its names, and what is expected."""
    write_population(folder / "made", households=200, seed=1, on=IN_2018)
    page = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"```py\n(# {engine}\n.*?)```", page, re.DOTALL)
    shown = {"folder": folder / "made", "out": folder, "names": TABLES, "date": date, **names}
    shown["evaluate"] = evaluate
    exec(block, shown)
    tables = {name: pl.read_parquet(folder / "made" / name / "*.parquet") for name in TABLES}
    return shown, evaluate(tables, on=IN_2018, worksheets=False)


def spark_session(master: str, partitions: int) -> Any:
    """A quiet Spark of its own, reached on this machine only."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(partitions))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session
