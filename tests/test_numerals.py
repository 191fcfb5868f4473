"""Amounts in Chinese capital numerals: hard cases, another construction, and the way back."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lnunion_rules.numerals import DIGITS, capitals
from lnunion_rules.units import printed

HARD_CASES = {
    "0": "零元整",
    "0.00": "零元整",
    "0.01": "壹分",
    "0.10": "壹角",
    "0.5": "伍角",
    "0.11": "壹角壹分",
    "1.00": "壹元整",
    "1.01": "壹元零壹分",
    "1.10": "壹元壹角",
    "10": "壹拾元整",
    "10.04": "壹拾元零肆分",
    "11": "壹拾壹元整",
    "20": "贰拾元整",
    "100": "壹佰元整",
    "101": "壹佰零壹元整",
    "110": "壹佰壹拾元整",
    "1001": "壹仟零壹元整",
    "1010": "壹仟零壹拾元整",
    "1100": "壹仟壹佰元整",
    "3000": "叁仟元整",
    "4445.00": "肆仟肆佰肆拾伍元整",
    "6350.00": "陆仟叁佰伍拾元整",
    "7620.00": "柒仟陆佰贰拾元整",
    "325.04": "叁佰贰拾伍元零肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10005.30": "壹万零伍元叁角",
    "10010": "壹万零壹拾元整",
    "11000": "壹万壹仟元整",
    "20000.00": "贰万元整",
    "100000": "壹拾万元整",
    "100005": "壹拾万零伍元整",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "1000000": "壹佰万元整",
    "1010000": "壹佰零壹万元整",
    "10000000": "壹仟万元整",
    "10000001": "壹仟万零壹元整",
    "100000000": "壹亿元整",
    "100000000.01": "壹亿元零壹分",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "100010001": "壹亿零壹万零壹元整",
    "101000000": "壹亿零壹佰万元整",
    "110000000": "壹亿壹仟万元整",
    "1000000000": "壹拾亿元整",
    "9999999999.99": "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "100000000000": "壹仟亿元整",
    "1000000000000": "壹万亿元整",
    "1000000000000.10": "壹万亿元壹角",
    "1000000010000": "壹万亿零壹万元整",
    "9999999999999999.99": (
        "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"
    ),
}

amounts = st.integers(0, 10**18 - 1) | st.integers(0, 10**12 - 1) | st.integers(0, 10**6)
sparse = st.lists(st.sampled_from("0001000200009"), min_size=1, max_size=18).map(
    lambda digits: int("".join(digits))
)


@pytest.mark.parametrize(("figures", "words"), HARD_CASES.items())
def test_an_amount_in_capitals(figures: str, words: str) -> None:
    assert capitals(figures) == words
    assert capitals(Decimal(figures)) == words


PLACES = (
    "",
    "拾",
    "佰",
    "仟",
    "万",
    "拾",
    "佰",
    "仟",
    "亿",
    "拾",
    "佰",
    "仟",
    "万",
    "拾",
    "佰",
    "仟",
)


def written_out(amount: int) -> str:
    """Every digit with its place, then the zeros struck out: the way it is taught at school."""
    whole, part = divmod(amount, 100)
    digits = str(whole)
    places = reversed(PLACES[: len(digits)])
    text = "".join(DIGITS[int(digit)] + place for digit, place in zip(digits, places, strict=True))
    for struck, left in (
        ("零[拾佰仟]", "零"),
        ("零+", "零"),
        ("零([万亿])", r"\1"),
        ("亿万", "亿零"),
        ("零+", "零"),
    ):
        text = re.sub(struck, left, text)
    text = text.rstrip("零")
    jiao, fen = DIGITS[part // 10], DIGITS[part % 10]
    small = re.sub("零[角分]", "零", f"{jiao}角{fen}分").rstrip("零")
    if not text:
        return small.lstrip("零") or "零元整"
    return f"{text}元{small or '整'}"


def read_back(words: str) -> int:
    """The amount in fen that capital numerals say."""
    yuan, said, rest = words.rpartition("元")
    total = number(yuan) * 100 if said else 0
    for digit, place in re.findall("(.)([角分])", rest):
        total += DIGITS.index(digit) * (10 if place == "角" else 1)
    return total


def number(words: str) -> int:
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        high, said, low = words.rpartition(name)
        if said:
            return number(high) * unit + number(low)
    values = dict(zip("拾佰仟", (10, 100, 1000), strict=True))
    return sum(
        DIGITS.index(digit) * values.get(place, 1)
        for digit, place in re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", words)
    )


@given(amounts | sparse)
@example(10**14 + 10**10)
def test_another_construction_writes_the_same(amount: int) -> None:
    assert capitals(printed(amount)) == written_out(amount)


@given(amounts | sparse)
def test_capitals_read_back_as_the_amount(amount: int) -> None:
    assert read_back(capitals(printed(amount))) == amount


@given(amounts | sparse)
def test_zeros_stand_alone_and_never_before_a_unit(amount: int) -> None:
    words = capitals(printed(amount))
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿角分]", words)
    assert words.endswith(("分", "角", "元整"))


@pytest.mark.parametrize(
    "amount",
    [
        *("", "-1", "-0", "+1", "007", "1.", ".5", "1.234", "1,000", "1e3", "１", "١", " 1", "1\n"),
        *("NaN", "Infinity", "10000000000000000", 5, 1.5, True, None),
        *(Decimal("1.234"), Decimal(-1), Decimal("NaN"), Decimal("1E+999999")),
    ],
)
def test_what_is_no_amount_is_refused(amount: Any) -> None:
    with pytest.raises(ValueError, match="not money"):
        capitals(amount)
