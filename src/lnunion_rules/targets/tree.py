"""Counted areas as a tree that adds up; what is none is refused by the number of its row.

The order of the tree is the order of everything made from it: parents before their children,
siblings by code. It does not depend on the order of the rows.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, NoReturn

from ..counted_areas import AreaCount
from ..errors import InputError
from ..targets_findings import Schedule


class Node(NamedTuple):
    """One area in the order of the tree; ``parent`` is its parent's place, -1 at a root."""

    area: str
    parent: int
    households: int


Tree = tuple[Node, ...]


def tree_of(areas: Iterable[AreaCount]) -> Tree:
    """The areas with every count filled in, in the order of the tree.

    Raises ``InputError`` with the place of the row: ``area-twice``, ``area-two-parents``,
    ``area-cycle``, ``count-missing``, ``count-not-the-sum``; ``no-rows`` where there is none.
    """
    rows = tuple(areas)
    if not rows:
        raise InputError("no-rows", "areas")
    place = _places(rows)
    below = _children(rows, place)
    roots = {row.parent for row in rows if row.parent is not None} - set(place)
    roots |= {row.area for row in rows if row.parent is None}
    order = list(_walked(sorted(roots), below))
    if len(order) < len(place) + len(roots - set(place)):
        reached = {area for area, _ in order}
        _refuse("area-cycle", min(at for area, at in place.items() if area not in reached))
    counts = _counts(order, below, rows, place)
    return tuple(Node(area, parent, counts[area]) for area, parent in order)


def tree_in(schedule: Schedule) -> Tree:
    """The tree that a schedule was made for."""
    place = {row.area: at for at, row in enumerate(schedule.areas)}
    return tuple(
        Node(row.area, -1 if row.parent is None else place[row.parent], row.households)
        for row in schedule.areas
    )


def leaves(tree: Tree) -> Iterator[int]:
    """The places of the areas that have none below them."""
    parents = {node.parent for node in tree}
    return (at for at in range(len(tree)) if at not in parents)


def summed(tree: Tree, own: dict[str, list[int]], width: int) -> list[list[int]]:
    """Figures of single areas added up to every area above them; by place in the tree."""
    totals = [list(own.get(node.area, (0,) * width)) for node in tree]
    for at in range(len(tree) - 1, 0, -1):
        parent = tree[at].parent
        if parent >= 0:
            above = totals[parent]
            for column, figure in enumerate(totals[at]):
                above[column] += figure
    return totals


def _refuse(code: str, at: int, column: str = "", **details: int) -> NoReturn:
    raise InputError(code, f"areas[{at}]{'.' if column else ''}{column}", **details)


def _places(rows: tuple[AreaCount, ...]) -> dict[str, int]:
    place: dict[str, int] = {}
    for at, row in enumerate(rows):
        first = place.setdefault(row.area, at)
        if first != at:
            same = rows[first].parent == row.parent
            _refuse("area-twice" if same else "area-two-parents", at, "area" if same else "parent")
    return place


def _children(rows: tuple[AreaCount, ...], place: dict[str, int]) -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for area in sorted(place):
        parent = rows[place[area]].parent
        if parent is not None:
            below.setdefault(parent, []).append(area)
    return below


def _walked(roots: list[str], below: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    """Every area that hangs on a root, with the place of its parent."""
    waiting = [(root, -1) for root in reversed(roots)]
    at = 0
    while waiting:
        area, parent = waiting.pop()
        yield area, parent
        waiting += [(child, at) for child in reversed(below.get(area, ()))]
        at += 1


def _counts(
    order: list[tuple[str, int]],
    below: dict[str, list[str]],
    rows: tuple[AreaCount, ...],
    place: dict[str, int],
) -> dict[str, int]:
    """The count of every area; children stand after their parents in the order."""
    counts: dict[str, int] = {}
    for area, _ in reversed(order):
        stated = rows[place[area]].households if area in place else None
        children = below.get(area)
        if children is None:
            if stated is None:
                _refuse("count-missing", place[area], "households")
            counts[area] = stated
            continue
        counts[area] = total = sum(counts[child] for child in children)
        if stated is not None and stated != total:
            _refuse("count-not-the-sum", place[area], "households", stated=stated, sum=total)
    return counts
