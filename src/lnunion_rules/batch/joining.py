"""Members, children and bills of a block joined to its households, the unknown in its place.

What becomes a fact of a household's rules, and of which households a fact is not known. Nothing
of the law stands here.
"""

from typing import Any, NamedTuple

import numpy as np

from .. import columns as _numpy_reads_rules  # noqa: F401
from ..aids import Figures
from ..algebra import either
from ..bills import AMOUNTS
from ..households import NOT_AT_SCHOOL
from ..persons import NO, UNKNOWN, YES, lost_ability, own_cause
from ..rules import medical_aid
from .block import Block
from .ready import BillColumns, Column

_BITS = YES.bit_length()
_YES = np.uint8(YES)  # keeps a byte a byte


def claims_of(ill: Any, serious_illness: Any, disabled: Any, schooling: Any, child: Any) -> Any:
    """What members tell of their household in one byte: two claims, a cause and serious illness.

    Going over the members is what takes the time, so that both are joined at once.
    """
    # A schooling that is not known is below all the others; its claim is the flag itself, one.
    at_school = ((schooling > NOT_AT_SCHOOL) * _YES | (schooling < 0)) * child
    return own_cause(ill, serious_illness, disabled, at_school) | serious_illness << _BITS


_OF_CLAIMS = ("ill", "serious_illness", "disabled", "schooling", "child")


class Joined(NamedTuple):
    """What members and bills come to for their households: claims, and fen."""

    cause: Column
    seriously_ill: Column
    bills: medical_aid.BillSheet
    burden: Column
    bearable: Column
    open_bills: Column
    """Whether what a bill leaves is not settled."""


def joined(block: Block, p: medical_aid.Parameters, *, compiled: bool = False) -> Joined:
    """Members and bills joined to households; compiling changes no answer."""
    whole, of = block.ready.households, block.households
    told = [block.members(getattr(block.ready.members, name)) for name in _OF_CLAIMS]
    if compiled:
        from .compiled import any_of_members

        claims = any_of_members(block.starts, *told)
    else:
        claims = block.any_of_members(claims_of(*told))
    stated = either(of(whole.single_parent), of(whole.other_cause))
    stated_on = BillColumns._make(column[block.bill_rows] for column in block.ready.bills)
    bills = medical_aid.burden_of(**{name: getattr(stated_on, name) for name in AMOUNTS}, p=p)
    # A bill that leaves nothing leaves nothing whatever is not known of it.
    open_bills = ~(stated_on.sure | (stated_on.bounded & (bills.burden < 1)))
    bearable = of(whole.bearable)
    if p.bill_by_bill:
        borne = np.minimum(bills.burden, block.of_bills(bearable))
        bearable = np.where(block.bills > 1, block.sums_of_bills(borne), bearable)
    return Joined(
        cause=either(claims & YES, stated),
        seriously_ill=claims >> _BITS,
        bills=bills,
        burden=block.sums_of_bills(bills.burden),
        bearable=bearable,
        open_bills=block.any_of_bills(open_bills),
    )


def without_ability(block: Block) -> Column:
    """Whether the head, or each who is of age, lost the ability to work."""
    members = block.ready.members
    columns = (members.unable, members.disabled, members.serious_illness)
    if members.adult is None:
        head = block.households(block.ready.households.head)
        of_heads: Column = lost_ability(*(column[head] for column in columns))
        return of_heads
    own = lost_ability(*map(block.members, columns))
    adult = block.members(members.adult)
    # Who may or may not be of age is asked only where they have not lost the ability anyway.
    asked = np.where(adult == UNKNOWN, np.maximum(own, UNKNOWN), own)
    return block.all_of_members(np.where(adult == NO, YES, asked))


def identifying(block: Block, of_others: Joined) -> dict[str, Column]:
    """The plain facts that decide the category; what is not known is 0 or false."""
    whole, of = block.ready.households, block.households
    nothing = np.broadcast_to(np.int64(-1), len(block.persons))
    months = nothing if whole.highest_month is None else of(whole.highest_month)
    return {
        "persons": block.persons,
        "dibao_per_month": of(whole.dibao_per_month),
        "income_per_year": of(whole.income),
        "dibao_received_per_year": of(whole.received),
        "rigid_per_year": of(whole.rigid),
        "by_month": months >= 0,
        "highest_month": np.maximum(months, 0),
        "loss_per_year": of(whole.loss),
        "cause": of_others.cause == YES,
        "covered": of(whole.covered) == YES,
        "excluded": of(whole.excluded),
    }


def of_children(block: Block) -> dict[str, Any]:
    """The plain facts of each child that decide its aid."""
    children, members, rows = block.ready.children, block.ready.members, block.child_rows
    place = children.place[rows]
    later, senior = children.postgraduate, children.senior_stage
    return {
        "schooling": members.schooling.take(place),
        "disabled": members.disabled.take(place) == YES,
        "part_time": children.part_time[rows],
        "postgraduate": False if later is None else later[rows] == YES,
        "in_school": children.in_school[rows],
        "senior_stage": True if senior is None else senior[rows] == YES,
        "other_aid": children.other_aid[rows],
    }


def unknown(block: Block, of_others: Joined, figures: Figures) -> Column:
    """The households of which a fact is asked for that is not known."""
    whole, of, members = block.ready.households, block.households, block.ready.members
    open_rows: Column = of_others.open_bills | (of(whole.excluded) < 0)
    for claim in (of_others.cause, of_others.seriously_ill):
        open_rows |= claim == UNKNOWN
    for claim in (whole.filed, whole.covered):
        open_rows |= of(claim) == UNKNOWN
    amounts = [whole.income_known, whole.rigid_known, whole.loss_known, whole.bearable_known]
    if figures.hardship.dibao_not_counted:
        amounts.append(whole.received_known)
    for known in amounts:
        if known is not None:
            open_rows |= ~of(known)
    if whole.on_file is not None:
        open_rows |= of(whole.on_file) < 0
    place, children = block.ready.children.place[block.child_rows], block.ready.children
    of_child = (members.schooling.take(place) < 0) | (members.disabled.take(place) == UNKNOWN)
    for asked in (children.postgraduate, children.senior_stage):
        if asked is not None:
            of_child |= asked[block.child_rows] == UNKNOWN
    open_rows |= block.any_of_children(of_child)
    return open_rows
