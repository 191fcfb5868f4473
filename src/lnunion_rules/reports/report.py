"""A report in one language: a title, sentences, pages of rows; and the files it can become."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from ..audit.telling import cited
from ..errors import InputError, Language
from ..explain.words import plain, word
from ..findings import PolicyStamp
from ..nouns import Noun
from ..pages import Phrases, csv_of
from ..resources import table
from ..sheets import Page, sheets_to
from ..tables import Columns
from ..welfare_findings import Reject
from ..writing import written_whole

N = TypeVar("N", bound=Noun)

PLACE = "--out"
FORMS = (".xlsx", ".csv", ".json")
"""What a report can be written as: a workbook of every page, the first page, or everything."""

WORDS = Phrases("data/reports.toml")
said, page = WORDS.said, WORDS.page


class Report(NamedTuple):
    """What is said first, and the pages below it, the most wanted first."""

    title: str
    lines: tuple[str, ...]
    pages: tuple[Page, ...]


class Rows(Protocol):
    """A finding that says how many rows were read, taken and rejected."""

    @property
    def rows_in(self) -> int:
        """Every row that is not empty."""

    @property
    def rows_accepted(self) -> int:
        """The rows that were taken."""

    @property
    def rows_rejected(self) -> int:
        """The rows that were not."""


def joined(words: Iterable[str], language: Language) -> str:
    """Words one after the other."""
    return ("、" if language == "zh" else ", ").join(words)


def facts_told(names: Iterable[str], language: Language) -> str:
    """Facts by what they are called, those of a member or a bill with that member or bill."""
    rows = table("data/facts.toml")
    told = []
    for name in names:
        owner, _, fact = name.rpartition(".")
        said_of = rows[fact][language] if fact in rows else plain(fact)
        kind, _, which = owner.removesuffix("]").partition("[")
        if kind == "medical_bills":
            which = word("value.bill", language, number=int(which) + 1)
        told.append(f"{plain(which)} {said_of}" if owner else said_of)
    return joined(told, language)


def rows_told(found: Rows, language: Language) -> str:
    """The rows read as the rows accepted and the rows rejected."""
    return said(
        "phrase.rows",
        language,
        rows_in=found.rows_in,
        rows_accepted=found.rows_accepted,
        rows_rejected=found.rows_rejected,
    )


def basis_told(on: Any, stamp: PolicyStamp, language: Language) -> str:
    """The day and the policy that answered."""
    return WORDS.basis(on, stamp, language)


def sources_told(names: Iterable[str], language: Language) -> str:
    """The texts that a report rests on, in one sentence."""
    between = "；" if language == "zh" else "; "
    cited_ones = between.join(cited(name, language) for name in names)
    return said("phrase.sources", language, sources=cited_ones)


def rejects_page(
    rejects: Iterable[Reject], columns: Columns, language: Language, name: str = "rejects"
) -> Page:
    """The rows that were not taken, each with its column, its reason and what to do."""
    labels = {column.name: column.label for column in columns.columns}

    def named(column: str | None) -> str | None:
        known = column in labels and language == "zh"
        return f"{labels[column or '']}（{column}）" if known else column

    rows = ((bad.row, named(bad.column), bad.reason, bad.fix, bad.code) for bad in rejects)
    return page(name, "row column reason fix code", rows, language)


def written(report: Report, told: Any, out: Path) -> None:
    """Write a report whole or not at all; ``told`` is what a JSON file holds.

    Raises ``InputError``: ``report-form-unknown``, ``extra-missing``, ``file-not-written``.
    """
    form = out.suffix.lower()
    if form not in FORMS:
        raise InputError("report-form-unknown", PLACE, forms=", ".join(FORMS))
    if form == ".xlsx":
        data = _workbook(report)
    elif form == ".csv":
        data = csv_of(report.pages[0])
    else:
        data = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
    with written_whole(out, PLACE) as stream:
        stream.write(data)


def _workbook(report: Report) -> bytes:
    data = io.BytesIO()
    with sheets_to(data, report.title) as sheets:
        sheet = sheets.add(report.title[:31])
        sheet.write_string(0, 0, report.title, sheets.title)
        for row, line in enumerate(report.lines, 1):
            sheet.write_string(row, 0, line, sheets.text)
        for one in report.pages:
            sheets.add_page(one)
    return data.getvalue()
