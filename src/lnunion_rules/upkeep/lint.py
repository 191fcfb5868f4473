"""Anomalies in the law on record, as checks with stable codes.

A failing check is a mistake in the data; the others are worth knowing and no mistake. Readings
and sources that no rule uses yet are listed apart.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from ..algebra import share_of
from ..answers import Answer
from ..areas import areas, full_name
from ..dibao import Standard, bundled
from ..findings import PolicyStamp
from ..history import REVISION, Parameter, figure, in_order
from ..policy import Policy
from ..readings import Reading, readings
from ..resources import folder, table
from ..rulebook import Rule
from ..sources import sources
from ..units import printed

_HASH = re.compile(r"[0-9a-f]{16}", re.ASCII)


class Check(Answer):
    """One finding of the checks: what is wrong or worth knowing, and where."""

    code: str
    failing: bool
    path: str
    zh: str
    en: str


class Lint(Answer):
    """What the checks found."""

    policy: PolicyStamp
    failing: int
    """How many checks failed."""
    checks: tuple[Check, ...]
    readings_not_yet_used: tuple[str, ...]
    sources_not_yet_used: tuple[str, ...]


class Record(NamedTuple):
    """The law on record as the checks read it."""

    rules: Mapping[str, Rule]
    choices: Mapping[str, str]
    readings: Mapping[str, Reading]
    sources: frozenset[str]
    clauses: Sequence[Mapping[str, Any]]
    standards: tuple[Standard, ...]
    own_standards: tuple[Standard, ...]
    files: Mapping[str, Any]


def record_of(policy: Policy) -> Record:
    """The law on record with a policy's changes."""
    return Record(
        rules=policy.rules,
        choices=policy.choices,
        readings=readings(),
        sources=frozenset(sources()),
        clauses=table("data/clauses.toml")["clause"],
        standards=bundled(),
        own_standards=policy.own_dibao,
        files={path: table(path) for path in _data_files()},
    )


def lint(policy: Policy) -> Lint:
    """Check the law on record with a policy's changes."""
    record = record_of(policy)
    checks = tuple(checks_of(record))
    return Lint(
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        failing=sum(check.failing for check in checks),
        checks=checks,
        readings_not_yet_used=tuple(name for name in record.readings if name not in _used(record)),
        sources_not_yet_used=tuple(sorted(record.sources - _cited(record))),
    )


def checks_of(record: Record) -> Iterator[Check]:
    """Every finding on one record, the failing and the others, in the order of the data."""
    for rule in record.rules.values():
        yield from _of_rule(rule, record)
    yield from _of_readings(record)
    yield from _of_clauses(record)
    yield from _of_standards(record)
    for path, data in record.files.items():
        yield from _labels(data, path)


def _found(code: str, path: str, **details: str) -> Check:
    row = table("data/checks.toml")[code]
    return Check(
        code=code,
        failing=row["failing"],
        path=path,
        zh=row["zh"].format_map(details),
        en=row["en"].format_map(details),
    )


