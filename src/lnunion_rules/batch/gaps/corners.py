"""What the rules answer over all completions of unknown facts, for many households at once.

What :mod:`lnunion_rules.unknowns` does for one case: a body runs at every combination of the values
that can change its form; where all answers agree the unknown facts do not matter. The category and
the safety net are settled with it (:mod:`.settled`); the other aids take the categories that are
possible and what moves between them. The households of rare gaps are answered one by one.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ...aid_terms import aid_terms
from ...aids import Figures
from ...findings import CATEGORIES
from ...folding import Folding
from ...households import SCHOOLING
from ...persons import UNKNOWN, YES
from ...rules import education_aid, hardship, living_relief, medical_aid
from ...units import MOST
from ..working.block import Block
from ..working.joining import Joined, identifying, of_child, without_ability
from ..working.ready import Column
from .completions import (
    PAIRS,
    Above,
    Answer,
    Axis,
    Lines,
    answered,
    as_outcome,
    claim_axis,
    depending,
)
from .settled import MANY, Form, Group, Open, Spread, completions, corners
from .turning import turning_points

_FEW = MANY // 16
"""Completions at a time where every line is followed, which turn more often."""


class Identified(NamedTuple):
    """The category over all completions, and what the aids need of it."""

    possible: Sequence[Column]
    reason: Column
    lines: Lines
    """The worksheet's lines, where sheets are asked for."""
    above: Above
    caused: Above
    """The same where the cause, if it is unknown, is there."""


class _Forms(NamedTuple):
    """The lines that decide the category and the safety net, and those of their worksheets."""

    identified: Form
    hardship: Form
    referred: Form
    safety_net: Form


@lru_cache(maxsize=64)
def _forms(figures: Figures, *, by_month: bool) -> _Forms:
    fold = Folding()
    terms = aid_terms(figures, by_month=by_month, folding=fold)
    sheet, net = terms.hardship._asdict(), terms.safety_net._asdict()
    decisive = ({n: sheet[n] for n in _DECISIVE}, sheet, {n: net[n] for n in _DUE}, net)
    return _Forms(*(Form(lines, fold) for lines in decisive))


_DECISIVE = ("category", "reason")
_DUE = ("category", "reason", "amount")


def open_facts(block: Block, of_others: Joined, p: hardship.Parameters) -> Open:
    """The facts that decide the category, and of whom each is unknown."""
    whole, cause = block.households, of_others.cause
    amounts = {
        "income_per_year": whole.income_known,
        "dibao_received_per_year": whole.received_known if p.dibao_not_counted else None,
        "rigid_per_year": whole.rigid_known,
        "loss_per_year": whole.loss_known,
    }
    choices = {
        "cause": cause == UNKNOWN,
        "covered": whole.covered == UNKNOWN,
        "excluded": whole.excluded < 0,
    }
    return Open(
        identifying(whole, block.persons, cause),
        {name: ~known for name, known in amounts.items() if known is not None and not known.all()},
        {name: unknown for name, unknown in choices.items() if unknown.any()},
    )


def identified(block: Block, known: Open, figures: Figures, *, sheets: bool) -> Identified:
    """The category of households of which some facts may be unknown."""
    rows = len(block.persons)
    forms = _forms(figures, by_month=block.households.highest_month is not None)
    plain, caused = _Above(rows, known), _Above(rows, known)
    found = Spread(rows, _DECISIVE)
    for group in completions(forms.identified, known, np.arange(rows)):
        found.add(group, group.lines)
        bits = 1 << group.lines["category"].astype(np.int64)
        plain.add(group, bits)
        if "cause" in group.facts and "cause" in known.choices:
            each = np.repeat(group.of, np.diff(group.begins, append=len(bits)))
            bits = np.where(known.choices["cause"][each] & ~group.facts["cause"], 0, bits)
        caused.add(group, bits)
    lines = agreed_lines(forms.hardship, known, found) if sheets else Lines(asked=False)
    above = plain.above
    return Identified(above.seen, found.least["reason"], lines, above, caused.above)


class _Above:
    """The categories of each household gathered from groups, and what moves between them."""

    def __init__(self, rows: int, known: Open) -> None:
        self._every = np.zeros(rows, np.int64)
        self._pairs = {name: np.zeros(rows, np.int64) for name in known.unknown}

    def add(self, group: Group, bits: Column) -> None:
        """Add the categories of a group's rows, each as a bit."""
        together = group.joined(np.bitwise_or, bits)
        np.bitwise_or.at(self._every, group.of, together)
        if group.last:
            np.bitwise_or.at(self._pairs[group.last], group.of, PAIRS[together])

    @property
    def above(self) -> Above:
        """What was gathered."""
        every = range(len(CATEGORIES))
        return Above([(self._every >> number & 1) > 0 for number in every], self._pairs)


def agreed_lines(form: Form, known: Open, found: Spread) -> Lines:
    """The lines of a worksheet as far as all completions agree; of some that is found already.

    Lines mostly differ at the ends of what is unknown. Only where one does not, although it is
    made of something unknown, the households are followed to every turn.
    """
    rows = len(found.least["reason"])
    told = Spread(rows, form.lines)
    for group in corners(form, known, np.arange(rows)):
        told.add(group, group.lines)
    doubtful = np.zeros(rows, np.bool_)
    for line in set(form.lines) - set(found.least):
        made_of = [known.unknown[fact] for fact in form.facts_of[line] & set(known.unknown)]
        if made_of:
            doubtful |= np.any(made_of, axis=0) & (told.least[line] == told.most[line])
    for group in completions(form, known, np.flatnonzero(doubtful), _FEW):
        told.add(group, group.lines)
    lines = Lines(asked=True)
    lines.first = {**told.least, **found.least}
    most = {**told.most, **found.most}
    lines.agreed = {line: least == most[line] for line, least in lines.first.items()}
    return lines


