"""People counted once, in groups of which some list their members and some give only a number."""

from collections.abc import Iterable, Mapping, Sequence

from ..bounds import NONE, UNKNOWN, Bounds, total
from ..culture_findings import Reached
from ..groups import CultureGroup, Level

Lists = Mapping[str, frozenset[str]]
"""Members by group; a group that is not in it has no list."""


def reached(
    groups: Sequence[CultureGroup], lists: Lists, kind: str | None, level: Level | None
) -> Reached:
    """What some groups together come to."""
    memberships = total(_members(group, lists) for group in groups)
    persons = _persons(groups, lists)
    return Reached(
        kind=kind,
        level=level,
        groups=total(group.groups for group in groups),
        memberships=memberships,
        persons=persons,
        overlap=_overlap(groups, lists, memberships, persons),
        teams=_stated(group.teams for group in groups),
        reach=_reach(groups, persons),
    )


def _members(group: CultureGroup, lists: Lists) -> Bounds:
    if group.group_id in lists:
        return Bounds.exactly(len(lists[group.group_id]))
    return group.members


def _listed(groups: Iterable[CultureGroup], lists: Lists) -> list[frozenset[str]]:
    return [lists[group.group_id] for group in groups if group.group_id in lists]


def _persons(groups: Sequence[CultureGroup], lists: Lists) -> Bounds:
    """At least the largest group, or all who are listed; at most everyone another person."""
    known = Bounds.exactly(len(frozenset().union(*_listed(groups, lists))))
    others = [group.members for group in groups if group.group_id not in lists]
    most = total([known, *others]).most
    return Bounds(max([known.least, *(count.least for count in others)]), most)


def _overlap(
    groups: Sequence[CultureGroup], lists: Lists, memberships: Bounds, persons: Bounds
) -> Bounds:
    """How often someone counts again: exact among the lists, within bounds beyond them."""
    if len(groups) == 1 and groups[0].groups == Bounds.exactly(1):
        return NONE
    listed = _listed(groups, lists)
    again = sum(map(len, listed)) - len(frozenset().union(*listed))
    most = None if memberships.most is None else memberships.most - persons.least
    return Bounds(again, most)


def _stated(counts: Iterable[Bounds]) -> Bounds:
    """A sum of what is stated; nothing where no group states it."""
    known = [count for count in counts if count.is_known]
    return total(known) if known else UNKNOWN


def _reach(groups: Iterable[CultureGroup], persons: Bounds) -> Bounds:
    """At least the members and the largest reach; groups may reach the same people."""
    counts = [group.reach for group in groups]
    least = max(persons.least, max((count.least for count in counts), default=0))
    if not all(count.is_known for count in counts):
        return Bounds(least)
    most = total([*counts, NONE]).most
    return Bounds(least, None if most is None else max(most, least))
