"""The explanation of a finding as a plain value, in one language."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from ..errors import Language
from . import pages
from .words import word


class Line(NamedTuple):
    """One line: what it is, what it comes to with its unit, and how it is worked out."""

    label: str
    result: str
    how: str = ""


class FigureUsed(NamedTuple):
    """One figure of the law: its value with unit, and where it comes from, with its caveats."""

    label: str
    value: str
    origin: str


class ReadingUsed(NamedTuple):
    """One gap in the text, the choice taken, and the alternatives."""

    id: str
    question: str
    choice: str
    others: str


class Missing(NamedTuple):
    """A fact that is missing, and the document that would prove it."""

    fact: str
    document: str


class SourceUsed(NamedTuple):
    """One source as it is cited, with a note where there is one."""

    cited: str
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a finding says and why; ``parts`` explain the findings that it is made of."""

    language: Language
    title: str
    answer: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    missing: tuple[Missing, ...] = ()
    services: tuple[Line, ...] = ()
    notices: tuple[str, ...] = ()
    figures: tuple[FigureUsed, ...] = ()
    readings: tuple[ReadingUsed, ...] = ()
    sources: tuple[SourceUsed, ...] = ()
    parts: tuple["Explanation", ...] = ()

    def text(self, width: int = 100) -> str:
        """Plain text for a terminal of that many columns; a Chinese character takes two."""
        return pages.text(self.page(), width)

    def markdown(self) -> str:
        """Markdown, with everything that a caller wrote escaped."""
        return pages.markdown(self.page())

    def html(self) -> str:
        """A piece of HTML that stands on its own, with everything escaped."""
        return pages.html(self.page())

    def document(self) -> str:
        """The same as an HTML file of its own, to be opened in a browser."""
        return pages.document(self.page())

    def brief(self) -> "Explanation":
        """The same without the basis: the figures, readings and sources at its end."""
        return replace(self, figures=(), readings=(), sources=())

    def page(self) -> pages.Page:
        """The explanation as headings, paragraphs and tables."""
        readings = tuple(
            (f"{row.question} [{row.id}]", row.choice, row.others) for row in self.readings
        )
        first = (
            self._table("worksheet", ("line", "result", "how"), self.lines),
            self._table("missing", ("fact", "document"), self.missing),
        )
        last = (
            self._table("services", ("member", "result", "reason"), self.services),
            self._table("notices", (), tuple((notice,) for notice in self.notices)),
            self._table("figures", ("figure", "value", "origin"), self.figures),
            self._table("readings", ("question", "choice", "others"), readings),
            self._table("sources", ("source", "note"), self.sources),
        )
        return pages.Page(
            title=self.title,
            paragraphs=self.answer,
            tables=tuple(table for table in first if table.rows),
            pages=tuple(part.page() for part in self.parts),
            more=tuple(table for table in last if table.rows),
            language=self.language,
        )

    def _table(
        self, heading: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
    ) -> pages.Table:
        return pages.Table(
            heading=word(f"heading.{heading}", self.language),
            columns=tuple(word(f"column.{column}", self.language) for column in columns),
            rows=rows,
            folded=heading in ("figures", "readings", "sources"),
            stacked=heading in ("missing", "readings", "sources"),
            colon=word("value.colon", self.language),
        )
