"""The rules of the household aids worked out over ready columns, block by block.

Each block is small enough to stay in the processor's cache, and goes through the rooms' own
``work_out``: members are joined to households, the category is handed on to the aids, bills are
summed. Nothing of the law stands here.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from .. import columns as _numpy_reads_rules  # noqa: F401
from ..aids import AIDS, Figures
from ..algebra import either
from ..bills import AMOUNTS
from ..households import SCHOOLING
from ..persons import NO, UNKNOWN, YES, lost_ability, own_cause
from ..rules import education_aid, hardship, living_relief, medical_aid, safety_net
from .block import Block
from .ready import BillColumns, Column, Ready

BLOCK = 16_384
"""Households worked out at a time."""

Lines = Mapping[str, tuple[str, ...]]
"""The lines of the worksheets that are kept, by rule."""

ANSWERS: Lines = {
    hardship.RULE: ("reason", "category"),
    **dict.fromkeys(AIDS, ("reason", "amount")),
}
"""What the answers need: the reasons, the category, the amounts."""

BILL_LINES = medical_aid.BillSheet._fields[:-1]
EVERY_LINE: Lines = {
    hardship.RULE: hardship.Worksheet._fields,
    living_relief.RULE: living_relief.Worksheet._fields,
    education_aid.RULE: education_aid.Worksheet._fields,
    medical_aid.RULE: (*BILL_LINES, *medical_aid.Worksheet._fields),
    safety_net.RULE: safety_net.Worksheet._fields,
}


class Worked(NamedTuple):
    """What the rules answer: one row a household, for education aid one row a child.

    ``complete`` says of which households every fact asked for is known; the lines of the others
    mean nothing. ``lines`` holds by rule and line what was asked for; a reason, a category, a
    stage of schooling is its number.
    """

    complete: Column
    lines: Mapping[str, Mapping[str, Column]]


def work_out(
    ready: Ready, figures: Figures, *, lines: Lines = ANSWERS, threads: int = 1, block: int = BLOCK
) -> Worked:
    """Work out the rules for all households; neither block nor threads change an answer."""
    rows = dict.fromkeys(lines, ready.rows) | {education_aid.RULE: len(ready.children.place)}
    complete, kept = np.empty(ready.rows, np.bool_), _Kept(lines, rows)
    starts = range(0, max(ready.rows, 1), block)
    blocks = [Block(ready, at, min(at + block, ready.rows)) for at in starts]
    # The first block goes ahead: it settles what type each line has.
    for one in blocks[:1]:
        _work_block(one, figures, complete, kept)
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda one: _work_block(one, figures, complete, kept), blocks[1:]):
            pass
    return Worked(complete, kept.gathered)


class _Kept:
    """Where the lines that are kept are gathered; the first block says what type each has."""

    def __init__(self, lines: Lines, rows: Mapping[str, int]) -> None:
        self._lines, self._rows = lines, rows
        self.gathered: dict[str, dict[str, Column]] = {rule: {} for rule in lines}

    def asks(self, rule: str, name: str) -> bool:
        """Whether a line is kept."""
        return name in self._lines[rule]

    def put(self, rule: str, sheet: Any, rows: slice) -> None:
        """Keep the asked lines of a block's sheet."""
        for name in self._lines[rule]:
            line = getattr(sheet, name, None)
            if line is not None:
                self.put_line(rule, name, line, rows)

    def put_line(self, rule: str, name: str, line: Any, rows: slice) -> None:
        """Keep one line of a block."""
        into = self.gathered[rule]
        if name not in into:
            into[name] = np.empty(self._rows[rule], np.asarray(line).dtype)
        into[name][rows] = line


_AT_SCHOOL = np.array((UNKNOWN, NO, *[YES] * (len(SCHOOLING) - 1)), np.uint8)
"""Whether a child is at school, by the number of its schooling plus one."""


class Joined(NamedTuple):
    """What members and bills come to for their households: claims, and fen."""

    cause: Column
    seriously_ill: Column
    lost_ability: Column
    bills: medical_aid.BillSheet
    burden: Column
    bearable: Column
    open_bills: Column
    """Whether what a bill leaves is not settled."""


