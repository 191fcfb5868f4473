"""Skills training (职工职业技能提升): programmes, whom they reach, and what they cost.

Order-based training, training of all staff, competitions, on-the-job drills, mentor and
apprentice pairs and skills brought to the enterprise are to reach the whole staff and to bring
forth master artisans, chief technicians, gold-medal workers and star employees.

Source: the three-year skills action of 26 September 2018, as reported.
Limits: the source sets no share of staff to be reached and no condition of a title, so coverage
and titles are counted and not judged. What the skills fund pays is the rule ``training_fund``.
Readings: ``aid.after_plan``, ``funds.*``.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ..algebra import at_least, negated, where
from ..doors import printed_sheet, sources
from ..policy import Policy, load_policy
from ..programmes import Programme
from ..resources import table
from ..rulebook import Label
from ..skills_findings import ProgrammeVerdict
from ..units import fen

RULE = "skills_training"
REASONS = (
    "in-order",
    "covers-more-than-staff",
    "more-titles-than-staff",
    "order-not-named",
    "over-budget",
)
IN_ORDER, TOO_MANY, TITLES, NO_ORDER, OVER = range(len(REASONS))
ORDERED = "order_based_training"


class Parameters(NamedTuple):
    """The source states no figure for a programme."""


class Worksheet(NamedTuple):
    """One programme, line by line: people, titles, and money in fen."""

    staff: Any
    reached: Any
    not_reached: Any
    titles: Any
    budget: Any
    cost: Any
    over: Any
    reason: Any
    remaining: Any


def work_out(
    staff: Any, reached: Any, titles: Any, in_order: Any, budget: Any, cost: Any
) -> Worksheet:
    """Whether one programme's counts and money agree; ``titles`` is the most of one title."""
    over = at_least(cost - budget, 0)
    of_money = where(over > 0, OVER, IN_ORDER)
    of_order = where(negated(in_order), NO_ORDER, of_money)
    of_titles = where(titles > staff, TITLES, of_order)
    reason = where(reached > staff, TOO_MANY, of_titles)
    return Worksheet(
        staff,
        reached,
        at_least(staff - reached, 0),
        titles,
        budget,
        cost,
        over,
        reason,
        at_least(budget - cost, 0),
    )


@cache
def kinds() -> Mapping[str, Label]:
    """The activities of the action, in the order of the source."""
    return _labels("kinds")


@cache
def titles() -> Mapping[str, Label]:
    """The titles that the source names, in its order."""
    return _labels("titles")


def _labels(section: str) -> Mapping[str, Label]:
    rows = table(f"rules/{RULE}.toml")[section]
    return MappingProxyType({name: Label(**row) for name, row in rows.items()})


def check(programme: Programme, *, policy: Policy | None = None) -> ProgrammeVerdict:
    """Whether one programme is in order: its people, its titles, its order and its budget.

    Raises ``NotInForce`` where it was held before the action began.
    """
    law = (policy or load_policy()).law(RULE, programme.held_on)
    sheet = work_out(**facts(programme))
    return ProgrammeVerdict(
        rule=RULE,
        programme_id=programme.programme_id,
        outcome="not_allowed" if sheet.reason else "allowed",
        reason=REASONS[sheet.reason],
        worksheet=printed_sheet(RULE, REASONS, sheet),
        readings=law.readings,
        sources=sources(law),
        notices=law.notices,
    )


def facts(programme: Programme) -> dict[str, Any]:
    """The plain facts of one programme; a title that is not reported is none won."""
    return {
        "staff": programme.staff,
        "reached": programme.covered,
        "titles": max(getattr(programme, name) or 0 for name in titles()),
        "in_order": programme.kind != ORDERED or programme.order_id is not None,
        "budget": fen(programme.budget),
        "cost": fen(programme.cost),
    }
