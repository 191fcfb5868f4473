"""Zero-employment households: every member who could work is unemployed, and there is one."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from families import IN_2018, child, head, member, spouse
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import Member
from lnunion_rules.unknowns import Unknown
from lnunion_rules.workforce import WorkingAges, zero_employment

AGES = WorkingAges(16, 60, 50, 55)
YOUNG = {"birth_date": "1990-01-01"}


def zero(*people: dict[str, Any], registered_only: bool = False, on: date = IN_2018) -> Any:
    members = [Member.model_validate(one) for one in people]
    return zero_employment(members, on, AGES, registered_only=registered_only)


@pytest.mark.parametrize("work", ["laid_off", "unemployed", "none"])
def test_one_who_could_work_and_has_none_makes_such_a_household(work: str) -> None:
    assert zero(head(work=work)) is True


@pytest.mark.parametrize("work", ["employed", "sick_leave"])
def test_one_who_works_unmakes_it(work: str) -> None:
    assert zero(head(work="unemployed"), spouse(**YOUNG, work=work)) is False


@pytest.mark.parametrize("work", ["student", "retired"])
def test_students_and_the_retired_do_not_count(work: str) -> None:
    assert zero(head(work="unemployed"), child(work=work)) is True
    assert zero(head(work=work)) is False


def test_without_anyone_who_could_work_there_is_none() -> None:
    assert zero(head(can_work=False, work="unemployed")) is False
    assert zero(head(birth_date="1950-01-01", work="unemployed")) is False


def test_what_cannot_matter_is_not_asked() -> None:
    assert zero(head(work="employed"), spouse(work=None, can_work=None, birth_date=None)) is False
    assert zero(head(work="unemployed"), child(birth_date=None)) is True


def test_a_post_is_asked_of_a_woman_between_the_two_ages_alone() -> None:
    of_fifty = spouse(birth_date="1967-01-01", work="employed")
    assert zero(head(work="unemployed"), of_fifty).names == ("members[m2].cadre",)
    assert zero(head(work="unemployed"), spouse(birth_date="1960-01-01", work="employed")) is True
    man = member("m2", "spouse", birth_date="1967-01-01", work="employed")
    assert zero(head(work="unemployed"), man) is False


UNSURE: dict[str, tuple[Any, ...]] = {
    "birth_date": ("2010-01-01", "1990-01-01", "1967-01-01", "1962-01-01", "1940-01-01"),
    "sex": ("male", "female"),
    "cadre": (True, False),
    "can_work": (True, False),
    "work": ("student", "laid_off", "employed"),
    "registered_unemployed": (True, False),
}


def _counts(one: dict[str, Any], *, registered_only: bool) -> int:
    """The text once more: 0 not asked, 1 unemployed, 2 at work."""
    born = one["birth_date"][:4]
    last = 60 if one["sex"] == "male" else 55 if one["cadre"] else 50
    of_age = 16 <= 2018 - int(born) < last
    if not of_age or not one["can_work"] or one["work"] == "student":
        return 0
    if one["work"] == "laid_off":
        return 1 if one["registered_unemployed"] or not registered_only else 2
    return 2


def _expected(people: tuple[dict[str, Any], ...], *, registered_only: bool) -> bool:
    counts = [_counts(one, registered_only=registered_only) for one in people]
    return 1 in counts and 2 not in counts


@st.composite
def _people(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to three people, of whom two facts in all are unknown."""
    people = [
        {name: draw(st.sampled_from(values)) for name, values in UNSURE.items()}
        for _ in range(draw(st.integers(1, 3)))
    ]
    places = [(at, name) for at in range(len(people)) for name in UNSURE]
    for at, name in draw(st.lists(st.sampled_from(places), max_size=3, unique=True)):
        people[at][name] = None
    return people


@given(_people(), st.booleans())
def test_the_answer_and_what_is_asked_follow_from_every_way_it_may_turn_out(
    people: list[dict[str, Any]], registered_only: bool
) -> None:
    given_facts = [
        {
            k: v
            for k, v in {"member_id": f"m{at}", "relation": "other", **one}.items()
            if v is not None
        }
        for at, one in enumerate(people)
    ]
    found = zero(*given_facts, registered_only=registered_only)
    gaps = [(at, name) for at, one in enumerate(people) for name, v in one.items() if v is None]
    outcomes = {}
    for way in product(*(UNSURE[name] for _, name in gaps)):
        filled = [dict(one) for one in people]
        for (at, name), value in zip(gaps, way, strict=True):
            filled[at][name] = value
        outcomes[way] = _expected(tuple(filled), registered_only=registered_only)
    if len(set(outcomes.values())) == 1:
        assert found is outcomes.popitem()[1]
        return
    moving = set()
    for place, (at, name) in enumerate(gaps):
        rests: dict[Any, set[bool]] = {}
        for way, outcome in outcomes.items():
            rests.setdefault((*way[:place], *way[place + 1 :]), set()).add(outcome)
        if any(len(seen) > 1 for seen in rests.values()):
            moving.add(f"members[m{at}].{name}")
    assert isinstance(found, Unknown)
    assert set(found.names) == moving
