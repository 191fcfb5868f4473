"""Households on Spark or Dask on this machine, from Parquet to Parquet, held to one machine.

    python bench/clusters.py spark|dask [HOUSEHOLDS] [PARTITIONS]

Needs the environment of `make engines`. Results, awards and rejects are written without worksheets;
what is written must be, row for row, what the batch of one machine finds. Start-up is timed apart.
Processor time is that of this process and of all it started. What it prints is JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import polars as pl

from lnunion_rules.batch import Evaluated, evaluate
from lnunion_rules.batch.reading.rows import TABLES
from lnunion_rules.synthetic.population import write_population

ON = date(2018, 12, 31)
WRITTEN = ("results", "awards", "rejects")


def spark_session(partitions: int) -> Any:
    """A quiet Spark with two workers here."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "6g")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", str(partitions))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def on_spark(partitions: int) -> tuple[Callable[[str], Any], Callable[[Evaluated, Path], None]]:
    """What reads a folder on Spark, and what writes findings."""
    session = spark_session(partitions)
    session.range(2).mapInArrow(lambda batches: batches, "id bigint").count()

    def write(found: Evaluated, out: Path) -> None:
        found.whole.persist()
        for name in WRITTEN:
            getattr(found, name).write.parquet(str(out / name))

    return session.read.parquet, write


def on_dask(partitions: int) -> tuple[Callable[[str], Any], Callable[[Evaluated, Path], None]]:
    """Dask's threads; what reads a folder, and what writes findings."""
    import dask
    import dask.dataframe as dd

    def read(folder: str) -> Any:
        frame = dd.read_parquet(folder, dtype_backend="pyarrow", split_row_groups=True)
        return frame.repartition(npartitions=partitions)

    def write(found: Evaluated, out: Path) -> None:
        tables = [getattr(found, name) for name in WRITTEN]
        dask.compute(
            *(
                table.to_parquet(out / name, compute=False)
                for name, table in zip(WRITTEN, tables, strict=True)
            )
        )

    return read, write


def main(engine: str, households: int, partitions: int) -> int:
    """Make a population, answer it on the engine and here, and print both."""
    with TemporaryDirectory() as folder:
        made, out = Path(folder, "made"), Path(folder, "out")
        write_population(made, households=households, seed=1, on=ON)
        begun = perf_counter()
        read, write = {"spark": on_spark, "dask": on_dask}[engine](partitions)
        started, used = perf_counter() - begun, processor()
        begun = perf_counter()
        write(
            evaluate({name: read(str(made / name)) for name in TABLES}, on=ON, worksheets=False),
            out,
        )
        told = {
            "engine": engine,
            "households": households,
            "start_seconds": round(started, 2),
            "seconds": round(perf_counter() - begun, 2),
            "processor": round(processor() - used, 2),
        }
        begun = perf_counter()
        frames = {name: pl.read_parquet(made / name / "*.parquet") for name in TABLES}
        here = evaluate(frames, on=ON, worksheets=False)
        told["here_seconds"] = round(perf_counter() - begun, 2)
        differing = {name: _differing(out / name, getattr(here, name)) for name in WRITTEN}
    print(json.dumps({**told, "differing": differing, "load": os.getloadavg()[0]}))
    return int(any(differing.values()))


def _differing(written: Path, expected: pl.DataFrame) -> int:
    """How many rows are in one table and not in the other; rejects have no number here."""
    found = pl.read_parquet(written / "*.parquet").select(expected.columns)
    if "row" in expected.columns:
        found, expected = found.drop("row"), expected.drop("row")
    lists = pl.col(pl.List(pl.String)).list.join("\x1f")
    return apart(found.with_columns(lists), expected.with_columns(lists))


def apart(one: pl.DataFrame, other: pl.DataFrame) -> int:
    """How many rows are in one table and not in the other."""
    one, other = (frame.group_by(pl.all()).len("times") for frame in (one, other))
    both = one.join(other, on=one.columns, how="inner", nulls_equal=True).height
    return one.height + other.height - 2 * both


def processor() -> float:
    """Seconds of the processor of this process and of all below it, those that ended included."""
    below: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for about in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = about.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        process = int(about.parent.name)
        below.setdefault(int(fields[1]), []).append(process)
        spent[process] = sum(map(int, fields[11:15]))
    open_, total = [os.getpid()], 0
    while open_:
        process = open_.pop()
        total += spent.get(process, 0)
        open_ += below.get(process, [])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    engine, *sizes = sys.argv[1:]
    size, parts = (*map(int, sizes), *(1_000_000, 16)[len(sizes) :])
    sys.exit(main(engine, size, parts))
