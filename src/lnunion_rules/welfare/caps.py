"""Caps held: what is over, what remains, and the union average beside the members."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..algebra import split
from ..rules.collective_welfare import (
    NO_CAP,
    RULE,
    Worksheet,
    legal_cap,
    purposes,
    source_of_cap,
    work_out,
)
from ..units import yuan
from ..welfare_findings import Average, Breach, Remaining
from .entries import Entry
from .ledger import Group, Ledger, ids_of

OWN_RULE = "union_own_rule"
"""The source named where a union's own lower cap is the one that binds."""

READING_OF = {
    "festival": "welfare.festival_measure",
    "marriage": "welfare.marriage_per",
    "birth": "welfare.birth_per",
    "illness": "welfare.illness_per",
    "birthday": "welfare.birthday_per",
    "bereavement": "welfare.event_unstated",
    "retirement": "welfare.retirement_who",
}


class Stage(NamedTuple):
    """The payments of a group up to a day, and the cap they are held to."""

    through: date
    sheet: Worksheet


def stages(group: Group, entries: list[Entry], ledger: Ledger) -> list[Stage]:
    """A group held to every cap that applies to it; the last stage is the whole.

    Where a cap changes within the group, payments before the change are held to the old cap on
    their own and the whole to the new one; under ``welfare.changing_year=new_all_year`` only
    the whole counts.
    """
    last = max((entry.claim.paid_on for entry in entries), default=date.min)
    if group.year is not None:
        last = max(last, date(group.year, 12, 31))
    ends = [end for end in _changes(ledger) if end < last]
    if ledger.choice("changing_year") == "new_all_year" and group.year is not None:
        ends = []
    paid_by = [end for end in ends if any(entry.claim.paid_on <= end for entry in entries)]
    if group.year is None and entries:
        paid_by = [end for end in paid_by if end >= min(e.claim.paid_on for e in entries)]
    return [_stage(group, entries, through, ledger) for through in (*paid_by, last)]


def _changes(ledger: Ledger) -> list[date]:
    periods = ledger.policy.law(RULE, ledger.policy.rules[RULE].periods[0].since).rule.periods
    return [period.through for period in periods[:-1]]


def _stage(group: Group, entries: list[Entry], through: date, ledger: Ledger) -> Stage:
    spent = sum(entry.net for entry in entries if entry.claim.paid_on <= through)
    legal = legal_cap(group.purpose, through, ledger.policy)
    own = ledger.own_cap(group.union_id, group.purpose)
    if group.member_id is None and group.year is not None:
        heads = head_count(ledger, group.union_id or "", group.year)
        legal, own = _times(legal, heads), _times(own, heads)
    return Stage(through, work_out(spent, legal, own))


def _times(cap: int, heads: int) -> int:
    return cap if cap == NO_CAP else cap * heads


def head_count(ledger: Ledger, union_id: str, year: int) -> int:
    """The members of a union in a year: on the roster, else those the ledger names."""
    if ledger.roster is not None:
        return len(ledger.roster.members(union_id, date(year, 1, 1), date(year, 12, 31)))
    return len(
        {
            entry.claim.member_id
            for key, entry in ledger.entries.payments.items()
            if key.union_id == union_id and entry.claim.paid_on.year == year
        }
    )


def over_caps(ledger: Ledger) -> Iterator[Breach]:
    """A breach for every group over a cap: the stage that is furthest over."""
    for group, entries in ledger.groups.items():
        worst = max(stages(group, entries, ledger), key=lambda stage: stage.sheet.over)
        if worst.sheet.over:
            counted = [entry for entry in entries if entry.claim.paid_on <= worst.through]
            yield _over(group, counted, worst, ledger)


def _over(group: Group, entries: list[Entry], stage: Stage, ledger: Ledger) -> Breach:
    sheet = stage.sheet
    by_own_rule = sheet.own_cap < sheet.legal_cap
    reading = READING_OF[group.purpose]
    return Breach(
        code="over-cap",
        entry_ids=ids_of(entries),
        union_id=group.union_id,
        member_id=group.member_id,
        purpose=group.purpose,
        year=year_shown(group, entries),
        spent=yuan(sheet.spent),
        cap=yuan(sheet.cap),
        over=yuan(sheet.over),
        source=OWN_RULE
        if by_own_rule
        else source_of_cap(group.purpose, stage.through, ledger.policy),
        reading=f"{reading}={ledger.policy.choices[reading]}",
    )


def year_shown(group: Group, entries: list[Entry]) -> int | None:
    """The year a group is listed under: its own, else that of its first payment."""
    if group.year is not None or not entries:
        return group.year
    return min(entry.claim.paid_on for entry in entries).year


def allowances(ledger: Ledger) -> Iterator[Remaining]:
    """What remains of each cap: every group, and festival gifts of members not yet paid any."""
    groups = dict(ledger.groups)
    for group in _unpaid(ledger):
        groups.setdefault(group, [])
    for group in sorted(groups, key=_order):
        entries = groups[group]
        sheet = stages(group, entries, ledger)[-1].sheet
        if sheet.cap >= NO_CAP:
            continue
        event = group.event if group.event and not group.event.startswith("entry:") else None
        yield Remaining(
            union_id=group.union_id,
            member_id=group.member_id,
            purpose=group.purpose,
            year=year_shown(group, entries),
            event=event,
            cap=yuan(sheet.cap),
            spent=yuan(sheet.spent),
            over=yuan(sheet.over),
            remaining=yuan(sheet.remaining),
        )


def _unpaid(ledger: Ledger) -> Iterator[Group]:
    if ledger.roster is None or ledger.choice("festival_measure") == "union_average":
        return
    years = {group.year for group in ledger.groups if group.purpose == "festival"}
    per_person = ledger.choice("two_unions") == "per_person"
    for year in sorted(year for year in years | {ledger.on.year} if year is not None):
        for union in ledger.roster.unions():
            for member in ledger.roster.members(union, date(year, 1, 1), date(year, 12, 31)):
                yield Group(None if per_person else union, member, "festival", year, None)


def _order(group: Group) -> tuple[str, str, int, int, str]:
    place = list(purposes()).index(group.purpose)
    return group.union_id or "", group.member_id or "", place, group.year or 0, group.event or ""


def averages(ledger: Ledger) -> Iterator[Average]:
    """Festival gifts per member of each union and year, half a fen rounded up."""
    totals: dict[tuple[str, int], int] = {}
    for entry in ledger.standing():
        if entry.claim.purpose == "festival":
            key = entry.claim.union_id, ledger.year_of(entry.claim)
            totals[key] = totals.get(key, 0) + entry.net
    for (union, year), total in sorted(totals.items()):
        heads = head_count(ledger, union, year)
        if heads:
            yield Average(
                union_id=union,
                year=year,
                members=heads,
                festival_average=yuan(split(total, heads)),
            )
