"""Folded terms worked out over columns, step after step: nothing twice, nothing unasked.

Each step is one call on two columns that writes a third which lies ready. A column that no later
step reads is written over, and small numbers are held in one byte, so that the work of a block
stays near the processor.

Checked with: every line against the bodies themselves on the same columns.
Limits: facts within their bounds; of other rows the answers mean nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...folding import AT_LEAST, AT_MOST, FLAG, Folding, facts_of, steps
from ...tables.extras import needed
from ...terms import NOT, WHERE, Part, Term
from .ready import Column
from .worker import Worker, side_by_side

if TYPE_CHECKING:
    from .compiled import Loop

KINDS = tuple(np.dtype(kind) for kind in (np.int8, np.int32, np.int64))
"""What columns are made of, the narrowest first. A flag is a byte that is 0 or 1."""
BYTE = KINDS[0]

_HALVES = {kind: 1 << (8 * kind.itemsize - 1) for kind in KINDS}
_COMPARED = {"<": np.less, "<=": np.less_equal, "==": np.equal}
_WRAPPING = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "&": np.bitwise_and,
    "|": np.bitwise_or,
    "^": np.bitwise_xor,
}
"""Words whose answer is right in the bits that are kept, whatever is lost above them."""


# These two take the column that they write by name only.
def _greater(one: Column, other: Column, out: Column, **how: Any) -> None:
    np.maximum(one, other, out=out, **how)


def _lesser(one: Column, other: Column, out: Column, **how: Any) -> None:
    np.minimum(one, other, out=out, **how)


_WHOLE = {"//": np.floor_divide, AT_LEAST: _greater, AT_MOST: _lesser}


class _Place(NamedTuple):
    """A column that calls read or write.

    ``what`` is a fact or an answer with its name, a number, a register (a column of the worker's
    own) with its number, or bools: the same bytes as those of the place that is its name.
    """

    what: str
    kind: Any
    name: Any


class _Call(NamedTuple):
    """One step: what is called with which two columns, and which it writes."""

    write: Callable[..., Any]
    one: int
    other: int
    out: int


class _Placed(NamedTuple):
    """A fact, an answer or a register: where it is put, and where the same as bools.

    The place as bools is 0 where nobody asks for them: no bools ever stand first.
    """

    name: Any
    kind: Any
    at: int
    as_bools: int


class Steps:
    """The asked terms, under any names, as one list of calls."""

    def __init__(self, asked: Mapping[Any, Part], folding: Folding) -> None:
        self._asked, self._folding = asked, folding
        order = list(steps(asked.values()))
        self.facts = {fact.name: self._kind(fact) for fact in facts_of(asked.values())}
        """The facts that are asked for, and what kind of column each is."""
        self._places: dict[_Place, int] = {}
        self.calls: list[_Call] = []
        self._free: dict[Any, list[_Place]] = defaultdict(list)
        self._made: dict[Any, int] = dict.fromkeys(KINDS, 0)
        self._held: dict[Part, _Place] = {
            part: _Place("answer", self._kind(part), name)
            for name, part in asked.items()
            if isinstance(part, Term) and not part.name
        }
        self._lay_out(order)
        self.copies = {name: self._at(self._place(part)) for name, part in self._copied()}
        """Answers that are a fact, a number, or another answer, and of which column."""
        self.numbers: list[Any] = [
            np.array(place.name, place.kind) if place.what == "number" else None
            for place in self._places
        ]
        """The numbers at their places; the places of columns are empty."""
        self.taken, self.written = self._placed("fact"), self._placed("answer")
        self.registers = self._placed("register")

    def _lay_out(self, order: list[Term]) -> None:
        last = {part: term for term in order for part in term.parts if isinstance(part, Term)}
        for term in order:
            if term not in self._held:
                self._held[term] = self._register(self._kind(term))
            self._say(term, self._held[term])
            for part in set(term.parts) & last.keys():
                if last[part] is term:  # type: ignore[index]
                    self._release(part)

    def _copied(self) -> list[tuple[Any, Part]]:
        return [
            (name, part)
            for name, part in self._asked.items()
            if part not in self._held or self._held[part].name is not name
        ]

    def _kind(self, part: Part) -> Any:
        """What kind of column holds a term."""
        least, most = self._folding.bounds(part)
        for kind, half in _HALVES.items():
            if -half <= least and most < half:
                return kind
        raise OverflowError(f"{part!r} may not fit 64 bits")

    def _is_flag(self, part: Part) -> bool:
        if not isinstance(part, Term):
            return isinstance(part, bool)
        if part.word == WHERE:
            return all(map(self._is_flag, part.parts[1:]))
        of_flags = part.word in ("&", "|") or bool(part.name)
        return part.word in (*_COMPARED, NOT) or (of_flags and self._folding.bounds(part) == FLAG)

    def _register(self, kind: Any) -> _Place:
        """A column that nobody reads any more, or a new one."""
        if self._free[kind]:
            return self._free[kind].pop()
        self._made[kind] += 1
        return _Place("register", kind, self._made[kind])

    def _release(self, part: Part) -> None:
        place = self._held.get(part)
        if place and place.what == "register":
            self._free[place.kind].append(place)

    def _at(self, place: _Place) -> int:
        return self._places.setdefault(place, len(self._places))

    def _place(self, part: Part, kind: Any = BYTE) -> _Place:
        """Where a part lies; a number as wide as asked, or wider."""
        if not isinstance(part, Term):
            return _Place("number", _widest(kind, self._kind(part)), int(part))
        if part.name:
            return _Place("fact", self.facts[part.name], part.name)
        return self._held[part]

    def _say(self, term: Term, out: _Place) -> None:
        """The calls of a term."""
        word, parts = term.word, term.parts
        if word in _COMPARED:
            kind = _widest(*map(self._kind, parts))
            one, other = (self._place(part, kind) for part in parts)
            self._at(out)
            places = map(self._at, (one, other, _bools(out)))
            self.calls.append(_Call(_COMPARED[word], *places))
        elif word == NOT:
            self._call("^", self._place(parts[0]), self._place(1), out)
        elif word == WHERE:
            self._choose(self._place(parts[0]), *parts[1:], out=out)
        else:
            one, other = (self._place(part, out.kind) for part in parts)
            self._call(word, one, other, out)

    def _choose(self, condition: _Place, then: Part, otherwise: Part, *, out: _Place) -> None:
        """A choice without a branch: the other way, plus the difference where it holds."""
        no = self._place(otherwise, out.kind)
        if _is_zero(then):
            opposite = self._register(BYTE)
            self._call("^", condition, self._place(1), opposite)
            self._call("*", opposite, no, out)
            self._free[BYTE].append(opposite)
            return
        if isinstance(then, Term) or isinstance(otherwise, Term):
            difference = self._place(then, out.kind)
            if not _is_zero(otherwise):
                self._call("-", difference, no, out)
                difference = out
        else:
            difference = self._place(then - otherwise, out.kind)
        self._call("*", condition, difference, out)
        if not _is_zero(otherwise):
            self._call("+", out, no, out)

    def _call(self, word: str, one: _Place, other: _Place, out: _Place) -> None:
        write: Any = _WRAPPING.get(word) or _WHOLE[word]
        widest = _widest(one.kind, other.kind)
        if widest is not out.kind:
            within = out.kind if word in _WRAPPING else _widest(widest, out.kind)
            write = partial(write, dtype=within, casting="unsafe")
        self.calls.append(_Call(write, self._at(one), self._at(other), self._at(out)))

    def _placed(self, what: str) -> list[_Placed]:
        return [
            _Placed(place.name, place.kind, at, self._places.get(_bools(place), 0))
            for place, at in self._places.items()
            if place.what == what
        ]

    def columns(self, rows: int) -> dict[Any, Column]:
        """Columns for the answers to that many rows."""
        columns = side_by_side([*self.answers.values()], rows)
        return dict(zip(self.answers, columns, strict=True))

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What kind of column each answer is."""
        return {
            name: np.dtype(np.bool_) if self._is_flag(part) else self._kind(part)
            for name, part in self._asked.items()
        }

    def worker(self) -> Worker:
        """What works the steps out, with columns of its own: one for each thread."""
        return Worker(self)

    @cached_property
    def loop(self) -> "Loop":
        """The same compiled; threads share it, and it is asked for before they begin."""
        with needed("fast"):
            from .compiled import Loop
        return Loop(self._asked, self.facts, self.answers)


def _widest(*kinds: Any) -> Any:
    return max(kinds, key=KINDS.index)


def _is_zero(part: Part) -> bool:
    return not isinstance(part, Term) and part == 0


def _bools(place: _Place) -> _Place:
    """The same bytes as bools, which is what a comparison writes."""
    return _Place("bools", place.kind, place)
