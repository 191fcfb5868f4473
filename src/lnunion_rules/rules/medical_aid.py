"""Medical aid (医疗救助).

For the seriously ill of a household in hardship: a ceiling of what is left of the year's bills
after basic insurance, residents' major-illness insurance, other supplementary insurance and
workers' mutual aid have paid, less what the family can bear.

Source: the provincial opinion of 26 September 2018, as reported.
Checked with: a bill of 80,000 of which 55,000 is paid and 5,000 can be borne (20,000).
Limits: what the family can bear is stated by the case worker; the bills of the calendar year of
the assessment day are summed and that is taken off once. Readings: ``medical.*``.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import at_least, negated, share_of, where
from ..doors import award, outcome_of, upstream, year_of
from ..errors import InputError, PolicyError
from ..findings import ACCIDENT, Award, Category
from ..households import amount, flag, of_member
from ..people import Household, MedicalBill, Member, money
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
PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")
"""Who pays before the family does, in the order of the source."""


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
    counted = total - out_of_catalogue * p.catalogue_only
    insured = basic_insurance + major_illness_insurance + supplementary_insurance + mutual_aid
    others = where(p.ignores_other_payers > 0, 0, other_payers)
    left = counted - insured - others
    return BillSheet(
        billed=counted,
        basic_insurance=basic_insurance,
        major_illness_insurance=major_illness_insurance,
        supplementary_insurance=supplementary_insurance,
        mutual_aid=mutual_aid,
        other_payers=others,
        burden=at_least(left, 0),
    )


def work_out(
    filed: Any, category: Any, seriously_ill: Any, burden: Any, bearable: Any, p: Parameters
) -> Worksheet:
    """The ceiling of one household for a year, from the summed burden of its bills."""
    beyond = at_least(burden - bearable, 0)
    by_amount = where(burden < 1, NO_BURDEN, where(beyond < 1, BEARABLE, GRANTED))
    of_illness = where(seriously_ill, by_amount, NOBODY_ILL)
    of_category = where(category > ACCIDENT, CATEGORY, of_illness)
    reason = where(negated(filed), NOT_FILED, of_category)
    return Worksheet(
        filed=filed,
        category=category,
        seriously_ill=seriously_ill,
        burden_per_year=burden,
        bearable_per_year=bearable,
        beyond_per_year=beyond,
        reason=reason,
        amount=where(reason > GRANTED, 0, beyond),
    )


class Burden(NamedTuple):
    """What one bill may leave to the family, and the facts that would settle it."""

    least: int
    most: int
    bounded: bool
    names: tuple[str, ...]
    sheet: BillSheet


def burden_on_record(
    bill: MedicalBill, patient: Member, index: int, on: date, p: Parameters
) -> Burden | None:
    """One bill's burden in the year of ``on``; None where the bill does not count at all."""
    if patient.serious_illness is False or (bill.billed_on and bill.billed_on.year != on.year):
        return None
    place = f"medical_bills[{index}]"
    asked = ("total", *PAYERS, *(("out_of_catalogue",) if p.catalogue_only else ()))
    stated = {
        fact: money(getattr(bill, fact)) for fact in (*asked, "out_of_catalogue", "other_payers")
    }
    unknown = [f"{place}.{fact}" for fact in asked if stated[fact] is None]
    sheet = burden_of(**{fact: known or 0 for fact, known in stated.items()}, p=p)
    unsure = [] if bill.billed_on else [f"{place}.billed_on"]
    if patient.serious_illness is None:
        unsure.append(of_member(patient, "serious_illness"))
    bounded = stated["total"] is not None
    most = sheet.burden if bounded else MOST
    least = 0 if unknown or unsure else sheet.burden
    names = (*unknown, *unsure) if most > least else ()
    return Burden(least, most, bounded, names, sheet)


def check_payers(bills: tuple[MedicalBill, ...]) -> None:
    """Refuse a bill of which more is paid than it comes to, naming the bill by its place."""
    for index, bill in enumerate(bills):
        total = money(bill.total)
        payers = (*PAYERS, "other_payers")
        paid = sum(money(getattr(bill, payer)) or 0 for payer in payers)
        if total is not None and paid > total:
            raise InputError("payers-exceed-bill", f"medical_bills[{index}]")


