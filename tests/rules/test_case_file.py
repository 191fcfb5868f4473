"""The case file: which event a state allows, and what then holds."""

from datetime import date
from typing import Any

import pytest

from lnunion_rules import InputError, NotInForce, load_policy
from lnunion_rules.doors import filled
from lnunion_rules.hardship_files import CaseEvent
from lnunion_rules.rules import case_file
from lnunion_rules.rules.case_file import EVENTS, REASONS, RULE, STATES, Parameters, work_out

ON = date(2019, 12, 31)
P = filled(load_policy().law(RULE, ON), Parameters)
MET = {
    "cause_removed": True,
    "months_above": 6,
    "reaches_line": True,
    "lost_ability": True,
    "must_meet": True,
    "meets_standard": True,
}

# By state, in the order filed, aided, reviewed, lifted out, relieved, to the net, closed, returned:
# the state after, or why not.
TABLE = {
    "not_filed": "on_file before-filing before-filing before-filing before-filing before-filing "
    "before-filing before-filing",
    "closed": "on_file closed-already closed-already closed-already closed-already closed-already "
    "closed-already closed-already",
    "ended": "closed-already closed-already closed-already closed-already closed-already "
    "closed-already closed-already closed-already",
    "lifted_out": "left-already out-already lifted_out out-already out-already out-already "
    "closed on_file",
    "on_file": "filed-already on_file on_file lifted_out relieved safety_net closed not-left",
    "relieved": "filed-already relieved relieved lifted_out out-already safety_net closed on_file",
    "safety_net": "filed-already safety_net safety_net lifted_out out-already out-already "
    "closed on_file",
}


def decided(state: str, event: str, *, for_good: bool = False, **facts: Any) -> str:
    sheet = work_out(STATES.index(state), EVENTS.index(event), for_good, **{**MET, **facts}, p=P)
    if sheet.reason:
        assert sheet.next_state == sheet.state
        return REASONS[sheet.reason]
    return STATES[sheet.next_state]


@pytest.mark.parametrize("state", STATES)
def test_every_event_in_every_state(state: str) -> None:
    assert [decided(state, event) for event in EVENTS] == TABLE[state].split()


@pytest.mark.parametrize(
    ("event", "facts", "expected"),
    [
        ("lifted_out", {"months_above": 5}, "months-too-few"),
        ("lifted_out", {"months_above": 6}, "lifted_out"),
        ("lifted_out", {"cause_removed": False}, "cause-remains"),
        ("lifted_out", {"cause_removed": False, "months_above": 0}, "cause-remains"),
        ("relieved", {"reaches_line": False}, "line-not-reached"),
        ("to_safety_net", {"lost_ability": False}, "able-to-work"),
        ("closed", {"for_good": True}, "ended"),
    ],
)
def test_leaving_has_its_conditions(event: str, facts: dict[str, Any], expected: str) -> None:
    assert decided("on_file", event, **facts) == expected


def test_new_and_returned_households_must_meet_the_standard_the_stock_need_not() -> None:
    assert decided("not_filed", "filed", meets_standard=False) == "standard-not-met"
    assert decided("not_filed", "filed", meets_standard=False, must_meet=False) == "on_file"
    assert decided("lifted_out", "returned", meets_standard=False) == "standard-not-met"


# ---- The door ----


def event(kind: str, on: str, **facts: Any) -> CaseEvent:
    if kind == "filed":
        facts = {"area": "A", "origin": "stock", **facts}
    return CaseEvent(household_id="h1", event=kind, on=on, **facts)


FILED = event("filed", "2018-05-01")
LIFTED = event("lifted_out", "2019-03-01", cause_removed=True, months_above=6)


def test_a_step_says_what_holds_after_it_and_what_it_rests_on() -> None:
    step = case_file.check(LIFTED, [FILED], on=ON)
    assert (step.outcome, step.reason, step.state) == ("allowed", "allowed", "lifted_out")
    assert set(step.sources) == {
        "hardship_rule_2016",
        "exit_standard_2019",
        "file_management_hunan",
    }
    assert "case_file.review=anniversary" in step.readings


def test_a_condition_that_is_not_stated_leaves_the_step_undetermined() -> None:
    step = case_file.check(event("lifted_out", "2019-03-01"), [FILED], on=ON)
    assert (step.outcome, step.reason, step.state) == ("undetermined", "facts-missing", "on_file")
    assert step.missing == ("cause_removed", "months_above")
    few = event("lifted_out", "2019-03-01", months_above=5)
    step = case_file.check(few, [FILED], on=ON)
    assert (step.outcome, step.reason, step.missing) == ("not_allowed", "months-too-few", ())
    asked = {
        "relieved": "reaches_line",
        "to_safety_net": "lost_ability",
    }
    for kind, fact in asked.items():
        assert case_file.check(event(kind, "2019-03-01"), [FILED], on=ON).missing == (fact,)
    back = case_file.check(event("returned", "2019-06-01"), [FILED, LIFTED], on=ON)
    assert back.missing == ("meets_standard",)


def test_an_event_is_refused_with_its_reason() -> None:
    assert case_file.check(LIFTED, on=ON).reason == "before-filing"
    assert case_file.check(FILED, [FILED], on=ON).reason == "filed-already"
    early = event("aided", "2018-04-30")
    assert case_file.check(early, [FILED], on=ON).reason == "out-of-order"
    late = event("aided", "2020-01-01")
    found = case_file.check(late, [FILED], on=ON)
    assert (found.outcome, found.reason, found.state) == ("not_allowed", "after-the-day", "on_file")


def test_a_history_that_is_not_allowed_is_refused_by_its_row() -> None:
    with pytest.raises(InputError) as refused:
        case_file.check(event("aided", "2019-05-01"), [LIFTED, FILED, FILED], on=ON)
    assert (refused.value.code, refused.value.path) == ("event-not-allowed", "events[2]")
    other = CaseEvent(household_id="h2", event="reviewed", on="2019-01-01")
    with pytest.raises(InputError) as refused:
        case_file.check(other, [FILED], on=ON)
    assert refused.value.code == "one-file-only"


def test_before_2016_there_is_no_such_law() -> None:
    with pytest.raises(NotInForce):
        case_file.check(FILED, on=date(2015, 12, 31))


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"event": "filed", "origin": "stock"}, "field-missing", "area"),
        ({"event": "filed", "area": "A"}, "field-missing", "origin"),
        ({"event": "closed"}, "field-missing", "closing"),
        ({"event": "closed", "closing": "merged"}, "merged-into-what", "into"),
        ({"event": "closed", "closing": "death", "into": "h2"}, "merged-into-what", "into"),
        ({"event": "closed", "closing": "merged", "into": "h1"}, "merged-into-what", "into"),
    ],
)
def test_an_event_states_what_its_kind_needs(facts: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        CaseEvent(household_id="h1", on="2019-01-01", **facts)
    assert (refused.value.code, refused.value.path) == (code, path)
