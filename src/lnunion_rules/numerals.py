"""Amounts in Chinese capital numerals (人民币大写), as they stand on vouchers and decisions.

Checked with: a construction digit by digit of another kind, a reader back to figures, and a
table of hard cases (zeros in every place).
Limits: where usage leaves it open whether to write 零 (after a 万 or 元 whose own digit is
zero while the digit after it is not), it is not written.
"""

import re
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
MYRIAD = 10**4
HUNDRED_MILLION = 10**8
PLACES_BEFORE_POINT = 16
"""How many places of whole yuan 万 and 亿 can say."""

_MONEY = re.compile(r"(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,2}))?", re.ASCII)


def capitals(amount: str | Decimal) -> str:
    """Yuan with at most two places in capital numerals; ``ValueError`` for anything else.

    Sums are said well beyond the largest single amount: of up to sixteen places of whole yuan.

    >>> capitals("7620.00"), capitals("10005.30")
    ('柒仟陆佰贰拾元整', '壹万零伍元叁角')
    >>> capitals("100000000"), capitals("0.01")
    ('壹亿元整', '壹分')
    """
    whole, jiao, fen = _parts(amount)
    said = f"{_number(whole)}元" if whole else ""
    if not jiao and not fen:
        return f"{said or '零元'}整"
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif said:
        said += "零"
    return said + (f"{DIGITS[fen]}分" if fen else "")


def _parts(amount: str | Decimal) -> tuple[int, int, int]:
    if isinstance(amount, Decimal) and amount.adjusted() <= PLACES_BEFORE_POINT:
        amount = format(amount, "f")
    match = _MONEY.fullmatch(amount) if isinstance(amount, str) else None
    if match is None:
        raise ValueError("not money that 万 and 亿 can say")
    jiao, fen = (int(digit) for digit in (match[2] or "").ljust(2, "0"))
    return int(match[1]), jiao, fen


def _number(number: int) -> str:
    """A positive whole number of up to sixteen digits."""
    for unit, name in ((HUNDRED_MILLION, "亿"), (MYRIAD, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            link = "零" if 0 < low < unit // 10 else ""
            return f"{_number(high)}{name}{link}{_number(low) if low else ''}"
    return _four(number)


def _four(number: int) -> str:
    """A positive number of up to four digits; a run of zeros between digits is one 零."""
    said, skipped = "", False
    for place in reversed(range(len(PLACES))):
        digit = number // 10**place % 10
        if digit:
            said += "零" * (skipped and bool(said)) + DIGITS[digit] + PLACES[place]
        skipped = not digit
    return said
