"""A plan written out: a workbook, tables as CSV, or JSON."""

import io
import json
from pathlib import Path

from ..errors import Language
from ..pages import csv_of
from ..sheets import Sheets, sheets_to
from ..writing import folder_whole
from .pages import basis_pages, pages_of
from .report import Report
from .telling import answer_of, said

PLACE = "--out"
_NAMES = ("plan", "progress", "years", "extra", "households", "apart_by_area", "apart", "aid")
_FILES = frozenset(f"{name}.csv" for name in _NAMES)
_WIDTH = 110


def workbook(report: Report, language: Language = "zh") -> bytes:
    """A plan as XLSX: the answer first, then a sheet for each table, then what it rests on.

    Raises ``InputError``: ``extra-missing``, or ``too-many-rows-for-workbook``.
    """
    data = io.BytesIO()
    with sheets_to(data, said("phrase.title", language)) as sheets:
        _write_summary(sheets, report, language)
        for page in (*pages_of(report, language).values(), *basis_pages(report, language)):
            sheets.add_page(page)
    return data.getvalue()


def _write_summary(sheets: Sheets, report: Report, language: Language) -> None:
    sheet = sheets.add(said("sheet.summary", language))
    sheet.set_column(0, 0, _WIDTH)
    first, *others = answer_of(report, language)
    sheet.write_string(0, 0, said("phrase.title", language), sheets.title)
    sheet.write_string(1, 0, first, sheets.answer)
    for row, line in enumerate(others, 2):
        sheet.write_string(row, 0, line, sheets.text)


def as_json(report: Report) -> bytes:
    """A plan as one JSON document, as ``--json`` prints it."""
    return json.dumps(report.told(), ensure_ascii=False, indent=2).encode() + b"\n"


def plan_csv(report: Report, language: Language = "zh") -> bytes:
    """The targets by area and year as CSV."""
    return csv_of(pages_of(report, language)["plan"])


def write_tables(report: Report, folder: Path, language: Language = "zh") -> None:
    """Every table of a plan as CSV in a folder, written whole or not at all.

    Raises ``InputError``: ``folder-not-ours``, ``file-not-written``.
    """
    with folder_whole(folder, PLACE, _FILES.__contains__) as made:
        for name, page in pages_of(report, language).items():
            made.joinpath(f"{name}.csv").write_bytes(csv_of(page))
