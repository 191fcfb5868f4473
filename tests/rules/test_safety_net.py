"""Safety net: a referral with the monthly gap of those who lost the ability to work."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from families import (
    IN_2018,
    IN_2020,
    child,
    dibao,
    head,
    household,
    income_of,
    reading,
    spouse,
)
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Award, Household, NotInForce, assess_household, load_policy, testing
from lnunion_rules.findings import Category
from lnunion_rules.rules import safety_net
from lnunion_rules.units import fen, yuan

LOST = {"can_work": False, "disabled": True}


def unable(income: str = "18000", **facts: Any) -> Household:
    """Three people whose head is disabled and cannot work."""
    people = (head(**LOST), spouse(), child("m3", birth_date="2005-01-01"))
    return household(*people, annual_disposable_income=income, **facts)


def referral(given_household: Household, on: date = IN_2018, **choices: str) -> Award:
    """The referral as it stands in the household's package."""
    return assess_household(given_household, on=on, policy=reading(**choices)).awards[-1]


def test_three_people_at_18000_a_year_are_405_03_a_month_short_of_635_01_each() -> None:
    found = referral(unable("18000"))
    assert (found.rule, found.kind, found.outcome) == ("safety_net", "referral", "entitled")
    assert (found.amount, found.reason) == (Decimal("405.03"), "referred")
    assert found.worksheet["level_per_person_month"] == "635.01"
    assert found.worksheet["level_per_year"] == "22860.36"
    assert found.worksheet["gap_per_year"] == "4860.36"


def test_the_referral_is_in_neither_total() -> None:
    found = assess_household(unable("18000"), on=IN_2018)
    assert found.total_grants == Decimal("7620.00")
    assert found.total_ceilings == Decimal("0.00")


def test_reading_level_at_standard_leaves_out_the_fen_above() -> None:
    assert referral(unable("18000"), safety_net__level="at_standard").amount == Decimal("405.00")


# Deep hardship ends at 22,860; one fen short of it the gap is 0.37 a year, 0.0308 a month.
@pytest.mark.parametrize(
    ("income", "outcome", "amount", "reason"),
    [
        ("0", "entitled", "1905.03", "referred"),
        ("22859.99", "entitled", "0.03", "referred"),
        ("22860.00", "not_entitled", "0.00", "not-deep"),
        ("22860.01", "not_entitled", "0.00", "not-deep"),
    ],
)
def test_the_gap_closes_where_deep_hardship_ends(
    income: str, outcome: str, amount: str, reason: str
) -> None:
    found = referral(unable(income))
    assert (found.outcome, found.amount, found.reason) == (outcome, Decimal(amount), reason)


def test_the_monthly_gap_is_rounded_half_up_once() -> None:
    # 22,860.36 less 18,000.06 is 4,860.30, a twelfth of it 405.025.
    assert referral(unable("18000.06")).amount == Decimal("405.03")
    assert referral(unable("18000.07")).amount == Decimal("405.02")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"can_work": False, "disabled": True}, "entitled"),
        ({"can_work": False, "serious_illness": True}, "entitled"),
        ({"can_work": False, "disabled": True, "serious_illness": True}, "entitled"),
        ({"can_work": False, "ill": True}, "not_entitled"),
        ({"can_work": True, "disabled": True}, "not_entitled"),
        ({"can_work": True, "serious_illness": True}, "not_entitled"),
    ],
)
def test_ability_is_lost_by_disability_or_serious_illness_only(
    facts: dict[str, bool], outcome: str
) -> None:
    found = referral(household(head(**facts), annual_disposable_income="0"))
    assert found.outcome == outcome
    assert found.reason == ("referred" if outcome == "entitled" else "able-to-work")


def test_only_the_head_is_asked_by_default() -> None:
    assert referral(unable()).outcome == "entitled"
    wife = household(head(), spouse(**LOST), annual_disposable_income="0")
    assert referral(wife).reason == "able-to-work"


def test_reading_who_every_adult_asks_every_adult() -> None:
    every = {"safety_net__who": "every_adult"}
    assert referral(unable(), **every).reason == "able-to-work"
    both = household(head(**LOST), spouse(**LOST), annual_disposable_income="0")
    assert referral(both, **every).outcome == "entitled"


@pytest.mark.parametrize(
    ("birth_date", "outcome"),
    [
        ("2000-12-31", "not_entitled"),  # eighteen on the day
        ("2001-01-01", "entitled"),  # seventeen
    ],
)
def test_reading_who_every_adult_asks_no_child_under_eighteen(
    birth_date: str, outcome: str
) -> None:
    pair = household(head(**LOST), child("m3", birth_date=birth_date), annual_disposable_income="0")
    assert referral(pair, safety_net__who="every_adult").outcome == outcome


def test_someone_born_on_29_february_comes_of_age_on_1_march() -> None:
    family = household(
        head(**LOST), child("m3", birth_date="2004-02-29"), annual_disposable_income="0"
    )
    policy = dibao("635", reading(safety_net__who="every_adult"))
    days = (date(2022, 2, 28), date(2022, 3, 1))
    found = [assess_household(family, on=on, policy=policy).awards[-1].outcome for on in days]
    assert found == ["entitled", "not_entitled"]


def test_the_head_is_asked_at_any_age() -> None:
    every = {"safety_net__who": "every_adult"}
    young = {"birth_date": "2001-06-01"}
    able = household(head(**young), spouse(**LOST), annual_disposable_income="0")
    assert referral(able, **every).reason == "able-to-work"
    lost = household(head(**young, **LOST), annual_disposable_income="0")
    assert referral(lost, **every).outcome == "entitled"


