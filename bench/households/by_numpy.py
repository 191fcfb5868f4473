"""Numpy over whole columns, written by hand."""

from typing import Any

import numpy as np
from columns import HIGHER, PAYERS, SENIOR, SPECIAL, TOTAL, VOCATIONAL, Answers, Columns
from peer import Peer


def given(columns: Columns) -> Any:
    """Where the members and bills of each household begin, besides the columns."""
    numbers = np.arange(columns.rows)
    first = np.searchsorted(columns.members["h"], numbers)
    bounds = np.searchsorted(columns.bills["h"], np.append(numbers, columns.rows))
    persons = np.diff(np.append(first, len(columns.members["h"])))
    tables = columns.households, columns.members, columns.children, columns.bills
    return *tables, first, persons, bounds


def answered(given: Any) -> Answers:
    """Every answer."""
    home, who, child, bill, first, persons, bounds = given
    own = who["ill"] | who["serious"] | who["disabled"] | (who["child"] & (who["schooling"] > 0))
    cause = np.logical_or.reduceat(own, first) | home["single_parent"] | home["other_cause"]
    seriously_ill = np.logical_or.reduceat(who["serious"], first)
    income, dibao, filed, excluded = (home[n] for n in ("income", "dibao", "filed", "excluded"))
    year = dibao * persons * 12
    near, thrice = 2 * income <= 3 * year, income <= 3 * year
    by_income = np.select(
        [income < year, cause & near, (home["loss"] > 0) & thrice], [0, 1, 2], 3
    ).astype(np.int8)
    barred = (excluded > 0) | ~home["covered"]
    category = np.where(barred, np.int8(3), by_income)
    uncaused = (by_income == 3) & ~cause & near
    reason = np.where(barred, 5 + excluded, by_income + uncaused)

    none = category == 3
    living_reason = np.where(filed, np.where(category > 0, 2, 0), 1).astype(np.int8)
    living = np.where(living_reason == 0, dibao * 12, 0)

    ten, stage = (dibao * 10)[child["h"]], child["schooling"]
    higher, special = stage == HIGHER, stage == SPECIAL
    at_stage = higher | special | (stage == SENIOR) | (stage == VOCATIONAL)
    education_reason = np.select(
        [
            ~filed[child["h"]],
            none[child["h"]],
            ~at_stage,
            higher & child["part_time"],
            special & ~child["disabled"],
            special & ~child["in_school"],
        ],
        [1, 2, 3, 4, 5, 6],
        0,
    ).astype(np.int8)
    lower = np.maximum((ten * 7 + 5) // 10, 300_000)
    education = np.where(education_reason == 0, np.where(higher, ten, lower), 0)

    left = np.maximum(bill[TOTAL] - sum(bill[name] for name in PAYERS), 0)
    before = np.zeros(len(left) + 1, np.int64)
    np.cumsum(left, out=before[1:])
    burden = np.diff(before[bounds])
    beyond = burden - home["bearable"]
    medical_reason = np.select(
        [~filed, none, ~seriously_ill, burden < 1, beyond < 1], [1, 2, 3, 4, 5], 0
    ).astype(np.int8)
    medical = np.where(medical_reason == 0, beyond, 0)
    return Answers(
        category,
        reason,
        living,
        living_reason,
        education,
        education_reason,
        medical,
        medical_reason,
    )


PEER = Peer(given, answered, lambda answers: answers)
