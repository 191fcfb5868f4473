"""A rule's body with a day's figures put in, and only what its asked lines need.

The body is run once on facts as terms and on figures as plain numbers. What a figure or the
bounds of a fact settle is settled, and two terms that say the same become one: what is left is
the law of that day, without the ways of reading it that were not taken.

Checked with: every room under random policies, folded lines against the body on the same facts.
Limits: complete facts within their bounds; divisors above 0; bits that are not negative.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from math import gcd
from typing import Any

from .algebra import negated, where
from .terms import FACT, NOT, ON_VALUES, WHERE, Part, Term

Bounds = tuple[int, int]
"""The least and the most that something may be."""

FLAG: Bounds = (0, 1)

_SIDE: Mapping[str, Any] = {"+": 0, "-": 0, "*": 1, "//": 1, "&": True, "|": False}
"""With what at its side a part stays as it is."""
_DECISIVE: Mapping[str, Any] = {"*": 0, "&": False, "|": True}
"""With what a word comes to just that, whatever the other part."""
_ORDERED = ("-", "//")
_COMPARED = ("<", "<=", "==")
AT_LEAST, AT_MOST = LIMITS = ("at_least", "at_most")
"""The greater and the lesser of two, which a folded term says in one word."""


class Folding:
    """Folds bodies one after another; what says the same becomes one and the same term."""

    def __init__(self) -> None:
        self._folded: dict[Term, Part] = {}
        self._known: dict[tuple[Any, ...], Term] = {}
        self._bounds: dict[Term, Bounds] = {}
        self._ways: Mapping[str, Callable[..., Part | None]] = {
            WHERE: self._chosen,
            NOT: lambda _word, _part: None,
            **dict.fromkeys(_COMPARED, self._compared),
            **dict.fromkeys(LIMITS, self._limited),
        }

    def fact(self, name: str, bounds: Bounds = FLAG) -> Term:
        """A fact between bounds, always the same ones; a flag where none are given."""
        term = self._known.setdefault((FACT, name), Term(FACT, name=name))
        if self._bounds.setdefault(term, bounds) != bounds:
            raise ValueError(f"{name} has other bounds in terms that are folded already")
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
            word, parts = limited(part) or (part.word, part.parts)
            self._folded[part] = self._shortest(word, [self.part(p) for p in parts])
        return self._folded[part]

    def _shortest(self, word: str, parts: list[Part]) -> Part:
        if word in ("+", "*", *LIMITS) and not isinstance(parts[0], Term):
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
        if not any(isinstance(part, Term) for part in parts):
            number: Part = SAID[word](*parts)
            return number
        if word in self._ways:
            return self._ways[word](word, *parts)
        if word == "-" and parts[0] is parts[1]:
            return 0
        for side, other in (parts, parts[::-1]):
            if not isinstance(side, Term):
                if _is(side, _DECISIVE.get(word)):
                    return side
                if _is(side, _SIDE.get(word)) and (word not in _ORDERED or side is parts[1]):
                    return other
        return None

    def _limited(self, word: str, one: Part, other: Part) -> Part | None:
        """The greater or the lesser of two where their bounds tell which; else None."""
        less, more = (one, other) if word == AT_LEAST else (other, one)
        if _is(one, other) or _settled_by("<=", self.bounds(less), self.bounds(more)) is True:
            return other
        return one if _settled_by("<=", self.bounds(more), self.bounds(less)) is True else None

    def _chosen(self, _word: str, condition: Part, then: Part, otherwise: Part) -> Part | None:
        """A choice that need not be said; with a side that is so or not so it is no choice."""
        if not isinstance(condition, Term):
            return then if condition else otherwise
        if _is(then, otherwise):
            return then
        if isinstance(then, bool):
            held = condition if then else self._shortest(NOT, [condition])
            return self._shortest("|" if then else "&", [held, otherwise])
        if isinstance(otherwise, bool):
            held = self._shortest(NOT, [condition]) if otherwise else condition
            return self._shortest("|" if otherwise else "&", [held, then])
        return None

    def _compared(self, word: str, one: Part, other: Part) -> Part | None:
        """A comparison settled by bounds, or said of what a side is made of; else None."""
        settled = _settled_by(word, self.bounds(one), self.bounds(other))
        if settled is not None or word == "==":
            return settled
        multiplied = self._multiplied(word, one, other)
        return self._parted(word, one, other) if multiplied is None else multiplied

    def _multiplied(self, word: str, one: Any, other: Any) -> Part | None:
        """A comparison with a quotient, without dividing: a <= b // n is a * n <= b."""
        if word == "<" and _has_number(other, "+") and other.parts[1] == 1:
            return self._shortest("<=", [one, other.parts[0]])
        if _has_number(other, "//"):
            above, number = other.parts
            less = number - 1 if word == "<" else 0
            times = self._shortest("*", [one, number])
            return self._shortest(word, [times, self._shortest("+", [above, -less])])
        if _has_number(one, "//"):
            above, number = one.parts
            more = number if word == "<=" else 0
            times = self._shortest("*", [other, number])
            return self._shortest("<", [above, self._shortest("+", [times, more])])
        return None

    def _parted(self, word: str, one: Part, other: Part) -> Part | None:
        """Below the greater of two is below either, above it is above both, and so on; a choice
        of which one side is settled is compared on the other alone."""
        for side in (one, other):
            if not isinstance(side, Term) or side.word not in (*LIMITS, WHERE):
                continue
            *condition, then, otherwise = side.parts
            found = [
                self._shortest(word, [part, other] if side is one else [one, part])
                for part in (then, otherwise)
            ]
            if not condition:
                joined = "&" if (side.word == AT_LEAST) == (side is one) else "|"
                return self._shortest(joined, found)
            settled = not all(isinstance(part, Term) for part in found)
            if settled and not _is_choice(then) and not _is_choice(otherwise):
                return self._shortest(WHERE, [*condition, *found])
        return None


