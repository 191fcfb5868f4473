"""What pages of findings have in common: their words out of a data file, and a page as CSV."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from .errors import InputError, Language, LnunionError
from .findings import Finding, PolicyStamp
from .nouns import Noun
from .resources import table
from .sheets import Cell, Page
from .tables import Table
from .welfare_findings import Reject

N = TypeVar("N", bound=Noun)

_STEERING = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula."""


class Phrases:
    """The phrases of one data file, in both languages."""

    def __init__(self, path: str) -> None:
        self._path = path

    def has(self, section: str, name: str) -> bool:
        """Whether there is a phrase of that name in a section."""
        return name in table(self._path)[section]

    def said(self, key: str, language: Language, /, **details: object) -> str:
        """One phrase, such as ``phrase.title``, with its details filled in."""
        section, _, name = key.partition(".")
        phrase: str = table(self._path)[section][name][language]
        return phrase.format_map(details)

    def basis(self, on: date, stamp: PolicyStamp, language: Language) -> str:
        """On what day and under which law a finding was made."""
        law = {"id": stamp.id, "version": stamp.version, "sha256": stamp.sha256[:12]}
        return self.said("phrase.basis", language, on=on, **law)

    def page(
        self, name: str, headings: str, rows: Iterable[Sequence[Cell]], language: Language
    ) -> Page:
        """A page by the names of its title and of its headings."""
        return Page(
            title=self.said(f"sheet.{name}", language),
            headings=tuple(
                self.said(f"column.{heading}", language) for heading in headings.split()
            ),
            rows=[tuple(row) for row in rows],
        )


def as_error(_: Any, refused: Reject) -> LnunionError:
    """A row that was not taken as the error that says so."""
    return InputError(refused.code, refused.column or "")


def rejected(
    read: Table[N],
    judged: Iterable[Reject],
    language: Language,
    error_of: Callable[[N, Reject], LnunionError] = as_error,
) -> tuple[Reject, ...]:
    """The rows of a file that were not taken, by their numbers in the file, told in words.

    ``judged`` are rejects among the nouns read, counted from 1.
    """
    rows = [Reject.told(bad.row, bad.refused, language) for bad in read.rejects]
    for bad in judged:
        place = bad.row - 1
        rows.append(Reject.told(read.rows[place], error_of(read.nouns[place], bad), language))
    return tuple(sorted(rows, key=lambda reject: reject.row))


def csv_of(page: Page) -> bytes:
    """A page as CSV that spreadsheets open as it stands: UTF-8 with a byte order mark.

    A text that a spreadsheet would take for a formula begins with ``'``.

    >>> page = Page("Names", ("name", "count"), [("=1+1", 2), ("工会", None)])
    >>> print(csv_of(page).decode("utf-8-sig").replace("\\r", ""), end="")
    name,count
    '=1+1,2
    工会,
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(page.headings)
    writer.writerows([_plain(cell) for cell in row] for row in page.rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STEERING) else cell


def json_of(finding: Finding) -> bytes:
    """A finding as one indented JSON document."""
    told = json.dumps(finding.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return f"{told}\n".encode()
