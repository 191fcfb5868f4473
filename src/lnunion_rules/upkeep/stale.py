"""What needs review: figures looked at long ago, plans that are over, standards that ran out."""

from datetime import date, timedelta
from typing import Literal

from ..answers import Answer
from ..areas import full_name
from ..dibao import Standard, bundled
from ..findings import PolicyStamp
from ..policy import Policy
from ..resources import table
from ..rulebook import NO_END, Rule

A_YEAR = 365
"""Days after which a figure is due for review, unless the caller says otherwise."""


class Stale(Answer):
    """One thing that needs review, and the day that makes it so."""

    code: Literal["review-due", "plan-over", "law-ended", "standard-ran-out"]
    path: str
    """A figure, a rule, or ``dibao.``, an area and, of a single row, its first day."""
    zh: str
    en: str
    since: date
    """When it was last reviewed, or the last day it covered."""
    source: str


class StaleLaw(Answer):
    """What needs review on a day."""

    on: date
    days: int
    policy: PolicyStamp
    found: tuple[Stale, ...]


def stale_on(day: date, policy: Policy, *, days: int = A_YEAR) -> StaleLaw:
    """What has not been reviewed for so many days, or covers the day no longer."""
    due = day - timedelta(days=days)
    found = [item for rule in policy.rules.values() for item in _of_rule(rule, day, due)]
    found += _unreviewed_standards(due)
    found += _run_out((*bundled(), *policy.own_dibao), day)
    return StaleLaw(
        on=day,
        days=days,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        found=tuple(found),
    )


def _of_rule(rule: Rule, day: date, due: date) -> list[Stale]:
    title = {"zh": rule.title.zh, "en": rule.title.en}
    last = rule.periods[-1]
    found = []
    if rule.plan_through < day:
        found.append(
            Stale(
                code="plan-over",
                path=rule.name,
                since=rule.plan_through,
                source=last.source,
                **title,
            )
        )
    if last.through < day:
        found.append(
            Stale(code="law-ended", path=rule.name, since=last.through, source=last.source, **title)
        )
    for period in rule.periods:
        found += [
            Stale(
                code="review-due",
                path=figure.name,
                zh=figure.zh,
                en=figure.en,
                since=figure.reviewed,
                source=figure.source,
            )
            for figure in period.parameters
            if figure.reviewed < due
        ]
    return found


def _unreviewed_standards(due: date) -> list[Stale]:
    return [
        Stale(
            code="review-due",
            path=f"dibao.{row['area']}.{row['since']}",
            zh=full_name(row["area"]),
            en=full_name(row["area"]),
            since=row["reviewed"],
            source=row["source"],
        )
        for row in table("data/dibao.toml")["standard"]
        if row["reviewed"] < due
    ]


def _run_out(standards: tuple[Standard, ...], day: date) -> list[Stale]:
    """The areas whose last standard ended before the day."""
    latest: dict[str, Standard] = {}
    for row in standards:
        if row.area not in latest or row.through > latest[row.area].through:
            latest[row.area] = row
    return [
        Stale(
            code="standard-ran-out",
            path=f"dibao.{area}",
            zh=full_name(area),
            en=full_name(area),
            since=row.through,
            source=row.source,
        )
        for area, row in sorted(latest.items())
        if row.through < day and row.through != NO_END
    ]
