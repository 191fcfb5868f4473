"""The rules alone: every body of the household aids on plain ints, the category handed on.

The facts and the figures of the law are plain values before the clock starts, as they are
for whoever calls the bodies from a loop of their own.
"""

from collections.abc import Callable
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
    known = hardship.facts(household, ON, policy)
    identified, living, education, medical, net = (
        filled(policy.law(room.RULE, ON), room.Parameters) for room in ROOMS
    )
    child = education_aid.facts(household, household.members[2], education)
    head = household.head
    lost = head.can_work is False and (head.disabled is True or head.serious_illness is True)
    bills = household.medical_bills or ()
    paid = [_amounts(bill) for bill in bills if household.head.member_id == bill.member_id]
    persons, dibao, filed = known["persons"], known["dibao_per_month"], child["filed"]
    bearable = fen(household.annual_medical_bearable or "")

    def rules() -> tuple[Any, ...]:
        found = hardship.work_out(
            persons,
            dibao,
            known["income_per_year"],
            known["dibao_received_per_year"],
            known["rigid_per_year"],
            known["by_month"],
            known["highest_month"],
            known["loss_per_year"],
            known["cause"],
            known["covered"],
            known["excluded"],
            identified,
        )
        category = found.category
        relief = living_relief.work_out(persons, filed, category, dibao, living.months, living)
        aid = education_aid.work_out(
            filed,
            category,
            child["schooling"],
            child["disabled"],
            child["part_time"],
            child["postgraduate"],
            child["in_school"],
            child["senior_stage"],
            child["other_aid"],
            dibao,
            education,
        )
        burden = 0
        for amounts in paid:
            burden += medical_aid.burden_of(*amounts, medical).burden
        ceiling = medical_aid.work_out(filed, category, True, burden, bearable)
        gap = safety_net.work_out(persons, category, lost, dibao, found.tested_per_year, net)
        return found, relief, aid, ceiling, gap

    return rules


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
