"""Plain values for the bodies of the rules: what each argument may be, by rows or by columns.

An argument's name says what it is in every room, so its domain is stated once.
"""

from collections.abc import Callable
from inspect import signature
from types import ModuleType
from typing import Any

import numpy as np

from lnunion_rules import Policy
from lnunion_rules.dibao import MOST_MONTHLY
from lnunion_rules.units import MOST, MOST_COUNT, MOST_SUM

Body = Callable[..., Any]
Columns = dict[str, Any]

FLAG = (0, 1)
MARKS = (0, 10_000)
MONEY = (0, MOST)
SUM = (0, MOST_SUM)
COUNT = (0, MOST_COUNT)
FLAGS = frozenset(
    {
        "by_month",
        "cause",
        "consents",
        "cause_removed",
        "covered",
        "disabled",
        "family",
        "female",
        "filed",
        "for_good",
        "graduate",
        "hard_to_place",
        "has_parent",
        "in_difficulty",
        "in_group",
        "in_order",
        "in_school",
        "lost_ability",
        "no_exam",
        "own_checkup",
        "parent_listed",
        "meets_standard",
        "must_meet",
        "part_time",
        "qualified",
        "postgraduate",
        "reaches_line",
        "senior_stage",
        "same_kind",
        "seriously_ill",
        "served",
        "wants_business",
        "wants_work",
        "worker",
        "zero_employment",
        "union_member",
        "unionised",
        "wish",
    }
)
DOMAINS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(FLAGS, FLAG),
    **dict.fromkeys(("reached", "staff", "titles"), (0, MOST_COUNT)),
    **dict.fromkeys(("budget", "cost"), MONEY),
    **dict.fromkeys(("asked", "brought", "committed", "granted", "paid"), SUM),
    "basic_insurance": MONEY,
    "bearable": MONEY,
    "birth_year": (1900, 2100),
    "burden": SUM,
    "category": (0, 3),
    "cvs_delivered": COUNT,
    "cost": MONEY,
    "dibao_per_month": (1, MOST_MONTHLY - 1),
    "dibao_received_per_year": MONEY,
    "event": (0, 7),
    "excluded": (0, 6),
    "highest_month": MONEY,
    "households": (0, 10**9 - 1),
    "hired_on_spot": COUNT,
    "income_per_year": MONEY,
    "intentions": COUNT,
    "last_year": (0, 2100),
    "legal_cap": SUM,
    "loss_per_year": MONEY,
    "level": (0, 2),
    "major_illness_insurance": MONEY,
    "months_above": (0, 1200),
    "mutual_aid": MONEY,
    "on_file": (0, 12),
    "other_aid": MONEY,
    "other_payers": MONEY,
    "out_of_catalogue": MONEY,
    "own_cap": SUM,
    "parent_level": (0, 2),
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
    "year": (2018, 2100),
}
for criterion in ("qualification", "reputation", "conditions", "acceptance"):
    DOMAINS[criterion] = DOMAINS[f"{criterion}_weight"] = DOMAINS[f"{criterion}_least"] = MARKS
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
