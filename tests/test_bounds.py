"""Counts within bounds: whatever the counts may really be, the answer lies within its bounds."""

import json
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

from lnunion_rules import InputError
from lnunion_rules.algebra import at_least, where
from lnunion_rules.bounds import (
    FAR,
    MOST_COUNT,
    NONE,
    UNKNOWN,
    Bounds,
    Count,
    Counted,
    Share,
    counted,
    share_within,
    spread,
    total,
)
from lnunion_rules.nouns import Noun

BEYOND = 7
"""How far above its least a count without an upper bound is completed here."""


class Group(Noun):
    members: Count


class Found(BaseModel):
    members: Counted


@st.composite
def bounds(draw: st.DrawFn, *, most: int = 9) -> Bounds:
    least = draw(st.integers(0, most))
    return Bounds(least, draw(st.none() | st.integers(least, most)))


def completions(of: Bounds) -> range:
    """Numbers that a count may really be: all of them, or the first few without an end."""
    return range(of.least, (of.least + BEYOND if of.most is None else of.most) + 1)


@given(bounds(), bounds())
def test_a_sum_lies_within_the_sum_of_the_bounds_and_reaches_its_ends(one, other):
    both = one + other
    sums = {a + b for a, b in product(completions(one), completions(other))}
    assert all(map(both.holds, sums))
    assert min(sums) == both.least
    assert both.most in (None, max(sums))


@given(bounds(), bounds())
def test_a_share_lies_within_its_bounds_and_reaches_its_ends(part, whole):
    share = share_within(part, whole)
    real = [Fraction(a, b) for a, b in product(completions(part), completions(whole)) if b]
    if share is None:
        assert not real
        return
    assert all(share.least <= one for one in real)
    assert share.most is None or max(real) <= share.most
    if whole.most is not None:
        assert min(real) == share.least
    if share.most is not None:
        assert share.most == max(real)


@given(bounds(), bounds())
def test_what_both_say_is_what_each_of_them_holds(one, other):
    both = one.meet(other)
    for number in range(20):
        assert (both is not None and both.holds(number)) == (
            one.holds(number) and other.holds(number)
        )


@given(st.lists(bounds(), max_size=5), st.randoms())
def test_a_total_does_not_depend_on_the_order(counts, chance):
    shuffled = list(counts)
    chance.shuffle(shuffled)
    assert total(shuffled) == total(counts)


class Sheet(NamedTuple):
    both: int
    over: int
    second: int


def body(first, second):
    over = at_least(first - second, 0)
    return Sheet(first + second, over, where(second > 0, 0, first))


@given(bounds(), bounds())
def test_a_worksheet_lies_within_the_worksheet_of_the_bounds(first, second):
    found = spread(body, {"first": first, "second": second})
    real = [body(a, b) for a, b in product(completions(first), completions(second))]
    for line, numbers in zip(found, zip(*real, strict=True), strict=True):
        assert all(map(line.holds, numbers))
        assert line.least == min(numbers) or None in (first.most, second.most)
        assert line.most in (None, max(numbers))


def test_an_exact_worksheet_stays_exact():
    found = spread(body, {"first": Bounds.exactly(5), "second": Bounds.exactly(3)})
    assert tuple(map(str, found)) == ("8", "2", "0")


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        (118, 118, 118),
        ("118", 118, 118),
        ("0", 0, 0),
        (">=140", 140, None),
        ("≥140", 140, None),
        ("140+", 140, None),
        ("140余", 140, None),
        ("<=100", 0, 100),
        ("≤100", 0, 100),
        ("近100", 0, 100),
        ("140..150", 140, 150),
        ("140..140", 140, 140),
        (MOST_COUNT, MOST_COUNT, MOST_COUNT),
        (f">={MOST_COUNT}", MOST_COUNT, None),
    ],
)
def test_a_count_is_read_as_it_is_written(written, least, most):
    assert counted(written) == Bounds(least, most)
    assert Group(members=written).members == Bounds(least, most)


@pytest.mark.parametrize(
    "written",
    [
        *(-1, MOST_COUNT + 1, True, 1.0, None, [], "", " 1", "-1", "1.5", "1e3", "1,000", "１１８"),
        *(
            "150..140",
            "5..0",
            "余",
            "140余人",
            "~140",
            "999999999999",
            ">=1000000000",
            "5..",
            "9" * 5000,
        ),
    ],
)
def test_anything_else_is_no_count(written):
    with pytest.raises(InputError) as refused:
        Group(members=written)
    assert (refused.value.code, refused.value.path) == ("not-a-count-or-bound", "members")


@given(bounds(most=MOST_COUNT))
def test_a_count_survives_being_written(count):
    assert counted(str(count)) == count
    written = Group(members=count).model_dump_json()
    assert Group.model_validate_json(written).members == count
    assert type(json.loads(written)["members"]) is (int if count.is_exact else str)


@given(st.lists(bounds(most=MOST_COUNT), min_size=2, max_size=4))
def test_a_total_survives_being_written(counts):
    found = Found(members=total(counts))
    assert Found.model_validate_json(found.model_dump_json()) == found
    assert Found.model_validate(found.model_dump()) == found


def test_nothing_known_says_nothing_and_none_is_known():
    assert not UNKNOWN.is_known
    assert NONE.is_known
    assert NONE.is_exact
    assert not Bounds(1).is_exact
    assert UNKNOWN.ends == (0, FAR)


def test_a_share_of_nothing_is_none_and_no_part_is_no_share():
    assert share_within(NONE, NONE) is None
    assert share_within(NONE, UNKNOWN) == Share(Fraction(0), Fraction(0))
    exact = share_within(Bounds.exactly(1), Bounds.exactly(3))
    assert exact == Share(Fraction(1, 3), Fraction(1, 3))
    assert exact.is_exact


def test_the_schema_takes_what_is_printed():
    made = TypeAdapter(Count).json_schema()
    assert [one["type"] for one in made["anyOf"]] == ["integer", "string"]
