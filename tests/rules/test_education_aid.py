"""Education aid: ten months of dibao in higher education, 70 % of it but at least 3,000 before."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from families import (
    IN_2018,
    IN_2020,
    child,
    dibao,
    head,
    household,
    of_three,
    person,
    reading,
    spouse,
)
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Award, NotInForce, Policy, assess_household, load_policy, testing
from lnunion_rules.findings import Category, Span
from lnunion_rules.rules import education_aid

SECONDARY = ("senior_secondary", "vocational_secondary")
FLOOR = Decimal("3000.00")


def aid(
    category: Category | None = "relative",
    on: date = IN_2018,
    policy: Policy | None = None,
    choices: dict[str, str] | None = None,
    filed: bool | None = True,
    **facts: Any,
) -> Award:
    """The aid of one child with these facts."""
    family = household(head(), child("m3", **facts), filed=filed)
    return education_aid.assess(
        family,
        person(family, "m3"),
        category,
        on=on,
        policy=policy or reading(**(choices or {})),
    )


def test_a_daughter_at_university_in_anshan_is_paid_6350_in_2018() -> None:
    found = aid(schooling="higher")
    assert (found.outcome, found.amount, found.kind) == ("entitled", Decimal("6350.00"), "grant")
    assert (found.member_id, found.reason, found.notices) == ("m3", "granted", ())
    assert found.worksheet["higher_per_year"] == "6350.00"
    assert found.period == Span(since=date(2018, 1, 1), through=date(2018, 12, 31))


def test_the_family_of_the_article_has_education_aid_and_no_living_relief() -> None:
    living, education, *_ = assess_household(of_three(), on=IN_2018).awards
    assert (living.outcome, education.amount) == ("not_entitled", Decimal("6350.00"))


@pytest.mark.parametrize("schooling", SECONDARY)
def test_a_pupil_before_higher_education_is_paid_70_per_cent(schooling: str) -> None:
    assert aid(schooling=schooling).amount == Decimal("4445.00")


def test_a_disabled_child_in_special_education_is_paid_as_a_pupil() -> None:
    found = aid(schooling="special_education", disabled=True)
    assert (found.amount, found.reason) == (Decimal("4445.00"), "granted")


def test_a_child_in_special_education_without_a_disability_is_not_covered() -> None:
    found = aid(schooling="special_education", disabled=False)
    assert (found.outcome, found.amount, found.reason) == (
        "not_entitled",
        Decimal("0.00"),
        "not-disabled",
    )


def test_a_disabled_child_in_higher_education_has_the_higher_amount() -> None:
    assert aid(schooling="higher", disabled=True).amount == Decimal("6350.00")


@pytest.mark.parametrize("schooling", ["none", "compulsory"])
def test_other_stages_are_not_covered(schooling: str) -> None:
    found = aid(schooling=schooling)
    assert (found.outcome, found.amount, found.reason) == (
        "not_entitled",
        Decimal("0.00"),
        "stage-not-covered",
    )
    assert found.worksheet["standard_per_year"] == "0.00"


# 70 % of ten times 428.57 is 2,999.99; of ten times 428.58 it is 3,000.06.
@pytest.mark.parametrize(
    ("monthly", "pupil", "student"),
    [
        ("428.56", "3000.00", "4285.60"),
        ("428.57", "3000.00", "4285.70"),
        ("428.58", "3000.06", "4285.80"),
        ("0.01", "3000.00", "0.10"),
        ("635", "4445.00", "6350.00"),
        ("99999.99", "699999.93", "999999.90"),
    ],
)
@pytest.mark.parametrize("schooling", SECONDARY)
def test_the_floor_of_3000_binds_below_a_dibao_of_428_58(
    monthly: str, pupil: str, student: str, schooling: str
) -> None:
    policy = dibao(monthly)
    assert aid(schooling=schooling, policy=policy).amount == Decimal(pupil)
    assert aid(schooling="higher", policy=policy).amount == Decimal(student)
    special = aid(schooling="special_education", disabled=True, policy=policy)
    assert special.amount == Decimal(pupil)


@pytest.mark.parametrize(
    ("monthly", "notices"),
    [("299.99", ("pupil-above-student",)), ("300.00", ()), ("300.01", ())],
)
def test_below_a_dibao_of_300_a_pupil_has_more_than_a_student_and_the_finding_says_so(
    monthly: str, notices: tuple[str, ...]
) -> None:
    policy = dibao(monthly)
    pupil = aid(schooling="senior_secondary", policy=policy)
    assert (pupil.amount, pupil.notices) == (FLOOR, notices)
    assert aid(schooling="higher", policy=policy).notices == ()
    assert aid(schooling="none", policy=policy).notices == ()


@pytest.mark.parametrize(
    ("category", "outcome"),
    [
        ("deep", "entitled"),
        ("relative", "entitled"),
        ("accident", "entitled"),
        ("none", "not_entitled"),
    ],
)
def test_every_hardship_category_is_covered(category: Category, outcome: str) -> None:
    found = aid(category, schooling="higher")
    assert found.outcome == outcome
    assert found.reason == ("granted" if outcome == "entitled" else "category-not-covered")


def test_a_household_not_on_file_is_told_so_first() -> None:
    found = aid("none", schooling="none", filed=False)
    assert (found.outcome, found.reason) == ("not_entitled", "not-filed")


def test_only_children_in_the_file_have_education_aid() -> None:
    family = household(
        head(schooling="higher"), spouse(schooling="higher"), child("m3", schooling="higher")
    )
    awards = assess_household(family, on=IN_2018).awards
    assert [award.member_id for award in awards if award.rule == "education_aid"] == ["m3"]


def test_every_child_has_a_finding_of_its_own() -> None:
    family = household(
        head(),
        child("m3", schooling="higher"),
        child("m4", schooling="senior_secondary"),
        child("m5", schooling="compulsory"),
        annual_disposable_income="30000",
    )
    found = assess_household(family, on=IN_2018)
    amounts = {a.member_id: a.amount for a in found.awards if a.rule == "education_aid"}
    assert amounts == {"m3": Decimal("6350.00"), "m4": Decimal("4445.00"), "m5": Decimal("0.00")}
    # Four people below 635 each: deep hardship, so 7,620 is added.
    assert found.total_grants == Decimal("18415.00")


def test_reading_who_deep_covers_deep_hardship_only() -> None:
    deep = {"education__who": "deep"}
    assert aid("deep", schooling="higher", choices=deep).amount == Decimal("6350.00")
    assert aid("relative", schooling="higher", choices=deep).reason == "category-not-covered"
    assert aid("accident", schooling="higher", choices=deep).reason == "category-not-covered"


def test_reading_special_senior_only_leaves_out_compulsory_stages() -> None:
    facts = {"schooling": "special_education", "disabled": True}
    senior = {"education__special": "senior_only"}
    in_senior = aid(**facts, special_stage="senior_secondary", choices=senior)
    earlier = aid(**facts, special_stage="compulsory", choices=senior)
    assert in_senior.amount == Decimal("4445.00")
    assert (earlier.amount, earlier.reason) == (Decimal("0.00"), "special-mode-not-covered")
    assert aid(**facts, special_stage="compulsory").amount == Decimal("4445.00")


def test_reading_special_senior_only_asks_for_the_stage_and_only_then() -> None:
    facts = {"schooling": "special_education", "disabled": True}
    found = aid(**facts, choices={"education__special": "senior_only"})
    assert (found.outcome, found.missing) == ("undetermined", ("special_stage",))
    assert found.range == (Decimal("0.00"), Decimal("4445.00"))
    assert aid(**facts).missing == ()
    assert aid(schooling="higher", choices={"education__special": "senior_only"}).missing == ()


@pytest.mark.parametrize("mode", ["integrated", "home"])
def test_reading_special_mode_any_mode_covers_integrated_schooling_and_home(mode: str) -> None:
    facts = {"schooling": "special_education", "disabled": True, "special_mode": mode}
    found = aid(**facts)
    assert (found.amount, found.reason) == (Decimal("0.00"), "special-mode-not-covered")
    assert aid(**facts, choices={"education__special_mode": "any_mode"}).amount == Decimal(4445)


def test_reading_higher_undergraduate_leaves_out_postgraduates() -> None:
    undergraduate = {"education__higher": "undergraduate"}
    after = aid(schooling="higher", postgraduate=True, choices=undergraduate)
    before = aid(schooling="higher", postgraduate=False, choices=undergraduate)
    assert (after.amount, after.reason) == (Decimal("0.00"), "not-full-time")
    assert before.amount == Decimal("6350.00")
    assert aid(schooling="higher", postgraduate=True).amount == Decimal("6350.00")
    unknown = aid(schooling="higher", choices=undergraduate)
    assert (unknown.missing, unknown.range) == (
        ("postgraduate",),
        (Decimal("0.00"), Decimal("6350.00")),
    )


def test_part_time_higher_education_is_not_covered() -> None:
    found = aid(schooling="higher", part_time=True)
    assert (found.outcome, found.reason) == ("not_entitled", "not-full-time")


def test_reading_year_school_year_names_another_period_and_the_same_amount() -> None:
    school = {"education__year": "school_year"}
    autumn = aid(schooling="higher", on=date(2018, 9, 30), choices=school)
    spring = aid(schooling="higher", on=date(2019, 3, 1), choices=school)
    of_2018 = Span(since=date(2018, 9, 1), through=date(2019, 8, 31))
    assert autumn.period == spring.period == of_2018
    assert autumn.amount == spring.amount == Decimal("6350.00")
    last = aid(schooling="higher", on=date(2019, 8, 31), choices=school)
    first = aid(schooling="higher", on=date(2019, 9, 1), choices=school)
    assert last.period == of_2018
    assert first.period == Span(since=date(2019, 9, 1), through=date(2020, 8, 31))


@pytest.mark.parametrize(
    ("other", "amount", "reason"),
    [
        ("0", "4445.00", "granted"),
        ("1000", "3445.00", "granted"),
        ("4444.99", "0.01", "granted"),
        ("4445.00", "0.00", "other-aid-covers-it"),
        ("4445.01", "0.00", "other-aid-covers-it"),
    ],
)
def test_reading_other_aid_deduct_takes_golden_autumn_aid_off(
    other: str, amount: str, reason: str
) -> None:
    facts = {"schooling": "senior_secondary", "other_education_aid": other}
    found = aid(**facts, choices={"education__other_aid": "deduct"})
    assert (found.amount, found.reason, found.notices) == (Decimal(amount), reason, ())
    assert found.worksheet["other_aid_per_year"] == f"{Decimal(other):.2f}"


def test_other_aid_is_paid_beside_with_a_notice_unless_read_otherwise() -> None:
    found = aid(schooling="senior_secondary", other_education_aid="1000")
    assert (found.amount, found.notices) == (Decimal("4445.00"), ("other-aid-not-deducted",))
    assert aid(schooling="senior_secondary", other_education_aid="0").notices == ()
    # Where nothing is due there is nothing to take it off.
    assert aid(schooling="compulsory", other_education_aid="1000").notices == ()


@pytest.mark.parametrize(
    ("start", "first"),
    [("opinion", date(2018, 9, 26)), ("launch", date(2018, 8, 1))],
)
def test_the_aid_begins_on_the_day_of_the_reading(start: str, first: date) -> None:
    chosen = {"aid__start": start}
    assert aid(schooling="higher", on=first, choices=chosen).amount == Decimal("6350.00")
    with pytest.raises(NotInForce) as refused:
        aid(schooling="higher", on=date.fromordinal(first.toordinal() - 1), choices=chosen)
    assert refused.value.path == "education_aid"


def test_after_the_plan_the_rule_goes_on_with_a_notice_or_is_refused() -> None:
    policy = dibao("700")
    found = aid(schooling="higher", on=date(2021, 1, 1), policy=policy)
    assert (found.amount, found.notices) == (Decimal("7000.00"), ("plan-period-over",))
    refuse = policy.with_readings({"aid.after_plan": "refuse"})
    with pytest.raises(NotInForce):
        aid(schooling="higher", on=date(2021, 1, 1), policy=refuse)


def test_reading_as_of_decides_which_of_the_years_two_standards_is_paid() -> None:
    january = aid(schooling="higher", choices={"dibao__as_of": "january"})
    monthly = aid(schooling="higher", choices={"dibao__as_of": "monthly"})
    assert (january.amount, monthly.amount) == (Decimal("6070.00"), Decimal("6210.00"))


def test_in_2020_a_student_in_anshan_is_paid_7000_and_a_pupil_4900() -> None:
    assert aid(schooling="higher", on=IN_2020).amount == Decimal("7000.00")
    assert aid(schooling="senior_secondary", on=IN_2020).amount == Decimal("4900.00")


@pytest.mark.parametrize(
    ("monthly", "share", "amount"),
    [
        ("428.57", "0.725", "3107.13"),  # 3,107.1325
        ("1000.10", "0.3005", "3005.30"),  # 3,005.3005
        ("1000.10", "0.305", "3050.31"),  # 3,050.305: exactly half a fen goes up
        ("1000.10", "0.3049", "3049.30"),  # 3,049.3049
    ],
)
def test_a_share_that_gives_part_fen_is_rounded_half_up_once(
    monthly: str, share: str, amount: str
) -> None:
    policy = dibao(monthly).revised({"education_aid.secondary_share": share})
    assert aid(schooling="senior_secondary", policy=policy).amount == Decimal(amount)


def test_a_revised_floor_holds() -> None:
    policy = dibao("500").revised({"education_aid.secondary_floor": "3600"})
    assert aid(schooling="senior_secondary", policy=policy).amount == Decimal("3600.00")
    found = aid(schooling="senior_secondary", policy=policy)
    figure = next(f for f in found.parameters if f.name == "education_aid.secondary_floor")
    assert (figure.value, figure.source) == ("3600.00", "caller_revision")


def test_unknown_schooling_ranges_from_nothing_to_the_students_amount() -> None:
    found = aid(schooling=None)
    assert (found.outcome, found.amount) == ("undetermined", None)
    assert found.range == (Decimal("0.00"), Decimal("6350.00"))
    assert found.missing == ("schooling",)


def test_unknown_disability_is_asked_only_in_special_education() -> None:
    found = aid(schooling="special_education", disabled=None)
    assert (found.missing, found.range) == (
        ("disabled",),
        (Decimal("0.00"), Decimal("4445.00")),
    )
    for schooling in ("none", "compulsory", "higher", *SECONDARY):
        assert aid(schooling=schooling, disabled=None).missing == ()
    assert aid(schooling=None, disabled=None).missing == ("schooling", "disabled")


def test_nothing_is_asked_for_a_child_at_no_covered_stage() -> None:
    found = aid(None, schooling="compulsory", filed=None)
    assert (found.outcome, found.missing, found.reason) == (
        "not_entitled",
        (),
        "stage-not-covered",
    )


def test_the_finding_names_figures_readings_and_sources() -> None:
    found = aid(schooling="senior_secondary")
    assert [(figure.name, figure.value) for figure in found.parameters] == [
        ("dibao", "635.00"),
        ("education_aid.months", "10"),
        ("education_aid.secondary_share", "0.70"),
        ("education_aid.secondary_floor", "3000.00"),
    ]
    assert "education.who=all" in found.readings
    assert found.sources == ("opinion_2018", "dibao_anshan_2018")


CATEGORY = st.sampled_from(("deep", "relative", "accident", "none"))


def _of_first_child(
    case: testing.Case, category: Category, policy: Policy | None = None
) -> Award | None:
    children = [m for m in case.household.members if m.relation == "child"]
    if not children:
        return None
    return education_aid.assess(case.household, children[0], category, on=case.on, policy=policy)


@given(testing.cases(most_members=3), CATEGORY, testing.money("0.01", "3000"))
def test_secondary_aid_is_never_below_the_floor(
    case: testing.Case, category: Category, monthly: Decimal
) -> None:
    found = _of_first_child(case, category, dibao(str(monthly)))
    if found and found.outcome == "entitled" and found.worksheet["schooling"] != "higher":
        assert found.amount is not None
        assert found.amount >= FLOOR


@given(testing.cases(most_members=3), CATEGORY, testing.money("0.01", "3000"))
def test_a_higher_dibao_never_lowers_the_aid(
    case: testing.Case, category: Category, low: Decimal
) -> None:
    policies = [dibao(str(monthly)) for monthly in (low, low + Decimal("0.01"), low * 3)]
    found = [_of_first_child(case, category, policy) for policy in policies]
    amounts = [award.amount for award in found if award]
    assert amounts == sorted(amounts)  # type: ignore[type-var]


@given(testing.cases(), testing.policies(figures=False), st.randoms(use_true_random=False))
def test_education_aid_is_never_changed_by_the_order_of_members(
    case: testing.Case, policy: Policy, chance: Random
) -> None:
    policy = policy.with_readings(
        {"medical.bearable": "none", "medical.payers_exceed": "clip", "aid.after_plan": "continue"}
    ).with_monthly_dibao("635")
    people = list(case.household.members)
    chance.shuffle(people)
    shuffled = case.household.model_copy(update={"members": tuple(people)})
    one, other = (
        {
            award.member_id: award
            for award in assess_household(h, on=case.on, policy=policy).awards
            if award.rule == "education_aid"
        }
        for h in (case.household, shuffled)
    )
    assert one == other


@given(testing.cases(most_members=3), CATEGORY)
def test_a_pupils_share_is_exact_to_the_fen(case: testing.Case, category: Category) -> None:
    found = _of_first_child(case, category)
    if found is None:
        return
    monthly = Decimal(found.worksheet["dibao_per_month"] or 0)
    # Dibao has two places at most, so 70 % of ten times dibao is seven times dibao.
    assert Decimal(found.worksheet["share_per_year"] or 0) == monthly * 7
    assert Decimal(found.worksheet["higher_per_year"] or 0) == monthly * 10


def test_the_law_on_record_is_the_default_policy() -> None:
    assert aid(schooling="higher") == aid(schooling="higher", policy=load_policy())
