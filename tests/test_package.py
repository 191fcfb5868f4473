"""The package of aids: every rule of the house for one household on one day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from families import (
    IN_2018,
    IN_2020,
    bill,
    child,
    dibao,
    head,
    household,
    member,
    of_three,
    reading,
    revisited,
    spouse,
)
from hypothesis import given

from lnunion_rules import (
    Award,
    Household,
    InputError,
    NoStandard,
    NotInForce,
    Package,
    assess_household,
    testing,
)
from lnunion_rules.units import fen


def by_rule(found: Package, rule: str) -> list[Award]:
    return [award for award in found.awards if award.rule == rule]


def test_the_family_of_the_article_in_one_package() -> None:
    family = of_three(
        members=[
            head(serious_illness=True),
            spouse(disabled=True),
            child(schooling="higher"),
        ],
        medical_bills=[
            bill(basic_insurance="40000", major_illness_insurance="10000", mutual_aid="5000")
        ],
        annual_medical_bearable="5000",
    )
    found = assess_household(family, on=IN_2018)
    assert found.hardship.category == "relative"
    assert [(award.rule, award.kind, award.outcome, award.amount) for award in found.awards] == [
        ("living_relief", "grant", "not_entitled", Decimal("0.00")),
        ("education_aid", "grant", "entitled", Decimal("6350.00")),
        ("medical_aid", "ceiling", "entitled", Decimal("20000.00")),
        ("safety_net", "referral", "not_entitled", Decimal("0.00")),
    ]
    assert (found.total_grants, found.total_ceilings) == (Decimal("6350.00"), Decimal("20000.00"))
    assert (found.total_grants_range, found.total_ceilings_range) == (None, None)
    assert (found.household_id, found.on) == ("LN-0001", IN_2018)
    assert found.policy.id == "liaoning"


def test_totals_are_ranges_where_an_undetermined_aid_may_change_them() -> None:
    found = assess_household(of_three("20000", filed=None), on=IN_2018)
    assert found.total_grants is None
    assert found.total_grants_range == (Decimal("0.00"), Decimal("13970.00"))
    assert found.total_ceilings == Decimal("0.00")


def test_a_total_without_an_upper_bound_has_no_range() -> None:
    family = household(
        head(serious_illness=True), medical_bills=None, annual_disposable_income="1000"
    )
    found = assess_household(family, on=IN_2018)
    assert (found.total_ceilings, found.total_ceilings_range) == (None, None)
    assert found.total_grants == Decimal("7620.00")


def test_living_relief_read_as_a_ceiling_moves_to_the_other_total() -> None:
    policy = reading(living__amount="ceiling")
    found = assess_household(of_three("20000"), on=IN_2018, policy=policy)
    assert (found.total_grants, found.total_ceilings) == (Decimal("6350.00"), Decimal("7620.00"))


def test_bills_that_add_up_to_more_than_one_fact_may_state_are_summed() -> None:
    most = "9999999999.99"
    family = household(
        head(serious_illness=True),
        annual_disposable_income="0",
        medical_bills=[bill(bill_id=f"b{n}", total=most) for n in range(3)],
    )
    found = assess_household(family, on=IN_2018)
    assert found.total_ceilings == Decimal("29999999999.97")
    assert Package.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("on", "error", "path"),
    [
        (date(2018, 9, 25), NotInForce, "living_relief"),
        (date(2015, 12, 31), NotInForce, "hardship"),
        (date(2021, 7, 1), NoStandard, "area"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(
    on: date, error: type[NotInForce | NoStandard], path: str
) -> None:
    policy = dibao("600") if error is NotInForce else None
    with pytest.raises(error) as refused:
        assess_household(of_three(), on=on, policy=policy)
    assert refused.value.path == path


@pytest.mark.parametrize(("on", "answered"), [(date(2018, 9, 25), False), (IN_2018, True)])
def test_the_day_before_the_opinion_has_no_package(on: date, answered: bool) -> None:
    if answered:
        assert assess_household(of_three(), on=on).on == on
        return
    with pytest.raises(NotInForce):
        assess_household(of_three(), on=on)


def test_impossible_bills_are_an_error_whatever_the_category() -> None:
    rich = of_three("999999", medical_bills=[bill(total="1", mutual_aid="2")])
    with pytest.raises(InputError) as refused:
        assess_household(rich, on=IN_2018)
    assert refused.value.code == "payers-exceed-bill"


@pytest.mark.parametrize(
    ("people", "notices"),
    [
        ([head(), spouse()], ()),
        ([head(), spouse(), member("m9", "spouse")], ("two-spouses",)),
        ([head(), child(birth_date="1967-02-28")], ("child-older-than-head",)),
        ([head(), child(birth_date="1967-03-01")], ("child-older-than-head",)),
        ([head(), child(birth_date="1967-03-02")], ()),
        ([head(), child(birth_date=None)], ()),
        ([head(birth_date=None), child(birth_date="1900-01-01")], ()),
        ([head(), member("m4", "parent", birth_date="1967-03-02")], ("parent-younger-than-head",)),
        ([head(), member("m4", "parent", birth_date="1940-03-02")], ()),
        ([head(), child(birth_date="2018-12-31")], ()),
        ([head(), child(birth_date="2019-01-01")], ("born-after-day",)),
    ],
)
def test_odd_data_is_answered_with_a_notice(
    people: list[dict[str, Any]], notices: tuple[str, ...]
) -> None:
    assert assess_household(household(*people), on=IN_2018).notices == notices


@pytest.mark.parametrize(
    ("billed_on", "notices"),
    [("2018-12-31", ()), ("2019-01-01", ("bill-after-day",)), (None, ())],
)
def test_a_bill_from_after_the_day_is_answered_with_a_notice(
    billed_on: str | None, notices: tuple[str, ...]
) -> None:
    family = of_three(medical_bills=[bill(billed_on=billed_on)])
    assert assess_household(family, on=IN_2018).notices == notices


def test_a_child_whose_schooling_is_unknown_brings_its_own_cause() -> None:
    # Within the near-dibao line; nothing but the child's schooling may be a cause.
    family = household(head(), child(schooling=None), annual_disposable_income="20000")
    found = assess_household(family, on=IN_2018)
    assert found.hardship.possible == ("relative", "none")
    assert found.hardship.missing == ("members[m3].schooling",)
    (education,) = by_rule(found, "education_aid")
    assert education.range == (Decimal("0.00"), Decimal("6350.00"))
    assert education.missing == ("schooling",)
    assert education.worksheet["category"] is None


def test_a_patient_whose_illness_is_unknown_brings_the_cause_along() -> None:
    family = household(
        head(serious_illness=None), annual_disposable_income="9000", medical_bills=[bill()]
    )
    found = assess_household(family, on=IN_2018)
    (medical,) = by_rule(found, "medical_aid")
    assert found.hardship.possible == ("relative", "none")
    assert medical.missing == ("members[m1].serious_illness",)
    assert medical.range == (Decimal("0.00"), Decimal("80000.00"))
    assert medical.worksheet["category"] is None


class TestLargestOnly:
    """The reading ``package.stacking=largest``."""

    policy = reading(package__stacking="largest")

    def amounts(self, given_household: Household) -> list[tuple[Decimal | None, str]]:
        found = assess_household(given_household, on=IN_2018, policy=self.policy)
        return [(award.amount, award.reason) for award in found.awards]

    def test_living_relief_beats_a_smaller_education_aid(self) -> None:
        assert self.amounts(of_three("20000"))[:2] == [
            (Decimal("7620.00"), "granted"),
            (Decimal("0.00"), "largest-only"),
        ]

    def test_the_education_aids_of_all_children_count_together(self) -> None:
        two = household(
            head(),
            child("m3", schooling="senior_secondary"),
            child("m4", schooling="senior_secondary"),
            annual_disposable_income="0",
        )
        assert self.amounts(two)[:3] == [
            (Decimal("0.00"), "largest-only"),
            (Decimal("4445.00"), "granted"),
            (Decimal("4445.00"), "granted"),
        ]

    @pytest.mark.parametrize(
        ("total", "expected"),
        [
            ("7619.99", ["7620.00", "0.00"]),
            ("7620.00", ["7620.00", "0.00"]),
            ("7620.01", ["0.00", "7620.01"]),
        ],
    )
    def test_of_equal_aids_the_first_in_order_is_kept(
        self, total: str, expected: list[str]
    ) -> None:
        family = household(
            head(serious_illness=True),
            annual_disposable_income="0",
            medical_bills=[bill(total=total)],
        )
        found = [amount for amount, _ in self.amounts(family)[:2]]
        assert found == [Decimal(amount) for amount in expected]

    def test_what_is_not_due_keeps_its_own_reason(self) -> None:
        assert self.amounts(of_three("23400"))[0] == (Decimal("0.00"), "category-not-covered")

    def test_an_aid_that_is_not_due_cannot_be_the_largest(self) -> None:
        unsure = of_three("20000", filed=None)
        found = assess_household(unsure, on=IN_2018, policy=self.policy)
        (medical,) = by_rule(found, "medical_aid")
        assert (medical.outcome, medical.reason) == ("not_entitled", "no-serious-illness")

    def test_a_childs_missing_fact_is_named_with_the_child_in_another_aid(self) -> None:
        family = household(
            head(), child(schooling=None), annual_disposable_income="0", filed_on="2018-12-01"
        )
        policy = reading(package__stacking="largest", living__part_year="months_on_file")
        living, education, *_ = assess_household(family, on=IN_2018, policy=policy).awards
        assert living.missing == ("members[m3].schooling",)
        assert education.missing == ("schooling",)

    def test_a_referral_is_untouched(self) -> None:
        lost = household(head(can_work=False, disabled=True), annual_disposable_income="0")
        assert self.amounts(lost)[-1] == (Decimal("635.01"), "referred")

    def test_where_the_largest_is_open_those_in_question_are_undetermined(self) -> None:
        family = household(
            head(serious_illness=True),
            annual_disposable_income="0",
            annual_medical_bearable=None,
            medical_bills=[bill()],
        )
        found = assess_household(family, on=IN_2018, policy=self.policy)
        living, medical, _ = found.awards
        assert (living.outcome, living.range) == (
            "undetermined",
            (Decimal("0.00"), Decimal("7620.00")),
        )
        assert (medical.outcome, medical.range) == (
            "undetermined",
            (Decimal("0.00"), Decimal("80000.00")),
        )
        assert living.missing == medical.missing == ("annual_medical_bearable",)
        assert living.reason == "facts-missing"

    def test_an_aid_that_is_smaller_in_any_case_is_settled(self) -> None:
        family = revisited(of_three("20000"), filed=True)
        small = revisited(
            family,
            members=[head(serious_illness=True), spouse(), child(schooling="senior_secondary")],
            medical_bills=[bill(total="100", mutual_aid=None)],
        )
        found = assess_household(small, on=IN_2018, policy=self.policy)
        (medical,) = by_rule(found, "medical_aid")
        assert (medical.outcome, medical.reason, medical.missing) == (
            "not_entitled",
            "largest-only",
            (),
        )

    def test_an_unbounded_aid_leaves_the_others_in_question(self) -> None:
        family = household(
            head(serious_illness=True), annual_disposable_income="0", medical_bills=None
        )
        found = assess_household(family, on=IN_2018, policy=self.policy)
        living, medical, _ = found.awards
        assert (living.outcome, medical.outcome) == ("undetermined", "undetermined")
        assert medical.range is None


def _plainly(given_household: Household, on: date, monthly: Fraction) -> tuple[str, list[Fraction]]:
    """The law on record as a clerk would reckon it, in exact yuan: category and amounts."""
    plain = given_household.model_dump()
    people, persons = plain["members"], len(plain["members"])
    income = Fraction(plain["annual_disposable_income"])
    rigid, loss = (Fraction(plain[f"annual_{x}"]) for x in ("rigid_expenditure", "accident_loss"))
    worker = next(person for person in people if person["relation"] == "head")
    a_year_on = worker["labour_relation_since"] + relativedelta(years=1)
    covered = not worker["migrant"] or (worker["union_member"] and a_year_on <= on)
    caused = (
        plain["single_parent"]
        or plain["other_cause"]
        or any(p["ill"] or p["serious_illness"] or p["disabled"] for p in people)
        or any(p["relation"] == "child" and p["schooling"] != "none" for p in people)
    )
    of_2016 = on.year < 2020
    tested = income if of_2016 else income - rigid
    each = tested / persons / 12
    months = plain["monthly_incomes"]
    if of_2016 and months:
        deep = all(Fraction(month) / persons < monthly for month in months[-6:])
    else:
        deep = each < monthly
    if of_2016:
        relative = caused and each <= monthly * Fraction(3, 2)
        accident = loss > 0 and income / persons / 12 <= monthly * 3
    else:
        relative, accident = each < monthly * 2, loss > income * Fraction(4, 5)
    category = "deep" if deep else "relative" if relative else "accident" if accident else "none"
    if plain["exclusions"] or not covered:
        category = "none"
    filed, hardship = plain["filed"], category != "none"
    amounts = [monthly * 12 if filed and deep and category == "deep" else Fraction(0)]
    for person in people:
        if person["relation"] == "child":
            due = filed and hardship
            amounts.append(_of_child(person, monthly) if due else Fraction(0))
    burden = sum(
        (
            Fraction(one["total"]) - sum(Fraction(one[payer] or 0) for payer in PAYERS)
            for one in plain["medical_bills"]
            if one["billed_on"].year == on.year
            and next(p for p in people if p["member_id"] == one["member_id"])["serious_illness"]
        ),
        Fraction(0),
    )
    beyond = max(burden - Fraction(plain["annual_medical_bearable"]), Fraction(0))
    amounts.append(beyond if filed and hardship else Fraction(0))
    return category, amounts


PAYERS = (
    "basic_insurance",
    "major_illness_insurance",
    "supplementary_insurance",
    "mutual_aid",
    "other_payers",
)


def _of_child(person: dict[str, Any], monthly: Fraction) -> Fraction:
    if person["schooling"] == "higher":
        return Fraction(0) if person["part_time"] else monthly * 10
    pupil = max(monthly * 7, Fraction(3000))
    if person["schooling"] in ("senior_secondary", "vocational_secondary"):
        return pupil
    special = person["schooling"] == "special_education"
    return (
        pupil
        if special and person["disabled"] and person["special_mode"] == "school"
        else Fraction(0)
    )


@given(testing.cases())
def test_the_package_is_what_a_clerk_would_reckon(case: testing.Case) -> None:
    found = assess_household(case.household, on=case.on)
    monthly = Fraction(found.hardship.worksheet["dibao_per_month"] or 0)
    category, amounts = _plainly(case.household, case.on, monthly)
    assert found.hardship.category == category
    assert [Fraction(award.amount or 0) for award in found.awards[:-1]] == amounts
    grants = sum(amounts[:-1], Fraction(0))
    assert (found.total_grants, found.total_ceilings) == (grants, amounts[-1])


@given(testing.cases(complete=False))
def test_parts_sum_to_the_whole(case: testing.Case) -> None:
    found = assess_household(case.household, on=case.on)
    for kind, total, span in (
        ("grant", found.total_grants, found.total_grants_range),
        ("ceiling", found.total_ceilings, found.total_ceilings_range),
    ):
        parts = [award for award in found.awards if award.kind == kind]
        if total is not None:
            assert span is None
        if total is not None and all(award.amount is not None for award in parts):
            assert fen(total) == sum(fen(award.amount or Decimal(0)) for award in parts)
        if span is not None:
            assert total is None
            assert span[0] < span[1]
            assert any(award.outcome == "undetermined" for award in parts)


def test_a_leap_day_is_a_day_like_any_other() -> None:
    found = assess_household(of_three(), on=date(2020, 2, 29))
    assert found.hardship.worksheet["dibao_per_month"] == "670.00"
    assert found.on == date(2020, 2, 29)


def test_the_newer_set_takes_the_familys_rigid_expenditure_off() -> None:
    # 700 for three is 25,200; 23,400 is below it: deep, so living relief of 8,400.
    found = assess_household(of_three("23400"), on=IN_2020)
    assert found.hardship.category == "deep"
    assert found.total_grants == Decimal("15400.00")


def test_no_bills_and_unknown_bills_differ_only_where_somebody_may_be_ill() -> None:
    healthy = household(head(), medical_bills=None)
    assert by_rule(assess_household(healthy, on=IN_2018), "medical_aid")[0].missing == ()
