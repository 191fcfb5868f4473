"""The findings workbook: what an auditor can hand on."""

import io
from typing import Any

from ..claims import ExpenseClaim
from ..errors import Language
from ..sheets import Page, Sheets, sheets_to
from ..tables import Table
from ..welfare_findings import WelfareReport
from .pages import pages_of
from .summary import Summary, summary_of
from .telling import said

_WIDTHS = (44, 16, 18, 4, 76)
"""The columns of the summary: names, two of figures, a gap, long text and the chart."""
_FIGURES, _LONG = 1, 4
_TEXTS = 0, _LONG
_CHART = {"width": 500, "height": 320}
_CHART_ROWS = 17
"""How many rows of ordinary height the chart covers."""


def workbook(
    report: WelfareReport, ledger: Table[ExpenseClaim] | None = None, language: Language = "zh"
) -> bytes:
    """The findings of a ledger as XLSX: summary, breaches, queries, undetermined, and so on.

    ``ledger`` is the file that was checked; forms and voucher numbers are taken from it. Raises
    ``InputError``: ``extra-missing``, or ``too-many-rows-for-workbook``.
    """
    data = io.BytesIO()
    with sheets_to(data, said("phrase.title", language)) as sheets:
        _write_summary(sheets, summary_of(report, ledger, language), language)
        for page in pages_of(report, ledger.nouns if ledger else (), language):
            sheets.add_page(page)
    return data.getvalue()


def _write_summary(sheets: Sheets, summary: Summary, language: Language) -> None:
    """Answer first; kinds and totals with a chart beside them; what they rest on below."""
    sheet = sheets.add(said("sheet.summary", language))
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, summary.title, sheets.title)
    sheet.write_string(1, 0, summary.answer[0], sheets.answer)
    lines = (*summary.answer[1:], *summary.notices)
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, sheets.text)
    top = row = len(lines) + 3
    if summary.by_code.rows:
        row = _write_table(sheets, sheet, row, "by_code", summary.by_code, language)
    first = row + 2
    row = _write_table(sheets, sheet, row, "totals", summary.totals, language)
    _insert_chart(sheets, sheet, (top, first, first + len(summary.totals.rows) - 2), language)
    row = max(row, top + _CHART_ROWS)
    row = _write_table(sheets, sheet, row, "readings", summary.readings, language)
    _write_table(sheets, sheet, row, "sources", summary.sources, language)
    sheet.set_first_sheet()
    sheet.activate()


def _write_table(
    sheets: Sheets, sheet: Any, row: int, name: str, page: Page, language: Language
) -> int:
    """A table with its title; text after the first column goes to the wide one. The next row."""
    sheet.write_string(row, 0, said(f"phrase.{name}", language), sheets.section)
    texts = bool(page.rows) and isinstance(page.rows[0][_FIGURES], str)
    places = [0, _LONG] if texts else list(range(len(page.headings)))
    for place, heading in zip(places, page.headings, strict=True):
        sheet.write_string(row + 1, place, heading, sheets.heading)
    for number, cells in enumerate(page.rows, row + 2):
        wrapped = {place: _WIDTHS[place] for place in places if place in _TEXTS}
        sheets.write_row(sheet, number, dict(zip(places, cells, strict=True)), wrapped)
    return row + len(page.rows) + 3


def _insert_chart(
    sheets: Sheets, sheet: Any, rows: tuple[int, int, int], language: Language
) -> None:
    """Spending by purpose as bars, beside the tables; nothing where nothing was spent."""
    top, first, last = rows
    if last < first:
        return
    chart = sheets.book.add_chart({"type": "bar"})
    name = sheet.get_name()
    chart.add_series(
        {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, _FIGURES, last, _FIGURES],
            "fill": {"color": "#4F81BD"},
            "data_labels": {"value": True, "num_format": "#,##0.00"},
        }
    )
    chart.set_title({"name": said("phrase.chart", language), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size(_CHART)
    sheet.insert_chart(top, _LONG, chart)
