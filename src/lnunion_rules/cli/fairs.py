"""A job fair on the screen: the answer first, the whole fair, industries, and what was found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import Language
from ..explain.words import plain
from ..fair_findings import FairReport
from ..fair_pages.pages import figures_in, pages_of
from ..fair_pages.telling import about, answer_of, basis, said, title_of
from ..sheets import Page
from ..tables.columns import letters
from .output import console, grid

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 20
"""How many rows of what was found a screen lists."""
_NO_ROOM = ("posters_made", "travel_paid")
"""Columns of an industry that a screen has no room for; the total and the files have them."""


def show_fair(
    report: FairReport, language: Language, *, unread: Sequence[int], written: bool, uncoded: int
) -> None:
    """Print the statistics of a fair; the employers themselves are in the files written."""
    pages = pages_of(report, language)
    answer = answer_of(report, language)
    with console() as screen:
        screen.print(title_of(report, language), style="bold")
        screen.print(answer[0], style="bold")
        for line in (*answer[1:], *about(report, language), *basis(report, language)):
            screen.print(line)
        pages["industries"] = _narrow(pages["industries"], language)
        for name in ("summary", "industries", "breaches", "queries", "undetermined", "rejects"):
            _show(screen, pages[name], language)
        screen.print()
        screen.print(said("phrase.bounds", language))
        if unread:
            columns = ", ".join(map(letters, unread))
            screen.print(said("phrase.columns_unread", language, columns=columns))
        if uncoded:
            screen.print(said("phrase.without_code", language, count=uncoded))
        screen.print(said("phrase.written" if written else "phrase.hint", language))


def _show(screen: "Console", page: Page, language: Language) -> None:
    """A page as a table under its title; nothing where it is empty."""
    if not page.rows:
        return
    rows = [
        [f"{cell:,}" if isinstance(cell, int) else plain(str(cell or "")) for cell in row]
        for row in page.rows[:_MOST]
    ]
    screen.print()
    screen.print(page.title, style="bold")
    screen.print(grid(page.headings, rows, right=figures_in(page, language)))
    if len(page.rows) > _MOST:
        screen.print(said("phrase.more", language, count=len(page.rows) - _MOST))


def _narrow(page: Page, language: Language) -> Page:
    """A page without the columns that a screen has no room for."""
    left = {said(f"column.{name}", language) for name in _NO_ROOM}
    kept = [at for at, heading in enumerate(page.headings) if heading not in left]
    rows = [tuple(row[at] for at in kept) for row in page.rows]
    return Page(page.title, tuple(page.headings[at] for at in kept), rows)
