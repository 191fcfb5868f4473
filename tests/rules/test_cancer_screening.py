"""Cancer screening: who is due in which year, who comes first, and what the fund pays."""

from datetime import date
from typing import Any

import pytest
from families import head, household, member, person, reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import NotInForce, Policy, Service, assess_household, load_policy
from lnunion_rules.rules import cancer_screening
from lnunion_rules.rules.cancer_screening import REASONS, RULE, Parameters, Worksheet

IN_2019 = date(2019, 6, 1)
WOMAN = {"sex": "female", "work": "employed", "union_member": True}


def sheet(policy: Policy | None = None, /, **facts: Any) -> Worksheet:
    known = {
        "female": True,
        "worker": True,
        "unionised": True,
        "union_member": True,
        "birth_year": 1979,
        "consents": True,
        "own_checkup": False,
        "last_year": 0,
        "year": 2019,
        "no_exam": False,
        "in_difficulty": False,
        "cost": 0,
    }
    law = (policy or load_policy()).law(RULE, IN_2019)
    return cancer_screening.work_out(**{**known, **facts}, p=Parameters(**law.numbers))


def reason(policy: Policy | None = None, /, **facts: Any) -> str:
    return REASONS[sheet(policy, **facts).reason]


def service(on: date = IN_2019, policy: Policy | None = None, /, **facts: Any) -> Service:
    family = household({"member_id": "m1", "relation": "head", **facts})
    return cancer_screening.assess(family, person(family, "m1"), on=on, policy=policy)


def test_the_sources_own_case_a_woman_worker_is_due_and_the_fund_pays_300_yuan() -> None:
    found = sheet(no_exam=True, in_difficulty=True)
    assert found == Worksheet(
        of_unit=True, of_age=True, due_year=2019, priority=True, reason=0, amount=30_000
    )


# Last screened in 2015 to 2022; from 2018 on: the year in which she is due, by the plan of a year.
@pytest.mark.parametrize(
    ("last_year", "due"),
    [
        (2015, {2018: 2018, 2019: 2019, 2022: 2022}),
        (2016, {2018: 2019, 2019: 2019, 2020: 2020}),
        (2017, {2018: 2020, 2019: 2020, 2020: 2020}),
        (2018, {2018: 2021, 2020: 2021, 2021: 2021}),
        (2019, {2019: 2022, 2021: 2022, 2022: 2022}),
        (2020, {2020: 2023, 2022: 2023, 2023: 2023}),
        (2021, {2021: 2024, 2023: 2024, 2024: 2024}),
        (2022, {2022: 2025, 2024: 2025, 2025: 2025}),
        (0, {2018: 2018, 2022: 2022}),
    ],
)
def test_she_is_due_again_in_the_third_calendar_year(last_year: int, due: dict[int, int]) -> None:
    for year, expected in due.items():
        found = sheet(last_year=last_year, year=year)
        assert found.due_year == expected
        assert REASONS[found.reason] == ("due" if expected == year else "not-due")


# Rounds of the province: 2016 to 2018, 2019 to 2021, 2022 to 2024.
@pytest.mark.parametrize(
    ("last_year", "year", "due"),
    [
        (2018, 2019, 2019),
        (2019, 2019, 2022),
        (2019, 2021, 2022),
        (2021, 2022, 2022),
        (2017, 2018, 2019),
        (2015, 2018, 2018),
        (0, 2020, 2020),
    ],
)
def test_in_rounds_every_woman_is_screened_once_a_round(
    last_year: int, year: int, due: int
) -> None:
    policy = reading(screening__round="rounds")
    assert sheet(policy, last_year=last_year, year=year).due_year == due


@pytest.mark.parametrize(
    ("birth_year", "expected"),
    [
        (1985, "age-not-covered"),
        (1984, "due"),
        (1955, "due"),
        (1954, "age-not-covered"),
    ],
)
def test_ages_count_only_under_the_alternative_reading(birth_year: int, expected: str) -> None:
    assert reason(birth_year=birth_year) == "due"
    policy = reading(screening__age="public_35_64")
    assert reason(policy, birth_year=birth_year) == expected


@pytest.mark.parametrize(
    ("no_exam", "in_difficulty", "both", "one"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, True, False, False),
        (False, False, False, False),
    ],
)
def test_the_first_batch_under_both_readings(
    no_exam: bool, in_difficulty: bool, both: bool, one: bool
) -> None:
    facts = {"no_exam": no_exam, "in_difficulty": in_difficulty}
    assert sheet(**facts).priority is both
    assert sheet(reading(screening__priority="no_exam"), **facts).priority is one


