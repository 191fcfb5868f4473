"""Progress: what has been done against the targets, by area and year, each person once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from ..algebra import at_least, split
from ..casework import Life, lives_of
from ..casework.lineage import Exit, Lineage
from ..casework_findings import AreaProgress, Extra, Progress, YearProgress
from ..dates import MONTHS_OF_A_YEAR
from ..doors import filled
from ..errors import InputError
from ..hardship_files import CaseEvent, FiledHousehold
from ..policy import Policy, load_policy
from ..rules.depoverty_targets import YEARS, Parameters, law_of
from ..targets_findings import AreaTarget, Schedule
from ..units import YUAN, printed
from .extra import upwards
from .filings import check_files, check_rows, filings

COUNTED = ("death", "mistaken")
"""The closings that the reading ``targets.done`` can count as done."""
UNSTATED = "conditions-not-stated"


class Left(NamedTuple):
    """One household of the baseline that has left, and where it counts."""

    household_id: str
    area: str
    exit: Exit
    done: bool


@dataclass
class Tally:
    """What is counted of one area and all areas below it."""

    done: list[Left] = field(default_factory=list)
    apart: int = 0
    persons: set[str] = field(default_factory=set)
    unlisted: bool = False
    """Whether a household that is done has people who are not listed."""
    returned: int = 0
    new: int = 0
    apart_done: dict[str, date] = field(default_factory=dict)
    """The new and returned households that have left, with the day."""


def progress_of(
    schedule: Schedule,
    events: Iterable[CaseEvent],
    *,
    on: date,
    households: Iterable[FiledHousehold] = (),
    extra: Sequence[Extra] = (),
    policy: Policy | None = None,
) -> Progress:
    """Done against target by area and year on a day.

    One event is one row; ``households`` are on file from the day they state, or the baseline
    day, and need no event that files them. A household of the baseline counts once, in the area
    and year in which all that carries it on has left; its people are counted once, however often
    they are listed. Raises ``InputError``: ``event-not-allowed``, ``area-not-a-leaf``,
    ``stock-filed-later``, ``file-unknown``, and ``stock-above-baseline`` where more
    households of the stock are filed than were counted.
    """
    policy = policy or load_policy()
    p = filled(law_of(policy, on), Parameters)
    rows = tuple(events)
    listed = {household.household_id: household for household in households}
    added = filings(listed, rows, schedule.baseline)
    check_rows(rows, schedule)
    check_files(rows, set(listed))
    try:
        lives = lives_of([*added, *rows], on=on, policy=policy)
    except InputError as refused:
        raise _placed(refused, len(added)) from None
    tallies = _tallies(schedule, Lineage(lives), counts_exits=bool(p.exits_done))
    unstated = any(life.unstated for life in lives.values())
    return Progress(
        on=on,
        events=len(rows),
        areas=tuple(
            _area(area, tallies[area.area], schedule, on, extra, beside=bool(p.extra_beside))
            for area in schedule.areas
        ),
        notices=(UNSTATED,) if unstated else (),
    )


def _placed(refused: InputError, filings: int) -> InputError:
    """The refusal at its row among the events, or at the list whose filing it is about."""
    at = int(refused.path.removeprefix("events[").rstrip("]")) - filings
    path = "households" if at < 0 else f"events[{at}]"
    return InputError(refused.code, path, **refused.details)


def _tallies(schedule: Schedule, lineage: Lineage, *, counts_exits: bool) -> dict[str, Tally]:
    parents = {row.area: row.parent for row in schedule.areas}
    tallies = {area: Tally() for area in parents}
    stock: dict[str, int] = defaultdict(int)
    for name in sorted(lineage.lives):
        life = lineage.lives[name]
        area = life.filing.area or ""
        above = [tallies[place] for place in upwards(area, parents)]
        is_root = lineage.is_root(life)
        if is_root and life.filing.origin == "stock":
            stock[area] += 1
            left = _left(name, area, lineage, counts_exits=counts_exits)
            _count(above, left, lineage)
        _count_apart(above, life, is_root=is_root)
    for row in schedule.areas:
        if stock.get(row.area, 0) > row.households:
            counts = {"filed": stock[row.area], "counted": row.households}
            raise InputError("stock-above-baseline", "events", area=row.area, **counts)
    _once(tallies, schedule, lineage)
    return tallies


def _left(name: str, area: str, lineage: Lineage, *, counts_exits: bool) -> Left | None:
    found = lineage.exit_of(name)
    if found is None:
        return None
    done = found.is_done or (counts_exits and found.way in COUNTED)
    return Left(name, area, found, done)


def _count(above: list[Tally], left: Left | None, lineage: Lineage) -> None:
    if left is None:
        return
    for tally in above:
        if left.done:
            tally.done.append(left)
            tally.unlisted |= not lineage.members_of(left.household_id)
        else:
            tally.apart += 1


def _count_apart(above: list[Tally], life: Life, *, is_root: bool) -> None:
    """Count what stands outside the baseline: new files, returns, and their leaving again."""
    stock = life.filing.origin == "stock"
    came_back = life.filing.origin == "returned" or any(
        event.event == "returned" for event in life.events
    )
    later = life.stays[1:] if stock else life.stays
    for tally in above:
        tally.new += is_root and life.filing.origin == "new"
        tally.returned += came_back
        if later:
            tally.apart_done[life.household_id] = later[0].left_on


def _once(tallies: dict[str, Tally], schedule: Schedule, lineage: Lineage) -> None:
    """Count each person where the first of their households left, and nowhere else."""
    parents = {row.area: row.parent for row in schedule.areas}
    done = {left.household_id: left for tally in tallies.values() for left in tally.done}
    counted: set[str] = set()
    for left in sorted(done.values(), key=lambda left: (left.exit.on, left.household_id)):
        people = lineage.members_of(left.household_id) - counted
        counted |= people
        for place in upwards(left.area, parents):
            tallies[place].persons |= people


def _area(
    area: AreaTarget,
    tally: Tally,
    schedule: Schedule,
    on: date,
    extra: Sequence[Extra],
    *,
    beside: bool,
) -> AreaProgress:
    done = len(tally.done)
    ways = [left.exit.way for left in tally.done]
    by_way = {way: ways.count(way) for way in ("lifted_out", "relieved", "to_safety_net")}
    so_far = list(accumulate(area.targets))
    passed = sum(deadline <= on for deadline in schedule.deadlines)
    due = [0, *so_far][passed]
    coming = passed < YEARS
    to_go = area.households - done - tally.apart
    own = [row for row in extra if row.area == area.area]
    return AreaProgress(
        area=area.area,
        parent=area.parent,
        households=area.households,
        done=done,
        **by_way,
        counted_exits=done - sum(by_way.values()),
        apart=tally.apart,
        to_go=to_go,
        persons_done=None if tally.unlisted else len(tally.persons),
        returned=tally.returned,
        new=tally.new,
        apart_done=len(tally.apart_done),
        years=tuple(_years(area, tally, schedule, on, own, beside=beside)),
        due_so_far=due,
        ahead=done - due,
        next_due=so_far[passed] if coming else None,
        pace_needed=_pace(so_far[passed] - done, on, schedule.deadlines[passed])
        if coming
        else None,
        pace_to_end=_pace(to_go, on, schedule.deadlines[-1]) if coming else None,
    )


def _years(
    area: AreaTarget,
    tally: Tally,
    schedule: Schedule,
    on: date,
    own: list[Extra],
    *,
    beside: bool,
) -> Iterator[YearProgress]:
    target_so_far = 0
    for year in range(YEARS):
        deadline = schedule.deadlines[year]
        target_so_far += area.targets[year]
        until = min(deadline, on)
        left = {left.household_id for left in tally.done if left.exit.on <= until}
        apart = {name for name, day in tally.apart_done.items() if day <= until}
        so_far = [row for row in own if row.year <= deadline.year]
        wanted = sum(row.households for row in so_far)
        names = {name for row in so_far for name in row.household_ids}
        beyond = len(left) - target_so_far
        if beside:
            extra_done = len(names & (left | apart)) if len(names) == wanted else None
        else:
            # Nothing counts as extra before the provincial target is complete.
            extra_done = 0 if beyond < 0 else min(wanted, beyond + len(names & apart))
        yield YearProgress(
            year=deadline.year,
            deadline=deadline,
            target=area.targets[year],
            target_so_far=target_so_far,
            done_so_far=len(left),
            ahead=beyond,
            extra_so_far=wanted,
            extra_done=extra_done,
        )


def _pace(missing: int, on: date, deadline: date) -> str:
    """Households a month over the calendar months in which days are left before a deadline."""
    first = on + timedelta(days=1)
    years, months = deadline.year - first.year, deadline.month - first.month
    left = years * MONTHS_OF_A_YEAR + months + 1
    return printed(split(at_least(missing, 0) * YUAN, left))
