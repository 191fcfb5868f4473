"""How fast memory alone lets these households go by: every column read and every answer written.

    python bench/households/bandwidth.py FOLDER [TIMES]

Two threads sum each column of the input and fill each column of the answers, nothing else. Bills
are a table (sparse), or columns of every household (dense). Prints seconds and bytes as JSON.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from columns import PAYERS, TOTAL, Answers, Columns

THREADS, CALLS = 2, 5
AMOUNTS = ("living", "education", "medical")


def measured(folder: Path, times: int = 1) -> dict[str, Any]:
    """Seconds of every call and bytes a household, with sparse and with dense bills."""
    columns = Columns(folder, times=times)
    rows, children = columns.rows, len(columns.children["h"])
    tables = (columns.households, columns.members, columns.children)
    base = [column for table in tables for column in table.values()]
    answers = []
    for name in Answers._fields:
        size = children if name.startswith("education") else rows
        answers.append(np.empty(size, np.int64 if name in AMOUNTS else np.int8))
    dense = [np.ones(rows, np.int64) for _ in (TOTAL, *PAYERS)]
    found = {}
    for form, bills in (("sparse", list(columns.bills.values())), ("dense", dense)):
        size = sum(column.nbytes for column in (*base, *bills, *answers))
        found[form] = {"seconds": _passes([*base, *bills], answers), "bytes": size / rows}
    return found


def _passes(columns: list[Any], answers: list[Any]) -> list[float]:
    read, written = ([*map(_halves, part)] for part in (columns, answers))

    def once(thread: int) -> None:
        for halves in read:
            halves[thread].sum()
        for halves in written:
            halves[thread].fill(1)

    seconds = []
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(CALLS):
            began = perf_counter()
            list(pool.map(once, range(THREADS)))
            seconds.append(perf_counter() - began)
    return seconds


def _halves(column: Any) -> list[Any]:
    """A column's bytes as whole words, one part a thread; a few bytes at the end are left."""
    words = column.view(np.uint8)[: column.nbytes // 8 * 8].view(np.int64)
    return np.array_split(words, THREADS)


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), *map(int, sys.argv[2:3]))))
