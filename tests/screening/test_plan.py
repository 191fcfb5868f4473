"""A screening plan: who is called when, who is not and why, down to the fen and the day."""

from datetime import date
from typing import Any

import pytest
from families import reading

from lnunion_rules import (
    AreaCapacity,
    Candidate,
    InputError,
    NotInForce,
    Policy,
    ScreeningPlan,
    Union,
    plan_screening,
)

ON = date(2018, 12, 31)
WEST, EAST, PORT = "210303", "210302", "210882"


def woman(member_id: str = "m1", **facts: Any) -> Candidate:
    known = {
        "union_id": "u1",
        "sex": "female",
        "consents": True,
        "gynaecological_exam_2016_2018": True,
        **facts,
    }
    return Candidate(
        member_id=member_id, **{name: fact for name, fact in known.items() if fact is not None}
    )


def women(number: int, union_id: str = "u1", **facts: Any) -> list[Candidate]:
    return [woman(f"{union_id}-{n}", union_id=union_id, **facts) for n in range(number)]


def union(union_id: str = "u1", area: str | None = EAST, **facts: Any) -> Union:
    return Union(union_id=union_id, area=area, **{"in_difficulty_2016_2018": False, **facts})


def plan(
    *roster: Candidate,
    unions: tuple[Union, ...] | None = (union(),),
    year: int = 2019,
    budget: str | None = None,
    capacity: dict[str, int | tuple[int, str]] | None = None,
    on: date = ON,
    policy: Policy | None = None,
) -> ScreeningPlan:
    hospitals = None if capacity is None else [hospital(*row) for row in capacity.items()]
    return plan_screening(
        roster,
        on=on,
        unions=unions,
        from_year=year,
        budget=budget,
        capacity=hospitals,
        policy=policy,
    )


def hospital(area: str, takes: int | tuple[int, str]) -> AreaCapacity:
    if isinstance(takes, int):
        return AreaCapacity(area=area, capacity=takes)
    return AreaCapacity(area=area, capacity=takes[0], price=takes[1])


def batches(found: ScreeningPlan) -> list[tuple[int, str | None, bool, int, str]]:
    return [(b.year, b.area, b.priority, b.women, str(b.subsidy)) for b in found.batches]


def excluded(found: ScreeningPlan) -> list[tuple[str, str]]:
    return [(row.member_id, row.reason) for row in found.excluded]


def test_without_limits_all_who_are_due_are_called_in_the_first_year_the_first_batch_apart() -> (
    None
):
    found = plan(
        *women(2, gynaecological_exam_2016_2018=False),
        woman("m9"),
        unions=(union(in_difficulty_2016_2018=True),),
    )
    assert batches(found) == [(2019, EAST, True, 2, "600.00"), (2019, EAST, False, 1, "300.00")]
    assert (str(found.subsidy_total), str(found.shortfall)) == ("900.00", "0.00")


# Three women at 300 yuan: the year's money to the fen.
@pytest.mark.parametrize(
    ("budget", "years", "shortfall"),
    [
        ("900.01", {2019: 3}, "0.00"),
        ("900", {2019: 3}, "0.00"),
        ("899.99", {2019: 2, 2020: 1}, "0.01"),
        ("600", {2019: 2, 2020: 1}, "300.00"),
        ("599.99", {2019: 1, 2020: 1, 2021: 1}, "300.01"),
        ("300", {2019: 1, 2020: 1, 2021: 1}, "600.00"),
        ("299.99", {}, "600.01"),
        ("0", {}, "900.00"),
    ],
)
def test_a_years_money_pays_whole_women_and_the_rest_are_carried_over(
    budget: str, years: dict[int, int], shortfall: str
) -> None:
    found = plan(*women(3), budget=budget)
    assert {batch.year: batch.women for batch in found.batches} == years
    assert str(found.shortfall) == shortfall
    assert len(found.not_placed) == 3 - sum(years.values())
    assert {row.reason for row in found.not_placed} <= {"no-budget"}


@pytest.mark.parametrize(("takes", "years"), [(3, [3]), (2, [2, 1]), (1, [1, 1, 1]), (0, [])])
def test_hospitals_take_so_many_a_year_and_the_rest_are_carried_over(
    takes: int, years: list[int]
) -> None:
    found = plan(*women(3), capacity={EAST: takes})
    assert [batch.women for batch in found.batches] == years
    assert [row.reason for row in found.not_placed] == ["no-capacity"] * (3 - sum(years))


