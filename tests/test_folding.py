"""Bodies folded with a day's figures say what the bodies say, in fewer words and within bounds."""

import operator
from collections.abc import Mapping
from inspect import signature
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_facts import DOMAINS, FLAGS, Body, arguments, bodies, columns, parameters, row, told

from lnunion_rules import Policy
from lnunion_rules.algebra import at_least, at_most, both, either, negated, where
from lnunion_rules.folding import FLAG, Folding, steps
from lnunion_rules.rules import living_relief, rooms
from lnunion_rules.terms import Part, Term, value
from lnunion_rules.testing import policies

ROWS = 12


def facts_of(fold: Folding, body: Body) -> dict[str, Term]:
    return {
        name: fold.fact(name, FLAG if name in FLAGS else DOMAINS[name]) for name in arguments(body)
    }


@settings(max_examples=25)
@given(policies(), st.integers(0, 2**32))
def test_every_folded_line_comes_to_what_the_body_says(policy: Policy, seed: int) -> None:
    chance = np.random.default_rng(seed)
    for room in rooms():
        for p in parameters(room, policy):
            if None in p:
                continue
            for body in bodies(room):
                fold = Folding()
                facts = facts_of(fold, body)
                figures = {"p": p} if "p" in signature(body).parameters else {}
                sheet = fold.sheet(body, **facts, **figures)
                drawn = columns(body, chance, ROWS)
                for at in range(ROWS):
                    held_to_body(fold, sheet, facts, row(drawn, at), body, p)


def held_to_body(
    fold: Folding, sheet: Any, facts: Mapping[str, Term], drawn: dict[str, Any], body: Body, p: Any
) -> None:
    known: dict[Term, Any] = {facts[name]: drawn[name] for name in facts}
    for line, expected in told(body, drawn, p)._asdict().items():
        part = getattr(sheet, line)
        assert value(part, known, {}) == expected, line
        least, most = fold.bounds(part)
        assert least <= expected <= most, line


FOLD = Folding()
AMOUNT, OTHER = FOLD.fact("amount", (0, 100)), FOLD.fact("other", (50, 60))
HOLDS, STANDS = FOLD.fact("holds"), FOLD.fact("stands")


