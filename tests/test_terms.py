"""A rule's body read as text: the same values, what a line uses, and the words it was made with."""

import re
from datetime import date
from itertools import product
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from families import IN_2018, IN_2020
from hypothesis import given
from hypothesis import strategies as st
from plain_facts import bodies, columns, parameters, row, told

from lnunion_rules import Policy, load_policy
from lnunion_rules.algebra import (
    at_least,
    at_most,
    both,
    either,
    end_of,
    negated,
    share_of,
    split,
    where,
)
from lnunion_rules.errors import Language
from lnunion_rules.explain import rule_text
from lnunion_rules.rulebook import rule
from lnunion_rules.rules import hardship, living_relief, medical_aid, room, rooms
from lnunion_rules.terms import (
    FACT,
    FIGURE,
    Term,
    Uses,
    depends_on,
    leaves,
    outweighed,
    record,
    same,
    spoken,
    value,
)

ROWS = 200
LANGUAGES: tuple[Language, ...] = ("zh", "en")
AMOUNT, FLOOR, SHARE, HOLDS = (
    Term(FACT, name=name) for name in ("amount", "floor", "share", "holds")
)
every_room = pytest.mark.parametrize("room", rooms(), ids=lambda room: room.RULE)
in_both = pytest.mark.parametrize("language", LANGUAGES)


def facts_in(lines: Any) -> dict[str, Term]:
    return {leaf.name: leaf for term in lines for leaf in leaves(term) if leaf.word == FACT}


@every_room
def test_every_term_comes_to_what_the_worksheet_says(room: ModuleType) -> None:
    lines, chance = record(room), np.random.default_rng(7)
    facts = facts_in(lines.values())
    for p, body in product(parameters(room, load_policy()), bodies(room)):
        drawn = columns(body, chance, ROWS)
        for at in range(ROWS):
            values = row(drawn, at)
            known: dict[Term, Any] = {facts[name]: v for name, v in values.items() if name in facts}
            if "burden" in values:
                known[lines["burden_per_year"]] = values["burden"]  # type: ignore[index]
            for line, worked_out in told(body, values, p)._asdict().items():
                if line in lines:
                    assert value(lines[line], known, p._asdict()) == worked_out, line


@every_room
def test_a_record_holds_every_line_with_a_label_and_is_made_once(room: ModuleType) -> None:
    lines = record(room)
    assert set(lines) == set(rule(room.RULE).lines)
    assert all(isinstance(term, Term) for term in lines.values())
    assert record(room) is lines


def test_a_line_names_the_facts_figures_and_lines_it_is_made_of() -> None:
    lines = record(room("education_aid"))
    assert depends_on(lines["higher_per_year"], lines) == Uses(
        ("dibao_per_month",), ("months",), ()
    )
    assert depends_on(lines["secondary_per_year"], lines) == Uses(
        (), ("secondary_floor",), ("share_per_year",)
    )
    assert depends_on(lines["secondary_per_year"]) == Uses(
        ("dibao_per_month",), ("months", "secondary_share", "secondary_floor"), ()
    )
    assert depends_on(lines["filed"], lines) == Uses(("filed",), (), ())
    assert depends_on(5, lines) == Uses((), (), ())


def test_the_burden_of_a_year_is_made_of_the_bills_own_lines() -> None:
    lines = record(medical_aid)
    assert depends_on(lines["burden_per_year"], lines).lines == ("billed", "other_payers")
    assert "burden_per_year" in depends_on(lines["beyond_per_year"], lines).lines


def test_no_fact_that_living_relief_does_not_ask_is_in_its_answer() -> None:
    facts, figures, _ = depends_on(record(living_relief)["amount"])
    assert set(facts) == {"filed", "category", "on_file", "dibao_per_month", "persons"}
    assert set(figures) == set(living_relief.Parameters._fields)


