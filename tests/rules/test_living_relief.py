"""Living relief: twelve months of dibao for a household on file in deep hardship."""

from datetime import date
from decimal import Decimal

import pytest
from families import (
    IN_2018,
    IN_2020,
    child,
    dibao,
    head,
    household,
    of_three,
    reading,
    spouse,
)
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import (
    Award,
    Household,
    NotInForce,
    Policy,
    assess_household,
    load_policy,
    testing,
)
from lnunion_rules.findings import Category, Span
from lnunion_rules.rules import living_relief

CATEGORIES: tuple[Category, ...] = ("deep", "relative", "accident", "none")


def relief(
    given_household: Household,
    category: Category | None = "deep",
    on: date = IN_2018,
    policy: Policy | None = None,
    **choices: str,
) -> Award:
    chosen = policy or reading(**choices)
    return living_relief.assess(given_household, category, on=on, policy=chosen)


def test_a_deep_hardship_household_in_anshan_is_paid_7620_in_2018() -> None:
    found = relief(of_three("22859.99"))
    assert (found.outcome, found.amount, found.kind) == ("entitled", Decimal("7620.00"), "grant")
    assert found.reason == "granted"
    assert found.worksheet["months"] == "12"
    assert found.worksheet["dibao_per_month"] == "635.00"
    assert found.period == Span(since=date(2018, 1, 1), through=date(2018, 12, 31))


@pytest.mark.parametrize(
    ("area", "on", "amount"),
    [
        ("211402", IN_2018, "6480.00"),  # Huludao, 540
        ("210102", IN_2018, "7860.00"),  # Shenyang, 655
        ("210381", IN_2018, "6600.00"),  # Haicheng, a county-level city of Anshan, 550
        ("210321", IN_2018, "5820.00"),  # Tai'an, a county of Anshan, 485
        ("210302", IN_2020, "8400.00"),  # Anshan, 700
        ("210202", IN_2020, "9000.00"),  # Dalian, 750
    ],
)
def test_twelve_months_of_the_local_standard(area: str, on: date, amount: str) -> None:
    assert relief(of_three(area=area), on=on).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("category", "outcome", "amount"),
    [
        ("deep", "entitled", "7620.00"),
        ("relative", "not_entitled", "0.00"),
        ("accident", "not_entitled", "0.00"),
        ("none", "not_entitled", "0.00"),
    ],
)
def test_only_deep_hardship_is_covered(category: Category, outcome: str, amount: str) -> None:
    found = relief(of_three(), category)
    assert (found.outcome, found.amount) == (outcome, Decimal(amount))
    assert found.reason == ("granted" if outcome == "entitled" else "category-not-covered")


def test_a_household_not_on_file_is_told_so_first() -> None:
    for category in CATEGORIES:
        found = relief(of_three(filed=False), category)
        assert (found.outcome, found.reason) == ("not_entitled", "not-filed")
        assert found.amount == 0


def test_one_fen_of_income_decides_between_7620_and_nothing() -> None:
    amounts = [
        assess_household(of_three(income), on=IN_2018).awards[0].amount
        for income in ("22859.99", "22860.00", "22860.01")
    ]
    assert amounts == [Decimal("7620.00"), Decimal("0.00"), Decimal("0.00")]


def test_the_amount_is_per_household_whatever_its_size() -> None:
    for people in ([head()], [head(), spouse()], [head(), spouse(), child("m3"), child("m4")]):
        assert relief(household(*people)).amount == Decimal("7620.00")


def test_reading_per_person_pays_each_member_a_year_of_dibao() -> None:
    assert relief(of_three(), living__per="person").amount == Decimal("22860.00")
    assert relief(household(head()), living__per="person").amount == Decimal("7620.00")


def test_reading_who_deep_and_relative_covers_relative_hardship_too() -> None:
    wide = {"living__who": "deep_and_relative"}
    assert relief(of_three(), "relative", **wide).amount == Decimal("7620.00")
    assert relief(of_three(), "accident", **wide).reason == "category-not-covered"
    assert relief(of_three(), "deep", **wide).amount == Decimal("7620.00")


