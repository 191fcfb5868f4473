"""A rule over all completions of unknown facts: every combination of the values that matter.

Nothing of a particular rule stands here; :mod:`.corners` says which facts each of them may miss.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from ...findings import CATEGORIES
from ...persons import UNKNOWN, YES
from ...units import MOST_SUM
from ..working.ready import Column

PAIRS = np.array(
    [
        sum(
            1 << (low * len(CATEGORIES) + high)
            for high in range(len(CATEGORIES))
            for low in range(high)
            if group >> low & 1 and group >> high & 1
        )
        for group in range(1 << len(CATEGORIES))
    ]
)
"""For a set of categories, by its bits, the pairs of them, by theirs."""


_NEVER = MOST_SUM * 1000
"""More than any outcome."""


class Lines:
    """The lines of some sheets as far as all of them agree; none where nobody asks for sheets."""

    def __init__(self, *, asked: bool) -> None:
        self.asked = asked
        self.first: dict[str, Column] = {}
        self.agreed: dict[str, Column] = {}

    def add(self, sheet: Any, valid: Column) -> None:
        """One more sheet, of the rows for which it is valid."""
        if not self.asked:
            return
        if not self.first:
            self._seen = np.zeros(valid.shape, np.bool_)
        for name, line in sheet._asdict().items():
            values = np.broadcast_to(line, valid.shape)
            if name not in self.first:
                self.first[name], self.agreed[name] = values.copy(), np.ones(valid.shape, np.bool_)
            self.agreed[name] &= ~valid | ~self._seen | (values == self.first[name])
            np.copyto(self.first[name], values, where=valid & ~self._seen)
        self._seen = self._seen | valid


class Axis(NamedTuple):
    """One fact of a rule's own: its values, and of which rows each of them may be the case."""

    name: str
    values: Sequence[Any]
    valid: Sequence[Column]


def claim_axis(name: str, claims: Column) -> Axis:
    """A claim: known, or true and false where it is not."""
    if not (claims == UNKNOWN).any():
        return Axis(name, [claims == YES], [np.ones(claims.shape, np.bool_)])
    return Axis(name, [False, True], [claims < YES, claims > 0])


class Above(NamedTuple):
    """The categories that are possible, and for each fact that may move between them the pairs."""

    seen: Sequence[Column]
    pairs: Mapping[str, Column]

    def at(self, rows: Column) -> "Above":
        """The same of some of the rows, or of rows more than once."""
        return Above(
            [seen[rows] for seen in self.seen], {name: p[rows] for name, p in self.pairs.items()}
        )

    def but(self, other: "Above", where: Column) -> "Above":
        """The same, but of some rows what another says."""
        return Above(
            [np.where(where, *pair) for pair in zip(other.seen, self.seen, strict=True)],
            {name: np.where(where, other.pairs[name], self.pairs[name]) for name in self.pairs},
        )


class Answer(NamedTuple):
    """What a rule answers over all completions, one row a household or child."""

    certain: Column
    least: Column
    most: Column
    reason: Column
    """The reason where the answer is certain."""
    due: Column
    movers: Mapping[str, Column]
    """For each unknown fact, in the order in which they are named, of which rows it is missing."""
    lines: Lines


def as_outcome(reason: Any, amount: Any) -> Column:
    """What a question about an aid compares, as a number: -1 where nothing is due."""
    return np.where(reason == 0, amount, -1)


def answered(
    low: Column, high: Column, reason: Column, movers: Mapping[str, Column], lines: Lines
) -> Answer:
    """The answer between two outcomes, with what moves it."""
    least, most = np.maximum(low, 0), np.maximum(high, 0)
    return Answer(low == high, least, most, reason, low >= 0, movers, lines)


class Gathered:
    """The outcomes of one rule gathered from all combinations."""

    def __init__(self, rows: int, *, sheets: bool) -> None:
        self.low, self.high = np.full(rows, _NEVER), np.full(rows, -_NEVER)
        self.reason = np.zeros(rows, np.int64)
        self.lines = Lines(asked=sheets)

    def add(self, sheet: Any, valid: Column) -> Column:
        """One more sheet; its outcome as a number, -1 where nothing is due."""
        outcome = as_outcome(sheet.reason, sheet.amount)
        self.low = np.where(valid, np.minimum(self.low, outcome), self.low)
        self.high = np.where(valid, np.maximum(self.high, outcome), self.high)
        self.reason = np.where(valid, np.maximum(self.reason, sheet.reason), self.reason)
        self.lines.add(sheet, valid)
        return outcome

    def answer(self, movers: Mapping[str, Column]) -> Answer:
        """The answer, with what moves it."""
        return answered(self.low, self.high, self.reason, movers, self.lines)


def depending(
    body: Callable[..., Any], axes: Sequence[Axis], above: Above, rows: int, *, sheets: bool
) -> Answer:
    """A rule that takes the category, over the possible categories and its own unknown facts."""
    gathered, categories = Gathered(rows, sheets=sheets), range(len(CATEGORIES))
    moved = {name: np.zeros(rows, np.bool_) for name in (*above.pairs, *(a.name for a in axes))}
    outcomes: dict[tuple[int, ...], tuple[list[Any], Column]] = {}
    for way in product(*(range(len(axis.values)) for axis in axes)):
        own = {axis.name: axis.values[at] for axis, at in zip(axes, way, strict=True)}
        may_be = np.ones(rows, np.bool_)
        for axis, at in zip(axes, way, strict=True):
            may_be = may_be & axis.valid[at]
        found = [
            gathered.add(body(category=category, **own), may_be & above.seen[category])
            for category in categories
        ]
        apart = sum(
            np.where(found[low] != found[high], 1 << (low * len(CATEGORIES) + high), 0)
            for high in categories
            for low in range(high)
        )
        for name, pairs in above.pairs.items():
            moved[name] |= may_be & ((apart & pairs) > 0)
        outcomes[way] = found, may_be
    for place, axis in enumerate(axes):
        for category in categories:
            for alike in _alike(outcomes, place):
                differs = _differing([(found[category], valid) for found, valid in alike])
                moved[axis.name] |= differs & above.seen[category]
    return gathered.answer(moved)


def _alike(outcomes: Mapping[tuple[int, ...], Any], place: int) -> Iterator[list[Any]]:
    """What was found, in groups that differ in one place only."""
    groups: dict[tuple[int, ...], list[Any]] = {}
    for way, found in outcomes.items():
        groups.setdefault(way[:place] + way[place + 1 :], []).append(found)
    return (group for group in groups.values() if len(group) > 1)


def _differing(found: list[tuple[Column, Column]]) -> Column:
    """Whether those outcomes that are valid are not all the same."""
    highest = np.max([np.where(valid, outcome, -_NEVER) for outcome, valid in found], axis=0)
    lowest = np.min([np.where(valid, outcome, _NEVER) for outcome, valid in found], axis=0)
    differs: Column = highest > lowest
    return differs
