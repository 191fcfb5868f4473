"""Reading a table: a file's rows become nouns, or are rejected one by one with the reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..errors import InputError
from ..nouns import Noun
from .cells import Number, value_of
from .columns import Columns, Header, header_of
from .grid import Grid, Row
from .json_rows import json_grid
from .parquet import parquet_grid
from .text import csv_grid
from .xlsx import xlsx_grid

N = TypeVar("N", bound=Noun)

MOST_BYTES = 512 * 1024**2
MOST_ROWS = 1_048_576
"""The most that is read row by row, as many as a sheet of Excel has; more goes by columns."""

Watch = Callable[[int, int | None], None]
"""Told now and then how many rows are done, and of how many where that is known."""

_EVERY = 1000
_FORMS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}
_STARTS = (
    (b"PK\x03\x04", "xlsx"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
)
_SPOKEN = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "json": "JSON"}


@dataclass(frozen=True)
class RowRefused:
    """A row that was not read: its number, and the error whose place is the column."""

    row: int
    refused: InputError


@dataclass(frozen=True)
class Table(Generic[N]):
    """A file read: every row is either among the nouns or among the rejects."""

    nouns: tuple[N, ...]
    rows: tuple[int, ...]
    """The row number of each noun."""
    rejects: tuple[RowRefused, ...]
    form: str
    encoding: str = ""
    """The encoding in which a text file turned out to be; empty for other files."""
    unread: tuple[int, ...] = ()
    """The positions from 0 of the columns that are not of this table and were left alone."""
    notices: tuple[str, ...] = field(default=())

    @property
    def rows_in(self) -> int:
        """How many rows that are not empty the file has."""
        return len(self.nouns) + len(self.rejects)


def form_of(path: Path) -> str:
    """The form that a file's name says; ``InputError`` (``form-unknown``) for any other name."""
    try:
        return _FORMS[path.suffix.lower()]
    except KeyError:
        raise InputError("form-unknown", forms=", ".join(dict.fromkeys(_FORMS))) from None


def is_parquet(path: Path) -> bool:
    """Whether a file's name says that it is Parquet."""
    return _FORMS.get(path.suffix.lower()) == "parquet"


def read_table(
    data: bytes, form: str, columns: Columns, noun: type[N], *, watch: Watch | None = None
) -> Table[N]:
    """Read a file's bytes as a table of one kind of noun; ``form`` as :func:`form_of` says.

    A bad row is rejected and the others go on. Raises ``InputError`` for the file as a whole:
    not of the form it says, broken, empty, without a column that is needed, in an unknown
    encoding, or made to fill the memory.

    >>> from lnunion_rules import RosterEntry
    >>> from lnunion_rules.tables import columns_of
    >>> roster = columns_of("roster", RosterEntry)
    >>> data = "会员编号,工会编号\\nM1,U1\\n,U1\\n".encode("gbk")
    >>> read = read_table(data, "csv", roster, RosterEntry)
    >>> read.encoding, read.rows, [(bad.row, bad.refused.code) for bad in read.rejects]
    ('gb18030', (2,), [(3, 'field-missing')])
    """
    grid = grid_of(data, form, columns)
    header = header_of(grid.header, columns)
    nouns, rows, rejects = [], [], []
    for count, row in enumerate(_told_numbers(grid, header)):
        if count == MOST_ROWS:
            raise InputError("too-many-rows", rows=MOST_ROWS)
        if watch and count % _EVERY == 0:
            watch(count, grid.most)
        found = noun_of(row, header, grid.ragged, columns, noun)
        if isinstance(found, InputError):
            rejects.append(RowRefused(row.number, found))
        else:
            nouns.append(found)
            rows.append(row.number)
    if not nouns and not rejects:
        raise InputError("no-rows")
    return Table(
        nouns=tuple(nouns),
        rows=tuple(rows),
        rejects=tuple(rejects),
        form=grid.form,
        encoding=grid.encoding,
        unread=header.unread,
        notices=tuple(grid.notices),
    )


def every_row(data: bytes, form: str, columns: Columns, noun: type[N]) -> Table[N]:
    """Read a table of which no row may be missing: a bad row refuses it, by its number.

    Raises ``InputError`` as :func:`read_table`, and the first bad row's own error.
    """
    read = read_table(data, form, columns, noun)
    if read.rejects:
        first = read.rejects[0]
        raise first.refused.within(f"[{first.row}]")
    return read


def _told_numbers(grid: Grid, header: Header) -> Iterator[Row]:
    """The same rows, with a notice where an identifier is a number cell."""
    ids = [place.position for place in header.places if place.column.kind == "id"]
    for row in grid.rows:
        cells = () if isinstance(row.cells, InputError) else row.cells
        if any(isinstance(cells[at], Number) for at in ids if at < len(cells)):
            grid.notices.append("ids-as-numbers")
            ids = []
        yield row


def grid_of(data: bytes, form: str, columns: Columns) -> Grid:
    """A file's bytes laid open as rows of cells; refuses what is not of the form it says."""
    if len(data) > MOST_BYTES:
        raise InputError("table-too-large", megabytes=MOST_BYTES // 1024**2)
    if not data.strip():
        raise InputError("file-empty")
    found = next((name for start, name in _STARTS if data.startswith(start)), "text")
    said = form if form in ("xlsx", "parquet") else "text"
    if found != said:
        raise InputError("form-not-as-named", form=_SPOKEN[form])
    if form == "xlsx":
        return xlsx_grid(data, columns)
    if form == "parquet":
        return parquet_grid(data, columns)
    return json_grid(data) if form == "json" else csv_grid(data)


def noun_of(
    row: Row, header: Header, ragged: bool, columns: Columns, noun: type[N]
) -> N | InputError:
    """A row as a noun, or what is wrong with it, the place being the column."""
    if isinstance(row.cells, InputError):
        return row.cells
    try:
        if ragged:
            _check_length(len(row.cells), header)
        return noun.model_validate(dict(_facts(row.cells, header)))
    except InputError as refused:
        # The place within the noun as the column it came from.
        return type(refused)(refused.code, columns.called(refused.path), **refused.details)


def _check_length(cells: int, header: Header) -> None:
    """A cell too many, even an empty one, may mean that an amount was cut in two by its comma."""
    if not header.least <= cells <= header.most:
        raise InputError("row-length", cells=header.most)


def _facts(cells: Any, header: Header) -> Iterator[tuple[str, Any]]:
    inner: dict[str, dict[str, Any]] = {}
    for column, position in header.places:
        value = value_of(cells[position], column)
        if value is None:
            continue
        if len(column.to) == 1:
            yield column.name, value
        else:
            outer, key = column.to
            inner.setdefault(outer, {})[key] = value
    yield from inner.items()
