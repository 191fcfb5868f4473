"""Members, children and bills joined to their households, and columns read as facts of the rules.

Some of it is written as the rules are, so that it is said of columns as well as of folded terms
(:mod:`.stated`). Nothing of the law stands here.
"""

from typing import Any, NamedTuple

import numpy as np

from ... import columns as _numpy_reads_rules  # noqa: F401
from ...algebra import at_least, either
from ...bills import AMOUNTS
from ...households import NOT_AT_SCHOOL
from ...persons import NO, UNKNOWN, YES, lost_ability, own_cause
from ...rules import medical_aid
from .block import Block
from .ready import BillColumns, ChildColumns, Column, HouseholdColumns

ILLNESS = YES + 1
"""Serious illness stands two bits above the cause."""
OF_CLAIMS = ("ill", "serious_illness", "disabled", "schooling", "child")
"""The columns of members that ``claims_of`` takes."""


def claims_of(ill: Any, serious_illness: Any, disabled: Any, schooling: Any, child: Any) -> Any:
    """What members tell of their household in one byte: two claims, a cause and serious illness.

    Going over the members is what takes the time, so that both are joined at once.
    """
    # A schooling that is not known is below all the others; its claim is the flag itself, one.
    at_school = ((schooling > NOT_AT_SCHOOL) * YES | (schooling < 0)) * child
    return own_cause(ill, serious_illness, disabled, at_school) | serious_illness * ILLNESS


class OfMembers(NamedTuple):
    """What members come to for their household: claims both."""

    cause: Any
    seriously_ill: Any


def of_members(claims: Any, whole: HouseholdColumns) -> OfMembers:
    """The claims of all members together, and what the household states of itself."""
    stated = either(whole.single_parent, whole.other_cause)
    return OfMembers(either(claims & YES, stated), claims // ILLNESS)


def identifying(whole: HouseholdColumns, persons: Any, cause: Any) -> dict[str, Any]:
    """The plain facts that decide the category; what is not known is 0 or false."""
    months = whole.highest_month
    return {
        "persons": persons,
        "dibao_per_month": whole.dibao_per_month,
        "income_per_year": whole.income,
        "dibao_received_per_year": whole.received,
        "rigid_per_year": whole.rigid,
        "by_month": False if months is None else months >= 0,
        "highest_month": 0 if months is None else at_least(months, 0),
        "loss_per_year": whole.loss,
        "cause": cause == YES,
        "covered": whole.covered == YES,
        "excluded": whole.excluded,
    }


def of_child(child: ChildColumns) -> dict[str, Any]:
    """The plain facts of each child that decide its aid."""
    later, senior = child.postgraduate, child.senior_stage
    return {
        "schooling": child.schooling,
        "disabled": child.disabled == YES,
        "part_time": child.part_time,
        "postgraduate": False if later is None else later == YES,
        "in_school": child.in_school,
        "senior_stage": True if senior is None else senior == YES,
        "other_aid": child.other_aid,
    }


class Joined(NamedTuple):
    """What members and bills come to for their households: claims, and fen."""

    cause: Column
    seriously_ill: Column
    bills: medical_aid.BillSheet
    burden: Column
    bearable: Column
    open_each: Column
    """Of each bill, whether what it leaves is not settled."""
    open_bills: Column
    """The same of any bill of the household."""


def joined(block: Block, p: medical_aid.Parameters) -> Joined:
    """Members and bills joined to households, by the bodies themselves."""
    whole = block.households
    told = [block.members(getattr(block.ready.members, name)) for name in OF_CLAIMS]
    found = of_members(block.any_of_members(claims_of(*told)), whole)
    stated = BillColumns._make(column[block.bill_rows] for column in block.ready.bills)
    bills = medical_aid.burden_of(**{name: getattr(stated, name) for name in AMOUNTS}, p=p)
    open_each = is_open(stated, bills.burden)
    return Joined(
        *found,
        bills,
        block.sums_of_bills(bills.burden),
        bearable_of(block, bills.burden, p),
        open_each,
        block.any_of_bills(open_each),
    )


def is_open(bill: BillColumns, burden: Any) -> Any:
    """Whether what a bill leaves is not settled: nothing is nothing whatever is not known of it."""
    return ~either(bill.sure, bill.bounded & (burden < 1))


def bearable_of(block: Block, burden: Column, p: medical_aid.Parameters) -> Column:
    """What each family can bear of its bills."""
    bearable: Column = block.households.bearable
    if p.bill_by_bill:
        borne = np.minimum(burden, block.of_bills(bearable))
        bearable = np.where(block.bills > 1, block.sums_of_bills(borne), bearable)
    return bearable


def without_ability(block: Block) -> Column:
    """Whether the head, or each who is of age, lost the ability to work."""
    members = block.ready.members
    columns = (members.unable, members.disabled, members.serious_illness)
    if members.adult is None:
        head = block.households.head
        of_heads: Column = lost_ability(*(column[head] for column in columns))
        return of_heads
    own = lost_ability(*map(block.members, columns))
    adult = block.members(members.adult)
    # Who may or may not be of age is asked only where they have not lost the ability anyway.
    asked = np.where(adult == UNKNOWN, np.maximum(own, UNKNOWN), own)
    return block.all_of_members(np.where(adult == NO, YES, asked))
