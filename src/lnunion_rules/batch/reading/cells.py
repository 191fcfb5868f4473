"""Cells of a column as plain values, and whether each of them is plainly fine.

What is plainly fine here is read alike by the reader of small tables and accepted by the nouns;
what is not may still be accepted there, or is rejected there with its code.
"""

from datetime import date
from typing import Any, NamedTuple

import polars as pl

from ...dates import FIRST, FIRST_BIRTH, LAST
from ...errors import InputError
from ...people import LEAST_MONTHS, MOST_MONTHS
from ...tables.cells import BLANK, value_of
from ...tables.columns import Column
from ...units import MOST

ID = r"^[0-9A-Za-z_\-.:/〇㐀-䶿一-鿿]{1,64}$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONEY = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
_SIGNED_MONEY = r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
_SIGNED = ("amount",)
"""Columns of money that takes other money back; it is never zero."""
_LONGEST = {"purpose": 100, "festival": 100, "voucher_no": 100, "note": 1000}
_LONG = ("voucher_no", "note")
_APART = "[；、|]"
_CENTS = 2
_AS_TEXT = ("id", "text", "open")
_TYPES: dict[str, Any] = {"money": pl.Int64, "day": pl.Date, "flag": pl.Boolean}


class Cells(NamedTuple):
    """A column's values, money in fen, and whether each cell is plainly fine."""

    values: pl.Expr
    fine: pl.Expr
    all_fine: pl.Expr


class _Read(NamedTuple):
    """``fine`` is null for cells left empty; ``seen`` is as good as the column to look at."""

    values: pl.Expr
    fine: pl.Expr
    seen: pl.Expr | None = None


def cells_of(raw: pl.DataFrame, column: Column) -> Cells:
    """A column of a raw table; a cell left empty is fine where the column may be."""
    values, fine, seen = _read(raw, column)
    fine = fine.fill_null(value=not column.required)
    return Cells(values, fine, (fine if seen is None else seen).all())


def _read(raw: pl.DataFrame, column: Column) -> _Read:
    kind, dtype, values = column.kind, raw.schema[column.name], pl.col(column.name)
    if dtype in (pl.Categorical, pl.Enum) or (dtype.is_integer() and kind in _AS_TEXT):
        values, dtype = values.cast(pl.String), pl.String()
    if kind == "money" and (dtype == pl.String or isinstance(dtype, pl.Decimal)):
        return _money(values, dtype, signed=column.name in _SIGNED)
    if kind == "money" and dtype.is_integer():
        return _fen(values)
    if kind == "day" and dtype in (pl.Date, pl.Datetime, pl.String):
        first = FIRST_BIRTH if column.name == "birth_date" else FIRST
        return _days(values, dtype, first)
    if kind == "amounts" and (dtype == pl.String or isinstance(dtype, pl.List)):
        return _lists_of_money(values, dtype)
    if kind == "flag" and dtype == pl.Boolean:
        return _Read(values, _where(values.is_not_null(), fine=True))
    if kind not in ("money", "day") and dtype == pl.String:
        return _texts(raw, values, column)
    none = pl.lit(None, _TYPES.get(kind, pl.String))
    return _Read(none, _where(values.is_not_null(), fine=False))


def _where(condition: pl.Expr, *, fine: bool) -> pl.Expr:
    return pl.when(condition).then(pl.lit(fine))


def _texts(raw: pl.DataFrame, values: pl.Expr, column: Column) -> _Read:
    if column.kind == "id":
        return _ids(values, column)
    if column.name in _LONG:
        return _Read(values, values.str.len_bytes() <= _LONGEST[column.name])
    return _worded(raw.select(values.unique()).to_series(), values, column)


