"""Plain values for the bodies of the rules: what each argument may be, by rows or by columns.

An argument's name says what it is in every room, so its domain is stated once.
"""

from collections.abc import Callable
from inspect import signature
from types import ModuleType
from typing import Any

import numpy as np

from lnunion_rules import Policy
from lnunion_rules.bounds import MOST_COUNT
from lnunion_rules.dibao import MOST_MONTHLY
from lnunion_rules.units import MOST, MOST_SUM

Body = Callable[..., Any]
Columns = dict[str, Any]

FLAG = (0, 1)
MONEY = (0, MOST)
SUM = (0, MOST_SUM)
COUNT = (0, MOST_COUNT)
FLAGS = frozenset(
    {
        "by_month",
        "cause",
        "cause_removed",
        "covered",
        "disabled",
        "family",
        "filed",
        "for_good",
        "in_group",
        "in_school",
        "lost_ability",
        "meets_standard",
        "must_meet",
        "part_time",
        "postgraduate",
        "reaches_line",
        "senior_stage",
        "seriously_ill",
        "served",
        "wish",
    }
)
DOMAINS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(FLAGS, FLAG),
    "basic_insurance": MONEY,
    "bearable": MONEY,
    "burden": SUM,
    "category": (0, 3),
    "cvs_delivered": COUNT,
    "dibao_per_month": (1, MOST_MONTHLY - 1),
    "dibao_received_per_year": MONEY,
    "event": (0, 7),
    "excluded": (0, 6),
    "highest_month": MONEY,
    "households": (0, 10**9 - 1),
    "hired_on_spot": COUNT,
    "income_per_year": MONEY,
    "intentions": COUNT,
    "legal_cap": SUM,
    "loss_per_year": MONEY,
    "major_illness_insurance": MONEY,
    "months_above": (0, 1200),
    "mutual_aid": MONEY,
    "on_file": (0, 12),
    "other_aid": MONEY,
    "other_payers": MONEY,
    "out_of_catalogue": MONEY,
    "own_cap": SUM,
    "persons": (1, 100),
    "planned_hires": COUNT,
    "post_kinds": COUNT,
    "rigid_per_year": MONEY,
    "schooling": (0, 5),
    "share": (0, 10_000),
    "spent": SUM,
    "state": (0, 6),
    "supplementary_insurance": MONEY,
    "tested_per_year": (-MOST, MOST),
    "total": MONEY,
    "visitors": COUNT,
}
ORDINARY = 30_000_000
"""Most amounts of a family lie below this many fen."""


def bodies(room: ModuleType) -> tuple[Body, ...]:
    """The bodies of one room: what a bill leaves, where it has bills, and its worksheet."""
    found = (getattr(room, name, None) for name in ("burden_of", "work_out"))
    return tuple(body for body in found if body)


def arguments(body: Body) -> tuple[str, ...]:
    """The names of the plain values that a body takes."""
    return tuple(name for name in signature(body).parameters if name != "p")


def told(body: Body, values: Columns, p: Any) -> Any:
    """The body's sheet of these values."""
    return body(**values, p=p) if "p" in signature(body).parameters else body(**values)


def parameters(room: ModuleType, policy: Policy) -> list[Any]:
    """The room's ``Parameters`` in every period of its law."""
    law = policy.rules[room.RULE]
    numbers = (policy.law(room.RULE, period.since).numbers for period in law.periods)
    return [room.Parameters(**found) for found in numbers]


def columns(body: Body, chance: np.random.Generator, rows: int) -> Columns:
    """Columns of plain values; money lies anywhere, among the ordinary, and next to the lines."""
    drawn: Columns = {}
    for name in arguments(body):
        least, most = DOMAINS[name]
        if name in FLAGS:
            drawn[name] = chance.integers(0, 2, rows).astype(bool)
        elif most <= MOST_MONTHLY:
            drawn[name] = chance.integers(least, most + 1, rows)
        else:
            drawn[name] = _money(chance, rows, least, most, drawn)
    return drawn


def _money(chance: np.random.Generator, rows: int, least: int, most: int, drawn: Columns) -> Any:
    anywhere = chance.integers(least, most + 1, rows)
    ordinary = chance.integers(max(least, -ORDINARY), ORDINARY, rows)
    year = drawn.get("persons", 1) * drawn.get("dibao_per_month", ORDINARY) * 12
    halves = chance.integers(1, 7, rows)
    near = year * halves // 2 + chance.integers(-2, 3, rows)
    kind = chance.integers(0, 3, rows)
    amounts = np.where(kind == 0, anywhere, np.where(kind == 1, ordinary, near))
    return np.clip(amounts, least, most)


def row(values: Columns, at: int) -> Columns:
    """One row of columns as plain ints and bools."""
    return {name: column[at].item() for name, column in values.items()}
