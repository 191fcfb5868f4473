"""The targets: 20 %, 60 % and 20 % of the stock of 30 June 2018, at every level of a tree."""

from datetime import date
from random import Random
from typing import Any

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, NotInForce, PolicyError, Schedule, load_policy, plan_targets
from lnunion_rules.algebra import WHOLE
from lnunion_rules.counted_areas import AreaCount
from lnunion_rules.rules import depoverty_targets
from lnunion_rules.rules.depoverty_targets import work_out
from lnunion_rules.testing_targets import area_counts

ON = date(2018, 12, 31)


def areas(*rows: tuple[Any, ...]) -> list[AreaCount]:
    names = "area", "parent", "households"
    return [AreaCount(**dict(zip(names, row, strict=False))) for row in rows]


def city(*counts: int) -> list[AreaCount]:
    return areas(*((f"c{at}", "city", count) for at, count in enumerate(counts)))


def targets(schedule: Schedule) -> dict[str, tuple[int, int, int]]:
    return {row.area: row.targets for row in schedule.areas}


# ---- The source's own case ----


def test_a_thousand_households_are_due_as_200_600_and_200() -> None:
    schedule = plan_targets(areas(("a", None, 1000)), on=ON)
    assert schedule.total == (200, 600, 200)
    assert schedule.baseline == date(2018, 6, 30)
    assert schedule.deadlines == (date(2018, 12, 31), date(2019, 12, 31), date(2020, 6, 30))
    assert schedule.new_deadline == date(2020, 12, 31)


def test_every_county_city_and_the_province_take_their_part() -> None:
    rows = areas(("c1", "A", 10), ("c2", "A", 5), ("c3", "B", 25), ("A", "P", 15), ("B", "P"))
    schedule = plan_targets(rows, on=ON)
    assert targets(schedule) == {
        "P": (8, 24, 8),
        "A": (3, 9, 3),
        "c1": (2, 6, 2),
        "c2": (1, 3, 1),
        "B": (5, 15, 5),
        "c3": (5, 15, 5),
    }
    assert [(row.area, row.parent) for row in schedule.areas][:3] == [
        ("P", None),
        ("A", "P"),
        ("c1", "A"),
    ]


def test_the_room_s_own_door_gives_the_same_schedule() -> None:
    rows = city(3, 4)
    assert depoverty_targets.plan(rows, on=ON) == plan_targets(rows, on=ON)


# ---- One cell ----


@pytest.mark.parametrize(
    ("households", "least", "part", "most", "nearest"),
    [
        (0, 0, 0, 0, 0),
        (1, 0, 2_000, 1, 0),
        (2, 0, 4_000, 1, 0),
        (3, 0, 6_000, 1, 1),
        (5, 1, 0, 1, 1),
        (1003, 200, 6_000, 201, 201),
    ],
)
def test_the_exact_share_of_a_cell(
    households: int, least: int, part: int, most: int, nearest: int
) -> None:
    sheet = work_out(households, 2_000)
    assert (sheet.least, sheet.part, sheet.most, sheet.nearest) == (least, part, most, nearest)


@given(st.integers(0, 10**9), st.integers(0, WHOLE))
def test_whole_and_part_are_the_exact_share(households: int, share: int) -> None:
    sheet = work_out(households, share)
    assert sheet.least * WHOLE + sheet.part == households * share
    assert 0 <= sheet.part < WHOLE
    assert sheet.most - sheet.least == (sheet.part > 0)
    assert sheet.least <= sheet.nearest <= sheet.most


def test_the_exact_share_stands_beside_each_target() -> None:
    (row,) = plan_targets(areas(("a", None, 1003)), on=ON).areas
    assert row.exact == ("200.6", "601.8", "200.6")
    assert row.targets == (200, 602, 201)


# ---- Laws ----


@given(area_counts())
def test_every_sum_is_exact_and_every_cell_floor_or_ceiling(rows: list[AreaCount]) -> None:
    schedule = plan_targets(rows, on=ON)
    shares = 2_000, 6_000, 2_000
    below: dict[str | None, list[tuple[int, int, int]]] = {}
    for row in schedule.areas:
        below.setdefault(row.parent, []).append(row.targets)
        assert sum(row.targets) == row.households
        for share, target in zip(shares, row.targets, strict=True):
            assert row.households * share // WHOLE <= target
            assert target <= -(-row.households * share // WHOLE)
    for row in schedule.areas:
        if row.area in below:
            assert tuple(map(sum, zip(*below[row.area], strict=True))) == row.targets
    assert tuple(map(sum, zip(*below[None], strict=True))) == schedule.total


@given(area_counts(), st.integers(0, 100))
def test_reordering_the_rows_changes_nothing(rows: list[AreaCount], seed: int) -> None:
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)
    assert plan_targets(shuffled, on=ON) == plan_targets(rows, on=ON)


@given(area_counts())
def test_a_schedule_survives_json(rows: list[AreaCount]) -> None:
    schedule = plan_targets(rows, on=ON)
    assert Schedule.model_validate_json(schedule.model_dump_json()) == schedule


def test_the_years_of_several_roots_are_rounded_together() -> None:
    rows = areas(("a", None, 1), ("b", None, 2), ("c", None, 2))
    assert plan_targets(rows, on=ON).total == (1, 3, 1)


