"""The findings of many households as pages in words: results, awards, rejected rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import Language
from ..explain.words import reason, spoken_by, word
from ..rulebook import rule
from ..rules import hardship
from ..sheets import Cell, Page
from .report import facts_told, page, said

COLUMNS = {
    "results": "household_id area category reason total_grants total_ceilings undetermined missing",
    "awards": "household_id member_id rule kind outcome amount least most reason missing",
    "rejects": "table row household_id column reason fix code",
}
"""The pages by name, with the columns of each in the order in which a reader wants them."""

_HEADED_OTHERWISE = {"kind": "nature", "least": "at_least", "most": "at_most"}

Row = Mapping[str, Any]


def findings_page(name: str, rows: Iterable[Row], language: Language) -> Page:
    """A table of a batch in words; the row is a mapping of its columns."""
    columns = COLUMNS[name].split()

    def told(row: Row) -> list[Cell]:
        of = rule(row.get("rule") or hardship.RULE)
        saying: dict[str, Callable[[Any], Cell]] = {
            "category": lambda code: word(f"category.{code}", language),
            "rule": lambda _: spoken_by(of.title, language),
            "kind": lambda code: said(f"kind.{code}", language),
            "outcome": lambda code: word(f"outcome.{code}", language),
            "undetermined": lambda open_: said("word.yes", language) if open_ else None,
            "missing": lambda names: facts_told(names, language) or None,
        }
        if name != "rejects":
            saying["reason"] = lambda code: reason(code, of, language)
        cells = ((column, row[column]) for column in columns)
        return [
            saying[column](cell) if column in saying and cell is not None else cell
            for column, cell in cells
        ]

    headings = " ".join(_HEADED_OTHERWISE.get(column, column) for column in columns)
    return page(name, headings, map(told, rows), language)
