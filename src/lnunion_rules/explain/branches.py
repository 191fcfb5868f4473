"""A line's formula as far as one case goes: the branch it takes, and what made it take it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..terms import FIGURE, NOT, ON_VALUES, WHERE, Part, Term, leaves, spoken, value

COMPARED = ("<", "<=", "==")
NEUTRAL = {"+": 0, "-": 0, "*": 1, "&": True, "|": False}
ABSORBING = {"*": 0, "&": False, "|": True}


@dataclass(frozen=True)
class Case:
    """What is known of a rule's terms: of one case, or of the law alone.

    ``names`` are the terms that are lines, ``known`` what they come to (None where unknown),
    ``numbers`` the figures of the law by name; those in ``settled`` (flags and readings) are
    worked away, the others stay to be said.
    """

    names: Mapping[Term, str]
    known: Mapping[Term, Any]
    numbers: Mapping[str, int]
    settled: Collection[str]
    money: Collection[Term]
    """The lines that are amounts."""

    def value(self, part: Part) -> Any:
        """What a term comes to; None where it is unknown."""
        return value(part, self.known, self.numbers)

    def opened(self, term: Term, goal: Any, because: list[Part]) -> Part:
        """A line's own term as far as the case goes; ``because`` collects what decided.

        ``goal`` is what the line comes to, where that is known: it tells which branch was taken
        where a fact is not among the lines.
        """
        if (said := spoken(term)) is not None:
            inner = [self._reduced(part, because) for part in said.parts]
            if said.word in ("at_least", "at_most"):
                plain = self._unbound(term, said.parts[0], inner)
                return simplified(said.word, inner) if plain is None else plain
            return simplified(said.word, inner)
        if term.word == WHERE:
            return self._branch(term, goal, because)
        settled = None if self._of_the_case(term) else self.value(term)
        if term.word in COMPARED and settled is not None:
            told: Part = settled
            return told
        return simplified(term.word, [self._reduced(part, because) for part in term.parts])

    def _unbound(self, term: Term, bounded: Part, inner: list[Part]) -> Part | None:
        """An amount or its bound alone, where a plain number on either side does not matter."""
        known = self.value(term)
        if known is None or all(isinstance(part, Term) for part in inner):
            return None
        amount, bound = inner
        if known == self.value(bounded):
            return amount
        return None if isinstance(amount, Term) else bound

    def _reduced(self, part: Part, because: list[Part], goal: Any = None) -> Part:
        if not isinstance(part, Term) or part in self.names:
            return part
        if part.name:
            settled = part.word == FIGURE and part.name in self.settled
            return self.numbers.get(part.name, part) if settled else part
        return self.opened(part, goal, because)

    def _branch(self, term: Term, goal: Any, because: list[Part]) -> Part:
        condition, then, otherwise = term.parts
        holds = self.value(condition)
        if holds is None and goal is not None:
            # A branch that does not lead to the result was not taken. Where both lead there, the
            # second is told: it is the usual one, and what it says is true.
            ends = self.value(then), self.value(otherwise)
            if ends[1] not in (None, goal):
                holds = True
            elif ends[0] not in (None, goal) or None not in ends:
                holds = False
        if holds is None:
            inner = [self._reduced(part, because) for part in term.parts]
            return Term(WHERE, *inner)
        why = self.why(condition, holds)
        because.extend(part for part in why if holds or self.is_money(part))
        return self._reduced(then if holds else otherwise, because, goal)

    def why(self, condition: Part, holds: bool) -> list[Part]:
        """What makes a condition hold, or not: the parts of it that decide."""
        if not isinstance(condition, Term) or not self._of_the_case(condition):
            return []
        because: list[Part] = []
        if condition.word == NOT:
            return self.why(condition.parts[0], not holds)
        if condition.word in ("&", "|"):
            deciding = [part for part in condition.parts if self.value(part) is holds]
            one_is_enough = holds is (condition.word == "|")
            return [
                why
                for part in (deciding[:1] if one_is_enough else condition.parts)
                for why in self.why(part, holds)
            ]
        if condition.word == WHERE and condition not in self.names:
            taken = self._branch(condition, holds, because)
            return because + self.why(taken, holds)
        claim = self._reduced(condition, because)
        if not isinstance(claim, Term) or any(map(self.is_branching, claim.parts)):
            return because
        return [claim if holds else Term(NOT, claim)]

    def _of_the_case(self, term: Term) -> bool:
        return any(leaf.word != FIGURE for leaf in leaves(term, self.names))

    def is_branching(self, part: Part) -> bool:
        """Whether a term would be said as if and otherwise."""
        return isinstance(part, Term) and part.word == WHERE and part not in self.names

    def branchings(self, part: Part) -> int:
        """How many branches a term leaves open, beside those inside other lines."""
        if not isinstance(part, Term) or part in self.names:
            return 0
        return (part.word == WHERE) + sum(map(self.branchings, part.parts))

    def is_money(self, part: Part) -> bool:
        """Whether a claim compares amounts."""
        return bool(compared(part)) and any(leaf in self.money for leaf in leaves(part, self.names))


def compared(part: Part) -> tuple[Part, ...]:
    """What a claim compares; nothing where it is no comparison."""
    if isinstance(part, Term) and part.word == NOT:
        return compared(part.parts[0])
    return part.parts if isinstance(part, Term) and part.word in COMPARED else ()


def simplified(word: str, parts: list[Part]) -> Part:
    """A term put together again, without what adds nothing."""
    if not any(isinstance(part, Term) for part in parts):
        worked_out: Part = not parts[0] if word == NOT else ON_VALUES[word](*parts)
        return worked_out
    for place, part in enumerate(parts):
        if isinstance(part, Term):
            continue
        if word in ABSORBING and part == ABSORBING[word]:
            return part
        if word in NEUTRAL and part == NEUTRAL[word] and (word != "-" or place == 1):
            return parts[1 - place]
    return Term(word, *parts)
