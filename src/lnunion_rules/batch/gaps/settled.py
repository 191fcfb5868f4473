"""Households' unknown facts, given in every way that can change the form of an answer.

What :func:`lnunion_rules.unknowns.settle` does for one case, for many households at once and for
any of their facts: each amount is followed along with those still open at their ends, and of each
fact there are groups in which it alone changes. The lines of the rules are folded terms.

Checked with: every finding of a batch against the single case.
Limits: amounts, and facts of two values.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ... import columns as _numpy_reads_rules  # noqa: F401
from ...folding import SAID, Folding, facts_of, steps
from ...terms import Part, Term
from ...units import MOST
from ..working.ready import Column
from ..working.steps import Steps
from .turning import each_once, stops

MANY = 524_288
"""Completions gone through at a time, about."""
_POINTS = 8
"""Values of an amount that matter, about."""
_SLICE = 32_768
"""Completions worked out at a time, so that they stay in the processor's cache."""


class Form:
    """Some lines of the rules: what they come to, and what they turn on."""

    def __init__(self, asked: Mapping[str, Part], folding: Folding) -> None:
        self._order, self._steps = tuple(steps(asked.values())), Steps(asked, folding)
        self.lines = tuple(asked)
        self.facts = frozenset(self._steps.facts)
        self.facts_of = {
            line: frozenset(fact.name for fact in facts_of([part])) for line, part in asked.items()
        }
        """The facts that each line is made of."""

    def follow(self, **facts: Any) -> None:
        """Say the lines of numbers followed along a fact, which note where they turn."""
        said: dict[Term, Any] = {}

        def of(part: Part) -> Any:
            if not isinstance(part, Term):
                return part
            return facts[part.name] if part.name else said[part]

        for term in self._order:
            said[term] = SAID[term.word](*map(of, term.parts))

    def work_out(self, facts: Mapping[str, Column], rows: int) -> dict[str, Column]:
        """What the lines come to."""
        answers, worker = self._steps.columns(rows), self._steps.worker()
        for first in range(0, rows, _SLICE):
            here = slice(first, min(first + _SLICE, rows))
            worker.work_out(
                {name: fact[here] for name, fact in facts.items()},
                {line: answer[here] for line, answer in answers.items()},
                here.stop - first,
            )
        return answers


class Open(NamedTuple):
    """The facts of some households, and of whom each is unknown: amounts, and those of two values.

    What is stated of an unknown fact means nothing.
    """

    facts: Mapping[str, Any]
    amounts: Mapping[str, Column]
    choices: Mapping[str, Column]

    @property
    def unknown(self) -> dict[str, Column]:
        """Of whom each fact is unknown, in the order in which they are named."""
        return {**self.amounts, **self.choices}

    def asked(self, form: Form) -> "Open":
        """The facts that a form asks for, and those of them that are unknown of anyone."""
        some = {name for name, of in self.unknown.items() if of.any()} & form.facts
        rows = len(self.facts["persons"])
        return Open(
            {name: np.broadcast_to(self.facts[name], rows) for name in form.facts},
            *({n: of for n, of in part.items() if n in some} for part in self[1:]),
        )

    def blocks(self, rows: Column, points: int, many: int) -> Iterator[Column]:
        """Households a few at a time, of so many completions together, one or more."""
        each = np.ones(len(rows), np.int64)
        for name, unknown in self.unknown.items():
            each *= np.where(unknown[rows], points if name in self.amounts else 2, 1)
        of_block = np.cumsum(each) // many
        yield from (
            part for part in np.split(rows, np.flatnonzero(np.diff(of_block)) + 1) if len(part)
        )

    def most(self, name: str) -> int:
        """The greater end of a fact; the lesser one is 0."""
        return MOST if name in self.amounts else 1


class Group(NamedTuple):
    """Completions of some households, one a row: in each group only the fact ``last`` changes."""

    last: str | None
    """None where nothing is unknown: a group has one row then."""
    of: Column
    """The household of each group, in their order."""
    begins: Column
    """The row at which each group begins."""
    facts: Mapping[str, Column]
    lines: Mapping[str, Column]

    def joined(self, by: Any, values: Column) -> Column:
        """The values of each group's rows joined to one."""
        found: Column = by.reduceat(values, self.begins)
        return found


class _Given(NamedTuple):
    """Households with some of what is unknown given; ``begins`` is where each former row begins."""

    of: Column
    facts: Mapping[str, Column]
    begins: Column