def facts(household: Household, on: date, policy: Policy, p: Parameters) -> dict[str, Any]:
    """The plain facts of one household's medical aid, its bills already joined by sum."""
    ill = {
        of_member(member, "serious_illness"): member.serious_illness for member in household.members
    }
    filed = flag(household.filed, "filed")
    bearable = _bearable(household, policy, p)
    if household.medical_bills is None:
        bills = Unknown(("medical_bills",), most=MOST, bounded=False)
        return {"filed": filed, "seriously_ill": any_of(ill), "burden": bills, "bearable": bearable}
    if policy.choices["medical.payers_exceed"] == "refuse":
        check_payers(household.medical_bills)
    found = _burdens(household, on, p)
    patients = {of_member(member, "serious_illness") for member in _patients(household)}
    counted = {name: claim for name, claim in ill.items() if claim or name in patients}
    burden, bearable = _joined(found, bearable, by_bill=p.bill_by_bill > 0)
    return {
        "filed": filed,
        "seriously_ill": any_of(counted),
        "burden": burden,
        "bearable": bearable,
    }


def _patients(household: Household) -> list[Member]:
    billed = {bill.member_id for bill in household.medical_bills or ()}
    return [member for member in household.members if member.member_id in billed]


def _burdens(household: Household, on: date, p: Parameters) -> list[Burden]:
    people = {member.member_id: member for member in household.members}
    found = (
        burden_on_record(bill, people[bill.member_id], index, on, p)
        for index, bill in enumerate(household.medical_bills or ())
    )
    return [burden for burden in found if burden is not None]


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
        return income
    share: int = share_of(income, p.bearable_share)
    return share


def _joined(
    found: list[Burden], bearable: int | Unknown, *, by_bill: bool
) -> tuple[int | Unknown, int | Unknown]:
    """The bills' burdens joined by sum, and what the family bears of them."""
    least, most = sum(bill.least for bill in found), sum(bill.most for bill in found)
    names = tuple(dict.fromkeys(name for bill in found for name in bill.names))
    burden: int | Unknown = least
    if least < most:
        burden = Unknown(names, (), least, most, all(bill.bounded for bill in found))
    if not by_bill or len(found) < 2 or isinstance(bearable, Unknown):
        return burden, bearable
    if isinstance(burden, Unknown):
        over = [(max(bill.least - bearable, 0), max(bill.most - bearable, 0)) for bill in found]
        ends = sum(low for low, _ in over), sum(high for _, high in over)
        return burden._replace(least=ends[0], most=ends[1]), 0
    return burden, sum(min(bill.most, bearable) for bill in found)


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
    p = Parameters(**law.numbers)
    known = facts(household, on, policy, p)
    answer, missing = depend(
        partial(work_out, p=p), known, outcome_of, "category", upstream(category)
    )
    burden = known["burden"]
    return award(
        law,
        answer,
        REASONS,
        kind="ceiling",
        missing=missing,
        bounded=not isinstance(burden, Unknown) or burden.bounded,
        period=year_of(on),
        lines=_bill_lines(household, on, p),
        notices=_notices(household, on),
    )


def _bill_lines(household: Household, on: date, p: Parameters) -> Mapping[str, Any]:
    """The bills' own lines summed over the household; None where a bill is not settled."""
    found = _burdens(household, on, p)
    settled = household.medical_bills is not None and not any(bill.names for bill in found)
    names = BillSheet._fields[:-1]
    return {
        name: sum(getattr(bill.sheet, name) for bill in found) if settled else None
        for name in names
    }


def _notices(household: Household, on: date) -> tuple[str, ...]:
    bills = household.medical_bills or ()
    of_other_years = any(bill.billed_on and bill.billed_on.year != on.year for bill in bills)
    return ("bill-of-other-year",) if of_other_years else ()