def _data_files() -> list[str]:
    return [
        f"{name}/{entry.name}"
        for name in ("data", "rules")
        for entry in sorted(folder(name).iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]


def _of_rule(rule: Rule, record: Record) -> Iterator[Check]:
    if not in_order(rule.periods):
        yield _found("periods-out-of-order", rule.name)
    if len({tuple(sorted(figure.name for figure in one.parameters)) for one in rule.periods}) > 1:
        yield _found("figures-differ", rule.name)
    for period in rule.periods:
        if period.source not in record.sources:
            yield _found("source-unknown", rule.name, source=period.source)
        for one in period.parameters:
            yield from _of_figure(one, record)
    for name in rule.cites:
        if name not in record.sources:
            yield _found("source-unknown", rule.name, source=name)
    for name in rule.every_reading:
        if name not in record.readings:
            yield _found("reading-unknown", rule.name, reading=name)


def _of_figure(one: Parameter, record: Record) -> Iterator[Check]:
    if not one.source:
        yield _found("figure-without-source", one.name)
    elif one.source not in record.sources and one.source != REVISION:
        yield _found("source-unknown", one.name, source=one.source)
    if one.number is None:
        yield _found("figure-without-value", one.name)
        return
    if not one.says:
        yield _found("figure-without-words", one.name)
    if not one.least <= one.number <= one.most:
        bounds = {"least": figure(one.least, one.unit), "most": figure(one.most, one.unit)}
        yield _found("figure-out-of-bounds", one.name, **bounds)


def _of_readings(record: Record) -> Iterator[Check]:
    for name, gap in record.readings.items():
        if gap.source not in record.sources:
            yield _found("source-unknown", name, source=gap.source)
    for name, choice in record.choices.items():
        if name in record.readings and choice not in record.readings[name].choices:
            yield _found("choice-unknown", name, reading=name, choice=choice)


def _of_clauses(record: Record) -> Iterator[Check]:
    known = {name for rule in record.rules.values() for name in _names(rule)}
    hashes = [clause["sha256"] for clause in record.clauses]
    numbers = [clause["number"] for clause in record.clauses]
    sound = all(_HASH.fullmatch(text) for text in hashes) and len(set(hashes)) == len(hashes)
    if not sound or numbers != list(range(1, len(numbers) + 1)):
        yield _found("sentences-out-of-order", "data/clauses.toml")
    for clause in record.clauses:
        path = f"clause[{clause['number']}]"
        for name in clause["covered_by"]:
            if name not in known:
                yield _found("covers-unknown", path, name=name)
        if not (clause["covered_by"] or clause["why_zh"]):
            yield _found("sentence-unexplained", path)


def _names(rule: Rule) -> Iterator[str]:
    yield rule.name
    for period in rule.periods:
        for one in period.parameters:
            yield one.name


def _of_standards(record: Record) -> Iterator[Check]:
    for row in record.standards:
        if row.source not in record.sources:
            yield _found("source-unknown", f"dibao.{row.area}", source=row.source)
    for row in record.own_standards:
        if row.source not in record.sources:
            yield _found("source-of-caller", f"dibao.{row.area}")
    every = (*record.standards, *record.own_standards)
    for area in sorted({row.area for row in every} | _cities()):
        own = [row for row in record.own_standards if row.area == area]
        rows = sorted((row for row in every if row.area == area), key=lambda row: row.since)
        yield from _of_area(area, rows, overridden=bool(own))
        for row in rows:
            yield from _of_floor(row, record)


def _cities() -> set[str]:
    return {area.code for area in areas().values() if area.kind == "city"}


def _of_area(area: str, rows: list[Standard], *, overridden: bool) -> Iterator[Check]:
    named, path = {"area": full_name(area)}, f"dibao.{area}"
    if not rows:
        yield _found("no-standard", path, **named)
    for before, after in pairwise(rows):
        if after.since <= before.through:
            # A caller's own rows are meant to stand before those on record.
            if not overridden:
                yield _found("standards-overlap", path, day=after.since.isoformat())
            continue
        ended, begun = before.through + timedelta(days=1), after.since - timedelta(days=1)
        if ended <= begun:
            days = {"since": ended.isoformat(), "through": begun.isoformat()}
            yield _found("standard-gap", path, **named, **days)


def _of_floor(row: Standard, record: Record) -> Iterator[Check]:
    """Whether the floor of education aid binds at a standard, while both are in force."""
    rule = record.rules["education_aid"]
    numbers = next(
        (
            {one.field: one.number or 0 for one in period.parameters}
            for period in rule.periods
            if period.since <= row.through and row.since <= period.through
        ),
        None,
    )
    if numbers is None:
        return
    student = row.monthly * numbers["months"]
    pupil = share_of(student, numbers["secondary_share"])
    told = {"area": full_name(row.area), "since": _day(row.since), "monthly": printed(row.monthly)}
    if student < numbers["secondary_floor"]:
        yield _found("pupil-above-student", f"dibao.{row.area}", **told)
    elif pupil < numbers["secondary_floor"]:
        yield _found("floor-binds", f"dibao.{row.area}", **told)


def _day(on: date) -> str:
    return on.isoformat()


def _labels(data: Any, path: str) -> Iterator[Check]:
    """Every text that stands in one language but not in the other."""
    if isinstance(data, list):
        for index, part in enumerate(data):
            yield from _labels(part, f"{path}[{index}]")
    elif isinstance(data, Mapping):
        for key, part in data.items():
            other = _other(key)
            if other and isinstance(part, str) and bool(part) != bool(data.get(other)):
                yield _found("label-missing", path, key=f"{key} / {other}")
            yield from _labels(part, f"{path}.{key}")


def _other(key: str) -> str:
    stem, _, language = key.rpartition("_")
    other = {"zh": "en", "en": "zh"}.get(language or key, "")
    return other and (f"{stem}_{other}" if stem else other)


def _used(record: Record) -> set[str]:
    return {name for rule in record.rules.values() for name in rule.every_reading}


def _cited(record: Record) -> set[str]:
    own = {period.source for rule in record.rules.values() for period in rule.periods}
    figures = {
        one.source
        for rule in record.rules.values()
        for period in rule.periods
        for one in period.parameters
    }
    gaps = {gap.source for name, gap in record.readings.items() if name in _used(record)}
    beside = {name for rule in record.rules.values() for name in rule.cites}
    return own | figures | gaps | beside | {row.source for row in record.standards}
