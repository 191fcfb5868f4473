"""Medical aid (医疗救助).

For the seriously ill of a household in hardship: a ceiling of what is left of the year's bills
after basic insurance, residents' major-illness insurance, other supplementary insurance and
workers' mutual aid have paid, less what the family can bear.

Source: the provincial opinion of 26 September 2018, as reported.
Checked with: a bill of 80,000 of which 55,000 is paid and 5,000 can be borne (20,000).
Limits: what the family can bear is stated by the case worker; the bills of the calendar year of
the assessment day are summed and that is taken off once. Readings: ``medical.*``.
"""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import at_least, negated, share_of, where
from ..bills import (
    OUTSIDE,
    PAYERS,
    Bill,
    joined,
    joined_one_by_one,
    lines,
    of_other_years,
    read,
)
from ..doors import blanked, content, filled, outcome_of, upstream, year_of
from ..errors import PolicyError
from ..findings import ACCIDENT, Award, Category
from ..households import amount, flag, of_member
from ..people import Household
from ..policy import Policy, load_policy
from ..units import MOST
from ..unknowns import Unknown, Upstream, any_of, depend

RULE = "medical_aid"
REASONS = (
    "granted",
    "not-filed",
    "category-not-covered",
    "no-serious-illness",
    "no-burden",
    "family-can-bear-it",
)
GRANTED, NOT_FILED, CATEGORY, NOBODY_ILL, NO_BURDEN, BEARABLE = range(len(REASONS))


class Parameters(NamedTuple):
    """The figures of the rule; readings are the numbers of their choices."""

    bearable_share: int | None
    bill_by_bill: int
    ignores_other_payers: int
    catalogue_only: int


class BillSheet(NamedTuple):
    """One bill, line by line in the order of payment; money in fen, the burden last."""

    billed: Any
    basic_insurance: Any
    major_illness_insurance: Any
    supplementary_insurance: Any
    mutual_aid: Any
    other_payers: Any
    burden: Any


class Worksheet(NamedTuple):
    """One household's medical aid, line by line; money in fen, the ceiling last."""

    filed: Any
    category: Any
    seriously_ill: Any
    burden_per_year: Any
    bearable_per_year: Any
    beyond_per_year: Any
    reason: Any
    amount: Any


def burden_of(
    total: Any,
    out_of_catalogue: Any,
    basic_insurance: Any,
    major_illness_insurance: Any,
    supplementary_insurance: Any,
    mutual_aid: Any,
    other_payers: Any,
    p: Parameters,
) -> BillSheet:
    """What is left of one bill for the family, never below zero."""
    billed = total - out_of_catalogue * p.catalogue_only
    insured = basic_insurance + major_illness_insurance + supplementary_insurance + mutual_aid
    other = where(p.ignores_other_payers > 0, 0, other_payers)
    burden = at_least(billed - insured - other, 0)
    return BillSheet(
        billed,
        basic_insurance,
        major_illness_insurance,
        supplementary_insurance,
        mutual_aid,
        other,
        burden,
    )


def work_out(
    filed: Any, category: Any, seriously_ill: Any, burden: Any, bearable: Any
) -> Worksheet:
    """The ceiling of one household for a year, from the summed burden of its bills."""
    beyond = at_least(burden - bearable, 0)
    by_amount = where(burden < 1, NO_BURDEN, where(beyond < 1, BEARABLE, GRANTED))
    of_illness = where(seriously_ill, by_amount, NOBODY_ILL)
    of_category = where(category > ACCIDENT, CATEGORY, of_illness)
    reason = where(negated(filed), NOT_FILED, of_category)
    amount = where(reason > GRANTED, 0, beyond)
    return Worksheet(filed, category, seriously_ill, burden, bearable, beyond, reason, amount)


def facts(household: Household, bills: list[Bill], policy: Policy, p: Parameters) -> dict[str, Any]:
    """The plain facts of one household's medical aid, its bills already joined."""
    bearable = _bearable(household, policy, p)
    if household.medical_bills is None:
        # The bills to come may be anyone's.
        unsure = [
            of_member(member, "serious_illness")
            for member in household.members
            if member.serious_illness is None
        ]
        burden: int | Unknown = Unknown(("medical_bills", *unsure), most=MOST, bounded=False)
    elif p.bill_by_bill and len(bills) > 1:
        burden, bearable = joined_one_by_one(bills, bearable)
    else:
        burden = joined(bills)
    return {
        "filed": flag(household.filed, "filed"),
        "seriously_ill": _seriously_ill(household, burden),
        "burden": burden,
        "bearable": bearable,
    }


def _seriously_ill(household: Household, burden: int | Unknown) -> bool | Unknown:
    if any(member.serious_illness for member in household.members):
        return True
    claims = {
        of_member(member, "serious_illness"): member.serious_illness for member in household.members
    }
    # Only the illness of those whose bills leave something open can change the ceiling.
    asked = burden.names if isinstance(burden, Unknown) else ()
    return any_of({name: claims[name] for name in asked if name in claims}) or any_of(claims)


def _bearable(household: Household, policy: Policy, p: Parameters) -> int | Unknown:
    choice = policy.choices["medical.bearable"]
    if choice == "none":
        return 0
    if choice == "stated":
        return amount(household.annual_medical_bearable, "annual_medical_bearable")
    if p.bearable_share is None:
        raise PolicyError("parameter-not-stated", "medical_aid.bearable_share")
    income = amount(household.annual_disposable_income, "annual_disposable_income")
    if isinstance(income, Unknown):
        return income._replace(most=share_of(MOST, p.bearable_share))
    share: int = share_of(income, p.bearable_share)
    return share


def assess(
    household: Household,
    category: Category | Upstream | None = None,
    *,
    on: date,
    policy: Policy | None = None,
) -> Award:
    """The ceiling of medical aid for one household of that category, in the year of ``on``.

    Yuan per household and year. Raises ``NotInForce`` before the rule began, ``InputError``
    for a bill of which more is paid than it comes to, and ``PolicyError`` where a reading asks
    for a figure that no text states.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    p = filled(law, Parameters)
    bills = read(
        household,
        on,
        partial(burden_of, p=p),
        asked=("total", *PAYERS, *((OUTSIDE,) if p.catalogue_only else ())),
        refuse_overpaid=policy.choices["medical.payers_exceed"] == "refuse",
    )
    known = facts(household, bills, policy, p)
    answer, missing = depend(work_out, known, outcome_of, "category", upstream(category))
    burden = known["burden"]
    found = Award.made(
        content(
            law,
            answer,
            REASONS,
            kind="ceiling",
            missing=missing,
            bounded=not isinstance(burden, Unknown) or burden.bounded,
            period=year_of(on),
            lines=partial(lines, bills),
            notices=("bill-of-other-year",) if of_other_years(household, on) else (),
        )
    )
    if p.bill_by_bill and any(bill.names for bill in bills):
        # What each bill leaves beyond the family's part may be settled where these are not.
        return blanked(found, "burden_per_year", "bearable_per_year")
    return found
