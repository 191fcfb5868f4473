"""Skills training: one programme's people, titles, order and money."""

from datetime import date
from typing import Any

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, NotInForce
from lnunion_rules.programmes import Programme
from lnunion_rules.resources import table
from lnunion_rules.rules import skills_training
from lnunion_rules.rules.skills_training import REASONS, work_out
from lnunion_rules.rules.training_fund import funds
from lnunion_rules.units import MOST, MOST_COUNT


def programme(programme_id: str = "s1", **facts: Any) -> Programme:
    """A drill of 2019 that reached 80 of 100."""
    plain = {
        "programme_id": programme_id,
        "enterprise_id": "u1",
        "kind": "drill",
        "held_on": "2019-03-01",
        "staff": 100,
        "covered": 80,
        "budget": "5000",
        "cost": "4000",
    }
    return Programme.model_validate({**plain, **facts})


def reason(**facts: Any) -> str:
    return skills_training.check(programme(**facts)).reason


def test_a_programme_in_order_shows_its_lines() -> None:
    found = skills_training.check(programme(gold_medal_worker=3, star_employee=9))
    assert (found.outcome, found.reason) == ("allowed", "in-order")
    assert dict(found.worksheet) == {
        "staff": "100",
        "reached": "80",
        "not_reached": "20",
        "titles": "9",
        "budget": "5000.00",
        "cost": "4000.00",
        "over": "0.00",
        "reason": "in-order",
        "remaining": "1000.00",
    }
    assert found.sources == ("skills_action_2018",)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"covered": 100}, "in-order"),
        ({"covered": 101}, "covers-more-than-staff"),
        ({"star_employee": 100}, "in-order"),
        ({"star_employee": 101}, "more-titles-than-staff"),
        ({"master_artisan": 60, "star_employee": 60}, "in-order"),
        ({"cost": "5000"}, "in-order"),
        ({"cost": "5000.01"}, "over-budget"),
        ({"staff": 0, "covered": 0}, "in-order"),
    ],
)
def test_counts_and_money_are_held_to_the_unit(facts: dict[str, Any], expected: str) -> None:
    assert reason(**facts) == expected


@pytest.mark.parametrize("kind", skills_training.kinds())
def test_only_order_based_training_names_an_order(kind: str) -> None:
    assert reason(kind=kind, order_id="o1") == "in-order"
    expected = "order-not-named" if kind == "order_based_training" else "in-order"
    assert reason(kind=kind) == expected


@pytest.mark.parametrize(
    ("day", "in_force", "notices"),
    [
        (date(2017, 12, 31), False, ()),
        (date(2018, 9, 25), False, ()),
        (date(2018, 9, 26), True, ()),
        (date(2020, 12, 31), True, ()),
        (date(2021, 12, 31), True, ()),
        (date(2022, 1, 1), True, ("plan-period-over",)),
    ],
)
def test_the_action_has_a_first_day_and_goes_on_with_a_notice(
    day: date, in_force: bool, notices: tuple[str, ...]
) -> None:
    one = programme(held_on=day.isoformat())
    if in_force:
        assert skills_training.check(one).notices == notices
        return
    with pytest.raises(NotInForce):
        skills_training.check(one)


def test_reading_after_plan_may_refuse_what_comes_after() -> None:
    policy = reading(aid__after_plan="refuse")
    assert skills_training.check(programme(held_on="2021-12-31"), policy=policy)
    with pytest.raises(NotInForce):
        skills_training.check(programme(held_on="2022-01-01"), policy=policy)


def test_the_fund_pays_every_kind_of_programme_under_the_same_name() -> None:
    paid = funds()["skills"].purposes
    assert dict(paid) == dict(skills_training.kinds())
    words = table("data/headers.toml")["words"]
    assert set(words["programme_kind"]) == set(paid)


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"covered": -1}, "not-a-count", "covered"),
        ({"staff": True}, "not-a-count", "staff"),
        ({"budget": "-1"}, "not-money", "budget"),
        ({"kind": "targeted_training"}, "not-a-choice", "kind"),
    ],
)
def test_what_no_programme_can_be_is_refused(facts: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        programme(**facts)
    assert (refused.value.code, refused.value.path) == (code, path)


COUNTS = st.integers(0, 200) | st.integers(0, MOST_COUNT)
MONEY = st.integers(0, 100_000) | st.integers(0, MOST)


@given(COUNTS, COUNTS, COUNTS, st.booleans(), MONEY, MONEY)
def test_money_and_people_always_add_up(
    staff: int, reached: int, titles: int, in_order: bool, budget: int, cost: int
) -> None:
    sheet = work_out(staff, reached, titles, in_order, budget, cost)
    assert sheet.cost + sheet.remaining - sheet.over == sheet.budget
    if REASONS[sheet.reason] != "covers-more-than-staff":
        assert sheet.reached + sheet.not_reached == sheet.staff
    if REASONS[sheet.reason] == "in-order":
        assert sheet.over == 0
        assert titles <= staff
