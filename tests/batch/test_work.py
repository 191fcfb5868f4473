"""The aids worked out over columns: step by step or compiled, in any blocks, the same answers."""

import sys
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from families import IN_2018, head, household
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import frames_of, made_up

from lnunion_rules import InputError, Policy, PolicyError, assess_household, load_policy
from lnunion_rules.algebra import at_least, at_most, both, either, negated, split, where
from lnunion_rules.batch import evaluate
from lnunion_rules.batch.working.block import Block
from lnunion_rules.batch.working.compiled import any_of_members
from lnunion_rules.batch.working.ready import (
    BillColumns,
    ChildColumns,
    HouseholdColumns,
    MemberColumns,
    Ready,
)
from lnunion_rules.batch.working.steps import KINDS, Steps
from lnunion_rules.columns import expressions
from lnunion_rules.folding import Folding
from lnunion_rules.readings import readings
from lnunion_rules.terms import Part, Term, value

ROWS = 300
FOLD = Folding()
FLAGS = [FOLD.fact(name) for name in ("filed", "ill")]
FLAG_NAMES = [term.name for term in FLAGS]
NUMBERS = [FOLD.fact("stage", (0, 5)), FOLD.fact("left", (-60, 60))]
AMOUNTS = [FOLD.fact("income", (0, 10**12 - 1)), FOLD.fact("dibao", (1, 10**7))]

BITS = [FOLD.fact("claims", (0, 15))]

