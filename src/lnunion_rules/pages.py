"""What pages of findings have in common: their words out of a data file, and a page as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from .errors import Language
from .findings import Finding
from .resources import table
from .sheets import Cell, Page


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


def csv_of(page: Page) -> bytes:
    """A page as CSV in UTF-8, with the mark that Excel needs to read it so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(page.headings)
    writer.writerows(page.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def json_of(finding: Finding) -> bytes:
    """A finding as one indented JSON document."""
    told = json.dumps(finding.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return f"{told}\n".encode()
