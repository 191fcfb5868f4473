"""XLSX: one sheet as rows of cells, each with its true row number."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .cells import Number, is_blank
from .columns import Columns, header_of
from .extras import needed
from .grid import Grid, Row
from .xlsx_scan import Marks, scanned, sheet_paths

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_MERGED = 5_000_000

Sheet = tuple["CalamineSheet", Marks]


def xlsx_grid(data: bytes, columns: Columns) -> Grid:
    """The sheet that is such a table; its first row that is not empty is the header.

    A formula, an error and a cell merged with another are never taken for values. Raises
    ``InputError``: ``file-broken``, ``zip-bomb``, ``sheet-too-large``, ``file-empty``,
    ``header-merged``, ``several-sheets`` where more than one sheet is such a table.
    """
    with needed("excel"):
        from python_calamine import CalamineWorkbook
    paths = sheet_paths(data)
    marks = scanned(data, frozenset(paths))
    sheets = _opened(
        lambda: _sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), paths, marks)
    )
    filled = [(sheet, found) for sheet, found in sheets if sheet.start is not None]
    if not filled:
        raise InputError("file-empty")
    tables = [(sheet, found) for sheet, found in filled if _is_table(sheet, columns)]
    if len(tables) > 1:
        raise InputError("several-sheets")
    grid = _grid(*(tables or filled)[0])
    if len(filled) > 1:
        grid.notices.append("sheets-not-read")
    return grid


def _opened(read: Callable[[], Any]) -> Any:
    """What the reader gives, or an error of ours for whatever it stumbles over."""
    try:
        return read()
    except InputError:
        raise
    except BaseException as broken:
        # The reader is compiled code; where it panics, that is no ordinary exception.
        if not isinstance(broken, Exception) and type(broken).__name__ != "PanicException":
            raise
        raise InputError("file-broken", form="XLSX") from None


def _sheets(
    book: "CalamineWorkbook", paths: Sequence[str], marks: Mapping[str, Marks]
) -> list[Sheet]:
    from python_calamine import SheetTypeEnum

    return [
        (book.get_sheet_by_name(about.name), marks[path])
        for about, path in zip(book.sheets_metadata, paths, strict=True)
        if about.typ == SheetTypeEnum.WorkSheet
    ]


def _is_table(sheet: "CalamineSheet", columns: Columns) -> bool:
    try:
        header_of([_cell(cell) for cell in sheet.to_python(nrows=1)[0]], columns)
    except InputError as refused:
        return refused.code != "columns-missing"
    return True


def _grid(sheet: "CalamineSheet", marks: Marks) -> Grid:
    top, left = sheet.start or (0, 0)
    values: Sequence[Sequence[Any]] = _opened(sheet.to_python)
    merged = _merged(sheet, top, top + len(values))
    if any(row == top for row, _ in merged):
        raise InputError("header-merged")
    troubled = {**marks, **merged}
    by_row: dict[int, dict[int, InputError]] = {}
    for (row, column), refused in troubled.items():
        by_row.setdefault(row, {})[column - left] = refused
    header = [_cell(cell) for cell in values[0]]
    rows = _rows(values, top, by_row)
    return Grid("xlsx", header, rows, most=len(values))


def _rows(
    values: Sequence[Sequence[Any]], top: int, troubled: dict[int, dict[int, InputError]]
) -> Iterator[Row]:
    """Every row below the header that is not empty, numbered from 1 as Excel numbers them."""
    for at, cells in enumerate(values[1:], top + 1):
        marked = troubled.pop(at, None)
        if marked or not all(map(is_blank, cells)):
            yield Row(at + 1, _marked(map(_cell, cells), marked or {}))
    # Formulas without a result may stand below the last row in which the reader saw values.
    for at in sorted(troubled):
        if at > top:
            yield Row(at + 1, _marked([None] * len(values[0]), troubled[at]))


def _marked(cells: Iterable[Any], marked: dict[int, InputError]) -> list[Any]:
    return [marked.get(place, cell) for place, cell in enumerate(cells)]


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return None if cell == "" else cell
    if isinstance(cell, (bool, datetime, date)):
        return cell
    if isinstance(cell, (int, float)):
        return Number(repr(cell).removesuffix(".0"))
    # A time of day or a duration is none of the things a table of ours holds.
    return InputError("time-in-cell")


def _merged(sheet: "CalamineSheet", top: int, end: int) -> dict[tuple[int, int], InputError]:
    """Every cell of the area in use that is merged with another."""
    found: dict[tuple[int, int], InputError] = {}
    merged = InputError("merged-cell")
    width, expanded = (sheet.start or (0, 0))[1] + sheet.width, 0
    for first, last in sheet.merged_cell_ranges or ():
        rows = range(max(first[0], top), min(last[0] + 1, end))
        columns = range(first[1], min(last[1] + 1, width))
        expanded += len(rows) * len(columns)
        if expanded > MOST_MERGED:
            raise InputError("sheet-too-large", cells=MOST_MERGED)
        found.update(((row, column), merged) for row in rows for column in columns)
    return found
