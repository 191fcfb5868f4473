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
from ..households import SCHOOLING
from ..rules import education_aid, hardship, living_relief, medical_aid, safety_net
from .law import AIDS, Figures
from .ready import NO, UNKNOWN, YES, Column, Ready

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
    rows = dict.fromkeys(lines, len(ready)) | {education_aid.RULE: len(ready.children.place)}
    complete, kept = np.empty(len(ready), np.bool_), _Kept(lines, rows)
    starts = range(0, max(len(ready), 1), block)
    blocks = [_Block(ready, at, min(at + block, len(ready))) for at in starts]
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


class _Block:
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
        self.persons, self.bills = np.diff(self._first_members), np.diff(self._first_bills)
        self._starts = self._first_members[:-1] - self.member_rows.start

    def households(self, column: Column) -> Column:
        """The block's rows of a column of households."""
        return column[self.household_rows]

    def members(self, column: Column) -> Column:
        """The block's rows of a column of members."""
        return column[self.member_rows]

    def any_of_members(self, claims: Column) -> Column:
        """Whether a claim holds of any member."""
        return np.maximum.reduceat(claims, self._starts)

    def all_of_members(self, claims: Column) -> Column:
        """Whether a claim holds of every member."""
        return np.minimum.reduceat(claims, self._starts)

    def of_children(self, column: Column) -> Column:
        """A column of the block's households, said of each of their children."""
        return np.repeat(column, np.diff(self._first_children))

    def sums_of_children(self, amounts: Column) -> Column:
        """What children have, summed to households."""
        return _sums(amounts, self._first_children)

    def sums_of_bills(self, amounts: Column) -> Column:
        """What bills state, summed to households."""
        return _sums(amounts, self._first_bills)


def _rows(first: Column) -> slice:
    return slice(int(first[0]), int(first[-1]))


def _sums(amounts: Column, bounds: Column) -> Column:
    before = np.zeros(len(amounts) + 1, np.int64)
    np.cumsum(amounts, out=before[1:])
    places = bounds - bounds[0]
    return np.diff(before[places])


_AT_SCHOOL = np.array((UNKNOWN, NO, *[YES] * (len(SCHOOLING) - 1)), np.uint8)
"""Whether a child is at school, by the number of its schooling plus one."""


def _work_block(block: _Block, figures: Figures, complete: Column, kept: _Kept) -> None:
    filed = block.households(block.ready.households.filed)
    found, unknown = _identified(block, figures.hardship)
    unknown |= filed == UNKNOWN
    filed = filed == YES
    kept.put(hardship.RULE, found, block.household_rows)
    unknown |= _relief(block, figures.living_relief, found, filed, kept)
    unknown |= _education(block, figures.education_aid, found, filed, kept)
    unknown |= _medical(block, figures.medical_aid, found, filed, kept)
    unknown |= _net(block, figures.safety_net, found, kept)
    complete[block.household_rows] = ~unknown


def _identified(block: _Block, p: hardship.Parameters) -> tuple[hardship.Worksheet, Column]:
    """The category of each household, and where a fact that it asks for is unknown."""
    whole, members, of = block.ready.households, block.ready.members, block.households
    at_school = _AT_SCHOOL[block.members(members.schooling) + 1] * block.members(members.child)
    own = block.members(members.ill)
    for claims in (block.members(members.serious_illness), block.members(members.disabled)):
        own = np.maximum(own, claims)
    cause = block.any_of_members(np.maximum(own, at_school))
    cause = np.maximum(cause, np.maximum(of(whole.single_parent), of(whole.other_cause)))
    covered, excluded = of(whole.covered), of(whole.excluded)
    unknown = (cause == UNKNOWN) | (covered == UNKNOWN) | (excluded < 0)
    amounts = [whole.income_known, whole.rigid_known, whole.loss_known]
    if p.dibao_not_counted:
        amounts.append(whole.received_known)
    for known in amounts:
        if known is not None:
            unknown |= ~of(known)
    highest = of(whole.highest_month)
    return hardship.work_out(
        persons=block.persons,
        dibao_per_month=of(whole.dibao_per_month),
        income_per_year=of(whole.income),
        dibao_received_per_year=of(whole.received),
        rigid_per_year=of(whole.rigid),
        by_month=highest >= 0,
        highest_month=np.maximum(highest, 0),
        loss_per_year=of(whole.loss),
        cause=cause == YES,
        covered=covered == YES,
        excluded=excluded,
        p=p,
    ), unknown


