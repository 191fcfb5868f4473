"""A checked ledger on the screen: the answer first, breaches by money, totals."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ..audit.summary import (
    answer_of,
    basis_of,
    by_code,
    columns_unread,
    summary_of,
    totals,
)
from ..audit.telling import WORDS, Book, column_named, condition, finding, listed, money, said
from ..claims import ExpenseClaim
from ..errors import Language
from ..explain.words import notice, plain
from ..sheets import Cell, Page
from ..tables import Table
from ..welfare_findings import MOST_SHOWN, Breach, LedgerSummary, Reject, WelfareReport
from .output import console, grid

if TYPE_CHECKING:
    from rich.console import Console


def show_report(
    report: WelfareReport, ledger: Table[ExpenseClaim], language: Language, *, written: bool
) -> None:
    """Print what was found; what a screen has no room for is in the workbook."""
    summary = summary_of(report, ledger, language)
    shown = _Shown(
        lines=(*summary.answer, *summary.notices),
        breaches=_breaches(report.breaches[:MOST_SHOWN], ledger.nouns, language),
        by_code=summary.by_code,
        totals=summary.totals,
        rejects=_rejects(report.rejects[:MOST_SHOWN], language),
        counts=(len(report.breaches), len(report.rejects)),
    )
    _show_all(shown, "written" if written else "hint", language)


def show_figures(
    figures: LedgerSummary,
    rejects: Sequence[Reject],
    unread: Sequence[int],
    language: Language,
    *,
    written: bool,
) -> None:
    """Print what was found in a ledger that was checked by columns; the rest is in its folder."""
    notices = [notice(code, language) for code in figures.notices]
    if unread:
        notices.append(columns_unread(unread, language))
    shown = _Shown(
        lines=(*answer_of(figures, language), *basis_of(figures, language), *notices),
        breaches=_breaches(figures.largest, (), language),
        by_code=by_code(figures, language),
        totals=totals(figures, language),
        rejects=_rejects(rejects, language),
        counts=(sum(figures.breaches.values()), figures.rows_rejected),
    )
    _show_all(shown, "written" if written else "hint_folder", language)


class _Shown(NamedTuple):
    """What a screen shows of a checked ledger."""

    lines: tuple[str, ...]
    breaches: Page
    by_code: Page
    totals: Page
    rejects: Page
    counts: tuple[int, int]
    """How many breaches and rejected rows there are in all."""


def _show_all(shown: _Shown, end: str, language: Language) -> None:
    answer, *lines = shown.lines
    breaches, rejects = shown.counts
    with console() as screen:
        screen.print(answer, style="bold")
        for line in lines:
            screen.print(line)
        _show(screen, "breaches", shown.breaches, language)
        _more(screen, breaches, language)
        _show(screen, "by_code", shown.by_code, language)
        _show(screen, "totals", shown.totals, language)
        _show(screen, "rejects", shown.rejects, language)
        _more(screen, rejects, language)
        screen.print()
        screen.print(said(f"phrase.{end}", language))


def _breaches(found: Sequence[Breach], claims: Iterable[ExpenseClaim], language: Language) -> Page:
    book = Book(claims)

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
    return WORDS.page("breaches", headings, map(row, found), language)


def _rejects(rejects: Iterable[Reject], language: Language) -> Page:
    rows = ((bad.row, column_named(bad.column, language), bad.reason, bad.fix) for bad in rejects)
    return WORDS.page("rejects", "row column reason fix", rows, language)


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
    if count > MOST_SHOWN:
        screen.print(said("phrase.more", language, count=count - MOST_SHOWN))
