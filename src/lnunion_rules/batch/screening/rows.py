"""Rows of a roster as columns; what columns cannot vouch for, the noun judges."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from ...candidates import Candidate
from ...errors import InputError, Language
from ...tables.columns import Columns, columns_of, header_of
from ...tables.grid import Row
from ...tables.reading import noun_of
from ..ledger.rejects import of_rows
from ..reading.cells import cells_of

ROSTER: Columns = columns_of("screening", Candidate)
NAMES = tuple(column.name for column in ROSTER.columns)
_HEADER = header_of(NAMES, ROSTER)
_EXAM = "gynaecological_exam_2016_2018"

ROWS = pl.Schema(
    {
        "row": pl.UInt32,
        "member_id": pl.String,
        "union_id": pl.String,
        "sex": pl.String,
        "birth_date": pl.Date,
        "consents": pl.Boolean,
        "last_screened_on": pl.Date,
        _EXAM: pl.Boolean,
        "union_member": pl.Boolean,
    }
)


class Rows(NamedTuple):
    """The rows that are planned, with the columns of ``ROWS``, and the rejects by row."""

    accepted: pl.DataFrame
    rejects: pl.DataFrame


def read_rows(raw: pl.DataFrame, start: date, language: Language | None) -> Rows:
    """A raw roster (the contract's columns by name, and ``row`` from 1) read like a small one."""
    read = {column.name: cells_of(raw, column) for column in ROSTER.columns}
    born = pl.col("birth_date") <= pl.col("last_screened_on")
    values = [cells.values.cast(ROWS[name]).alias(name) for name, cells in read.items()]
    fine = pl.all_horizontal(cells.fine for cells in read.values())
    found = (
        raw.lazy()
        .select(pl.col("row").cast(pl.UInt32), *values, fine=fine)
        .with_columns(fine=pl.col("fine") & born.fill_null(value=True))
        .collect()
    )
    nouns, refused = _judged(raw.filter(~found["fine"]))
    rows = pl.concat([found.filter("fine").drop("fine"), nouns]).sort("row")
    judged = rows.with_columns(
        twice=~pl.col("member_id").is_first_distinct(),
        late=(pl.col("last_screened_on") > start).fill_null(value=False),
    )
    apart = judged.filter(pl.col("twice") | pl.col("late"))
    for row, twice in apart.select("row", "twice").iter_rows():
        column = "member_id" if twice else "last_screened_on"
        code = "person-twice" if twice else "screened-after-start"
        refused.append((row, InputError(code, column)))
    accepted = judged.filter(~pl.col("twice") & ~pl.col("late")).select(*ROWS)
    return Rows(accepted, of_rows(sorted(refused, key=lambda bad: bad[0]), language))


def _judged(raw: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[int, InputError]]]:
    """Rows judged one by one by the noun: those it accepts, and those it refuses."""
    nouns, refused = [], []
    for number, *cells in raw.select("row", *NAMES).iter_rows():
        found = noun_of(Row(number, cells), _HEADER, False, ROSTER, Candidate)
        if isinstance(found, InputError):
            refused.append((number, found))
        else:
            nouns.append({"row": number, **found.model_dump()})
    return pl.DataFrame(_as_rows(nouns), schema=ROWS, orient="row"), refused


def _as_rows(nouns: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    return [tuple(noun[name] for name in ROWS) for noun in nouns]
