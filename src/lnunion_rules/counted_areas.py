"""The noun of a baseline: an area of the tree with its households.

Areas are whatever the caller calls them.
"""

from .nouns import Identifier, Noun
from .units import Count


class AreaCount(Noun):
    """One area of the tree: its parent, and its households in the baseline.

    An area without parent, and a parent without a row of its own, is a root. Areas that have
    none below them carry the counts; on others a count may be left out.
    """

    area: Identifier
    parent: Identifier | None = None
    households: Count | None = None