def relief(block: Block, found: Identified, figures: Figures) -> Answer:
    """Living relief."""
    whole, p = block.ready.households, figures.living_relief
    on_file = p.months if whole.on_file is None else whole.on_file

    def body(category: Any, filed: Any) -> living_relief.Worksheet:
        return living_relief.work_out(
            block.persons, filed, category, whole.dibao_per_month, on_file, p
        )

    filed = claim_axis("filed", whole.filed)
    return depending(body, [filed], found.above, len(block.persons), sheets=found.lines.asked)


def education(block: Block, found: Identified, figures: Figures) -> Answer:
    """Education aid, one row a child."""
    ready, p = block.ready, figures.education_aid
    of, facts = block.of_children(np.arange(len(block.persons))), of_child(ready.children)
    schooling = ready.children.schooling
    open_stage = schooling < 0
    dibao = ready.households.dibao_per_month[of]

    def body(**known: Any) -> education_aid.Worksheet:
        return education_aid.work_out(**{**facts, **known}, dibao_per_month=dibao, p=p)

    axes = [claim_axis("filed", ready.households.filed[of])]
    stages: list[Any] = [np.maximum(schooling, 0)]
    valid = [np.ones(len(of), np.bool_)]
    if open_stage.any():
        stages = list(range(len(SCHOOLING)))
        valid = [open_stage | (schooling == stage) for stage in stages]
    axes.append(Axis("schooling", stages, valid))
    axes.append(claim_axis("disabled", ready.children.disabled))
    above = found.above.at(of).but(found.caused.at(of), open_stage)
    return depending(body, axes, above, len(of), sheets=found.lines.asked)


def patients_in_doubt(block: Block, of_others: Joined) -> Column:
    """For each household a patient, by the place, of whom it is unknown whether bills count; -1
    none."""
    bills, found = block.ready.bills, np.full(len(block.persons), -1)
    open_ = of_others.open_each
    found[bills.household[open_]] = bills.patient[open_]
    return found


def medical(block: Block, of_others: Joined, found: Identified) -> Answer:
    """Medical aid; what the family can bear may be unknown, or whether bills count."""
    whole, rows = block.ready.households, len(block.persons)
    ill, known = of_others.seriously_ill, whole.bearable_known
    ill_and_filed = dict.fromkeys(("filed", "seriously_ill"), np.ones(rows, np.bool_))
    facts = {"category": 0, "bearable": of_others.bearable, **ill_and_filed}
    burdens, bearables = [of_others.burden], [of_others.bearable]
    if of_others.open_bills.any():
        least = block.sums_of_bills(np.where(of_others.open_each, 0, of_others.bills.burden))

        def beyond(*, least: Any, more: Any, **facts: Any) -> medical_aid.Worksheet:
            return medical_aid.work_out(burden=more + least, **facts)

        most = of_others.burden - least
        points = turning_points(beyond, {**facts, "least": least}, "more", most)
        burdens = list(least + points)
    if known is not None and not known.all():
        facts["burden"] = of_others.burden
        points = turning_points(medical_aid.work_out, facts, "bearable", MOST)
        bearables = [np.where(known, of_others.bearable, point) for point in points]
    every = np.ones(rows, np.bool_)
    axes = [
        Axis("burden", burdens, [every] * len(burdens)),
        Axis("bearable", bearables, [every] * len(bearables)),
        claim_axis("filed", whole.filed),
        claim_axis("seriously_ill", ill),
    ]
    above = found.above.but(found.caused, ill == UNKNOWN)
    return depending(medical_aid.work_out, axes, above, rows, sheets=found.lines.asked)


def net(block: Block, known: Open, figures: Figures, *, sheets: bool) -> Answer:
    """The safety net, which takes the income along with the category."""
    rows, lost = len(block.persons), without_ability(block)
    forms = _forms(figures, by_month=block.households.highest_month is not None)
    # Deep hardship does not turn on a cause: as for one case, an unknown one is left out.
    choices = {name: unknown for name, unknown in known.choices.items() if name != "cause"}
    known = Open(
        {**known.facts, "lost_ability": lost == YES},
        known.amounts,
        {**choices, "lost_ability": lost == UNKNOWN},
    )
    found, due = Spread(rows, _DUE), Spread(rows, ("due",))
    moved = {name: np.zeros(rows, np.bool_) for name in known.unknown}
    for group in completions(forms.referred, known, np.arange(rows)):
        found.add(group, group.lines)
        outcome = as_outcome(group.lines["reason"], group.lines["amount"])
        changing = due.add(group, {"due": outcome})["due"]
        if group.last:
            moved[group.last][group.of[changing]] = True
    lines = agreed_lines(forms.safety_net, known, found) if sheets else Lines(asked=False)
    return answered(due.least["due"], due.most["due"], found.most["reason"], moved, lines)
