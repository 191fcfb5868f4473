"""Hypothesis strategies for culture groups; take them from :mod:`.testing`."""

from typing import NamedTuple

from hypothesis import strategies as st

from .bounds import UNKNOWN, Bounds
from .groups import LEVELS, CultureGroup, GroupMember

__all__ = ["CultureCase", "culture_cases", "culture_groups"]

_IDS = ("g1", "g2", "g3", "g4", "g5", "g6")
_KINDS = ("reading", "reading", "stamps")


def _counts() -> st.SearchStrategy[Bounds]:
    number = st.integers(0, 40)
    two = st.tuples(number, number).map(lambda ends: Bounds(*sorted(ends)))
    return number.map(Bounds.exactly) | number.map(Bounds) | two | st.just(UNKNOWN)


@st.composite
def culture_groups(draw: st.DrawFn, *, group_id: str = "g1") -> CultureGroup:
    """One group under another, under itself, or under one that is not there."""
    return CultureGroup(
        group_id=group_id,
        kind=draw(st.sampled_from(_KINDS)),
        level=draw(st.sampled_from(LEVELS)),
        parent=draw(st.none() | st.sampled_from((*_IDS, "gone"))),
        groups=draw(st.sampled_from((Bounds.exactly(1), Bounds.exactly(1), Bounds(1)))),
        members=draw(_counts()),
        reach=draw(_counts()),
    )


class CultureCase(NamedTuple):
    """A network's groups, and who is in some of them."""

    groups: tuple[CultureGroup, ...]
    members: tuple[GroupMember, ...]


@st.composite
def culture_cases(draw: st.DrawFn) -> CultureCase:
    """A few groups and their lists; a group may stand twice, a member be of a group unknown."""
    names = draw(st.lists(st.sampled_from(_IDS), max_size=6))
    groups = [draw(culture_groups(group_id=name)) for name in names]
    of = st.sampled_from((*_IDS[:3], "gone"))
    who = st.sampled_from(("m1", "m2", "m3"))
    rows = draw(st.lists(st.tuples(of, who), max_size=8))
    members = [GroupMember(group_id=group, member_id=member) for group, member in rows]
    return CultureCase(tuple(groups), tuple(members))
