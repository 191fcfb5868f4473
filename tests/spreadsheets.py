"""Made-up spreadsheets for the tests: written cell by cell, and changed inside their zip."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from xlsxwriter import Workbook

HEADER = (
    "entry_id",
    "union_id",
    "member_id",
    "paid_on",
    "purpose",
    "amount",
    "form",
    "voucher_no",
    "note",
)
ROW: Mapping[str, Any] = {
    "entry_id": "E1",
    "union_id": "U1",
    "member_id": "M1",
    "paid_on": "2019-02-03",
    "purpose": "festival",
    "amount": "500.00",
    "form": "goods",
    "voucher_no": "V-1",
    "note": None,
}


class Formula(NamedTuple):
    """A cell that is a formula, with the result that stands beside it."""

    text: str
    result: int = 0


def row(**cells: Any) -> list[Any]:
    """One proper row of a ledger, with some of its cells changed."""
    return [{**ROW, **cells}[name] for name in HEADER]


def csv_of(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> str:
    """CSV text, cells written as they are."""
    lines = [header, *rows]
    return "".join(",".join("" if cell is None else cell for cell in line) + "\n" for line in lines)


def xlsx_of(
    rows: Iterable[Sequence[Any]],
    header: Sequence[Any] = HEADER,
    *,
    top: int = 0,
    more: Callable[[Workbook, Any], Any] | None = None,
) -> bytes:
    """An XLSX file with one sheet; ``more`` may add to it, ``top`` rows stay empty above."""
    data = io.BytesIO()
    with Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        clock = book.add_format({"num_format": "[hh]:mm"})
        for number, cells in enumerate([header, *rows], top):
            for place, cell in enumerate(cells):
                if isinstance(cell, Formula):
                    sheet.write_formula(number, place, cell.text, value=cell.result)
                elif isinstance(cell, date | time | timedelta):
                    shown = day if isinstance(cell, date) else clock
                    sheet.write_datetime(number, place, cell, shown)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write(number, place, cell)
        if more:
            more(book, sheet)
    return data.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same XLSX file with one part of its zip changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            inside = old.read(name)
            if name.endswith(part):
                before, inside = inside, change(inside)
                assert inside != before, f"{part} is as it was"
            new.writestr(name, inside)
    return made.getvalue()


def with_dimension(data: bytes, said: str) -> bytes:
    """The same file with a sheet that says it is as large as this."""
    return changed(
        data,
        "sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{said}"'.encode(), xml),
    )


def with_far_cell(data: bytes) -> bytes:
    """The same file with one more cell in the far corner of the sheet."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return changed(data, "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))


def swollen(data: bytes, times: int = 200, part: str = "sheet1.xml") -> bytes:
    """The same file with a part that inflates to so many times what it takes."""
    shrunk = len(data)
    return changed(data, part, lambda xml: xml + b" " * (times * shrunk + 2 * 1024**2))
