"""Done against target: each household of the baseline once, each person once."""

from datetime import date
from random import Random
from typing import Any

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import AreaCount, InputError, Policy, plan_targets, testing
from lnunion_rules.casework_findings import AreaProgress, Progress
from lnunion_rules.hardship_files import CaseEvent, ExtraTarget, FiledHousehold
from lnunion_rules.targets.extra import extra_targets
from lnunion_rules.targets.progress import progress_of

ON = date(2020, 6, 30)
ROWS = [
    AreaCount(area="A", parent="P", households=5),
    AreaCount(area="B", parent="P", households=5),
]
SCHEDULE = plan_targets(ROWS, on=ON)
MET = {
    "lifted_out": {"cause_removed": True, "months_above": 6},
    "relieved": {"reaches_line": True},
    "to_safety_net": {"lost_ability": True},
    "returned": {"meets_standard": True},
}


def event(name: str, kind: str, on: str, **facts: Any) -> CaseEvent:
    if kind == "filed":
        facts = {"area": "A", "origin": "stock", **facts}
    return CaseEvent(household_id=name, event=kind, on=on, **{**MET.get(kind, {}), **facts})


def filed(name: str, on: str = "2018-01-01", **facts: Any) -> CaseEvent:
    return event(name, "filed", on, **facts)


def found(
    *events: CaseEvent, on: date = ON, policy: Policy | None = None, **given: Any
) -> dict[str, AreaProgress]:
    return {row.area: row for row in _progress(*events, on=on, policy=policy, **given).areas}


def _progress(*events: CaseEvent, on: date = ON, **given: Any) -> Progress:
    return progress_of(SCHEDULE, events, on=on, **given)


# ---- Done, ahead and behind ----


def test_each_way_out_is_done_in_its_area_and_all_above() -> None:
    rows = found(
        *(filed(name) for name in ("h1", "h2", "h3", "h4")),
        filed("b1", area="B"),
        event("h1", "lifted_out", "2018-12-31"),
        event("h2", "relieved", "2019-01-01"),
        event("h3", "to_safety_net", "2019-12-31"),
        event("b1", "lifted_out", "2020-01-01"),
    )
    for area, ways in {"A": (1, 1, 1), "B": (1, 0, 0), "P": (2, 1, 1)}.items():
        row = rows[area]
        assert (row.lifted_out, row.relieved, row.to_safety_net) == ways
        assert row.done == sum(ways)
        assert row.to_go == row.households - row.done
    assert [year.done_so_far for year in rows["A"].years] == [1, 3, 3]
    assert [year.target_so_far for year in rows["A"].years] == [1, 4, 5]
    assert [year.ahead for year in rows["A"].years] == [0, -1, -2]
    assert [year.done_so_far for year in rows["P"].years] == [1, 3, 4]


def test_a_deadline_counts_from_its_own_day_on() -> None:
    rows = filed("h1"), event("h1", "lifted_out", "2018-12-01")
    before, after = (found(*rows, on=date(2018, 12, day))["A"] for day in (30, 31))
    assert (before.due_so_far, before.ahead) == (0, 1)
    assert (after.due_so_far, after.ahead) == (1, 0)


@pytest.mark.parametrize(
    ("on", "pace"),
    [
        ("2018-06-30", (2, "0.33", "0.42")),  # two in six months; ten in 24
        ("2018-12-30", (2, "2.00", "0.53")),  # one day of one month
        ("2018-12-31", (8, "0.67", "0.56")),  # the first has come: eight in twelve months
        ("2020-05-31", (10, "10.00", "10.00")),
        ("2020-05-29", (10, "5.00", "5.00")),  # days of two months are left
        ("2020-06-30", (None, None, None)),
    ],
)
def test_the_pace_needed_is_what_is_missing_by_the_months_left(on: str, pace: Any) -> None:
    row = found(on=date.fromisoformat(on))["P"]
    assert (row.next_due, row.pace_needed, row.pace_to_end) == pace


def test_who_is_past_the_next_target_needs_no_pace() -> None:
    rows = filed("h1"), filed("h2"), event("h1", "relieved", "2018-07-01")
    row = found(*rows, event("h2", "relieved", "2018-07-01"), on=date(2018, 8, 1))["A"]
    assert (row.next_due, row.pace_needed) == (1, "0.00")