numbers = st.sampled_from([*NUMBERS, *AMOUNTS]) | st.integers(-200, 200)
bits = st.recursive(
    st.sampled_from(BITS),
    lambda inner: st.one_of(
        st.builds(both, inner, st.integers(0, 15)),
        st.builds(either, inner, inner),
        st.builds(lambda one: one // 4, inner),
    ),
    max_leaves=4,
)
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
claimed = st.builds(
    where, st.builds(lambda one, claim: one == claim, bits, st.integers(0, 15)), numbers, numbers
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
        st.builds(lambda one, number: one // number, inner, st.sampled_from((7, 10**5, 10**11))),
    ),
    max_leaves=8,
)


def drawn(seed: int) -> dict[str, Any]:
    chance = np.random.default_rng(seed)
    return {
        **{term.name: chance.random(ROWS) < 0.5 for term in FLAGS},
        "stage": chance.integers(0, 6, ROWS).astype(np.int8),
        "left": chance.integers(-60, 61, ROWS).astype(np.int8),
        "claims": chance.integers(0, 16, ROWS).astype(np.uint8),
        "income": chance.integers(0, 10**12, ROWS),
        "dibao": chance.integers(1, 10**7, ROWS),
    }


def expected(parts: list[Part], facts: dict[str, Any], row: int) -> list[Any]:
    leaves = {term: facts[term.name][row].item() for term in [*FLAGS, *NUMBERS, *AMOUNTS, *BITS]}
    return [value(part, leaves, {}) for part in parts]


def held(parts: list[Part], seed: int, *, compiled: bool = False) -> None:
    steps = Steps(dict(enumerate(map(FOLD.part, parts))), FOLD)
    facts, answers = drawn(seed), steps.columns(ROWS)
    worker = steps.loop if compiled else steps.worker()
    worker.work_out(facts, answers, ROWS)
    for row in range(ROWS):
        found = [answers[number][row].item() for number in range(len(parts))]
        assert found == expected(parts, facts, row)


@given(st.lists(terms | conditions | claimed | bits, min_size=1, max_size=4), st.integers(0, 99))
def test_steps_over_columns_come_to_what_the_terms_say_row_by_row(
    parts: list[Part], seed: int
) -> None:
    held(parts, seed)


@settings(max_examples=15)
@given(st.lists(terms | conditions | claimed | bits, min_size=3, max_size=6), st.integers(0, 99))
def test_a_compiled_loop_comes_to_what_the_terms_say_row_by_row(
    parts: list[Part], seed: int
) -> None:
    held(parts, seed, compiled=True)


EDGES = [n + more for n in (1 << 7, 1 << 31) for more in (-1, 0, 1)]


@st.composite
def at_the_edges(draw: st.DrawFn) -> tuple[Folding, list[Part], dict[Term, Any]]:
    """Terms of facts whose bounds lie where a column becomes too narrow, and values at the ends."""
    fold, rows, facts = Folding(), draw(st.integers(0, 9)), {}
    for name in "abc":
        least, most = -draw(st.sampled_from([0, *EDGES])), draw(st.sampled_from(EDGES))
        ends = st.sampled_from((least, least + 1, 0, most - 1, most))
        values = np.array(draw(st.lists(ends, min_size=rows, max_size=rows)), np.int64)
        facts[fold.fact(name, (least, most))] = values
    inner = st.recursive(
        st.sampled_from(list(facts)) | st.sampled_from(EDGES) | st.integers(-3, 3),
        lambda part: st.one_of(
            st.builds(lambda one, other: one + other, part, part),
            st.builds(lambda one, other: one - other, part, part),
            st.builds(lambda one, number: one // number, part, st.sampled_from((3, *EDGES))),
            st.builds(at_least, part, part),
            st.builds(at_most, part, part),
            st.builds(lambda a, b, one, other: where(a < b, one, other), part, part, part, part),
        ),
        max_leaves=6,
    )
    parts = [fold.part(part) for part in draw(st.lists(inner, min_size=1, max_size=3))]
    return fold, parts, facts


@settings(max_examples=200)
@given(at_the_edges())
def test_no_column_is_too_narrow_for_what_it_holds(
    made: tuple[Folding, list[Part], dict[Term, Any]],
) -> None:
    fold, parts, facts = made
    steps, rows = Steps(dict(enumerate(parts)), fold), len(next(iter(facts.values())))
    answers = steps.columns(rows)
    steps.worker().work_out({fact.name: of for fact, of in facts.items()}, answers, rows)
    for row in range(rows):
        known = {fact: of[row].item() for fact, of in facts.items()}
        for number, part in enumerate(parts):
            assert answers[number][row].item() == value(part, known, {})


def test_what_may_not_fit_sixty_four_bits_is_refused() -> None:
    with pytest.raises(OverflowError, match="income"):
        Steps({"square": FOLD.part(AMOUNTS[0] * AMOUNTS[0])}, FOLD)


def test_a_fact_has_one_pair_of_bounds() -> None:
    with pytest.raises(ValueError, match="stage"):
        FOLD.fact("stage", (0, 6))


def test_columns_that_nobody_reads_any_more_are_written_over() -> None:
    part: Any = AMOUNTS[0]
    for number in range(1, 30):
        part = (part + number) // 2
    assert len(Steps({"end": FOLD.part(part)}, FOLD).registers) <= 2 * len(KINDS)


def test_a_loop_over_more_columns_than_are_told_apart_becomes_several() -> None:
    parts = [AMOUNTS[number % 2] * number + NUMBERS[0] for number in range(20)]
    held(parts, 1, compiled=True)
    loop = Steps(dict(enumerate(map(FOLD.part, parts))), FOLD).loop
    assert len(loop._loops) > 1


def test_a_loop_takes_an_answer_of_more_columns_than_are_told_apart() -> None:
    fold = Folding()
    facts = [fold.fact(f"rows_{number}", (0, 9)) for number in range(130)]
    total = fold.part(reduce(lambda one, other: one + other, facts))
    steps = Steps({"total": total, "first": fold.part(facts[0] + 1)}, fold)
    columns = {fact.name: np.full(6, 9)[::2] for fact in facts}
    answers = steps.columns(3)
    steps.loop.work_out(columns, answers, 3)
    assert answers["total"].tolist() == [9 * 130] * 3
    assert answers["first"].tolist() == [10] * 3


def test_a_factor_that_leaves_nothing_of_a_standard_is_refused_either_way() -> None:
    policy = load_policy().with_monthly_dibao("0.01").revised({"dibao.factor": "0.4999"})
    family = household(head(disabled=True))
    for answered in (
        lambda: assess_household(family, on=IN_2018, policy=policy),
        lambda: evaluate(frames_of([family]), on=IN_2018, policy=policy),
    ):
        with pytest.raises(PolicyError) as refused:
            answered()
        assert (refused.value.code, refused.value.path) == ("factor-leaves-nothing", "dibao.factor")
    least = policy.revised({"dibao.factor": "0.5"})
    assert least.standard(family.area, IN_2018).monthly == 1


def test_a_narrow_answer_of_wide_parts_is_not_cut_before_it_is_worked_out() -> None:
    income = AMOUNTS[0]
    held([at_most(income, 12), income // 10**11, at_least(at_most(income, 5), 3)], 2)


@given(st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=100), min_size=1, max_size=9))
def test_members_claim_together_what_any_of_them_claims(households: list[list[int]]) -> None:
    first = np.cumsum([0, *map(len, households)])
    block = Block(ready_with(first), 0, len(households))
    claims = np.array([claim for members in households for claim in members], np.int8)
    together = [reduce(or_, members) for members in households]
    assert block.any_of_members(claims).tolist() == together
    assert any_of_members(block.starts, claims).tolist() == together


def ready_with(first: Any) -> Ready:
    """Households that have members and nothing else."""
    empty = Ready(*(form(*[np.empty(0)] * len(form._fields)) for form in FORMS))
    nothing = np.zeros(len(first), np.int64)
    return empty._replace(
        households=empty.households._replace(
            first_member=first, first_child=nothing, first_bill=nothing
        )
    )


FORMS: tuple[Any, ...] = (HouseholdColumns, MemberColumns, ChildColumns, BillColumns)


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
    monkeypatch.delitem(sys.modules, "lnunion_rules.batch.working.compiled")
    monkeypatch.setitem(sys.modules, "numba", None)
    new = load_policy().revised({"living_relief.months": 11})  # nothing of it is compiled yet
    with pytest.raises(InputError) as refused:
        evaluate(made_up(3, IN_2018, seed=1), on=IN_2018, policy=new, compiled=True)
    assert refused.value.code == "extra-missing"
    assert refused.value.details["extra"] == "fast"


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": pl.DataFrame.lazy,
    "pandas": lambda frame: frame.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": pl.DataFrame.to_arrow,
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15)
@given(st.lists(terms | conditions, min_size=1, max_size=3), st.integers(0, 99), st.booleans())
def test_terms_as_expressions_come_to_the_same_in_every_engine(
    engine: str, parts: list[Part], seed: int, narrow: bool
) -> None:
    facts = drawn(seed)
    frame = pl.DataFrame({**facts, "row": np.arange(ROWS)})
    if not narrow:
        frame = frame.with_columns(pl.all().exclude(FLAG_NAMES).cast(pl.Int64))
    asked = {f"answer_{n}": FOLD.part(part) for n, part in enumerate(parts)}
    taken = nw.from_native(ENGINES[engine](frame))
    told = taken.with_columns(*expressions(asked, FOLD)).lazy().collect().sort("row")
    for row in range(0, ROWS, 7):
        found = [told[name][row] for name in asked]
        assert found == expected(parts, facts, row)
