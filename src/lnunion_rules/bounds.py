"""Counts that are known only within bounds: "over 140", "nearly 100", "at least so many".

A bound stays a bound: sums, shares and whole worksheets of counts within bounds are within
bounds again, and hold for every number that the counts may really be. "Over 140" (140余) and
"nearly 100" (近100) are taken for the weaker statement, *at least 140* and *at most 100*, which
is true whether or not the figure itself is meant.

Checked with: every completion of small bounds, one by one.
Limits: whole counts below a thousand million; what is not known at all is *at least 0*.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .units import MOST_COUNT

FAR = 10**18
"""Stands in a worksheet for a count without an upper bound; no sum of counts comes near it."""

_WRITTEN = re.compile(
    r"(?P<exact>N)|(?:>=|≥)(?P<at_least>N)|(?P<over>N)[+余]|(?:<=|≤|近)(?P<at_most>N)"
    r"|(?P<least>N)\.\.(?P<most>N)".replace("N", "[0-9]{1,18}"),
    re.ASCII,
)
COUNT_PATTERN = "^(N|>=N|<=N|N\\.\\.N)$".replace("N", "[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A whole number that is at least ``least`` and at most ``most``; None is no upper bound.

    >>> visitors, hired = Bounds(4000), Bounds.exactly(118)
    >>> str(visitors), str(hired), str(visitors + hired)
    ('>=4000', '118', '>=4118')
    """

    least: int
    most: int | None = None

    @classmethod
    def exactly(cls, number: int) -> "Bounds":
        """The bounds of a number that is known."""
        return cls(number, number)

    @classmethod
    def around(cls, numbers: Iterable[int]) -> "Bounds":
        """The narrowest bounds that hold every one of the numbers.

        >>> str(Bounds.around([3, 1, 2])), str(Bounds.around([3, FAR]))
        ('1..3', '>=3')
        """
        found = sorted(numbers)
        # Near FAR a count without an upper bound went into the number, and it has none either.
        return cls(found[0], None if found[-1] > FAR // 2 else found[-1])

    @property
    def is_exact(self) -> bool:
        """Whether only one number lies within."""
        return self.least == self.most

    @property
    def is_known(self) -> bool:
        """Whether anything is said at all."""
        return self != UNKNOWN

    @property
    def ends(self) -> tuple[int, ...]:
        """The least and the largest number within, each once."""
        most = FAR if self.most is None else self.most
        return (self.least,) if self.least == most else (self.least, most)

    def holds(self, number: int) -> bool:
        """Whether the number lies within.

        >>> Bounds(0, 100).holds(100), Bounds(4000).holds(3999)
        (True, False)
        """
        return self.least <= number and (self.most is None or number <= self.most)

    def meet(self, other: "Bounds") -> "Bounds | None":
        """What both say of one number; None where they contradict each other.

        >>> str(Bounds(140).meet(Bounds(0, 150))), Bounds(140).meet(Bounds.exactly(139))
        ('140..150', None)
        """
        least = max(self.least, other.least)
        ends = [most for most in (self.most, other.most) if most is not None]
        most = min(ends, default=None)
        return None if most is not None and most < least else Bounds(least, most)

    def __add__(self, other: "Bounds") -> "Bounds":
        open_ended = self.most is None or other.most is None
        most = None if open_ended else (self.most or 0) + (other.most or 0)
        return Bounds(self.least + other.least, most)

    def __str__(self) -> str:
        if self.is_exact:
            return str(self.least)
        if self.most is None:
            return f">={self.least}"
        return f"{self.least}..{self.most}" if self.least else f"<={self.most}"


UNKNOWN = Bounds(0)
"""Nothing is known: at least none."""

NONE = Bounds.exactly(0)
"""Not one."""


def total(counts: Iterable[Bounds]) -> Bounds:
    """The sum of counts; it has an upper bound where each of them has.

    >>> str(total([Bounds.exactly(3), Bounds(0, 2), Bounds.exactly(1)]))
    '4..6'
    """
    return sum(counts, NONE)


@dataclass(frozen=True, slots=True)
class Share:
    """An exact share, or the exact bounds within which one lies; None is no upper bound.

    >>> share_within(Bounds.exactly(118), Bounds(5000))
    Share(least=Fraction(0, 1), most=Fraction(59, 2500))
    """

    least: Fraction
    most: Fraction | None

    @property
    def is_exact(self) -> bool:
        """Whether it is one share and no other."""
        return self.least == self.most


def share_within(part: Bounds, whole: Bounds) -> Share | None:
    """The share that one count is of another; None where there is nothing to be a share of.

    The more the whole may be, the less the share, and the other way about.
    """
    if whole.most == 0:
        return None
    least = Fraction(0) if whole.most is None else Fraction(part.least, whole.most)
    if part.most == 0:
        return Share(least, Fraction(0))
    if part.most is None or whole.least == 0:
        return Share(least, None)
    return Share(least, Fraction(part.most, whole.least))


def spread(body: Callable[..., Any], facts: Mapping[str, Bounds]) -> Any:
    """A rule's worksheet on counts within bounds, each of its lines within bounds again.

    The body is run at every end of every count, so that the bounds are exact where each line
    rises or falls in each fact all the way.
    """
    corners = product(*(fact.ends for fact in facts.values()))
    sheets = [body(**dict(zip(facts, ends, strict=True))) for ends in corners]
    return type(sheets[0])(*(Bounds.around(line) for line in zip(*sheets, strict=True)))


def counted(value: object, most: int = MOST_COUNT) -> Bounds:
    """A count as it is written; ``ValueError`` for anything that is no count up to ``most``.

    A whole number; or as text ``118``, ``>=140`` (also ``140+``, ``140余``), ``<=100`` (also
    ``近100``) and ``140..150``.

    >>> [str(counted(said)) for said in (118, "118", "140余", "近100", "140..150")]
    ['118', '118', '>=140', '<=100', '140..150']
    """
    found = value if isinstance(value, Bounds) else _read(value)
    largest = found.least if found.most is None else found.most
    if not 0 <= found.least <= largest <= most:
        raise ValueError("not a count")
    return found


def _read(value: object) -> Bounds:
    if isinstance(value, int) and not isinstance(value, bool):
        return Bounds.exactly(value)
    match = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("not a count")
    said = {name: int(digits) for name, digits in match.groupdict().items() if digits}
    if "exact" in said:
        return Bounds.exactly(said["exact"])
    least = said.get("at_least", said.get("over", said.get("least", 0)))
    return Bounds(least, said.get("at_most", said.get("most")))


def _field(most: int) -> PlainValidator:
    def read(value: Any) -> Bounds:
        try:
            return counted(value, most)
        except ValueError:
            raise PydanticCustomError("not-a-count-or-bound", "not a count") from None

    return PlainValidator(read)


def _told(count: Bounds) -> int | str:
    """A count as it is dumped: a number where it is exact, else as it is written."""
    return count.least if count.is_exact else str(count)


_SCHEMA = WithJsonSchema(
    {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": COUNT_PATTERN}]}
)

Count = Annotated[Bounds, _field(MOST_COUNT), PlainSerializer(_told), _SCHEMA]
"""A fact that is a count, exact or within bounds; dumped as a number or as text."""

Counted = Annotated[Bounds, _field(FAR), PlainSerializer(_told), _SCHEMA]
"""The same in a finding, where counts have been added up."""
