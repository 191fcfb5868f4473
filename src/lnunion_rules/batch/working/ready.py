"""Ready columns: the facts of many households as numpy arrays, members and bills in their order.

A claim is ``NO``, ``UNKNOWN`` or ``YES``, as :mod:`..persons` has them. Money is whole fen.
"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl

Column = np.ndarray
"""One value a row."""


class HouseholdColumns(NamedTuple):
    """One row a household; what is not ``known`` of an amount is 0, and None says all are."""

    dibao_per_month: Column
    filed: Column
    single_parent: Column
    other_cause: Column
    covered: Column
    in_union: Column
    long_enough: Column
    """The two claims that ``covered`` is made of."""
    income: Column
    income_known: Column | None
    highest_month: Column | None
    """The highest of the months of income that are asked for, -1 where they are not stated; None
    where no household states them."""
    rigid: Column
    rigid_known: Column | None
    loss: Column
    loss_known: Column | None
    bearable: Column
    bearable_known: Column | None
    received: Column
    received_known: Column | None
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
    unable: Column
    """Whether the member cannot work."""
    schooling: Column
    """By its number, -1 unknown."""
    adult: Column | None
    """Whether of age, as a claim; None where no reading asks."""


class ChildColumns(NamedTuple):
    """One row a child, in the order of the members."""

    place: Column
    """The child's place among the members."""
    household: Column
    """The place of its household."""
    schooling: Column
    disabled: Column
    """Both as of the member."""
    part_time: Column
    postgraduate: Column | None
    """None where no reading asks; the same of ``senior_stage``."""
    in_school: Column
    senior_stage: Column | None
    other_aid: Column


class BillColumns(NamedTuple):
    """One row a bill that counts or may count, in the order of the households."""

    household: Column
    """The place of its household."""
    total: Column
    out_of_catalogue: Column
    basic_insurance: Column
    major_illness_insurance: Column
    supplementary_insurance: Column
    mutual_aid: Column
    other_payers: Column
    patient: Column
    """The patient's place among the members."""
    stated: Column
    """Whether all that is asked of the bill itself is known."""
    sure: Column
    """Whether it is so, and the bill counts: its patient is seriously ill."""
    bounded: Column
    """Whether its total is known."""


class Ready(NamedTuple):
    """The facts of some households, ready to be worked out."""

    households: HouseholdColumns
    members: MemberColumns
    children: ChildColumns
    bills: BillColumns

    @property
    def rows(self) -> int:
        """How many households there are."""
        return len(self.households.filed)

    def of(self, rows: Column) -> "Ready":
        """The facts of some of the households, by their places."""
        whole = self.households
        members, first_member = owned(whole.first_member, rows)
        children, first_child = owned(whole.first_child, rows)
        bills, first_bill = owned(whole.first_bill, rows)
        moved = first_member[:-1] - whole.first_member[rows]
        chosen = HouseholdColumns._make(_at(column, rows) for column in whole)
        return Ready(
            chosen._replace(
                head=chosen.head + moved,
                first_member=first_member,
                first_child=first_child,
                first_bill=first_bill,
            ),
            MemberColumns._make(_at(column, members) for column in self.members),
            ChildColumns._make(_at(column, children) for column in self.children)._replace(
                place=self.children.place[children] + np.repeat(moved, np.diff(first_child)),
                household=np.repeat(np.arange(len(rows)), np.diff(first_child)),
            ),
            BillColumns._make(column[bills] for column in self.bills)._replace(
                household=np.repeat(np.arange(len(rows)), np.diff(first_bill)),
                patient=self.bills.patient[bills] + np.repeat(moved, np.diff(first_bill)),
            ),
        )


def _at(column: Column | None, rows: Column) -> Any:
    return None if column is None else column[rows]


def owned(first: Column, rows: Column) -> tuple[Column, Column]:
    """The places of the rows that some households own, and where those of each begin then."""
    counts = first[rows + 1] - first[rows]
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    places = np.arange(begins[-1]) + np.repeat(first[rows] - begins[:-1], counts)
    return places, begins


class Of(NamedTuple):
    """Some households: their facts, their places among all, and the ids that are told."""

    ready: Ready
    places: Column
    households: pl.Series
    members: pl.Series

    def at(self, rows: Column) -> "Of":
        """Some of them, by their rows."""
        members, _ = owned(self.ready.households.first_member, rows)
        return Of(
            self.ready.of(rows),
            self.places[rows],
            self.households.gather(rows),
            self.members.gather(members),
        )

    @property
    def children(self) -> pl.Series:
        """The ids of the children."""
        return self.members.gather(self.ready.children.place)
