"""The plan down to households: who stands in which year, and why."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from families import IN_2018, of_three, reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import AreaCount, InputError, plan_targets, testing
from lnunion_rules.hardship_files import ExtraTarget, FiledHousehold
from lnunion_rules.rules.depoverty_targets import routes
from lnunion_rules.targets.extra import extra_targets
from lnunion_rules.targets.lists import assign, route_of
from lnunion_rules.targets.standing import filed_from, months_above

ON = date(2018, 12, 31)
ROWS = [
    AreaCount(area="A", parent="P", households=5),
    AreaCount(area="B", parent="P", households=0),
]
SCHEDULE = plan_targets(ROWS, on=ON)


def filed(name: str, **facts: Any) -> FiledHousehold:
    stated = {"area": "A", "category": "relative", "cause": "schooling", **facts}
    return FiledHousehold(household_id=name, **stated)


FIVE = [
    filed("h1", category="deep", cause="illness", lost_ability=True),
    filed("h2", cause="disability"),
    filed("h3", lifted_by="income"),
    filed("h4", category="deep", lost_ability=False),
    filed("h5"),
]

# ---- The stock ----


def test_easier_causes_come_first_and_the_safety_net_last() -> None:
    placed = assign(FIVE, SCHEDULE).placed
    assert [(row.household_id, row.year, row.route) for row in placed] == [
        ("h3", 2018, "above_line"),
        ("h5", 2019, "schooling"),
        ("h4", 2019, "schooling"),
        ("h2", 2019, "disability"),
        ("h1", 2020, "safety_net"),
    ]
    assert [row.reason for row in placed] == ["in-order"] * 4 + ["to-safety-net"]
    assert placed[0].due == date(2018, 12, 31)
    assert [row.place for row in placed] == [1, 2, 3, 4, 5]


def test_another_order_can_be_stated() -> None:
    backwards = tuple(reversed(routes()))
    found = assign(FIVE, SCHEDULE, order=backwards)
    assert [row.household_id for row in found.placed] == ["h1", "h2", "h5", "h4", "h3"]
    assert found.order == backwards
    with pytest.raises(InputError) as refused:
        assign(FIVE, SCHEDULE, order=("schooling",))
    assert refused.value.code == "order-not-whole"


@pytest.mark.parametrize(
    ("facts", "route", "missing"),
    [
        ({"category": None}, "schooling", ("category",)),
        ({"cause": None}, "other", ("cause",)),
        ({"category": "deep"}, "schooling", ("lost_ability",)),
        ({"category": "deep", "lost_ability": True}, "safety_net", ()),
        ({"category": "relative", "lost_ability": True}, "schooling", ()),
        ({"category": "deep", "lost_ability": True, "lifted_by": "aid"}, "safety_net", ()),
        ({"lifted_by": "aid"}, "lifted_by_aid", ()),
    ],
)
def test_a_route_follows_the_facts_and_names_what_could_change_it(
    facts: dict[str, Any], route: str, missing: tuple[str, ...]
) -> None:
    assert route_of(filed("h", **facts)) == (route, missing)


@given(st.data())
def test_the_lists_match_the_counts_in_every_area_and_year(data: st.DataObject) -> None:
    rows = data.draw(testing.area_counts(most=6))
    schedule = plan_targets(rows, on=ON)
    households = data.draw(testing.filed_households(rows))
    found = assign(households, schedule)
    counts = Counter((row.area, row.year) for row in found.placed)
    leaves = {row.area for row in schedule.areas} - {row.parent for row in schedule.areas}
    for area in schedule.areas:
        if area.area in leaves:
            years = (2018, 2019, 2020)
            assert tuple(counts[area.area, year] for year in years) == area.targets
    assert len(found.placed) + len(found.apart) == len(households)
    assert {row.household_id for row in (*found.placed, *found.apart)} == {
        household.household_id for household in households
    }
    shuffled = list(households)
    Random(1).shuffle(shuffled)
    assert assign(shuffled, schedule) == found


# ---- New and returned households ----


@pytest.mark.parametrize(
    ("facts", "reason", "place"),
    [
        ({"planned_on": "2020-12-31"}, "own-plan", 1),
        ({"planned_on": "2021-01-01"}, "after-deadline", 1),
        ({}, "no-plan-yet", 1),
        ({"category": "none"}, "standard-not-met", None),
        ({"category": None}, "standard-unknown", None),
    ],
)
def test_new_and_returned_households_are_planned_apart(
    facts: dict[str, Any], reason: str, place: int | None
) -> None:
    found = assign([filed("n", origin="new", **facts)], SCHEDULE)
    (row,) = found.apart
    assert (row.reason, row.place, row.deadline) == (reason, place, date(2020, 12, 31))
    assert found.placed == ()


def test_the_plan_apart_is_added_up_to_cities_and_the_province() -> None:
    found = assign(
        [
            filed("n1", origin="new", planned_on="2019-06-30"),
            filed("n2", origin="returned", planned_on="2020-06-30", area="B"),
            filed("n3", origin="new", category="none", area="B"),
            filed("n4", origin="new"),
        ],
        SCHEDULE,
    )
    by_area = {row.area: row for row in found.apart_by_area}
    assert list(by_area) == ["P", "A", "B"]
    assert by_area["P"].planned == (0, 1, 1)
    assert (by_area["P"].households, by_area["P"].not_planned) == (4, 1)
    assert by_area["B"].standard_not_met == 1


def test_easier_causes_are_planned_first_apart_too() -> None:
    found = assign(
        [filed("n1", origin="new", cause="illness"), filed("n2", origin="returned")], SCHEDULE
    )
    assert [(row.household_id, row.place) for row in found.apart] == [("n2", 1), ("n1", 2)]


# ---- What is refused ----


@pytest.mark.parametrize(
    ("households", "code", "path"),
    [
        ([*FIVE, filed("h1")], "household-twice", "households[5].household_id"),
        ([*FIVE, filed("h1", area="B")], "household-in-two-areas", "households[5].area"),
        ([filed("h1", area="P")], "area-not-a-leaf", "households[0].area"),
        ([filed("h1", filed_on="2018-07-01")], "stock-filed-later", "households[0].filed_on"),
        ([filed("h1", area="Z")], "area-not-a-leaf", "households[0].area"),
        (FIVE[:4], "list-not-the-count", "households"),
        ([*FIVE, filed("h6")], "list-not-the-count", "households"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(households: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        assign(households, SCHEDULE)
    assert (refused.value.code, refused.value.path) == (code, path)


def test_nobody_is_planned_before_being_filed() -> None:
    with pytest.raises(InputError) as refused:
        filed("n", origin="new", filed_on="2019-01-02", planned_on="2019-01-01")
    assert refused.value.code == "planned-before-filed"


# ---- Extra targets ----


def extra(area: str = "A", year: int = 2019, households: int = 2, ids: Any = ()) -> ExtraTarget:
    return ExtraTarget(area=area, year=year, households=households, household_ids=ids)


def test_extra_targets_are_quantified_and_named_down_to_persons() -> None:
    listed = [filed("h1", members="p1; p2"), filed("h2", members=("p2", "p3"))]
    (found,) = extra_targets([extra("P", ids="h1、h2")], SCHEDULE, listed)
    assert (found.area, found.year, found.households, found.persons) == ("P", 2019, 2, 3)
    assert found.notices == ()
    assert SCHEDULE.total == (1, 3, 1)


def test_an_extra_target_that_is_not_named_says_so() -> None:
    (found,) = extra_targets([extra(ids="h1")], SCHEDULE)
    assert (found.persons, found.notices) == (None, ("extra-not-named",))
    (found,) = extra_targets([extra(ids="h1")], SCHEDULE, [filed("h1")])
    assert found.persons is None


def test_extra_targets_stand_in_the_order_of_the_tree_and_the_years() -> None:
    rows = [extra("B"), extra("A", 2020), extra("A", 2018), extra("P")]
    found = extra_targets(rows, SCHEDULE)
    assert [(row.area, row.year) for row in found] == [
        ("P", 2019),
        ("A", 2018),
        ("A", 2020),
        ("B", 2019),
    ]


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        ([extra("Z")], "area-not-in-tree", "extra[0].area"),
        ([extra(year=2021)], "year-not-planned", "extra[0].year"),
        ([extra(), extra()], "extra-twice", "extra[1].area"),
        ([extra(ids="h1"), extra(year=2020, ids="h1")], "named-twice", "extra[1].household_ids"),
        ([extra(ids="h9")], "household-not-listed", "extra[0].household_ids"),
        ([extra("B", ids="h1")], "household-elsewhere", "extra[0].household_ids"),
    ],
)
def test_extra_targets_that_do_not_fit_are_refused(rows: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        extra_targets(rows, SCHEDULE, [filed("h1")])
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize(
    ("ids", "code"), [("h1 h1", "named-twice"), ("a b c", "more-named-than-counted")]
)
def test_names_are_each_once_and_no_more_than_counted(ids: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        extra(ids=ids)
    assert refused.value.code == code


# ---- From a household's file and package ----


def test_a_household_stands_where_its_file_and_package_put_it() -> None:
    found = filed_from(of_three("23400"), on=IN_2018)
    assert (found.category, found.cause, found.lifted_by) == ("relative", "disability", "income")
    assert (found.origin, found.area, found.lost_ability) == ("stock", "210302", False)
    assert found.members == ("LN-0001/m1", "LN-0001/m2", "LN-0001/m3")


def test_income_at_the_line_is_not_above_it_and_aids_may_bring_it_there() -> None:
    # 635 x 3 x 12 = 22,860 a year; the daughter's education aid is 6,350.
    assert filed_from(of_three("22860.01"), on=IN_2018).lifted_by == "income"
    assert filed_from(of_three("22860"), on=IN_2018).lifted_by == "aid"
    living = 7620
    least = 22860 - 6350 - living
    assert filed_from(of_three(f"{least}"), on=IN_2018).lifted_by == "aid"
    assert filed_from(of_three(f"{least - 1}.99"), on=IN_2018).lifted_by is None


def test_what_the_package_leaves_open_stays_unknown() -> None:
    found = filed_from(of_three(None), on=IN_2018)
    assert (found.category, found.lifted_by) == (None, None)


def test_who_was_filed_after_the_baseline_day_is_new() -> None:
    assert filed_from(of_three(filed_on="2018-06-30"), on=IN_2018).origin == "stock"
    assert filed_from(of_three(filed_on="2018-07-01"), on=IN_2018).origin == "new"
    returned = filed_from(
        of_three(filed_on="2018-07-01"), on=IN_2018, origin="returned", planned_on=date(2020, 1, 1)
    )
    assert (returned.origin, returned.planned_on) == ("returned", date(2020, 1, 1))


# ---- The line, moving or frozen ----


def test_months_above_the_line_are_counted_back_from_the_last() -> None:
    # Anshan: 607 a month until June 2018, then 635; for three people 1,821 and 1,905.
    incomes = ["1905", "1905.01", "1906", "1906", "1906", "1906", "1906", "1906"]
    family = of_three(monthly_incomes=incomes)
    assert months_above(family, on=date(2019, 5, 31)) == 7
    assert months_above(of_three(), on=date(2019, 5, 31)) is None
    assert months_above(of_three(monthly_incomes=["1906"] * 6), on=date(2019, 5, 31)) == 6


def test_the_line_moves_or_stays_at_2018_as_it_is_read() -> None:
    # 670 from July 2019: 2,010 for three; the frozen line stays at 1,905.
    family = of_three(monthly_incomes=["1906"] * 6)
    frozen = reading(targets__line="frozen_2018")
    assert months_above(family, on=date(2019, 9, 30)) == 0
    assert months_above(family, on=date(2019, 9, 30), policy=frozen) == 6
    late = of_three("23000")
    assert filed_from(late, on=date(2019, 9, 30)).lifted_by == "aid"
    assert filed_from(late, on=date(2019, 9, 30), policy=frozen).lifted_by == "income"
