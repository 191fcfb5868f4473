"""Targets for leaving hardship (解困脱困目标).

The households on file on 30 June 2018 are to be lifted out of hardship in three parts: 20 % in
2018, 60 % in 2019 and 20 % before 30 June 2020, in the province, its cities and its counties.

Source: the newspaper report on the province's unions; the plan itself was not seen.
Checked with: 1,003 households (200.6, 601.8 and 200.6: 200 or 201, 601 or 602, 200 or 201).
Limits: the body is the exact share of one cell; how cells are rounded together, so that every
sum at every level holds, is worked out a floor above, in ``targets/``. Areas are whatever the
caller calls them. Readings: ``targets.*``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from ..algebra import WHOLE, share_of, where
from ..counted_areas import AreaCount
from ..errors import PolicyError
from ..policy import Law, Policy
from ..resources import table
from ..rulebook import Label
from ..targets_findings import Schedule

RULE = "depoverty_targets"
REASONS = (
    "planned",
    "in-order",
    "to-safety-net",
    "cause-not-stated",
    "own-plan",
    "no-plan-yet",
    "after-deadline",
    "standard-not-met",
    "standard-unknown",
)
"""Why a count or a household stands where it stands."""

SHARES = ("first_share", "second_share", "third_share")
YEARS = len(SHARES)


class Parameters(NamedTuple):
    """Shares in ten-thousandths, days by their number; readings are the numbers of choices."""

    first_share: int
    second_share: int
    third_share: int
    baseline_day: int
    first_deadline: int
    second_deadline: int
    first_june: int
    second_june: int
    final_deadline: int
    new_deadline: int
    frozen_day: int
    each_june: int
    day_excluded: int
    last_takes_rest: int
    frozen_line: int
    exits_done: int
    new_by_june: int
    extra_beside: int


class Worksheet(NamedTuple):
    """The exact share of one area in one year, and the whole numbers beside it."""

    households: Any
    share: Any
    part: Any
    least: Any
    most: Any
    nearest: Any


def work_out(households: Any, share: Any) -> Worksheet:
    """One cell; exactly ``least + part`` households, ``part`` in ten-thousandths of one."""
    exact = households * share
    least = exact // WHOLE
    part = exact - least * WHOLE
    return Worksheet(
        households=households,
        share=share,
        part=part,
        least=least,
        most=least + where(part > 0, 1, 0),
        nearest=share_of(households, share),
    )


def law_of(policy: Policy, on: date) -> Law:
    """The law of the targets on a day; after the last deadline that of its last day.

    A plan is asked about after its end too. Raises ``NotInForce`` before the baseline day, and
    ``PolicyError`` (``shares-not-one``) where revised shares do not sum to one.
    """
    last = policy.rules[RULE].periods[-1].through
    law = policy.law(RULE, min(on, last))
    if sum(law.numbers[name] for name in SHARES) != WHOLE:
        raise PolicyError("shares-not-one", f"{RULE}.{SHARES[0]}")
    return law


def shares(p: Parameters) -> tuple[int, int, int]:
    """The share of each year, in ten-thousandths."""
    return p.first_share, p.second_share, p.third_share


def deadlines(p: Parameters) -> tuple[date, date, date]:
    """The last day of each year's part that still counts, as the readings say."""
    first, second = p.first_deadline, p.second_deadline
    if p.each_june:
        first, second = p.first_june - p.day_excluded, p.second_june - p.day_excluded
    last = p.final_deadline - p.day_excluded
    return date.fromordinal(first), date.fromordinal(second), date.fromordinal(last)


def new_deadline(p: Parameters) -> date:
    """The day by which new and returned households are to be lifted out."""
    if p.new_by_june:
        return deadlines(p)[-1]
    return date.fromordinal(p.new_deadline)


def routes() -> Mapping[str, Label]:
    """The routes out of hardship, easier ones first, with their labels."""
    data = table(f"rules/{RULE}.toml")
    return MappingProxyType(
        {name: Label(**data["routes"][name]) for name in data["order"]["routes"]}
    )


def plan(areas: Iterable[AreaCount], *, on: date, policy: Policy | None = None) -> Schedule:
    """The targets of every area and year, from counts on a tree of areas.

    One area is one row; households. Raises ``InputError`` for what is no tree or does not add
    up, ``NotInForce`` before the baseline day, ``PolicyError`` for shares that do not sum to one.
    """
    # How the cells are rounded together is worked out a floor above, from this room's own body.
    from ..targets import plan_targets

    return plan_targets(areas, on=on, policy=policy)
