"""The law as it stands on a day: each figure with its words and source, each reading's choice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..answers import Answer
from ..areas import area_code, full_name
from ..errors import NotInForce
from ..findings import PolicyStamp
from ..history import Parameter
from ..policy import Law, Policy
from ..readings import readings
from ..rulebook import NO_END, Rule, rule
from ..sources import sources
from ..units import printed


class ShownFigure(Answer):
    """One figure of the law; ``value`` is None where no text states it."""

    name: str
    value: str | None
    unit: str
    zh: str
    en: str
    says: str
    """The words or figure of the source."""
    source: str
    grade: str
    """How sure the source is, A best; empty where it is not on record."""
    reviewed: date
    revised: bool
    """Whether the caller has changed it."""
    precision: str


class ShownReading(Answer):
    """One gap in the text, and how it is read."""

    id: str
    zh: str
    en: str
    choice: str
    choice_zh: str
    choice_en: str
    default: str
    choices: tuple[str, ...]


class ShownRule(Answer):
    """One rule on one day; without figures where it is not in force, with the reason."""

    rule: str
    zh: str
    en: str
    in_force: bool
    reason: str | None = None
    since: date | None = None
    through: date | None = None
    label: str = ""
    source: str | None = None
    precision: str = ""
    """How exactly the source dates the rule: day, month or year."""
    plan_through: date | None = None
    figures: tuple[ShownFigure, ...] = ()
    readings: tuple[ShownReading, ...] = ()
    notices: tuple[str, ...] = ()


class ShownStandard(Answer):
    """The dibao standard of one area, in yuan per person and month."""

    area: str
    name: str
    monthly: str
    since: date | None
    through: date | None
    says: str
    source: str
    grade: str
    precision: str


class ShownSource(Answer):
    """One text the law is taken from."""

    id: str
    zh: str
    en: str
    issuer_zh: str
    issuer_en: str
    date: str
    grade: str
    kind: str


class LawOnDay(Answer):
    """The law in force on a day under a policy."""

    on: date
    policy: PolicyStamp
    changes: Mapping[str, Any]
    """What the policy changes of the law on record."""
    rules: tuple[ShownRule, ...]
    dibao: ShownStandard | None = None
    sources: tuple[ShownSource, ...]


def law_on(
    day: date, policy: Policy, *, name: str | None = None, area: str | None = None
) -> LawOnDay:
    """The law on a day: every rule or the one named, and the dibao standard of an area if asked.

    Raises ``PolicyError`` for an unknown rule, ``NotInForce`` where the rule named, or every
    rule, is not in force that day, ``NoStandard`` where the area has no standard on record.
    """
    if name is not None:
        rule(name)
        policy.law(name, day)
    shown = tuple(_rule(named, policy, day) for named in ((name,) if name else policy.rules))
    if not any(found.in_force for found in shown):
        raise NotInForce("no-law-that-day", "--on", day=day.isoformat())
    standard = None if area is None else _standard(area_code(area, "--area"), policy, day)
    cited = [source for found in shown for source in _cited(found)]
    cited += [standard.source] if standard else []
    return LawOnDay(
        on=day,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        changes=policy.changes,
        rules=shown,
        dibao=standard,
        sources=tuple(_source(name) for name in dict.fromkeys(cited) if name in sources()),
    )


def grade_of(source: str) -> str:
    """The grade of a source, empty where it is not on record."""
    return sources()[source].grade if source in sources() else ""


def _rule(name: str, policy: Policy, day: date) -> ShownRule:
    named = policy.rules[name]
    try:
        law = policy.law(name, day)
    except NotInForce as absent:
        return ShownRule(
            rule=name,
            zh=named.title.zh,
            en=named.title.en,
            in_force=False,
            reason=absent.code,
            readings=_readings(named, policy),
        )
    return ShownRule(
        rule=name,
        zh=named.title.zh,
        en=named.title.en,
        in_force=True,
        since=law.period.since,
        through=_end(law.period.through),
        label=law.period.label,
        source=law.period.source,
        precision=law.period.precision,
        plan_through=_end(named.plan_through),
        figures=_figures(law),
        readings=_readings(named, policy),
        notices=law.notices,
    )


def _figures(law: Law) -> tuple[ShownFigure, ...]:
    on_record = {
        (period.since, figure.name): figure
        for period in rule(law.rule.name).periods
        for figure in period.parameters
    }
    return tuple(
        _figure(figure, on_record[law.period.since, figure.name])
        for figure in law.period.parameters
    )


def _figure(figure: Parameter, on_record: Parameter) -> ShownFigure:
    return ShownFigure(
        name=figure.name,
        value=figure.value or None,
        unit=figure.unit,
        zh=figure.zh,
        en=figure.en,
        says=figure.says,
        source=figure.source,
        grade=grade_of(figure.source),
        reviewed=figure.reviewed,
        revised=figure != on_record,
        precision=figure.precision,
    )


def _readings(named: Rule, policy: Policy) -> tuple[ShownReading, ...]:
    return tuple(
        ShownReading(
            id=name,
            zh=gap.question.zh,
            en=gap.question.en,
            choice=policy.choices[name],
            choice_zh=gap.choices[policy.choices[name]].zh,
            choice_en=gap.choices[policy.choices[name]].en,
            default=gap.default,
            choices=tuple(gap.choices),
        )
        for name in named.every_reading
        for gap in (readings()[name],)
    )


def _standard(area: str, policy: Policy, day: date) -> ShownStandard:
    found = policy.standard(area, day)
    return ShownStandard(
        area=area,
        name=full_name(area),
        monthly=printed(found.monthly),
        since=None if found.since == date.min else found.since,
        through=_end(found.through),
        says=found.says,
        source=found.source,
        grade=grade_of(found.source),
        precision=found.precision,
    )


def _cited(shown: ShownRule) -> list[str]:
    own = [shown.source] if shown.source else []
    return [*own, *(figure.source for figure in shown.figures)]


def _source(name: str) -> ShownSource:
    source = sources()[name]
    return ShownSource(
        id=name,
        zh=source.title.zh,
        en=source.title.en,
        issuer_zh=source.issuer.zh,
        issuer_en=source.issuer.en,
        date=source.date,
        grade=source.grade,
        kind=source.kind,
    )


def _end(through: date) -> date | None:
    return None if through == NO_END else through
