"""Money: exact to the fen, or refused."""

from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from lnunion_rules import testing
from lnunion_rules.units import MONEY_PATTERN, MOST, Yuan, fen, printed, yuan

FEN = st.integers(0, MOST)
MONEY = TypeAdapter(Yuan)


class Paid(BaseModel):
    amount: Yuan


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("0.0", 0),
        ("0.01", 1),
        ("0.1", 10),
        ("1800", 180_000),
        ("1800.5", 180_050),
        ("1800.50", 180_050),
        ("9999999999.99", MOST),
    ],
)
def test_text_is_read_as_fen(text: str, amount: int) -> None:
    assert fen(text) == amount
    assert fen(Decimal(text)) == amount
    assert MONEY.validate_python(text) == yuan(amount)
    assert MONEY.validate_python(Decimal(text)) == yuan(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 12",
        "12 ",
        "12\n",
        "+12",
        "-0",
        "-1",
        "-0.00",
        "01",
        "00",
        ".5",
        "1.",
        "1.234",
        "1,800",
        "1_000",
        "1e3",
        "1E+999999",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "１８００",
        "١٨٠٠",
        "10000000000",
        "99999999999.99",
        "9" * 5_000,
        "1800元",
        "0x10",
        "\ud800",
    ],
)
def test_text_that_is_not_exact_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="money"):
        fen(text)
    with pytest.raises(ValidationError):
        MONEY.validate_python(text)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "-NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "-0",
        "-0.00",
        "-0.01",
        "-12.34",
        "1E+999999",
        "1E-999999",
        "1E+10",
        "10000000000.00",
        "0.001",
        "1.005",
        "1E-3",
    ],
)
def test_a_decimal_that_is_not_exact_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="money"):
        fen(Decimal(text))
    with pytest.raises(ValidationError):
        MONEY.validate_python(Decimal(text))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1E+2", 10_000), ("1.8E+3", 180_000), ("12.300", 1_230), ("1.5E-1", 15), ("0E+5", 0)],
)
def test_a_decimal_of_any_exponent_is_read_by_its_value(text: str, amount: int) -> None:
    assert fen(Decimal(text)) == amount


@pytest.mark.parametrize("value", [1.0, 0.1, float("nan"), 12, 0, True, False])
def test_a_number_that_is_not_a_decimal_is_refused_as_a_number(value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        MONEY.validate_python(value)
    assert refused.value.errors()[0]["type"] == "money-as-number"
    with pytest.raises(ValueError, match="text or Decimal"):
        fen(value)


@pytest.mark.parametrize("value", [None, b"12", [12], {"yuan": 12}, object()])
def test_anything_else_is_refused_as_no_money(value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        MONEY.validate_python(value)
    assert refused.value.errors()[0]["type"] == "not-money"


@pytest.mark.parametrize("document", ['{"amount": 12}', '{"amount": 12.5}', '{"amount": true}'])
def test_a_json_number_is_refused(document: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Paid.model_validate_json(document)
    assert refused.value.errors()[0]["type"] == "money-as-number"


def test_money_always_has_two_places() -> None:
    for text in ("12.3", "12.30", Decimal("12.3"), Decimal("1.23E+1"), Decimal("12.3000")):
        assert str(MONEY.validate_python(text)) == "12.30"
    assert str(MONEY.validate_python("0")) == "0.00"
    assert Paid(amount="5").model_dump_json() == '{"amount":"5.00"}'  # type: ignore[arg-type]


def test_the_schema_states_the_pattern() -> None:
    schema = MONEY.json_schema(mode="validation")
    assert schema == {"type": "string", "pattern": MONEY_PATTERN}


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (-12_345, "-123.45")],
)
def test_fen_are_printed_with_two_places(amount: int, text: str) -> None:
    assert printed(amount) == text
    assert str(yuan(amount)) == text


@given(FEN)
def test_fen_to_yuan_and_back_is_the_same(amount: int) -> None:
    assert fen(printed(amount)) == fen(yuan(amount)) == amount
    assert fen(MONEY.validate_python(printed(amount))) == amount


@given(FEN, st.sampled_from([1, 4, 28]))
def test_the_callers_decimal_context_changes_nothing(amount: int, digits: int) -> None:
    with localcontext(Context(prec=digits, Emax=5, Emin=-5)):
        assert fen(printed(amount)) == amount
        assert str(yuan(amount)) == printed(amount)
        assert fen(yuan(amount)) == amount
        assert str(MONEY.validate_python(printed(amount))) == printed(amount)
        assert str(MONEY.validate_python(yuan(amount))) == printed(amount)


@given(st.from_regex(MONEY_PATTERN.replace("$", r"\Z")))
def test_whatever_matches_the_published_pattern_is_accepted(text: str) -> None:
    assert 0 <= fen(text) <= MOST
    assert fen(MONEY.validate_python(text)) == fen(text)


@given(testing.money("3", "5.5"))
def test_drawn_money_keeps_its_bounds(amount: Decimal) -> None:
    assert 300 <= fen(amount) <= 550


class Word(StrEnum):
    CAP = "1800"


def test_text_of_a_derived_type_is_text() -> None:
    assert fen(Word.CAP) == 180_000
    assert MONEY.validate_python(Word.CAP) == Decimal("1800.00")
