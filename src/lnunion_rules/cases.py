"""Reading cases: one household from JSON, or many, one a line.

A stream of cases is read a line at a time and never held as a whole.
"""

import io
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from .documents import MOST_BYTES, decoded, encoding_of, read_json
from .errors import InputError
from .people import Household


def household_from(data: bytes | str | Mapping[str, Any], *, first_line: int = 1) -> Household:
    """One household from JSON text or bytes, or from plain values.

    ``first_line`` is the number of its first line in the file it stands in.

    Raises ``InputError`` with code, place and fix; it never holds a value that was read.

    >>> one = '{"household_id": "LN-1", "area": "鞍山市铁东区", '
    >>> one += '"members": [{"member_id": "m1", "relation": "head"}]}'
    >>> household_from(one).area
    '210302'
    """
    if isinstance(data, (bytes, str)):
        return Household.model_validate(read_json(data, first_line=first_line))
    return Household.model_validate(dict(data))


class Line(NamedTuple):
    """One line of a stream of cases, with its number from 1."""

    number: int
    data: bytes | str

    @property
    def blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.data.strip()


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a stream, blank ones too; one too long to be a case is cut, to be refused.

    Raises ``InputError`` (``encoding-unknown``) where UTF-16 is announced but broken.
    """
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)  # type: ignore[type-var]
    encoding = encoding_of(buffered.peek(2)[:2])
    if encoding:
        text = io.TextIOWrapper(buffered, encoding=encoding, newline="\n")
        yield from _numbered(text)
    else:
        yield from _numbered(buffered)


def _numbered(stream: Any) -> Iterator[Line]:
    number = 0
    try:
        while line := stream.readline(MOST_BYTES + 1):
            number += 1
            yield Line(number, line)
            while len(line) > MOST_BYTES and line[-1:] not in (b"\n", "\n"):
                line = stream.readline(MOST_BYTES + 1)
    except UnicodeError:
        raise InputError("encoding-unknown", f"line {number + 1}") from None


def one_or_many(
    lines: Iterator[Line], *, at_once: bool
) -> tuple[bytes | str | None, Iterator[Line]]:
    """Tell one case, on a line or over several, from cases one a line.

    Returns the whole case and no lines, or None and the lines. There are many where the first
    line is broken before its end, or where the second is a case by itself. With ``at_once`` a
    first line that is a case by itself is not held back to see whether another follows.
    """
    head: list[Line] = []
    told: list[Line] = []
    for line in lines:
        head.append(line)
        if line.blank:
            continue
        told.append(line)
        if len(told) > 1 or (at_once and not _unfinished(line)):
            break
    many = len(told) > 1 and (not _unfinished(told[0]) or _complete(told[1]))
    if many or (at_once and told and not _unfinished(told[0])):
        return None, chain(head, lines)
    return _joined(chain(head, lines)), iter(())


def _joined(lines: Iterator[Line]) -> bytes | str:
    """The lines put together again, up to a little more than is read as one document."""
    parts, size = [], 0
    for line in lines:
        parts.append(line.data)
        size += len(line.data)
        if size > MOST_BYTES:
            break
    if parts and isinstance(parts[0], str):
        return "".join(part for part in parts if isinstance(part, str))
    return b"".join(part for part in parts if isinstance(part, bytes))


def _unfinished(line: Line) -> bool:
    """Whether a line breaks off in the middle of a document."""
    text = _text(line)
    try:
        json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as broken:
        return broken.pos >= len(text) or broken.msg.startswith("Unterminated string")
    except (RecursionError, ValueError):
        return False
    return False


def _complete(line: Line) -> bool:
    try:
        return isinstance(json.loads(_text(line)), dict)
    except (RecursionError, ValueError):
        return False


def _text(line: Line) -> str:
    try:
        text = line.data if isinstance(line.data, str) else decoded(line.data)
    except InputError:
        return "?"
    return text.strip("\ufeff \t\r\n")
