"""Programmes counted: coverage as exact fractions, titles, budgets of a year beside the fund."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import NotInForce, Policy
from lnunion_rules.programmes import Programme
from lnunion_rules.skills import check_programmes
from lnunion_rules.skills.programmes import share
from lnunion_rules.skills_findings import ProgrammeReport

ON = date(2019, 12, 31)


def programme(programme_id: str = "s1", **facts: Any) -> Programme:
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


def report(*rows: Programme, policy: Policy | None = None) -> ProgrammeReport:
    return check_programmes(rows, on=ON, policy=policy)


@pytest.mark.parametrize(
    ("part", "whole", "fraction", "percent"),
    [
        (0, 7, "0/1", "0.00"),
        (7, 7, "1/1", "100.00"),
        (3, 4, "3/4", "75.00"),
        (2, 3, "2/3", "66.67"),
        (1, 8, "1/8", "12.50"),
        (1, 800, "1/800", "0.13"),
        (1, 20_001, "1/20001", "0.00"),
        (10**9 - 1, 10**9, "999999999/1000000000", "100.00"),
    ],
)
def test_a_share_is_exact_and_its_per_cent_rounded_once(
    part: int, whole: int, fraction: str, percent: str
) -> None:
    found = share(part, whole)
    assert (found.fraction, found.percent) == (fraction, percent)


def test_of_nothing_there_is_no_share() -> None:
    found = share(0, 0)
    assert (found.fraction, found.percent) == (None, None)


@given(st.integers(1, 10**9), st.data())
def test_a_share_is_the_fraction_and_its_per_cent_lies_within_half_a_hundredth(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    found = share(part, whole)
    assert found.fraction is not None
    assert found.percent is not None
    exact = Fraction(part, whole)
    assert Fraction(found.fraction) == exact
    assert abs(Fraction(found.percent) - exact * 100) <= Fraction(1, 200)


def test_an_enterprise_of_several_programmes_has_two_ends() -> None:
    found = report(
        programme("s1", covered=30), programme("s2", covered=50), programme("s3", covered=40)
    )
    (one,) = found.enterprises
    assert (one.least.fraction, one.most.fraction) == ("1/2", "1/1")


def test_the_ends_of_one_programme_are_one() -> None:
    (one,) = report(programme()).enterprises
    assert one.least == one.most == share(80, 100)


def test_titles_are_counted_where_they_are_reported() -> None:
    found = report(programme("s1", star_employee=4), programme("s2", star_employee=0, covered=1))
    stars = next(one for one in found.titles if one.title == "star_employee")
    artisans = next(one for one in found.titles if one.title == "master_artisan")
    assert (stars.won, stars.reported) == (4, 2)
    assert (artisans.won, artisans.reported) == (0, 0)


def test_programmes_that_cannot_be_are_named_and_not_counted() -> None:
    found = report(programme("s1"), programme("s2", covered=101))
    assert [about.programme_id for about in found.breaches] == ["s2"]
    assert not found.compliant
    drill = next(one for one in found.kinds if one.kind == "drill")
    assert (drill.programmes, drill.coverage.fraction) == (1, "4/5")


@pytest.mark.parametrize(
    ("budget", "over"), [("20000000", "0.00"), ("20000000.01", "0.01"), ("19999999.99", "0.00")]
)
def test_the_budgets_of_a_year_are_held_to_its_fund(budget: str, over: str) -> None:
    found = report(programme(budget=budget, cost="0"))
    (year,) = found.years
    assert str(year.over) == over
    assert found.compliant is (over == "0.00")


@pytest.mark.parametrize(
    ("reads", "over"), [("calendar_no_carry", "5000.00"), ("carry_over", "0.00")]
)
def test_reading_year_says_whether_a_budget_may_use_what_is_left(reads: str, over: str) -> None:
    rows = (
        programme("s1", held_on="2018-11-01", budget="19990000", cost="0"),
        programme("s2", budget="20005000", cost="0"),
    )
    found = report(*rows, policy=reading(funds__year=reads))
    assert [str(year.over) for year in found.years] == ["0.00", over]


def test_a_year_without_a_programme_lies_between() -> None:
    found = report(programme("s1", held_on="2018-11-01"), programme("s2", held_on="2020-11-01"))
    assert [(year.year, str(year.budget)) for year in found.years] == [
        (2018, "5000.00"),
        (2019, "0.00"),
        (2020, "5000.00"),
    ]


def test_bad_rows_are_rejected_and_the_rest_goes_on() -> None:
    found = report(programme("s1"), programme("s1"), programme("s2", held_on="2018-09-25"))
    assert [(bad.row, bad.column, bad.code) for bad in found.rejects] == [
        (2, "programme_id", "duplicate-id"),
        (3, "held_on", "not-in-force"),
    ]
    assert (found.rows_in, found.rows_accepted, found.rows_rejected) == (3, 1, 2)


def test_a_day_before_the_action_cannot_be_answered() -> None:
    with pytest.raises(NotInForce):
        check_programmes([], on=date(2018, 9, 25))


def test_without_programmes_there_is_nothing_to_say() -> None:
    found = report()
    assert found.compliant
    assert found.years == found.enterprises == ()


rows = st.lists(
    st.builds(
        programme,
        programme_id=st.integers(1, 6).map(str),
        enterprise_id=st.sampled_from(["u1", "u2"]),
        kind=st.sampled_from(["drill", "competition"]),
        staff=st.integers(0, 9),
        covered=st.integers(0, 9),
    ),
    max_size=6,
)


@given(rows)
def test_coverage_is_never_above_the_whole_and_kinds_sum_up(programmes: list[Programme]) -> None:
    found = report(*programmes)
    assert found.rows_in == found.rows_accepted + found.rows_rejected
    counted = sum(one.programmes for one in found.kinds)
    assert counted == sum(one.programmes for one in found.enterprises)
    assert counted + len(found.breaches) == found.rows_accepted
    for one in found.enterprises:
        assert one.least.part <= one.most.part <= one.most.whole
    assert sum(one.coverage.part for one in found.kinds) >= sum(
        one.most.part for one in found.enterprises
    )
