"""Reading JSON text strictly: what Python's reader would pass over is refused, with its place.

Limits: documents of up to 8 MiB, nested up to 50 deep; whole numbers of up to 20 digits. Text is
UTF-8 or, where it is not valid UTF-8, GB18030; UTF-16 is known by its byte order mark only.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from .errors import InputError, place

MOST_BYTES = 8 * 1024 * 1024
"""The longest document that is read as one."""

MOST_DEEP = 50
"""How deep objects and lists may be nested."""

MOST_DIGITS = 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A string that is never closed counts to the end; nothing here is ever tried twice.
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]", re.ASCII)


def encoding_of(data: bytes) -> str:
    """The encoding that a byte order mark names, or an empty text."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def decoded(data: bytes) -> str:
    """Bytes as text; ``InputError`` (``encoding-unknown``) where no known encoding fits.

    >>> decoded("鞍山".encode("gbk"))
    '鞍山'
    """
    named = encoding_of(data)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("encoding-unknown")


def read_json(data: bytes | str, *, first_line: int = 1) -> Any:
    """One JSON document as plain values, or ``InputError`` with the place of what is wrong.

    Numbers come back as ``int``; one with a fraction or exponent is refused, because it would
    lose digits. Refused too: a key stated twice, NaN and Infinity, lone surrogates, nesting
    beyond ``MOST_DEEP``, documents beyond ``MOST_BYTES``. ``first_line`` is the number of the
    document's first line in the file it stands in.

    >>> read_json('{"total": "80000"}')
    {'total': '80000'}
    """
    if len(data) > MOST_BYTES:
        raise InputError("file-too-large", megabytes=MOST_BYTES // 1024**2)
    text = (decoded(data) if isinstance(data, bytes) else data).removeprefix("\ufeff").rstrip()
    if not text:
        raise InputError("file-empty")
    _check_depth(text)
    reader = _Reader()
    try:
        value = reader.decoder.decode(text)
    except json.JSONDecodeError as broken:
        line = first_line + broken.lineno - 1
        raise InputError("json-broken", line=line, column=broken.colno) from None
    except RecursionError:
        raise InputError("nested-too-deep", most=MOST_DEEP) from None
    if reader.troubled or _SURROGATE.search(text) or not _encodable(text):
        _refuse_first(value)
    return value


class _Trouble:
    """What stands in a document where something is refused, until its place is known."""

    def __init__(self, code: str, key: str | None = None, **details: int) -> None:
        self.code, self.key, self.details = code, key, details


class _Reader:
    """A JSON decoder that leaves a mark where it meets something to be refused."""

    def __init__(self) -> None:
        self.troubled = False
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=lambda _: self._trouble("number-with-fraction"),
            parse_constant=lambda _: self._trouble("number-not-finite"),
            parse_int=self._int,
        )

    def _trouble(self, code: str, key: str | None = None, **details: int) -> _Trouble:
        self.troubled = True
        return _Trouble(code, key, **details)

    def _int(self, digits: str) -> int | _Trouble:
        if len(digits.lstrip("-")) > MOST_DIGITS:
            return self._trouble("number-too-long", most=MOST_DIGITS)
        return int(digits)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Trouble:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        seen = dict.fromkeys(found, 0)
        for key, _ in pairs:
            seen[key] += 1
        return self._trouble("key-twice", next(key for key, times in seen.items() if times > 1))


def _check_depth(text: str) -> None:
    if text.count("{") + text.count("[") <= MOST_DEEP:
        return
    depth = 0
    for token in _BRACKETS.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > MOST_DEEP:
                raise InputError("nested-too-deep", most=MOST_DEEP)
        elif token[0] in "]}":
            depth -= 1


def _refuse_first(document: Any) -> None:
    """Raise for the first thing in a document that is refused."""
    for path, value in _walked(document, ()):
        if isinstance(value, _Trouble):
            at = path if value.key is None else (*path, value.key)
            raise InputError(value.code, place(at), **value.details)
        if isinstance(value, str) and not _encodable(value):
            raise InputError("lone-surrogate", place(path))


def _walked(value: Any, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    """Every key and every value that is neither object nor list, in order, with its place."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key), key
            yield from _walked(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walked(part, (*path, index))
    else:
        yield path, value


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
