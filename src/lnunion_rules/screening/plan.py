"""The plan: a roster into batches by year and area, under a budget and what hospitals can do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from ..candidates import AreaCapacity, Candidate
from ..claims import Union
from ..dates import LAST
from ..doors import figures, filled
from ..errors import InputError
from ..findings import PolicyStamp
from ..policy import Law, Policy, load_policy
from ..rules.cancer_screening import RULE, Parameters
from ..screening_findings import Allotment, Batch, NotPlaced, OwnCheckup, ScreeningPlan, WhyNot
from ..sources import not_in_force
from ..units import added, fen, yuan
from ..welfare_findings import Reject
from .budget import AreaYear, Need, years_of
from .levels import responsibilities
from .queue import Judge, Queue
from .register import Register

TWICE = "person-twice"
LATE = "screened-after-start"


def plan_screening(
    roster: Iterable[Candidate],
    *,
    on: date,
    unions: Iterable[Union] | None = None,
    from_year: int | None = None,
    budget: str | Decimal | None = None,
    capacity: Iterable[AreaCapacity] | None = None,
    policy: Policy | None = None,
) -> ScreeningPlan:
    """Plan the screening of a roster, one row a worker, from a year on (left out, that of ``on``).

    ``budget`` is yuan a year; ``unions`` say where a unit is, since when it has a union, whether
    it was in difficulty and whether it screens its women itself; ``capacity`` holds one row for
    each area. Left out, there is no limit, and nothing is known of the units. The women due in
    the first year are placed in it or carried over, in the order of the queue; how the money goes
    to the areas is said in ``screening/budget.py``. A second row of one person and a screening
    after the plan begins are rejected by row (from 1).

    Raises ``NotInForce`` where no law covers the day or the year, ``InputError`` for a budget
    that is no money, and for a union or area listed twice.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    start = start_of(law, on.year if from_year is None else from_year)
    money = money_of(budget)
    register = Register.of(unions, capacity)
    queue = Queue(Judge(law, start), register)
    rows, rejects = _filled(queue, roster)
    needs = needs_of(queue, register)
    years = years_of(needs, start.year, money)
    batches, not_placed = _batches(queue, needs, years, money)
    due = sum((need.first_batch + need.others) * need.cost for need in needs)
    return ScreeningPlan(
        from_year=start.year,
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=rows,
        rows_accepted=rows - len(rejects),
        rows_rejected=len(rejects),
        batches=batches,
        not_due=tuple(queue.not_due),
        excluded=tuple(queue.excluded),
        undetermined=tuple(queue.undetermined),
        own_checkup=tuple(_own_checkups(queue, register)),
        not_placed=not_placed,
        allotments=tuple(_allotments(years, register)),
        responsibilities=tuple(responsibilities(batches)),
        budget=None if money is None else yuan(money),
        subsidy_total=added(batch.subsidy for batch in batches),
        shortfall=yuan(0 if money is None else max(due - money, 0)),
        rejects=rejects,
        parameters=figures(law),
        readings=law.readings,
        sources=law.sources,
        notices=notices(law, years, register),
    )


def start_of(law: Law, year: int) -> date:
    """The first day of a plan: of its year, or the day on which screening began in that year.

    Raises ``NotInForce`` for a year that no law covers.
    """
    since, through = law.period.since, law.period.through
    if not since.year <= year <= min(through, LAST).year:
        last_day = date(min(max(year, date.min.year), date.max.year), 12, 31)
        raise not_in_force(law.rule, last_day, "from")
    return max(date(year, 1, 1), since)


def money_of(budget: str | Decimal | None) -> int | None:
    """A year's budget in fen; ``InputError`` (``not-money``) for anything else."""
    try:
        return None if budget is None else fen(budget)
    except ValueError:
        raise InputError("not-money", "budget") from None


def _filled(queue: Queue, roster: Iterable[Candidate]) -> tuple[int, tuple[Reject, ...]]:
    """The queue filled from a roster: how many rows there were, and which were rejected."""
    seen: set[str] = set()
    rejects = []
    row = 0
    for row, candidate in enumerate(roster, 1):
        last = candidate.last_screened_on
        if candidate.member_id in seen:
            rejects.append(_reject(row, "member_id", TWICE))
        elif last is not None and last > queue.judge.start:
            rejects.append(_reject(row, "last_screened_on", LATE))
        else:
            queue.add(candidate)
        seen.add(candidate.member_id)
    return row, tuple(rejects)


def _reject(row: int, column: str, code: str) -> Reject:
    return Reject(row=row, column=column, code=code, reason=code)


def needs_of(queue: Queue, register: Register) -> list[Need]:
    """The women who are due, counted by area; in the order of the areas' codes."""
    needs = []
    for area in sorted(queue.waiting, key=lambda area: area or ""):
        women = queue.waiting[area]
        first = sum(not woman.later for woman in women)
        capacity = register.capacity_of(area)
        needs.append(Need(area, first, len(women) - first, queue.costs[area], capacity))
    return needs


def _batches(
    queue: Queue, needs: Sequence[Need], years: Sequence[AreaYear], money: int | None
) -> tuple[tuple[Batch, ...], tuple[NotPlaced, ...]]:
    """The women by name, in the order of the queue; and those whom no year can take."""
    queues = {area: iter(sorted(women)) for area, women in queue.waiting.items()}
    costs = {need.area: need.cost for need in needs}
    batches = []
    for row in years:
        for priority, women in ((True, row.planned_first), (False, row.planned_others)):
            if women:
                batch = Batch(
                    year=row.year,
                    area=row.area,
                    priority=priority,
                    women=women,
                    subsidy=yuan(women * costs[row.area]),
                    member_ids=tuple(w.member_id for w in islice(queues[row.area], women)),
                )
                batches.append(batch)
    left = [
        NotPlaced(member_id=woman.member_id, area=need.area, reason=why_not(need, money))
        for need in needs
        for woman in queues[need.area]
    ]
    return tuple(batches), tuple(left)


def why_not(need: Need, money: int | None) -> WhyNot:
    """Why a woman of an area who is left over has no place in any year."""
    if need.capacity == 0:
        return "no-capacity"
    return "no-budget" if money is not None and money < need.cost else "after-2100"


def _own_checkups(queue: Queue, register: Register) -> Iterator[OwnCheckup]:
    for union_id in sorted(queue.own):
        women = sorted(queue.own[union_id])
        yield OwnCheckup(
            union_id=union_id,
            area=register.unions[union_id].area if register.unions else None,
            women=len(women),
            member_ids=tuple(woman.member_id for woman in women),
        )


def _allotments(years: Iterable[AreaYear], register: Register) -> Iterator[Allotment]:
    for row in years:
        yield Allotment(
            year=row.year,
            area=row.area,
            waiting=row.waiting,
            first_batch=row.waiting_first,
            allotted=row.allotted,
            capacity=register.capacity_of(row.area),
            planned=row.planned,
            carried_over=row.waiting - row.planned,
        )


def notices(law: Law, years: Sequence[AreaYear], register: Register) -> tuple[str, ...]:
    """What one should know beside a plan, as codes of notices."""
    found = []
    if register.unions is None:
        found.append("no-unions")
    elif any(row.area is None for row in years):
        found.append("area-not-stated")
    if years and years[-1].year >= years[0].year + filled(law, Parameters).interval:
        found.append("beyond-cycle")
    return tuple(found)
