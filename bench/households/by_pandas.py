"""Pandas, written by hand: grouped, then columns joined by the households' numbers."""

from typing import Any

import numpy as np
import pandas as pd
from columns import HIGHER, PAYERS, SENIOR, SPECIAL, TOTAL, VOCATIONAL, Answers, Columns
from peer import Peer


def given(columns: Columns) -> Any:
    """Frames, that of the households by their number."""
    tables = columns.households, columns.members, columns.children, columns.bills
    home, *others = (pd.DataFrame(table) for table in tables)
    return home.set_index("h"), *others


def answered(given: Any) -> Answers:
    """Every answer."""
    home, who, child, bill = given
    own = who.ill | who.serious | who.disabled | (who.child & (who.schooling > 0))
    facts = pd.DataFrame({"h": who.h, "own": own, "serious": who.serious})
    of = facts.groupby("h", sort=False).max()
    year = home.dibao * who.groupby("h", sort=False).size() * 12
    cause = of.own | home.single_parent | home.other_cause
    near = 2 * home.income <= 3 * year
    by_accident = (home.loss > 0) & (home.income <= 3 * year)
    reason = pd.Series(
        np.select(
            [
                (home.excluded > 0) | ~home.covered,
                home.income < year,
                cause & near,
                by_accident,
                near,
            ],
            [5 + home.excluded, 0, 1, 2, 4],
            3,
        ),
        home.index,
    )
    category = reason.clip(upper=3)

    living_reason = np.select([~home.filed, category > 0], [1, 2], 0)
    living = np.where(living_reason == 0, home.dibao * 12, 0)

    left = (bill[TOTAL] - bill[[*PAYERS]].sum(axis=1)).clip(lower=0)
    burden = left.groupby(bill.h, sort=False).sum().reindex(home.index, fill_value=0)
    beyond = burden - home.bearable
    medical_reason = np.select(
        [~home.filed, category == 3, ~of.serious, burden < 1, beyond < 1], [1, 2, 3, 4, 5], 0
    )
    medical = np.where(medical_reason == 0, beyond, 0)

    whose = pd.DataFrame({"ten": home.dibao * 10, "filed": home.filed, "none": category == 3})
    child = child.join(whose, on="h")
    special, higher = child.schooling == SPECIAL, child.schooling == HIGHER
    education_reason = np.select(
        [
            ~child.filed,
            child.none,
            ~child.schooling.isin((SENIOR, VOCATIONAL, HIGHER, SPECIAL)),
            higher & child.part_time,
            special & ~child.disabled,
            special & ~child.in_school,
        ],
        [1, 2, 3, 4, 5, 6],
        0,
    )
    lower = ((child.ten * 7 + 5) // 10).clip(lower=300_000)
    education = np.where(education_reason == 0, child.ten.where(higher, lower), 0)
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