def test_a_relieved_household_that_is_later_lifted_out_is_one_household_done() -> None:
    row = found(
        filed("h1"), event("h1", "relieved", "2018-12-01"), event("h1", "lifted_out", "2020-01-01")
    )["A"]
    assert (row.done, row.lifted_out, row.relieved) == (1, 1, 0)
    assert row.years[0].done_so_far == 1


# ---- Exits that are not done ----


@pytest.mark.parametrize(
    ("closing", "apart", "counted"),
    [("death", 1, 1), ("mistaken", 1, 1), ("retirement", 1, 0), ("transfer", 1, 0)],
)
def test_other_exits_stand_apart_unless_they_are_read_as_done(
    closing: str, apart: int, counted: int
) -> None:
    rows = filed("h1"), event("h1", "closed", "2019-01-01", closing=closing)
    row = found(*rows)["A"]
    assert (row.done, row.apart, row.to_go) == (0, apart, 4)
    row = found(*rows, policy=reading(targets__done="done"))["A"]
    assert (row.done, row.counted_exits, row.apart) == (counted, counted, apart - counted)
    assert row.to_go == 4


def test_who_has_left_and_then_dies_stays_done() -> None:
    row = found(
        filed("h1"),
        event("h1", "relieved", "2018-12-01"),
        event("h1", "closed", "2019-01-01", closing="death"),
    )["A"]
    assert (row.done, row.relieved, row.apart) == (1, 1, 0)


# ---- Returns, and households outside the baseline ----


def test_a_return_is_counted_apart_and_undoes_nothing() -> None:
    rows = [
        filed("h1"),
        event("h1", "lifted_out", "2018-12-01"),
        event("h1", "returned", "2019-06-01"),
    ]
    row = found(*rows)["A"]
    assert (row.done, row.returned, row.apart_done, row.to_go) == (1, 1, 0, 4)
    row = found(*rows, event("h1", "lifted_out", "2020-01-01"))["A"]
    assert (row.done, row.returned, row.apart_done) == (1, 1, 1)


def test_new_households_never_fill_the_provincial_target() -> None:
    row = found(
        filed("n1", "2019-01-01", origin="new", meets_standard=True),
        filed("n2", "2019-01-01", origin="returned", meets_standard=True),
        event("n1", "lifted_out", "2020-01-01"),
    )["A"]
    assert (row.done, row.new, row.returned, row.apart_done, row.to_go) == (0, 1, 1, 1, 5)


# ---- Transfers, splits and merges ----


def test_a_transferred_household_counts_where_it_stood_in_the_baseline() -> None:
    rows = found(
        filed("h1", members="p1 p2"),
        event("h1", "closed", "2018-08-01", closing="transfer"),
        filed("h1b", "2018-08-02", area="B", continues="h1", members="p1 p2"),
        event("h1b", "lifted_out", "2018-12-01"),
    )
    assert (rows["A"].done, rows["B"].done, rows["P"].done) == (1, 0, 1)
    assert (rows["A"].persons_done, rows["P"].persons_done) == (2, 2)
    assert rows["B"].persons_done == 0


def test_a_transferred_household_that_nobody_has_lifted_yet_is_still_to_go() -> None:
    row = found(
        filed("h1"),
        event("h1", "closed", "2018-08-01", closing="transfer"),
        filed("h1b", "2018-08-02", area="B", continues="h1"),
    )["A"]
    assert (row.done, row.apart, row.to_go) == (0, 0, 5)


def test_a_file_that_moves_under_its_own_id_is_one_household() -> None:
    rows = found(
        filed("h1"),
        event("h1", "closed", "2018-08-01", closing="transfer"),
        filed("h1", "2018-08-02", area="B", continues="h1"),
        event("h1", "lifted_out", "2018-12-01"),
    )
    assert (rows["A"].done, rows["B"].done) == (1, 0)


def test_a_split_household_is_done_once_when_both_parts_are() -> None:
    rows = [
        filed("h1", members="p1 p2 p3"),
        filed("h1b", "2018-10-01", continues="h1", members="p3"),
        event("h1", "lifted_out", "2018-11-01"),
    ]
    assert found(*rows)["A"].done == 0
    row = found(*rows, event("h1b", "relieved", "2019-03-01"))["A"]
    assert (row.done, row.relieved, row.persons_done) == (1, 1, 3)
    assert [year.done_so_far for year in row.years] == [0, 1, 1]


