"""A plan on the screen: the answer first, then the first two levels of areas."""

from decimal import Decimal

from ..errors import Language
from ..planning.page import text_of
from ..planning.pages import ON_A_SCREEN, at_top, pages_of, top_page
from ..planning.report import Report
from ..planning.telling import answer_of, said
from ..sheets import width_of
from .output import console, grid

_MOST = 20
"""How many areas, and how many findings about payments, a screen lists."""


def show_plan(report: Report, language: Language, *, written: bool) -> None:
    """Print the answer and the areas at the top; what a screen has no room for is in ``--out``."""
    first, *others = answer_of(report, language)
    shown = [top_page(report, language, ON_A_SCREEN)]
    if report.aid is not None and report.aid.findings:
        shown.append(pages_of(report, language)["aid"])
    areas = report.schedule.areas
    with console() as screen:
        screen.print(first, style="bold")
        for line in others:
            screen.print(line)
        for page in shown:
            rows = [[text_of(cell) for cell in row] for row in page.rows[:_MOST]]
            figures = {
                at
                for row in page.rows
                for at, cell in enumerate(row)
                if isinstance(cell, int | Decimal)
            }
            screen.print()
            screen.print(page.title, style="bold")
            widest = max(width_of(text) for text in (page.headings[0], *(row[0] for row in rows)))
            screen.print(grid(page.headings, rows, right=sorted(figures), first=widest))
            if len(page.rows) > _MOST:
                screen.print(said("phrase.more", language, count=len(page.rows) - _MOST))
        if deeper := len(areas) - len(at_top(areas)):
            screen.print(said("phrase.deeper", language, count=deeper))
        screen.print()
        screen.print(said("phrase.written" if written else "phrase.hint", language))
