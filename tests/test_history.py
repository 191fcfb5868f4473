"""What was in force on a day, and each figure with the text that states it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import PolicyError
from lnunion_rules.history import (
    REVISION,
    Parameter,
    figure,
    in_force,
    in_order,
    in_units,
    parameter,
)
from lnunion_rules.readings import readings
from lnunion_rules.resources import table
from lnunion_rules.rulebook import Label, rule, rule_names
from lnunion_rules.sources import sources


@dataclass(frozen=True)
class Span:
    since: date
    through: date


FIRST = Span(date(2018, 1, 1), date(2018, 12, 31))
SECOND = Span(date(2019, 1, 1), date(2019, 6, 30))


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2017, 12, 31), None),
        (date(2018, 1, 1), FIRST),
        (date(2018, 12, 31), FIRST),
        (date(2019, 1, 1), SECOND),
        (date(2019, 6, 30), SECOND),
        (date(2019, 7, 1), None),
    ],
)
def test_both_ends_of_a_span_are_in_force(on: date, found: Span | None) -> None:
    assert in_force((FIRST, SECOND), on) is found


def test_history_is_in_order_where_nothing_overlaps() -> None:
    gap = Span(date(2020, 1, 1), date(2020, 1, 1))
    assert in_order([])
    assert in_order([FIRST])
    assert in_order([FIRST, SECOND, gap])
    assert not in_order([SECOND, FIRST])
    assert not in_order([FIRST, FIRST])
    assert not in_order([FIRST, Span(date(2018, 12, 31), date(2019, 6, 30))])
    assert not in_order([Span(date(2018, 1, 2), date(2018, 1, 1))])


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=2, max_size=8, unique=True))
def test_spans_in_order_leave_no_day_with_two_answers(days: list[date]) -> None:
    ordered = sorted(days)
    spans = [
        Span(since, date.fromordinal(until.toordinal() - 1)) for since, until in pairwise(ordered)
    ]
    assert in_order(spans)
    for on in days:
        assert sum(span.since <= on <= span.through for span in spans) <= 1


@pytest.mark.parametrize(
    ("number", "unit", "told"),
    [
        (7_000, "share", "0.70"),
        (7_250, "share", "0.725"),
        (7_001, "share", "0.7001"),
        (15_000, "share", "1.50"),
        (0, "share", "0.00"),
        (300_000, "yuan/year", "3000.00"),
        (1, "yuan/person/month", "0.01"),
        (63_500, "yuan/month", "635.00"),
        (5, "yuan", "0.05"),
        (12, "months", "12"),
        (18, "years", "18"),
        (1, "flag", "1"),
    ],
)
def test_a_figure_is_written_as_people_write_it_and_read_back(
    number: int, unit: str, told: str
) -> None:
    assert figure(number, unit) == told
    assert in_units(told, unit, "a.b") == number
    assert in_units(Decimal(told), unit, "a.b") == number


@given(st.integers(0, 10**6), st.sampled_from(["share", "yuan", "yuan/year", "months", "flag"]))
def test_every_figure_survives_its_text(number: int, unit: str) -> None:
    assert in_units(figure(number, unit), unit, "a.b") == number


def test_a_whole_number_may_be_given_as_an_int() -> None:
    assert in_units(12, "months", "a.b") == 12
    assert in_units(3000, "yuan/year", "a.b") == 300_000
    assert in_units(1, "share", "a.b") == 10_000


@pytest.mark.parametrize("value", [True, 0.7, "0.70001", "-1", "1,000", "", "x", "00.7", "1e2"])
def test_a_figure_that_is_not_exact_is_refused(value: str) -> None:
    with pytest.raises(PolicyError) as refused:
        in_units(value, "share", "a.b")
    assert (refused.value.code, refused.value.path) == ("parameter-not-exact", "a.b")


ROW = {
    "value": "0.70",
    "unit": "share",
    "says": "70%",
    "source": "opinion_2018",
    "reviewed": date(2026, 11, 24),
    "min": "0.00",
    "max": "1.00",
    "zh": "比例",
    "en": "share",
}


def test_a_row_of_a_data_file_is_a_parameter() -> None:
    found = parameter("education_aid", "secondary_share", ROW, date(2018, 9, 26))
    assert found == Parameter(
        name="education_aid.secondary_share",
        number=7_000,
        unit="share",
        says="70%",
        source="opinion_2018",
        reviewed=date(2026, 11, 24),
        zh="比例",
        en="share",
        least=0,
        most=10_000,
        since=date(2018, 9, 26),
    )
    assert (found.field, found.value) == ("secondary_share", "0.70")


def test_a_figure_that_no_text_states_has_no_value_until_the_caller_brings_one() -> None:
    row = {name: value for name, value in ROW.items() if name != "value"}
    unstated = parameter("medical_aid", "bearable_share", row, date(2018, 9, 26))
    assert (unstated.number, unstated.value) == (None, "")
    brought = unstated.revised("0.1")
    assert (brought.number, brought.says, brought.source) == (1_000, "0.10", REVISION)


def test_a_figure_revised_to_its_own_value_is_itself() -> None:
    found = parameter("education_aid", "secondary_share", ROW, date(2018, 9, 26))
    assert found.revised("0.7") is found


def test_every_rule_has_a_data_file_and_no_other_rule_has() -> None:
    assert rule_names() == tuple(sorted(rule_names()))
    assert "living_relief" in rule_names()
    with pytest.raises(PolicyError) as refused:
        rule("dental_aid")
    assert (refused.value.code, refused.value.path) == ("rule-unknown", "dental_aid")


def test_a_rule_lists_its_readings_once_each() -> None:
    for name in rule_names():
        every = rule(name).every_reading
        assert len(every) == len(set(every))
        assert "" not in every


def test_a_label_may_have_a_unit() -> None:
    assert Label("期限", "term") == Label("期限", "term", "")
    assert rule("living_relief").lines["amount"].unit == "yuan/year"


def test_the_first_choice_of_a_reading_is_its_default_and_has_the_number_0() -> None:
    for reading in readings().values():
        assert reading.number(reading.default) == 0
        numbers = [reading.number(choice) for choice in reading.choices]
        assert numbers == list(range(len(numbers)))
    assert readings()["living.per"].default == "household"


def test_every_source_can_be_cited_in_both_languages() -> None:
    for source in sources().values():
        assert source.title.zh in source.cited("zh")
        assert source.title.en in source.cited("en")
        assert source.grade in {"A", "A/B", "B", "C", "D", "K", ""}
        if source.date:
            assert source.date in source.cited("zh")
            assert source.date in source.cited("en")


def test_data_files_are_read_once_and_hold_no_float() -> None:
    assert table("data/readings.toml") is table("data/readings.toml")

    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        if isinstance(value, list):
            return any(map(floats, value))
        return isinstance(value, float)

    for path in (
        "data/dibao.toml",
        "data/readings.toml",
        *(f"rules/{n}.toml" for n in rule_names()),
    ):
        assert not floats(table(path)), path
