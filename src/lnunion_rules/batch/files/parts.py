"""The tables of a batch as files: Parquet as it lies, text and workbooks laid down as Parquet.

A part of the work is a range of household ids, cut from all three tables alike: whatever the files
are, all rows of a household meet in one part, and so do two rows that claim the same id.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
from pyarrow import parquet as pq

from ...errors import InputError, LnunionError
from ...tables.cells import BLANK, Number
from ...tables.columns import header_of
from ...tables.reading import MOST_BYTES, form_of, grid_of
from ..reading.rows import ROW, TABLES

_KEY = "household_id"
_SAMPLED = 200_000
_LAID_DOWN = 50_000


class Source(NamedTuple):
    """One table as files: not yet read, with the name of its column of household ids."""

    name: str
    frame: pl.LazyFrame
    rows: int
    key: str
    identity: str
    """Changes when the files change."""


class Range(NamedTuple):
    """The household ids of a part, from ``least`` up to but not including ``below``."""

    least: str | None
    below: str | None


def sources(folder: Path, laid_down: Path) -> dict[str, Source]:
    """The three tables in a folder, each a file or a folder of parts.

    What is not Parquet is laid down as Parquet in ``laid_down`` first. Raises ``InputError`` with
    the table as its place: missing, there twice, broken, of parts that differ.
    """
    if not folder.is_dir():
        raise InputError("file-not-found", "DIR")
    return {name: _source(name, _files(folder, name), laid_down) for name in TABLES}


def _files(folder: Path, name: str) -> list[Path]:
    found = [
        path
        for path in folder.iterdir()
        if (path.stem == name and path.suffix) or path.name == name
    ]
    if len(found) > 1:
        raise InputError("table-twice", name)
    if not found:
        raise InputError("table-missing", name, tables=", ".join(TABLES))
    if not found[0].is_dir():
        return found
    inner = sorted(path for path in found[0].iterdir() if not path.name.startswith("."))
    if not inner:
        raise InputError("table-missing", name, tables=", ".join(TABLES))
    return inner


def _source(name: str, files: list[Path], laid_down: Path) -> Source:
    try:
        identity = sha256(json.dumps([_identity(file) for file in files]).encode()).hexdigest()
        if {form_of(file) for file in files} != {"parquet"}:
            files = _as_parquet(name, files, laid_down / f"{name}-{identity[:16]}")
        described = [pq.ParquetFile(file) for file in files]
        schemas = [file.schema_arrow for file in described]
    except (pa.ArrowException, OSError, ValueError):
        raise InputError("file-broken", name, form="Parquet") from None
    except LnunionError as refused:
        raise refused if refused.path == name else refused.within(name) from None
    if any(not schema.equals(schemas[0]) for schema in schemas):
        raise InputError("parts-differ", name)
    named = [one for one in schemas[0].names if one != ROW]
    try:
        places = header_of(named, TABLES[name]).places
    except InputError as refused:
        raise refused.within(name) from None
    key = next(named[at.position] for at in places if at.column.name == _KEY)
    counted = None if ROW in schemas[0].names else ROW
    frame = pl.scan_parquet(files, row_index_name=counted, row_index_offset=1, glob=False)
    rows = sum(file.metadata.num_rows for file in described)
    return Source(name, frame, rows, key, identity)


def _identity(file: Path) -> list[Any]:
    about = file.stat()
    return [file.name, about.st_size, about.st_mtime_ns]


def _as_parquet(name: str, files: list[Path], folder: Path) -> list[Path]:
    """Files of text or workbooks as Parquet of text, once; rows keep the numbers they have."""
    made = []
    for number, file in enumerate(files):
        path = folder / f"{number:05d}.parquet"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(".part")
            _lay_down(file, beside, name)
            beside.replace(path)
        made.append(path)
    return made


def _lay_down(file: Path, path: Path, name: str) -> None:
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    grid = grid_of(data, form_of(file), TABLES[name])
    header = [
        str(cell) if cell is not None else f"column {at}" for at, cell in enumerate(grid.header)
    ]
    schema = pa.schema([(ROW, pa.uint32()), *((one, pa.string()) for one in header)])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        rows: list[list[Any]] = []
        for row in grid.rows:
            if isinstance(row.cells, InputError):
                raise row.cells.within(f"{name}:{row.number}")
            rows.append([row.number, *_texts(row.cells, len(header))])
            if len(rows) == _LAID_DOWN:
                _write(writer, rows, schema)
        _write(writer, rows, schema)


def _write(writer: Any, rows: list[list[Any]], schema: Any) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    rows.clear()


def _texts(cells: Any, width: int) -> Iterator[str | None]:
    """Cells as the text by which they are read; a cell too many is a row of another length."""
    if len(cells) > width and any(cell is not None for cell in cells[width:]):
        raise InputError("row-length", cells=width)
    for at in range(width):
        cell = cells[at] if at < len(cells) else None
        if cell is None or (isinstance(cell, str) and not cell.strip(BLANK)):
            yield None
        elif isinstance(cell, InputError):
            raise cell
        elif isinstance(cell, Number):
            yield str.__str__(cell)
        elif isinstance(cell, bool):
            yield "true" if cell else "false"
        else:
            yield str(cell).removesuffix(" 00:00:00")


def ranges(households: Source, part_rows: int) -> list[Range]:
    """The ranges of ids that hold about so many households each."""
    parts = -(-households.rows // part_rows)
    if parts < 2:
        return [Range(None, None)]
    step = max(1, households.rows // _SAMPLED)
    key = pl.col(households.key).cast(pl.String).str.strip_chars(BLANK)
    ids = _collected(households, households.frame.select(id=key.gather_every(step)))
    sample = ids["id"].drop_nulls().unique().sort()
    cuts = [sample[len(sample) * part // parts] for part in range(1, parts)]
    starts = [None, *dict.fromkeys(cuts)]
    return [Range(least, below) for least, below in zip(starts, [*starts[1:], None], strict=True)]


class Parted:
    """A table read part by part."""

    def __init__(self, source: Source, parts: list[Range]) -> None:
        self._source, self._id = source, pl.col(source.key)
        if len(parts) > 1 and not self._is_plain():
            self._id = self._id.cast(pl.String).str.strip_chars(BLANK)

    def _is_plain(self) -> bool:
        """Whether ids are to be compared as they stand, by the statistics of the files too."""
        key, frame = pl.col(self._source.key), self._source.frame
        if frame.collect_schema()[self._source.key] != pl.String:
            return False
        return bool(
            _collected(self._source, frame.select((key == key.str.strip_chars(BLANK)).all())).item()
        )

    def within(self, part: Range) -> pl.DataFrame:
        """The rows of a part; rows without a household are in the first."""
        held = []
        if part.least is not None:
            held.append(self._id >= part.least)
        if part.below is not None:
            below = self._id < part.below
            held.append(below if part.least is not None else below | self._id.is_null())
        return _collected(self._source, self._source.frame.filter(*held))


def _collected(source: Source, frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows, read now; ``file-broken`` where a file turns out not to be whole."""
    try:
        return frame.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        raise InputError("file-broken", source.name, form="Parquet") from None
