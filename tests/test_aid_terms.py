"""The aids of a day as folded terms say what the rooms' bodies say, and every step fits 64 bits."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from families import IN_2018
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_facts import columns, row

from lnunion_rules import Policy, load_policy
from lnunion_rules.aid_terms import BOUNDS, AidTerms, aid_terms
from lnunion_rules.aids import Law
from lnunion_rules.errors import NotInForce, PolicyError
from lnunion_rules.folding import FLAG, LIMITS, steps
from lnunion_rules.rules import education_aid, hardship, living_relief, medical_aid, safety_net
from lnunion_rules.terms import Part, Term, value
from lnunion_rules.testing import policies

IN_2020 = date(2020, 3, 1)
DAYS = st.sampled_from((IN_2018, IN_2020))
ROWS = 12
HALF = 2**63


def law_of(policy: Policy, on: date) -> Law:
    """The law of a day, with the share that a reading asks of the caller."""
    try:
        return Law(policy.revised({"medical_aid.bearable_share": "0.10"}), on)
    except (NotInForce, PolicyError):  # a reading that ends with the plan
        assume(False)
        raise


def lines(terms: AidTerms) -> list[Part]:
    return [part for sheet in terms[:-1] for part in sheet]


@settings(max_examples=30)
@given(policies(), DAYS, st.integers(0, 2**32), st.booleans())
def test_every_line_comes_to_what_the_bodies_say(
    policy: Policy, on: date, seed: int, by_month: bool
) -> None:
    figures = law_of(policy, on).figures
    terms, chance = aid_terms(figures, by_month=by_month), np.random.default_rng(seed)
    drawn = columns(hardship.work_out, chance, ROWS)
    for body in (living_relief.work_out, medical_aid.work_out, education_aid.work_out):
        drawn = columns(body, chance, ROWS) | drawn
    drawn = columns(safety_net.work_out, chance, ROWS) | drawn
    bills = columns(medical_aid.burden_of, chance, ROWS)
    for at in range(ROWS):
        facts = row(drawn, at)
        if not by_month:
            facts |= {"by_month": False, "highest_month": 0}
        found = of(hardship.work_out, facts, figures.hardship)
        held(terms.hardship, found, facts)
        handed = facts | {"category": found.category, "tested_per_year": found.tested_per_year}
        held(terms.living_relief, of(living_relief.work_out, handed, figures.living_relief), facts)
        held(terms.medical_aid, of(medical_aid.work_out, handed), facts)
        held(terms.safety_net, of(safety_net.work_out, handed, figures.safety_net), facts)
        held(terms.child, of(education_aid.work_out, facts, figures.education_aid), facts)
        bill = row(bills, at)
        held(terms.bill, medical_aid.burden_of(**bill, p=figures.medical_aid), bill)


def of(body: Any, facts: dict[str, Any], p: Any = None) -> Any:
    names = body.__code__.co_varnames[: body.__code__.co_argcount]
    asked = {name: facts[name] for name in names if name != "p"}
    return body(**asked, p=p) if p else body(**asked)


def held(sheet: Any, expected: Any, facts: dict[str, Any]) -> None:
    for line, part in sheet._asdict().items():
        known: dict[Term, Any] = {leaf: facts[leaf.name] for leaf in leaves_of([part])}
        assert value(part, known, {}) == getattr(expected, line), line


def leaves_of(parts: Iterable[Part]) -> set[Term]:
    """The facts in terms that share much; each term is looked at once."""
    parts = list(parts)
    within = [part for term in steps(parts) for part in term.parts]
    return {part for part in (*parts, *within) if isinstance(part, Term) and part.name}


@given(policies(), DAYS, st.booleans())
def test_every_step_is_proved_to_fit_in_sixty_four_bits(
    policy: Policy, on: date, by_month: bool
) -> None:
    terms = aid_terms(law_of(policy, on).figures, by_month=by_month)
    for step in steps(lines(terms)):
        least, most = terms.folding.bounds(step)
        assert -HALF <= least <= most < HALF


NARROW = {"excluded", "schooling", "category", "on_file"}
"""Facts that a database may hold in thirty-two bits."""


@given(policies(), DAYS, st.booleans())
def test_what_needs_more_than_thirty_two_bits_is_worked_out_from_what_has_them(
    policy: Policy, on: date, by_month: bool
) -> None:
    terms = aid_terms(law_of(policy, on).figures, by_month=by_month)
    wide = {fact for fact in leaves_of(lines(terms)) if fact.name in {*BOUNDS} - NARROW}

    def is_wide(part: Part) -> bool:
        return part in wide if isinstance(part, Term) else abs(part) >= 2**31

    for step in steps(lines(terms)):
        if step.word in ("+", "-", "*", "//", "where", *LIMITS):
            if any(map(is_wide, step.parts)):
                wide.add(step)
            else:
                least, most = terms.folding.bounds(step)
                assert -(2**31) <= least <= most < 2**31


@given(policies(), DAYS)
def test_no_numerator_is_negative(policy: Policy, on: date) -> None:
    terms = aid_terms(law_of(policy, on).figures)
    for step in steps(lines(terms)):
        if step.word == "//":
            assert terms.folding.bounds(step.parts[0])[0] >= 0


def test_every_fact_has_its_bounds_and_the_others_are_flags() -> None:
    terms = aid_terms(Law(load_policy(), IN_2018).figures)
    for fact in leaves_of(lines(terms)):
        assert terms.folding.bounds(fact) == BOUNDS.get(fact.name, FLAG)


def test_what_only_another_reading_asks_is_not_in_the_terms() -> None:
    terms = aid_terms(Law(load_policy(), IN_2018).figures)
    names = {fact.name for fact in leaves_of(lines(terms))}
    assert not names & {"by_month", "highest_month", "on_file", "postgraduate", "senior_stage"}
    assert "highest_month" in {
        fact.name
        for fact in leaves_of(lines(aid_terms(Law(load_policy(), IN_2018).figures, by_month=True)))
    }
