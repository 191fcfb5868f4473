"""Parquet files of a ledger or roster, scanned without being loaded, part by part.

A part holds whole unions: it is a range of union ids, so that every payment that shares a cap, an
event, a festival or an entry id lies in one part, and the parts follow one another in order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import polars as pl
from pyarrow import ArrowException
from pyarrow import parquet as pq

from ...errors import InputError
from ...tables.cells import BLANK
from ...tables.columns import Columns, header_of
from ...tables.parquet import check_types

PART_ROWS = 1_500_000
"""About so many rows are in memory at a time; a union is never divided."""

_ROW = "number of the row"


class Scan(NamedTuple):
    """Files as one table, not yet read: the contract's columns by name, and ``row`` from 1."""

    frame: pl.LazyFrame
    rows: int
    unread: tuple[int, ...]
    """The positions from 0 of the columns that are not of this table and were left alone."""


class Range(NamedTuple):
    """The union ids of a part, from ``least`` up to but not including ``below``; None is open."""

    least: str | None
    below: str | None


def scanned(path: Path, columns: Columns) -> Scan:
    """A Parquet file, or a folder of such files in the order of their names, as one table.

    Raises ``InputError``: ``file-not-found``, ``file-broken``, ``no-rows``, ``parts-differ``
    where the files of a folder have not the same columns, and what the header lacks.
    """
    files = tuple(sorted(path.rglob("*.parquet"))) if path.is_dir() else (path,)
    if not files or not files[0].is_file():
        raise InputError("file-not-found")
    try:
        described = [pq.ParquetFile(file) for file in files]
        schemas = [file.schema_arrow for file in described]
    except (ArrowException, OSError, ValueError):
        raise InputError("file-broken", form="Parquet") from None
    check_types(schemas[0], columns)
    if any(not schema.equals(schemas[0]) for schema in schemas):
        raise InputError("parts-differ")
    names = schemas[0].names
    header = header_of(names, columns)
    found = {at.column.name: names[at.position] for at in header.places}
    read = [
        (pl.col(found[column.name]) if column.name in found else pl.lit(None, pl.String)).alias(
            column.name
        )
        for column in columns.columns
    ]
    frame = pl.scan_parquet(list(files), row_index_name=_ROW, row_index_offset=1, glob=False)
    rows = sum(file.metadata.num_rows for file in described)
    if not rows:
        raise InputError("no-rows")
    return Scan(frame.select(pl.col(_ROW).alias("row"), *read), rows, header.unread)


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """What a query of files comes to; ``InputError`` (``file-broken``) where one is spoilt."""
    try:
        return frame.collect(engine="streaming")
    except (pl.exceptions.ComputeError, OSError):
        raise InputError("file-broken", form="Parquet") from None


@contextmanager
def of_argument(name: str) -> Iterator[None]:
    """A block whose errors are about the file that an argument names."""
    try:
        yield
    except InputError as refused:
        raise refused.within(name) from None


def ranges_of(ledger: Scan, part_rows: int = PART_ROWS) -> list[Range]:
    """The ranges of union ids by which a ledger is parted."""
    if ledger.rows <= part_rows:
        return [Range(None, None)]
    sizes = ledger.frame.group_by(union=_stripped()).len().drop_nulls().sort("union")
    counts = collected(sizes)
    before = (counts["len"].cum_sum() - counts["len"]) // part_rows
    starts = [None, *counts["union"].filter(before != before.shift())]
    return [Range(least, below) for least, below in zip(starts, [*starts[1:], None], strict=True)]


def _stripped() -> pl.Expr:
    return pl.col("union_id").cast(pl.String).str.strip_chars(BLANK)


class Parted:
    """A table read part by part."""

    def __init__(self, frame: pl.LazyFrame, parts: list[Range]) -> None:
        self._frame = frame
        # Ids as they stand let the reader pass over what its statistics rule out.
        plain = len(parts) == 1 or _is_plain(frame)
        self._union = pl.col("union_id") if plain else _stripped()

    def within(self, part: Range) -> pl.DataFrame:
        """The rows of a part; rows without a union are in the first."""
        held = []
        if part.least is not None:
            held.append(self._union >= part.least)
        if part.below is not None:
            below = self._union < part.below
            held.append(below if part.least is not None else below | self._union.is_null())
        return collected(self._frame.filter(*held))


def _is_plain(frame: pl.LazyFrame) -> bool:
    union = pl.col("union_id")
    if frame.collect_schema()["union_id"] != pl.String:
        return False
    seen = collected(frame.select((union == _stripped()).all()))
    return bool(seen.item())