def test_the_first_batch_goes_first_in_every_area_before_anyone_else_has_money() -> None:
    first = women(2, "u2", gynaecological_exam_2016_2018=False)
    unions = union(), union("u2", PORT, in_difficulty_2016_2018=True)
    found = plan(*women(2), *first, unions=unions, budget="900")
    assert batches(found) == [
        (2019, EAST, False, 1, "300.00"),
        (2019, PORT, True, 2, "600.00"),
        (2020, EAST, False, 1, "300.00"),
    ]


def test_money_goes_to_areas_by_their_part_of_the_women_due() -> None:
    unions = union(), union("u2", PORT)
    found = plan(*women(8), *women(4, "u2"), unions=unions, budget="1800")
    # Six places, one by one to the smallest part served: E, P, E, P... EEEEPP of 8 and 4.
    assert batches(found)[:2] == [
        (2019, EAST, False, 4, "1200.00"),
        (2019, PORT, False, 2, "600.00"),
    ]


def test_of_level_areas_another_one_begins_each_year() -> None:
    unions = union(), union("u2", PORT)
    found = plan(*women(2), *women(2, "u2"), unions=unions, budget="300")
    assert [(b.year, b.area) for b in found.batches] == [
        (2019, EAST),
        (2020, PORT),
        (2021, EAST),
        (2022, PORT),
    ]
    assert found.notices == ("beyond-cycle",)


def test_a_place_that_hospitals_cannot_take_goes_to_no_other_area() -> None:
    unions = union(), union("u2", PORT)
    found = plan(
        *women(2), *women(2, "u2"), unions=unions, budget="600", capacity={EAST: 0, PORT: 2}
    )
    assert batches(found) == [(2019, PORT, False, 1, "300.00"), (2020, PORT, False, 1, "300.00")]
    assert [(row.year, row.area, row.allotted, row.planned) for row in found.allotments] == [
        (2019, EAST, 1, 0),
        (2019, PORT, 1, 1),
        (2020, EAST, 1, 0),
        (2020, PORT, 1, 1),
    ]


def test_never_screened_comes_before_long_ago_and_long_ago_before_lately() -> None:
    found = plan(
        woman("lately", last_screened_on="2016-02-01"),
        woman("long-ago", last_screened_on="2010-02-01"),
        woman("never"),
    )
    assert found.batches[0].member_ids == ("never", "long-ago", "lately")


def test_of_equal_standing_the_lot_decides_and_not_the_order_of_the_rows() -> None:
    roster = women(9)
    one, other = plan(*roster), plan(*reversed(roster))
    assert one.batches == other.batches
    names = one.batches[0].member_ids
    assert sorted(names) == [candidate.member_id for candidate in roster]
    assert names != tuple(sorted(names))


@pytest.mark.parametrize(
    ("facts", "reason", "missing"),
    [
        ({"sex": "male"}, "not-a-woman", ()),
        ({"consents": False}, "no-consent", ()),
        ({"consents": None}, "consent-not-stated", ("consents",)),
        ({"union_id": None}, "unit-without-union", ()),
        ({"union_id": "u-unknown"}, "unit-without-union", ()),
    ],
)
def test_who_is_not_in_the_plan_is_told_why(
    facts: dict[str, Any], reason: str, missing: tuple[str, ...]
) -> None:
    found = plan(woman(**facts))
    assert found.batches == ()
    (row,) = found.excluded
    assert (row.member_id, row.reason, row.missing) == ("m1", reason, missing)


@pytest.mark.parametrize(
    ("year", "established", "called"),
    [
        (2018, "2018-11-08", True),
        (2018, "2018-11-09", True),
        (2018, "2018-11-10", False),
        (2019, "2018-12-31", True),
        (2019, "2019-01-01", True),
        (2019, "2019-01-02", False),
        (2022, "2019-01-02", True),
    ],
)
def test_the_union_is_there_on_the_day_the_plan_begins(
    year: int, established: str, *, called: bool
) -> None:
    found = plan(woman(), unions=(union(established=established),), year=year)
    assert excluded(found) == ([] if called else [("m1", "union-founded-later")])
    assert len(found.batches) == called


def test_a_union_that_states_no_day_was_founded_before() -> None:
    assert len(plan(woman()).batches) == 1


