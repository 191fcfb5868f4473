"""A population as plain columns in files, and what every peer answers; numpy alone is needed.

A table is a dict of columns, one value a row: ``households`` in order; ``members``, ``children``
and ``bills`` in the order of their households, whose number is ``h``. Money is whole fen, a claim
is a bool, a word its number in the library's own order. Of the bills there are those that count.
"""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ON = date(2018, 12, 31)
TOTAL = "total"
PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")
NONE, COMPULSORY, SENIOR, VOCATIONAL, HIGHER, SPECIAL = range(6)
"""Schooling, by its number."""

Table = dict[str, Any]


class Columns:
    """The four tables of a folder, each read when it is first asked for.

    Of one household ``alone``, by its number; or of all of them several ``times`` over.
    """

    def __init__(self, folder: Path, *, alone: int | None = None, times: int = 1) -> None:
        self.folder, self.alone, self.times = folder, alone, times

    def _table(self, name: str) -> Table:
        table = load(self.folder, name)
        if self.alone is not None:
            first, end = np.searchsorted(table["h"], (self.alone, self.alone + 1))
            table = {column: values[first:end] for column, values in table.items()}
            before = {"h": self.alone, "person": np.searchsorted(self._whose, self.alone)}
            return table | {n: table[n] - at for n, at in before.items() if n in table}
        if self.times > 1:
            table = {column: np.tile(values, self.times) for column, values in table.items()}
            rows = {"h": self._whose[-1] + 1, "person": len(self._whose)}
            for column in rows.keys() & table.keys():
                which = np.repeat(np.arange(self.times), len(table[column]) // self.times)
                table[column] += (which * rows[column]).astype(table[column].dtype)
        return table

    @cached_property
    def _whose(self) -> Any:
        """Whose each member is."""
        return load(self.folder, "members", "h")["h"]

    @cached_property
    def households(self) -> Table:
        """One row a household."""
        return self._table("households")

    @cached_property
    def members(self) -> Table:
        """One row a member."""
        return self._table("members")

    @cached_property
    def children(self) -> Table:
        """One row a child; ``person`` is its place among the members."""
        return self._table("children")

    @cached_property
    def bills(self) -> Table:
        """One row a bill; ``person`` is the place of its patient among the members."""
        return self._table("bills")

    @property
    def rows(self) -> int:
        """How many households there are."""
        return len(self.households["filed"])

    def one(self) -> "Columns":
        """The first household with a child and a bill alone; the first where there is none."""
        children, bills = (load(self.folder, name, "h")["h"] for name in ("children", "bills"))
        both = np.intersect1d(children, bills)
        return Columns(self.folder, alone=int(both[0]) if len(both) else 0)


class Answers(NamedTuple):
    """What every peer answers: one row a household, of education aid one row a child.

    Amounts are fen a year; categories and reasons are numbers in the order of the rooms' own words.
    """

    category: Any
    hardship_reason: Any
    living: Any
    living_reason: Any
    education: Any
    education_reason: Any
    medical: Any
    medical_reason: Any


def save(table: Table, folder: Path, name: str) -> None:
    """Write a table, one file a column."""
    for column, values in table.items():
        np.save(folder / f"{name}.{column}.npy", np.ascontiguousarray(values))


def load(folder: Path, name: str, column: str = "*") -> Table:
    """Read a table, or one column of it."""
    paths = sorted(folder.glob(f"{name}.{column}.npy"))
    return {path.name.split(".")[1]: np.load(path) for path in paths}


def whole_fen(yuan: Any) -> Any:
    """Fen to the nearest whole one, of peers that count yuan in floats."""
    return np.rint(np.asarray(yuan, np.float64) * 100).astype(np.int64)
