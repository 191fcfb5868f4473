"""Coverage: each sentence of the source article, and which rule carries it, or why none does."""

from typing import Literal

from ..answers import Answer
from ..resources import table

ARTICLE = "article_2018"
"""The source whose sentences are counted."""

Status = Literal["covered", "planned", "not_modelled"]


class Clause(Answer):
    """One sentence of the article, in this library's own words."""

    number: int
    sha256: str
    """The first 16 hex digits over the sentence without whitespace, in UTF-8."""
    zh: str
    en: str
    status: Status
    covered_by: tuple[str, ...]
    """Rules, or ``rule.parameter``."""
    planned: tuple[str, ...]
    """Rules to come."""
    why_zh: str
    why_en: str


class Counts(Answer):
    """How many sentences there are of each kind."""

    sentences: int
    covered: int
    planned: int
    """Not covered yet, but a rule is to come."""
    not_modelled: int


class Coverage(Answer):
    """Every sentence of the article, in its order."""

    source: str
    counts: Counts
    clauses: tuple[Clause, ...]


def coverage() -> Coverage:
    """Which sentence of the article has which rule.

    >>> coverage().counts.sentences
    74
    """
    clauses = tuple(_clause(row) for row in table("data/clauses.toml")["clause"])
    kinds = [clause.status for clause in clauses]
    return Coverage(
        source=ARTICLE,
        counts=Counts(
            sentences=len(clauses),
            covered=kinds.count("covered"),
            planned=kinds.count("planned"),
            not_modelled=kinds.count("not_modelled"),
        ),
        clauses=clauses,
    )


def _clause(row: dict[str, object]) -> Clause:
    covered, planned = row["covered_by"], row.get("planned", [])
    status = "covered" if covered else "planned" if planned else "not_modelled"
    return Clause.model_validate({**row, "planned": planned, "status": status})
