"""Households with unknown facts of the frequent kinds, told as rows of the same tables.

Which households these are, and how their findings are told; what is worked out stands in
:mod:`.corners`. The households of other gaps are answered one by one.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from ...aids import AIDS, Law
from ...doors import MISSING
from ...findings import CATEGORIES
from ...persons import UNKNOWN
from ...rulebook import rule
from ...rules import education_aid, hardship, living_relief, medical_aid, safety_net
from ..shapes import (
    AWARDS,
    OUTCOMES,
    RESULTS,
    WORDS,
    Told,
    names_of,
    placed,
    reasons,
    sheet_schema,
    words_of,
)
from ..working.block import Block
from ..working.joining import joined, without_ability
from ..working.ready import Column, Of, Ready
from ..working.work import BILL_LINES
from .completions import Answer, Lines
from .corners import education, identified, medical, net, open_facts, patients_in_doubt, relief
from .missing import Names

ROWS = 16_384
"""Households told at a time."""


def frequent(ready: Ready, law: Law) -> Column:
    """Which households' gaps are of the frequent kinds."""
    figures, whole, children = law.figures, ready.households, ready.children
    if figures.largest_only or ready.rows == 0:
        return np.zeros(ready.rows, np.bool_)
    block = Block(ready, 0, ready.rows)
    odd = _of_rare_bills(block, law)
    if whole.on_file is not None:
        odd |= whole.on_file < 0
    if ready.members.adult is not None:
        odd |= without_ability(block) == UNKNOWN
    if whole.bearable_known is not None and not _bearable_is_plain(law):
        odd |= ~whole.bearable_known
    for claim in (children.postgraduate, children.senior_stage):
        if claim is not None:
            odd |= block.any_of_children(claim == UNKNOWN)
    few: Column = ~odd
    return few


def _of_rare_bills(block: Block, law: Law) -> Column:
    """Whether more is unknown of bills than the illness of one patient."""
    of_others, bills = joined(block, law.figures.medical_aid), block.ready.bills
    others = bills.patient != patients_in_doubt(block, of_others)[bills.household]
    odd: Column = block.any_of_bills(of_others.open_each & (~bills.stated | others))
    known = block.households.bearable_known
    if not _bearable_is_plain(law):
        odd |= of_others.open_bills
    elif known is not None:
        odd |= of_others.open_bills & ~known
    return odd


def _bearable_is_plain(law: Law) -> bool:
    """Whether what a family can bear is one amount that its file states."""
    return law.bearable == "stated" and not law.figures.medical_aid.bill_by_bill


def told_with_gaps(of: Of, law: Law, *, sheets: bool) -> Told:
    """The findings of households whose gaps are of the frequent kinds."""
    told = Told([], [], {name: [] for name in (hardship.RULE, *AIDS) if sheets})
    if not of.ready.rows:
        return told
    # What a bill may leave has several values, which would be gone through for the others too.
    open_bills = joined(Block(of.ready, 0, of.ready.rows), law.figures.medical_aid).open_bills
    for alike in (~open_bills, open_bills):
        rows = np.flatnonzero(alike)
        for first in range(0, len(rows), ROWS):
            _tell(of.at(rows[first : first + ROWS]), law, told)
    return told


def _tell(of: Of, law: Law, told: Told) -> None:
    """Add the rows of some households."""
    ready, figures = of.ready, law.figures
    block, sheets = Block(ready, 0, ready.rows), bool(told.sheets)
    of_others = joined(block, figures.medical_aid)
    names = Names(ready, of.members, patients_in_doubt(block, of_others))
    known = open_facts(block, of_others, figures.hardship)
    found = identified(block, known, figures, sheets=sheets)
    every, children = np.arange(ready.rows), block.of_children(np.arange(ready.rows))
    answers = {
        living_relief.RULE: (relief(block, found, figures), every),
        education_aid.RULE: (education(block, found, figures), children),
        medical_aid.RULE: (medical(block, of_others, found), every),
        safety_net.RULE: (net(block, known, figures, sheets=sheets), every),
    }
    for nth, (name, (answer, whose)) in enumerate(answers.items()):
        told.awards.append(_award_rows(of, name, nth, answer, whose, names, law))
    movers = {name: pairs > 0 for name, pairs in found.above.pairs.items()}
    told.results.append(_result_rows(of, found, movers, answers, names, law))
    if told.sheets:
        told.sheets[hardship.RULE].append(_sheet_rows(of, hardship.RULE, found.lines, every))
        no_cause = of_others.cause == UNKNOWN
        for name, (answer, whose) in answers.items():
            lines, schooling = answer.lines, ready.children.schooling
            # Where just the cause is unknown with the fact, the aid is due only together with it.
            if name == education_aid.RULE:
                lines.agreed["category"] &= ~((schooling < 0) & no_cause[whose])
            elif name == medical_aid.RULE:
                lines.agreed["category"] &= ~((of_others.seriously_ill == UNKNOWN) & no_cause)
                for line in BILL_LINES:
                    lines.first[line] = block.sums_of_bills(getattr(of_others.bills, line))
                    lines.agreed[line] = (block.bills > 0) & ~of_others.open_bills
            told.sheets[name].append(_sheet_rows(of, name, lines, whose))