def joined(block: Block, p: medical_aid.Parameters) -> Joined:
    """Members and bills joined to households, the unknown in its place."""
    whole, members, of = block.ready.households, block.ready.members, block.households
    serious, disabled = block.members(members.serious_illness), block.members(members.disabled)
    at_school = _AT_SCHOOL[block.members(members.schooling) + 1] * block.members(members.child)
    own = own_cause(block.members(members.ill), serious, disabled, at_school)
    cause = block.any_of_members(own)
    stated = either(of(whole.single_parent), of(whole.other_cause))
    stated_on = BillColumns._make(column[block.bill_rows] for column in block.ready.bills)
    bills = medical_aid.burden_of(**{name: getattr(stated_on, name) for name in AMOUNTS}, p=p)
    # A bill that leaves nothing leaves nothing whatever is not known of it.
    open_bills = ~(stated_on.sure | (stated_on.bounded & (bills.burden < 1)))
    bearable = of(whole.bearable)
    if p.bill_by_bill:
        borne = np.minimum(bills.burden, np.repeat(bearable, block.bills))
        bearable = np.where(block.bills > 1, block.sums_of_bills(borne), bearable)
    return Joined(
        cause=either(cause, stated),
        seriously_ill=block.any_of_members(serious),
        lost_ability=_lost_ability(block),
        bills=bills,
        burden=block.sums_of_bills(bills.burden),
        bearable=bearable,
        open_bills=block.sums_of_bills(open_bills) > 0,
    )


def _lost_ability(block: Block) -> Column:
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


def _work_block(block: Block, figures: Figures, complete: Column, kept: _Kept) -> None:
    whole, of, rows = block.ready.households, block.households, block.household_rows
    of_others = joined(block, figures.medical_aid)
    found = hardship.work_out(**identifying(block, of_others), p=figures.hardship)
    filed = of(whole.filed) == YES
    on_file = figures.living_relief.months if whole.on_file is None else of(whole.on_file)
    category, dibao = found.category, found.dibao_per_month
    persons, ill, lost = block.persons, of_others.seriously_ill, of_others.lost_ability
    relief = living_relief.work_out(persons, filed, category, dibao, on_file, figures.living_relief)
    ceiling = medical_aid.work_out(
        filed, category, ill == YES, of_others.burden, of_others.bearable
    )
    net = safety_net.work_out(
        persons, category, lost == YES, dibao, found.tested_per_year, figures.safety_net
    )
    kept.put(hardship.RULE, found, rows)
    kept.put(living_relief.RULE, relief, rows)
    kept.put(medical_aid.RULE, ceiling, rows)
    kept.put(safety_net.RULE, net, rows)
    for name in BILL_LINES:
        if kept.asks(medical_aid.RULE, name):
            sums = block.sums_of_bills(getattr(of_others.bills, name))
            kept.put_line(medical_aid.RULE, name, sums, rows)
    aid = education_aid.work_out(
        filed=block.of_children(filed),
        category=block.of_children(category),
        dibao_per_month=block.of_children(dibao),
        **of_children(block),
        p=figures.education_aid,
    )
    kept.put(education_aid.RULE, aid, block.child_rows)
    complete[rows] = ~_unknown(block, of_others, figures)


def identifying(block: Block, of_others: Joined) -> dict[str, Column]:
    """The plain facts that decide the category; what is not known is 0 or false."""
    whole, of = block.ready.households, block.households
    return {
        "persons": block.persons,
        "dibao_per_month": of(whole.dibao_per_month),
        "income_per_year": of(whole.income),
        "dibao_received_per_year": of(whole.received),
        "rigid_per_year": of(whole.rigid),
        "by_month": False,  # households with incomes by month are answered one by one
        "highest_month": 0,
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
        "schooling": members.schooling[place],
        "disabled": members.disabled[place] == YES,
        "part_time": children.part_time[rows],
        "postgraduate": False if later is None else later[rows] == YES,
        "in_school": children.in_school[rows],
        "senior_stage": True if senior is None else senior[rows] == YES,
        "other_aid": children.other_aid[rows],
    }


def _unknown(block: Block, of_others: Joined, figures: Figures) -> Column:
    """The households of which a fact is asked for that is not known."""
    whole, of, members = block.ready.households, block.households, block.ready.members
    unknown = of_others.open_bills | (of(whole.excluded) < 0)
    for claim in (of_others.cause, of_others.seriously_ill, of_others.lost_ability):
        unknown |= claim == UNKNOWN
    for claim in (whole.filed, whole.covered):
        unknown |= of(claim) == UNKNOWN
    amounts = [whole.income_known, whole.rigid_known, whole.loss_known, whole.bearable_known]
    if figures.hardship.dibao_not_counted:
        amounts.append(whole.received_known)
    for known in amounts:
        if known is not None:
            unknown |= ~of(known)
    if whole.on_file is not None:
        unknown |= of(whole.on_file) < 0
    place, children = block.ready.children.place[block.child_rows], block.ready.children
    of_child = (members.schooling[place] < 0) | (members.disabled[place] == UNKNOWN)
    for asked in (children.postgraduate, children.senior_stage):
        if asked is not None:
            of_child |= asked[block.child_rows] == UNKNOWN
    return unknown | (block.sums_of_children(of_child) > 0)
