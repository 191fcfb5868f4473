"""Some households in a row out of ready columns, with their members, children and bills."""

from typing import Any

import numpy as np

from .ready import Column, Ready


class Block:
    """Some households in a row, with their members, children and bills."""

    def __init__(self, ready: Ready, first: int, last: int) -> None:
        self.ready = ready
        self.household_rows = slice(first, last)
        whole, bounds = ready.households, slice(first, last + 1)
        self._first_members, self._first_children, self._first_bills = (
            column[bounds] for column in (whole.first_member, whole.first_child, whole.first_bill)
        )
        self.member_rows = _rows(self._first_members)
        self.child_rows, self.bill_rows = _rows(self._first_children), _rows(self._first_bills)
        self.persons = np.diff(self._first_members)
        self.starts = self._first_members - self.member_rows.start
        """Where the members of each household begin in the block, and where the last end."""
        self._of_children = ready.children.household[self.child_rows] - first

    @property
    def bills(self) -> Column:
        """How many bills each household has."""
        return np.diff(self._first_bills)

    def households(self, column: Column) -> Column:
        """The block's rows of a column of households."""
        return column[self.household_rows]

    def members(self, column: Column) -> Column:
        """The block's rows of a column of members."""
        return column[self.member_rows]

    def any_of_members(self, claims: Column) -> Column:
        """Whether a claim holds of any member."""
        return np.bitwise_or.reduceat(claims, self.starts[:-1])

    def all_of_members(self, claims: Column) -> Column:
        """Whether a claim holds of every member."""
        return np.bitwise_and.reduceat(claims, self.starts[:-1])

    def of_children(self, column: Column) -> Column:
        """A column of the block's households, said of each of their children."""
        return column.take(self._of_children)

    def any_of_children(self, flags: Column) -> Column:
        """Whether something holds of any child."""
        return _any(flags, self._first_children)

    def any_of_bills(self, flags: Column) -> Column:
        """Whether something holds of any bill."""
        return _any(flags, self._first_bills)

    def sums_of_bills(self, amounts: Column) -> Column:
        """What bills state, summed to households."""
        return _sums(amounts, self._first_bills)


def _any(flags: Column, bounds: Column) -> Column:
    # Mostly it holds of none, and counting would take longer than looking.
    return _sums(flags, bounds) > 0 if flags.any() else np.zeros(len(bounds) - 1, np.bool_)


def _rows(first: Column) -> slice:
    return slice(int(first[0]), int(first[-1]))


def _sums(amounts: Any, bounds: Column) -> Column:
    places = bounds - bounds[0]
    before = np.zeros(places[-1] + 1, np.int64)
    # A line of a sheet may be one plain number for all.
    np.cumsum(np.broadcast_to(amounts, places[-1]), out=before[1:])
    return np.diff(before[places])
