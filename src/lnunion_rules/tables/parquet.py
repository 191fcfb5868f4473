"""Parquet: rows of typed columns; money as exact decimals or text, never as floating point."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from .columns import Columns, header_of
from .extras import needed
from .grid import Grid, Row

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet as pq

_BATCH = 10_000


def parquet_grid(data: bytes, columns: Columns) -> Grid:
    """The rows of a Parquet file, numbered from 1; only columns of the table are read.

    Raises ``InputError``: ``file-broken``; ``money-column-not-exact`` for a column of money that
    is floating point, ``money-column-without-unit`` for one of whole numbers, of which nobody knows
    whether they are yuan or fen; ``id-column-not-exact`` for identifiers that are floating point.
    """
    with needed("batch"):
        import pyarrow as pa
        from pyarrow import parquet as pq
    try:
        file = pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError):
        raise InputError("file-broken", form="Parquet") from None
    check_types(schema, columns)
    return Grid("parquet", schema.names, _rows(file, columns), most=file.metadata.num_rows)


def rows_of(path: Path) -> int:
    """How many rows a Parquet file says it has; ``file-broken`` for any other file."""
    with needed("batch"):
        import pyarrow as pa
        from pyarrow import parquet as pq
    try:
        rows: int = pq.read_metadata(path).num_rows
    except (pa.ArrowException, OSError, ValueError):
        raise InputError("file-broken", form="Parquet") from None
    return rows


def check_types(schema: "pa.Schema", columns: Columns) -> None:
    """Refuse columns whose type may have changed what they hold: money or ids as floats."""
    from pyarrow import types

    for place in header_of(schema.names, columns).places:
        kind, type_ = place.column.kind, schema.types[place.position]
        if types.is_dictionary(type_):
            type_ = type_.value_type
        if kind == "money" and types.is_floating(type_):
            raise InputError("money-column-not-exact", place.column.name)
        if kind == "money" and types.is_integer(type_):
            raise InputError("money-column-without-unit", place.column.name)
        if types.is_floating(type_):
            raise InputError("id-column-not-exact", place.column.name)


def _rows(file: "pq.ParquetFile", columns: Columns) -> Iterator[Row]:
    import pyarrow as pa

    names = file.schema_arrow.names
    read = [names[place.position] for place in header_of(names, columns).places]
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH, columns=read):
            found = {name: batch.column(name).to_pylist() for name in read}
            blank = [None] * batch.num_rows
            for cells in zip(*(found.get(name, blank) for name in names), strict=True):
                number += 1
                yield Row(number, cells)
    except (pa.ArrowException, OSError, ValueError):
        raise InputError("file-broken", form="Parquet") from None
