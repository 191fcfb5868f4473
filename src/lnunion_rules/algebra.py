"""The few words in which a rule is written, so that one body serves every reader.

Checked with: ints (one case), numpy arrays and narwhals expressions (columns), terms
(the rule's own text) and numbers followed along one fact (where an answer changes).
Limits: money is whole fen and a share is a whole number of ten-thousandths; a body uses
``+ - *``, one comparison at a time, and the words below, never ``and``, ``or``, ``not``,
``if``, ``min``, ``max`` or ``sum``, which read differently on columns.
"""

from functools import singledispatch
from typing import Any

WHOLE = 10_000
"""One whole, in ten-thousandths: 70 % is 7,000."""


@singledispatch
def choose(condition: Any, then: Any, otherwise: Any) -> Any:
    """Take ``then`` where the condition holds; each kind of column registers its own way."""
    raise TypeError(f"no reader is registered for a condition of type {type(condition).__name__}")


@singledispatch
def opposite(condition: Any) -> Any:
    """Say the opposite of a condition that is not a plain bool."""
    return ~condition


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """``then`` where the condition holds, else ``otherwise``.

    >>> where(3 < 5, 1, 0)
    1
    """
    if condition is True:
        return then
    if condition is False:
        return otherwise
    return choose(condition, then, otherwise)


def at_least(amount: Any, floor: Any) -> Any:
    """The amount, but never below the floor (不低于).

    >>> at_least(299_999, 300_000)
    300000
    """
    below = amount < floor
    if below is True:
        return floor
    if below is False:
        return amount
    return choose(below, floor, amount)


def at_most(amount: Any, cap: Any) -> Any:
    """The amount, but never above the cap (不超过).

    >>> at_most(7, 5)
    5
    """
    above = cap < amount
    if above is True:
        return cap
    if above is False:
        return amount
    return choose(above, cap, amount)


def share_of(amount: Any, share: Any) -> Any:
    """A share of an amount, half a fen rounded up: the one rounding of the library.

    ``amount`` is fen and never negative; ``share`` is in ten-thousandths.

    >>> share_of(635_000, 7_000)
    444500
    >>> share_of(1, 5_000)
    1
    """
    return (amount * share * 2 + WHOLE) // (WHOLE * 2)


def split(amount: Any, parts: Any) -> Any:
    """An amount divided into equal parts, half a fen rounded up; the amount is never negative.

    >>> split(100, 12)
    8
    """
    return (amount * 2 + parts) // (parts * 2)


def either(one: Any, other: Any) -> Any:
    """One condition or the other, or both.

    >>> either(False, True)
    True
    """
    return one | other


def both(one: Any, other: Any) -> Any:
    """One condition and the other.

    >>> both(True, False)
    False
    """
    return one & other


def negated(condition: Any) -> Any:
    """The condition does not hold.

    >>> negated(True)
    False
    """
    if condition is True:
        return False
    if condition is False:
        return True
    return opposite(condition)


def end_of(amount: Any, share: Any, included: Any) -> Any:
    """The lowest whole fen that no longer lies below a share of an amount.

    Where ``included`` is 1 the share itself still counts as below: a boundary is a number, not
    a second branch. ``amount`` is never negative.

    >>> end_of(2_286_000, 15_000, 0), end_of(2_286_000, 15_000, 1)
    (3429000, 3429001)
    """
    return (amount * share + included + (WHOLE - 1)) // WHOLE