@pytest.mark.parametrize(
    ("term", "word", "parts"),
    [
        (at_least(AMOUNT, FLOOR), "at_least", (AMOUNT, FLOOR)),
        (at_least(AMOUNT, 0), "at_least", (AMOUNT, 0)),
        (at_most(AMOUNT, FLOOR), "at_most", (AMOUNT, FLOOR)),
        (at_most(AMOUNT, 9), "at_most", (AMOUNT, 9)),
        (share_of(AMOUNT, SHARE), "share_of", (AMOUNT, SHARE)),
        (share_of(AMOUNT + FLOOR, 7_000), "share_of", (AMOUNT + FLOOR, 7_000)),
        (split(AMOUNT, FLOOR), "split", (AMOUNT, FLOOR)),
        (split(AMOUNT, 12), "split", (AMOUNT, 12)),
        (end_of(AMOUNT, SHARE, 1), "end_of", (AMOUNT, SHARE, 1)),
        (end_of(AMOUNT, SHARE, FLOOR), "end_of", (AMOUNT, SHARE, FLOOR)),
        (outweighed(AMOUNT, SHARE), "outweighed", (AMOUNT, SHARE)),
    ],
)
def test_a_word_of_the_algebra_is_known_again(term: Any, word: str, parts: tuple[Any, ...]) -> None:
    made = spoken(term)
    assert made is not None
    assert made.word == word
    assert all(same(*pair) for pair in zip(made.parts, parts, strict=True))


@pytest.mark.parametrize(
    "term",
    [
        AMOUNT,
        AMOUNT + 1,
        where(HOLDS, AMOUNT, FLOOR),
        where(AMOUNT < FLOOR, FLOOR, SHARE),
        where(AMOUNT < FLOOR, SHARE, AMOUNT),
        (AMOUNT * 2 + 12) // 25,
        (AMOUNT * 2 + 12) // FLOOR,
        7,
    ],
)
def test_what_no_word_made_is_not_taken_for_one(term: Any) -> None:
    assert spoken(term) is None


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 10**12))
def test_an_amount_is_outweighed_from_where_it_is_no_more_than_the_share(
    amount: int, share: int, income: int
) -> None:
    assert (income < outweighed(amount, share)) is (amount * 10_000 > income * share)