@pytest.mark.parametrize(
    ("part", "short"),
    [
        (AMOUNT + 0, AMOUNT),
        (0 + AMOUNT, AMOUNT),
        (AMOUNT - 0, AMOUNT),
        (AMOUNT - AMOUNT, 0),
        (AMOUNT * 1, AMOUNT),
        (AMOUNT * 0, 0),
        (AMOUNT // 1, AMOUNT),
        (AMOUNT < 101, True),
        (AMOUNT < 0, False),
        (AMOUNT <= 100, True),
        (AMOUNT == 101, False),
        (OTHER < 50, False),
        (both(HOLDS, True), HOLDS),
        (both(HOLDS, False), False),
        (either(HOLDS, False), HOLDS),
        (either(HOLDS, True), True),
        (negated(both(HOLDS, False)), True),
        (where(HOLDS, True, False), HOLDS),
        (where(HOLDS, AMOUNT, AMOUNT + 0), AMOUNT),
        (where(AMOUNT < 101, AMOUNT, OTHER), AMOUNT),
        (where(AMOUNT < 0, AMOUNT, OTHER), OTHER),
        (at_least(AMOUNT, 0), AMOUNT),
        (at_most(AMOUNT, 100), AMOUNT),
        (at_most(AMOUNT, 0), 0),
        (at_least(OTHER, 49), OTHER),
        (at_least(AMOUNT, AMOUNT), AMOUNT),
        (7, 7),
    ],
)
def test_what_figures_and_bounds_settle_is_settled(part: Part, short: Part) -> None:
    assert FOLD.part(part) is short


@pytest.mark.parametrize(
    "part",
    [
        0 - AMOUNT,
        AMOUNT < 100,
        AMOUNT <= 99,
        AMOUNT == 100,
        negated(HOLDS),
        both(HOLDS, STANDS),
    ],
)
def test_what_is_open_stays_as_it_was_said(part: Term) -> None:
    assert repr(FOLD.part(part)) == repr(part)


@pytest.mark.parametrize(
    ("part", "short"),
    [
        (AMOUNT + 1 + 2, "(+ amount 3)"),
        (AMOUNT * 2 * 3, "(* amount 6)"),
        ((AMOUNT * 15_000 + 1 + 9_999) // 10_000, "(// (+ (* amount 3) 2) 2)"),
        ((AMOUNT * 7_000) // 20_000, "(// (* amount 7) 20)"),
        ((AMOUNT * 3 + 1) // 2, "(// (+ (* amount 3) 1) 2)"),
        ((AMOUNT + 1) // 2, "(// (+ amount 1) 2)"),
    ],
)
def test_numbers_that_meet_become_one_number(part: Term, short: str) -> None:
    assert repr(FOLD.part(part)) == short


@given(st.integers(0, 10**9), st.integers(1, 400), st.integers(0, 400), st.integers(1, 400))
def test_dividing_out_what_is_shared_changes_no_quotient(
    amount: int, times: int, rest: int, number: int
) -> None:
    fold = Folding()
    fact = fold.fact("amount", (0, 10**9))
    short = fold.part((fact * times + rest) // number)
    assert value(short, {fact: amount}, {}) == (amount * times + rest) // number


WIDE = FOLD.fact("wide", (0, 1000))


@pytest.mark.parametrize(
    ("part", "short"),
    [
        (OTHER < WIDE // 2, "(< (* other 2) (+ wide -1))"),
        (OTHER < (WIDE * 3 + 2) // 2, "(<= (* other 2) (* wide 3))"),
        (OTHER <= WIDE // 2, "(<= (* other 2) wide)"),
        (WIDE // 2 < OTHER, "(< wide (* other 2))"),
        (WIDE // 2 <= OTHER, "(< wide (+ (* other 2) 2))"),
        (WIDE < OTHER + 1, "(<= wide other)"),
        (WIDE // 2 == OTHER, "(== (// wide 2) other)"),
        (at_least(AMOUNT, OTHER) > WIDE, "(| (< wide amount) (< wide other))"),
        (at_most(AMOUNT, OTHER) > WIDE, "(& (< wide amount) (< wide other))"),
        (at_least(AMOUNT, OTHER) < WIDE, "(& (< amount wide) (< other wide))"),
        (at_most(AMOUNT, OTHER) <= WIDE, "(| (<= amount wide) (<= other wide))"),
        (at_least(AMOUNT, 0 - OTHER) < 51, "(< amount 51)"),
        (where(HOLDS, OTHER, 0) > AMOUNT, "(& holds (< amount other))"),
        (where(HOLDS, 0, OTHER) > AMOUNT, "(& (not holds) (< amount other))"),
        (where(HOLDS, 101, OTHER) > AMOUNT, "(| holds (< amount other))"),
        (where(HOLDS, OTHER, 101) > AMOUNT, "(| (not holds) (< amount other))"),
        (where(HOLDS, WIDE, OTHER) > AMOUNT, "(< amount (where holds wide other))"),
        (
            where(HOLDS, 101, where(STANDS, OTHER, WIDE)) > AMOUNT,
            "(< amount (where holds 101 (where stands other wide)))",
        ),
        (where(HOLDS, True, STANDS), "(| holds stands)"),
        (where(HOLDS, STANDS, True), "(| (not holds) stands)"),
        (where(HOLDS, False, STANDS), "(& (not holds) stands)"),
        (where(HOLDS, STANDS, False), "(& holds stands)"),
        (where(HOLDS, False, True), "(not holds)"),
    ],
)
def test_a_comparison_is_said_of_what_its_sides_are_made_of(part: Part, short: str) -> None:
    assert repr(FOLD.part(part)) == short


SMALL = st.integers(-30, 30)


@st.composite
def compared(draw: st.DrawFn) -> Any:
    """A comparison of what is made of facts, and values of the facts."""
    fold = Folding()
    facts = [fold.fact(name, (-30, 30)) for name in "abc"] + [fold.fact("holds")]
    inner = st.recursive(
        st.sampled_from(facts[:3]) | SMALL,
        lambda part: st.one_of(
            st.builds(lambda one, other: one + other, part, part),
            st.builds(lambda one, times: one * times, part, SMALL),
            st.builds(lambda one, number: one // number, part, st.integers(1, 9)),
            st.builds(at_least, part, part),
            st.builds(at_most, part, part),
            st.builds(lambda one, other: where(facts[3], one, other), part, part),
        ),
        max_leaves=5,
    )
    word = draw(st.sampled_from((operator.lt, operator.le, operator.eq)))
    part = word(draw(inner), draw(inner))
    return fold, part, {fact: draw(SMALL) for fact in facts[:3]} | {facts[3]: draw(st.booleans())}


@settings(max_examples=300)
@given(compared())
def test_a_folded_comparison_comes_to_what_it_said(drawn: Any) -> None:
    fold, part, known = drawn
    short = fold.part(part)
    assert value(short, known, {}) == value(part, known, {})


def test_bits_are_joined_within_their_bounds_and_a_one_is_no_flag() -> None:
    bits = FOLD.fact("bits", (0, 15))
    assert FOLD.bounds(FOLD.part(either(bits, HOLDS))) == (0, 15)
    assert repr(FOLD.part(both(bits, 1))) == "(& bits 1)"


def test_two_terms_that_say_the_same_become_one() -> None:
    assert FOLD.part(AMOUNT * 12 + 3) is FOLD.part(AMOUNT * 12 + 3)
    assert FOLD.part(where(HOLDS, 1, 2)) is not FOLD.part(where(HOLDS, True, 2))


def test_steps_are_told_once_and_after_what_they_are_made_of() -> None:
    year = FOLD.part(AMOUNT * 12)
    told_ = list(steps([FOLD.part(where(year < 600, year, OTHER)), year, AMOUNT, 5]))
    assert [repr(step) for step in told_] == [
        "(* amount 12)",
        "(< (* amount 12) 600)",
        "(where (< (* amount 12) 600) (* amount 12) other)",
    ]


def test_a_reading_that_is_not_taken_is_not_in_the_terms() -> None:
    p = living_relief.Parameters(12, widest_category=0, per_person=0, by_months_on_file=0)
    fold = Folding()
    sheet = fold.sheet(living_relief.work_out, **facts_of(fold, living_relief.work_out), p=p)
    assert sheet.months == p.months
    assert repr(sheet.standard_per_year) == "(* dibao_per_month 12)"
