"""Days: ISO text or a date, between stated bounds."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lnunion_rules import InputError
from lnunion_rules.dates import FIRST, FIRST_BIRTH, LAST, BirthDate, Day, day, iso

DAY, BIRTH = TypeAdapter(Day), TypeAdapter(BirthDate)


def test_iso_text_and_dates_are_days() -> None:
    assert iso("2018-09-26") == iso(date(2018, 9, 26)) == date(2018, 9, 26)
    assert day("2020-02-29", "on") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2018-9-26",
        "2018-09-26 ",
        " 2018-09-26",
        "2018-09-26\n",
        "20180926",
        "2018-09-26T00:00:00",
        "2018/09/26",
        "2018年9月26日",
        "２０１８-09-26",
        "2018-02-29",
        "1900-02-29",
        "2018-13-01",
        "2018-00-10",
        "0000-01-01",
        "10000-01-01",
        "2018-W39-3",
        0,
        1530316800,
        43369.0,
        True,
        None,
        b"2018-09-26",
        datetime(2018, 9, 26, tzinfo=UTC),
        ["2018-09-26"],
    ],
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"day|isoformat|month|year"):
        iso(value)
    with pytest.raises(InputError) as refused:
        day(value, "members[0].graduated_on")
    assert (refused.value.code, refused.value.path) == ("not-a-date", "members[0].graduated_on")
    assert refused.value.details == {}
    with pytest.raises(ValidationError) as invalid:
        DAY.validate_python(value)
    assert invalid.value.errors()[0]["type"] == "not-a-date"


@pytest.mark.parametrize(
    ("on", "accepted"),
    [
        ("1949-09-30", False),
        ("1949-10-01", True),
        ("2100-12-31", True),
        ("2101-01-01", False),
        ("0001-01-01", False),
        ("9999-12-31", False),
    ],
)
def test_a_day_lies_between_1949_and_2100(on: str, accepted: bool) -> None:
    if accepted:
        assert day(on, "on") == DAY.validate_python(on) == date.fromisoformat(on)
        return
    with pytest.raises(InputError) as refused:
        day(on, "on")
    assert refused.value.code == "date-out-of-range"
    assert refused.value.details == {"first": "1949-10-01", "last": "2100-12-31"}
    with pytest.raises(ValidationError) as invalid:
        DAY.validate_python(on)
    assert invalid.value.errors()[0]["type"] == "date-out-of-range"


def test_a_birth_may_lie_before_1949_but_not_before_1900() -> None:
    assert BIRTH.validate_python("1900-01-01") == FIRST_BIRTH
    with pytest.raises(ValidationError) as invalid:
        BIRTH.validate_python("1899-12-31")
    assert invalid.value.errors()[0]["ctx"] == {"first": "1900-01-01", "last": "2100-12-31"}


def test_the_schema_says_what_a_day_is() -> None:
    for kind in (DAY, BIRTH):
        assert kind.json_schema(mode="validation") == {"type": "string", "format": "date"}


@given(st.dates(FIRST, LAST))
def test_a_day_survives_its_text(on: date) -> None:
    assert iso(on.isoformat()) == day(on, "on") == DAY.validate_python(on.isoformat()) == on
