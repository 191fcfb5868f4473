"""Exact money: whole fen inside, ``Decimal`` yuan with two places at the surface.

Checked with: the caller's decimal context set to four digits (nothing here asks it).
Limits: amounts from 0 to 9,999,999,999.99 yuan; a float is always refused.
"""

import re
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from functools import reduce
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

YUAN = 100
"""Fen in one yuan."""

MOST = 10**12 - 1
"""The largest amount a fact may state, in fen."""

MOST_SUM = MOST * 1000
"""What no sum of amounts is let come near, in fen; a number of 64 bits holds it many times."""

_EXACT = Context(prec=40, traps=[Inexact])
"""A context of our own: the caller's is never asked, and nothing is ever rounded in it."""

NOTHING = Decimal("0.00")
"""No yuan at all."""

_TO_TWO_PLACES = (".00", "0", "")
_LONGEST = len("9999999999.99")
MONEY_PATTERN = r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"
_MONEY = re.compile(r"(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,2}))?", re.ASCII)


def fen(amount: str | Decimal) -> int:
    """Yuan to whole fen; ``ValueError`` for anything that is not exact money.

    >>> fen("1800.5")
    180050
    >>> fen(Decimal("635"))
    63500
    """
    if isinstance(amount, Decimal):
        text = str(amount)
        if text[-3:-2] == "." and text[0] != "-" and len(text) <= _LONGEST:
            return int(text.replace(".", ""))
        return _fen_of_decimal(amount)
    if not isinstance(amount, str):
        raise ValueError("money is text or Decimal")
    match = _MONEY.fullmatch(amount)
    if match is None:
        raise ValueError("not money")
    whole, part = match.groups()
    return int(whole) * YUAN + int((part or "").ljust(2, "0"))


def _fen_of_decimal(amount: Decimal) -> int:
    if amount.is_signed() or not amount.is_finite() or not -3 < amount.adjusted() < 10:
        raise ValueError("not money")
    numerator, denominator = amount.as_integer_ratio()
    if YUAN % denominator:
        raise ValueError("money has at most two places")
    return numerator * (YUAN // denominator)


def printed(amount: int) -> str:
    """Fen as a string of yuan with two places.

    >>> printed(762_000)
    '7620.00'
    >>> printed(-5)
    '-0.05'
    """
    if amount < 0:
        return "-" + printed(-amount)
    return f"{amount // YUAN}.{amount % YUAN:02d}"


def added(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of amounts in yuan, whatever the caller's decimal context.

    >>> added([Decimal("0.10"), Decimal("7620.00")])
    Decimal('7620.10')
    """
    return reduce(_EXACT.add, amounts, NOTHING)


def yuan(amount: int) -> Decimal:
    """Fen as ``Decimal`` yuan with two places, whatever the caller's decimal context.

    >>> yuan(762_000)
    Decimal('7620.00')
    """
    return _EXACT.scaleb(amount, -2)


def _exact(value: Any) -> Decimal:
    if isinstance(value, str):
        match = _MONEY.fullmatch(value)
        if match is None:
            raise PydanticCustomError("not-money", "not money")
        return Decimal(value + _TO_TWO_PLACES[len(match[2] or "")])
    if isinstance(value, (bool, int, float)):
        raise PydanticCustomError("money-as-number", "money is text, not a number")
    if not isinstance(value, Decimal):
        raise PydanticCustomError("not-money", "not money")
    try:
        return yuan(fen(value))
    except ValueError:
        raise PydanticCustomError("not-money", "not money") from None


Yuan = Annotated[
    Decimal,
    BeforeValidator(_exact),
    WithJsonSchema({"type": "string", "pattern": MONEY_PATTERN}, mode="validation"),
]
"""A field of money: text or ``Decimal``, at least 0, at most two places."""


def _signed(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return (
            _exact(value.copy_abs()).copy_negate() if value.is_signed() and value else _exact(value)
        )
    if isinstance(value, str) and value.startswith("-") and value.strip("-0."):
        return _exact(value[1:]).copy_negate()
    return _exact(value)


SignedYuan = Annotated[
    Decimal,
    BeforeValidator(_signed),
    WithJsonSchema({"type": "string", "pattern": "^-?" + MONEY_PATTERN[1:]}, mode="validation"),
]
"""A field of money that may be negative: an entry that takes another back."""


def signed_fen(amount: Decimal) -> int:
    """Signed yuan to whole fen.

    >>> signed_fen(Decimal("-3.50"))
    -350
    """
    return -fen(amount.copy_abs()) if amount.is_signed() else fen(amount)


MOST_COUNT = 10**9
"""The largest count a fact may state."""


def _counted(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_COUNT:
        raise PydanticCustomError("not-a-count", "not a count")
    return value


Count = Annotated[
    int,
    BeforeValidator(_counted),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MOST_COUNT}, mode="validation"),
]
"""A field of how many: a whole number, at least 0."""
