"""Pages of rows and the sheets of a workbook that they become.

Identifiers and words are text, never formulas or links; amounts are numbers with two places.
Nothing in a workbook depends on the clock or the machine: the same pages give the same bytes.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from .errors import InputError
from .tables.extras import needed
from .version import __version__

Cell = str | int | Decimal | None
"""Text, a count, or money; None is an empty cell."""

MOST_ROWS = 1_048_575
"""The rows a sheet of Excel has below its header."""

NARROWEST, WIDEST = 8, 32
"""How wide a column is at least and at most, in half-width characters."""

_ROOM = 3
_SHORT_HEADING = 10
_LINE = 15
"""The height of one line of text, in points."""
_MARGIN = Decimal("0.4")
"""Left and right of what is printed, in inches."""
_WIDE_PAGE = 160
"""Beyond so many half-width characters a page prints legibly on A3 only."""
_MOST_DIGITS = 15
"""Beyond so many digits a spreadsheet would round; such an amount is written as text."""
_LONGEST_TEXT = 32_767
_A3, _A4 = 8, 9
_CREATED = datetime(2018, 9, 1)  # noqa: DTZ001 - always the same, whenever the file is made
_FONT = "Microsoft YaHei"


class Page(NamedTuple):
    """One page: its title, its headings, and rows of as many cells."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def width_of(text: str) -> int:
    """How wide a text is in half-width characters; a Chinese character counts for two.

    >>> width_of("工会A")
    5
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def widths_of(page: Page) -> list[int]:
    """How wide each column of a page would have to be to show every cell on one line."""
    widths = [_heading_width(heading) for heading in page.headings]
    for cells in page.rows:
        for place, cell in enumerate(cells):
            shown = f"{cell:,}" if isinstance(cell, Decimal) else str(cell or "")
            widths[place] = max(widths[place], width_of(shown) + _ROOM)
    return [max(width, NARROWEST) for width in widths]


def _heading_width(heading: str) -> int:
    """A long heading may take two lines; beside each stands the arrow of its filter."""
    width = width_of(heading)
    return (width if width <= _SHORT_HEADING else -(-width // 2)) + 2 * _ROOM


def lines_of(cell: Cell, width: int) -> int:
    """How many lines a text takes in a column of that width."""
    return -(-width_of(cell) // (width - 1)) if isinstance(cell, str) and cell else 1


@contextmanager
def sheets_to(stream: BinaryIO, title: str) -> Iterator["Sheets"]:
    """A workbook to be filled with sheets inside the block; its bytes go to the stream.

    Raises ``InputError`` (``extra-missing``) without the extra ``excel``.
    """
    with needed("excel"):
        from xlsxwriter import Workbook
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        about = {"title": title, "comments": f"lnunion-rules {__version__}", "created": _CREATED}
        book.set_properties(about)
        yield Sheets(book)


class Sheets:
    """A workbook being written: its formats, and how a cell of each kind is put in."""

    def __init__(self, book: Any) -> None:
        def made(**properties: Any) -> Any:
            return book.add_format({"font_name": _FONT, "font_size": 10, **properties})

        self.book = book
        self.title = made(bold=True, font_size=16)
        self.answer = made(bold=True, font_size=12)
        self.section = made(bold=True, font_size=11, bottom=1)
        self.heading = made(
            bold=True, bg_color="#DCE6F1", border=1, text_wrap=True, valign="vcenter"
        )
        self.text = made(valign="top", align="left", indent=1, num_format="@")
        self.wrapped = made(valign="top", align="left", indent=1, num_format="@", text_wrap=True)
        self.count = made(valign="top", align="center", num_format="0")
        self.money = made(valign="top", num_format="#,##0.00")

    def add(self, title: str) -> Any:
        """An empty sheet, ready to print on A4 across."""
        sheet = self.book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=_MARGIN, right=_MARGIN)
        sheet.set_footer("&C&A  &P / &N")
        return sheet

    def add_page(self, page: Page) -> None:
        """A page on a sheet of its own: header frozen and repeated, filters, columns sized.

        Raises ``InputError`` (``too-many-rows-for-workbook``) for more rows than a sheet has.
        """
        if len(page.rows) > MOST_ROWS:
            raise InputError("too-many-rows-for-workbook", rows=MOST_ROWS)
        sheet = self.add(page.title)
        self.write_headings(sheet, 0, page.headings)
        natural = widths_of(page)
        widths = [min(width, WIDEST) for width in natural]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        lines = map(lines_of, page.headings, widths)
        sheet.set_row(0, max(lines) * _LINE)
        cut = [place for place, width in enumerate(natural) if width > WIDEST]
        for row, cells in enumerate(page.rows, 1):
            self.write_row(sheet, row, dict(enumerate(cells)), dict.fromkeys(cut, WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(page.rows), 1), len(page.headings) - 1)
        if sum(widths) > _WIDE_PAGE:
            sheet.set_paper(_A3)

    def write_headings(self, sheet: Any, row: int, headings: Sequence[str]) -> None:
        """A row of headings."""
        for place, heading in enumerate(headings):
            sheet.write_string(row, place, heading, self.heading)

    def write_row(
        self, sheet: Any, row: int, cells: Mapping[int, Cell], wrapped: Mapping[int, int]
    ) -> None:
        """Cells by their column; ``wrapped`` are the columns with lines as long as it says."""
        for place, cell in cells.items():
            self._write(sheet, row, place, cell, self.wrapped if place in wrapped else self.text)
        lines = max((lines_of(cells.get(at), width) for at, width in wrapped.items()), default=1)
        if lines > 1:
            sheet.set_row(row, lines * _LINE)

    def _write(self, sheet: Any, row: int, place: int, cell: Cell, text: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(row, place, cell[:_LONGEST_TEXT], text)
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell, self.count)
        elif len(cell.as_tuple().digits) > _MOST_DIGITS:
            sheet.write_string(row, place, str(cell), self.text)
        else:
            sheet.write_number(row, place, cell, self.money)
