"""The rules alone: every body of the household aids on plain ints, the category handed on.

The facts and the figures of the law are plain values before the clock starts, as they are
for whoever calls the bodies from a loop of their own.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

from families import ON, Answer

from lnunion_rules import Household, load_policy
from lnunion_rules.doors import filled
from lnunion_rules.findings import CATEGORIES
from lnunion_rules.rules import education_aid, hardship, living_relief, medical_aid, safety_net
from lnunion_rules.units import fen, yuan

ROOMS = (hardship, living_relief, education_aid, medical_aid, safety_net)


def prepared(case: dict[str, Any]) -> Callable[[], tuple[Any, ...]]:
    """What is timed: classification, the three aids of one child and one bill, the referral."""
    policy = load_policy()
    household = Household.model_validate(case)
    identification, living, education, medical, net = (
        filled(policy.law(room.RULE, ON), room.Parameters) for room in ROOMS
    )
    known = hardship.facts(household, ON, policy)
    child = education_aid.facts(household, household.members[2], education)
    stated = _in_order(hardship, known)
    schooling = _in_order(education_aid, child)
    persons, dibao, filed = known["persons"], known["dibao_per_month"], child["filed"]
    head = household.head
    lost = head.can_work is False and (head.disabled is True or head.serious_illness is True)
    bills = [_amounts(bill) for bill in household.medical_bills or ()]
    bearable = fen(household.annual_medical_bearable or "")

    def rules() -> tuple[Any, ...]:
        identified = hardship.work_out(*stated, identification)
        category = identified.category
        relief = living_relief.work_out(persons, filed, category, dibao, living.months, living)
        aid = education_aid.work_out(filed, category, *schooling, dibao, education)
        burden = 0
        for bill in bills:
            burden += medical_aid.burden_of(*bill, medical).burden
        ceiling = medical_aid.work_out(filed, category, True, burden, bearable)
        gap = safety_net.work_out(persons, category, lost, dibao, identified.tested_per_year, net)
        return identified, relief, aid, ceiling, gap

    return rules


HANDED_ON = ("filed", "category", "dibao_per_month", "p")


def _in_order(room: Any, facts: dict[str, Any]) -> tuple[Any, ...]:
    """A room's own facts in the order of its body's arguments."""
    own = () if room is hardship else HANDED_ON
    arguments = signature(room.work_out).parameters
    return tuple(facts[name] for name in arguments if name in facts and name not in own)


def _amounts(bill: Any) -> tuple[int, ...]:
    stated = (
        bill.total,
        bill.out_of_catalogue,
        bill.basic_insurance,
        bill.major_illness_insurance,
        bill.supplementary_insurance,
        bill.mutual_aid,
        bill.other_payers,
    )
    return tuple(0 if amount is None else fen(amount) for amount in stated)


def read(sheets: tuple[Any, ...]) -> Answer:
    """The answer of one case, to be compared."""
    found, relief, aid, ceiling, _ = sheets
    return Answer(
        CATEGORIES[found.category], yuan(relief.amount), yuan(aid.amount), yuan(ceiling.amount)
    )
