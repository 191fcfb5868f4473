"""The network as a whole: groups, members and activities, each row accepted or rejected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

from ..bounds import Bounds, total
from ..culture_findings import Broken, Chain, CultureNetwork, Held, Reached, RowsRead
from ..findings import PolicyStamp
from ..groups import LEVELS, Activity, CultureGroup, GroupMember
from ..policy import Policy, load_policy
from ..rules.culture_network import IN_ORDER, RULE, check
from ..welfare_findings import Reject
from .counting import Lists, reached

TWICE, NO_GROUP = "row-twice", "group-unknown"
DIFFERS = "members-differ"

N = TypeVar("N", bound=CultureGroup | GroupMember | Activity)


def map_network(
    groups: Iterable[CultureGroup],
    *,
    members: Iterable[GroupMember] = (),
    activities: Iterable[Activity] = (),
    on: date,
    policy: Policy | None = None,
) -> CultureNetwork:
    """A network mapped: who is linked to whom, and how many people it reaches, each counted once.

    Rows that stand twice, and rows about a group that is not on the list, are rejected by row
    (from 1). A group that does not stand where it belongs is a breach; it still counts. Raises
    ``NotInForce`` before the groups were set up.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    listed, of_groups = _sifted("groups", groups, None)
    by_id = {group.group_id: group for group in listed.values()}
    of_members, rows_of_members = _sifted("members", members, by_id)
    held, rows_of_activities = _sifted("activities", activities, by_id)
    lists = _lists(of_members.values())
    broken = tuple(_broken(listed, by_id, lists, on, policy))
    out_of_place = {row.group_id for row in broken if row.code != DIFFERS}
    return CultureNetwork(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        reached=tuple(_reached(list(listed.values()), lists)),
        chains=tuple(_chains(by_id, out_of_place)),
        activities=tuple(_held(held.values(), by_id)),
        breaches=broken,
        tables=(of_groups, rows_of_members, rows_of_activities),
        readings=law.readings,
        sources=law.sources,
    )


def _sifted(
    table: Literal["groups", "members", "activities"],
    nouns: Iterable[N],
    known: Mapping[str, CultureGroup] | None,
) -> tuple[dict[int, N], RowsRead]:
    """The rows that count, by number, and what became of all of them."""
    accepted: dict[int, N] = {}
    rejects = []
    seen: set[tuple[str, ...]] = set()
    row = 0
    for row, noun in enumerate(nouns, 1):
        key = _key(noun)
        if key in seen:
            column = "activity_id" if isinstance(noun, Activity) else "group_id"
            rejects.append(Reject(row=row, column=column, code=TWICE, reason=TWICE))
        elif known is not None and noun.group_id not in known:
            rejects.append(Reject(row=row, column="group_id", code=NO_GROUP, reason=NO_GROUP))
        else:
            accepted[row] = noun
        seen.add(key)
    read = RowsRead(
        table=table,
        rows_in=row,
        rows_accepted=len(accepted),
        rows_rejected=len(rejects),
        rejects=tuple(rejects),
    )
    return accepted, read


def _key(noun: CultureGroup | GroupMember | Activity) -> tuple[str, ...]:
    match noun:
        case GroupMember():
            return noun.group_id, noun.member_id
        case Activity():
            return (noun.activity_id,)
        case CultureGroup():
            return (noun.group_id,)


def _lists(members: Iterable[GroupMember]) -> Lists:
    lists: dict[str, set[str]] = {}
    for member in members:
        lists.setdefault(member.group_id, set()).add(member.member_id)
    return {group: frozenset(people) for group, people in lists.items()}


def _broken(
    listed: Mapping[int, CultureGroup],
    by_id: Mapping[str, CultureGroup],
    lists: Lists,
    on: date,
    policy: Policy,
) -> Iterator[Broken]:
    for row, group in listed.items():
        found = check(group, by_id.get(group.parent or ""), on=on, policy=policy)
        if found.reason not in IN_ORDER:
            yield Broken(row=row, group_id=group.group_id, code=found.reason)
        people = lists.get(group.group_id)
        if people is not None and not group.members.holds(len(people)):
            yield Broken(row=row, group_id=group.group_id, code=DIFFERS)


def _reached(groups: Sequence[CultureGroup], lists: Lists) -> Iterator[Reached]:
    for kind in dict.fromkeys(group.kind for group in groups):
        of_kind = [group for group in groups if group.kind == kind]
        yield from _by_level(of_kind, lists, kind)
        if len({group.level for group in of_kind}) > 1:
            yield reached(of_kind, lists, kind, None)
    yield from _by_level(groups, lists, None)
    yield reached(groups, lists, None, None)


def _by_level(groups: Sequence[CultureGroup], lists: Lists, kind: str | None) -> Iterator[Reached]:
    for level in LEVELS:
        those = [group for group in groups if group.level == level]
        if those:
            yield reached(those, lists, kind, level)


def _chains(groups: Mapping[str, CultureGroup], out_of_place: set[str]) -> Iterator[Chain]:
    """Each kind's levels, as far as they are linked down from the province without a break."""
    for kind in dict.fromkeys(group.kind for group in groups.values()):
        those = [group for group in groups.values() if group.kind == kind]
        linked = [group for group in those if _is_linked(group, groups, out_of_place)]
        levels = tuple(level for level in LEVELS if level in {group.level for group in linked})
        yield Chain(
            kind=kind,
            levels=levels,
            three_levels=levels == LEVELS,
            in_chain=len(linked),
            out_of_chain=len(those) - len(linked),
        )


def _is_linked(
    group: CultureGroup, groups: Mapping[str, CultureGroup], out_of_place: set[str]
) -> bool:
    """Whether a group and every group above it stand where they belong."""
    while group.group_id not in out_of_place:
        if group.parent is None:
            return True
        group = groups[group.parent]
    return False


def _held(activities: Iterable[Activity], groups: Mapping[str, CultureGroup]) -> Iterator[Held]:
    found: dict[tuple[str, str], list[Bounds]] = {}
    for activity in activities:
        key = groups[activity.group_id].kind, activity.form
        found.setdefault(key, []).append(activity.participants)
    for (kind, form), counts in sorted(found.items()):
        yield Held(
            kind=kind,
            form="online" if form == "online" else "offline",
            activities=len(counts),
            participants=total(counts),
        )