def test_terms_read_like_the_body_they_come_from() -> None:
    assert repr(1 + AMOUNT - 2 * FLOOR) == "(- (+ 1 amount) (* floor 2))"
    assert repr(9 - AMOUNT // 3) == "(- 9 (// amount 3))"
    assert repr(AMOUNT > 5) == "(< 5 amount)"
    assert repr(AMOUNT >= FLOOR) == "(<= floor amount)"
    assert repr(AMOUNT <= 5) == "(<= amount 5)"
    assert repr(AMOUNT == 5) == "(== amount 5)"
    assert repr(either(True, HOLDS)) == "(| holds True)"
    assert repr(both(HOLDS, AMOUNT < 1)) == "(& holds (< amount 1))"
    assert repr(negated(HOLDS)) == "(not holds)"
    assert repr(negated(AMOUNT < 1)) == "(not (< amount 1))"


def test_a_body_that_asks_a_term_for_its_truth_is_refused() -> None:
    with pytest.raises(TypeError, match="asked a term whether it holds"):
        bool(AMOUNT < 5)


def test_what_does_not_turn_on_the_unknown_is_known() -> None:
    known = {AMOUNT: 3}
    assert value(HOLDS, known, {}) is None
    assert value(both(HOLDS, AMOUNT > 5), known, {}) is False
    assert value(either(HOLDS, AMOUNT < 5), known, {}) is True
    assert value(both(HOLDS, AMOUNT < 5), known, {}) is None
    assert value(where(HOLDS, AMOUNT, 3), known, {}) == 3
    assert value(where(HOLDS, AMOUNT, 4), known, {}) is None
    assert value(where(AMOUNT < 5, 1, FLOOR), known, {}) == 1
    assert value(negated(HOLDS), {HOLDS: False}, {}) is True
    assert value(AMOUNT + Term(FIGURE, name="months"), known, {"months": 12}) == 15
    assert value(AMOUNT + Term(FIGURE, name="months"), known, {}) is None


def test_same_terms_are_told_from_others() -> None:
    assert same(AMOUNT + 1, AMOUNT + 1)
    assert not same(AMOUNT + 1, AMOUNT + 2)
    assert not same(AMOUNT + 1, AMOUNT - 1)
    assert not same(AMOUNT, FLOOR)
    assert not same(AMOUNT, 1)
    assert not same(True, 1)


# ---- A rule's own text ----


def laws(room: ModuleType, policy: Policy) -> list[Any]:
    periods = policy.rules[room.RULE].periods
    return [None, *(policy.law(room.RULE, period.since) for period in periods)]


@in_both
@every_room
def test_every_line_has_a_formula_or_is_a_fact(room: ModuleType, language: Language) -> None:
    labels = rule(room.RULE).lines
    computed = {line for line, term in record(room).items() if not term.name}  # type: ignore[union-attr]
    spoken_in = {getattr(labels[line], language) for line in computed}
    for law in laws(room, load_policy()):
        text = rule_text(room.RULE, language, law=law)
        assert spoken_in <= set(text)
        assert all(line.strip() for lines in text.values() for line in lines)


@in_both
@every_room
def test_a_rules_text_leaves_no_inner_word_or_number_unsaid(
    room: ModuleType, language: Language
) -> None:
    for law in laws(room, load_policy()):
        said = "\n".join(sum(rule_text(room.RULE, language, law=law).values(), ()))
        # A reading may be named by its id; nothing else of the body's own names is left.
        said = re.sub(r"(〔解读 |\[reading )[^〕\]]*[〕\]]", "", said)
        assert "_" not in said
        assert str(hardship.NEVER) not in said
        if language == "en":
            assert not re.search("[\u4e00-\u9fff]", said)


def test_the_law_of_a_day_stands_in_a_rules_text() -> None:
    law = load_policy().law("education_aid", IN_2018)
    text = rule_text("education_aid", law=law)
    assert text["高等教育标准"] == ("当地低保标准 × 10个月",)
    assert text["按比例计算"] == ("高等教育标准 × 70%（四舍五入到分）",)
    assert text["高中（含中职）、特殊教育标准"] == ("高等教育标准的规定比例，但不低于3,000.00元",)
    without = rule_text("education_aid", "en")
    assert without["standard in higher education"] == ("local dibao standard × [months of dibao]",)


def test_a_reading_taken_otherwise_changes_the_rules_text() -> None:
    def months(policy: Policy, language: Language) -> tuple[str, ...]:
        text = rule_text("living_relief", language, law=policy.law("living_relief", IN_2018))
        return text["计发月数" if language == "zh" else "months paid for"]

    usual = load_policy()
    part = usual.with_readings({"living.part_year": "months_on_file"})
    assert months(usual, "zh") == ("12个月",)
    assert months(part, "zh") == ("当年在档月数，但不高于12个月",)
    assert months(part, "en") == ("months on file in the year, but not more than 12 months",)
    assert "living.part_year=months_on_file" in rule_text("living_relief")["计发月数"][0]


def test_the_safety_net_reads_as_a_clerk_would_say_it() -> None:
    text = rule_text("safety_net", law=load_policy().law("safety_net", IN_2018))
    assert text == {
        "要达到的人均月生活水平": ("当地低保标准 + 0.01元",),
        "全家一年要达到的水平": ("要达到的人均月生活水平 × 家庭人口 × 12",),
        "一年的差额": ("全家一年要达到的水平 − 与低保比较的年收入（负数按零计）",),
        "理由": (
            "如果困难类别不是“深度困难”：不属于深度困难",
            "否则如果因残疾或重病丧失劳动能力：深度困难且丧失劳动能力，转请政府救助制度兜底",
            "否则：未因残疾或重病丧失劳动能力",
        ),
        "全家每月差额": (
            "如果理由不是“深度困难且丧失劳动能力，转请政府救助制度兜底”：零",
            "否则：一年的差额 ÷ 12（四舍五入到分）",
        ),
    }


def test_both_identification_standards_read_their_own_lines() -> None:
    def relative(on: date) -> tuple[str, ...]:
        text = rule_text("hardship", "en", law=load_policy().law("hardship", on))
        return text[rule("hardship").lines["relative_end"].en]

    included = "the figure itself included: the end is one fen more"
    assert relative(IN_2018) == (
        f"if a cause of hardship: dibao of the whole household for a year × 150%, {included}",
        "otherwise: zero",
    )
    assert relative(IN_2020) == (
        "dibao of the whole household for a year × 200%, the figure itself excluded",
    )
