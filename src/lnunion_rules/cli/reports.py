"""What the commands of plans, funds and surveys share: reading tables, showing and writing."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import Parameter

from ..errors import Language
from ..findings import Finding
from ..nouns import Noun
from ..reports import Report, written
from ..reports.report import said
from ..sheets import Cell, Page
from ..tables import Table, columns_of, read_table
from .files import kept_apart, no_option, table_in
from .options import Asked
from .output import console, grid, print_json

if TYPE_CHECKING:
    from rich.console import Console

N = TypeVar("N", bound=Noun)

_MOST = 20
"""How many rows of one page a screen lists."""

Out = Annotated[
    Path | None,
    Parameter(
        metavar="FILE",
        help="写成文件：.xlsx 全部、.csv 第一张表、.json 全部。"
        "\nWrite a file: .xlsx everything, .csv the first table, .json everything.",
    ),
]


def rows_of(path: Path, place: str, name: str, noun: type[N]) -> Table[N]:
    """A file's rows as nouns; ``name`` is the section of ``data/headers.toml``."""
    no_option(path)
    columns = columns_of(name, noun)
    return table_in(path, place, lambda data, form: read_table(data, form, columns, noun))


def answer(
    found: Finding, report: Report, asked: Asked, out: Path | None, read: Iterable[Path | None]
) -> None:
    """Show a report, or print it as JSON, and write it where that is asked for."""
    told = found.model_dump(mode="json")
    if out is not None:
        kept_apart(out, "--out", read)
        written(report, told, out)
    if asked.json:
        print_json(told)
        return
    with console() as screen:
        screen.print(report.title, style="bold")
        for line in report.lines:
            screen.print(line)
        for page in report.pages:
            _show(screen, page, asked.language)
        screen.print()
        screen.print(said("phrase.written" if out else "phrase.hint", asked.language))


def _show(screen: "Console", page: Page, language: Language) -> None:
    """A page as a table under its title; nothing where it is empty."""
    if not page.rows:
        return
    shown: list[Sequence[Cell]] = list(page.rows[:_MOST])
    kept = [place for place in range(len(page.headings)) if any(row[place] for row in shown)]
    right = [at for at, place in enumerate(kept) if _is_figure(shown, place)]
    screen.print()
    screen.print(page.title, style="bold")
    rows = ([_text(row[place]) for place in kept] for row in shown)
    screen.print(grid([page.headings[place] for place in kept], rows, right=right))
    if len(page.rows) > _MOST:
        screen.print(said("phrase.more", language, count=len(page.rows) - _MOST))


def _is_figure(rows: Iterable[Sequence[Cell]], place: int) -> bool:
    return any(isinstance(row[place], int | Decimal) for row in rows)


def _text(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, Decimal) else "" if cell is None else str(cell)
