"""A rule's data file, read: its figures by period, its labels, reasons and readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from .errors import PolicyError
from .history import Parameter, Period, parameter
from .resources import folder, table

NO_END = date.max


class Label(NamedTuple):
    """A term in both languages, with the unit of what it names."""

    zh: str
    en: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule's data file. ``readings`` maps a field of its ``Parameters`` to a reading."""

    name: str
    title: Label
    periods: tuple[Period, ...]
    readings: Mapping[str, str]
    rests_on: tuple[str, ...]
    lines: Mapping[str, Label]
    reasons: Mapping[str, Label]
    period_reading: str = ""
    start_reading: str = ""
    starts: Mapping[str, date] = field(default_factory=dict)
    plan_through: date = NO_END
    after_plan_reading: str = ""
    cites: tuple[str, ...] = ()
    """Sources that its findings may name beside those of its periods and figures."""

    @property
    def every_reading(self) -> tuple[str, ...]:
        """The readings its answers may rest on, in the order of the data file."""
        named = (self.start_reading, self.period_reading, *self.readings.values(), *self.rests_on)
        return tuple(dict.fromkeys(name for name in named if name))


@cache
def rule_names() -> tuple[str, ...]:
    """The rules there are: every data file in ``rules/``, in alphabetical order."""
    names = (entry.name for entry in folder("rules").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def rule(name: str) -> Rule:
    """One rule as its data file states it."""
    if name not in rule_names():
        raise PolicyError("rule-unknown", name)
    data = table(f"rules/{name}.toml")
    return Rule(
        name=name,
        title=Label(data["zh"], data["en"]),
        periods=tuple(_period(name, row) for row in data["in_force"]),
        readings=MappingProxyType(dict(data.get("readings", {}))),
        rests_on=tuple(data.get("rests_on", ())),
        lines=_labels(data["lines"]),
        reasons=_labels(data["reasons"]),
        period_reading=data.get("period_reading", ""),
        start_reading=data.get("start_reading", ""),
        starts=MappingProxyType(dict(data.get("starts", {}))),
        plan_through=data.get("plan_through", NO_END),
        after_plan_reading=data.get("after_plan_reading", ""),
        cites=tuple(data.get("cites", ())),
    )


def _labels(rows: Mapping[str, Mapping[str, str]]) -> Mapping[str, Label]:
    return MappingProxyType({name: Label(**row) for name, row in rows.items()})


def _period(name: str, row: Mapping[str, Any]) -> Period:
    since: date = row["since"]
    figures: tuple[Parameter, ...] = tuple(
        parameter(name, key, value, since) for key, value in row.items() if isinstance(value, dict)
    )
    return Period(
        since=since,
        through=row.get("through", NO_END),
        label=row.get("label", ""),
        source=row["source"],
        precision=row.get("precision", "day"),
        parameters=figures,
    )
