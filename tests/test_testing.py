"""The strategies that users draw their own tests from."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from lnunion_rules import (
    Employer,
    ExpenseClaim,
    Fair,
    Household,
    MedicalBill,
    Member,
    Policy,
    Union,
    assess_household,
    load_policy,
    testing,
)
from lnunion_rules.dibao import standard_of
from lnunion_rules.employment import plan_services, survey
from lnunion_rules.funds import check_fund
from lnunion_rules.skills import check_programmes, match_orders
from lnunion_rules.units import fen

QUICK = settings(phases=[Phase.generate], database=None, derandomize=True, max_examples=1000)


@given(testing.households())
def test_a_complete_household_leaves_nothing_to_ask(household: Household) -> None:
    found = assess_household(household, on=date(2018, 12, 31))
    assert found.hardship.missing == ()
    assert not any(award.missing for award in found.awards)


@given(testing.households(complete=False))
def test_an_incomplete_household_is_answered_too(household: Household) -> None:
    found = assess_household(household, on=date(2018, 12, 31))
    assert Household.model_validate_json(household.model_dump_json()) == household
    assert [s for s in found.services if s.rule == "employment_support"]


def test_an_incomplete_household_may_leave_something_to_ask() -> None:
    def asked(household: Household) -> bool:
        return bool(assess_household(household, on=date(2018, 12, 31)).hardship.missing)

    assert find(testing.households(complete=False), asked, settings=QUICK)


@given(testing.members(), testing.members(complete=False, relation="child", member_id="c"))
def test_members_are_of_any_relation_or_of_the_one_asked_for(one: Member, other: Member) -> None:
    assert None not in (one.disabled, one.serious_illness, one.schooling, one.birth_date)
    assert (other.relation, other.member_id) == ("child", "c")


@given(testing.medical_bills(year=2019), testing.medical_bills(complete=False))
def test_payers_never_pay_more_than_the_bill(one: MedicalBill, other: MedicalBill) -> None:
    amounts = one.model_dump(exclude={"bill_id", "member_id", "billed_on", "out_of_catalogue"})
    total = amounts.pop("total")
    assert sum(fen(paid) for paid in amounts.values() if paid is not None) <= fen(total)
    assert one.billed_on is not None
    assert one.billed_on.year in (2018, 2019)
    assert None in other.model_dump().values()


@given(st.data(), testing.days())
def test_areas_with_dibao_have_a_standard_that_day(data: st.DataObject, on: date) -> None:
    assert standard_of(data.draw(testing.areas_with_dibao(on)), on).monthly > 0


def test_a_day_without_any_standard_is_refused() -> None:
    with pytest.raises(ValueError, match="no area has a dibao standard"):
        testing.areas_with_dibao(date(2010, 1, 1))


@given(testing.money(), testing.money("2.5", "2.5"))
def test_money_has_two_places_and_lies_between_its_ends(any_: Decimal, one: Decimal) -> None:
    assert any_.as_tuple().exponent == -2
    assert one == Decimal("2.50")


@given(testing.policies(choices=False), testing.policies(figures=False))
def test_policies_differ_in_what_was_asked_for(figures: Policy, choices: Policy) -> None:
    assert figures.choices == load_policy().choices
    assert choices.rules == load_policy().rules


@given(testing.policies())
def test_a_policy_says_what_was_drawn(policy: Policy) -> None:
    assert set(policy.changes) <= {"parameters", "readings"}


@given(testing.unions(), testing.unions(union_id="u7", area="210302"))
def test_unions(one: Union, other: Union) -> None:
    assert one.kind in ("single", "joint")
    assert (other.union_id, other.area) == ("u7", "210302")


@given(testing.expense_claims())
def test_expense_claims(claim: ExpenseClaim) -> None:
    assert claim.deceased is None or claim.purpose == "bereavement"
    assert claim.amount <= 5000


@given(testing.cases(most_members=1))
def test_a_case_can_be_assessed_on_its_day(case: testing.Case) -> None:
    assert len(case.household.members) == 1
    assert assess_household(case.household, on=case.on).on == case.on


@given(
    testing.applicants(complete=False),
    testing.fund_entries(),
    testing.programmes(),
    st.lists(testing.demands()),
    testing.headcounts(),
    testing.training_orders(),
    testing.training_places(),
)
def test_people_entries_programmes_and_orders_are_answered(
    applicant, entry, programme, demand, headcount, order, offer
) -> None:
    assert plan_services([applicant], on=date(2018, 12, 31)).rows_accepted == 1
    assert check_fund([entry], on=date(2018, 12, 31)).compliant
    assert check_programmes([programme], on=date(2018, 12, 31)).compliant
    assert survey(demand[:1], [headcount]).rows_rejected == 0
    assert match_orders([order], [offer]).placed <= min(order.places, offer.places)


@given(testing.fairs(), testing.employers(), testing.fairs(exact=True, totals=False))
def test_fairs_and_employers_survive_json(fair: Fair, employer: Employer, exact: Fair) -> None:
    assert Fair.model_validate_json(fair.model_dump_json()) == fair
    assert Employer.model_validate_json(employer.model_dump_json()) == employer
    assert exact.visitors.is_exact
    assert not exact.planned_hires.is_known
