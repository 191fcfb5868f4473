"""A rule's body read as text: every line of a worksheet as the term that makes it.

Each fact and each figure is handed to the body as a :class:`Term`; what comes back is the
worksheet with a formula in every line. This is done once per rule, never per case.

Checked with: the value of every term against the worksheet of the same facts.
Limits: a body that asks a term for its truth is refused; that is how an ``if`` would show.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import signature
from operator import add, and_, eq, floordiv, le, lt, mul, ne, or_, sub
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple, Union

from .algebra import WHOLE, choose, opposite

FACT, FIGURE, WHERE, NOT = "fact", "figure", "where", "~"

ON_VALUES: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"+": add, "-": sub, "*": mul, "//": floordiv}
    | {"<": lt, "<=": le, "==": eq, "!=": ne, "&": and_, "|": or_}
)
"""What each word between two parts does to plain values."""

Part = Union["Term", int]
"""A term, or a plain number or bool that stands in the body."""

Lines = Mapping[str, Part]
"""A worksheet's lines by name, each with its term."""


class Term:
    """One word of a body and what it is said of; a fact or figure holds its own name.

    ``a > b`` is held as ``b < a``.
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

    def __rmul__(self, other: int) -> "Term":
        return Term("*", other, self)

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

    def __ne__(self, other: Part) -> "Term":  # type: ignore[override]
        return Term("!=", self, other)

    __hash__ = None  # type: ignore[assignment]

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
        return self.name or f"({self.word} {' '.join(map(repr, self.parts))})"


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


def same(one: Part, other: Part) -> bool:
    """Whether two terms say the same."""
    if one is other or not isinstance(one, Term) or not isinstance(other, Term):
        return one is other or (type(one) is type(other) is int and one == other)
    alike = one.word == other.word and one.name == other.name
    return alike and all(map(same, one.parts, other.parts))


def named(part: Part, lines: Lines) -> str:
    """The line whose term this is, or nothing."""
    if isinstance(part, Term):
        for line, term in lines.items():
            if same(part, term):
                return line
    return ""


class Uses(NamedTuple):
    """What a line is made of; ``lines`` are other lines it is made from."""

    facts: tuple[str, ...]
    figures: tuple[str, ...]
    lines: tuple[str, ...]


def depends_on(part: Part, lines: Lines | None = None) -> Uses:
    """The facts, the figures and the other lines of a worksheet that a term uses.

    With ``lines`` given, a term that is another line counts as that line and is not followed.
    """
    found: dict[str, dict[str, None]] = {FACT: {}, FIGURE: {}, "line": {}}
    others = {name: term for name, term in (lines or {}).items() if not same(term, part)}
    for kind, name in _leaves(part, others):
        found[kind][name] = None
    return Uses(tuple(found[FACT]), tuple(found[FIGURE]), tuple(found["line"]))


def _leaves(part: Part, lines: Lines) -> Iterator[tuple[str, str]]:
    if not isinstance(part, Term):
        return
    if part.name:
        yield part.word, part.name
    elif line := named(part, lines):
        yield "line", line
    else:
        for inner in part.parts:
            yield from _leaves(inner, lines)


AT_LEAST, AT_MOST, SHARE_OF, SPLIT, END_OF = "at_least", "at_most", "share_of", "split", "end_of"


def pattern(part: Part) -> tuple[str, tuple[Part, ...]] | None:
    """The word of the algebra that a term was made with, and what it was said of.

    Two share one shape with a quotient of their own: all are told apart by their constants.
    """
    match part:
        case Term(word="where", parts=(Term(word="<", parts=(low, high)), then, otherwise)):
            if same(then, high) and same(otherwise, low):
                return AT_LEAST, (otherwise, then)
            if same(then, low) and same(otherwise, high):
                return AT_MOST, (otherwise, then)
        case Term(word="//", parts=(Term(word="+", parts=(sum_, over)), below)):
            return _quotient(sum_, over, below)
    return None


def _quotient(sum_: Part, over: Part, below: Part) -> tuple[str, tuple[Part, ...]] | None:
    match sum_:
        case Term(word="*", parts=(Term(word="*", parts=parts), 2)) if below == 2 * WHOLE:
            return SHARE_OF, parts
        case Term(word="*", parts=(amount, 2)):
            return SPLIT, (amount, over)
        case Term(word="+", parts=(Term(word="*", parts=parts), included)):
            return END_OF, (*parts, included)
    return None