def test_reading_amount_ceiling_makes_it_a_ceiling() -> None:
    found = relief(of_three(), living__amount="ceiling")
    assert (found.kind, found.amount) == ("ceiling", Decimal("7620.00"))


@pytest.mark.parametrize(
    ("filed_on", "off_file_on", "amount"),
    [
        ("2017-05-01", None, "7620.00"),
        ("2018-01-01", None, "7620.00"),
        ("2018-01-31", None, "7620.00"),
        ("2018-02-01", None, "6985.00"),  # eleven months
        ("2018-12-31", None, "635.00"),
        ("2019-01-01", None, "0.00"),
        ("2017-05-01", "2018-01-01", "635.00"),
        ("2017-05-01", "2018-06-30", "3810.00"),
        ("2017-05-01", "2018-07-01", "4445.00"),
        ("2018-03-15", "2018-03-20", "635.00"),
        ("2017-05-01", "2017-12-31", "0.00"),
        ("2017-05-01", "2019-06-30", "7620.00"),
    ],
)
def test_reading_part_year_counts_the_months_on_file(
    filed_on: str, off_file_on: str | None, amount: str
) -> None:
    family = of_three(filed_on=filed_on, off_file_on=off_file_on)
    assert relief(family, living__part_year="months_on_file").amount == Decimal(amount)
    assert relief(family).amount == Decimal("7620.00")


def test_reading_part_year_asks_when_the_household_came_on_file() -> None:
    found = relief(of_three(), living__part_year="months_on_file")
    assert (found.outcome, found.missing) == ("undetermined", ("filed_on",))
    assert found.range == (Decimal("0.00"), Decimal("7620.00"))
    assert relief(of_three()).missing == ()


def test_a_year_on_file_that_ended_bounds_the_months_even_where_its_start_is_unknown() -> None:
    months = {"living__part_year": "months_on_file"}
    ended = relief(of_three(off_file_on="2018-03-31"), **months)
    assert ended.range == (Decimal("635.00"), Decimal("1905.00"))
    before = relief(of_three(off_file_on="2017-12-31"), **months)
    assert (before.amount, before.missing) == (Decimal("0.00"), ())


@pytest.mark.parametrize(
    ("start", "first"),
    [("opinion", date(2018, 9, 26)), ("launch", date(2018, 8, 1))],
)
def test_the_aid_begins_on_the_day_of_the_reading(start: str, first: date) -> None:
    family, day_before = of_three(), date.fromordinal(first.toordinal() - 1)
    chosen = {"aid__start": start}
    assert relief(family, on=first, **chosen).amount == Decimal("7620.00")
    with pytest.raises(NotInForce) as refused:
        relief(family, on=day_before, **chosen)
    assert refused.value.code == "not-in-force"
    assert refused.value.details["day"] == day_before.isoformat()


def test_after_the_plan_the_rule_goes_on_with_a_notice_or_is_refused() -> None:
    policy = dibao("700")
    last, after = date(2020, 12, 31), date(2021, 1, 1)
    assert relief(of_three(), on=last, policy=policy).notices == ()
    found = relief(of_three(), on=after, policy=policy)
    assert (found.amount, found.notices) == (Decimal("8400.00"), ("plan-period-over",))
    refuse = policy.with_readings({"aid.after_plan": "refuse"})
    assert relief(of_three(), on=last, policy=refuse).amount == Decimal("8400.00")
    with pytest.raises(NotInForce) as refused:
        relief(of_three(), on=after, policy=refuse)
    assert refused.value.code == "plan-over"


def test_the_standard_of_29_february_is_that_of_the_year_before() -> None:
    # 670 in Anshan from July 2019 through June 2020.
    assert relief(of_three(), on=date(2020, 2, 29)).amount == Decimal("8040.00")
    assert relief(of_three(), on=date(2020, 6, 30)).amount == Decimal("8040.00")
    assert relief(of_three(), on=date(2020, 7, 1)).amount == Decimal("8400.00")