def _result_rows(
    of: Of,
    found: Any,
    movers: Mapping[str, Column],
    answers: Mapping[str, tuple[Answer, Column]],
    names: Names,
    law: Law,
) -> pl.DataFrame:
    possible, rows = np.stack(found.possible), of.ready.rows
    certain = possible.sum(axis=0) == 1
    undetermined = ~certain
    sums = {kind: (np.zeros(rows, np.int64), np.zeros(rows, np.int64)) for kind in _SUMMED}
    for name, (answer, whose) in answers.items():
        np.logical_or.at(undetermined, whose, ~answer.certain)
        for total, amount in zip(sums.get(law.kind(name), ()), answer[1:3], strict=False):
            np.add.at(total, whose, amount)
    category = np.where(certain, possible.argmax(axis=0), len(CATEGORIES))
    reason = np.where(certain, found.reason, len(hardship.REASONS))
    return placed(
        {
            "at": of.places,
            "nth": np.zeros(rows, np.uint8),
            "household_id": of.households,
            "category": words_of(category, (*CATEGORIES, "undetermined")),
            "reason": words_of(reason, (*hardship.REASONS, MISSING)),
            **{name: _where(sums[k][0] == sums[k][1], sums[k][0]) for k, name in _SUMMED.items()},
            "undetermined": undetermined,
            "missing": names_of(names.of(movers, ~certain, np.arange(rows))),
        },
        RESULTS,
    )


_SUMMED = {"grant": "total_grants", "ceiling": "total_ceilings"}


def _award_rows(
    of: Of, name: str, nth: int, answer: Answer, whose: Column, names: Names, law: Law
) -> pl.DataFrame:
    certain, rows = answer.certain, len(whose)
    outcome = np.where(certain, np.where(answer.due, 0, 1), 2)
    reason = np.where(certain, answer.reason, len(reasons(name)))
    return placed(
        {
            "at": of.places[whose],
            "nth": np.full(rows, nth, np.uint8),
            "household_id": of.households.gather(whose),
            "member_id": _members(of, name, rows),
            "rule": [name] * rows,
            "kind": [law.kind(name)] * rows,
            "outcome": words_of(outcome, OUTCOMES),
            "amount": _where(certain, answer.least),
            "least": _where(~certain, answer.least),
            "most": _where(~certain, answer.most),
            "reason": words_of(reason, (*reasons(name), MISSING)),
            "missing": names_of(names.of(answer.movers, ~certain, whose)),
        },
        AWARDS,
    )


def _members(of: Of, name: str, rows: int) -> pl.Series:
    if name == education_aid.RULE:
        return of.members.gather(of.ready.children.place)
    return pl.Series([None] * rows, dtype=pl.String)


def _sheet_rows(of: Of, name: str, lines: Lines, whose: Column) -> pl.DataFrame:
    schema, columns = sheet_schema(name), dict[str, Any]()
    columns["at"], columns["nth"] = of.places[whose], np.zeros(len(whose), np.uint8)
    columns["household_id"] = of.households.gather(whose)
    columns["member_id"] = _members(of, name, len(whose))
    words = {**WORDS, "reason": reasons(name)}
    for line, values in lines.first.items():
        told = words.get(rule(name).lines[line].unit)
        column = words_of(values, told) if told else values
        columns[line] = _where(lines.agreed[line], column)
    return placed({n: c for n, c in columns.items() if n in (*schema, "at", "nth")}, schema)


def _where(known: Column, values: Any) -> pl.Series:
    """The values where they are known."""
    return pl.select(
        pl.when(pl.Series(known, dtype=pl.Boolean)).then(pl.Series(values))
    ).to_series()
