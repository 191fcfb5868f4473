"""A number followed along one fact, to find the values at which an answer changes.

A rule's body run on an ``Along`` works at one point of the fact and notes, at each comparison,
where along the fact the comparison would turn. Following those turns from one end to the other
visits every stretch on which the answer keeps its form.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any

Slope = int | Fraction


class Along:
    """A value at one point of a fact, with its slope there.

    ``turns`` collects the whole values after which a comparison turns; ``wobble`` bounds how far
    rounding down has taken the value from its straight line.
    """

    __slots__ = ("at", "slope", "turns", "value", "wobble")

    def __init__(self, value: int, slope: Slope, at: int, turns: set[int], wobble: int = 0) -> None:
        self.value, self.slope, self.at, self.turns = value, slope, at, turns
        self.wobble = wobble

    def _made(self, value: int, slope: Slope, wobble: int) -> "Along":
        return Along(value, slope, self.at, self.turns, wobble)

    def __add__(self, other: Any) -> "Along":
        value, slope, wobble = _parts(other)
        return self._made(self.value + value, self.slope + slope, self.wobble + wobble)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Along":
        value, slope, wobble = _parts(other)
        return self._made(self.value - value, self.slope - slope, self.wobble + wobble)

    def __rsub__(self, other: Any) -> "Along":
        value, slope, wobble = _parts(other)
        return self._made(value - self.value, slope - self.slope, self.wobble + wobble)

    def __mul__(self, other: int) -> "Along":
        return self._made(self.value * other, self.slope * other, self.wobble * abs(other))

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Along":
        wobble = -(-self.wobble // other) + 1
        return self._made(self.value // other, Fraction(self.slope) / other, wobble)

    def _gap(self, other: Any, below: bool) -> int:
        """How far the value lies above another; the turn is noted.

        ``below`` says that the comparison holds below the other and no longer at it.
        """
        value, slope, wobble = _parts(other)
        gap, steepness = self.value - value, self.slope - slope
        if steepness:
            # Zero lies at ``at - gap / steepness``: the last whole value short of it, or up to it.
            short_of = below is (steepness > 0)
            last = self.at - (gap // steepness) - 1 if short_of else self.at + -gap // steepness
            doubt = 0
            if wobble or self.wobble:
                doubt = ceil((wobble + self.wobble) / abs(Fraction(steepness)))
            self.turns.update(range(last - doubt, last + doubt + 1))
        return gap

    def __lt__(self, other: Any) -> bool:
        return self._gap(other, below=True) < 0

    def __le__(self, other: Any) -> bool:
        return self._gap(other, below=False) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._gap(other, below=False) > 0

    def __ge__(self, other: Any) -> bool:
        return self._gap(other, below=True) >= 0

    def __eq__(self, other: object) -> bool:
        self._gap(other, below=True)
        return self._gap(other, below=False) == 0

    __hash__ = None  # type: ignore[assignment]


def _parts(other: Any) -> tuple[int, Slope, int]:
    if other.__class__ is Along:
        return other.value, other.slope, other.wobble
    return other, 0, 0


def turning_points(answer: Callable[[Any], Any], least: int, most: int) -> list[int]:
    """Whole values of one fact that between them see every form the answer takes.

    The ends, and both sides of every value at which a comparison in the body turns.

    >>> turning_points(lambda income: income < 100, 0, 1000)
    [0, 99, 100, 1000]
    """
    points = {least, most}
    at: int | None = least
    while at is not None:
        turns: set[int] = set()
        answer(Along(at, 1, at, turns))
        ahead = [last for last in turns if at <= last < most]
        points.update(ahead)
        points.update(last + 1 for last in ahead)
        at = min(ahead) + 1 if ahead else None
    return sorted(points)
