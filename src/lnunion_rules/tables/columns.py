"""Columns of a table: what they may be called in a header, and what may stand in their cells."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, cast

from ..errors import InputError
from ..nouns import Noun
from ..resources import table

Kind = Literal[
    "id",
    "text",
    "money",
    "count",
    "bounds",
    "day",
    "flag",
    "choice",
    "open",
    "list",
    "choices",
    "amounts",
]

_LEFT_OUT = re.compile(r"[\s_\-*]|\((?:必填|选填|可选)\)")


@dataclass(frozen=True)
class Column:
    """One column: its name, what kind of cell it holds, and where the cell goes in the noun."""

    name: str
    kind: Kind
    label: str
    """Its Chinese name."""
    required: bool
    to: tuple[str, ...]
    headers: frozenset[str]
    """Every way it may be called, as :func:`plain` writes them."""
    words: Mapping[str, str]
    """The words known in its cells, as :func:`plain` writes them, with what they mean."""
    choices: str
    """Those words for people: each meaning with its first Chinese word."""


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of table, in the order of the contract."""

    name: str
    columns: tuple[Column, ...]

    def called(self, path: str) -> str:
        """The column that a place in the noun came from, such as ``caps.birth``."""
        return next((column.name for column in self.columns if ".".join(column.to) == path), path)


class Place(NamedTuple):
    """A column found in a header, and at which position from 0."""

    column: Column
    position: int


class Header(NamedTuple):
    """A header read: the columns found, how many cells a row has, and which are not read."""

    places: tuple[Place, ...]
    least: int
    """How many cells there are up to the last that is not empty."""
    most: int
    """How many cells there are in all."""
    unread: tuple[int, ...]


@cache
def columns_of(name: str, noun: type[Noun]) -> Columns:
    """The columns of a section of ``data/headers.toml`` for the noun that its rows become.

    >>> from lnunion_rules import RosterEntry
    >>> [column.name for column in columns_of("roster", RosterEntry).columns if column.required]
    ['member_id', 'union_id']
    """
    rows = table("data/headers.toml")[name]
    return Columns(name, tuple(_column(key, row, noun) for key, row in rows.items()))


def _column(name: str, row: Mapping[str, Any], noun: type[Noun]) -> Column:
    to = tuple(row.get("to", name).split("."))
    words = _words("flag" if row["kind"] == "flag" else row.get("words", ""))
    return Column(
        name=name,
        kind=cast(Kind, row["kind"]),
        label=row["zh"][0],
        required=to == (name,) and noun.model_fields[name].is_required(),
        to=to,
        headers=frozenset(plain(header) for header in (name, *row["zh"])),
        words=MappingProxyType({plain(word): key for key, said in words for word in (key, *said)}),
        choices=", ".join(f"{key} {said[0]}" for key, said in words),
    )


def _words(section: str) -> list[tuple[str, Sequence[str]]]:
    return list(table("data/headers.toml")["words"][section].items()) if section else []


def plain(text: str) -> str:
    """A header or word without what does not matter: case, spaces, width of signs.

    >>> plain("Entry ID"), plain("金额（元） *")
    ('entryid', '金额(元)')
    """
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).casefold())


def header_of(cells: Sequence[object], columns: Columns) -> Header:
    """Find the columns in a header.

    Raises ``InputError``: ``columns-missing`` naming every required one that is not there,
    ``column-twice`` where two headers mean the same column.
    """
    named = [plain(cell) if isinstance(cell, str) else "" for cell in cells]
    least = max((at + 1 for at, cell in enumerate(cells) if cell is not None), default=0)
    places = []
    for column in columns.columns:
        found = [at for at, header in enumerate(named) if header in column.headers]
        if len(found) > 1:
            first, second = (letters(at) for at in found[:2])
            raise InputError("column-twice", column.name, first=first, second=second)
        places += [Place(column, at) for at in found]
    there = {place.column.name for place in places}
    missing = [c for c in columns.columns if c.required and c.name not in there]
    if missing:
        raise InputError(
            "columns-missing",
            columns_zh="、".join(f"{column.label}（{column.name}）" for column in missing),
            columns_en=", ".join(column.name for column in missing),
        )
    read = {place.position for place in places}
    unread = tuple(at for at in range(least) if at not in read and cells[at] is not None)
    return Header(tuple(places), least, len(cells), unread)


def letters(position: int) -> str:
    """A column's position from 0 as spreadsheets show it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    said = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        said = chr(ord("A") + rest) + said
    return said
