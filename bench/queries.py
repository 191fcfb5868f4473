"""The query of all aids that ``lnunion sql all`` writes, beside queries written by hand.

    python bench/queries.py duckdb|spark [HOUSEHOLDS] [ROUNDS]

Spark needs the environment of `make engines`. By hand there are two, in ``queries_by_hand.py``: one
that makes no checks at all, and one that makes those of the generated query and answers in the same
columns. The population has 3 % of households with facts left out and a few rows that are wrong.
Every row of the checked query must be that of the generated one, and the plain one must agree on
every household that is complete. Money is whole fen, ids are text, two threads; DuckDB reads
tables in memory and hands over Arrow, Spark reads Parquet and writes nowhere (``noop``).

Three runs of each are not counted; then they run in turns. Told are median and best by the clock
and of the processor (this process and all it started), the ratios of the medians and of the best,
how many rows differ, and the load. What it prints is JSON.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import polars as pl
from clusters import ON, apart, processor, spark_session
from queries_by_hand import by_hand

from lnunion_rules import load_policy
from lnunion_rules.aids import Law
from lnunion_rules.sql import ALL, query
from lnunion_rules.sql.layout import TABLES
from lnunion_rules.synthetic.population import population

WARM, ROUNDS, PARTS = 3, 7, 8
KINDS: Mapping[str, Any] = {
    "text": pl.String,
    "money": pl.Int64,
    "day": pl.Date,
    "flag": pl.Boolean,
}
GENERATED, CHECKED, PLAIN = "generated", "by hand, the same checks", "by hand, no checks"
Tables = dict[str, pl.DataFrame]


class Engine(NamedTuple):
    """What runs a query to its end, and what brings its rows."""

    run: Callable[[str], object]
    rows: Callable[[str], pl.DataFrame]


def made(households: int) -> Tables:
    """A population in the layout of the queries, some of its rows wrong."""
    homes, members, bills, _ = population(households, seed=1, on=ON)
    grounds = pl.col("exclusions").list.join(";")
    homes = homes.with_columns(
        exclusions=pl.when(grounds == "").then(pl.lit("none")).otherwise(grounds)
    )
    found = dict(zip(TABLES, (homes, members, bills), strict=True))
    return _spoilt({name: _laid_out(name, table) for name, table in found.items()})


def _laid_out(name: str, table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        (pl.col(column) if column in table.columns else pl.lit(None))
        .cast(KINDS[kind])
        .alias(column + "_fen" * (kind == "money"))
        for column, kind in TABLES[name].items()
    )


def _spoilt(tables: Tables) -> Tables:
    """The same, with rows that a query must not answer."""
    homes, members, bills = tables.values()
    ids, ill = homes["household_id"], bills["household_id"].unique(maintain_order=True)
    text = pl.lit(None, pl.String)

    def where(of: str, name: str, value: Any) -> pl.Expr:
        return pl.when(household_id=of).then(value).otherwise(name).alias(name)

    def first(table: pl.DataFrame, of: str, **changed: Any) -> pl.DataFrame:
        values = {name: pl.lit(value) for name, value in changed.items()}
        return table.filter(household_id=of).head(1).with_columns(**values)

    homes = homes.with_columns(
        where(ids[0], "area", pl.lit("999999")),
        where(ids[1], "exclusions", pl.lit("two_homes;yacht")),
        where(ids[2], "annual_accident_loss_fen", pl.lit(-1)),
        where(ids[3], "monthly_incomes", pl.lit("1000;1000")),
    ).with_columns(where(ids[4], "area", text))
    members = members.with_columns(
        where(ids[5], "relation", pl.lit("head")),
        where(ids[6], "schooling", pl.lit("university")),
        where(ids[7], "member_id", text),
    ).filter(pl.col("household_id") != ids[8])
    bills = bills.with_columns(
        where(ill[0], "mutual_aid_fen", pl.lit(10**12 - 1)),
        where(ill[1], "member_id", pl.lit("nobody")),
        where(ill[2], "bill_id", text),
        where(ill[3], "basic_insurance_fen", pl.lit(None, pl.Int64)),
    )
    return {
        "households": pl.concat(
            [homes, first(homes, ids[9]), first(homes, ids[9], household_id=None)]
        ),
        "members": pl.concat([members, first(members, ids[10], relation="other")]),
        "medical_bills": pl.concat([bills, first(bills, ill[4])]),
    }


def on_duckdb(tables: Tables, folder: Path) -> Engine:
    """A database in memory with two threads."""
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    for name, table in tables.items():
        base.register("given", table.to_arrow())
        base.execute(f"create table {name} as select * from given")
        base.unregister("given")
    return Engine(
        lambda text: base.sql(text).to_arrow_table(),
        lambda text: pl.DataFrame(base.sql(text).to_arrow_table()),
    )


def on_spark(tables: Tables, folder: Path) -> Engine:
    """Spark with two workers here, on tables of Parquet in several files."""
    session = spark_session(PARTS)
    for name, table in tables.items():
        (folder / name).mkdir()
        for number, part in enumerate(table.iter_slices(-(-table.height // PARTS))):
            part.write_parquet(folder / name / f"{number}.parquet")
        session.read.parquet(str(folder / name)).createOrReplaceTempView(name)
    return Engine(
        lambda text: session.sql(text).write.format("noop").mode("overwrite").save(),
        lambda text: pl.DataFrame(session.sql(text).toArrow()),
    )


def differing(
    generated: pl.DataFrame, checked: pl.DataFrame, plain: pl.DataFrame
) -> dict[str, int]:
    """How many rows of each query by hand are not those of the generated one."""
    whole = pl.selectors.integer().cast(pl.Int64)
    generated, checked, plain = (frame.with_columns(whole) for frame in (generated, checked, plain))
    complete = generated.filter("complete").select(plain.columns)
    plain = plain.join(complete, on="household_id", how="semi")
    return {
        CHECKED: apart(checked.select(generated.columns), generated),
        PLAIN: apart(plain, complete),
    }


def main(engine: str, households: int, rounds: int) -> int:
    """Make a population, hold the answers to one another, time the queries, and print."""
    law, tables = Law(load_policy(), ON), made(households)
    texts = {
        GENERATED: query(ALL, on=ON, dialect=engine, fen=True).rstrip().rstrip(";"),
        CHECKED: by_hand(engine, law, checked=True),
        PLAIN: by_hand(engine, law, checked=False),
    }
    with TemporaryDirectory() as folder:
        run, rows = {"duckdb": on_duckdb, "spark": on_spark}[engine](tables, Path(folder))
        found = [rows(text) for text in texts.values()]
        clock: dict[str, list[float]] = {name: [] for name in texts}
        used: dict[str, list[float]] = {name: [] for name in texts}
        for turn in range(WARM + rounds):
            for name, text in texts.items():
                begun, before = perf_counter(), processor()
                run(text)
                if turn >= WARM:
                    clock[name].append(perf_counter() - begun)
                    used[name].append(processor() - before)
    rows_apart = differing(*found)
    told = {
        "engine": engine,
        "households": households,
        "answered": int(found[0]["complete"].sum()),
        "not answered": int((~found[0]["complete"]).sum()),
        "seconds": {name: _told(figures) for name, figures in clock.items()},
        "processor": {name: _told(figures) for name, figures in used.items()},
        "generated / by hand": {
            name: {
                "seconds": _ratios(clock[GENERATED], clock[name]),
                "processor": _ratios(used[GENERATED], used[name]),
            }
            for name in (CHECKED, PLAIN)
        },
        "differing": rows_apart,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(told, indent=1))
    return int(any(rows_apart.values()))


def _told(figures: list[float]) -> dict[str, float]:
    return {"median": round(median(figures), 3), "best": round(min(figures), 3)}


def _ratios(one: list[float], other: list[float]) -> dict[str, float]:
    return {
        "median": round(median(one) / max(median(other), 1e-9), 2),
        "best": round(min(one) / max(min(other), 1e-9), 2),
    }


if __name__ == "__main__":
    engine, *sizes = sys.argv[1:]
    size, times = (*map(int, sizes), *(1_000_000, ROUNDS)[len(sizes) :])
    sys.exit(main(engine, size, times))
