"""The rules of the household aids worked out over ready columns, block by block.

Each block goes through the rooms' own ``work_out``, folded to the lines that are asked for; the
category is handed on to the children. Nothing of the law stands here.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..aid_terms import aid_terms
from ..aids import AIDS, Figures
from ..persons import UNKNOWN, YES
from ..rules import education_aid, hardship, living_relief, medical_aid, safety_net
from ..terms import Part
from .block import Block
from .joining import identifying, joined, of_children, unknown, without_ability
from .ready import Column, Ready
from .steps import Steps, Worker

if TYPE_CHECKING:
    from .compiled import Loop

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
    """The asked lines: steps over households and over children, and names of lines of bills."""

    households: Steps
    children: Steps
    bills: tuple[str, ...]


@lru_cache(maxsize=64)
def _asked(
    figures: Figures, lines: tuple[tuple[str, tuple[str, ...]], ...], *, by_month: bool
) -> _Asked:
    terms, of_bills = aid_terms(figures, by_month=by_month), []
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
    work = _Work(
        figures,
        asked,
        compiled,
        np.empty(ready.rows, np.bool_),
        asked.households.columns(ready.rows),
        asked.children.columns(len(ready.children.place)),
        {name: np.empty(ready.rows, np.int64) for name in asked.bills},
    )
    starts = range(0, ready.rows, block)
    if threads == 1 or len(starts) == 1:
        work.of(ready, starts, block)
    else:
        with ThreadPoolExecutor(threads) as pool:
            shares = [starts[first::threads] for first in range(threads)]
            list(pool.map(lambda share: work.of(ready, share, block), shares))
    found = {**work.households, **work.children}
    return Worked(
        work.complete,
        {
            rule: {n: work.bills[n] if n in BILL_LINES else found[rule, n] for n in names}
            for rule, names in lines.items()
        },
    )


_HANDED_ON = ("filed", "category", "dibao_per_month")
"""What a child's aid takes of its household."""


class _Work(NamedTuple):
    """What is asked, and where the answers to all blocks are written."""

    figures: Figures
    asked: _Asked
    compiled: bool
    complete: Column
    households: Mapping[Any, Column]
    children: Mapping[Any, Column]
    bills: Mapping[str, Column]

    def of(self, ready: Ready, starts: Sequence[int], rows: int) -> None:
        """Work out the blocks that start there, one after another in the same thread."""
        steps = self.asked.households, self.asked.children
        homes, children = [one.loop if self.compiled else one.worker() for one in steps]
        for at in starts:
            self._block(Block(ready, at, min(at + rows, ready.rows)), homes, children)

    def _block(self, block: Block, homes: "Worker | Loop", children: "Worker | Loop") -> None:
        whole, of, rows = block.ready.households, block.households, block.household_rows
        of_others = joined(block, self.figures.medical_aid, compiled=self.compiled)
        open_rows = unknown(block, of_others, self.figures)
        facts = {
            **identifying(block, of_others),
            "filed": of(whole.filed) == YES,
            "seriously_ill": of_others.seriously_ill == YES,
            "burden": of_others.burden,
            "bearable": of_others.bearable,
        }
        if whole.on_file is not None:
            facts["on_file"] = of(whole.on_file)
        if "lost_ability" in self.asked.households.facts:
            lost = without_ability(block)
            facts["lost_ability"] = lost == YES
            open_rows |= lost == UNKNOWN
        answers = {name: column[rows] for name, column in self.households.items()}
        homes.work_out(facts, answers, len(block.persons))
        facts["category"] = answers["category"]
        handed = {name: block.of_children(facts[name]) for name in _HANDED_ON}
        of_aid = {name: column[block.child_rows] for name, column in self.children.items()}
        children.work_out({**handed, **of_children(block)}, of_aid, len(handed["category"]))
        for name, column in self.bills.items():
            column[rows] = block.sums_of_bills(getattr(of_others.bills, name))
        self.complete[rows] = ~open_rows
