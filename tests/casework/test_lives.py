"""A file's life folded from its events, its reviews, and the spot check."""

from datetime import date
from random import Random
from typing import Any

import pytest
from families import reading
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from lnunion_rules import InputError, load_policy, testing
from lnunion_rules.casework import check_event, life_of, lives_of, review_due, spot_check
from lnunion_rules.hardship_files import CaseEvent
from lnunion_rules.rules.case_file import STATES

ON = date(2020, 12, 31)


def event(kind: str, on: Any, name: str = "h1", **facts: Any) -> CaseEvent:
    if kind == "filed":
        facts = {"area": "A", "origin": "stock", **facts}
    return CaseEvent(household_id=name, event=kind, on=on, **facts)


LIFE = [
    event("filed", "2018-05-01"),
    event("aided", "2018-09-01"),
    event("relieved", "2018-12-01", reaches_line=True),
    event("lifted_out", "2019-06-01", cause_removed=True, months_above=7),
    event("returned", "2020-02-01", meets_standard=True),
    event("to_safety_net", "2020-05-01", lost_ability=True),
]


def test_a_life_is_what_its_events_come_to() -> None:
    life = life_of(LIFE, on=ON)
    assert STATES[life.state] == "safety_net"
    assert [(stay.left_on, stay.by, stay.back_on) for stay in life.stays] == [
        (date(2018, 12, 1), "lifted_out", date(2020, 2, 1)),
        (date(2020, 5, 1), "to_safety_net", None),
    ]
    assert life.since == date(2020, 2, 1)
    assert life.unstated == []


def test_what_a_record_leaves_unstated_is_taken_as_recorded_and_noted() -> None:
    recorded = [LIFE[0], event("lifted_out", "2019-01-01")]
    life = life_of(recorded, on=ON)
    assert STATES[life.state] == "lifted_out"
    assert life.unstated == recorded[1:]


def test_a_file_that_moved_away_is_filed_again() -> None:
    moved = [LIFE[0], event("closed", "2018-08-01", closing="transfer")]
    again = event("filed", "2018-08-15", area="B")
    assert STATES[life_of(moved, on=ON).state] == "closed"
    life = life_of([*moved, again], on=ON)
    assert (STATES[life.state], life.closing) == ("on_file", None)


def test_the_first_row_that_is_not_allowed_is_named() -> None:
    rows = [
        event("aided", "2019-01-01", "h2"),
        event("filed", "2019-01-01"),
        event("lifted_out", "2018-12-31"),
    ]
    with pytest.raises(InputError) as refused:
        lives_of(rows, on=ON)
    assert (refused.value.code, refused.value.path) == ("event-not-allowed", "events[0]")
    assert "not on file yet" in refused.value.message()
    with pytest.raises(InputError) as refused:
        lives_of(rows[1:], on=ON)
    assert refused.value.path == "events[1]"


def test_an_event_after_the_day_asked_about_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        lives_of(LIFE, on=date(2020, 4, 30))
    assert refused.value.path == "events[5]"
    assert "after the day" in refused.value.message()


@given(st.data())
def test_replaying_the_events_in_any_order_of_rows_gives_the_same_life(data: st.DataObject) -> None:
    rows = data.draw(testing.case_events())
    shuffled = list(rows)
    Random(data.draw(st.integers(0, 99))).shuffle(shuffled)
    one, other = lives_of(rows, on=ON), lives_of(shuffled, on=ON)
    assert {name: (life.state, life.stays) for name, life in one.items()} == {
        name: (life.state, life.stays) for name, life in other.items()
    }
    assert lives_of(rows, on=ON) == one


def test_a_life_is_of_one_household() -> None:
    with pytest.raises(InputError) as refused:
        life_of([], on=ON)
    assert refused.value.code == "one-file-only"


