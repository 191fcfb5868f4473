"""Text files: which encoding, and CSV taken apart into rows."""

import csv
import io
import re
from collections.abc import Iterator

from ..documents import encoding_of
from ..errors import InputError
from .cells import is_blank
from .grid import Grid, Row

_MOST_OF = 2
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF_8 = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2})+")


def text_of(data: bytes) -> tuple[str, str]:
    """Bytes as text, and the encoding they turned out to be in.

    By byte order mark; else UTF-8; else GB18030. Raises ``InputError`` (``encoding-unknown``)
    where none fits, and where most of a file that is not UTF-8 is UTF-8 all the same: such a
    file was cut, or put together from two.

    >>> text_of("用途".encode("gbk"))
    ('用途', 'gb18030')
    """
    named = encoding_of(data)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or (encoding == "gb18030" and _mostly_utf_8(data)):
            break
        return text, encoding
    raise InputError("encoding-unknown")


def _mostly_utf_8(data: bytes) -> bool:
    high = len(_HIGH.findall(data))
    return _MOST_OF * sum(map(len, _UTF_8.findall(data))) > high


def csv_grid(data: bytes) -> Grid:
    """A CSV file; the first row that is not empty is the header, and rows count from 1.

    Cells stand apart by commas, or by tabs or semicolons where the header has those and no
    comma. Raises ``InputError``: ``file-empty``, ``encoding-unknown``, ``csv-broken``.
    """
    text, encoding = text_of(data)
    rows = _rows(text)
    header = next(rows, None)
    if header is None or isinstance(header.cells, InputError):
        raise InputError("file-empty")
    most = text.count("\n") + 1
    return Grid("csv", header.cells, rows, encoding=encoding, ragged=True, most=most)


def _rows(text: str) -> Iterator[Row]:
    """Every row that is not empty, with its number among all rows."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not all(map(is_blank, cells)):
                yield Row(number, [cell or None for cell in cells])
    except csv.Error:
        raise InputError("csv-broken", line=number + 1) from None


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return next((sign for sign in ",\t;" if sign in head), ",")
