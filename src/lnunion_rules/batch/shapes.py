"""What the tables of findings look like: their columns, their words, and rows with a place."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from ..aids import ROOMS
from ..doors import MISSING
from ..findings import CATEGORIES
from ..households import SCHOOLING
from ..rulebook import rule
from ..rules import education_aid
from ..stacking import LARGEST_ONLY
from .working.work import EVERY_LINE

OUTCOMES = ("entitled", "not_entitled", "undetermined")
ENTITLED, NOT_ENTITLED, _ = range(len(OUTCOMES))

OF_ROOM = {room.RULE: room for room in ROOMS}
REASONS: tuple[str, ...] = tuple(
    dict.fromkeys([*(word for room in ROOMS for word in room.REASONS), LARGEST_ONLY, MISSING])
)
NUMBERED = {
    name: np.array([REASONS.index(word) for word in (*room.REASONS, LARGEST_ONLY)])
    for name, room in OF_ROOM.items()
}
MONEY: Any = pl.Int64
"""Fen, until a table is finished."""

RESULTS = pl.Schema(
    {
        "household_id": pl.String,
        "area": pl.String,
        "category": pl.String,
        "reason": pl.String,
        "total_grants": MONEY,
        "total_ceilings": MONEY,
        "undetermined": pl.Boolean,
        "missing": pl.List(pl.String),
    }
)
"""One row a household that was answered, in the order of ``households``."""

AWARDS = pl.Schema(
    {
        "household_id": pl.String,
        "member_id": pl.String,
        "rule": pl.String,
        "kind": pl.String,
        "outcome": pl.String,
        "amount": MONEY,
        "least": MONEY,
        "most": MONEY,
        "reason": pl.String,
        "missing": pl.List(pl.String),
    }
)
"""One row a finding of one aid; ``least`` and ``most`` are the range of an undetermined one."""

REJECTS = pl.Schema(
    {
        "table": pl.String,
        "row": pl.UInt32,
        "household_id": pl.String,
        "column": pl.String,
        "code": pl.String,
        "reason": pl.String,
        "fix": pl.String,
    }
)
"""One row a household, or a row of no household, that was not answered, and why."""

ORDER: dict[str, Any] = {"at": pl.UInt32, "nth": pl.UInt8}
MONEY_OF_RESULTS = ("total_grants", "total_ceilings")
MONEY_OF_AWARDS = ("amount", "least", "most")
_KINDS: Mapping[str, Any] = {
    "flag": pl.Boolean,
    "reason": pl.String,
    "category": pl.String,
    "schooling": pl.String,
    "persons": pl.Int64,
    "months": pl.Int64,
    "count": pl.Int64,
}
"""What a line of a worksheet is, by its unit; the other units are money."""


def money_lines(name: str) -> list[str]:
    """The lines of a rule's worksheet that are money."""
    lines = rule(name).lines
    return [line for line in EVERY_LINE[name] if lines[line].unit not in _KINDS]


def sheet_schema(name: str) -> pl.Schema:
    """The table of one rule's worksheets: whose each is, and its lines."""
    whose = {"household_id": pl.String}
    if name == education_aid.RULE:
        whose["member_id"] = pl.String
    units = {line: rule(name).lines[line].unit for line in EVERY_LINE[name]}
    return pl.Schema({**whose, **{line: _KINDS.get(unit, MONEY) for line, unit in units.items()}})


class Told(NamedTuple):
    """Findings told otherwise than from complete columns; ``at`` and ``nth`` say their places."""

    results: list[pl.DataFrame]
    awards: list[pl.DataFrame]
    sheets: Mapping[str, list[pl.DataFrame]]

    def and_of(self, other: "Told") -> "Told":
        """These findings and others."""
        lines = {name: [*rows, *other.sheets[name]] for name, rows in self.sheets.items()}
        return Told([*self.results, *other.results], [*self.awards, *other.awards], lines)


def placed(rows: Any, schema: pl.Schema) -> pl.DataFrame:
    """Rows of a table with their places, money in fen; what is not there is null."""
    whole: Any = pl.Schema(ORDER | dict(schema))
    if isinstance(rows, dict):
        rows = {**dict.fromkeys(whole), **rows}
    return pl.DataFrame(rows, schema=whole, orient="row")


WORDS: Mapping[str, Sequence[str]] = {"category": CATEGORIES, "schooling": SCHOOLING}
"""The words of lines that are numbers of words."""


def reasons(name: str) -> tuple[str, ...]:
    """The reasons of a rule by their numbers, the last that another aid is larger."""
    return (*OF_ROOM[name].REASONS, LARGEST_ONLY)


def names_of(lists: list[list[str]]) -> pl.Series:
    """Lists of names as a column."""
    # By way of Arrow: row by row Polars takes a hundred times as long.
    return pl.Series(pl.from_arrow(pa.array(lists, pa.list_(pa.string()))))


def words_of(numbers: Any, words: Sequence[str]) -> pl.Series:
    """Numbers of words as the words."""
    return pl.Series(words).gather(np.maximum(np.asarray(numbers), 0))
