"""A number followed along one fact, to find where an answer changes."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from families import IN_2018, IN_2020
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import load_policy
from lnunion_rules.algebra import at_least, at_most, both, either, end_of, where
from lnunion_rules.along import Along, turning_points
from lnunion_rules.rules import hardship


def seen(answer: Callable[[Any], Any], least: int, most: int) -> set[Any]:
    return {answer(point) for point in turning_points(answer, least, most)}


@pytest.mark.parametrize(
    ("answer", "changes_at"),
    [
        (lambda x: x < 100, 100),
        (lambda x: x <= 100, 101),
        (lambda x: x > 100, 101),
        (lambda x: x >= 100, 100),
        (lambda x: 250 - x < 100, 151),
        (lambda x: x * 3 < 100, 34),
        (lambda x: 3 * x < 100, 34),
        (lambda x: x // 3 < 100, 300),
        (lambda x: x + x < 101, 51),
        (lambda x: 500 - x - x < 101, 200),
    ],
)
def test_both_sides_of_every_comparison_are_visited(
    answer: Callable[[Any], bool], changes_at: int
) -> None:
    points = turning_points(answer, 0, 1000)
    assert {changes_at - 1, changes_at} <= set(points)
    assert points == sorted(set(points))
    assert points[0] == 0
    assert points[-1] == 1000


def test_an_equality_is_met_on_its_point() -> None:
    assert {99, 100, 101} <= set(turning_points(lambda x: x == 100, 0, 1000))


def test_a_comparison_that_only_one_branch_makes_is_found() -> None:
    def answer(x: Any) -> Any:
        return where(x < 300, x < 100, x < 600)

    assert {99, 100, 299, 300, 599, 600} <= set(turning_points(answer, 0, 1000))


def test_a_body_without_comparisons_has_its_ends_only() -> None:
    assert turning_points(lambda x: x * 2, 3, 9) == [3, 9]
    assert turning_points(lambda x: x < 5, 7, 7) == [7]


def test_points_stay_within_the_ends() -> None:
    assert turning_points(lambda x: x < 100, 100, 200) == [100, 200]
    assert turning_points(lambda x: x <= 100, 100, 200) == [100, 101, 200]
    assert turning_points(lambda x: x < 1000, 100, 200) == [100, 200]


def test_comparing_two_amounts_that_move_together_turns_nowhere() -> None:
    assert turning_points(lambda x: x + 5 < x + 7, 0, 100) == [0, 100]


def test_arithmetic_keeps_value_and_slope() -> None:
    x = Along(7, 1, 7, set())
    for made, value, slope in (
        (x + 3, 10, 1),
        (3 + x, 10, 1),
        (x - 3, 4, 1),
        (3 - x, -4, -1),
        (x * 4, 28, 4),
        (4 * x, 28, 4),
        (x + x, 14, 2),
        (x - x, 0, 0),
        (x // 2, 3, Fraction(1, 2)),
    ):
        assert (made.value, made.slope) == (value, slope)


def test_a_followed_number_is_no_key() -> None:
    with pytest.raises(TypeError):
        hash(Along(7, 1, 7, set()))


STEPS = st.integers(-5, 5)
LINES = st.integers(-200, 1200)


@given(st.lists(st.tuples(STEPS, LINES), min_size=1, max_size=4), LINES)
def test_every_form_of_an_answer_is_seen(steps: list[tuple[int, int]], offset: int) -> None:
    def answer(x: Any) -> tuple[bool, ...]:
        amount: Any = at_most(at_least(x * 2 + offset, 50), 900)
        return tuple(
            both(amount * step < line, either(x < line, amount > 60)) for step, line in steps
        )

    assert seen(answer, 0, 400) == {answer(x) for x in range(401)}


@given(
    st.integers(1, 3),
    st.integers(1, 30),
    st.integers(0, 1500),
    st.booleans(),
    st.sampled_from([IN_2018, IN_2020]),
)
def test_every_category_along_the_income_is_seen(
    persons: int, dibao: int, loss: int, cause: bool, on: Any
) -> None:
    p = hardship.parameters(load_policy(), on)

    def category(income: Any) -> Any:
        return hardship.work_out(
            persons=persons,
            dibao_per_month=dibao,
            income_per_year=income,
            dibao_received_per_year=0,
            rigid_per_year=20,
            by_month=False,
            highest_month=0,
            loss_per_year=loss,
            cause=cause,
            covered=True,
            excluded=0,
            p=p,
        ).category

    most = 40 * persons * dibao
    assert seen(category, 0, most) == {category(income) for income in range(most + 1)}


@given(
    st.integers(1, 40),
    st.integers(0, 90),
    st.integers(0, 30),
    st.sampled_from(["lt", "le", "gt", "ge"]),
    st.integers(-2, 2),
)
def test_rounding_down_hides_no_turn(
    parts: int, least: int, line: int, sign: str, slope: int
) -> None:
    def answer(x: Any) -> Any:
        floored: Any = (x * 3 + 7) // parts + x * slope
        return {
            "lt": lambda: floored < line,
            "le": lambda: floored <= line,
            "gt": lambda: floored > line,
            "ge": lambda: floored // 2 >= line,
        }[sign]()

    most = least + 400
    changes = {x for x in range(least, most) if answer(x) != answer(x + 1)}
    points = set(turning_points(answer, least, most))
    assert changes <= points
    assert {x + 1 for x in changes} <= points


@given(st.integers(1, 3), st.integers(1, 12), st.integers(0, 400))
def test_every_category_along_the_loss_is_seen(persons: int, dibao: int, income: int) -> None:
    p = hardship.parameters(load_policy(), IN_2020)

    def category(loss: Any) -> Any:
        return hardship.work_out(
            persons=persons,
            dibao_per_month=dibao,
            income_per_year=income,
            dibao_received_per_year=0,
            rigid_per_year=0,
            by_month=False,
            highest_month=0,
            loss_per_year=loss,
            cause=True,
            covered=True,
            excluded=0,
            p=p,
        ).category

    assert seen(category, 0, 500) == {category(loss) for loss in range(501)}


def test_the_end_of_a_share_is_met_on_both_sides() -> None:
    points = turning_points(lambda amount: end_of(amount, 8_000, 0) < 81, 0, 1000)
    assert {100, 101} <= set(points)
