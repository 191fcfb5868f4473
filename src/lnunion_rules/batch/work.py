"""The rules of the household aids worked out over ready columns, block by block.

Each block is small enough to stay in the processor's cache, and goes through the rooms' own
``work_out``: members are joined to households, the category is handed on to the aids, bills are
summed. Nothing of the law stands here.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .. import columns as _numpy_reads_rules  # noqa: F401
from ..aid_terms import aid_terms
from ..aids import AIDS, Figures
from ..algebra import either
from ..bills import AMOUNTS
from ..households import SCHOOLING
from ..persons import NO, UNKNOWN, YES, lost_ability, own_cause
from ..rules import education_aid, hardship, living_relief, medical_aid, safety_net
from ..terms import Part
from .block import Block
from .ready import BillColumns, Column, Ready
from .steps import Steps, Worker

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


class _Asked(NamedTuple):
    """The asked lines: steps over households and over children, and names of lines of bills."""

    households: Steps
    children: Steps
    bills: tuple[str, ...]


@lru_cache(maxsize=64)
def _asked(figures: Figures, lines: tuple[tuple[str, tuple[str, ...]], ...]) -> _Asked:
    terms, of_bills = aid_terms(figures), []
    homes: dict[Any, Part] = {}
    children: dict[Any, Part] = {}
    for rule, names in lines:
        for name in names:
            if name in BILL_LINES:
                of_bills.append(name)
            elif rule == education_aid.RULE:
                children[rule, name] = getattr(terms.child, name)
            else:
                homes[rule, name] = getattr(getattr(terms, rule), name)
    homes["category"] = terms.hardship.category  # handed on to the children
    steps = Steps(homes, terms.folding), Steps(children, terms.folding)
    return _Asked(*steps, tuple(of_bills))


def work_out(
    ready: Ready, figures: Figures, *, lines: Lines = ANSWERS, threads: int = 1, block: int = BLOCK
) -> Worked:
    """Work out the rules for all households; neither block nor threads change an answer."""
    asked = _asked(figures, tuple(lines.items()))
    answers = _Answers(
        np.empty(ready.rows, np.bool_),
        asked.households.columns(ready.rows),
        asked.children.columns(len(ready.children.place)),
        {name: np.empty(ready.rows, np.int64) for name in asked.bills},
    )

    def work(starts: range) -> None:
        workers = asked.households.worker(), asked.children.worker()
        for at in starts:
            one = Block(ready, at, min(at + block, ready.rows))
            _work_block(one, figures, asked, workers, answers)

    shares = [range(at * block, ready.rows, threads * block) for at in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, shares))
    found = {**answers.households, **answers.children}
    return Worked(
        answers.complete,
        {
            rule: {
                name: answers.bills[name] if name in BILL_LINES else found[rule, name]
                for name in names
            }
            for rule, names in lines.items()
        },
    )


class _Answers(NamedTuple):
    """Where the answers to all blocks are written."""

    complete: Column
    households: Mapping[Any, Column]
    children: Mapping[Any, Column]
    bills: Mapping[str, Column]


_AT_SCHOOL = np.array((UNKNOWN, NO, *[YES] * (len(SCHOOLING) - 1)), np.uint8)
"""Whether a child is at school, by the number of its schooling plus one."""


_BITS = YES.bit_length()


class Joined(NamedTuple):
    """What members and bills come to for their households: claims, and fen."""

    cause: Column
    seriously_ill: Column
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
    # Both claims of a member in one byte: going over the members is what takes the time.
    either_way = block.any_of_members(own | serious << _BITS)
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
        cause=either(either_way & YES, stated),
        seriously_ill=either_way >> _BITS,
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


_HANDED_ON = ("filed", "category", "dibao_per_month")
"""What a child's aid takes of its household."""


def _work_block(
    block: Block, figures: Figures, asked: _Asked, workers: tuple[Worker, Worker], answers: _Answers
) -> None:
    whole, of, rows = block.ready.households, block.households, block.household_rows
    of_others = joined(block, figures.medical_aid)
    facts = {
        **identifying(block, of_others),
        "filed": of(whole.filed) == YES,
        "seriously_ill": of_others.seriously_ill == YES,
        "burden": of_others.burden,
        "bearable": of_others.bearable,
    }
    if whole.on_file is not None:
        facts["on_file"] = of(whole.on_file)
    unknown = _unknown(block, of_others, figures)
    if "lost_ability" in asked.households.facts:
        lost = without_ability(block)
        facts["lost_ability"] = lost == YES
        unknown |= lost == UNKNOWN
    homes = {name: column[rows] for name, column in answers.households.items()}
    workers[0].work_out(facts, homes, len(block.persons))
    for name in asked.bills:
        answers.bills[name][rows] = block.sums_of_bills(getattr(of_others.bills, name))
    of_homes = {**facts, "category": homes["category"]}
    handed = {name: block.of_children(of_homes[name]) for name in _HANDED_ON}
    children = {name: column[block.child_rows] for name, column in answers.children.items()}
    workers[1].work_out({**handed, **of_children(block)}, children, len(handed["category"]))
    answers.complete[rows] = ~unknown


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
    for claim in (of_others.cause, of_others.seriously_ill):
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
    return unknown | block.any_of_children(of_child)
