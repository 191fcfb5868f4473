"""What was in force on a day: dated values, each with the text that states it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from .algebra import WHOLE
from .dates import iso
from .errors import PolicyError
from .units import printed

_FIGURE = re.compile(r"(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,4}))?", re.ASCII)
_PLACES = {"share": len(str(WHOLE)) - 1}
DAY = "day"
"""The unit of a figure that is a day; in a data file and inside it is ISO text and a number."""
MONEY_UNITS = frozenset({"yuan", "yuan/month", "yuan/year", "yuan/person/month"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of the law: its number, unit, the words that state it, and its source.

    ``number`` is None where no text states the figure and only the caller can bring it;
    ``under`` is the choice of a reading without which the figure is not used.
    """

    name: str
    number: int | None
    unit: str
    says: str
    source: str
    reviewed: date
    zh: str
    en: str
    least: int
    most: int
    precision: str = ""
    since: date = date.min
    under: str = ""

    @property
    def field(self) -> str:
        """The name by which the rule's own ``Parameters`` knows the figure."""
        return self.name.rpartition(".")[2]

    @property
    def value(self) -> str:
        """The figure as it is printed: ``"3000.00"``, ``"0.70"``, ``"12"``."""
        return "" if self.number is None else figure(self.number, self.unit)

    def revised(self, value: str | Decimal | int) -> "Parameter":
        """The same figure with the caller's value, which must lie in its bounds."""
        number = in_units(value, self.unit, self.name)
        if not self.least <= number <= self.most:
            raise PolicyError(
                "parameter-out-of-bounds",
                self.name,
                least=figure(self.least, self.unit),
                most=figure(self.most, self.unit),
            )
        if number == self.number:
            return self
        return replace(self, number=number, says=figure(number, self.unit), source=REVISION)


REVISION = "caller_revision"
"""The source named by a figure that the caller has changed."""


def figure(number: int, unit: str) -> str:
    """A number in the library's inner units as people write it.

    >>> figure(7_000, "share"), figure(300_000, "yuan/year"), figure(12, "months")
    ('0.70', '3000.00', '12')
    >>> figure(736_876, "day")
    '2018-07-01'
    """
    if unit == DAY:
        return date.fromordinal(number).isoformat()
    if unit in MONEY_UNITS:
        return printed(number)
    if unit == "share":
        whole, rest = divmod(number, WHOLE)
        places = f"{rest:04d}"
        return f"{whole}.{places[:2]}{places[2:].rstrip('0')}"
    return str(number)


def in_units(value: str | Decimal | int, unit: str, path: str) -> int:
    """A written figure as a whole number of the library's inner units, exactly or not at all.

    A day is counted from the first of the calendar.

    >>> in_units("0.725", "share", "education_aid.secondary_share")
    7250
    >>> in_units("2018-07-01", "day", "depoverty_targets.first_deadline")
    736876
    """
    if unit == DAY:
        try:
            return iso(value).toordinal()
        except ValueError:
            raise PolicyError("parameter-not-exact", path, unit=unit) from None
    places = _PLACES.get(unit, 2 if unit in MONEY_UNITS else 0)
    match = None if isinstance(value, (bool, float)) else _FIGURE.fullmatch(str(value))
    if match is None or len(match[2] or "") > places:
        raise PolicyError("parameter-not-exact", path, unit=unit)
    return int(match[1] + (match[2] or "").ljust(places, "0"))


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of one rule from ``since`` to ``through``, both days included."""

    since: date
    through: date
    label: str
    source: str
    precision: str
    parameters: tuple[Parameter, ...]


class Dated(Protocol):
    """Anything that is in force for a span of days."""

    @property
    def since(self) -> date:
        """The first day."""

    @property
    def through(self) -> date:
        """The last day."""


_D = TypeVar("_D", bound=Dated)


def in_force(spans: Iterable[_D], on: date) -> _D | None:
    """The span that covers the day, or None."""
    for span in spans:
        if span.since <= on <= span.through:
            return span
    return None


def in_order(spans: Iterable[Dated]) -> bool:
    """Whether the spans follow one another without overlap."""
    listed = list(spans)
    return all(span.since <= span.through for span in listed) and all(
        before.through < after.since for before, after in pairwise(listed)
    )


def parameter(rule: str, name: str, row: Mapping[str, Any], since: date) -> Parameter:
    """One figure out of a rule's data file."""
    path, unit = f"{rule}.{name}", row["unit"]
    return Parameter(
        name=path,
        number=in_units(row["value"], unit, path) if "value" in row else None,
        unit=unit,
        says=row["says"],
        source=row["source"],
        reviewed=row["reviewed"],
        zh=row["zh"],
        en=row["en"],
        least=in_units(row["min"], unit, path),
        most=in_units(row["max"], unit, path),
        precision=row.get("precision", ""),
        under=row.get("under", ""),
        since=since,
    )
