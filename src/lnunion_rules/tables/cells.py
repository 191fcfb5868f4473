"""Cells: everything is read as text first and then parsed exactly, by the kind of its column.

A cell is text, nothing (None), a :class:`Number` of a spreadsheet, a whole number, an exact
decimal, a truth value, a day, a list of such, or the error for which its file's reader could not
take it.
Blanks around text do not count; signs and digits are taken as they stand.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ..errors import InputError
from .columns import Column, Kind, plain

MOST_DIGITS = 15
"""Up to so many digits a number in a spreadsheet is exact; Excel makes the others zeros."""

_WHOLE = re.compile(r"[0-9]{1,15}", re.ASCII)
_MONEY = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,2})?", re.ASCII)
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?", re.ASCII)
_SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{2}", re.ASCII | re.IGNORECASE)
_APART = re.compile(r"[;；、|]")
BLANK = " \t\r\n\u3000\u00a0\ufeff"
"""The signs that do not count around a cell."""
_BETWEEN = re.compile("[,，;；、]")


class Number(str):
    """The shortest decimal form of a number cell, such as ``1800.5`` or ``2.1e+17``."""

    __slots__ = ()


def is_blank(cell: Any) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip(BLANK))


def value_of(cell: Any, column: Column) -> Any:
    """What a cell states, fit for the noun's own checks; None where it is empty.

    Raises ``InputError`` with the column as its place, never with the cell in it.
    """
    if is_blank(cell):
        return None
    if type(cell) is str:
        cell = cell.strip(BLANK)
    if isinstance(cell, InputError):
        raise cell.within(column.name)
    return _READERS[column.kind](cell, column)


def _money(cell: Any, column: Column) -> Any:
    if isinstance(cell, Number):
        if not _MONEY.fullmatch(cell):
            raise InputError("not-money", column.name)
        return str(cell)
    if isinstance(cell, (bool, date)):
        raise InputError("not-money", column.name)
    if not isinstance(cell, (str, Decimal)):
        raise InputError("money-as-number", column.name)
    return cell


def _count(cell: Any, column: Column) -> Any:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and _WHOLE.fullmatch(cell):
        return int(cell)
    raise InputError("not-a-count", column.name)


def _bounds(cell: Any, column: Column) -> Any:
    if isinstance(cell, date):
        raise InputError("not-a-count-or-bound", column.name)
    return str(cell) if isinstance(cell, Number) else cell


def _day(cell: Any, column: Column) -> Any:
    if isinstance(cell, datetime):
        if cell.time() != datetime.min.time():
            raise InputError("date-with-time", column.name)
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (Number, int)) or (isinstance(cell, str) and _SERIAL.fullmatch(cell)):
        raise InputError("date-as-number", column.name)
    return cell


def _id(cell: Any, column: Column) -> Any:
    if isinstance(cell, Number):
        if not _WHOLE.fullmatch(cell):
            raise InputError("id-as-number", column.name)
        return str(cell)
    if isinstance(cell, str) and _SHORTENED.fullmatch(cell):
        raise InputError("id-as-number", column.name)
    return _text(cell, column)


def _text(cell: Any, column: Column) -> Any:
    if isinstance(cell, date):
        raise InputError("text-as-date", column.name)
    if isinstance(cell, Number):
        if "e" in cell:
            raise InputError("id-as-number", column.name)
        return str(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    return cell


def _flag(cell: Any, column: Column) -> Any:
    if isinstance(cell, bool):
        return cell
    known = column.words.get(plain(cell)) if isinstance(cell, str) else None
    if known is None:
        raise InputError("not-yes-or-no", column.name)
    return known == "true"


def _choice(cell: Any, column: Column) -> Any:
    known = column.words.get(plain(cell)) if isinstance(cell, str) else None
    if known is None:
        raise InputError("not-a-choice", column.name, choices=column.choices)
    return known


def _open(cell: Any, column: Column) -> Any:
    return (
        column.words.get(plain(cell), str(cell)) if isinstance(cell, str) else _text(cell, column)
    )


def _choices(cell: Any, column: Column) -> Any:
    # The word for "none of them" states the empty list.
    return [word for part in parts_of(cell) if (word := _choice(part, column)) != "none"]


def _amounts(cell: Any, column: Column) -> Any:
    return [_money(part, column) for part in parts_of(cell)]


def parts_of(cell: Any) -> list[Any]:
    """A list as it is, or the parts of a text that signs hold apart."""
    if isinstance(cell, str) and type(cell) is not Number:
        return [part.strip(BLANK) for part in _APART.split(cell)]
    return list(cell) if isinstance(cell, (list, tuple)) else [cell]


def _list(cell: Any, column: Column) -> Any:
    """Several words in one cell, apart by commas, semicolons or 、, or a list of JSON."""
    if isinstance(cell, str) and not isinstance(cell, Number):
        parts = [part.strip(BLANK) for part in _BETWEEN.split(cell)]
        return [column.words.get(plain(part), part) for part in parts if part]
    return cell


_READERS: Mapping[Kind, Callable[[Any, Column], Any]] = MappingProxyType(
    {
        "id": _id,
        "text": _text,
        "money": _money,
        "count": _count,
        "bounds": _bounds,
        "day": _day,
        "flag": _flag,
        "choice": _choice,
        "open": _open,
        "choices": _choices,
        "amounts": _amounts,
        "list": _list,
    }
)
