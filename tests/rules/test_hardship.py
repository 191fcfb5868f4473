"""Identification of hardship households: both standards, fen by fen."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from families import (
    IN_2018,
    IN_2020,
    alone,
    child,
    dibao,
    head,
    household,
    income_of,
    of_three,
    reading,
    revisited,
    spouse,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from lnunion_rules import Hardship, Household, InputError, NoStandard, testing
from lnunion_rules.rules import hardship
from lnunion_rules.units import MOST, fen, printed

LAST_OF_2016_SET = date(2019, 12, 31)
FIRST_OF_NEWER_SET = date(2020, 1, 1)
BADNESS = {"deep": 0, "relative": 1, "accident": 2, "none": 3}


def category(given_household: Household, on: date = IN_2018, **choices: str) -> str:
    return hardship.assess(given_household, on=on, policy=reading(**choices)).category


def test_the_family_of_the_article_is_in_relative_hardship_in_2018() -> None:
    found = hardship.assess(of_three("23400.00"), on=IN_2018)
    assert (found.category, found.reason, found.generation) == ("relative", "relative", "2016")
    sheet = found.worksheet
    assert sheet["tested_per_person_month"] == "650.00"
    assert sheet["dibao_per_month"] == "635.00"
    assert sheet["dibao_per_year"] == "22860.00"
    assert sheet["relative_end"] == "34290.01"
    assert sheet["changes_at"] == "34290.01"
    assert sheet["distance"] == "10890.01"
    assert sheet["category"] == "relative"


def test_under_1905_a_month_the_family_is_in_deep_hardship() -> None:
    found = hardship.assess(of_three("22859.99"), on=IN_2018)
    assert (found.category, found.reason) == ("deep", "deep")
    assert found.worksheet["changes_at"] == "22860.00"


# Three people at 635 a month: dibao for a year 22,860, 150 % of it 34,290, three times it 68,580.
@pytest.mark.parametrize(
    ("income", "loss", "expected", "reason"),
    [
        ("0", "0", "deep", "deep"),
        ("22859.99", "0", "deep", "deep"),
        ("22860.00", "0", "relative", "relative"),
        ("22860.01", "0", "relative", "relative"),
        ("34289.99", "0", "relative", "relative"),
        ("34290.00", "0", "relative", "relative"),
        ("34290.01", "0", "none", "above-lines"),
        ("34290.01", "0.01", "accident", "accident"),
        ("68579.99", "0.01", "accident", "accident"),
        ("68580.00", "0.01", "accident", "accident"),
        ("68580.01", "0.01", "none", "above-lines"),
        ("68580.00", "0", "none", "above-lines"),
        ("9999999999.99", "9999999999.99", "none", "above-lines"),
    ],
)
def test_the_lines_of_the_2016_set(income: str, loss: str, expected: str, reason: str) -> None:
    found = hardship.assess(of_three(income, annual_accident_loss=loss), on=IN_2018)
    assert (found.category, found.reason) == (expected, reason)


# Three people at 700 a month: dibao for a year 25,200, twice it 50,400.
@pytest.mark.parametrize(
    ("income", "rigid", "expected"),
    [
        ("25199.99", "0", "deep"),
        ("25200.00", "0", "relative"),
        ("25200.01", "0", "relative"),
        ("50399.99", "0", "relative"),
        ("50400.00", "0", "none"),
        ("50400.01", "0", "none"),
        ("33599.99", "8400", "deep"),
        ("33600.00", "8400", "relative"),
        ("33600.01", "8400", "relative"),
        ("58799.99", "8400", "relative"),
        ("58800.00", "8400", "none"),
        ("58800.01", "8400", "none"),
        ("10000", "50000", "deep"),
    ],
)
def test_the_lines_of_the_newer_set_after_rigid_expenditure(
    income: str, rigid: str, expected: str
) -> None:
    found = hardship.assess(of_three(income, annual_rigid_expenditure=rigid), on=IN_2020)
    assert (found.category, found.generation) == (expected, "2020")


# 80 % of 60,000 is 48,000: the loss must be above it.
@pytest.mark.parametrize(
    ("loss", "expected"),
    [("47999.99", "none"), ("48000.00", "none"), ("48000.01", "accident")],
)
def test_a_loss_counts_in_the_newer_set_only_above_80_per_cent(loss: str, expected: str) -> None:
    assert category(of_three("60000", annual_accident_loss=loss), IN_2020) == expected


@pytest.mark.parametrize(
    ("income", "expected"),
    [("62500.00", "none"), ("62499.99", "accident"), ("62500.01", "none")],
)
def test_the_80_per_cent_are_of_income_before_rigid_expenditure(income: str, expected: str) -> None:
    given_household = of_three(income, annual_accident_loss="50000", annual_rigid_expenditure="100")
    assert category(given_household, IN_2020) == expected


def test_any_loss_above_zero_is_enough_in_the_2016_set() -> None:
    assert category(alone("10000", annual_accident_loss="0")) == "none"
    assert category(alone("10000", annual_accident_loss="0.01")) == "accident"


def test_rigid_expenditure_does_not_count_in_the_2016_set() -> None:
    assert category(of_three("34290.01", annual_rigid_expenditure="34290.01")) == "none"


@pytest.mark.parametrize(
    "given_household",
    [
        household(head(ill=True)),
        household(head(serious_illness=True)),
        household(head(disabled=True)),
        household(head(), single_parent=True),
        household(head(), other_cause=True),
    ],
    ids=["ill", "seriously ill", "disabled", "single parent", "another cause"],
)
def test_each_cause_opens_the_near_dibao_class(given_household: Household) -> None:
    # One person at 635: dibao 7,620 a year, 150 % of it 11,430.
    assert category(revisited(given_household, annual_disposable_income="11430.00")) == "relative"
    assert category(revisited(given_household, annual_disposable_income="11430.01")) == "none"


@pytest.mark.parametrize(
    "schooling",
    ["compulsory", "senior_secondary", "vocational_secondary", "higher", "special_education"],
)
def test_a_child_at_any_school_is_a_cause(schooling: str) -> None:
    pair = household(head(), child(schooling=schooling), annual_disposable_income="20000")
    assert category(pair) == "relative"


def test_an_adult_at_school_is_no_cause() -> None:
    pair = household(head(), spouse(schooling="higher"), annual_disposable_income="20000")
    found = hardship.assess(pair, on=IN_2018)
    assert (found.category, found.reason) == ("none", "no-cause")


def test_without_a_cause_the_near_dibao_class_is_closed_and_says_so() -> None:
    within = hardship.assess(alone("11430.00"), on=IN_2018)
    above = hardship.assess(alone("11430.01"), on=IN_2018)
    assert (within.category, within.reason) == ("none", "no-cause")
    assert (above.category, above.reason) == ("none", "above-lines")


def test_deep_hardship_needs_no_cause() -> None:
    assert category(alone("7619.99")) == "deep"


def test_relative_hardship_of_the_newer_set_needs_no_cause() -> None:
    # One person at 700: twice dibao is 16,800 a year.
    assert category(alone("16799.99"), IN_2020) == "relative"
    assert category(alone("16800.00"), IN_2020) == "none"


@pytest.mark.parametrize(
    ("ground", "reason"),
    [
        ("two_homes", "excluded-two-homes"),
        ("owns_shop", "excluded-owns-shop"),
        ("employs_others", "excluded-employs-others"),
        ("high_fee_school", "excluded-high-fee-school"),
        ("study_abroad", "excluded-study-abroad"),
        ("motor_vehicle", "excluded-motor-vehicle"),
    ],
)
@pytest.mark.parametrize("on", [IN_2018, IN_2020])
def test_an_exclusion_makes_the_category_none_and_is_named(
    ground: str, reason: str, on: date
) -> None:
    found = hardship.assess(of_three("1000", exclusions=[ground]), on=on)
    assert (found.category, found.reason) == ("none", reason)
    assert found.worksheet["changes_at"] == "0.00"


def test_of_several_exclusions_the_first_of_the_list_is_named() -> None:
    found = hardship.assess(of_three(exclusions=["motor_vehicle", "owns_shop"]), on=IN_2018)
    assert found.reason == "excluded-owns-shop"


def test_the_day_decides_which_standard_applies() -> None:
    # In between: below 2 x 670 x 3 x 12 = 48,240, above 150 % of 24,120 = 36,180.
    family = of_three("40000")
    before = hardship.assess(family, on=LAST_OF_2016_SET)
    after = hardship.assess(family, on=FIRST_OF_NEWER_SET)
    assert (before.generation, before.category) == ("2016", "none")
    assert (after.generation, after.category) == ("2020", "relative")
    assert before.worksheet["dibao_per_month"] == after.worksheet["dibao_per_month"] == "670.00"


def test_reading_generation_2020_applies_the_newer_set_in_2018() -> None:
    # Twice 22,860 is 45,720.
    assert category(of_three("45719.99"), hardship__generation="2020") == "relative"
    assert category(of_three("45720.00"), hardship__generation="2020") == "none"
    assert category(of_three("45719.99"), hardship__generation="by_date") == "none"


def test_reading_generation_2016_applies_the_older_set_in_2020() -> None:
    # 150 % of 25,200 is 37,800.
    assert category(of_three("37800.00"), IN_2020, hardship__generation="2016") == "relative"
    assert category(of_three("37800.01"), IN_2020, hardship__generation="2016") == "none"


@pytest.mark.parametrize(
    ("on", "line"), [(IN_2018, "22860.00"), (IN_2020, "25200.00")], ids=["2016 set", "newer set"]
)
def test_reading_deep_boundary_at_or_below_includes_the_line_in_both_sets(
    on: date, line: str
) -> None:
    beyond = printed(fen(line) + 1)
    assert category(of_three(line), on) == "relative"
    assert category(of_three(line), on, hardship__deep_boundary="at_or_below") == "deep"
    assert category(of_three(beyond), on, hardship__deep_boundary="at_or_below") == "relative"


def test_reading_relative_boundary_at_or_below_includes_twice_dibao() -> None:
    assert category(of_three("50400.00"), IN_2020) == "none"
    at_or_below = {"hardship__relative_boundary": "at_or_below"}
    assert category(of_three("50400.00"), IN_2020, **at_or_below) == "relative"
    assert category(of_three("50400.01"), IN_2020, **at_or_below) == "none"


def test_reading_relative_boundary_leaves_the_2016_line_included() -> None:
    for choice in ("below", "at_or_below"):
        chosen = {"hardship__relative_boundary": choice}
        assert category(of_three("34290.00"), **chosen) == "relative"
        assert category(of_three("34290.01"), **chosen) == "none"


def test_unstated_exclusions_mean_none_unless_read_as_unknown() -> None:
    family = of_three("22859.99", exclusions=None)
    assert category(family) == "deep"
    unsure = hardship.assess(
        family, on=IN_2018, policy=reading(hardship__exclusions_unstated="unknown")
    )
    assert (unsure.category, unsure.possible) == ("undetermined", ("deep", "none"))
    assert unsure.missing == ("exclusions",)
    assert unsure.reason == "facts-missing"


def test_exclusions_stated_as_an_empty_list_are_none_under_either_reading() -> None:
    unknown = {"hardship__exclusions_unstated": "unknown"}
    assert category(of_three("22859.99", exclusions=[]), **unknown) == "deep"


def test_unstated_exclusions_are_not_asked_for_above_every_line() -> None:
    policy = reading(hardship__exclusions_unstated="unknown")
    found = hardship.assess(of_three("34290.01", exclusions=None), on=IN_2018, policy=policy)
    assert (found.category, found.reason, found.missing) == ("none", "above-lines", ())


def test_reading_dibao_income_not_counted_takes_dibao_received_off() -> None:
    family = of_three("30000", annual_dibao_received="7140.01")
    assert category(family) == "relative"
    found = hardship.assess(
        family, on=IN_2018, policy=reading(hardship__dibao_income="not_counted")
    )
    assert found.category == "deep"
    assert found.worksheet["counted_per_year"] == "22859.99"
    assert found.worksheet["changes_at"] == "30000.01"


def test_reading_dibao_income_not_counted_asks_for_dibao_received() -> None:
    policy = reading(hardship__dibao_income="not_counted")
    found = hardship.assess(of_three("30000"), on=IN_2018, policy=policy)
    assert (found.category, found.missing) == ("undetermined", ("annual_dibao_received",))
    assert found.possible == ("deep", "relative")


def test_a_household_exactly_at_the_line_gets_a_notice_where_dibao_counts() -> None:
    assert hardship.assess(of_three("22860.00"), on=IN_2018).notices == ("at-the-line",)
    assert hardship.assess(of_three("22860.01"), on=IN_2018).notices == ()
    assert hardship.assess(of_three("22859.99"), on=IN_2018).notices == ()
    policy = reading(hardship__dibao_income="not_counted")
    family = of_three("22860.00", annual_dibao_received="0")
    assert hardship.assess(family, on=IN_2018, policy=policy).notices == ()


MIGRANT_SINCE = {
    "2017-12-30": "deep",
    "2017-12-31": "deep",
    "2018-01-01": "none",
}


@pytest.mark.parametrize(("since", "expected"), MIGRANT_SINCE.items())
def test_a_migrant_worker_needs_a_year_of_labour_relation(since: str, expected: str) -> None:
    migrant = head(migrant=True, labour_relation_since=since)
    found = hardship.assess(household(migrant, annual_disposable_income="0"), on=IN_2018)
    assert found.category == expected
    assert found.reason == {"deep": "deep", "none": "migrant-not-covered"}[expected]


def test_a_year_from_29_february_ends_on_28_february() -> None:
    family = household(
        head(migrant=True, labour_relation_since="2016-02-29"), annual_disposable_income="0"
    )
    policy = dibao("635")
    days = (date(2017, 2, 27), date(2017, 2, 28), date(2017, 3, 1))
    found = [hardship.assess(family, on=on, policy=policy).category for on in days]
    assert found == ["none", "deep", "deep"]


def test_a_migrant_worker_outside_the_union_is_not_covered_unless_read_so() -> None:
    migrant = head(migrant=True, union_member=False, labour_relation_since="2010-01-01")
    family = household(migrant, annual_disposable_income="0")
    assert hardship.assess(family, on=IN_2018).reason == "migrant-not-covered"
    assert category(family, hardship__migrant="as_others") == "deep"


def test_a_migrant_worker_of_unknown_standing_is_undetermined_and_asked() -> None:
    family = household(head(migrant=True, union_member=None), annual_disposable_income="0")
    found = hardship.assess(family, on=IN_2018)
    assert found.possible == ("deep", "none")
    assert found.missing == ("members[m1].union_member", "members[m1].labour_relation_since")


def test_only_the_head_of_the_file_is_held_to_the_migrant_rule() -> None:
    pair = household(head(), spouse(migrant=True, union_member=False), annual_disposable_income="0")
    assert category(pair) == "deep"


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (["634.99"] * 6, "deep"),
        (["634.99"] * 5 + ["635.00"], "none"),
        (["635.00"] + ["634.99"] * 5, "none"),
        (["635.00"] + ["634.99"] * 6, "deep"),
        (["99999"] * 6 + ["0"] * 6, "deep"),
    ],
)
def test_months_stated_one_by_one_must_all_of_the_last_six_lie_below(
    months: list[str], expected: str
) -> None:
    # The annual figure alone would say otherwise: 20,000 is above every line of one person.
    assert category(alone("20000", monthly_incomes=months)) == expected


def test_months_below_the_line_at_or_below_when_read_so() -> None:
    family = alone("20000", monthly_incomes=["635.00"] * 6)
    assert category(family) == "none"
    assert category(family, hardship__deep_boundary="at_or_below") == "deep"


def test_six_months_above_keep_a_poor_year_out_of_deep_hardship() -> None:
    family = of_three("1000", monthly_incomes=["2000"] * 6)
    assert category(family) == "relative"


def test_months_do_not_count_in_the_newer_set() -> None:
    assert category(alone("20000", monthly_incomes=["0"] * 6), IN_2020) == "none"


def test_where_months_decide_no_yearly_income_changes_deep_hardship() -> None:
    found = hardship.assess(alone("20000", monthly_incomes=["0"] * 6), on=IN_2018)
    assert (found.category, found.worksheet["changes_at"]) == ("deep", "0.00")


def test_where_months_decide_and_no_class_is_open_no_income_changes_that() -> None:
    months = alone("20000", monthly_incomes=["2000"] * 6, annual_dibao_received="100")
    policy = reading(hardship__dibao_income="not_counted")
    found = hardship.assess(months, on=IN_2018, policy=policy)
    assert (found.category, found.worksheet["changes_at"]) == ("none", "0.00")


def test_income_counted_is_never_below_zero() -> None:
    months = alone("50", monthly_incomes=["2000"] * 6, annual_dibao_received="100")
    policy = reading(hardship__dibao_income="not_counted")
    found = hardship.assess(months, on=IN_2018, policy=policy)
    assert found.worksheet["counted_per_year"] == "0.00"
    assert (found.category, found.reason) == ("none", "no-cause")


def test_reading_place_takes_the_standard_of_registration_or_residence() -> None:
    # Shenyang 655 a month, Huludao 540: for one person 7,860 and 6,480 a year.
    family = alone("7000", registered_area="210102", resident_area="211402")
    assert category(family, dibao__place="registered") == "deep"
    assert category(family, dibao__place="resident") == "none"
    found = hardship.assess(family, on=IN_2018, policy=reading(dibao__place="registered"))
    assert found.worksheet["dibao_per_month"] == "655.00"


def test_reading_place_asks_for_the_area_it_needs() -> None:
    with pytest.raises(InputError) as refused:
        hardship.assess(alone("7000"), on=IN_2018, policy=reading(dibao__place="registered"))
    assert (refused.value.code, refused.value.path) == ("fact-needed", "registered_area")


def test_reading_as_of_january_takes_the_standard_of_new_years_day() -> None:
    # Anshan had 607 on 1 January 2018: 7,284 for one person.
    january = {"dibao__as_of": "january"}
    assert category(alone("7283.99"), **january) == "deep"
    assert category(alone("7284.00"), **january) == "none"


def test_reading_as_of_monthly_takes_the_mean_of_the_year() -> None:
    # Six months at 607 and six at 635: 621 on average, 7,452 a year.
    monthly = {"dibao__as_of": "monthly"}
    assert category(alone("7451.99"), **monthly) == "deep"
    assert category(alone("7452.00"), **monthly) == "none"


def test_no_standard_is_an_error_that_names_area_and_day() -> None:
    with pytest.raises(NoStandard) as refused:
        hardship.assess(of_three(area="210602"), on=IN_2018)
    assert refused.value.code == "no-dibao-standard"
    assert refused.value.details == {
        "area": "丹东市元宝区",
        "area_code": "210602",
        "day": "2018-12-31",
    }


def test_more_people_raise_the_lines() -> None:
    two = household(head(), spouse(), annual_disposable_income="15239.99")
    assert category(two) == "deep"
    assert category(revisited(two, annual_disposable_income="15240.00")) == "none"


def test_the_finding_names_figures_readings_and_sources() -> None:
    found = hardship.assess(of_three(), on=IN_2020)
    figures = {figure.name: figure for figure in found.parameters}
    assert figures["dibao"].value == "700.00"
    assert figures["hardship.relative_share"].value == "2.00"
    assert figures["hardship.loss_share"].source == "accident_share_shandong"
    assert "hardship.deep_boundary=below" in found.readings
    assert "hardship_set_2020" in found.sources
    assert "accident_share_shandong" in found.sources


def test_unknown_income_leaves_every_class_open() -> None:
    found = hardship.assess(of_three(None, annual_accident_loss="1"), on=IN_2018)  # type: ignore[arg-type]
    assert found.possible == ("deep", "relative", "accident", "none")
    assert found.missing == ("annual_disposable_income",)
    assert found.worksheet["income_per_year"] is None
    assert found.worksheet["dibao_per_year"] == "22860.00"


@given(testing.cases(), testing.money(most="9000"))
def test_a_higher_income_is_never_a_deeper_category(case: testing.Case, more: Decimal) -> None:
    before = hardship.assess(case.household, on=case.on)
    after = _at(case.household, income_of(case.household) + fen(more), case.on)
    assert BADNESS[before.category] <= BADNESS[after.category]


@given(testing.cases(), testing.money(least="1", most="1000"), testing.money(most="1000"))
def test_a_higher_dibao_is_never_a_lighter_category(
    case: testing.Case, low: Decimal, more: Decimal
) -> None:
    found = [
        hardship.assess(case.household, on=case.on, policy=dibao(str(monthly)))
        for monthly in (low, low + more)
    ]
    assert BADNESS[found[0].category] >= BADNESS[found[1].category]


@given(testing.cases(), st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(case: testing.Case, chance: Random) -> None:
    people = list(case.household.members)
    chance.shuffle(people)
    shuffled = case.household.model_copy(update={"members": tuple(people)})
    one, other = (hardship.assess(h, on=case.on) for h in (case.household, shuffled))
    assert (one.category, one.worksheet) == (other.category, other.worksheet)


def _at(given_household: Household, income: int, on: date, **choices: str) -> Hardship:
    moved = given_household.model_copy(
        update={"annual_disposable_income": Decimal(printed(income))}
    )
    return hardship.assess(moved, on=on, policy=reading(**choices))


@given(
    testing.cases(),
    st.sampled_from(["below", "at_or_below"]),
    st.sampled_from(["below", "at_or_below"]),
    st.sampled_from(["2016", "2020"]),
    st.sampled_from(["counted", "not_counted"]),
)
def test_the_category_changes_where_the_worksheet_says(
    case: testing.Case, deep: str, relative: str, generation: str, received: str
) -> None:
    choices = {
        "hardship__deep_boundary": deep,
        "hardship__relative_boundary": relative,
        "hardship__generation": generation,
        "hardship__dibao_income": received,
    }
    found = hardship.assess(case.household, on=case.on, policy=reading(**choices))
    line = fen(found.worksheet["changes_at"] or "")
    income = income_of(case.household)
    if line == 0:
        untouched = {_at(case.household, end, case.on, **choices).category for end in (0, MOST)}
        assert found.category == "none" or untouched == {found.category}
        return
    below, at = (_at(case.household, end, case.on, **choices) for end in (line - 1, line))
    assert below.category != at.category
    assert fen(at.worksheet["changes_at"] or "") != 0
    if income < line:
        assert below.category == found.category
    else:
        assert at.category == found.category == "none"
    assert found.worksheet["distance"] == printed(line - income)


@given(testing.cases(), st.integers(0, 10**7))
def test_between_income_and_the_change_nothing_changes(case: testing.Case, some: int) -> None:
    found = hardship.assess(case.household, on=case.on)
    line = fen(found.worksheet["changes_at"] or "")
    income = income_of(case.household)
    assume(line > 0)
    low, high = sorted((income, line - 1)) if income < line else (line, income)
    between = low + some % (high - low + 1)
    assert _at(case.household, between, case.on).category == found.category
