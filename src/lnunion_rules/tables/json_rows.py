"""JSON rows: a list of objects, or one object a line."""

import json
from collections.abc import Iterator
from typing import Any

from ..documents import MOST_DEEP, read_json
from ..errors import InputError
from .grid import Grid, Row
from .text import text_of

_BETWEEN = " \t\r\n"


def json_grid(data: bytes) -> Grid:
    """A list of objects, row by row from 1, or one object a line, by the line's number.

    Each row is read strictly; one that is refused has its error in place of cells. The header is
    every key there is. Raises ``InputError``: ``file-empty``, ``encoding-unknown``, and
    ``json-broken`` or ``nested-too-deep`` where the list itself cannot be taken apart.
    """
    text, encoding = text_of(data)
    found = _rows_of(text)
    keys: dict[str, None] = {}
    for _, row in found:
        if isinstance(row, dict):
            keys.update(dict.fromkeys(row))
    header = list(keys)
    if not header and isinstance(found[0][1], InputError):
        raise found[0][1]
    rows = (
        Row(at, row if isinstance(row, InputError) else [row.get(key) for key in header])
        for at, row in found
    )
    return Grid("json", header, rows, encoding=encoding, most=len(found))


def json_rows(data: bytes) -> list[tuple[int, dict[str, Any] | InputError]]:
    """The objects of a list, or one a line, each with its number, or the error it is refused with.

    Raises ``InputError`` as :func:`json_grid`.
    """
    return _rows_of(text_of(data)[0])


def _rows_of(text: str) -> list[tuple[int, dict[str, Any] | InputError]]:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("file-empty")
    is_list = text.lstrip(_BETWEEN).startswith("[")
    found = [(at, _object(row)) for at, row in (_listed(text) if is_list else _lines(text))]
    if not found:
        raise InputError("file-empty")
    return found


def _object(text: str) -> dict[str, Any] | InputError:
    try:
        value = read_json(text)
    except InputError as refused:
        return refused
    return value if isinstance(value, dict) else InputError("not-an-object")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _listed(text: str) -> Iterator[tuple[int, str]]:
    """The text of each element of a list, so that one bad row does not spoil the others."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    at, number = _next(text, 0, "[") + 1, 0
    at = _next(text, at)
    while text[at] != "]":
        if number:
            at = _next(text, _next(text, at, ",") + 1)
        try:
            _, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as broken:
            raise _broken(text, broken.pos) from None
        except RecursionError:
            raise InputError("nested-too-deep", most=MOST_DEEP) from None
        number += 1
        yield number, text[at:end]
        at = _next(text, end)
    if text[at + 1 :].strip(_BETWEEN):
        raise _broken(text, at + 1)


def _next(text: str, at: int, sign: str = "") -> int:
    """The position of the next sign that is not blank; it must be ``sign`` where one is given."""
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    if at == len(text) or (sign and text[at] != sign):
        raise _broken(text, at)
    return at


def _broken(text: str, at: int) -> InputError:
    line = text.count("\n", 0, at) + 1
    return InputError("json-broken", line=line, column=at - text.rfind("\n", 0, at))
