"""The laws of the house, written once and held over every room."""

import json
import re
from datetime import date
from inspect import getdoc
from types import ModuleType
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from families import IN_2018, IN_2020, of_three
from hypothesis import given
from hypothesis import strategies as st
from plain_facts import (
    DOMAINS,
    FLAGS,
    ORDINARY,
    Body,
    Columns,
    arguments,
    bodies,
    columns,
    parameters,
    row,
    told,
)

import lnunion_rules.columns  # noqa: F401  registers numpy and narwhals with the algebra
from lnunion_rules import Package, Policy, assess_household, load_policy, testing
from lnunion_rules.history import figure, in_order
from lnunion_rules.readings import readings
from lnunion_rules.rulebook import Rule, rule
from lnunion_rules.rules import rooms
from lnunion_rules.sources import sources
from lnunion_rules.units import printed

ROWS = 20_000
DOORS = ("assess", "check", "plan")
UNITS = {
    "category",
    "count",
    "event",
    "flag",
    "households",
    "months",
    "persons",
    "points",
    "reason",
    "schooling",
    "year",
    "share",
    "state",
    "yuan",
    "yuan/month",
    "yuan/person/month",
    "yuan/year",
}
PRECISIONS = {"", "day", "month", "year", "inferred"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def named(room: ModuleType) -> str:
    return str(room.RULE)


def with_bodies() -> list[Any]:
    return [
        pytest.param(room, body, id=f"{room.RULE}.{body.__name__}")
        for room in rooms()
        for body in bodies(room)
    ]


every_room = pytest.mark.parametrize("room", rooms(), ids=named)
every_body = pytest.mark.parametrize(("room", "body"), with_bodies())


def law_of(room: ModuleType) -> Rule:
    return rule(room.RULE)


def test_the_rooms_are_found_by_walking() -> None:
    assert {room.RULE for room in rooms()} >= {
        "cancer_screening",
        "collective_welfare",
        "culture_network",
        "case_file",
        "depoverty_targets",
        "education_aid",
        "employment_support",
        "hardship",
        "job_fair",
        "living_relief",
        "medical_aid",
        "safety_net",
        "screening_tender",
    }


@every_room
def test_a_room_has_its_furniture(room: ModuleType) -> None:
    assert room.__name__.rpartition(".")[2] == room.RULE
    assert [name for name in DOORS if hasattr(room, name)], "a room has a door"
    assert issubclass(room.Parameters, tuple)
    assert issubclass(room.Worksheet, tuple)
    assert callable(room.work_out)


@every_room
def test_a_room_says_what_it_is_where_it_comes_from_and_what_it_leaves_out(
    room: ModuleType,
) -> None:
    told_there = getdoc(room) or ""
    assert law_of(room).title.zh.partition("（")[0] in told_there.partition("\n")[0]
    assert "Source:" in told_there
    assert "Limits:" in told_there
    for public in (room.Parameters, room.Worksheet, room.work_out):
        assert getdoc(public), public


@every_room
def test_the_data_file_fills_every_parameter_and_no_other_in_every_period(
    room: ModuleType,
) -> None:
    fields = set(room.Parameters._fields)
    for period in law_of(room).periods:
        figures = {known.field for known in period.parameters}
        assert figures | set(law_of(room).readings) == fields
        assert not figures & set(law_of(room).readings)


@every_room
def test_every_line_is_labelled_in_both_languages_with_a_unit(room: ModuleType) -> None:
    lines = law_of(room).lines
    of_bills = room.BillSheet._fields[:-1] if hasattr(room, "BillSheet") else ()
    assert tuple(lines) == (*of_bills, *room.Worksheet._fields)
    for name, label in lines.items():
        assert CHINESE.search(label.zh), name
        assert label.en, name
        assert not CHINESE.search(label.en), name
        assert label.unit in UNITS, name


@every_room
def test_every_reason_of_the_body_is_labelled_in_both_languages(room: ModuleType) -> None:
    assert tuple(law_of(room).reasons) == room.REASONS
    for label in law_of(room).reasons.values():
        assert CHINESE.search(label.zh)
        assert label.en
        assert not CHINESE.search(label.en)


@every_room
def test_every_figure_has_a_source_bounds_and_a_day_of_review(room: ModuleType) -> None:
    for period in law_of(room).periods:
        assert period.source in sources()
        for known in period.parameters:
            assert known.source in sources(), known.name
            assert isinstance(known.reviewed, date), known.name
            assert known.precision in PRECISIONS, known.name
            assert known.since == period.since
            assert CHINESE.search(known.zh), known.name
            assert known.en, known.name
            assert known.least <= known.most, known.name
            if known.number is not None:
                assert known.says, known.name
                assert known.least <= known.number <= known.most, known.name


@every_room
def test_history_is_in_order(room: ModuleType) -> None:
    assert in_order(law_of(room).periods)


@every_room
def test_every_reading_that_a_rule_rests_on_exists(room: ModuleType) -> None:
    law = law_of(room)
    assert set(law.every_reading) <= set(readings())
    assert set(law.readings.values()) <= set(law.every_reading)
    if law.start_reading:
        assert set(law.starts) == set(readings()[law.start_reading].choices)
        assert max(law.starts.values()) == law.periods[0].since
    if law.period_reading:
        labels = {period.label for period in law.periods}
        assert labels <= set(readings()[law.period_reading].choices)


@every_room
def test_a_revision_of_every_figure_within_its_bounds_is_answered(room: ModuleType) -> None:
    for known in (f for period in law_of(room).periods for f in period.parameters):
        for number in (known.least, known.most):
            revised = load_policy().revised({known.name: figure(number, known.unit)})
            for body in bodies(room):
                values = row(columns(body, np.random.default_rng(1), 1), 0)
                for p in parameters(room, revised):
                    told(body, values, p)


def plain(body: Body) -> st.SearchStrategy[Columns]:
    """One row of plain values that a body must be able to answer."""
    return st.fixed_dictionaries({name: _values(name) for name in arguments(body)})


def _values(name: str) -> st.SearchStrategy[Any]:
    least, most = DOMAINS[name]
    if name in FLAGS:
        return st.booleans()
    return st.integers(least, min(most, ORDINARY)) | st.integers(least, most)


@every_body
@given(data=st.data(), policy=testing.policies())
def test_a_body_is_pure_and_total(
    room: ModuleType, body: Body, data: st.DataObject, policy: Policy
) -> None:
    values = data.draw(plain(body))
    for p in parameters(room, _law_of_every_day(policy)):
        sheet = told(body, dict(values), p)
        assert sheet == told(body, dict(values), p)
        assert all(type(line) in (int, bool) for line in sheet), sheet
        if "reason" in sheet._fields:
            assert 0 <= sheet.reason < len(room.REASONS)
        if sheet._fields[-1] in ("amount", "burden"):
            assert sheet[-1] >= 0
        if sheet._fields[-1] == "amount" and sheet.reason > 0:
            assert sheet.amount == 0


def _law_of_every_day(policy: Policy) -> Policy:
    """The policy without the readings that refuse a day."""
    return policy.with_readings(
        {"aid.start": "opinion", "aid.after_plan": "continue", "hardship.generation": "by_date"}
    )


def _alike(sheet: Any, values: Columns, body: Body, p: Any, rows: int) -> None:
    """Hold every line of a sheet of columns to the sheets of its rows."""
    table = [
        line.tolist() if isinstance(line, np.ndarray) else [line] * rows
        for line in (np.asarray(line) if np.ndim(line) else line for line in sheet)
    ]
    names = list(values)
    rows_of_facts = zip(*(values[name].tolist() for name in names), strict=True)
    for facts, lines in zip(rows_of_facts, zip(*table, strict=True), strict=True):
        expected = told(body, dict(zip(names, facts, strict=True)), p)
        assert tuple(lines) == tuple(expected)


def _policies() -> list[Policy]:
    """The law on record, and one that reads every gap another way."""
    other = {
        name: tuple(reading.choices)[-1]
        for name, reading in readings().items()
        if name not in ("aid.start", "aid.after_plan", "hardship.generation")
    }
    share = {"medical_aid.bearable_share": "0.1"}
    return [load_policy(), load_policy().with_readings(other).revised(share)]


@every_body
def test_numpy_columns_equal_plain_ints_line_by_line(room: ModuleType, body: Body) -> None:
    for seed, policy in enumerate(_policies()):
        for p in parameters(room, policy):
            values = columns(body, np.random.default_rng(seed), ROWS)
            sheet = told(body, values, p)
            for line in sheet:
                assert np.ndim(line) == 0 or line.dtype in (np.int64, np.bool_)
            _alike(sheet, values, body, p, ROWS)


@every_body
@pytest.mark.parametrize("lazy", [False, True], ids=["eager", "lazy"])
def test_expressions_on_polars_equal_numpy_columns_line_by_line(
    room: ModuleType, body: Body, lazy: bool
) -> None:
    for seed, policy in enumerate(_policies()):
        for p in parameters(room, policy):
            values = columns(body, np.random.default_rng(seed), ROWS)
            frame = pl.DataFrame(values)
            sheet = told(body, {name: nw.col(name) for name in values}, p)
            lines = {
                name: line if isinstance(line, nw.Expr) else nw.lit(line)
                for name, line in sheet._asdict().items()
            }
            asked = nw.from_native(frame.lazy() if lazy else frame)
            found = asked.with_columns(**{f"line_{n}": line for n, line in lines.items()})
            native: pl.DataFrame = found.to_native().lazy().collect()
            expected = told(body, values, p)._asdict()
            for name, line in expected.items():
                column = native[f"line_{name}"].to_numpy()
                assert np.array_equal(column, np.broadcast_to(line, ROWS)), name


@every_body
def test_one_numpy_value_reads_like_one_int(room: ModuleType, body: Body) -> None:
    values = columns(body, np.random.default_rng(7), 50)
    for p in parameters(room, load_policy()):
        for at in range(50):
            single = {name: column[at] for name, column in values.items()}
            assert tuple(told(body, single, p)) == tuple(told(body, row(values, at), p))


@every_body
def test_a_domain_is_stated_for_every_argument(room: ModuleType, body: Body) -> None:
    assert set(arguments(body)) <= set(DOMAINS), "state in tests/plain_facts.py what it may be"


def _findings(found: Package) -> list[Any]:
    return [found.hardship, *found.awards, *found.services]


@given(testing.cases(), testing.policies(figures=False))
def test_the_door_says_what_the_sheet_says(case: testing.Case, policy: Policy) -> None:
    found = assess_household(case.household, on=case.on, policy=_answering(policy))
    for award in found.awards:
        assert award.outcome != "undetermined"
        assert award.amount is not None
        if award.reason == "largest-only":
            assert award.amount == 0
            continue
        assert award.worksheet["amount"] == str(award.amount)
        assert award.worksheet["reason"] == award.reason
        first = next(iter(rule(award.rule).reasons))
        assert (award.outcome == "entitled") is (award.reason == first)
        assert None not in award.worksheet.values()
    assert found.hardship.worksheet["category"] == found.hardship.category
    assert found.hardship.worksheet["reason"] == found.hardship.reason
    assert found.hardship.possible == (found.hardship.category,)
    for service in found.services:
        assert service.worksheet["reason"] in (service.reason, None)


def _answering(policy: Policy) -> Policy:
    """The policy without the readings that refuse a day, a bill or a share no text states."""
    chosen = {
        "aid.start": "opinion",
        "aid.after_plan": "continue",
        "dibao.as_of": "assessment_day",
        "medical.payers_exceed": "clip",
    }
    return policy.with_readings(chosen).revised({"medical_aid.bearable_share": "0.1"})


@given(testing.cases(complete=False), testing.policies(figures=False))
def test_every_finding_rests_on_named_figures_readings_and_sources(
    case: testing.Case, policy: Policy
) -> None:
    policy = _answering(policy)
    found = assess_household(case.household, on=case.on, policy=policy)
    for finding in _findings(found):
        law = rule(getattr(finding, "rule", "hardship"))
        assert [line.partition("=")[0] for line in finding.readings] == list(law.every_reading)
        assert all(
            policy.choices[n] == c for n, _, c in (r.partition("=") for r in finding.readings)
        )
        assert set(finding.sources) <= set(sources())
        assert set(finding.worksheet) <= set(law.lines)
        assert finding.reason in {*law.reasons, "facts-missing", "largest-only"}
        undetermined = "undetermined" in (
            getattr(finding, "outcome", ""),
            getattr(finding, "category", ""),
        )
        assert bool(finding.missing) is undetermined
        assert (finding.reason == "facts-missing") is undetermined


@given(testing.cases(complete=False), testing.policies(figures=False))
def test_findings_survive_json(case: testing.Case, policy: Policy) -> None:
    found = assess_household(case.household, on=case.on, policy=_answering(policy))
    text = found.model_dump_json()
    again = Package.model_validate_json(text)
    assert again == found
    assert again.model_dump_json() == text
    assert Package.model_validate(found.model_dump()) == found


@given(testing.cases(complete=False))
def test_the_same_household_gives_the_same_bytes(case: testing.Case) -> None:
    plain_facts = json.loads(case.household.model_dump_json())
    again = type(case.household).model_validate(plain_facts)
    one = assess_household(case.household, on=case.on).model_dump_json()
    other = assess_household(again, on=case.on, policy=load_policy().revised({})).model_dump_json()
    assert one == other


@given(testing.cases())
def test_a_policy_revised_to_todays_values_changes_no_answer(case: testing.Case) -> None:
    law = load_policy()
    today = {
        known.name: known.value
        for named_rule in law.rules.values()
        for known in named_rule.periods[0].parameters
        if known.value and len(named_rule.periods) == 1
    }
    same = law.revised(today)
    assert (same, same.sha256, same.changes) == (law, law.sha256, {})
    answers = [assess_household(case.household, on=case.on, policy=p) for p in (law, same)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("on", [IN_2018, IN_2020])
def test_money_is_printed_with_two_places_in_every_finding(on: date) -> None:
    found = assess_household(of_three(), on=on)
    for finding in _findings(found):
        for name, line in finding.worksheet.items():
            unit = rule(getattr(finding, "rule", "hardship")).lines[name].unit
            if unit.startswith("yuan"):
                assert re.fullmatch(r"-?[0-9]+\.[0-9]{2}", line), name
    assert printed(0) == "0.00"
