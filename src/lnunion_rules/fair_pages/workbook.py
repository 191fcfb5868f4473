"""A fair's statistics as a workbook."""

import io
from typing import Any

from ..audit.telling import cited, reading_told
from ..errors import Language
from ..explain.words import spoken_by
from ..fair_findings import FairReport
from ..readings import readings
from ..sheets import Page, Sheets, sheets_to
from .pages import pages_of
from .telling import about, answer_of, basis, said, title_of

_WIDTHS = (44, 16, 72)
"""The columns of the summary: names, figures, long text."""
_FIGURES, _LONG = (0, 1), (0, 2)


def workbook(report: FairReport, language: Language = "zh") -> bytes:
    """The statistics of a fair as XLSX: the answer and the whole fair, then a sheet for each page.

    Raises ``InputError``: ``extra-missing``, or ``too-many-rows-for-workbook``.
    """
    data = io.BytesIO()
    pages = pages_of(report, language)
    with sheets_to(data, title_of(report, language)) as sheets:
        _write_summary(sheets, report, pages.pop("summary"), language)
        for page in pages.values():
            sheets.add_page(page)
    return data.getvalue()


def _write_summary(sheets: Sheets, report: FairReport, totals: Page, language: Language) -> None:
    """The answer first, then the whole fair, and what the figures rest on."""
    sheet = sheets.add(totals.title)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, title_of(report, language), sheets.title)
    answer = answer_of(report, language)
    sheet.write_string(1, 0, answer[0], sheets.answer)
    lines = (*answer[1:], *about(report, language), *basis(report, language))
    lines += (said("phrase.bounds", language),)
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, sheets.text)
    row = _write_table(sheets, sheet, len(lines) + 3, totals, _FIGURES)
    for page in (readings_taken(report, language), sources_of(report, language)):
        row = _write_table(sheets, sheet, row, page, _LONG)
    sheet.activate()


def _write_table(sheets: Sheets, sheet: Any, row: int, page: Page, places: tuple[int, int]) -> int:
    """A table with its headings in these columns; the row after it."""
    for place, heading in zip(places, page.headings, strict=False):
        sheet.write_string(row, place, heading, sheets.heading)
    for number, cells in enumerate(page.rows, row + 1):
        wrapped = {place: _WIDTHS[place] for place in _LONG}
        sheets.write_row(sheet, number, dict(zip(places, cells, strict=False)), wrapped)
    return row + len(page.rows) + 2


def readings_taken(report: FairReport, language: Language) -> Page:
    """The gaps in the text that the figures rest on, and how each is read."""
    rows = []
    for taken in report.readings:
        question = readings()[taken.partition("=")[0]].question
        rows.append((spoken_by(question, language), reading_told(taken, language)))
    headings = said("phrase.readings", language), said("column.reading", language)
    return Page(headings[0], headings, rows)


def sources_of(report: FairReport, language: Language) -> Page:
    """The texts that the figures rest on."""
    heading = said("phrase.sources", language)
    return Page(heading, (heading,), [(cited(name, language),) for name in report.sources])
