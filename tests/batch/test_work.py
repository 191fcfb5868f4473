"""The aids worked out over columns: step by step or compiled, in any blocks, the same answers."""

import sys
from typing import Any

import numpy as np
import pytest
from families import IN_2018
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import made_up

from lnunion_rules import InputError, Policy, load_policy
from lnunion_rules.algebra import at_least, at_most, both, either, negated, split, where
from lnunion_rules.batch import evaluate
from lnunion_rules.batch.steps import Steps
from lnunion_rules.folding import Folding
from lnunion_rules.readings import readings
from lnunion_rules.terms import Part, value

ROWS = 300
FOLD = Folding()
FLAGS = [FOLD.fact(name) for name in ("filed", "ill")]
NUMBERS = [FOLD.fact("stage", (0, 5)), FOLD.fact("left", (-60, 60))]
AMOUNTS = [FOLD.fact("income", (0, 10**12 - 1)), FOLD.fact("dibao", (1, 10**7))]

numbers = st.sampled_from([*NUMBERS, *AMOUNTS]) | st.integers(-70, 70)
conditions = st.recursive(
    st.sampled_from(FLAGS) | st.booleans(),
    lambda inner: st.one_of(
        st.builds(both, inner, inner),
        st.builds(either, inner, inner),
        st.builds(negated, inner),
        st.builds(where, inner, inner, inner),
        st.builds(lambda one, other: one < other, numbers, numbers),
        st.builds(lambda one, other: one <= other, numbers, numbers),
    ),
    max_leaves=5,
)
terms = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.builds(lambda one, other: one + other, inner, inner),
        st.builds(lambda one, other: one - other, inner, inner),
        st.builds(lambda one, times: one * times, inner, st.integers(-9, 9)),
        st.builds(at_least, inner, inner),
        st.builds(at_most, inner, inner),
        st.builds(where, conditions, inner, inner),
        st.builds(lambda one, parts: split(at_least(one, 0), parts), inner, st.integers(1, 12)),
    ),
    max_leaves=8,
)


def drawn(seed: int) -> dict[str, Any]:
    chance = np.random.default_rng(seed)
    return {
        **{term.name: chance.random(ROWS) < 0.5 for term in FLAGS},
        "stage": chance.integers(0, 6, ROWS).astype(np.int8),
        "left": chance.integers(-60, 61, ROWS).astype(np.int8),
        "income": chance.integers(0, 10**12, ROWS),
        "dibao": chance.integers(1, 10**7, ROWS),
    }


def expected(parts: list[Part], facts: dict[str, Any], row: int) -> list[Any]:
    leaves = {term: facts[term.name][row].item() for term in [*FLAGS, *NUMBERS, *AMOUNTS]}
    return [value(part, leaves, {}) for part in parts]


def held(parts: list[Part], seed: int, *, compiled: bool = False) -> None:
    steps = Steps(dict(enumerate(map(FOLD.part, parts))), FOLD)
    facts, answers = drawn(seed), steps.columns(ROWS)
    worker = steps.loop if compiled else steps.worker()
    worker.work_out(facts, answers, ROWS)
    for row in range(ROWS):
        found = [answers[number][row].item() for number in range(len(parts))]
        assert found == expected(parts, facts, row)


@given(st.lists(terms | conditions, min_size=1, max_size=4), st.integers(0, 99))
def test_steps_over_columns_come_to_what_the_terms_say_row_by_row(
    parts: list[Part], seed: int
) -> None:
    held(parts, seed)


@settings(max_examples=4)
@given(st.lists(terms | conditions, min_size=3, max_size=6), st.integers(0, 99))
def test_a_compiled_loop_comes_to_what_the_terms_say_row_by_row(
    parts: list[Part], seed: int
) -> None:
    held(parts, seed, compiled=True)


def test_a_worker_may_take_many_rows_after_few() -> None:
    steps = Steps({"sum": FOLD.part(AMOUNTS[0] + AMOUNTS[1] * 2)}, FOLD)
    worker, facts = steps.worker(), drawn(1)
    for rows in (3, ROWS, 7):
        answers = steps.columns(rows)
        some = {name: column[:rows] for name, column in facts.items()}
        worker.work_out(some, answers, rows)
        assert (answers["sum"] == some["income"] + some["dibao"] * 2).all()


def otherwise() -> Policy:
    """A policy that reads each gap of the household aids in its last way, as far as they agree."""
    last = {
        gap.id: [*gap.choices][-1]
        for gap in readings().values()
        if gap.id.startswith(("hardship", "living", "education", "medical", "safety_net"))
    }
    revised = load_policy().with_readings(last)
    return revised.revised({"medical_aid.bearable_share": "0.10"})


@pytest.mark.parametrize("policy", [load_policy(), otherwise()], ids=["as it is", "otherwise"])
@pytest.mark.parametrize("worksheets", [False, True])
def test_compiled_rules_answer_as_the_others_do(policy: Policy, worksheets: bool) -> None:
    frames = made_up(800, IN_2018, seed=3)
    found, compiled = (
        evaluate(frames, on=IN_2018, policy=policy, worksheets=worksheets, compiled=way)
        for way in (False, True)
    )
    assert compiled.results.equals(found.results)
    assert compiled.awards.equals(found.awards)
    assert compiled.rejects.equals(found.rejects)
    for rule, sheet in found.worksheets.items():
        assert compiled.worksheets[rule].equals(sheet)
    assert found.results["undetermined"].any()


def test_compiling_without_its_extra_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "lnunion_rules.batch.compiled", raising=False)
    monkeypatch.setitem(sys.modules, "numba", None)
    new = load_policy().revised({"living_relief.months": 11})  # nothing of it is compiled yet
    with pytest.raises(InputError) as refused:
        evaluate(made_up(3, IN_2018, seed=1), on=IN_2018, policy=new, compiled=True)
    assert refused.value.code == "extra-missing"
    assert refused.value.details["extra"] == "fast"
