"""A number followed along one fact, to find the values at which an answer changes.

A rule's body run on an ``Along`` works at one point of the fact and notes, at each comparison,
where along the fact the comparison would turn. Following those turns from one end to the other
visits every stretch on which the answer keeps its form.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

Slope = int | Fraction


class Along:
    """A value at one point of a fact, with its slope there; ``turns`` collects comparisons."""

    __slots__ = ("at", "slope", "turns", "value")

    def __init__(self, value: Slope, slope: Slope, at: int, turns: set[Fraction]) -> None:
        self.value, self.slope, self.at, self.turns = value, slope, at, turns

    def _made(self, value: Slope, slope: Slope) -> "Along":
        return Along(value, slope, self.at, self.turns)

    def __add__(self, other: Any) -> "Along":
        value, slope = _parts(other)
        return self._made(self.value + value, self.slope + slope)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Along":
        value, slope = _parts(other)
        return self._made(self.value - value, self.slope - slope)

    def __rsub__(self, other: Any) -> "Along":
        value, slope = _parts(other)
        return self._made(value - self.value, slope - self.slope)

    def __mul__(self, other: int) -> "Along":
        return self._made(self.value * other, self.slope * other)

    __rmul__ = __mul__

    def __floordiv__(self, other: int) -> "Along":
        return self._made(self.value // other, Fraction(self.slope) / other)

    def _gap(self, other: Any) -> Slope:
        value, slope = _parts(other)
        gap, steepness = self.value - value, self.slope - slope
        if steepness:
            self.turns.add(self.at - Fraction(gap) / steepness)
        return gap

    def __lt__(self, other: Any) -> bool:
        return self._gap(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._gap(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._gap(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._gap(other) >= 0

    def __eq__(self, other: object) -> bool:
        return self._gap(other) == 0

    __hash__ = None  # type: ignore[assignment]


def _parts(other: Any) -> tuple[Slope, Slope]:
    return (other.value, other.slope) if isinstance(other, Along) else (other, 0)


def turning_points(answer: Callable[[Any], Any], least: int, most: int) -> list[int]:
    """Whole values of one fact that between them see every form the answer takes.

    The ends, and both sides of every value at which a comparison in the body turns.

    >>> turning_points(lambda income: income < 100, 0, 1000)
    [0, 99, 100, 101, 1000]
    """
    points = {least, most}
    at: int | None = least
    while at is not None:
        turns: set[Fraction] = set()
        answer(Along(at, 1, at, turns))
        ahead = [turn for turn in turns if at <= turn <= most]
        for turn in ahead:
            points.update((floor(turn) - 1, floor(turn), ceil(turn), ceil(turn) + 1))
        at = min((floor(turn) + 1 for turn in ahead if turn < most), default=None)
    return sorted(point for point in points if least <= point <= most)
