"""The few words in which every rule is written."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lnunion_rules.columns  # noqa: F401  registers numpy and narwhals with the algebra
from lnunion_rules.algebra import (
    WHOLE,
    at_least,
    at_most,
    both,
    choose,
    either,
    end_of,
    negated,
    opposite,
    share_of,
    split,
    where,
)
from lnunion_rules.units import MOST

AMOUNTS = st.integers(0, MOST)
SHARES = st.integers(0, 10 * WHOLE)
FLAGS = st.booleans()


@given(FLAGS, FLAGS)
def test_conditions_on_bools_stay_bools(one: bool, other: bool) -> None:
    assert either(one, other) is (one or other)
    assert both(one, other) is (one and other)
    assert negated(one) is (not one)
    assert where(one, 1, 0) == int(one)


@given(AMOUNTS, AMOUNTS)
def test_floors_and_caps(amount: int, line: int) -> None:
    assert at_least(amount, line) == max(amount, line)
    assert at_most(amount, line) == min(amount, line)


@given(AMOUNTS, SHARES)
def test_a_share_is_rounded_half_up_to_the_fen(amount: int, share: int) -> None:
    with localcontext(Context(prec=60)):
        exact = Decimal(amount) * Decimal(share) / WHOLE
        assert share_of(amount, share) == exact.to_integral_value(ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("amount", "share", "result"),
    [(1, 5_000, 1), (1, 4_999, 0), (3, 5_000, 2), (299_999, 7_000, 209_999), (0, 7_000, 0)],
)
def test_half_a_fen_goes_up(amount: int, share: int, result: int) -> None:
    assert share_of(amount, share) == result


@given(AMOUNTS, st.integers(1, 1200))
def test_a_split_is_rounded_half_up_to_the_fen(amount: int, parts: int) -> None:
    assert split(amount, parts) == floor(Fraction(amount, parts) + Fraction(1, 2))


@given(AMOUNTS, SHARES)
def test_a_boundary_is_a_number(amount: int, share: int) -> None:
    line = Fraction(amount * share, WHOLE)
    below, at_or_below = end_of(amount, share, 0), end_of(amount, share, 1)
    assert below == ceil(line)
    assert at_or_below == floor(line) + 1
    assert below - 1 < line <= below
    assert at_or_below - 1 <= line < at_or_below


def test_a_boundary_agrees_with_decimal_arithmetic() -> None:
    exact = Decimal("22860.01") * Decimal("1.5")
    assert end_of(2_286_001, 15_000, 0) == (exact * 100).to_integral_value(ROUND_CEILING)


def test_a_condition_that_no_reader_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="no reader is registered for a condition of type int"):
        where(1, "then", "otherwise")
    with pytest.raises(TypeError):
        choose("yes", 1, 0)


def test_the_opposite_of_a_column_is_taken_row_by_row() -> None:
    flags = np.array([True, False])
    assert opposite(flags).tolist() == negated(flags).tolist() == [False, True]
    assert negated(np.bool_(True)) == np.bool_(False)


def test_a_choice_on_numpy_stays_in_whole_fen() -> None:
    amounts = np.array([299_999, 300_001])
    found = at_least(amounts, 300_000)
    assert found.dtype == np.int64
    assert found.tolist() == [300_000, 300_001]
    assert where(np.bool_(True), 1, 0) == 1
    assert where(np.bool_(False), 1, 0) == 0


def test_a_choice_on_expressions_stays_in_whole_fen() -> None:
    frame = nw.from_native(pl.DataFrame({"amount": [299_999, 300_001], "filed": [True, False]}))
    amount, filed = nw.col("amount"), nw.col("filed")
    found = frame.select(
        floor=at_least(amount, 300_000),
        plain=where(filed, 1, 0),
        flag=where(filed, False, True),
        opposite=negated(filed),
    ).to_native()
    assert found.schema == {
        "floor": pl.Int64,
        "plain": pl.Int64,
        "flag": pl.Boolean,
        "opposite": pl.Boolean,
    }
    assert found.rows() == [(300_000, 1, False, False), (300_001, 0, True, True)]


@given(AMOUNTS, SHARES)
def test_the_largest_amounts_do_not_wrap_in_a_column(amount: int, share: int) -> None:
    columns = np.array([amount, MOST])
    assert share_of(columns, share).tolist() == [share_of(amount, share), share_of(MOST, share)]
    assert end_of(columns, share, 1).tolist() == [end_of(amount, share, 1), end_of(MOST, share, 1)]
