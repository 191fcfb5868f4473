"""The three tables of a batch as columns of plain values, and which rows are plainly fine.

A row that is plainly fine is accepted by the nouns as it stands. What is not may still be
accepted: such a household is read one by one (``single``), and accepted or rejected there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from ...areas import area_code
from ...errors import InputError
from ...households import EXCLUSIONS, SCHOOLING
from ...nouns import Identifier
from ...people import Household, MedicalBill, Member
from ...tables.cells import value_of
from ...tables.columns import Column, Columns, Place, columns_of, header_of
from .cells import cells_of


class MemberRow(Member):
    """A member with the household it belongs to: one row of ``members``."""

    household_id: Identifier


class BillRow(MedicalBill):
    """A medical bill with the household it belongs to: one row of ``medical_bills``."""

    household_id: Identifier


TABLES: Mapping[str, Columns] = {
    "households": columns_of("households", Household),
    "members": columns_of("members", MemberRow),
    "medical_bills": columns_of("medical_bills", BillRow),
}
"""The tables of a batch, by name, with their columns."""

FEN = "_fen"
"""The ending of the name of a column of money that holds whole fen as integers."""

ROW = "number of the row"
"""The column in which rows read from a file keep their number."""

STATED_NONE = 0
_APART = "\x1f"
_AREAS = ("area", "registered_area", "resident_area")
_WORDS = {"schooling": SCHOOLING}


class Rows(NamedTuple):
    """One table read.

    ``raw`` has the contract's columns as they came, and ``row`` from 1; ``values`` has the same
    as plain values (fen, words, days, flags, areas by code, the first ground of exclusion by its
    number), null where unknown, and ``fine``.
    """

    raw: pl.DataFrame
    values: pl.DataFrame


def read_rows(table: pl.DataFrame, name: str) -> Rows:
    """A table's rows by the contract's columns.

    Raises ``InputError`` with the table as its place: a required column missing, two columns of
    one meaning, a column of money that is floating point or whole numbers of unknown unit, a
    column that holds another kind of value than it should.
    """
    columns = TABLES[name]
    places = places_of(table.columns, name)
    try:
        raw = _named(table, columns, places)
    except InputError as refused:
        raise refused.within(name) from None
    values, fine = [], []
    for column in columns.columns:
        found, is_fine = _column(raw, column)
        values.append(found.alias(column.name))
        fine.append(is_fine)
    return Rows(raw, raw.select("row", *values, fine=pl.all_horizontal(fine)))


def places_of(names: Sequence[str], name: str) -> tuple[Place, ...]:
    """Which of a table's columns are read, by their names, and as which; whole fen by its ending.

    Raises ``InputError`` as :func:`read_rows` does.
    """
    columns = TABLES[name]
    money = {column.name for column in columns.columns if column.kind == "money"}
    bare = [one.removesuffix(FEN) for one in names]
    stated = [plain if plain in money else one for one, plain in zip(names, bare, strict=True)]
    try:
        return header_of(stated, columns).places
    except InputError as refused:
        raise refused.within(name) from None


def is_fen(name: str, column: Column) -> bool:
    """Whether a column, by the name it came with, holds whole fen."""
    return column.kind == "money" and name.endswith(FEN)


def _named(table: pl.DataFrame, columns: Columns, places: Iterable[Place]) -> pl.DataFrame:
    found: dict[str, pl.Expr] = {}
    for column, position in places:
        name = table.columns[position]
        _check_type(table.schema[name], column, in_fen=is_fen(name, column))
        found[column.name] = pl.col(name)
    row = pl.col(ROW) if ROW in table.columns else pl.int_range(1, pl.len() + 1)
    absent = pl.lit(None, pl.String)
    named = [found.get(column.name, absent).alias(column.name) for column in columns.columns]
    return table.select(row.cast(pl.UInt32).alias("row"), *named)


_TEXT = (pl.String, pl.Categorical, pl.Enum, pl.Null)
_HELD: Mapping[str, tuple[Any, ...]] = {
    "flag": (pl.Boolean, *_TEXT),
    "day": (pl.Date, pl.Datetime, *_TEXT),
    "choice": _TEXT,
    "choices": (pl.List, *_TEXT),
    "amounts": (pl.List, *_TEXT),
}


def _check_type(dtype: pl.DataType, column: Column, *, in_fen: bool) -> None:
    if in_fen:
        if not dtype.is_integer():
            raise InputError("fen-column-not-whole", column.name)
    elif column.kind == "money":
        _check_exact(dtype, column)
    elif column.kind == "id":
        if dtype.is_float():
            raise InputError("id-column-not-exact", column.name)
    elif dtype.base_type() not in _HELD[column.kind]:
        raise InputError("column-of-other-kind", column.name)
    if column.kind == "amounts" and isinstance(dtype, pl.List):
        _check_exact(dtype.inner, column)


def _check_exact(dtype: Any, column: Column) -> None:
    if dtype.is_float():
        raise InputError("money-column-not-exact", column.name)
    if dtype.is_integer():
        raise InputError("money-column-without-unit", column.name)


def _column(raw: pl.DataFrame, column: Column) -> tuple[pl.Expr, pl.Expr]:
    """A column's plain values, and whether each is plainly fine."""
    if raw.schema[column.name] == pl.Null:
        return pl.lit(None, pl.String), pl.lit(not column.required)
    if column.name in _AREAS:
        return _mapped(raw[column.name], column, area_code, pl.String)
    if column.kind == "choices":
        return _mapped(raw[column.name], column, _first_ground, pl.Int8)
    read = cells_of(raw, column)
    values = read.values
    if column.name in _WORDS:
        values = values.cast(pl.Enum(_WORDS[column.name]), strict=False)
    return values, read.fine


def _first_ground(words: list[str], _: str) -> int:
    return min((EXCLUSIONS.index(word) + 1 for word in words), default=STATED_NONE)


def _mapped(cells: pl.Series, column: Column, meaning: Any, dtype: Any) -> tuple[pl.Expr, pl.Expr]:
    """A column of few different cells: each is read once, as the reader of small tables does."""
    values = pl.col(column.name)
    lists = isinstance(cells.dtype, pl.List)
    if lists:
        values = values.cast(pl.List(pl.String)).list.join(_APART, ignore_nulls=False)
        cells = cells.to_frame().select(values).to_series()
    elif cells.dtype != pl.String:
        values, cells = values.cast(pl.String), cells.cast(pl.String)
    meant: dict[str, Any] = {}
    for cell in cells.drop_nulls().unique():
        try:
            stated = value_of(cell.split(_APART) if cell and lists else cell, column)
            if stated is not None or lists:
                meant[cell] = meaning(stated or [], column.name)
        except InputError:
            continue
    found = values.replace_strict([*meant], [*meant.values()], default=None, return_dtype=dtype)
    blank = pl.col(column.name).is_null()
    return found, found.is_not_null() | (blank & pl.lit(not column.required))
