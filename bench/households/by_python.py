"""Plain Python on whole numbers, one household after another: what is exact, and read most easily.

Every other peer's answers are held to these.
"""

from itertools import groupby
from operator import itemgetter
from typing import Any

from columns import (
    HIGHER,
    PAYERS,
    SENIOR,
    SPECIAL,
    TOTAL,
    VOCATIONAL,
    Answers,
    Columns,
    Table,
)
from peer import Peer

HOME = ("dibao", "filed", "covered", "excluded", "income", "loss", "bearable")
CHILD = ("schooling", "disabled", "part_time", "in_school")


def given(columns: Columns) -> Any:
    """Each household with its members, children and bills, as tuples."""
    home, who = columns.households, columns.members
    own = who["ill"] | who["serious"] | who["disabled"] | (who["child"] & (who["schooling"] > 0))
    stated = home["single_parent"] | home["other_cause"]
    members = _owned(who["h"], {"own": own, "serious": who["serious"]})
    children = _owned(columns.children["h"], columns.children, CHILD)
    bills = _owned(columns.bills["h"], columns.bills, (TOTAL, *PAYERS))
    rows = zip(*(home[name].tolist() for name in HOME), strict=True)
    return [
        (row, cause, members[h], children.get(h, ()), bills.get(h, ()))
        for h, (row, cause) in enumerate(zip(rows, stated.tolist(), strict=True))
    ]


def _owned(of: Any, table: Table, names: tuple[str, ...] = ()) -> dict[int, tuple[Any, ...]]:
    rows = zip(of.tolist(), *(table[name].tolist() for name in names or table), strict=True)
    return {h: tuple(row[1:] for row in own) for h, own in groupby(rows, key=itemgetter(0))}


def answered(given: Any) -> Any:
    """Every answer, a household with its children at a time."""
    return [_household(*case) for case in given]


def _household(home: Any, stated: bool, members: Any, children: Any, bills: Any) -> Any:
    dibao, filed, covered, excluded, income, loss, bearable = home
    cause = stated or any(own for own, _ in members)
    category, reason = _category(dibao * len(members) * 12, income, loss, cause)
    if excluded or not covered:
        category, reason = 3, 5 + excluded
    shut = 1 if not filed else 2 if category == 3 else 0
    living_reason = 1 if not filed else 2 if category else 0
    living = 0 if living_reason else dibao * 12
    aids = [(0, shut) if shut else _aid(dibao * 10, *child) for child in children]
    ill = any(serious for _, serious in members)
    medical = (0, shut) if shut else _ceiling(ill, bills, bearable)
    return category, reason, living, living_reason, *medical, aids


def _category(year: int, income: int, loss: int, cause: bool) -> tuple[int, int]:
    if income < year:
        return 0, 0
    near = 2 * income <= 3 * year
    if cause and near:
        return 1, 1
    if loss > 0 and income <= 3 * year:
        return 2, 2
    return 3, 4 if near else 3


def _aid(ten: int, schooling: int, disabled: bool, part_time: bool, in_school: bool) -> Any:
    if schooling == HIGHER:
        return (0, 4) if part_time else (ten, 0)
    if schooling == SPECIAL:
        if not disabled:
            return 0, 5
        if not in_school:
            return 0, 6
    elif schooling not in (SENIOR, VOCATIONAL):
        return 0, 3
    return max((ten * 7 + 5) // 10, 300_000), 0


def _ceiling(ill: bool, bills: Any, bearable: int) -> tuple[int, int]:
    if not ill:
        return 0, 3
    burden = sum([max(total - sum(paid), 0) for total, *paid in bills])
    if burden < 1:
        return 0, 4
    return (burden - bearable, 0) if burden > bearable else (0, 5)


def read(rows: Any) -> Answers:
    """The answers as columns."""
    category, reason, living, living_reason, medical, medical_reason, aids = zip(*rows, strict=True)
    education = [aid for of_household in aids for aid in of_household]
    amounts, reasons = zip(*education, strict=True) if education else ((), ())
    return Answers(
        category,
        reason,
        living,
        living_reason,
        amounts,
        reasons,
        medical,
        medical_reason,
    )


PEER = Peer(given, answered, read)