@pytest.mark.parametrize(
    ("last", "due", "due_on", "by_day"),
    [
        ("2017-01-01", 2020, "2020-01-01", "2020-01-01"),
        ("2017-12-31", 2020, "2020-01-01", "2020-12-31"),
        ("2018-06-15", 2021, "2021-01-01", "2021-06-15"),
        ("2019-01-01", 2022, "2022-01-01", "2022-01-01"),
    ],
)
def test_who_is_not_due_is_told_when(last: str, due: int, due_on: str, by_day: str) -> None:
    (row,) = plan(woman(last_screened_on=last)).not_due
    assert (row.due, str(row.due_on)) == (due, due_on)
    months = reading(screening__interval="months_36")
    (row,) = plan(woman(last_screened_on=last), policy=months).not_due
    assert (row.due, str(row.due_on)) == (due, by_day)


def test_after_a_leap_day_36_months_are_full_on_the_last_of_february() -> None:
    months = reading(screening__interval="months_36")
    found = plan(woman(last_screened_on="2016-02-29"), year=2018, policy=months)
    assert str(found.not_due[0].due_on) == "2019-02-28"


def test_in_rounds_she_is_due_when_the_next_round_begins() -> None:
    rounds = reading(screening__round="rounds", screening__interval="months_36")
    (row,) = plan(woman(last_screened_on="2019-01-01"), year=2019, policy=rounds).not_due
    assert (row.due, str(row.due_on)) == (2022, "2022-01-01")


@pytest.mark.parametrize(
    ("last", "code"), [("2019-01-01", None), ("2019-01-02", "screened-after-start")]
)
def test_a_screening_after_the_plan_begins_is_rejected(last: str, code: str | None) -> None:
    found = plan(woman(), woman("m2", last_screened_on=last))
    assert [(bad.row, bad.column, bad.code) for bad in found.rejects] == (
        [(2, "last_screened_on", code)] if code else []
    )
    assert (found.rows_in, found.rows_accepted) == (2, 1 if code else 2)


def test_a_second_row_of_one_person_is_rejected() -> None:
    found = plan(woman(), woman("m2"), woman())
    assert [(bad.row, bad.column, bad.code) for bad in found.rejects] == [
        (3, "member_id", "person-twice")
    ]
    assert sum(batch.women for batch in found.batches) == 2


def test_a_unit_with_a_check_up_of_its_own_is_counted_apart_and_never_paid() -> None:
    unions = union(), union("u2", PORT, own_checkup=True)
    found = plan(woman(), *women(2, "u2"), unions=unions, budget="300", capacity={EAST: 1})
    assert batches(found) == [(2019, EAST, False, 1, "300.00")]
    (own,) = found.own_checkup
    assert (own.union_id, own.area, own.women) == ("u2", PORT, 2)
    assert str(found.shortfall) == "0.00"


def test_a_woman_of_whom_the_sex_is_not_stated_is_left_open() -> None:
    found = plan(woman(sex=None))
    assert [(row.about, row.missing) for row in found.undetermined] == [("plan", ("sex",))]
    assert plan(woman(sex=None, consents=False)).undetermined == ()


@pytest.mark.parametrize(
    ("exam", "difficulty", "missing"),
    [
        (None, True, ("gynaecological_exam_2016_2018",)),
        (False, None, ("in_difficulty_2016_2018",)),
        (None, None, ("gynaecological_exam_2016_2018", "in_difficulty_2016_2018")),
        (True, None, ()),
        (None, False, ()),
    ],
)
def test_who_may_be_of_the_first_batch_is_called_after_it_and_named(
    exam: bool | None, difficulty: bool | None, missing: tuple[str, ...]
) -> None:
    found = plan(
        woman(gynaecological_exam_2016_2018=exam),
        unions=(union(in_difficulty_2016_2018=difficulty),),
    )
    assert [batch.priority for batch in found.batches] == [False]
    assert [(row.about, row.missing) for row in found.undetermined] == (
        [("first_batch", missing)] if missing else []
    )


def test_without_unions_nothing_is_known_of_the_units_and_a_notice_says_so() -> None:
    found = plan(woman(gynaecological_exam_2016_2018=False), unions=None)
    assert batches(found) == [(2019, None, False, 1, "300.00")]
    assert found.notices == ("no-unions",)
    assert [row.missing for row in found.undetermined] == [("in_difficulty_2016_2018",)]
    assert [(row.level, row.women) for row in found.responsibilities] == [("province", 1)]


def test_an_area_that_is_not_stated_is_listed_apart_and_hospitals_cannot_take_it() -> None:
    unknown = (union(area=None),)
    assert plan(woman(), unions=unknown).notices == ("area-not-stated",)
    found = plan(woman(), unions=unknown, capacity={EAST: 1})
    assert [row.missing for row in found.undetermined] == [("area",)]
    found = plan(woman(), capacity={PORT: 1})
    assert [row.missing for row in found.undetermined] == [("capacity",)]


