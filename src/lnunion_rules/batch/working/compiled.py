"""Folded terms compiled to one loop over rows (``pip install lnunion-rules[fast]``).

The terms of :mod:`.steps` written out as a function and compiled once for a law. That takes a
second or two: it pays where one law is applied to tens of millions of households.

Checked with: the steps, answer by answer.
Limits: as of the steps.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numba
import numpy as np

from ...folding import AT_LEAST, AT_MOST, facts_of, steps
from ...terms import NOT, WHERE, Part, Term
from .ready import Column
from .worker import of_kind

_MOSTLY = 6
"""Mostly a household has no more members."""
_MOST_PAIRS = 128
"""Of so many pairs of columns LLVM looks whether they overlap before it works on several rows at
once; in a loop over more it goes row by row, which takes five times as long."""

_FORMS = {
    WHERE: "{1} if {0} else {2}",
    NOT: "not {0}",
    AT_LEAST: "{0} if {1} < {0} else {1}",
    AT_MOST: "{0} if {0} < {1} else {1}",
}


class Loop:
    """The asked terms, under any names, as compiled loops; threads may share it."""

    def __init__(
        self, asked: Mapping[Any, Part], facts: Mapping[str, Any], kinds: Mapping[Any, Any]
    ) -> None:
        self._kinds = facts
        self._loops = []
        for answers in _shared_out(asked):
            used = [fact.name for fact in facts_of(answers.values())]
            self._loops.append((used, list(answers), _compiled(answers, used, facts, kinds)))

    def work_out(self, facts: Mapping[str, Any], answers: Mapping[Any, Column], rows: int) -> None:
        """Write the answers to the facts of so many rows."""
        taken = {
            name: np.ascontiguousarray(of_kind(facts[name], kind))
            for name, kind in self._kinds.items()
        }
        for used, names, run in self._loops:
            run(rows, *(taken[name] for name in used), *(answers[name] for name in names))


def _shared_out(asked: Mapping[Any, Part]) -> Iterator[dict[Any, Part]]:
    """The answers of each loop: as many as the compiler tells the columns of apart in one."""
    answers: dict[Any, Part] = {}
    for name, part in asked.items():
        more = {**answers, name: part}
        if answers and _pairs(len(facts_of(more.values())), len(more)) > _MOST_PAIRS:
            yield answers
            more = {name: part}
        answers = more
    yield answers


def _pairs(read: int, written: int) -> int:
    """How many pairs of columns might overlap, one of each pair written."""
    return read * written + written * (written - 1) // 2


def _compiled(
    answers: Mapping[Any, Part], used: list[str], facts: Mapping[str, Any], kinds: Mapping[Any, Any]
) -> Callable[..., None]:
    taken = [_array(facts[name], readonly=True) for name in used]
    written = [_array(kinds[name]) for name in answers]
    signature = numba.void(numba.int64, *taken, *written)
    loop: Callable[..., None] = numba.njit(signature, nogil=True, error_model="numpy")(
        _function(answers, used)
    )
    return loop


@numba.njit(nogil=True)
def any_of_members(starts: Column, claims: Column) -> Column:
    """What the members of each household claim together; ``starts`` says where each begins."""
    found = np.empty(len(starts) - 1, np.int8)
    last = len(claims) - _MOSTLY
    for home in range(len(found)):
        first, persons = starts[home], starts[home + 1] - starts[home]
        here = np.int64(claims[first])
        if first > last:  # near the end there are not as many to look at
            for at in range(first + 1, starts[home + 1]):
                here |= np.int64(claims[at])
            found[home] = here
            continue
        # As many for every household: to guess how many there are takes longer than to look.
        for ahead in range(1, _MOSTLY):
            here |= np.int64(claims[first + ahead]) * (ahead < persons)
        for at in range(first + _MOSTLY, starts[home + 1]):
            here |= np.int64(claims[at])
        found[home] = here
    return found


def _array(kind: Any, *, readonly: bool = False) -> Any:
    return numba.types.Array(numba.from_dtype(np.dtype(kind)), 1, "C", readonly=readonly)


def _function(asked: Mapping[Any, Part], facts: list[str]) -> Callable[..., None]:
    """A loop over rows in plain Python; it says nothing but the words of the terms."""
    said: dict[Term, str] = {}

    def word(part: Part) -> str:
        if not isinstance(part, Term):
            return repr(part)
        return f"fact_{facts.index(part.name)}" if part.name else said[part]

    lines = [f"fact_{number} = column_{number}[row]" for number in range(len(facts))]
    for number, term in enumerate(steps(asked.values())):
        form = _FORMS.get(term.word, f"{{0}} {term.word} {{1}}")
        lines.append(f"step_{number} = {form.format(*map(word, term.parts))}")
        said[term] = f"step_{number}"
    names = [f"answer_{number}" for number in range(len(asked))]
    lines += [
        f"{name}[row] = {word(part)}" for name, part in zip(names, asked.values(), strict=True)
    ]
    columns = [f"column_{number}" for number in range(len(facts))]
    head = f"def work(rows, {', '.join([*columns, *names])}):\n  for row in range(rows):\n"
    made: dict[str, Any] = {}
    exec(head + "".join(f"    {line}\n" for line in lines), made)  # noqa: S102 - the text is ours
    work: Callable[..., None] = made["work"]
    return work
