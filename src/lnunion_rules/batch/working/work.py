"""The rules of the household aids worked out over ready columns, block by block.

Each block goes through the rooms' own ``work_out``, folded to the lines that are asked for; the
category is handed on to the children. Nothing of the law stands here.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Union

import numpy as np

from ...aids import AIDS, Figures
from ...persons import UNKNOWN
from ...rules import education_aid, hardship, living_relief, medical_aid, safety_net
from ...terms import Part
from .block import Block
from .joining import bearable_of, without_ability
from .ready import Column, HouseholdColumns, Ready
from .stated import stated_terms
from .steps import Steps
from .worker import Worker

if TYPE_CHECKING:
    from .compiled import Loop

_Way = Union["Worker", "Loop"]

BLOCK = 65_536
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
    """The asked lines as steps, each over the rows that it is asked of."""

    members: Steps
    bills: Steps
    households: Steps
    children: Steps


CLAIMS, BURDEN, OPEN, COMPLETE = "claims", "burden", "open", "complete"
CATEGORY = hardship.RULE, "category"
"""What is worked out on the way, whatever lines are asked for: of members, of bills, of bills and
of children, and of households; and the category, which is handed on to the children."""


@lru_cache(maxsize=64)
def _asked(
    figures: Figures, lines: tuple[tuple[str, tuple[str, ...]], ...], *, by_month: bool
) -> _Asked:
    terms = stated_terms(figures, by_month=by_month)
    aids, fold = terms.aids, terms.aids.folding
    members = {CLAIMS: terms.claims}
    bills: dict[Any, Part] = {BURDEN: aids.bill.burden, OPEN: terms.open_bill}
    homes: dict[Any, Part] = {CATEGORY: aids.hardship.category, COMPLETE: terms.complete}
    children: dict[Any, Part] = {OPEN: terms.open_child}
    for rule, names in lines:
        for name in names:
            if name in BILL_LINES:
                bills[name] = getattr(aids.bill, name)
            elif rule == education_aid.RULE:
                children[rule, name] = getattr(aids.child, name)
            else:
                homes[rule, name] = getattr(getattr(aids, rule), name)
    return _Asked(*(Steps(asked, fold) for asked in (members, bills, homes, children)))


def work_out(
    ready: Ready,
    figures: Figures,
    *,
    lines: Lines = ANSWERS,
    threads: int = 1,
    block: int = BLOCK,
    compiled: bool = False,
) -> Worked:
    """Work out the rules for all households.

    Block, threads and ``compiled``, which takes the extra ``fast``, change no answer.
    """
    by_month = ready.households.highest_month is not None
    asked = _asked(figures, tuple(lines.items()), by_month=by_month)
    loops = [steps.loop for steps in asked] if compiled else None
    bill_lines = [name for names in lines.values() for name in names if name in BILL_LINES]
    work = _Work(
        ready,
        figures,
        asked,
        loops,
        asked.households.columns(ready.rows),
        asked.children.columns(len(ready.children.place)),
        {name: np.empty(ready.rows, np.int64) for name in bill_lines},
    )
    starts = range(0, ready.rows, block)
    if threads == 1 or len(starts) == 1:
        work.of(starts, block)
    else:
        with ThreadPoolExecutor(threads) as pool:
            shares = [starts[first::threads] for first in range(threads)]
            list(pool.map(lambda share: work.of(share, block), shares))
    found = {**work.households, **work.children}
    return Worked(
        work.households[COMPLETE],
        {
            rule: {n: work.bills[n] if n in BILL_LINES else found[rule, n] for n in names}
            for rule, names in lines.items()
        },
    )


class _Work(NamedTuple):
    """What is asked, and where the answers to all blocks are written."""

    ready: Ready
    figures: Figures
    asked: _Asked
    loops: "Sequence[Loop] | None"
    """The steps compiled, if they are to be."""
    households: Mapping[Any, Column]
    children: Mapping[Any, Column]
    bills: Mapping[str, Column]

    def of(self, starts: Sequence[int], rows: int) -> None:
        """Work out the blocks that start there, one after another in the same thread."""
        workers: Sequence[_Way] = self.loops or [steps.worker() for steps in self.asked]
        for at in starts:
            self._block(Block(self.ready, at, min(at + rows, self.ready.rows)), *workers)

    def _block(self, block: Block, members: _Way, bills: _Way, homes: _Way, children: _Way) -> None:
        asked, rows, whole = self.asked, block.household_rows, block.households
        of_bills = self._worked(bills, asked.bills, self.ready.bills, block.bill_rows)
        burden = of_bills[BURDEN]
        claims = self._worked(members, asked.members, self.ready.members, block.member_rows)
        facts = {
            **whole._asdict(),
            "persons": block.persons,
            "claims": self._joined(block, claims[CLAIMS]),
            "burden": block.sums_of_bills(burden),
            "bearable": bearable_of(block, burden, self.figures.medical_aid),
            "open_bills": block.any_of_bills(of_bills[OPEN]),
        }
        answers = {name: column[rows] for name, column in self.households.items()}
        complete = answers[COMPLETE]
        if "lost_ability" in asked.households.facts:
            facts["lost_ability"] = without_ability(block)
        homes.work_out(facts, answers, len(block.persons))
        for known in _known(whole, facts, self.figures):
            complete &= known
        for name, column in self.bills.items():
            column[rows] = block.sums_of_bills(of_bills[name])
        self._children(children, block.child_rows)

    def _children(self, way: _Way, rows: slice) -> None:
        of = self.ready.children.household[rows]
        whole, told = self.ready.households, self.ready.children._asdict()
        facts = {name: told[name][rows] for name in self.asked.children.facts.keys() & told.keys()}
        handed = {
            "filed": whole.filed,
            "dibao_per_month": whole.dibao_per_month,
            "category": self.households[CATEGORY],
        }
        facts |= {name: column.take(of) for name, column in handed.items()}
        answers = {name: column[rows] for name, column in self.children.items()}
        way.work_out(facts, answers, len(of))
        self.households[COMPLETE][of[answers[OPEN]]] = False

    def _joined(self, block: Block, claims: Column) -> Column:
        if not self.loops:
            return block.any_of_members(claims)
        from .compiled import any_of_members

        return any_of_members(block.starts, claims)

    @staticmethod
    def _worked(way: _Way, asked: Steps, table: Any, rows: slice) -> dict[Any, Column]:
        """What is asked of some rows of a table."""
        many = rows.stop - rows.start
        answers = asked.columns(many)
        facts = {name: getattr(table, name)[rows] for name in asked.facts}
        way.work_out(facts, answers, many)
        return answers


def _known(whole: HouseholdColumns, facts: Mapping[str, Any], figures: Figures) -> Iterator[Column]:
    """Of which households what is asked beside claims is known, one column a fact."""
    received = whole.received_known if figures.hardship.dibao_not_counted else None
    amounts = (whole.income_known, whole.rigid_known, whole.loss_known, whole.bearable_known)
    yield from (known for known in (*amounts, received) if known is not None)
    if whole.on_file is not None:
        yield whole.on_file >= 0
    if "lost_ability" in facts:
        yield facts["lost_ability"] != UNKNOWN
