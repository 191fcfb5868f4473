"""A checked ledger on the screen: the answer first, breaches by money, totals."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..audit.pages import page
from ..audit.summary import summary_of
from ..audit.telling import Book, column_named, condition, finding, listed, money, said
from ..claims import ExpenseClaim
from ..errors import Language
from ..explain.words import plain
from ..sheets import Cell, Page
from ..tables import Table
from ..welfare_findings import Breach, WelfareReport
from .output import console, grid

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 20
"""How many breaches, and how many rejected rows, a screen lists."""


def show_report(
    report: WelfareReport, ledger: Table[ExpenseClaim], language: Language, *, written: bool
) -> None:
    """Print what was found; what a screen has no room for is in the workbook."""
    summary = summary_of(report, ledger, language)
    with console() as screen:
        screen.print(summary.answer[0], style="bold")
        for line in (*summary.answer[1:], *summary.notices):
            screen.print(line)
        _show(screen, "breaches", _breaches(report, ledger, language), language)
        _more(screen, len(report.breaches), language)
        _show(screen, "by_code", summary.by_code, language)
        _show(screen, "totals", summary.totals, language)
        _show(screen, "rejects", _rejects(report, language), language)
        _more(screen, len(report.rejects), language)
        screen.print()
        screen.print(said("phrase.written" if written else "phrase.hint", language))


def _breaches(report: WelfareReport, ledger: Table[ExpenseClaim], language: Language) -> Page:
    book = Book(ledger.nouns)

    def row(about: Breach) -> Sequence[Cell]:
        return (
            about.over,
            finding(about.code, language),
            condition(about, book, language),
            plain(about.union_id or ""),
            plain(about.member_id or ""),
            listed(about.entry_ids, language),
        )

    headings = "over breach condition union member entries"
    return page("breaches", headings, map(row, report.breaches[:_MOST]), language)


def _rejects(report: WelfareReport, language: Language) -> Page:
    rows = (
        (bad.row, column_named(bad.column, language), bad.reason, bad.fix)
        for bad in report.rejects[:_MOST]
    )
    return page("rejects", "row column reason fix", rows, language)


def _show(screen: "Console", name: str, shown: Page, language: Language) -> None:
    show_page(screen, said(f"heading.{name}", language), shown)


def show_page(screen: "Console", title: str, shown: Page) -> None:
    """A page as a table under its heading; nothing where it is empty."""
    if not shown.rows:
        return
    figures = {
        place for cells in shown.rows for place, cell in enumerate(cells) if _is_figure(cell)
    }
    rows: Iterable[Sequence[str]] = ([_text(cell) for cell in cells] for cells in shown.rows)
    screen.print()
    screen.print(title, style="bold")
    screen.print(grid(shown.headings, rows, right=sorted(figures)))


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | Decimal)


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return money(cell)
    return "" if cell is None else str(cell)


def _more(screen: "Console", count: int, language: Language) -> None:
    if count > _MOST:
        screen.print(said("phrase.more", language, count=count - _MOST))
