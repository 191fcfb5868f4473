"""The texts the law is taken from, each with title, issuer, date and grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from .errors import NotInForce
from .resources import table
from .rulebook import NO_END, Label, Rule

CALLER = "caller"
"""The kind of a source that lies with whoever asks, and so has no date or grade of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text: who issued it, when, how sure we are of it (A best), and what kind it is."""

    id: str
    title: Label
    issuer: Label
    date: str
    grade: str
    kind: str
    note: Label

    def cited(self, language: str) -> str:
        """The source as a person would cite it."""
        if self.kind == CALLER:
            return self.title.zh if language == "zh" else self.title.en
        if language == "zh":
            return f"{self.title.zh}（{self.date or '日期未见'}，{self.grade} 级）"
        return f"{self.title.en} ({self.date or 'undated'}, grade {self.grade})"


@cache
def sources() -> Mapping[str, Source]:
    """Every source on record, by id."""
    return MappingProxyType(
        {
            name: Source(
                id=name,
                title=Label(row["zh"], row["en"]),
                issuer=Label(row["issuer_zh"], row["issuer_en"]),
                date=row["date"],
                grade=row["grade"],
                kind=row["kind"],
                note=Label(row.get("note_zh", ""), row.get("note_en", "")),
            )
            for name, row in table("data/sources.toml").items()
        }
    )


def not_in_force(named: Rule, on: date, path: str) -> NotInForce:
    """The refusal of a day that no text covers; it names the nearest text on record."""
    nearest = named.periods[0] if on < named.periods[0].since else named.periods[-1]
    text = sources()[nearest.source].title
    return NotInForce(
        "not-in-force",
        path,
        day=on.isoformat(),
        rule_zh=named.title.zh,
        rule_en=named.title.en,
        text_zh=text.zh,
        text_en=text.en,
        since=nearest.since.isoformat(),
        through="" if nearest.through == NO_END else nearest.through.isoformat(),
    )
