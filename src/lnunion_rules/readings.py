"""Readings: where the source leaves a choice, the choices there are and the default.

A reading is data. A rule asks for it by the number of the choice: 0 is the default, 1 the
first alternative, and so on in the order of ``data/readings.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from .errors import PolicyError
from .resources import table
from .rulebook import Label


@dataclass(frozen=True, slots=True)
class Reading:
    """One gap in the text: the question, its source, and the choices, the default first."""

    id: str
    question: Label
    source: str
    choices: Mapping[str, Label]
    why: Label

    @property
    def default(self) -> str:
        """The choice taken unless a policy says otherwise."""
        return next(iter(self.choices))

    def number(self, choice: str) -> int:
        """The choice as the number a rule reads."""
        return tuple(self.choices).index(choice)


@cache
def readings() -> Mapping[str, Reading]:
    """Every reading, by id."""
    rows = table("data/readings.toml")["reading"]
    return MappingProxyType(
        {
            row["id"]: Reading(
                id=row["id"],
                question=Label(row["zh"], row["en"]),
                source=row["source"],
                choices=MappingProxyType(
                    {choice["id"]: Label(choice["zh"], choice["en"]) for choice in row["choice"]}
                ),
                why=Label(row.get("why_zh", ""), row.get("why_en", "")),
            )
            for row in rows
        }
    )


def checked(choices: Mapping[str, str]) -> dict[str, str]:
    """Choices that exist, of readings that exist; ``PolicyError`` otherwise."""
    for name, choice in choices.items():
        reading = readings().get(name)
        if reading is None:
            raise PolicyError("reading-unknown", str(name))
        if choice not in tuple(reading.choices):
            raise PolicyError("choice-unknown", name, choices="|".join(reading.choices))
    return dict(choices)
