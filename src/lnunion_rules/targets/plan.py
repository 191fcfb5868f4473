"""The door of the targets: counts on a tree of areas in, the targets of every area and year out."""

from collections.abc import Iterable
from datetime import date

from ..algebra import WHOLE, at_most
from ..counted_areas import AreaCount
from ..doors import figures, filled
from ..findings import PolicyStamp
from ..policy import Policy, load_policy
from ..rules.depoverty_targets import (
    RULE,
    YEARS,
    Parameters,
    Worksheet,
    deadlines,
    law_of,
    new_deadline,
    shares,
    work_out,
)
from ..targets_findings import AreaTarget, Schedule, Three
from .rounding import rounded_up
from .tree import Tree, leaves, summed, tree_of

OVER = "targets-period-over"


def plan_targets(areas: Iterable[AreaCount], *, on: date, policy: Policy | None = None) -> Schedule:
    """The targets of every area and year, from counts on a tree of areas.

    One area is one row; households. Every cell, every area total and every year total is the
    floor or the ceiling of its exact share, and all sums hold at every level; the order of the
    rows changes nothing. Raises ``InputError`` with the place of the row for what is no tree or
    does not add up, ``NotInForce`` before the baseline day, ``PolicyError`` for shares that do
    not sum to one.

    >>> from datetime import date
    >>> rows = [AreaCount(area=name, parent="P", households=7) for name in "ABC"]
    >>> plan_targets(rows, on=date(2018, 12, 31)).total
    (4, 13, 4)
    """
    policy = policy or load_policy()
    law = law_of(policy, on)
    p = filled(law, Parameters)
    tree = tree_of(areas)
    cells = [[work_out(node.households, share) for share in shares(p)] for node in tree]
    found = _last_takes_rest(tree, cells) if p.last_takes_rest else _together(tree, cells)
    return Schedule(
        rule=RULE,
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        baseline=date.fromordinal(p.baseline_day),
        deadlines=deadlines(p),
        new_deadline=new_deadline(p),
        areas=tuple(
            AreaTarget(
                area=node.area,
                parent=tree[node.parent].area if node.parent >= 0 else None,
                households=node.households,
                targets=targets,
                exact=(exact(row[0]), exact(row[1]), exact(row[2])),
            )
            for node, row, targets in zip(tree, cells, found, strict=True)
        ),
        total=_total(tree, found),
        parameters=figures(law),
        readings=law.readings,
        sources=law.sources,
        notices=(OVER,) if on > max(new_deadline(p), deadlines(p)[-1]) else (),
    )


def exact(cell: Worksheet) -> str:
    """An exact share in households, with as many places as it has.

    >>> exact(work_out(1003, 2_000))
    '200.6'
    """
    places = f"{cell.part:0{len(str(WHOLE)) - 1}d}".rstrip("0")
    return f"{cell.least}.{places}" if places else str(cell.least)


def _together(tree: Tree, cells: list[list[Worksheet]]) -> list[Three]:
    """The controlled rounding of all cells at once."""
    # A point above the roots, so that the year totals of several roots are cells like any other.
    parents = [-1, *(node.parent + 1 for node in tree)]
    parts = [[cell.part for cell in row] for row in cells]
    roots = [row for node, row in zip(tree, parts, strict=True) if node.parent < 0]
    above = [sum(column) % WHOLE for column in zip(*roots, strict=True)]
    up = rounded_up(parents, [above, *parts], WHOLE)[1:]
    return [
        _three([cell.least + more for cell, more in zip(row, raised, strict=True)])
        for row, raised in zip(cells, up, strict=True)
    ]


def _last_takes_rest(tree: Tree, cells: list[list[Worksheet]]) -> list[Three]:
    """Where the earlier years are rounded and the last takes the rest, area by area from below."""
    own: dict[str, list[int]] = {}
    for at in leaves(tree):
        first, second, _ = cells[at]
        count = first.households
        taken = at_most(second.nearest, count - first.nearest)
        own[tree[at].area] = [first.nearest, taken, count - first.nearest - taken]
    return [_three(row) for row in summed(tree, own, YEARS)]


def _total(tree: Tree, found: list[Three]) -> Three:
    roots = [row for node, row in zip(tree, found, strict=True) if node.parent < 0]
    return _three([sum(column) for column in zip(*roots, strict=True)])


def _three(row: list[int]) -> Three:
    first, second, third = row
    return first, second, third
