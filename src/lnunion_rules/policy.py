"""A policy: the law, the readings chosen and the local standards, as one immutable value."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from . import dibao
from .algebra import WHOLE, share_of
from .dates import only_day
from .dibao import Standard
from .errors import NotInForce, PolicyError
from .history import REVISION, Parameter, Period, figure, in_force, in_units
from .readings import checked, readings
from .resources import table
from .rulebook import Rule, rule, rule_names
from .sources import not_in_force
from .units import printed

DIBAO_FACTOR = "dibao.factor"
"""The name under which every local standard is raised or lowered in a what-if."""


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One rule as it stands on a day; ``numbers`` fill the rule's ``Parameters``."""

    rule: Rule
    period: Period
    numbers: Mapping[str, Any]
    parameters: tuple[Parameter, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """The law on record with the caller's changes; two policies with equal content are equal.

    Made by :func:`load_policy`; each method returns a new policy and leaves this one as it is.
    """

    id: str
    version: str
    rules: Mapping[str, Rule] = field(repr=False)
    choices: Mapping[str, str] = field(repr=False)
    own_dibao: tuple[Standard, ...] = field(default=(), repr=False)
    monthly_dibao: int | None = field(default=None, repr=False)
    dibao_factor: int = field(default=WHOLE, repr=False)

    def revised(self, changes: Mapping[str, str | Decimal | int]) -> "Policy":
        """A policy with other figures, in every period in which they are in force.

        Keys are ``rule.parameter``, or ``dibao.factor``, which raises or lowers every local
        standard. Raises ``PolicyError`` for a name the law does not have, a value that is not
        exact in the figure's unit, or one outside its bounds.

        >>> revised = load_policy().revised({"education_aid.secondary_floor": "3600"})
        >>> revised.changes
        {'parameters': {'education_aid.secondary_floor': '3600.00'}}
        """
        policy = self
        for name, value in changes.items():
            if name == DIBAO_FACTOR:
                policy = replace(policy, dibao_factor=_factor(value))
            else:
                rules = _with_figure(policy.rules, name, value)
                policy = replace(policy, rules=MappingProxyType(rules))
        return policy

    def with_readings(self, choices: Mapping[str, str]) -> "Policy":
        """A policy that reads gaps as said; ``PolicyError`` for an unknown reading or choice."""
        return replace(self, choices=MappingProxyType({**self.choices, **checked(choices)}))

    def with_dibao(self, standards: Iterable[Standard]) -> "Policy":
        """A policy in which the caller's own local standards come before the bundled ones."""
        return replace(self, own_dibao=(*standards, *self.own_dibao))

    def with_monthly_dibao(self, monthly: str | Decimal) -> "Policy":
        """A policy with one standard for every area, in yuan per person and month."""
        return replace(self, monthly_dibao=dibao.monthly_fen(monthly, "monthly_dibao"))

    def standard(self, area: str, on: date) -> Standard:
        """The local dibao standard by which the aids of that day are measured.

        Raises ``NoStandard`` naming area and day where none is on record.
        """
        key = ("dibao", area, on)
        found: Standard | None = self._known.get(key)
        if found is None:
            found = self._known[key] = self._standard(area, on)
        return found

    def law(self, name: str, on: date) -> Law:
        """One rule as it stands on a day; ``NotInForce`` where no text covers the day."""
        key = ("law", name, on)
        found: Law | None = self._known.get(key)
        if found is None:
            found = self._known[key] = self._law(name, on)
        return found

    def _standard(self, area: str, on: date) -> Standard:
        only_day(on, "on")
        as_of = self.choices["dibao.as_of"]
        if as_of == "monthly":
            months = [self._listed(area, date(on.year, month, 1)) for month in range(1, 13)]
            return dibao.mean_of(months, on.year)
        return self._listed(area, on.replace(month=1, day=1) if as_of == "january" else on)

    def _listed(self, area: str, on: date) -> Standard:
        if self.monthly_dibao is not None:
            found = Standard(area, date.min, date.max, self.monthly_dibao, dibao.CALLER)
        else:
            found = dibao.standard_of(area, on, own=self.own_dibao)
        if self.dibao_factor == WHOLE:
            return found
        monthly = share_of(found.monthly, self.dibao_factor)
        if monthly < 1:
            raise PolicyError("factor-leaves-nothing", DIBAO_FACTOR)
        return found._replace(monthly=monthly, source=REVISION)

    def _law(self, name: str, on: date) -> Law:
        only_day(on, "on")
        named = self.rules.get(name)
        if named is None:
            raise PolicyError("rule-unknown", name)
        period = self._period(named, on)
        if period is None:
            raise not_in_force(named, on, name)
        over = on > named.plan_through
        if over and self.choices[named.after_plan_reading] == "refuse":
            day, title = named.plan_through.isoformat(), named.title
            raise NotInForce("plan-over", name, day=day, rule_zh=title.zh, rule_en=title.en)
        chosen = {
            name: readings()[reading].number(self.choices[reading])
            for name, reading in named.readings.items()
        }
        figures = {figure.field: figure.number for figure in period.parameters}
        used = tuple(figure for figure in period.parameters if self._uses(figure))
        return Law(
            rule=named,
            period=period,
            numbers=MappingProxyType({**figures, **chosen}),
            parameters=used,
            readings=tuple(f"{name}={self.choices[name]}" for name in named.every_reading),
            sources=tuple(dict.fromkeys((period.source, *(figure.source for figure in used)))),
            notices=("plan-period-over",) if over else (),
        )

    def _uses(self, figure: Parameter) -> bool:
        reading, _, choice = figure.under.partition("=")
        return not reading or self.choices[reading] == choice

    def _period(self, named: Rule, on: date) -> Period | None:
        if named.period_reading:
            label = self.choices[named.period_reading]
            for period in named.periods:
                if period.label == label:
                    return period
        if named.start_reading:
            start = named.starts[self.choices[named.start_reading]]
            if start <= on < named.periods[0].since:
                return named.periods[0]
        return in_force(named.periods, on)

    @cached_property
    def changes(self) -> dict[str, Any]:
        """What differs from the law on record; :func:`policy_from` makes the policy again."""
        figures = {
            figure.name: figure.value
            for name, revised in self.rules.items()
            for was, now in zip(rule(name).periods, revised.periods, strict=True)
            for old, figure in zip(was.parameters, now.parameters, strict=True)
            if old != figure
        }
        if self.dibao_factor != WHOLE:
            figures[DIBAO_FACTOR] = figure(self.dibao_factor, "share")
        standards = [row.as_row() for row in self.own_dibao]
        found = {
            "parameters": figures,
            "readings": {
                name: choice
                for name, choice in self.choices.items()
                if choice != readings()[name].default
            },
            "dibao": standards,
            "monthly_dibao": self.monthly_dibao and printed(self.monthly_dibao),
        }
        return {name: change for name, change in found.items() if change}

    @cached_property
    def sha256(self) -> str:
        """The hash of everything that can change an answer."""
        law = {
            "id": self.id,
            "version": self.version,
            "rules": {name: named.periods for name, named in sorted(self.rules.items())},
            "readings": sorted(self.choices.items()),
            "dibao": [dibao.bundled(), self.own_dibao, self.monthly_dibao, self.dibao_factor],
        }
        return hashlib.sha256(
            json.dumps(law, default=_told, ensure_ascii=False).encode()
        ).hexdigest()

    @cached_property
    def _known(self) -> dict[tuple[str, str, date], Any]:
        return {}

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __reduce__(self) -> tuple[Any, ...]:
        return policy_from, (self.changes,)


def _told(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, name) for name in value.__slots__]