def test_two_merged_households_are_both_done_when_the_one_file_is() -> None:
    row = found(
        filed("h1", members="p1 p2"),
        filed("h2", members="p2 p3"),
        event("h2", "closed", "2018-10-01", closing="merged", into="h1"),
        event("h1", "lifted_out", "2019-01-01"),
    )["A"]
    assert (row.done, row.persons_done, row.to_go) == (2, 3, 3)


def test_merging_into_a_household_that_has_left_is_done_from_the_day_of_merging() -> None:
    row = found(
        filed("h1"),
        filed("h2"),
        event("h1", "lifted_out", "2018-10-01"),
        event("h2", "closed", "2019-01-01", closing="merged", into="h1"),
    )["A"]
    assert [year.done_so_far for year in row.years] == [1, 2, 2]


def test_what_happened_before_a_merger_stays() -> None:
    row = found(
        filed("h1"),
        filed("h2"),
        event("h2", "lifted_out", "2018-10-01"),
        event("h2", "returned", "2019-01-01"),
        event("h2", "closed", "2019-02-01", closing="merged", into="h1"),
    )["A"]
    assert (row.done, row.returned, row.to_go) == (1, 1, 4)


def test_a_household_merged_into_one_that_then_ends_stands_apart() -> None:
    row = found(
        filed("h1"),
        filed("h2"),
        event("h2", "closed", "2018-10-01", closing="merged", into="h1"),
        event("h1", "closed", "2019-01-01", closing="death"),
    )["A"]
    assert (row.done, row.apart) == (0, 2)


def test_what_was_split_off_before_a_merger_does_not_carry_the_merged_household_on() -> None:
    rows = [
        filed("h1"),
        filed("h2"),
        filed("h1b", "2018-08-01", continues="h1"),
        event("h2", "closed", "2018-10-01", closing="merged", into="h1"),
        event("h1", "lifted_out", "2018-12-01"),
    ]
    row = found(*rows)["A"]
    assert (row.done, row.to_go) == (1, 4)
    assert found(*rows, event("h1b", "lifted_out", "2019-12-01"))["A"].done == 2


def test_a_person_listed_in_two_households_is_counted_where_they_left_first() -> None:
    rows = found(
        filed("h1", members="p1 p2"),
        filed("b1", area="B", members="p2 p3"),
        event("h1", "lifted_out", "2019-01-01"),
        event("b1", "lifted_out", "2018-12-01"),
    )
    assert (rows["A"].persons_done, rows["B"].persons_done, rows["P"].persons_done) == (1, 2, 3)


def test_persons_are_not_counted_where_they_are_not_listed() -> None:
    rows = found(filed("h1"), event("h1", "lifted_out", "2019-01-01"))
    assert (rows["A"].persons_done, rows["P"].persons_done, rows["B"].persons_done) == (
        None,
        None,
        0,
    )


# ---- From the list of households ----


def household(name: str, **facts: Any) -> FiledHousehold:
    return FiledHousehold(household_id=name, **{"area": "A", **facts})


def test_a_listed_household_needs_no_event_that_files_it() -> None:
    listed = [household("h1", members="p1 p2"), household("n1", origin="new", category="deep")]
    rows = [event("h1", "lifted_out", "2018-06-30"), event("n1", "aided", "2019-01-01")]
    row = found(*rows, households=listed)["A"]
    assert (row.done, row.persons_done, row.new) == (1, 2, 1)


def test_a_listed_household_may_move_under_its_own_id() -> None:
    rows = [
        event("h1", "closed", "2018-08-01", closing="transfer"),
        filed("h1", "2018-08-02", area="B", continues="h1"),
        event("h1", "lifted_out", "2018-12-01"),
    ]
    found_rows = found(*rows, households=[household("h1", members="p1")])
    assert (found_rows["A"].done, found_rows["A"].persons_done, found_rows["B"].done) == (1, 1, 0)


def test_a_listed_household_that_never_met_the_standard_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        found(households=[household("n1", origin="new", category="none")])
    assert (refused.value.code, refused.value.path) == ("event-not-allowed", "households")


