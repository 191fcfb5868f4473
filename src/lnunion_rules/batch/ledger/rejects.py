"""Rejected rows told in words, as the small check tells them."""

from collections.abc import Iterable

import polars as pl

from ...errors import InputError, Language, LnunionError
from ...rulebook import rule
from ...rules.collective_welfare import RULE
from ...sources import not_in_force
from ...welfare.check import NOT_IN_FORCE

REJECTS = pl.Schema(
    {
        "row": pl.UInt32,
        "column": pl.String,
        "code": pl.String,
        "reason": pl.String,
        "fix": pl.String,
    }
)
"""One row: one row of the ledger that was not read or not accepted, and why."""


def of_rows(refused: Iterable[tuple[int, InputError]], language: Language | None) -> pl.DataFrame:
    """Rows that were not read; without a language the reason is the code."""
    rows = [
        (row, error.path or None, error.code, *_told(error, language)) for row, error in refused
    ]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")


def of_entries(outside: pl.DataFrame, language: Language | None) -> pl.DataFrame:
    """Rows that were read and set apart: ``row, column, code`` and the ``day`` that decides."""
    known = outside.select("code", "column", "day").unique()
    words = []
    for code, column, day in known.iter_rows():
        outside_law = code == NOT_IN_FORCE
        error = not_in_force(rule(RULE), day, column) if outside_law else InputError(code, column)
        words.append((code, column, day, *_told(error, language)))
    said_of = {"reason": pl.String(), "fix": pl.String()}
    schema = pl.Schema({**known.schema, **said_of})
    said = pl.DataFrame(words, schema=schema, orient="row")
    return outside.join(said, on=["code", "column", "day"]).select(*REJECTS)


def _told(error: LnunionError, language: Language | None) -> tuple[str, str | None]:
    if language is None:
        return error.code, None
    return error.message(language), error.fix(language)
