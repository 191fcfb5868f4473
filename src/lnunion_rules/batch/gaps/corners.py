"""What the rules answer over all completions of unknown facts, for many households at once.

What :mod:`lnunion_rules.unknowns` does for one case, for the frequent kinds of gaps: claims, stages
of schooling, and one amount of the household. A body runs at every combination of the values that
can change its form; where all answers agree the unknown facts do not matter. The households of
other gaps are answered one by one.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...aids import Figures
from ...findings import CATEGORIES
from ...households import SCHOOLING
from ...persons import UNKNOWN, YES
from ...rules import education_aid, hardship, living_relief, medical_aid, safety_net
from ...units import MOST
from ..working.block import Block
from ..working.joining import Joined, identifying, of_child, without_ability
from ..working.ready import Column
from .completions import PAIRS, Above, Answer, Axis, Gathered, Lines, claim_axis, depending
from .turning import turning_points


class Identified(NamedTuple):
    """The category over all completions, and what the aids need of it."""

    possible: Sequence[Column]
    reason: Column
    lines: Lines
    """The worksheet's lines, where sheets are asked for."""
    above: Above
    caused: Above
    """The same where the cause, if it is unknown, is there."""
    net: Sequence[tuple[Column, Column]]
    """Category and tested income at each value of the unknown amount, as the safety net asks."""


def identified(
    block: Block, of_others: Joined, p: hardship.Parameters, amount: str | None, *, sheets: bool
) -> Identified:
    """The category of households of which the cause may be unknown, and one amount, or none."""
    facts = identifying(block.households, block.persons, of_others.cause)
    facts["persons"] = np.asarray(facts["persons"])
    rows, cause = len(block.persons), of_others.cause

    def body(**known: Any) -> hardship.Worksheet:
        return hardship.work_out(**known, p=p)

    points: list[Any] = [None]
    if amount:
        ways = [
            turning_points(body, {**facts, "cause": way}, amount, MOST) for way in (False, True)
        ]
        points = list(np.concatenate(ways))
    may_be = [cause < YES, cause > 0]
    lines, lowest = Lines(asked=sheets), np.full(rows, len(hardship.REASONS))
    category = np.empty((2, len(points), rows), np.int64)
    tested = np.empty((len(points), rows), np.int64)
    for way in (0, 1):
        for at, value in enumerate(points):
            known = {**facts, "cause": bool(way), **({amount: value} if amount else {})}
            sheet = body(**known)
            # The cause as it was given, so that the line is told where it is known.
            lines.add(sheet, may_be[way])
            lowest = np.where(may_be[way], np.minimum(lowest, sheet.reason), lowest)
            category[way, at], tested[at] = sheet.category, sheet.tested_per_year
    above = _above(category, may_be, amount)
    only = [may_be[0] & (cause != UNKNOWN), may_be[1]]
    # Deep hardship does not turn on a cause: as for one case, an unknown one is left out.
    caused = cause == YES
    of_net = np.where(caused, category[1], category[0])
    net = list(zip(of_net, tested, strict=True))
    return Identified(above.seen, lowest, lines, above, _above(category, only, amount), net)


def _above(category: Column, may_be: Sequence[Column], amount: str | None) -> Above:
    bits = np.where(np.stack(may_be)[:, None, :], 1 << category, 0)
    every = np.bitwise_or.reduce(bits, axis=(0, 1))
    pairs = {}
    if amount:
        pairs[amount] = np.bitwise_or.reduce(PAIRS[np.bitwise_or.reduce(bits, axis=1)], axis=0)
    both = np.where(may_be[0] & may_be[1], bits[0] | bits[1], 0)
    pairs["cause"] = np.bitwise_or.reduce(PAIRS[both], axis=0)
    return Above([(every >> number & 1) > 0 for number in range(len(CATEGORIES))], pairs)


def relief(block: Block, found: Identified, figures: Figures) -> Answer:
    """Living relief."""
    whole, p = block.ready.households, figures.living_relief

    def body(category: Any, filed: Any) -> living_relief.Worksheet:
        return living_relief.work_out(
            block.persons, filed, category, whole.dibao_per_month, p.months, p
        )

    filed = claim_axis("filed", whole.filed)
    return depending(body, [filed], found.above, len(block.persons), sheets=found.lines.asked)


def education(block: Block, found: Identified, figures: Figures) -> Answer:
    """Education aid, one row a child."""
    ready, p = block.ready, figures.education_aid
    of, facts = block.of_children(np.arange(len(block.persons))), of_child(ready.children)
    place = ready.children.place
    schooling = ready.members.schooling[place]
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
    axes.append(claim_axis("disabled", ready.members.disabled[place]))
    plain, caused = found.above.at(of), found.caused.at(of)
    above = Above(
        [np.where(open_stage, *pair) for pair in zip(caused.seen, plain.seen, strict=True)],
        {n: np.where(open_stage, caused.pairs[n], plain.pairs[n]) for n in plain.pairs},
    )
    return depending(body, axes, above, len(of), sheets=found.lines.asked)


def medical(block: Block, of_others: Joined, found: Identified) -> Answer:
    """Medical aid; what the family can bear may be unknown."""
    whole, rows = block.ready.households, len(block.persons)
    ill, known = of_others.seriously_ill, whole.bearable_known

    def body(*, burden: Any = of_others.burden, **known: Any) -> medical_aid.Worksheet:
        return medical_aid.work_out(burden=burden, **known)

    values: list[Any] = [of_others.bearable]
    if known is not None:
        ill_and_filed = dict.fromkeys(("filed", "seriously_ill"), np.ones(rows, np.bool_))
        facts = {"category": 0, "burden": of_others.burden, **ill_and_filed}
        points = turning_points(body, facts, "bearable", MOST)
        values = [np.where(known, of_others.bearable, point) for point in points]
    bearable = Axis("bearable", values, [np.ones(rows, np.bool_)] * len(values))
    axes = [bearable, claim_axis("filed", whole.filed), claim_axis("seriously_ill", ill)]
    open_illness = ill == UNKNOWN
    above = Above(
        [
            np.where(open_illness, *pair)
            for pair in zip(found.caused.seen, found.above.seen, strict=True)
        ],
        {
            name: np.where(open_illness, found.caused.pairs[name], found.above.pairs[name])
            for name in found.above.pairs
        },
    )
    return depending(body, axes, above, rows, sheets=found.lines.asked)


def net(block: Block, found: Identified, figures: Figures, amount: str | None) -> Answer:
    """The safety net, which takes the income along with the category."""
    whole, rows = block.ready.households, len(block.persons)
    lost = claim_axis("lost_ability", without_ability(block))
    gathered, outcomes = Gathered(rows, sheets=found.lines.asked), []
    for value, valid in zip(lost.values, lost.valid, strict=True):
        outcomes.append(
            [
                gathered.add(
                    safety_net.work_out(
                        block.persons,
                        category,
                        np.broadcast_to(value, rows),
                        whole.dibao_per_month,
                        tested,
                        figures.safety_net,
                    ),
                    valid,
                )
                for category, tested in found.net
            ]
        )
    moved = {}
    if amount:
        spread = [np.ptp(np.stack(found_here), axis=0) > 0 for found_here in outcomes]
        moved[amount] = np.any([s & v for s, v in zip(spread, lost.valid, strict=True)], axis=0)
    either_way = lost.valid[0] & lost.valid[-1] if len(outcomes) > 1 else np.zeros(rows, np.bool_)
    differs = [one != other for one, other in zip(outcomes[0], outcomes[-1], strict=True)]
    moved["lost_ability"] = either_way & np.any(differs, axis=0)
    return gathered.answer(moved)