def test_ties_are_settled_by_subtree_and_code() -> None:
    # Ten counties of one household: 2, 6 and 2 of them; which, by code and not by row.
    found = targets(plan_targets(city(*[1] * 10), on=ON))
    assert found["city"] == (2, 6, 2)
    assert "".join(str(found[f"c{at}"].index(1) + 1) for at in range(10)) == "1322213222"


# ---- Readings ----


def test_the_last_year_takes_the_rest_where_it_is_read_so() -> None:
    last = reading(targets__rounding="last_year_takes_rest")
    schedule = plan_targets(city(1, 2, 3, 4), on=ON, policy=last)
    assert targets(schedule) == {
        "city": (2, 6, 2),
        "c0": (0, 1, 0),
        "c1": (0, 1, 1),
        "c2": (1, 2, 0),
        "c3": (1, 2, 1),
    }
    for row in schedule.areas:
        assert sum(row.targets) == row.households


def test_rounding_up_twice_never_leaves_less_than_nothing_for_the_last_year() -> None:
    last = reading(targets__rounding="last_year_takes_rest").revised(
        {f"depoverty_targets.{name}_share": share for name, share in HALVES.items()}
    )
    assert plan_targets(areas(("a", None, 1)), on=ON, policy=last).total == (1, 0, 0)


HALVES = {"first": "0.50", "second": "0.50", "third": "0"}


@pytest.mark.parametrize(
    ("choices", "days"),
    [
        ({}, ("2018-12-31", "2019-12-31", "2020-06-30", "2020-12-31")),
        (
            {"targets__deadlines": "each_june"},
            ("2018-06-30", "2019-06-30", "2020-06-30", "2020-12-31"),
        ),
        (
            {"targets__before": "excluded"},
            ("2018-12-31", "2019-12-31", "2020-06-29", "2020-12-31"),
        ),
        (
            {"targets__deadlines": "each_june", "targets__before": "excluded"},
            ("2018-06-29", "2019-06-29", "2020-06-29", "2020-12-31"),
        ),
        (
            {"targets__new_deadline": "june_2020"},
            ("2018-12-31", "2019-12-31", "2020-06-30", "2020-06-30"),
        ),
        (
            {"targets__new_deadline": "june_2020", "targets__before": "excluded"},
            ("2018-12-31", "2019-12-31", "2020-06-29", "2020-06-29"),
        ),
    ],
)
def test_the_deadlines_are_as_they_are_read(choices: dict[str, str], days: Any) -> None:
    schedule = plan_targets(city(5), on=ON, policy=reading(**choices))
    found = *schedule.deadlines, schedule.new_deadline
    assert tuple(day.isoformat() for day in found) == days


# ---- The law and its day ----


def test_before_the_baseline_day_there_is_no_such_law() -> None:
    with pytest.raises(NotInForce):
        plan_targets(city(5), on=date(2018, 6, 29))
    assert plan_targets(city(5), on=date(2018, 6, 30)).notices == ()


def test_after_the_last_deadline_the_plan_is_still_told_with_a_notice() -> None:
    assert plan_targets(city(5), on=date(2020, 12, 31)).notices == ()
    assert plan_targets(city(5), on=date(2021, 1, 1)).notices == ("targets-period-over",)


def test_ratios_and_days_can_be_revised_as_values() -> None:
    thirds = {
        "depoverty_targets.first_share": "0.3",
        "depoverty_targets.second_share": "0.3",
        "depoverty_targets.third_share": "0.4",
        "depoverty_targets.final_deadline": "2020-12-31",
    }
    schedule = plan_targets(areas(("a", None, 10)), on=ON, policy=load_policy().revised(thirds))
    assert schedule.total == (3, 3, 4)
    assert schedule.deadlines[-1] == date(2020, 12, 31)


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    revised = load_policy().revised({"depoverty_targets.first_share": "0.25"})
    with pytest.raises(PolicyError) as refused:
        plan_targets(city(5), on=ON, policy=revised)
    assert refused.value.code == "shares-not-one"


def test_a_day_that_is_none_is_no_revision() -> None:
    for value in ("2020-13-01", "20201231", 20201231):
        with pytest.raises(PolicyError) as refused:
            load_policy().revised({"depoverty_targets.final_deadline": value})
        assert refused.value.code == "parameter-not-exact"


def test_nothing_but_zeros_is_planned_for_nobody() -> None:
    assert plan_targets(city(0, 0), on=ON).total == (0, 0, 0)


# ---- What is no tree, or does not add up ----


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        ([], "no-rows", "areas"),
        ([("a", "P", 1), ("b", "P", 1), ("a", "P", 1)], "area-twice", "areas[2].area"),
        ([("a", "P", 1), ("a", "Q", 1)], "area-two-parents", "areas[1].parent"),
        ([("x", "P", 1), ("a", "b"), ("b", "a", 1)], "area-cycle", "areas[1]"),
        ([("a", "a", 1)], "area-cycle", "areas[0]"),
        ([("a", "P", 1), ("b", "P")], "count-missing", "areas[1].households"),
        ([("a", "P", 1), ("P", None, 2)], "count-not-the-sum", "areas[1].households"),
    ],
)
def test_what_is_no_tree_is_refused_by_its_row(rows: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        plan_targets(areas(*rows), on=ON)
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize("count", [-1, 1.5, "7", True, 10**9])
def test_a_count_is_a_whole_number_that_is_not_negative(count: Any) -> None:
    with pytest.raises(InputError) as refused:
        AreaCount(area="a", households=count)
    assert (refused.value.code, refused.value.path) == ("not-a-count", "households")
