"""Where a household stands against the dibao line, from its file and its package of aids."""

from datetime import date
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta

from ..dates import MONTHS_OF_A_YEAR
from ..doors import filled
from ..findings import Package
from ..hardship_files import Cause, FiledHousehold, Origin
from ..households import place_of
from ..package import assess_household
from ..people import Household, Member
from ..policy import Policy, load_policy
from ..rules.depoverty_targets import Parameters, law_of, routes
from ..units import fen, signed_fen

_AT_SCHOOL = ("senior_secondary", "vocational_secondary", "higher", "special_education")
_OUT_OF_WORK = ("unemployed", "laid_off")
FALSE, TRUE = "false", "true"


def line_on(area: str, day: date, *, on: date, policy: Policy) -> int:
    """The dibao line of a day in fen per person and month, moving or frozen as it is read."""
    p = filled(law_of(policy, on), Parameters)
    frozen = date.fromordinal(p.frozen_day)
    return policy.standard(area, frozen if p.frozen_line else day).monthly


def months_above(household: Household, *, on: date, policy: Policy | None = None) -> int | None:
    """The months running up to ``on`` in which income per person was above the dibao line.

    Counted back over ``monthly_incomes``, the latest of which is that of the month of ``on``;
    None where they are not stated. The line is that of each month, or frozen, as the reading
    ``targets.line`` says. Raises ``NotInForce`` and ``NoStandard``.
    """
    policy = policy or load_policy()
    if household.monthly_incomes is None:
        return None
    area = place_of(household, policy.choices["dibao.place"])
    persons = len(household.members)
    for back, income in enumerate(reversed(household.monthly_incomes)):
        month = on - relativedelta(months=back)
        if fen(income) <= line_on(area, month, on=on, policy=policy) * persons:
            return back
    return len(household.monthly_incomes)


def filed_from(
    household: Household,
    *,
    on: date,
    origin: Origin | None = None,
    planned_on: date | None = None,
    policy: Policy | None = None,
) -> FiledHousehold:
    """What a household's place in the order turns on, from its file and its package of a day.

    Without an ``origin``, who was filed after the baseline day is new, everyone else of the
    stock. Where the package leaves something open it stays unknown. Raises as
    :func:`lnunion_rules.assess_household`.
    """
    policy = policy or load_policy()
    package = assess_household(household, on=on, policy=policy)
    baseline = date.fromordinal(filled(law_of(policy, on), Parameters).baseline_day)
    late = household.filed_on is not None and household.filed_on > baseline
    category = package.hardship.category
    net = next(award for award in package.awards if award.rule == "safety_net")
    lost = {TRUE: True, FALSE: False}.get(net.worksheet.get("lost_ability") or "")
    return FiledHousehold(
        household_id=household.household_id,
        area=household.area,
        origin=origin or ("new" if late else "stock"),
        category=None if category == "undetermined" else category,
        cause=cause_of(household, package),
        lost_ability=lost,
        lifted_by=_lifted_by(household, package, on, policy),
        filed_on=household.filed_on,
        planned_on=planned_on,
        # In a household's file an id is unique within the household only.
        members=tuple(f"{household.household_id}/{m.member_id}" for m in household.members),
    )


def cause_of(household: Household, package: Package) -> Cause | None:
    """The hardest cause that the file states; None where it states none."""
    found = {
        "disability": any(member.disabled for member in household.members),
        "illness": any(member.serious_illness or member.ill for member in household.members),
        "accident": package.hardship.category == "accident",
        "schooling": any(_at_school(member) for member in household.members),
        "unemployment": any(_out_of_work(member) for member in household.members),
        "other": household.other_cause or bool(household.single_parent),
    }
    words: tuple[Cause, ...] = get_args(Cause)
    stated = [cause for cause in words if found[cause]]
    return max(stated, key=list(routes()).index, default=None)


def _at_school(member: Member) -> bool:
    return member.relation == "child" and member.schooling in _AT_SCHOOL


def _out_of_work(member: Member) -> bool:
    return member.work in _OUT_OF_WORK and member.can_work is not False


def _lifted_by(
    household: Household, package: Package, on: date, policy: Policy
) -> Literal["income", "aid"] | None:
    """What lifts a household to the dibao line on a day: its income, or the aids due with it."""
    tested = package.hardship.worksheet.get("tested_per_year")
    if tested is None:
        return None
    area = place_of(household, policy.choices["dibao.place"])
    monthly = line_on(area, on, on=on, policy=policy)
    line = monthly * len(household.members) * MONTHS_OF_A_YEAR
    income = -fen(tested[1:]) if tested.startswith("-") else fen(tested)
    if income > line:
        return "income"
    grants = package.total_grants
    return "aid" if grants is not None and income + signed_fen(grants) >= line else None