MOST_FACTOR = WHOLE * 10
"""By more than ten times no what-if raises the local standards."""


def _factor(value: str | Decimal | int) -> int:
    factor = in_units(value, "share", DIBAO_FACTOR)
    if not 0 < factor <= MOST_FACTOR:
        raise PolicyError("parameter-out-of-bounds", DIBAO_FACTOR, least="0.0001", most="10")
    return factor


def _with_figure(
    rules: Mapping[str, Rule], name: str, value: str | Decimal | int
) -> dict[str, Rule]:
    owner = rules.get(name.partition(".")[0])
    if owner is None or not any(
        figure.name == name for period in owner.periods for figure in period.parameters
    ):
        raise PolicyError("parameter-unknown", name)
    # Revised from the law on record, so that a figure put back to it is the law again.
    periods = tuple(
        replace(
            period,
            parameters=tuple(
                law.revised(value) if law.name == name else figure
                for figure, law in zip(period.parameters, on_record.parameters, strict=True)
            ),
        )
        for period, on_record in zip(owner.periods, rule(owner.name).periods, strict=True)
    )
    return {**rules, owner.name: replace(owner, periods=periods)}


@cache
def load_policy() -> Policy:
    """The law on record: every rule, the default readings, the bundled local standards."""
    about = table("data/policy.toml")
    return Policy(
        id=about["id"],
        version=about["version"],
        rules=MappingProxyType({name: rule(name) for name in rule_names()}),
        choices=MappingProxyType({name: gap.default for name, gap in readings().items()}),
    )


_SECTIONS = {"title", "parameters", "readings", "dibao", "monthly_dibao"}


def policy_from(changes: Mapping[str, Any]) -> Policy:
    """The law on record with the changes of a policy file.

    Sections, each optional: ``parameters`` (name = figure), ``readings`` (id = choice),
    ``dibao`` (rows of area, since, monthly, source), ``monthly_dibao``, and a ``title``.
    """
    unknown = set(changes) - _SECTIONS
    if unknown:
        raise PolicyError("policy-section-unknown", sections="|".join(sorted(_SECTIONS)))
    policy = load_policy()
    policy = policy.revised(_section(changes, "parameters", dict))
    policy = policy.with_readings(_section(changes, "readings", dict))
    rows = _section(changes, "dibao", list)
    placed = ((row, f"dibao[{index}]") for index, row in enumerate(rows))
    policy = policy.with_dibao(dibao.standards_from(placed))
    if changes.get("monthly_dibao") is not None:
        policy = policy.with_monthly_dibao(changes["monthly_dibao"])
    return policy


def _section(changes: Mapping[str, Any], name: str, kind: type) -> Any:
    section = changes.get(name, kind())
    if not isinstance(section, kind):
        raise PolicyError("policy-section-broken", name)
    return section
