"""A rule's body read as text: every line of a worksheet as the term that makes it.

Each fact and each figure is handed to the body as a :class:`Term`; what comes back is the
worksheet with a formula in every line. This is done once per rule, never per case.

Checked with: the value of every term against the worksheet of the same facts.
Limits: a body that asks a term for its truth is refused; that is how an ``if`` would show.
"""

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from inspect import signature
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple, Union

from .algebra import WHOLE, at_least, at_most, choose, end_of, opposite, share_of, split

FACT, FIGURE, WHERE, NOT = "fact", "figure", "where", "not"


def outweighed(amount: Any, share: Any) -> Any:
    """The lowest whole fen of which an amount is no more than a share: amount through share.

    >>> outweighed(80, 8_000), outweighed(81, 8_000)
    (100, 102)
    """
    return (amount * WHOLE + (share - 1)) // at_least(share, 1)


ALGEBRA: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {word.__name__: word for word in (at_least, at_most, share_of, split, end_of, outweighed)}
)
"""The words of the algebra that are known again in a term."""

ON_VALUES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **ALGEBRA,
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "//": operator.floordiv,
        "<": operator.lt,
        "<=": operator.le,
        "==": operator.eq,
        "&": operator.and_,
        "|": operator.or_,
    }
)
"""What a word does to plain values."""

Part = Union["Term", int]
"""A term, or a plain number or bool that stands in the body."""

Lines = Mapping[str, Part]
"""A worksheet's lines by name, each with its term."""


class Term:
    """One word of a body and the parts it is said of; a fact or figure has its own name.

    ``a > b`` is held as ``b < a``. Two terms are equal only where they are one and the same.
    """

    __slots__ = ("name", "parts", "word")

    def __init__(self, word: str, *parts: Part, name: str = "") -> None:
        self.word, self.parts, self.name = word, parts, name

    def __add__(self, other: Part) -> "Term":
        return Term("+", self, other)

    def __radd__(self, other: int) -> "Term":
        return Term("+", other, self)

    def __sub__(self, other: Part) -> "Term":
        return Term("-", self, other)

    def __rsub__(self, other: int) -> "Term":
        return Term("-", other, self)

    def __mul__(self, other: Part) -> "Term":
        return Term("*", self, other)

    __rmul__ = __mul__

    def __floordiv__(self, other: Part) -> "Term":
        return Term("//", self, other)

    def __lt__(self, other: Part) -> "Term":
        return Term("<", self, other)

    def __le__(self, other: Part) -> "Term":
        return Term("<=", self, other)

    def __gt__(self, other: Part) -> "Term":
        return Term("<", other, self)

    def __ge__(self, other: Part) -> "Term":
        return Term("<=", other, self)

    def __eq__(self, other: Part) -> "Term":  # type: ignore[override]
        return Term("==", self, other)

    # A mapping finds a term by being that very object, before it would ask for equality.
    __hash__ = object.__hash__

    def __and__(self, other: Part) -> "Term":
        return Term("&", self, other)

    def __or__(self, other: Part) -> "Term":
        return Term("|", self, other)

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> "Term":
        return Term(NOT, self)

    def __bool__(self) -> bool:
        raise TypeError("a rule's body asked a term whether it holds")

    def __repr__(self) -> str:
        return self.name or f"({' '.join([self.word, *map(repr, self.parts)])})"


@choose.register
def _(condition: Term, then: Part, otherwise: Part) -> Term:
    return Term(WHERE, condition, then, otherwise)


@opposite.register
def _(condition: Term) -> Term:
    return ~condition


@cache
def record(room: ModuleType) -> Lines:
    """A room's worksheet as terms, line by line.

    Medical aid first works out what each bill leaves to the family: those lines come before,
    and the burden of the year is that burden, summed over the bills.
    """
    bill = _recorded(room.burden_of, room, {}) if hasattr(room, "burden_of") else {}
    lines = {name: term for name, term in bill.items() if name != "burden"}
    return MappingProxyType({**lines, **_recorded(room.work_out, room, bill)})