def _is_choice(part: Part) -> bool:
    return isinstance(part, Term) and part.word == WHERE


SAID: Mapping[str, Callable[..., Any]] = {**ON_VALUES, WHERE: where, NOT: negated}
"""What every word of a folded term does to plain values, and to whatever else reads the rules."""


def _has_number(part: Part, word: str) -> bool:
    """Whether a term is the word said of a part and a number."""
    return isinstance(part, Term) and part.word == word and not isinstance(part.parts[1], Term)


def _settled_by(word: str, one: Bounds, other: Bounds) -> bool | None:
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
    if word in LIMITS:
        least, most = (ON_VALUES[word](*pair) for pair in zip(*parts, strict=True))
        return least, most
    if word in ("+", "-", "*", "//"):
        ends = [ON_VALUES[word](*pair) for pair in product(*parts)]
        return min(ends), max(ends)
    if word in ("&", "|"):  # of flags, or bit by bit
        return 0, (1 << max(most for _, most in parts).bit_length()) - 1
    return FLAG


def steps(parts: Iterable[Part]) -> Iterator[Term]:
    """The terms that some parts are made of, each once, none before its own parts; no leaves."""
    seen: set[Term] = set()

    def within(part: Part) -> Iterator[Term]:
        if isinstance(part, Term) and not part.name and part not in seen:
            for inner in part.parts:
                yield from within(inner)
            seen.add(part)
            yield part

    for part in parts:
        yield from within(part)


def facts_of(parts: Iterable[Part]) -> list[Term]:
    """The facts that some parts are made of, each once."""
    parts = list(parts)
    read = [part for term in steps(parts) for part in term.parts]
    named = (part for part in (*read, *parts) if isinstance(part, Term) and part.name)
    return list(dict.fromkeys(named))


def limited(part: Term) -> tuple[str, tuple[Part, ...]] | None:
    """Whether a term takes the greater or the lesser of two parts, and which two.

    >>> from .algebra import at_most
    >>> limited(at_most(Term(FACT, name="on_file"), 12))
    ('at_most', (on_file, 12))
    """
    if part.word != WHERE:
        return None
    condition, then, otherwise = part.parts
    if not isinstance(condition, Term) or condition.word != "<":
        return None
    less, more = condition.parts
    if _is(less, otherwise) and _is(more, then):
        return AT_LEAST, (otherwise, then)
    if _is(less, then) and _is(more, otherwise):
        return AT_MOST, (otherwise, then)
    return None


def _is(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) is int and one == other)