class _Completing(NamedTuple):
    """What is to be completed, for one form."""

    form: Form
    open: Open

    def start(self, rows: Column) -> _Given:
        facts = {name: fact[rows] for name, fact in self.open.facts.items()}
        return _Given(rows, facts, np.arange(len(rows)))

    def with_ends(self, given: _Given, name: str) -> _Given:
        """A fact given at both its ends, where it is unknown."""
        here = self.open.unknown[name][given.of]
        ends = np.array([0, self.open.most(name)])
        return _given(given, name, 1 + here, here, np.tile(ends, int(here.sum())))

    def along(self, given: _Given, name: str, still: Iterable[str]) -> _Given:
        """An amount given at every value that matters, with facts that are still open at their
        ends, where it is unknown."""
        here = self.open.amounts[name][given.of]
        rows, counts = np.flatnonzero(here), np.ones(len(here), np.int64)
        if not len(rows):
            return given._replace(begins=np.arange(len(here)))
        facts = {other: fact[rows] for other, fact in given.facts.items()}
        unknown, of = self.open.unknown, given.of[rows]
        found = []
        for end in (0, 1) if still else (0,):
            ends = {other: facts[other].copy() for other in still}
            for other, values in ends.items():
                values[unknown[other][of]] = self.open.most(other) * end
            found.append(stops(self.form.follow, {**facts, **ends}, name, MOST))
        points, new = each_once(np.concatenate(found))
        counts[rows] = new.sum(axis=0)
        return _given(given, name, counts, here, points.T[new.T])

    def group(self, last: str, rows: Column) -> Group:
        """The completions of households of whom a fact is unknown, as the last one given."""
        given = self.start(rows)
        amounts = [name for name in self.open.amounts if name != last]
        choices = list(self.open.choices)
        open_last = [last] if last in self.open.amounts else []
        for place, name in enumerate(amounts, 1):
            given = self.along(given, name, [*amounts[place:], *choices, *open_last])
        for name in choices:
            if name != last:
                given = self.with_ends(given, name)
        moved = self.along(given, last, []) if open_last else self.with_ends(given, last)
        return self.answered(last, given.of, moved)

    def answered(self, last: str | None, of: Column, given: _Given) -> Group:
        lines = self.form.work_out(given.facts, len(given.of))
        return Group(last, of, given.begins, given.facts, lines)


def _given(given: _Given, name: str, counts: Column, here: Column, values: Column) -> _Given:
    """Each row as often as it counts; where a fact is unknown, with its values."""
    at = np.repeat(np.arange(len(counts)), counts)
    facts = {other: fact[at] for other, fact in given.facts.items()}
    facts[name][here[at]] = values
    return _Given(given.of[at], facts, np.cumsum(counts) - counts)


def completions(form: Form, known: Open, rows: Column, many: int = MANY) -> Iterator[Group]:
    """The lines of households over all completions that matter, fact by fact as the last given."""
    of = _Completing(form, known.asked(form))
    for here in of.open.blocks(rows, _POINTS, many):
        complete = here
        for name, unknown in of.open.unknown.items():
            if unknown[here].any():
                yield of.group(name, here[unknown[here]])
                complete = complete[~unknown[complete]]
        if len(complete):
            yield of.answered(None, complete, of.start(complete))


def corners(form: Form, known: Open, rows: Column, many: int = MANY) -> Iterator[Group]:
    """The lines of households with all unknown facts at their ends, one group a household."""
    of = _Completing(form, known.asked(form))
    for here in of.open.blocks(rows, 2, many):
        given = of.start(here)
        for name in of.open.unknown:
            given = of.with_ends(given, name)
        begins = np.flatnonzero(np.diff(given.of, prepend=-1))
        yield of.answered(None, here, given._replace(begins=begins))


class Spread:
    """The least and the most of some lines over the completions of each household."""

    def __init__(self, rows: int, lines: Iterable[str]) -> None:
        self.least = {line: np.full(rows, np.iinfo(np.int64).max) for line in lines}
        self.most = {line: np.full(rows, np.iinfo(np.int64).min) for line in self.least}

    def add(self, group: Group, lines: Mapping[str, Column]) -> dict[str, Column]:
        """Add lines of a group's rows; says in which groups each of them changes."""
        changing = {}
        for line, values in lines.items():
            least, most = (
                group.joined(by, values).astype(np.int64) for by in (np.minimum, np.maximum)
            )
            np.minimum.at(self.least[line], group.of, least)
            np.maximum.at(self.most[line], group.of, most)
            changing[line] = least != most
        return changing