@pytest.mark.parametrize(
    ("cost", "paid"), [(0, 0), (29_999, 29_999), (30_000, 30_000), (30_001, 30_000)]
)
def test_the_subsidy_is_flat_or_follows_the_cost_up_to_300_yuan(cost: int, paid: int) -> None:
    assert sheet(cost=cost).amount == 30_000
    assert sheet(reading(screening__price="cost_up_to"), cost=cost).amount == paid


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"female": False, "worker": False}, "not-a-woman"),
        ({"worker": False, "unionised": False}, "not-a-worker"),
        ({"unionised": False, "consents": False}, "unit-without-union"),
        ({"consents": False, "last_year": 2018}, "no-consent"),
        ({"last_year": 2018, "own_checkup": True}, "not-due"),
        ({"own_checkup": True}, "own-checkup"),
        ({}, "due"),
    ],
)
def test_the_first_gate_that_is_shut_is_the_reason_and_nothing_is_paid(
    facts: dict[str, bool], expected: str
) -> None:
    found = sheet(**facts)
    assert REASONS[found.reason] == expected
    assert (found.amount == 30_000) is (expected == "due")


def test_members_only_is_a_reading() -> None:
    assert reason(union_member=False) == "due"
    assert reason(reading(screening__who="members"), union_member=False) == "not-a-member"


@given(st.integers(2018, 2100), st.integers(0, 2100))
def test_nobody_is_due_twice_in_three_years(year: int, last_year: int) -> None:
    for policy in (load_policy(), reading(screening__round="rounds")):
        found = sheet(policy, year=year, last_year=last_year)
        assert found.due_year >= year
        if last_year >= year - 2 and policy == load_policy():
            assert found.due_year == last_year + 3


# ---- A member of a household ----


def test_a_woman_worker_of_a_union_may_be_screened_if_she_wishes() -> None:
    found = service(**WOMAN)
    assert (found.outcome, found.reason, found.missing) == ("entitled", "due", ())
    assert dict(found.worksheet) == {
        "of_unit": "true",
        "of_age": "true",
        "due_year": "2019",
        "priority": None,
        "reason": "due",
        "amount": "300.00",
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"sex": "male"}, "not-a-woman"),
        ({"sex": "female", "work": "unemployed"}, "not-a-worker"),
        ({"work": "retired"}, "not-a-worker"),
        ({"schooling": "higher"}, "not-a-worker"),
        ({"sex": "female", "work": "laid_off", "unit_has_union": False}, "unit-without-union"),
        ({**WOMAN, "last_screened_on": "2017-01-01"}, "not-due"),
    ],
)
def test_one_fact_that_shuts_her_out_is_enough(facts: dict[str, Any], expected: str) -> None:
    found = service(**facts)
    assert (found.outcome, found.reason, found.missing) == ("not_entitled", expected, ())


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("sex", "work", "unit_has_union")),
        ({"sex": "female"}, ("work", "unit_has_union")),
        ({"sex": "female", "union_member": True}, ("work",)),
        ({"sex": "female", "work": "employed", "union_member": False}, ("unit_has_union",)),
        ({"work": "employed", "unit_has_union": True}, ("sex",)),
    ],
)
def test_what_is_not_known_is_asked_for(facts: dict[str, Any], missing: tuple[str, ...]) -> None:
    found = service(**facts)
    assert (found.outcome, found.reason, found.missing) == (
        "undetermined",
        "facts-missing",
        missing,
    )


def test_only_an_alternative_reading_asks_for_membership_and_age() -> None:
    facts = {"sex": "female", "work": "employed", "unit_has_union": True}
    assert service(**facts).outcome == "entitled"
    policy = reading(screening__who="members", screening__age="public_35_64")
    assert service(IN_2019, policy, **facts).missing == ("birth_date", "union_member")
    assert service(IN_2019, policy, **WOMAN, birth_date="1984-12-31").outcome == "entitled"
    assert service(IN_2019, policy, **WOMAN, birth_date="1985-01-01").reason == "age-not-covered"


def test_the_screening_begins_on_the_ninth_of_november_2018() -> None:
    assert service(date(2018, 11, 9), **WOMAN).outcome == "entitled"
    with pytest.raises(NotInForce):
        service(date(2018, 11, 8), **WOMAN)


def test_a_package_names_it_for_its_women_and_leaves_it_out_before_it_began() -> None:
    family = household(head(sex="male"), member("m2", "spouse", **WOMAN), filed=True)
    found = [s for s in assess_household(family, on=date(2018, 12, 31)).services if s.rule == RULE]
    assert [(s.member_id, s.reason) for s in found] == [("m2", "due")]
    before = assess_household(family, on=date(2018, 10, 1))
    assert [absent.rule for absent in before.services_left_out] == [RULE]