def test_reading_as_of_decides_which_of_the_years_two_standards_is_paid() -> None:
    # Anshan 2018: six months at 607, six at 635.
    assert relief(of_three(), dibao__as_of="january").amount == Decimal("7284.00")
    assert relief(of_three(), dibao__as_of="monthly").amount == Decimal("7452.00")
    assert relief(of_three(), dibao__as_of="assessment_day").amount == Decimal("7620.00")


def test_reading_place_pays_the_standard_of_registration_or_residence() -> None:
    family = of_three(registered_area="210102", resident_area="211402")
    assert relief(family, dibao__place="registered").amount == Decimal("7860.00")
    assert relief(family, dibao__place="resident").amount == Decimal("6480.00")


def test_reading_stacking_largest_keeps_only_the_largest_aid() -> None:
    family = of_three("22859.99")
    policy = reading(package__stacking="largest")
    living, education, *_ = assess_household(family, on=IN_2018, policy=policy).awards
    assert (living.amount, living.reason) == (Decimal("7620.00"), "granted")
    assert (education.amount, education.reason) == (Decimal("0.00"), "largest-only")


def test_an_unknown_category_is_undetermined_between_nothing_and_the_full_amount() -> None:
    found = relief(of_three(), None)
    assert (found.outcome, found.amount, found.missing) == ("undetermined", None, ("category",))
    assert found.range == (Decimal("0.00"), Decimal("7620.00"))
    assert found.reason == "facts-missing"
    assert found.worksheet["amount"] is None
    assert found.worksheet["standard_per_year"] == "7620.00"


def test_a_household_not_on_file_is_not_asked_for_its_category() -> None:
    found = relief(of_three(filed=False), None)
    assert (found.outcome, found.missing) == ("not_entitled", ())


def test_whether_the_household_is_on_file_is_asked_only_in_deep_hardship() -> None:
    assert relief(of_three(filed=None), "deep").missing == ("filed",)
    found = relief(of_three(filed=None), "none")
    assert (found.outcome, found.missing) == ("not_entitled", ())


def test_the_finding_names_figures_readings_and_sources() -> None:
    found = relief(of_three())
    assert [(figure.name, figure.value, figure.unit) for figure in found.parameters] == [
        ("dibao", "635.00", "yuan/person/month"),
        ("living_relief.months", "12", "months"),
    ]
    assert found.parameters[1].since == date(2018, 9, 26)
    assert "living.per=household" in found.readings
    assert found.sources == ("opinion_2018", "dibao_anshan_2018")


def test_revised_months_are_paid() -> None:
    policy = load_policy().revised({"living_relief.months": 6})
    assert relief(of_three(), policy=policy).amount == Decimal("3810.00")


def test_a_raised_dibao_raises_the_aid() -> None:
    # 635 raised by 8 % is 685.80.
    policy = load_policy().revised({"dibao.factor": "1.08"})
    found = relief(of_three(), policy=policy)
    assert found.worksheet["dibao_per_month"] == "685.80"
    assert found.amount == Decimal("8229.60")
    assert found.parameters[0].source == "caller_revision"


@given(testing.cases(), st.sampled_from(CATEGORIES), testing.money("1", "3000"))
def test_a_higher_dibao_never_lowers_the_aid(
    case: testing.Case, category: Category, low: Decimal
) -> None:
    amounts = [
        relief(case.household, category, case.on, dibao(str(monthly))).amount
        for monthly in (low, low + Decimal("0.01"), low * 2)
    ]
    assert None not in amounts
    assert amounts == sorted(amounts)  # type: ignore[type-var]


@given(testing.cases(), testing.policies())
def test_the_aid_is_what_the_worksheet_multiplies_out(case: testing.Case, policy: Policy) -> None:
    policy = policy.with_readings({"dibao.as_of": "assessment_day"})
    found = relief(case.household, "deep", case.on, policy)
    sheet = found.worksheet
    persons = int(sheet["persons"] or 0)
    per_person = policy.choices["living.per"] == "person"
    standard = Decimal(sheet["dibao_per_month"] or 0) * int(sheet["months"] or 0)
    expected = standard * (persons if per_person else 1)
    assert sheet["standard_per_year"] == f"{expected:.2f}"
    assert found.amount == (expected if found.outcome == "entitled" else 0)