class File(RuleBasedStateMachine):
    """Events entered one by one: what the door refuses, no replay lets in by another path."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2018, 7, 1)
        self.entered: list[CaseEvent] = []
        self.state = "not_filed"

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        self.today = date.fromordinal(self.today.toordinal() + days)

    @rule(happens=testing.case_event_facts())
    def something_happens(self, happens: dict[str, Any]) -> None:
        event = CaseEvent(household_id="h1", on=self.today, **happens)
        step = check_event(event, self.entered, on=date(2100, 1, 1))
        replay = [*self.entered, event]
        if step.outcome == "not_allowed":
            assert step.state == self.state
            with pytest.raises(InputError):
                life_of(replay, on=date(2100, 1, 1))
            return
        self.entered = replay
        life = life_of(replay, on=date(2100, 1, 1))
        self.state = STATES[life.state]
        if step.outcome == "allowed":
            assert step.state == self.state
        else:
            assert event in life.unstated

    @invariant()
    def the_state_is_the_fold_of_what_was_entered(self) -> None:
        if not self.entered:
            return
        life = life_of(self.entered, on=date(2100, 1, 1))
        assert STATES[life.state] == self.state
        kinds = [event.event for event in self.entered]
        assert kinds[0] == "filed"
        out = {"lifted_out", "relieved", "safety_net"}
        if self.state in out:
            assert life.stays[-1].back_on is None
        if self.state == "on_file":
            assert all(stay.back_on for stay in life.stays)
        for before, after in zip(life.stays, life.stays[1:], strict=False):
            assert before.back_on is not None
            assert before.left_on <= before.back_on <= after.left_on


File.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestFile = File.TestCase


# ---- Reviews ----


def due(rows: list[CaseEvent], on: str, **choices: str) -> tuple[str, bool] | None:
    day = date.fromisoformat(on)
    found = review_due(life_of(rows, on=day), on=day, policy=reading(**choices))
    return None if found is None else (found.due.isoformat(), found.overdue)


@pytest.mark.parametrize(
    ("filed", "reviews", "on", "expected"),
    [
        ("2018-05-01", [], "2019-05-01", ("2019-05-01", False)),
        ("2018-05-01", [], "2019-05-02", ("2019-05-01", True)),
        ("2018-05-01", ["2019-04-30"], "2019-06-01", ("2019-05-01", True)),
        ("2018-05-01", ["2019-05-01"], "2019-06-01", ("2020-05-01", False)),
        ("2018-05-01", ["2019-07-01"], "2019-08-01", ("2020-05-01", False)),
        ("2016-02-29", [], "2016-03-01", ("2017-02-28", False)),
        ("2016-02-29", ["2019-02-28"], "2019-03-01", ("2020-02-29", False)),
    ],
)
def test_a_review_is_due_on_the_anniversary_of_filing(
    filed: str, reviews: list[str], on: str, expected: tuple[str, bool]
) -> None:
    rows = [event("filed", filed), *(event("reviewed", day) for day in reviews)]
    assert due(rows, on) == expected


def test_a_review_rolls_on_from_the_last_where_it_is_read_so() -> None:
    rows = [event("filed", "2018-05-01"), event("reviewed", "2019-07-01")]
    rolls = {"case_file__review": "last_review"}
    assert due(rows, "2019-08-01", **rolls) == ("2020-07-01", False)
    assert due(rows[:1], "2019-08-01", **rolls) == ("2019-05-01", True)


def test_a_returned_household_is_reviewed_from_its_return_and_one_lifted_out_is_not() -> None:
    assert due(LIFE[:4], "2019-12-01") is None
    assert due(LIFE[:5], "2020-03-01") == ("2021-02-01", False)


# ---- The spot check ----


@given(st.sets(st.integers(0, 10_000).map(str), max_size=60), st.text(max_size=5))
def test_a_spot_check_draws_at_least_its_share_the_same_from_any_order(
    names: set[str], seed: str
) -> None:
    drawn = spot_check(names, seed=seed, on=ON)
    assert drawn == spot_check([*sorted(names, reverse=True), *names], seed=seed, on=ON)
    assert set(drawn) <= names
    assert len(drawn) * 10 >= len(names) * 3 > (len(drawn) - 1) * 10 or not names


def test_another_seed_draws_others() -> None:
    names = [f"h{number}" for number in range(100)]
    assert len(spot_check(names, seed="2019", on=ON)) == 30
    assert set(spot_check(names, seed="2019", on=ON)) != set(spot_check(names, seed="2020", on=ON))
    more = load_policy().revised({"case_file.spot_share": "0.305"})
    assert len(spot_check(names, seed="2019", on=ON, policy=more)) == 31
