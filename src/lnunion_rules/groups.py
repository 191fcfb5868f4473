"""The nouns of workers' culture groups (职工文化群): a group, one who is in it, what it does.

Counts may be exact or within bounds ("over 300", "nearly 100"); one left out is not known.
"""

from typing import Annotated, Literal, get_args

from pydantic import Field

from .bounds import UNKNOWN, Bounds, Count
from .dates import Day
from .nouns import Identifier, Noun
from .people import AreaCode

Level = Literal["province", "city", "county"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From the top down, in the order of their inner numbers."""

Form = Literal["online", "offline"]
Words = Annotated[str, Field(strict=True, min_length=1, max_length=100)]


class CultureGroup(Noun):
    """One group, or several of a kind of which only the number is known."""

    group_id: Identifier
    kind: Words
    """What it is about, such as ``reading``; any other word stands for itself."""
    level: Level
    parent: Identifier | None = None
    """The group one level up that it is linked to."""
    area: AreaCode | None = None
    title: Words | None = None
    groups: Count = Bounds.exactly(1)
    """How many groups the row stands for."""
    members: Count = UNKNOWN
    teams: Count = UNKNOWN
    reach: Count = UNKNOWN
    """People reached by it, members or not."""


class GroupMember(Noun):
    """One person's being in one group; a group with any such rows has all of them listed."""

    group_id: Identifier
    member_id: Identifier


class Activity(Noun):
    """Something a group did, on line or off."""

    activity_id: Identifier
    group_id: Identifier
    form: Form
    held_on: Day | None = None
    title: Words | None = None
    participants: Count = UNKNOWN
