"""A roster and the unions' own caps as tables."""

from collections.abc import Iterable

import polars as pl

from ...claims import RosterEntry, Union
from ...errors import InputError
from ...tables.columns import Columns, columns_of, header_of
from ...tables.grid import Row
from ...tables.reading import noun_of
from ...units import fen
from ..reading.cells import cells_of
from .law import KIND

ROSTER: Columns = columns_of("roster", RosterEntry)
NAMES = tuple(column.name for column in ROSTER.columns)
HEADER = header_of(NAMES, ROSTER)
MEMBERSHIPS = {
    "union_id": pl.String,
    "member_id": pl.String,
    "joined": pl.Date,
    "left": pl.Date,
    "sex": pl.String,
}
"""One row: one membership, with its first and last day where they are stated."""


def memberships(raw: pl.DataFrame) -> pl.DataFrame:
    """A roster's raw rows; a single bad row refuses it, since members would be missing.

    Raises ``InputError`` as the noun does, with the row and column as its place.
    """
    read = {column.name: cells_of(raw, column) for column in ROSTER.columns}
    every = [cells.all_fine.alias(name) for name, cells in read.items()]
    values = {name: cells.values for name, cells in read.items()}
    values |= {"joined": values["joined_on"], "left": values["left_on"]}
    if all(raw.lazy().select(every).collect().row(0)):
        chosen = {name: values[name].cast(dtype) for name, dtype in MEMBERSHIPS.items()}
        return raw.lazy().select(**chosen).collect()
    return of_nouns(_judged(raw))


def _judged(raw: pl.DataFrame) -> Iterable[RosterEntry]:
    for number, *cells in raw.select("row", *NAMES).iter_rows():
        found = noun_of(Row(number, cells), HEADER, False, ROSTER, RosterEntry)
        if isinstance(found, InputError):
            raise found.within(f"[{number}]")
        yield found


def of_nouns(roster: Iterable[RosterEntry]) -> pl.DataFrame:
    """Memberships as a table."""
    rows = [(row.union_id, row.member_id, row.joined_on, row.left_on, row.sex) for row in roster]
    return pl.DataFrame(rows, schema=MEMBERSHIPS, orient="row")


def own_caps(unions: Iterable[Union]) -> pl.DataFrame:
    """The unions' own caps in fen: ``union_id, kind, own``."""
    caps = {
        (union.union_id, KIND[purpose]): fen(cap)
        for union in unions
        for purpose, cap in union.caps.items()
    }
    rows = [(*key, cap) for key, cap in caps.items()]
    schema = {"union_id": pl.String, "kind": pl.UInt8, "own": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