def test_where_the_subsidy_follows_the_cost_the_price_is_asked_for() -> None:
    policy = reading(screening__price="cost_up_to")
    for capacity in (None, {EAST: 9}):
        found = plan(woman(), capacity=capacity, policy=policy)
        assert [row.missing for row in found.undetermined] == [("price",)]
    found = plan(*women(2), capacity={EAST: (9, "250.50")}, budget="501", policy=policy)
    assert batches(found) == [(2019, EAST, False, 2, "501.00")]
    found = plan(woman(), capacity={EAST: (9, "450")}, policy=policy)
    assert str(found.subsidy_total) == "300.00"


def test_a_dearer_area_at_the_head_of_the_order_ends_the_years_places() -> None:
    policy = reading(screening__price="cost_up_to")
    unions = union(), union("u2", PORT)
    capacity = {EAST: (9, "300"), PORT: (9, "100")}
    found = plan(
        woman(),
        woman("m2", union_id="u2"),
        unions=unions,
        capacity=capacity,
        budget="250",
        policy=policy,
    )
    assert batches(found) == [(2020, PORT, False, 1, "100.00")]
    assert [row.reason for row in found.not_placed] == ["no-budget"]


def test_responsibility_by_level_the_province_funds_city_and_county_organise() -> None:
    unions = union(), union("u2", WEST), union("u3", "210300"), union("u4", "210000")
    roster = [woman(f"m{n}", union_id=f"u{n}") for n in range(1, 5)]
    found = plan(*roster, unions=unions)
    told = [(r.level, r.area, r.duty, r.women, str(r.subsidy)) for r in found.responsibilities]
    assert told == [
        ("province", "210000", "funds", 4, "1200.00"),
        ("city", "210300", "organises", 3, "900.00"),
        ("county", EAST, "organises", 1, "300.00"),
        ("county", WEST, "organises", 1, "300.00"),
    ]


def test_who_cannot_be_called_by_2100_is_told_so() -> None:
    found = plan(*women(3), year=2099, budget="300")
    assert [batch.year for batch in found.batches] == [2099, 2100]
    assert [row.reason for row in found.not_placed] == ["after-2100"]


@pytest.mark.parametrize("year", [2017, 2101, 0, 10_000])
def test_a_year_without_law_is_refused(year: int) -> None:
    with pytest.raises(NotInForce):
        plan(woman(), year=year)


def test_a_day_without_law_is_refused_and_the_year_is_that_of_the_day() -> None:
    with pytest.raises(NotInForce):
        plan(woman(), on=date(2018, 11, 8))
    assert plan_screening([woman()], on=date(2020, 5, 1)).from_year == 2020


@pytest.mark.parametrize("budget", ["-1", "1e9", "NaN", "1.005", "", "1,000", "１００"])
def test_a_budget_that_is_no_money_is_refused(budget: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(woman(), budget=budget)
    assert (refused.value.code, refused.value.path) == ("not-money", "budget")


def test_a_union_or_an_area_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        plan(woman(), unions=(union(), union()))
    assert (refused.value.code, refused.value.path) == ("duplicate-id", "union_id")
    with pytest.raises(InputError) as refused:
        plan_screening([], on=ON, capacity=[hospital(EAST, 1), hospital(EAST, 2)])
    assert (refused.value.code, refused.value.path) == ("duplicate-id", "area")


def test_a_screening_before_birth_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        woman(birth_date="1990-01-02", last_screened_on="1990-01-01")
    assert (refused.value.code, refused.value.path) == ("screened-before-birth", "last_screened_on")


def test_an_empty_roster_is_an_empty_plan() -> None:
    found = plan()
    assert (found.rows_in, found.batches, str(found.subsidy_total)) == (0, (), "0.00")


def test_nothing_of_a_person_is_shown_and_the_plan_survives_json() -> None:
    found = plan(
        *women(3),
        woman("secret", sex=None),
        woman("hidden", consents=False),
        woman("later", last_screened_on="2018-01-01"),
        budget="300",
        capacity={EAST: 1},
    )
    assert ScreeningPlan.model_validate_json(found.model_dump_json()) == found
    told = repr(found) + "".join(
        map(repr, (*found.batches, *found.undetermined, *found.excluded, *found.not_due))
    )
    assert not [name for name in ("secret", "hidden", "later", "u1-") if name in told]
