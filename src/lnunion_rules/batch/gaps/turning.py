"""Where along an unknown amount an answer turns, for many households at once.

What :mod:`lnunion_rules.along` does for one case, line by line the same: a body runs on numbers
that know their slope, and each comparison notes after which whole value it would turn.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...algebra import choose
from ..working.ready import Column


class Held(np.ndarray):
    """A column beside numbers followed along a fact; it is told apart when a rule chooses."""


class Turns:
    """After which whole values comparisons turn, one column a turn, -1 where there is none."""

    def __init__(self) -> None:
        self.after: list[Column] = []
        self.bent = False
        """Whether a number was compared that is no straight line, so that it may turn again."""


class Along:
    """A column of values at one point of a fact each, with their slopes: ``slope / per``."""

    __slots__ = ("at", "bent", "per", "slope", "turns", "value", "wobble")
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self,
        value: Any,
        slope: Any,
        at: Column,
        turns: Turns,
        per: Any = 1,
        wobble: Any = 0,
        *,
        bent: bool = False,
    ) -> None:
        self.value, self.slope, self.at, self.turns = value, slope, at, turns
        self.per, self.wobble, self.bent = per, wobble, bent

    def _made(
        self, value: Any, slope: Any, per: Any, wobble: Any, *, bent: bool = False
    ) -> "Along":
        bent = bent or self.bent
        return Along(value, slope, self.at, self.turns, per, wobble, bent=bent)

    def _joined(self, other: Any, sign: int) -> "Along":
        value, slope, per, wobble = _parts(other)
        return self._made(
            self.value + sign * value,
            self.slope * per + sign * slope * self.per,
            self.per * per,
            self.wobble + wobble,
            bent=_is_bent(other),
        )

    def __add__(self, other: Any) -> "Along":
        return self._joined(other, 1)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Along":
        return self._joined(other, -1)

    def __rsub__(self, other: Any) -> "Along":
        return (self * -1)._joined(other, 1)

    def __mul__(self, other: Any) -> "Along":
        return self._made(
            self.value * other, self.slope * other, self.per, self.wobble * np.abs(other)
        )

    __rmul__ = __mul__

    def __floordiv__(self, other: Any) -> "Along":
        wobble = -(-self.wobble // other) + 1
        return self._made(self.value // other, self.slope, self.per * other, wobble, bent=True)

    def _gap(self, other: Any, below: bool) -> Any:
        """How far the values lie above others; the turns are noted."""
        value, slope, per, wobble = _parts(other)
        gap = self.value - value
        steep, per = self.slope * per - slope * self.per, self.per * per
        wobble = self.wobble + wobble
        leans = np.broadcast_to(np.not_equal(steep, 0), self.at.shape)
        self.turns.bent |= self.bent or _is_bent(other)
        if leans.any():
            safe = np.where(leans, steep, 1)
            # Zero lies at ``at - gap / steepness``: the last whole value short of it, or up to it.
            short = self.at - (gap * per // safe) - 1
            upto = self.at + (-gap * per // safe)
            last = np.where((safe > 0) == below, short, upto)
            doubt = int(np.max(np.where(leans, -(-wobble * per // np.abs(safe)), 0)))
            for off in range(-doubt, doubt + 1):
                self.turns.after.append(np.where(leans, last + off, -1))
        return np.asarray(gap)

    def __lt__(self, other: Any) -> Any:
        return (self._gap(other, below=True) < 0).view(Held)

    def __le__(self, other: Any) -> Any:
        return (self._gap(other, below=False) <= 0).view(Held)

    def __gt__(self, other: Any) -> Any:
        return (self._gap(other, below=False) > 0).view(Held)

    def __ge__(self, other: Any) -> Any:
        return (self._gap(other, below=True) >= 0).view(Held)


def _parts(other: Any) -> tuple[Any, Any, Any, Any]:
    if isinstance(other, Along):
        return other.value, other.slope, other.per, other.wobble
    return other, 0, 1, 0


def _is_bent(other: Any) -> bool:
    return isinstance(other, Along) and other.bent


@choose.register
def _(condition: Held, then: Any, otherwise: Any) -> Any:
    if not isinstance(then, Along) and not isinstance(otherwise, Along):
        return np.where(condition, then, otherwise).view(Held)
    followed = then if isinstance(then, Along) else otherwise
    parts = zip(_parts(then), _parts(otherwise), strict=True)
    value, slope, per, wobble = (np.where(condition, *pair) for pair in parts)
    return Along(value, slope, followed.at, followed.turns, per, wobble, bent=True)


def stops(
    body: Callable[..., Any], facts: Mapping[str, Any], name: str, most: int | Column
) -> Column:
    """Whole values of one amount from 0 to ``most`` that see every form of the answer.

    One column a household, in no order and some more than once. ``facts`` are columns, or values
    that all households share.
    """
    rows = max(len(fact) for fact in facts.values() if isinstance(fact, np.ndarray))
    ends = np.broadcast_to(np.asarray(most), rows)
    points = [np.zeros(rows, np.int64), ends]
    open_rows, at = np.arange(rows), np.zeros(rows, np.int64)
    while len(open_rows):
        turns = Turns()
        held = {
            key: fact[open_rows].view(Held) if isinstance(fact, np.ndarray) else fact
            for key, fact in facts.items()
        }
        body(**{**held, name: Along(at, 1, at, turns)})
        end = ends[open_rows]
        nearest = end
        for last in turns.after:
            ahead = (at <= last) & (last < end)
            for value in (last, last + 1):
                found = np.zeros(rows, np.int64)
                found[open_rows] = np.where(ahead, value, 0)
                points.append(found)
            nearest = np.where(ahead, np.minimum(nearest, last), nearest)
        # Of straight lines every turn was seen from the first point.
        going = (nearest < end) & turns.bent
        open_rows, at = open_rows[going], nearest[going] + 1
    return np.stack(points)


def each_once(points: Column) -> tuple[Column, Column]:
    """Each column's values in their order, and which of them are not the one before."""
    points = np.sort(points, axis=0)
    new = np.ones(points.shape, np.bool_)
    new[1:] = points[1:] != points[:-1]
    return points, new


def turning_points(
    body: Callable[..., Any], facts: Mapping[str, Any], name: str, most: int | Column
) -> Column:
    """The same values in their order, each once; a column with fewer repeats its last."""
    points, new = each_once(stops(body, facts, name, most))
    longest = int(new.sum(axis=0).max(initial=1))
    packed: Column = np.sort(np.where(new, points, points[-1]), axis=0)[:longest]
    return packed
