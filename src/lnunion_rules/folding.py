"""A rule's body with a day's figures put in, and only what its asked lines need.

The body is run once on facts as terms and on figures as plain numbers. What a figure or the
bounds of a fact settle is settled, and two terms that say the same become one: what is left is
the law of that day, without the ways of reading it that were not taken.

Checked with: every room under random policies, folded lines against the body on the same facts.
Limits: complete facts within their bounds only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from math import gcd
from operator import attrgetter
from typing import Any

from .algebra import negated
from .terms import FACT, NOT, ON_VALUES, WHERE, Part, Term

Bounds = tuple[int, int]
"""The least and the most that something may be."""

FLAG: Bounds = (0, 1)

_SIDE: Mapping[str, Any] = {"+": 0, "-": 0, "*": 1, "//": 1, "&": True, "|": False}
"""With what at its side a part stays as it is."""
_DECISIVE: Mapping[str, Any] = {"*": 0, "&": False, "|": True}
"""With what a word comes to just that, whatever the other part."""
_ORDERED = ("-", "//")


class Folding:
    """Folds bodies one after another; what says the same becomes one and the same term."""

    def __init__(self) -> None:
        self._folded: dict[Term, Part] = {}
        self._known: dict[tuple[Any, ...], Term] = {}
        self._bounds: dict[Term, Bounds] = {}

    def fact(self, name: str, bounds: Bounds = FLAG) -> Term:
        """A fact between bounds; a flag where none are given."""
        term = self._known.setdefault((FACT, name), Term(FACT, name=name))
        self._bounds[term] = bounds
        return term

    def bounds(self, part: Part) -> Bounds:
        """Between what numbers a folded term lies."""
        return self._bounds[part] if isinstance(part, Term) else (int(part), int(part))

    def sheet(self, body: Callable[..., Any], **facts: Any) -> Any:
        """A body's worksheet in folded terms; facts are folded terms, or numbers all cases share.

        >>> from .rules import living_relief
        >>> fold = Folding()
        >>> home = {"category": fold.fact("category", (0, 3)), "dibao_per_month": 63_500}
        >>> p = living_relief.Parameters(12, widest_category=0, per_person=0, by_months_on_file=0)
        >>> whole = {**home, "filed": True, "persons": 3, "on_file": 12, "p": p}
        >>> fold.sheet(living_relief.work_out, **whole).reason
        (where (< 0 category) 2 0)
        """
        sheet = body(**facts)
        return type(sheet)._make(self.part(part) for part in sheet)

    def part(self, part: Part) -> Part:
        """A term in its shortest form, or the plain number that it comes to."""
        if not isinstance(part, Term) or part in self._bounds:
            return part
        if part not in self._folded:
            self._folded[part] = self._shortest(part.word, [self.part(p) for p in part.parts])
        return self._folded[part]

    def _shortest(self, word: str, parts: list[Part]) -> Part:
        if word in ("+", "*") and not isinstance(parts[0], Term):
            parts.reverse()  # a number stands last
        short = self._settled(word, parts)
        if short is None and not isinstance(parts[-1], Term):
            short = self._joined(word, parts[0], parts[-1])
        if short is not None:
            return short
        # A number stands for itself: True is not 1 here.
        named = [part if isinstance(part, Term) else (type(part), part) for part in parts]
        term = self._known.setdefault((word, *named), Term(word, *parts))
        self._bounds[term] = _reach(word, [self.bounds(part) for part in parts])
        return term

    def _joined(self, word: str, term: Any, number: int) -> Part | None:
        """A number added to a sum, a factor to a product, a divisor to its numerator, if any."""
        if word in ("+", "*") and _has_number(term, word):
            return self._shortest(word, [term.parts[0], ON_VALUES[word](term.parts[1], number)])
        if word == "//":
            product, rest = term.parts if _has_number(term, "+") else (term, 0)
            if _has_number(product, "*"):
                # Of times * a + rest over number, what a and number share is divided out; exact
                # for whole numbers, since the rest is rounded down as the whole is.
                times, a = product.parts
                shared = gcd(a, number)
                if shared > 1:
                    product = self._shortest("*", [times, a // shared])
                    above = self._shortest("+", [product, rest // shared])
                    return self._shortest("//", [above, number // shared])
        return None

    def _settled(self, word: str, parts: list[Part]) -> Part | None:
        """What a word said of these parts comes to, if it need not be said; else None."""
        if word == WHERE:
            return _chosen(*parts)
        if not any(isinstance(part, Term) for part in parts):
            number: int = negated(parts[0]) if word == NOT else ON_VALUES[word](*parts)
            return number
        if word == NOT:
            return None
        if word in ("<", "<=", "=="):
            return _compared(word, *map(self.bounds, parts))
        if word == "-" and parts[0] is parts[1]:
            return 0
        for side, other in (parts, parts[::-1]):
            if not isinstance(side, Term):
                if side == _DECISIVE.get(word):
                    return side
                if side == _SIDE.get(word) and (word not in _ORDERED or side is parts[1]):
                    return other
        return None


def _has_number(part: Part, word: str) -> bool:
    """Whether a term is the word said of a part and a number."""
    return isinstance(part, Term) and part.word == word and not isinstance(part.parts[1], Term)


def _chosen(condition: Part, then: Part, otherwise: Part) -> Part | None:
    if not isinstance(condition, Term):
        return then if condition else otherwise
    if then is True and otherwise is False:
        return condition
    return then if then is otherwise else None


def _compared(word: str, one: Bounds, other: Bounds) -> bool | None:
    """What a comparison comes to for all values within bounds; None where it may be either."""
    ends = {ON_VALUES[word](*pair) for pair in product(one, other)}
    if word == "==":
        return False if one[1] < other[0] or other[1] < one[0] else None
    return ends.pop() if len(ends) == 1 else None


def _reach(word: str, parts: list[Bounds]) -> Bounds:
    """Between what numbers a word comes to, from the bounds of its parts."""
    if word == WHERE:
        _, then, otherwise = parts
        return min(then[0], otherwise[0]), max(then[1], otherwise[1])
    if word in ("+", "-", "*", "//"):
        ends = [ON_VALUES[word](*pair) for pair in product(*parts)]
        return min(ends), max(ends)
    return FLAG


def steps(
    parts: Iterable[Part], of: Callable[[Term], Iterable[Part]] = attrgetter("parts")
) -> Iterator[Term]:
    """The terms that some parts are made of, each once, none before its own parts; no leaves.

    ``of`` says what a term is made of.
    """
    seen: set[Term] = set()

    def within(part: Part) -> Iterator[Term]:
        if isinstance(part, Term) and not part.name and part not in seen:
            for inner in of(part):
                yield from within(inner)
            seen.add(part)
            yield part

    for part in parts:
        yield from within(part)


def limited(part: Part) -> tuple[str, Part, Part] | None:
    """Whether a term takes the greater (``at_least``) or the lesser of two parts, and which two.

    >>> from .algebra import at_most
    >>> limited(at_most(Term(FACT, name="on_file"), 12))
    ('at_most', on_file, 12)
    """
    if not isinstance(part, Term) or part.word != WHERE:
        return None
    condition, then, otherwise = part.parts
    if not isinstance(condition, Term) or condition.word != "<":
        return None
    less, more = condition.parts
    if _is(less, otherwise) and _is(more, then):
        return "at_least", otherwise, then
    if _is(less, then) and _is(more, otherwise):
        return "at_most", otherwise, then
    return None


def _is(one: Part, other: Part) -> bool:
    return one is other or (type(one) is type(other) is int and one == other)


def parts_of(term: Term) -> tuple[Part, ...]:
    """What a term is said of where the greater and the lesser of two parts are words."""
    limit = limited(term)
    return limit[1:] if limit else term.parts