def _recorded(body: Callable[..., Any], room: ModuleType, given: Lines) -> dict[str, Part]:
    facts: dict[str, Any] = {
        name: given.get(name, Term(FACT, name=name)) for name in signature(body).parameters
    }
    if "p" in facts:
        fields = room.Parameters._fields
        facts["p"] = room.Parameters(*(Term(FIGURE, name=name) for name in fields))
    lines: dict[str, Part] = body(**facts)._asdict()
    return lines


class Uses(NamedTuple):
    """What a term is made of: facts, figures of the law, and other lines of the worksheet."""

    facts: tuple[str, ...]
    figures: tuple[str, ...]
    lines: tuple[str, ...]


def depends_on(part: Part, lines: Lines | None = None) -> Uses:
    """The facts, the figures and the other lines of a worksheet that a term uses.

    With ``lines`` given, a term that is another line counts as that line and is not followed
    further; a line that is a plain fact counts as the fact.
    """
    found: dict[str, list[str]] = {FACT: [], FIGURE: [], "line": []}
    others = {term: name for name, term in (lines or {}).items() if isinstance(term, Term)}
    for leaf in leaves(part, {term for term in others if term is not part}):
        kind, name = (leaf.word, leaf.name) if leaf.name else ("line", others[leaf])
        if name not in found[kind]:
            found[kind].append(name)
    return Uses(tuple(found[FACT]), tuple(found[FIGURE]), tuple(found["line"]))


def leaves(part: Part, stops: Collection[Term] = ()) -> Iterator[Term]:
    """The facts and figures in a term, and the stops, which are not followed further."""
    if isinstance(part, Term):
        if part.name or part in stops:
            yield part
        else:
            for inner in part.parts:
                yield from leaves(inner, stops)


def value(part: Part, known: Mapping[Term, Any], figures: Mapping[str, int]) -> Any:
    """What a term comes to, from the terms and figures that are known; None where unknown.

    What does not turn on the unknown is not unknown: no is the answer to no and unknown.
    """
    if not isinstance(part, Term):
        return part
    if part in known:
        return known[part]
    if part.name:
        return figures.get(part.name) if part.word == FIGURE else None
    values = [value(inner, known, figures) for inner in part.parts]
    if part.word == WHERE:
        holds, then, otherwise = values
        if holds is None:
            return then if then == otherwise else None
        return then if holds else otherwise
    decisive = {"&": False, "|": True}.get(part.word)
    if decisive is not None and any(one is decisive for one in values):
        return decisive
    if None in values:
        return None
    return not values[0] if part.word == NOT else ON_VALUES[part.word](*values)


_HOLES = tuple(Term("hole", name=str(place)) for place in range(3))
_SHAPES: Mapping[str, Part] = MappingProxyType(
    {name: word(*_HOLES[: len(signature(word).parameters)]) for name, word in ALGEBRA.items()}
)


def spoken(part: Part) -> Term | None:
    """A term said with the word of the algebra that it was made with, or None.

    >>> spoken(at_least(Term(FACT, name="amount"), 0))
    (at_least amount 0)
    """
    for word, shape in _SHAPES.items():
        filled: dict[str, Part] = {}
        if _fits(part, shape, filled):
            return Term(word, *(filled[hole] for hole in sorted(filled)))
    return None


def _fits(part: Part, shape: Part, filled: dict[str, Part]) -> bool:
    """Whether a term has a shape; fills the holes of the shape."""
    if not isinstance(shape, Term):
        return same(part, shape)
    if shape.word == "hole":
        return same(part, filled.setdefault(shape.name, part))
    if not isinstance(part, Term):
        # A product of two plain numbers stands in the body as one.
        known = {hole: filled.get(hole.name) for hole in _HOLES}
        return same(part, value(shape, {k: v for k, v in known.items() if type(v) is int}, {}))
    alike = part.word == shape.word and len(part.parts) == len(shape.parts)
    return alike and all(_fits(*pair, filled) for pair in zip(part.parts, shape.parts, strict=True))


def same(one: Part, other: Part) -> bool:
    """Whether two terms say the same."""
    if one is other or not isinstance(one, Term) or not isinstance(other, Term):
        return one is other or (type(one) is type(other) is int and one == other)
    alike = (one.word, one.name, len(one.parts)) == (other.word, other.name, len(other.parts))
    return alike and all(same(*pair) for pair in zip(one.parts, other.parts, strict=True))
