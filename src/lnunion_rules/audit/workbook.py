"""The findings workbook: what an auditor can hand on."""

import io
from decimal import Decimal
from typing import Any

from ..claims import ExpenseClaim
from ..errors import Language
from ..sheets import Page, Sheets, sheets_to
from ..tables import Table
from ..welfare_findings import WelfareReport
from .pages import pages_of
from .summary import Summary, summary_of
from .telling import said

_WIDTHS = (52, 16, 18, 4, 72)
"""The columns of the summary: names, two of figures, a gap, and the chart."""
_NAMES, _FIGURES, _LAST = 0, 1, 4
_LONG = sum(_WIDTHS[_FIGURES:])
"""Long text takes all columns after the first."""
_CHART = {"width": 500, "height": 320}
_ROOM_FOR_LABELS = 13, 10
"""How long the axis of the chart is, against the longest bar."""
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
    _insert_chart(sheets, sheet, (top, first), summary.totals, language)
    row = max(row, top + _CHART_ROWS)
    row = _write_table(sheets, sheet, row, "readings", summary.readings, language)
    _write_table(sheets, sheet, row, "sources", summary.sources, language)
    sheet.set_first_sheet()
    sheet.activate()


def _write_table(
    sheets: Sheets, sheet: Any, row: int, name: str, page: Page, language: Language
) -> int:
    """A table with its title; text after the first column takes all the others. The next row."""
    sheet.write_string(row, 0, said(f"phrase.{name}", language), sheets.section)
    texts = bool(page.rows) and isinstance(page.rows[0][_FIGURES], str)
    lines = {_NAMES: _WIDTHS[_NAMES]} | ({_FIGURES: _LONG} if texts else {})
    if texts:
        for number in range(row + 1, row + 2 + len(page.rows)):
            form = sheets.heading if number == row + 1 else sheets.wrapped
            sheet.merge_range(number, _FIGURES, number, _LAST, "", form)
    sheets.write_headings(sheet, row + 1, page.headings)
    for number, cells in enumerate(page.rows, row + 2):
        sheets.write_row(sheet, number, dict(enumerate(cells)), lines)
    return row + len(page.rows) + 3


def _insert_chart(
    sheets: Sheets, sheet: Any, rows: tuple[int, int], totals: Page, language: Language
) -> None:
    """Spending by purpose as bars, beside the tables; nothing where nothing was spent.

    ``rows``: where the chart stands, and where the totals do, of which the last is of all.
    """
    top, first = rows
    last = first + len(totals.rows) - 2
    spent = [amount for row in totals.rows[:-1] if isinstance(amount := row[_FIGURES], Decimal)]
    most = int(max(spent, default=0))
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
    axis = {"visible": False, "major_gridlines": {"visible": False}}
    times, parts = _ROOM_FOR_LABELS
    chart.set_x_axis({**axis, "max": most * times // parts} if most > 0 else axis)
    chart.set_size(_CHART)
    sheet.insert_chart(top, _LAST, chart)
