"""A batch says of every household what a single case says, to the fen and to the reason's code."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import answers, frames_of, one_case, populations

from lnunion_rules import Household, Policy, load_policy
from lnunion_rules.batch import evaluate
from lnunion_rules.batch.work import EVERY_LINE
from lnunion_rules.testing import policies

ON = date(2018, 12, 31)
DAYS = st.sampled_from((date(2018, 12, 31), date(2020, 3, 1)))


def same(population: list[Household], on: date, policy: Policy | None = None) -> None:
    found = answers(evaluate(frames_of(population), on=on, policy=policy))
    assert set(found) == {household.household_id for household in population}
    for household in population:
        expected = one_case(household, on, policy)
        told = found[household.household_id]
        for whose, sheet in expected.pop("sheets", {}).items():
            # A line that a single case does not have, of bills where there are none, is null.
            assert told["sheets"].pop(whose) == dict.fromkeys(EVERY_LINE[whose[0]]) | sheet
        assert not told.pop("sheets", None)
        assert told == expected


@given(populations(), DAYS)
def test_a_batch_of_complete_households_says_what_a_single_case_says(
    population: list[Household], on: date
) -> None:
    same(population, on)


@given(populations(complete=False), DAYS)
def test_a_batch_with_unknown_facts_says_what_a_single_case_says(
    population: list[Household], on: date
) -> None:
    same(population, on)


@given(populations(), DAYS, policies())
def test_a_batch_says_what_a_single_case_says_under_any_policy(
    population: list[Household], on: date, policy: Policy
) -> None:
    same(population, on, policy)
