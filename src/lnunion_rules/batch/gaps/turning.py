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


class Along:
    """A column of values at one point of a fact each, with their slopes: ``slope / per``."""

    __slots__ = ("at", "per", "slope", "turns", "value", "wobble")
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self, value: Any, slope: Any, at: Column, turns: list[Column], per: Any = 1, wobble: Any = 0
    ) -> None:
        self.value, self.slope, self.at, self.turns = value, slope, at, turns
        self.per, self.wobble = per, wobble

    def _made(self, value: Any, slope: Any, per: Any, wobble: Any) -> "Along":
        return Along(value, slope, self.at, self.turns, per, wobble)

    def _joined(self, other: Any, sign: int) -> "Along":
        value, slope, per, wobble = _parts(other)
        return self._made(
            self.value + sign * value,
            self.slope * per + sign * slope * self.per,
            self.per * per,
            self.wobble + wobble,
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
        return self._made(self.value // other, self.slope, self.per * other, wobble)

    def _gap(self, other: Any, below: bool) -> Any:
        """How far the values lie above others; the turns are noted."""
        value, slope, per, wobble = _parts(other)
        gap = self.value - value
        steep, per = self.slope * per - slope * self.per, self.per * per
        wobble = self.wobble + wobble
        leans = np.broadcast_to(np.not_equal(steep, 0), self.at.shape)
        if leans.any():
            safe = np.where(leans, steep, 1)
            # Zero lies at ``at - gap / steepness``: the last whole value short of it, or up to it.
            short = self.at - (gap * per // safe) - 1
            upto = self.at + (-gap * per // safe)
            last = np.where((safe > 0) == below, short, upto)
            doubt = int(np.max(np.where(leans, -(-wobble * per // np.abs(safe)), 0)))
            for off in range(-doubt, doubt + 1):
                self.turns.append(np.where(leans, last + off, -1))
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


@choose.register
def _(condition: Held, then: Any, otherwise: Any) -> Any:
    if not isinstance(then, Along) and not isinstance(otherwise, Along):
        return np.where(condition, then, otherwise).view(Held)
    followed = then if isinstance(then, Along) else otherwise
    parts = zip(_parts(then), _parts(otherwise), strict=True)
    value, slope, per, wobble = (np.where(condition, *pair) for pair in parts)
    return Along(value, slope, followed.at, followed.turns, per, wobble)


def turning_points(
    body: Callable[..., Any], facts: Mapping[str, Any], name: str, most: int
) -> Column:
    """Whole values of one amount from 0 to ``most`` that see every form of the answer.

    One row a household; a row with fewer values than others repeats its last. ``facts`` are
    columns, or values that all households share.
    """
    rows = max(len(fact) for fact in facts.values() if isinstance(fact, np.ndarray))
    points = [np.zeros(rows, np.int64), np.full(rows, most)]
    open_rows, at = np.arange(rows), np.zeros(rows, np.int64)
    while len(open_rows):
        turns: list[Column] = []
        held = {
            key: fact[open_rows].view(Held) if isinstance(fact, np.ndarray) else fact
            for key, fact in facts.items()
        }
        body(**{**held, name: Along(at, 1, at, turns)})
        nearest = np.full(len(open_rows), most)
        for last in turns:
            ahead = (at <= last) & (last < most)
            for value in (last, last + 1):
                found = np.zeros(rows, np.int64)
                found[open_rows] = np.where(ahead, value, 0)
                points.append(found)
            nearest = np.where(ahead, np.minimum(nearest, last), nearest)
        going = nearest < most
        open_rows, at = open_rows[going], nearest[going] + 1
    return _distinct(np.sort(np.stack(points), axis=0))


def leaning(
    body: Callable[..., Any], facts: Mapping[str, Any], name: str
) -> tuple[Column, tuple[str, ...]]:
    """Of which households anything turns on an amount, and which lines follow it."""
    rows = len(facts[name])
    held = {k: f.view(Held) if isinstance(f, np.ndarray) else f for k, f in facts.items()}
    turns: list[Column] = []
    sheet = body(
        **{**held, name: Along(np.zeros(rows, np.int64), 1, np.zeros(rows, np.int64), turns)}
    )
    following = tuple(
        line
        for line, value in sheet._asdict().items()
        if isinstance(value, Along) and np.any(np.not_equal(value.slope, 0))
    )
    # Where a comparison does not lean on the amount, it notes -1.
    return np.any([last >= 0 for last in turns], axis=0), following


def _distinct(points: Column) -> Column:
    """Each row's different values in front, its last one repeated behind them."""
    new = np.ones(points.shape, np.bool_)
    new[1:] = points[1:] != points[:-1]
    most = int(new.sum(axis=0).max(initial=1))
    shifted = np.where(new, points, points[-1])
    return np.sort(shifted, axis=0)[:most]