def _ids(values: pl.Expr, column: Column) -> _Read:
    """Identifiers; where many are empty or alike, looking at the others is enough."""
    if not column.required:
        values = pl.when(values != "").then(values)
        return _Read(values, values.str.contains(ID), values.drop_nulls().str.contains(ID))
    fine = values.str.contains(ID)
    if column.name == "union_id":
        return _Read(values, fine, values.unique().str.contains(ID).fill_null(value=False))
    return _Read(values, fine)


def _worded(texts: pl.Series, values: pl.Expr, column: Column) -> _Read:
    """A column of few different texts: each is read once, as the reader of small tables does."""
    words: dict[str, Any] = {}
    refused = []
    for text in texts.drop_nulls():
        try:
            words[text] = value_of(text, column)
        except InputError:
            refused.append(text)
        if len(str(words.get(text))) > _LONGEST.get(column.name, MOST):
            refused.append(text)
    meant = values
    if refused or any(text != word for text, word in words.items()):
        dtype = _TYPES.get(column.kind, pl.String)
        said = list(words.values())
        meant = values.replace_strict([*words], said, default=None, return_dtype=dtype)
    bad = values.is_in(refused) if refused else pl.lit(value=False)
    return _Read(meant, pl.when(bad).then(pl.lit(value=False)).when(meant.is_not_null()).then(True))


def _fen(values: pl.Expr) -> _Read:
    """Whole fen as they are; columns of whole numbers that are not fen are refused before."""
    fine = values.is_between(0, MOST)
    return _Read(pl.when(fine).then(values).cast(pl.Int64), fine)


def _money(values: pl.Expr, dtype: pl.DataType, *, signed: bool) -> _Read:
    """Fen; exact money of at most two places that is not too large is fine."""
    exact = pl.lit(value=True)
    if isinstance(dtype, pl.Decimal):
        whole = values.to_physical()
        places = 10 ** abs(dtype.scale - _CENTS)
        if dtype.scale > _CENTS:
            whole, exact = whole // places, whole % places == 0
        elif dtype.scale < _CENTS:
            whole = whole * places
    else:
        exact = values.str.contains(_SIGNED_MONEY if signed else _MONEY)
        whole = pl.when(exact).then(values).cast(pl.Decimal(18, _CENTS)).to_physical()
    held = (whole != 0) & whole.is_between(-MOST, MOST) if signed else whole.is_between(0, MOST)
    fine = exact & held
    return _Read(pl.when(fine).then(whole).cast(pl.Int64), fine)


def _lists_of_money(values: pl.Expr, dtype: pl.DataType) -> _Read:
    """Months of income in fen; as many of them as may be stated, each of them fine."""
    inner: Any = dtype.inner if isinstance(dtype, pl.List) else pl.String()
    if dtype == pl.String:
        text = pl.when(values.str.strip_chars(BLANK) != "").then(values)
        values = text.str.replace_all(_APART, ";").str.split(";")
        values = values.list.eval(pl.element().str.strip_chars(BLANK))
    if inner != pl.String and not isinstance(inner, pl.Decimal):
        return _Read(pl.lit(None, pl.List(pl.Int64)), _where(values.is_not_null(), fine=False))
    each = _money(pl.element(), inner, signed=False)
    fine = values.list.eval(each.fine.fill_null(value=False)).list.all()
    fine &= values.list.len().is_between(LEAST_MONTHS, MOST_MONTHS)
    return _Read(values.list.eval(each.values), _where(values.is_not_null(), fine=True) & fine)


def _days(values: pl.Expr, dtype: pl.DataType, first: date) -> _Read:
    exact = pl.lit(value=True)
    if dtype == pl.Datetime:
        exact, days = values.dt.time() == pl.time(0), values.dt.date()
    elif dtype == pl.String:
        exact, days = values.str.contains(_DAY), values.str.to_date("%Y-%m-%d", strict=False)
    else:
        days = values
    # Text that is no day becomes null, which is not the same as a cell left empty.
    fine = (exact & days.is_between(first, LAST)).fill_null(value=False)
    return _Read(days, pl.when(values.is_not_null()).then(fine))