def _relief(
    block: _Block,
    p: living_relief.Parameters,
    found: hardship.Worksheet,
    filed: Column,
    kept: _Kept,
) -> Column:
    whole = block.ready.households
    on_file = p.months if whole.on_file is None else block.households(whole.on_file)
    sheet = living_relief.work_out(
        block.persons, filed, found.category, found.dibao_per_month, on_file, p
    )
    kept.put(living_relief.RULE, sheet, block.household_rows)
    return np.broadcast_to(np.less(on_file, 0), len(filed))


def _education(
    block: _Block,
    p: education_aid.Parameters,
    found: hardship.Worksheet,
    filed: Column,
    kept: _Kept,
) -> Column:
    children, members, rows = block.ready.children, block.ready.members, block.child_rows
    place = children.place[rows]
    schooling, disabled = members.schooling[place], members.disabled[place]
    unknown = (schooling < 0) | (disabled == UNKNOWN)
    claims = []
    for claim, otherwise in ((children.postgraduate, False), (children.senior_stage, True)):
        if claim is not None:
            unknown |= claim[rows] == UNKNOWN
        claims.append(otherwise if claim is None else claim[rows] == YES)
    sheet = education_aid.work_out(
        filed=block.of_children(filed),
        category=block.of_children(found.category),
        schooling=schooling,
        disabled=disabled == YES,
        part_time=children.part_time[rows],
        postgraduate=claims[0],
        in_school=children.in_school[rows],
        senior_stage=claims[1],
        other_aid=children.other_aid[rows],
        dibao_per_month=block.of_children(found.dibao_per_month),
        p=p,
    )
    kept.put(education_aid.RULE, sheet, rows)
    return block.sums_of_children(unknown) > 0


def _medical(
    block: _Block,
    p: medical_aid.Parameters,
    found: hardship.Worksheet,
    filed: Column,
    kept: _Kept,
) -> Column:
    whole, rows = block.ready.households, block.bill_rows
    *amounts, sure, bounded = (column[rows] for column in block.ready.bills)
    sheet = medical_aid.burden_of(*amounts, p=p)
    # A bill that leaves nothing leaves nothing whatever is not known of it.
    open_bills = ~(sure | (bounded & (sheet.burden < 1)))
    burden = block.sums_of_bills(sheet.burden)
    bearable = block.households(whole.bearable)
    if p.bill_by_bill:
        borne = np.minimum(sheet.burden, np.repeat(bearable, block.bills))
        bearable = np.where(block.bills > 1, block.sums_of_bills(borne), bearable)
    ill = block.any_of_members(block.members(block.ready.members.serious_illness))
    for name in BILL_LINES:
        if kept.asks(medical_aid.RULE, name):
            sums = block.sums_of_bills(getattr(sheet, name))
            kept.put_line(medical_aid.RULE, name, sums, block.household_rows)
    answer = medical_aid.work_out(filed, found.category, ill == YES, burden, bearable)
    kept.put(medical_aid.RULE, answer, block.household_rows)
    unknown = (ill == UNKNOWN) | (block.sums_of_bills(open_bills) > 0)
    if whole.bearable_known is not None:
        unknown |= ~block.households(whole.bearable_known)
    return unknown


def _net(
    block: _Block, p: safety_net.Parameters, found: hardship.Worksheet, kept: _Kept
) -> Column:
    whole, members = block.ready.households, block.ready.members
    columns = (members.can_work, members.disabled, members.serious_illness)
    if members.adult is None:
        can_work, disabled, ill = (column[block.households(whole.head)] for column in columns)
        lost = np.minimum(YES - can_work, np.maximum(disabled, ill))
    else:
        can_work, disabled, ill = map(block.members, columns)
        own = np.minimum(YES - can_work, np.maximum(disabled, ill))
        # Who may or may not be of age is asked only where they have not lost the ability anyway.
        asked = np.where(block.members(members.adult) == UNKNOWN, np.maximum(own, UNKNOWN), own)
        lost = block.all_of_members(np.where(block.members(members.adult) == NO, YES, asked))
    sheet = safety_net.work_out(
        block.persons, found.category, lost == YES, found.dibao_per_month, found.tested_per_year, p
    )
    kept.put(safety_net.RULE, sheet, block.household_rows)
    return lost == UNKNOWN
