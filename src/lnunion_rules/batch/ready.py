"""Ready columns: the facts of many households as numpy arrays, members and bills in their order.

A claim is a number here: ``NO``, ``UNKNOWN`` or ``YES``, in this order, so that *any* is the
greatest and *all* the least of them, the unknown in its right place. Money is whole fen.
"""

from typing import NamedTuple

import numpy as np

NO, UNKNOWN, YES = 0, 1, 2

Column = np.ndarray
"""One value a row."""


class HouseholdColumns(NamedTuple):
    """One row a household; an amount that is not ``known`` is 0, and ``known`` None says all are."""

    dibao_per_month: Column
    filed: Column
    single_parent: Column
    other_cause: Column
    covered: Column
    income: Column
    income_known: Column | None
    rigid: Column
    rigid_known: Column | None
    loss: Column
    loss_known: Column | None
    bearable: Column
    bearable_known: Column | None
    received: Column
    received_known: Column | None
    highest_month: Column
    """The highest of the running months, -1 where they are not stated."""
    excluded: Column
    """The first ground of exclusion by its number, 0 none, -1 unknown."""
    on_file: Column | None
    """Months on file in the year, -1 unknown; None where no reading asks."""
    head: Column
    """The place of the head among the members."""
    first_member: Column
    """The place of each household's first member, and at the end how many members there are."""
    first_child: Column
    first_bill: Column


class MemberColumns(NamedTuple):
    """One row a member, those of a household together, in the order of the households."""

    child: Column
    ill: Column
    serious_illness: Column
    disabled: Column
    can_work: Column
    schooling: Column
    """By its number, -1 unknown."""
    adult: Column | None
    """Whether of age, as a claim; None where no reading asks."""


class ChildColumns(NamedTuple):
    """One row a child, in the order of the members."""

    place: Column
    """The child's place among the members."""
    part_time: Column
    postgraduate: Column | None
    """None where no reading asks; the same of ``senior_stage``."""
    in_school: Column
    senior_stage: Column | None
    other_aid: Column


class BillColumns(NamedTuple):
    """One row a bill that counts or may count, in the order of the households."""

    total: Column
    out_of_catalogue: Column
    basic_insurance: Column
    major_illness_insurance: Column
    supplementary_insurance: Column
    mutual_aid: Column
    other_payers: Column
    sure: Column
    """Whether all that is asked of the bill is known, and that it counts."""
    bounded: Column
    """Whether its total is known."""


class Ready(NamedTuple):
    """The facts of some households, ready to be worked out."""

    households: HouseholdColumns
    members: MemberColumns
    children: ChildColumns
    bills: BillColumns

    def __len__(self) -> int:
        return len(self.households.filed)
