"""Households of whom amounts are unknown, over columns and one by one, in turns.

    python bench/gaps.py [HOUSEHOLDS]

Of every household the same amounts are unknown, as where a register never recorded them; some
households miss other facts beside. One by one a few of the same households are answered, and all
their findings must be equal. What it prints is microseconds a household, under both standards.
"""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from itertools import combinations
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl
from measure import MICRO, spread
from table import Row, printed, timed

from lnunion_rules.batch import evaluate, evaluation
from lnunion_rules.batch.reading.rows import FEN, TABLES
from lnunion_rules.synthetic.population import MONEY, population

DAYS = (date(2018, 12, 31), date(2020, 3, 1))
AMOUNTS = ("annual_disposable_income", "annual_rigid_expenditure", "annual_accident_loss")
SHORT = dict(zip(AMOUNTS, ("income", "rigid", "loss"), strict=True))
HOUSEHOLDS = 50_000
ROUNDS = 3
FEW = {1: 200, 2: 40, 3: 10}
"""Households answered one by one, by how many amounts are unknown."""

Frames = dict[str, pl.DataFrame]


def frames_of(households: int, on: date, gone: tuple[str, ...]) -> Frames:
    """A made-up population without some of its amounts."""
    made = population(households, seed=1, on=on)[: len(TABLES)]
    fen = [rows.rename({c: c + FEN for c in rows.columns if c in MONEY}) for rows in made]
    frames = dict(zip(TABLES, fen, strict=True))
    frames["households"] = frames["households"].drop([name + FEN for name in gone])
    return frames


def first(frames: Frames, few: int) -> Frames:
    """The first few of the households."""
    ids = frames["households"]["household_id"].head(few).implode()
    return {name: rows.filter(pl.col("household_id").is_in(ids)) for name, rows in frames.items()}


def one_by_one(frames: Frames, on: date) -> Any:
    """The findings by way of the single case alone."""
    frequent = evaluation.frequent
    evaluation.frequent = lambda ready, _: np.zeros(ready.rows, np.bool_)
    try:
        return evaluate(frames, on=on, worksheets=False)
    finally:
        evaluation.frequent = frequent


def measured(households: int, rounds: int, few: Mapping[int, int] = FEW) -> tuple[list[Row], int]:
    """Every way in which amounts may be unknown, and in how many of them any finding differs."""
    rows, differing = [], 0
    for on in DAYS:
        for gone in (some for many in few for some in combinations(AMOUNTS, many)):
            told, wrong = _of(households, rounds, on, gone, few[len(gone)])
            rows, differing = rows + told, differing + wrong
    what = "populations answered otherwise than one by one"
    return [*rows, Row(what, str(differing), "", "0", not differing)], differing


def _of(
    households: int, rounds: int, on: date, gone: tuple[str, ...], alone: int
) -> tuple[list[Row], int]:
    frames = frames_of(households, on, gone)
    few = first(frames, alone)
    taken: dict[str, list[float]] = {"columns": [], "single": []}
    for _ in range(rounds):
        taken["columns"].append(_timed(lambda: evaluate(frames, on=on, worksheets=False), frames))
        taken["single"].append(_timed(lambda: one_by_one(few, on), few))
    found, expected = evaluate(few, on=on, worksheets=False), one_by_one(few, on)
    same = found.results.equals(expected.results) and found.awards.equals(expected.awards)
    what = f"{on.year}, unknown: {' and '.join(SHORT[name] for name in gone)}"
    rows = [
        timed(what, spread(taken["columns"])),
        timed("  the same, one by one", spread(taken["single"])),
    ]
    return rows, not same


def _timed(call: Callable[[], Any], frames: Frames) -> float:
    began = perf_counter()
    call()
    return (perf_counter() - began) * MICRO * MICRO / frames["households"].height


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    table, wrong = measured(wanted, ROUNDS)
    print(f"{wanted:,} households, load {os.getloadavg()[0]:.1f}\n{printed(table)}")
    sys.exit(bool(wrong))
