"""Safety net (兜底保障): a referral to government, not a grant.

A household in deep hardship whose head has lost the ability to work through disability or
serious illness is referred to the government's relief system, with the monthly gap between its
income and a life above the dibao standard.

Source: the plan to leave hardship by 2020, as the article reports it.
Checked with: three people at 18,000 yuan a year in Anshan (405.03 a month at 635.01 each).
Limits: union aid of the same year is shown beside the gap, not deducted. Readings:
``safety_net.*``, ``dibao.*``.
"""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from ..algebra import at_least, split, where
from ..dates import MONTHS_OF_A_YEAR
from ..doors import content, filled, outcome_of
from ..findings import CATEGORIES, DEEP, Award, Category
from ..households import lost_ability, place_of
from ..people import Household
from ..policy import Policy, load_policy
from ..units import MOST, fen
from ..unknowns import Upstream, depend

RULE = "safety_net"
REASONS = ("referred", "not-deep", "able-to-work")
REFERRED, NOT_DEEP, ABLE = range(len(REASONS))


class Parameters(NamedTuple):
    """The figures of the rule; readings are the numbers of their choices."""

    margin: int
    at_standard: int
    adult_age: int


class Worksheet(NamedTuple):
    """One household's referral, line by line; money in fen, the monthly gap last."""

    persons: Any
    category: Any
    lost_ability: Any
    dibao_per_month: Any
    level_per_person_month: Any
    level_per_year: Any
    tested_per_year: Any
    gap_per_year: Any
    reason: Any
    amount: Any


def work_out(
    persons: Any,
    category: Any,
    lost_ability: Any,
    dibao_per_month: Any,
    tested_per_year: Any,
    p: Parameters,
) -> Worksheet:
    """The monthly gap of one household, rounded once from the gap of a year."""
    level = dibao_per_month + where(p.at_standard > 0, 0, p.margin)
    level_per_year = level * (persons * MONTHS_OF_A_YEAR)
    gap_per_year = at_least(level_per_year - tested_per_year, 0)
    of_ability = where(lost_ability, REFERRED, ABLE)
    reason = where(category > DEEP, NOT_DEEP, of_ability)
    amount = where(reason > REFERRED, 0, split(gap_per_year, MONTHS_OF_A_YEAR))
    return Worksheet(
        persons,
        category,
        lost_ability,
        dibao_per_month,
        level,
        level_per_year,
        tested_per_year,
        gap_per_year,
        reason,
        amount,
    )


def identified_as(
    identified: tuple[Category, str | Decimal] | Upstream | None,
) -> Upstream:
    """Category and tested income as given to the door: known, settled, or unknown."""
    if isinstance(identified, Upstream):
        return identified
    if identified is None:
        every = tuple(range(len(CATEGORIES)))
        return Upstream.unknown("category", tuple(product(every, (0, MOST))))
    category, tested = identified
    return Upstream.known((CATEGORIES.index(category), fen(tested)))


def assess(
    household: Household,
    identified: tuple[Category, str | Decimal] | Upstream | None = None,
    *,
    on: date,
    policy: Policy | None = None,
) -> Award:
    """The referral of one household, with its gap in yuan per household and month.

    ``identified`` is its category and the annual income by which it was classified. Raises
    ``NotInForce`` before the rule began and ``NoStandard`` where no local dibao is on record.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    p = filled(law, Parameters)
    standard = policy.standard(place_of(household, policy.choices["dibao.place"]), on)

    def body(identified: tuple[int, int], **facts: Any) -> Worksheet:
        category, tested = identified
        return work_out(category=category, tested_per_year=tested, p=p, **facts)

    whom = policy.choices["safety_net.who"]
    asked = (household.head,) if whom == "head" else household.members
    facts = {
        "persons": len(household.members),
        "lost_ability": lost_ability(asked, on, None if whom == "head" else p.adult_age),
        "dibao_per_month": standard.monthly,
    }
    answer, missing = depend(body, facts, outcome_of, "identified", identified_as(identified))
    return Award.made(
        content(law, answer, REASONS, kind="referral", missing=missing, standard=standard)
    )