def test_an_unknown_age_and_an_unknown_disability_are_both_asked_for() -> None:
    family = household(
        head(**LOST),
        spouse(birth_date=None, can_work=False, disabled=None),
        annual_disposable_income="0",
    )
    found = referral(family, safety_net__who="every_adult")
    assert (found.outcome, found.missing) == (
        "undetermined",
        ("members[m2].birth_date", "members[m2].disabled"),
    )


def test_an_unknown_age_of_someone_able_to_work_is_asked_for_alone() -> None:
    family = household(head(**LOST), spouse(birth_date=None), annual_disposable_income="0")
    found = referral(family, safety_net__who="every_adult")
    assert found.missing == ("members[m2].birth_date",)


def test_an_unknown_age_of_someone_who_lost_the_ability_is_not_asked_for() -> None:
    family = household(head(**LOST), spouse(birth_date=None, **LOST), annual_disposable_income="0")
    found = referral(family, safety_net__who="every_adult")
    assert (found.outcome, found.missing) == ("entitled", ())


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"can_work": None, "disabled": True}, ("members[m1].can_work",)),
        ({"can_work": False, "disabled": None}, ("members[m1].disabled",)),
        (
            {"can_work": None, "disabled": None, "serious_illness": None},
            ("members[m1].can_work", "members[m1].disabled", "members[m1].serious_illness"),
        ),
    ],
)
def test_what_decides_the_ability_to_work_is_asked_for(
    facts: dict[str, Any], missing: tuple[str, ...]
) -> None:
    found = referral(household(head(**facts), annual_disposable_income="7000"))
    assert (found.outcome, found.missing) == ("undetermined", missing)
    # One person: 635.01 less a twelfth of 7,000.
    assert found.range == (Decimal("0.00"), Decimal("51.68"))


def test_nothing_is_asked_of_someone_able_to_work() -> None:
    family = household(head(disabled=None), annual_disposable_income=None)
    found = referral(family)
    assert (found.outcome, found.missing, found.reason) == ("not_entitled", (), "able-to-work")


def test_an_unknown_income_ranges_to_the_whole_level() -> None:
    found = referral(household(head(**LOST), annual_disposable_income=None))
    assert found.missing == ("annual_disposable_income",)
    assert found.range == (Decimal("0.00"), Decimal("635.01"))


def test_rigid_expenditure_widens_the_gap_in_the_newer_set() -> None:
    # 700.01 each for three: 25,200.36 a year; 24,000 less 6,000 is 18,000.
    found = referral(unable("24000", annual_rigid_expenditure="6000"), IN_2020)
    assert found.worksheet["tested_per_year"] == "18000.00"
    assert found.amount == Decimal("600.03")


def test_the_referral_does_not_ask_for_a_file() -> None:
    assert referral(unable(filed=False)).outcome == "entitled"
    assert referral(unable(filed=None)).missing == ()


def test_the_referral_begins_with_the_aids() -> None:
    first, before = date(2018, 9, 26), date(2018, 9, 25)
    law = load_policy()
    known = ("deep", "18000.00")
    assert safety_net.assess(unable(), known, on=first, policy=law).outcome == "entitled"  # type: ignore[arg-type]
    with pytest.raises(NotInForce):
        safety_net.assess(unable(), known, on=before, policy=law)  # type: ignore[arg-type]


def test_after_the_plan_the_referral_carries_a_notice_or_is_refused() -> None:
    policy = dibao("700")
    found = assess_household(unable(), on=date(2021, 1, 1), policy=policy).awards[-1]
    assert found.notices == ("plan-period-over",)
    refuse = policy.with_readings({"aid.after_plan": "refuse"})
    with pytest.raises(NotInForce):
        safety_net.assess(unable(), on=date(2021, 1, 1), policy=refuse)


def test_the_door_alone_asks_for_the_category() -> None:
    found = safety_net.assess(unable(), on=IN_2018)
    assert (found.outcome, found.missing) == ("undetermined", ("category",))
    assert found.range == (Decimal("0.00"), Decimal("1905.03"))
    able = safety_net.assess(household(head()), on=IN_2018)
    assert (able.outcome, able.missing) == ("not_entitled", ())


def test_the_finding_names_figures_and_sources() -> None:
    found = referral(unable())
    figures = {figure.name: figure.value for figure in found.parameters}
    assert figures == {"dibao": "635.00", "safety_net.margin": "0.01"}
    assert "civil_code_2017" not in found.sources
    assert "safety_net.who=head" in found.readings
    assert "article_2018" in found.sources


@pytest.mark.parametrize("category", ["relative", "accident", "none"])
def test_only_deep_hardship_is_referred(category: Category) -> None:
    found = safety_net.assess(unable(), (category, "18000"), on=IN_2018)
    assert (found.outcome, found.reason) == ("not_entitled", "not-deep")


@given(testing.cases(), testing.money("1", "3000"), st.sampled_from(["head", "every_adult"]))
def test_a_higher_dibao_never_narrows_the_gap(case: testing.Case, low: Decimal, who: str) -> None:
    amounts = []
    for monthly in (low, low + Decimal("0.01"), low * 2):
        policy = dibao(str(monthly), reading(safety_net__who=who))
        amounts.append(
            assess_household(case.household, on=case.on, policy=policy).awards[-1].amount
        )
    assert amounts == sorted(amounts)  # type: ignore[type-var]


@given(testing.cases(), st.integers(0, 10**6))
def test_a_higher_income_never_widens_the_gap(case: testing.Case, more: int) -> None:
    richer = yuan(income_of(case.household) + more)
    other = case.household.model_copy(update={"annual_disposable_income": richer})
    before, after = (
        assess_household(h, on=case.on).awards[-1].amount for h in (case.household, other)
    )
    assert before is not None
    assert after is not None
    assert fen(before) >= fen(after) >= 0
