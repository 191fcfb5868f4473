"""Folded terms worked out over columns, step after step: nothing twice, nothing unasked.

Each step writes into a column that lies ready, and a column that no later step reads is written
over, so that the work of a block stays in the processor's cache.

Checked with: every line against the bodies themselves on the same columns.
Limits: complete rows within the bounds of their facts, flags as bools. What lies between small
bounds is held in one byte.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..folding import FLAG, Folding, steps
from ..tables.extras import needed
from ..terms import NOT, WHERE, Part, Term
from .ready import Column

if TYPE_CHECKING:
    from .compiled import Loop

_LARGEST = 63
"""Numbers up to this, and the difference of any two of them, fit in one byte."""
_ARITHMETIC: Mapping[str, Any] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "//": np.floor_divide,
}
_LOGIC: Mapping[str, Any] = {
    "<": np.less,
    "<=": np.less_equal,
    "==": np.equal,
    "&": np.logical_and,
    "|": np.logical_or,
    NOT: np.logical_not,
}


class _Step(NamedTuple):
    term: Term
    write: Callable[..., Any]
    register: int
    """The column it is written into, unless it is an answer."""


class Steps:
    """The asked terms, under any names, as one list of steps."""

    def __init__(self, asked: Mapping[Any, Part], folding: Folding) -> None:
        self._asked, self._folding = asked, folding
        order = list(steps(asked.values()))
        read = [part for term in order for part in term.parts] + list(asked.values())
        self.facts = {
            part.name: self._kind(part) for part in read if isinstance(part, Term) and part.name
        }
        """The facts that are asked for, and what kind of column each is."""
        self._kinds: list[Any] = []
        self._steps = list(self._placed(order))

    def _kind(self, part: Part) -> Any:
        """What kind of column holds a term."""
        if isinstance(part, bool) or (isinstance(part, Term) and self._is_flag(part)):
            return np.bool_
        least, most = self._folding.bounds(part)
        return np.int8 if least >= -_LARGEST and most <= _LARGEST else np.int64

    def _is_flag(self, term: Term) -> bool:
        if term.word == WHERE:
            return all(self._kind(branch) is np.bool_ for branch in term.parts[1:])
        return term.word in _LOGIC or (bool(term.name) and self._folding.bounds(term) == FLAG)

    def _placed(self, order: list[Term]) -> Iterator[_Step]:
        """Each step with a column to write into that nobody reads any more."""
        last = {part: term for term in order for part in term.parts if isinstance(part, Term)}
        free: dict[Any, list[int]] = {np.bool_: [], np.int8: [], np.int64: []}
        held: dict[Term, int] = {}
        for term in order:
            kind = self._kind(term)
            if not free[kind]:
                free[kind].append(len(self._kinds))
                self._kinds.append(kind)
            held[term] = free[kind].pop()
            yield _Step(term, _writer(term.word, kind), held[term])
            for part in [part for part in held if last.get(part, term) is term]:
                free[self._kind(part)].append(held.pop(part))

    def columns(self, rows: int) -> dict[Any, Column]:
        """Columns for the answers to that many rows."""
        return {name: np.empty(rows, self._kind(part)) for name, part in self._asked.items()}

    def worker(self) -> "Worker":
        """What works the steps out, with columns of its own: one for each thread."""
        return Worker(self._steps, self._kinds, self._asked)

    @cached_property
    def loop(self) -> "Loop":
        """The same compiled, once; threads share it."""
        with needed("fast"):
            from .compiled import Loop
        kinds = {name: self._kind(part) for name, part in self._asked.items()}
        return Loop(self._asked, self.facts, kinds)


class Worker:
    """Works steps out for some rows after another, always in the same columns."""

    def __init__(self, plan: list[_Step], kinds: list[Any], asked: Mapping[Any, Part]) -> None:
        self._steps, self._kinds, self._asked = plan, kinds, asked
        self._registers: list[Column] = []
        self._room = -1

    def work_out(self, facts: Mapping[str, Any], answers: Mapping[Any, Column], rows: int) -> None:
        """Write the answers to the facts of so many rows."""
        if rows > self._room:
            self._room, self._registers = rows, [np.empty(rows, kind) for kind in self._kinds]
        asked = self._asked.items()
        into = {part: answers[name] for name, part in asked if isinstance(part, Term)}
        known: dict[Term, Any] = {}

        def value(part: Part) -> Any:
            if not isinstance(part, Term):
                return part
            return facts[part.name] if part.name else known[part]

        for term, write, register in self._steps:
            out = into[term] if term in into else self._registers[register][:rows]
            write(*map(value, term.parts), out=out)
            known[term] = out
        for name, part in asked:
            found = value(part)
            if found is not answers[name]:
                answers[name][:] = found


def _writer(word: str, kind: Any) -> Callable[..., Any]:
    """What writes a word of some parts into a column of a kind."""
    if word == WHERE:
        return _of_bytes if kind is np.int8 else _of_amounts if kind is np.int64 else _chosen
    if word in _LOGIC:
        write: Callable[..., Any] = _LOGIC[word]
        return write
    # The bounds say that the answer fits the column.
    return partial(_ARITHMETIC[word], dtype=kind, casting="unsafe")


def _chosen(condition: Any, then: Any, otherwise: Any, *, out: Column) -> None:
    np.copyto(out, otherwise)
    np.putmask(out, condition, then)


def _of_amounts(condition: Any, then: Any, otherwise: Any, *, out: Column) -> None:
    if type(otherwise) is int and otherwise == 0:
        np.multiply(condition, then, out=out, dtype=np.int64)
    elif type(then) is int and then == 0:
        np.multiply(np.logical_not(condition), otherwise, out=out, dtype=np.int64)
    else:
        _chosen(condition, then, otherwise, out=out)


def _of_bytes(condition: Any, then: Any, otherwise: Any, *, out: Column) -> None:
    # The other way plus the difference: on single bytes four times as fast as a choice.
    difference = np.subtract(then, otherwise, dtype=np.int8)
    np.multiply(condition.view(np.int8), difference, out=out)
    np.add(out, otherwise, out=out)
