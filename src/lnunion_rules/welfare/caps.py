"""Caps held: what is over, what remains, and the union average beside the members."""

from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..algebra import split
from ..claims import ExpenseClaim
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
from .ledger import Group, Ledger, covered, ids_of

OWN_RULE = "union_own_rule"
"""The source named where a union's own lower cap is the one that binds."""

READING_OF = {
    "festival": "festival_measure",
    "marriage": "marriage_per",
    "birth": "birth_per",
    "illness": "illness_per",
}
"""The reading that says per what a cap is counted; a union counts its own cap by its own rule."""

EVENT_UNSTATED = "event_unstated"
"""The reading that says which payments are joined where no event is stated."""


class Stage(NamedTuple):
    """The payments of a group up to a day, and the cap they are held to."""

    through: date
    sheet: Worksheet


def stages(
    group: Group, entries: list[Entry], ledger: Ledger, last: date | None = None
) -> list[Stage]:
    """A group held to every cap that applies to it; the last stage is the whole.

    Where a cap changes within the group, payments before the change are held to the old cap on
    their own and the whole to the new one. A reversal counts on the day of the payment it takes
    back, so that one booked after a change still lowers what was paid before it.
    """
    last = last or ledger.last_day(group, entries)
    paid_by = [
        end
        for end in changes(ledger)
        if end < last and any(entry.claim.paid_on <= end for entry in entries)
    ]
    return [_stage(group, entries, through, ledger) for through in (*paid_by, last)]


def changes(ledger: Ledger) -> list[date]:
    """The last day of every replaced cap; a new cap that holds all year is moved to 1 January."""
    since = [period.since for period in ledger.policy.rules[RULE].periods[1:]]
    if ledger.choice("changing_year") == "new_all_year":
        since = [day.replace(month=1, day=1) for day in since]
    return [day - timedelta(days=1) for day in since]


def _stage(group: Group, entries: list[Entry], through: date, ledger: Ledger) -> Stage:
    spent = sum(entry.net for entry in entries if entry.claim.paid_on <= through)
    own = ledger.own_cap(group.union_id, group.purpose)
    if group.union_id is not None and ledger.across_unions(group.purpose):
        legal = NO_CAP
    else:
        legal = legal_cap(group.purpose, law_day(through, ledger), ledger.policy)
    if group.member_id is None and group.year is not None:
        heads = ledger.heads(group.union_id or "", group.year)
        legal, own = _times(legal, heads), _times(own, heads)
    return Stage(through, work_out(spent, legal, own))


def law_day(through: date, ledger: Ledger) -> date:
    """The day whose cap holds for payments through a day."""
    if ledger.choice("changing_year") == "new_all_year":
        return through.replace(month=12, day=31)
    return through


def _times(cap: int, heads: int) -> int:
    return cap if cap == NO_CAP else cap * heads


def over_caps(ledger: Ledger, claim: ExpenseClaim | None = None) -> Iterator[Breach]:
    """A breach for every group over a cap: the stage that is furthest over.

    With a claim only the stages in which that payment counts are looked at.
    """
    for group, entries in ledger.groups.items():
        if claim is None:
            held = stages(group, entries, ledger)
        elif any(entry.claim is claim for entry in entries):
            held = [s for s in stages(group, entries, ledger) if claim.paid_on <= s.through]
        else:
            continue
        worst = max(held, key=lambda stage: stage.sheet.over)
        if worst.sheet.over and worst.sheet.cap < NO_CAP:
            counted = [entry for entry in entries if entry.claim.paid_on <= worst.through]
            yield _over(group, counted, worst, ledger)


def _over(group: Group, entries: list[Entry], stage: Stage, ledger: Ledger) -> Breach:
    sheet = stage.sheet
    by_own_rule = sheet.own_cap < sheet.legal_cap
    reading = EVENT_UNSTATED if group.event_unstated else READING_OF.get(group.purpose)
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
        else source_of_cap(group.purpose, law_day(stage.through, ledger), ledger.policy),
        reading=ledger.reading(reading) if reading else None,
    )


def year_shown(group: Group, entries: list[Entry]) -> int | None:
    """The year a group is listed under: its own, else that of its first payment."""
    if group.year is not None or not entries:
        return group.year
    return min(entry.claim.paid_on for entry in entries).year


def allowances(ledger: Ledger, only: Container[Group] | None = None) -> Iterator[Remaining]:
    """What remains of each cap: every group, and festival gifts of members not yet paid any.

    ``only`` leaves out every other group.
    """
    unpaid = {group: last for group, last in _unpaid(ledger) if group not in ledger.groups}
    for group in sorted({*ledger.groups, *unpaid}, key=_order):
        if only is not None and group not in only:
            continue
        entries = ledger.groups.get(group, [])
        sheet = stages(group, entries, ledger, unpaid.get(group))[-1].sheet
        if sheet.cap >= NO_CAP:
            continue
        yield Remaining(
            union_id=group.union_id,
            member_id=group.member_id,
            purpose=group.purpose,
            year=year_shown(group, entries),
            event=None if group.event_unstated else group.event,
            cap=yuan(sheet.cap),
            spent=yuan(sheet.spent),
            over=yuan(sheet.over),
            remaining=yuan(sheet.remaining),
        )


def _unpaid(ledger: Ledger) -> Iterator[tuple[Group, date]]:
    """Members' festival groups of every year in which their union paid, and of the check's own."""
    if ledger.roster is None or ledger.choice("festival_measure") == "union_average":
        return
    paid: dict[str, set[int]] = defaultdict(set)
    for entry in ledger.standing():
        if entry.claim.purpose == "festival":
            paid[entry.claim.union_id].add(ledger.year_of(entry.claim))
    for union in ledger.roster.unions():
        for member, joined, left in ledger.roster.spells(union):
            began = None if joined == date.min else joined
            for year in sorted(paid[union] | {ledger.year_on(began, ledger.on)}):
                first, last = ledger.year_span(began, year)
                in_force = covered(law_day(last, ledger), ledger.policy)
                if in_force and joined <= last and first <= left:
                    for owner in ledger.owners(union, "festival"):
                        yield Group(owner, member, "festival", year, None), last


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
        heads = ledger.heads(union, year)
        if heads:
            yield Average(
                union_id=union,
                year=year,
                members=heads,
                festival_average=yuan(split(total, heads)),
            )