def test_an_event_before_its_filing_is_refused_by_its_row() -> None:
    listed = [household("h1", filed_on="2018-05-01"), household("h2")]
    with pytest.raises(InputError) as refused:
        found(
            event("h2", "aided", "2018-07-01"),
            event("h1", "aided", "2018-04-30"),
            households=listed,
        )
    assert (refused.value.code, refused.value.path) == ("event-not-allowed", "events[1]")


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        ([filed("h1"), filed("h2", area="P")], "area-not-a-leaf", "events[1].area"),
        (
            [filed("h1", "2018-06-30"), filed("h2", "2018-07-01")],
            "stock-filed-later",
            "events[1].origin",
        ),
        (
            [filed("h1"), filed("n", on="2020-07-01", origin="new")],
            "event-not-allowed",
            "events[1]",
        ),
        ([filed(f"h{at}") for at in range(6)], "stock-above-baseline", "events"),
        ([event("h1", "aided", "2019-01-01")], "event-not-allowed", "events[0]"),
        ([filed("h1", "2018-07-01", continues="h9")], "file-unknown", "events[0].continues"),
        (
            [filed("h1", "2018-07-01", continues="h2"), filed("h2", "2018-07-01", continues="h1")],
            "file-unknown",
            "events[0].continues",
        ),
        (
            [filed("h1"), event("h1", "closed", "2018-07-01", closing="merged", into="h9")],
            "file-unknown",
            "events[1].into",
        ),
    ],
)
def test_events_that_do_not_fit_are_refused(rows: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        found(*rows)
    assert (refused.value.code, refused.value.path) == (code, path)


def test_records_without_their_conditions_are_counted_with_a_notice() -> None:
    bare = CaseEvent(household_id="h1", event="lifted_out", on="2019-01-01")
    progress = _progress(filed("h1"), bare)
    assert progress.areas[1].done == 1
    assert progress.notices == ("conditions-not-stated",)
    assert _progress(filed("h1")).notices == ()


# ---- Extra targets ----


def extra(*rows: tuple[int, int, str]) -> Any:
    made = [
        ExtraTarget(area="A", year=year, households=count, household_ids=ids.split())
        for year, count, ids in rows
    ]
    return extra_targets(made, SCHEDULE)


def test_extra_targets_count_only_beyond_the_completed_provincial_one() -> None:
    rows = [
        *(filed(f"h{at}") for at in range(3)),
        filed("n1", "2018-07-01", origin="new", meets_standard=True),
        event("n1", "relieved", "2018-12-01"),
    ]
    own = extra((2018, 2, "n1 h1"), (2019, 1, ""))
    first = found(*rows, extra=own)["A"].years[0]
    assert (first.extra_so_far, first.extra_done) == (2, 0)  # the provincial one is not complete
    one = event("h0", "lifted_out", "2018-12-01")
    first = found(*rows, one, extra=own)["A"].years[0]
    assert (first.ahead, first.extra_done) == (0, 1)
    two = event("h1", "lifted_out", "2018-12-01")
    years = found(*rows, one, two, extra=own)["A"].years
    assert (years[0].ahead, years[0].extra_done) == (1, 2)
    assert (years[1].extra_so_far, years[1].ahead, years[1].extra_done) == (3, -2, 0)
    assert found(*rows, one, two, extra=own)["P"].years[0].extra_so_far == 0


def test_extra_targets_beside_the_provincial_one_count_by_name() -> None:
    beside = reading(targets__extra_order="beside")
    rows = [filed("h0"), filed("h1"), event("h1", "lifted_out", "2018-12-01")]
    own = extra((2018, 1, "h1"), (2019, 1, ""))
    years = found(*rows, extra=own, policy=beside)["A"].years
    assert [year.extra_done for year in years] == [1, None, None]


# ---- Laws ----


@given(st.data())
def test_the_order_of_rows_changes_nothing_and_the_parts_sum_to_the_whole(
    data: st.DataObject,
) -> None:
    rows = data.draw(testing.case_events())
    last = date(2020, 12, 31)
    progress = progress_of(SCHEDULE, rows, on=last)
    shuffled = list(rows)
    Random(data.draw(st.integers(0, 99))).shuffle(shuffled)
    assert progress_of(SCHEDULE, shuffled, on=last) == progress
    assert Progress.model_validate_json(progress.model_dump_json()) == progress
    whole, *parts = progress.areas
    for name in ("households", "done", "apart", "to_go", "returned", "new", "apart_done"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name
    for row in progress.areas:
        assert row.done + row.apart + row.to_go == row.households
        done = [year.done_so_far for year in row.years]
        assert done == sorted(done)
        assert row.done >= done[-1]
