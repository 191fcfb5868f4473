"""Folded terms compiled to one loop over rows (``pip install lnunion-rules[fast]``).

The terms of :mod:`.steps` written out as a function and compiled once for a law. That takes a
second or two: it pays where one law is applied to tens of millions of households.

Checked with: the steps, answer by answer.
Limits: as of the steps.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numba
import numpy as np
from numba.extending import register_jitable

from ..algebra import either
from ..folding import steps
from ..persons import own_cause
from ..terms import NOT, WHERE, Part, Term
from .joining import claims_of
from .ready import Column

_MOSTLY = 6
"""Mostly a household has no more members."""

_FORMS = {WHERE: "{1} if {0} else {2}", NOT: "not {0}"}


class Loop:
    """The asked terms, under any names, as one compiled loop; threads may share it."""

    def __init__(
        self, asked: Mapping[Any, Part], facts: Mapping[str, Any], kinds: Mapping[Any, Any]
    ) -> None:
        self._facts, self._answers = dict(facts), list(asked)
        taken = [_array(kind, readonly=True) for kind in facts.values()]
        written = [_array(kinds[name]) for name in asked]
        signature = numba.void(numba.int64, *taken, *written)
        work = _function(asked, list(facts))
        self._run = numba.njit(signature, nogil=True, error_model="numpy")(work)

    def work_out(self, facts: Mapping[str, Any], answers: Mapping[Any, Column], rows: int) -> None:
        """Write the answers to the facts of so many rows."""
        taken = [np.asarray(facts[name], kind) for name, kind in self._facts.items()]
        self._run(rows, *taken, *[answers[name] for name in self._answers])


for _word in (either, own_cause, claims_of):
    register_jitable(_word)


@numba.njit(nogil=True)
def any_of_members(
    starts: Column, ill: Column, serious: Column, disabled: Column, schooling: Column, child: Column
) -> Column:
    """``claims_of`` the members of each household together; ``starts`` says where each begins."""
    claims = np.zeros(len(ill) + _MOSTLY, np.uint8)
    for at in range(len(ill)):
        claims[at] = claims_of(ill[at], serious[at], disabled[at], schooling[at], child[at])
    found = np.empty(len(starts) - 1, np.uint8)
    for home in range(len(found)):
        first, persons = starts[home], starts[home + 1] - starts[home]
        here = np.int64(claims[first])
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
        return f"{part.name}_here" if part.name else said[part]

    lines = [f"{name}_here = {name}[row]" for name in facts]
    for number, term in enumerate(steps(asked.values())):
        form = _FORMS.get(term.word, f"{{0}} {term.word} {{1}}")
        lines.append(f"step_{number} = {form.format(*map(word, term.parts))}")
        said[term] = f"step_{number}"
    names = [f"answer_{number}" for number in range(len(asked))]
    lines += [
        f"{name}[row] = {word(part)}" for name, part in zip(names, asked.values(), strict=True)
    ]
    head = f"def work(rows, {', '.join([*facts, *names])}):\n  for row in range(rows):\n"
    made: dict[str, Any] = {}
    exec(head + "".join(f"    {line}\n" for line in lines), made)  # noqa: S102 - the text is ours
    work: Callable[..., None] = made["work"]
    return work
