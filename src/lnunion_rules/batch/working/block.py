"""Some households in a row out of ready columns, with their members, children and bills."""

from functools import cached_property

import numpy as np

from .ready import Column, HouseholdColumns, Ready

_APART = np.uint32(1 + (1 << 7) + (1 << 14) + (1 << 21))
"""Times this the bits 0, 1, 2 and 3 stand at 0, 8, 16 and 24, each the lowest of a byte of its own;
and what stands there comes together at 21, 22, 23 and 24 times this again."""
_ONES = np.uint32(0x01010101)
"""The lowest bit of each byte."""


class Block:
    """Some households in a row, with their members, children and bills."""

    def __init__(self, ready: Ready, first: int, last: int) -> None:
        self.ready = ready
        self.household_rows = slice(first, last)
        whole, bounds = ready.households, slice(first, last + 1)
        first_member = whole.first_member[bounds]
        self.member_rows = _rows(first_member)
        self.child_rows = _rows(whole.first_child[bounds])
        self.bill_rows = _rows(whole.first_bill[bounds])
        self.persons = np.diff(first_member)
        self.starts = first_member - self.member_rows.start
        """Where the members of each household begin in the block, and where the last end."""

    @cached_property
    def households(self) -> HouseholdColumns:
        """The block's rows of the households' columns."""
        rows = self.household_rows
        whole = self.ready.households
        return HouseholdColumns._make(None if of is None else of[rows] for of in whole)

    @cached_property
    def _of_children(self) -> Column:
        return self.ready.children.household[self.child_rows] - self.household_rows.start

    @cached_property
    def _of_bills(self) -> Column:
        return self.ready.bills.household[self.bill_rows] - self.household_rows.start

    def members(self, column: Column) -> Column:
        """The block's rows of a column of members."""
        return column[self.member_rows]

    def any_of_members(self, claims: Column) -> Column:
        """What the members of each household claim together, of claims of four bits.

        How often each bit is claimed is counted in a byte of its own, from the first member of
        the block on: what it grows by within a household, at most ``MOST_MEMBERS`` and so no more
        than 128, says whether any member claims it. Joining household by household takes three
        times as long.
        """
        grown = np.zeros(len(claims) + 1, np.uint32)
        spread = claims.astype(np.uint32)
        spread *= _APART
        spread &= _ONES
        np.cumsum(spread, out=grown[1:])
        ends = grown.take(self.starts)
        found = ends[1:] - ends[:-1]
        found += _ONES * 127  # from one on, the highest bit of the byte is set
        found >>= 7
        found &= _ONES
        found *= _APART
        found >>= 21
        found &= 0b1111
        return np.asarray(found, np.int8)

    def all_of_members(self, claims: Column) -> Column:
        """Whether a claim holds of every member."""
        return np.bitwise_and.reduceat(claims, self.starts[:-1])

    def of_children(self, column: Column) -> Column:
        """A column of the block's households, said of each of their children."""
        return column.take(self._of_children)

    def any_of_children(self, flags: Column) -> Column:
        """Whether something holds of any child."""
        return self._marked(self._of_children[flags])

    def any_of_bills(self, flags: Column) -> Column:
        """Whether something holds of any bill."""
        return self._marked(self._of_bills[flags])

    def of_bills(self, column: Column) -> Column:
        """A column of the block's households, said of each of their bills."""
        return column.take(self._of_bills)

    @property
    def bills(self) -> Column:
        """How many bills each household has."""
        return np.bincount(self._of_bills, minlength=len(self.persons))

    def sums_of_bills(self, amounts: Column) -> Column:
        """What bills state, summed to households."""
        sums = np.zeros(len(self.persons), np.int64)
        np.add.at(sums, self._of_bills, amounts)
        return sums

    def _marked(self, households: Column) -> Column:
        marked = np.zeros(len(self.persons), np.bool_)
        marked[households] = True
        return marked


def _rows(first: Column) -> slice:
    return slice(int(first[0]), int(first[-1]))
