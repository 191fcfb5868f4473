"""Over columns the same facts are missing, and the same answers possible, as for one case."""

from functools import cache, partial
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from families import IN_2018
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_facts import columns, row
from populations import OTHERWISE

from lnunion_rules import load_policy
from lnunion_rules.aid_terms import aid_terms
from lnunion_rules.aids import Figures, Law
from lnunion_rules.batch.gaps.corners import agreed_lines
from lnunion_rules.batch.gaps.settled import Form, Open, Spread, completions
from lnunion_rules.folding import Folding
from lnunion_rules.policy import Policy
from lnunion_rules.rules import hardship
from lnunion_rules.units import MOST
from lnunion_rules.unknowns import Settled, Unknown, settle

ROWS = 6
CHOICES = {"cause": (False, True), "covered": (False, True), "excluded": (0, 1)}
AMOUNTS = ("income_per_year", "dibao_received_per_year", "rigid_per_year", "loss_per_year")


def standards(policy: Policy) -> list[Figures]:
    """The figures of the household aids, with each identification standard of a policy."""
    law = policy.rules[hardship.RULE]
    figures = Law(policy, IN_2018).figures
    numbers = (policy.law(hardship.RULE, period.since).numbers for period in law.periods)
    return [figures._replace(hardship=hardship.Parameters(**found)) for found in numbers]


BY_READINGS = [
    figures
    for choice in (None, *OTHERWISE)
    if choice is None or choice[0].startswith("hardship")
    for figures in standards(load_policy().with_readings(dict([choice] if choice else [])))
]


@cache
def forms(figures: Figures) -> tuple[Form, Form]:
    fold = Folding()
    sheet = aid_terms(figures, by_month=True, folding=fold).hardship._asdict()
    return Form({name: sheet[name] for name in ("category", "reason")}, fold), Form(sheet, fold)


def of_one(facts: dict[str, Any], unknown: tuple[str, ...], p: hardship.Parameters) -> Settled:
    """What the single case answers of one row."""
    opened = {name: Unknown((name,), values=CHOICES.get(name, ()), most=MOST) for name in unknown}
    return settle(partial(hardship.work_out, p=p), facts | opened, attrgetter("category"))


def alike(seed: int, figures: Figures, chances: int) -> None:
    """Hold random rows of which random facts are unknown to the single case."""
    chance, p = np.random.default_rng(seed), figures.hardship
    drawn = columns(hardship.work_out, chance, ROWS)
    drawn["loss_per_year"][chance.integers(0, 3, ROWS) == 0] = 0
    drawn["excluded"][chance.integers(0, 2, ROWS) == 0] = 0
    asked = [*AMOUNTS, *CHOICES]
    if not p.dibao_not_counted:
        asked.remove("dibao_received_per_year")
    unknown = {name: chance.integers(0, chances, ROWS) == 0 for name in asked}
    known = Open(
        drawn,
        {name: unknown[name] for name in AMOUNTS if name in asked},
        {name: unknown[name] for name in CHOICES},
    )
    decisive, every = forms(figures)
    found, moved = Spread(ROWS, decisive.lines), {name: set[int]() for name in asked}
    possible: list[set[int]] = [set() for _ in range(ROWS)]
    for group in completions(decisive, known, np.arange(ROWS), many=200):
        changing = found.add(group, group.lines)
        ends = [*group.begins[1:], len(group.lines["category"])]
        for of, first, last in zip(group.of.tolist(), group.begins, ends, strict=True):
            possible[of] |= set(group.lines["category"][first:last].tolist())
        if group.last:
            moved[group.last] |= set(group.of[changing["category"]].tolist())
    lines = agreed_lines(every, known, found)
    for at in range(ROWS):
        mine = tuple(name for name in asked if unknown[name][at])
        one = of_one(row(drawn, at), mine, p)
        assert possible[at] == set(one.outcomes)
        assert {name for name, rows in moved.items() if at in rows} == set(one.movers)
        assert found.least["reason"][at] == min(sheet.reason for sheet in one.sheets)
        for line in hardship.Worksheet._fields:
            values = {getattr(sheet, line) for sheet in one.sheets}
            assert lines.agreed[line][at] == (len(values) == 1), line
            if len(values) == 1:
                assert lines.first[line][at] == values.pop(), line


@given(st.integers(0, 100_000))
@settings(max_examples=5)
@pytest.mark.parametrize("figures", BY_READINGS)
def test_households_of_any_gaps_are_settled_as_one_by_one(figures: Figures, seed: int) -> None:
    alike(seed, figures, chances=3)
