"""The noun of a baseline: an area of the tree with its households.

Areas are whatever the caller calls them.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from .nouns import Identifier, Noun

MOST_HOUSEHOLDS = 10**9
"""No count of households reaches this."""


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < MOST_HOUSEHOLDS:
        raise PydanticCustomError("not-a-count", "not a count")
    return value


Count = Annotated[int, BeforeValidator(_count)]
"""A whole number, not negative."""


class AreaCount(Noun):
    """One area of the tree: its parent, and its households in the baseline.

    An area without parent, and a parent without a row of its own, is a root. Areas that have
    none below them carry the counts; on others a count may be left out.
    """

    area: Identifier
    parent: Identifier | None = None
    households: Count | None = None
