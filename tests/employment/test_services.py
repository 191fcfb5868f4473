"""Lists of people with the services of each, and the survey that decides nothing about them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, NotInForce
from lnunion_rules.applicants import Applicant, Demand, Headcount
from lnunion_rules.employment import plan_services, survey
from lnunion_rules.service_findings import ServicePlan
from lnunion_rules.tables import columns_of, read_table

ON = date(2018, 12, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"


def one(person_id: str = "p1", **facts: Any) -> Applicant:
    """Someone who lives alone, is out of work, comes from a zombie enterprise and wants work."""
    plain = {"work": "unemployed", "origin": "zombie", "wants_work": True, "filed": False}
    return Applicant.model_validate({"person_id": person_id, **plain, **facts})


def of_home(person_id: str, household: str, relation: str = "head", **facts: Any) -> Applicant:
    return one(person_id, household_id=household, relation=relation, filed=True, **facts)


def rejects(plan: ServicePlan) -> list[tuple[int, str | None, str]]:
    return [(bad.row, bad.column, bad.code) for bad in plan.rejects]


def example() -> ServicePlan:
    data = (EXAMPLES / "job_seekers.csv").read_bytes()
    people = read_table(data, "csv", columns_of("applicants", Applicant), Applicant)
    assert not people.rejects
    return plan_services(people.nouns, on=ON)


def test_the_example_list_gives_what_its_readme_says() -> None:
    plan = example()
    assert plan.outcomes == {"entitled": 6, "not_entitled": 1, "undetermined": 2}
    assert [(row.member_id, row.first) for row in plan.placements] == [
        ("P01", True),
        ("P03", False),
    ]
    assert rejects(plan) == [
        (10, "filed", "household-filed-differs"),
        (11, "filed", "household-filed-differs"),
    ]


def test_who_lives_alone_needs_no_household_and_no_relation() -> None:
    plan = plan_services([one()], on=ON)
    assert plan.people[0].outcome == "entitled"
    assert plan.people[0].household_id is None


def test_a_row_of_a_household_needs_its_relation() -> None:
    with pytest.raises(InputError) as refused:
        Applicant(person_id="p1", household_id="h1")
    assert (refused.value.code, refused.value.path) == ("field-missing", "relation")


def test_a_second_row_of_a_person_is_rejected_and_the_rest_goes_on() -> None:
    plan = plan_services([one("p1"), one("p1"), one("p2")], on=ON)
    assert rejects(plan) == [(2, "person_id", "duplicate-id")]
    assert [person.member_id for person in plan.people] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("relations", "code"),
    [(("head", "head"), "two-heads"), (("spouse", "child"), "head-missing")],
)
def test_a_household_has_one_head(relations: tuple[str, str], code: str) -> None:
    rows = [of_home(f"p{at}", "h1", relation) for at, relation in enumerate(relations)]
    plan = plan_services([*rows, one("p9")], on=ON)
    assert rejects(plan) == [(1, "relation", code), (2, "relation", code)]
    assert len(plan.people) == 1


def test_a_household_called_like_a_person_is_not_that_person() -> None:
    plan = plan_services([one("a"), of_home("b", "a")], on=ON)
    assert plan.rows_rejected == 0


def test_placements_go_to_zero_employment_households_first_then_to_those_not_known() -> None:
    hard = {"hard_to_place": True, "can_work": True, "birth_date": "1980-01-01", "sex": "male"}
    rows = [
        of_home("p1", "h1", **hard),
        of_home("p2", "h1", "spouse", work="employed", can_work=True, birth_date="1985-01-01"),
        of_home("p3", "h2", **hard),
        of_home("p4", "h2", "spouse", work=None, can_work=True, birth_date="1985-01-01"),
        of_home("p5", "h3", **hard),
    ]
    plan = plan_services(rows, on=ON)
    found = [(row.member_id, row.first) for row in plan.placements]
    assert found == [("p5", True), ("p3", None), ("p1", False)]


@pytest.mark.parametrize("on", [date(2017, 12, 31), date(2018, 7, 31), date(2021, 1, 1)])
def test_outside_the_plan_there_is_no_list(on: date) -> None:
    with pytest.raises(NotInForce):
        plan_services([one()], on=on)


people = st.lists(
    st.builds(
        one,
        person_id=st.sampled_from([f"p{n}" for n in range(6)]),
        work=st.sampled_from(["employed", "unemployed", None]),
        wants_work=st.booleans(),
        filed=st.sampled_from([True, False, None]),
        hard_to_place=st.sampled_from([True, False, None]),
    ),
    max_size=6,
)


@given(people, st.randoms())
def test_rows_in_are_rows_accepted_and_rejected_whatever_their_order(
    rows: list[Applicant], chance: Any
) -> None:
    plan = plan_services(rows, on=ON)
    assert plan.rows_in == len(rows) == plan.rows_accepted + plan.rows_rejected
    assert sum(plan.outcomes.values()) == len(plan.people) == plan.rows_accepted
    distinct = list({row.person_id: row for row in rows}.values())
    shuffled = list(distinct)
    chance.shuffle(shuffled)
    one_way, other_way = (plan_services(way, on=ON) for way in (distinct, shuffled))
    assert one_way.placements == other_way.placements
    assert one_way.counts == other_way.counts


# ---- The survey ----


def demand(demand_id: str, field: str, workers: int) -> Demand:
    return Demand.model_validate({"demand_id": demand_id, "field": field, "workers": workers})


def headcount(count_id: str, **counts: Any) -> Headcount:
    plain = {"origin": "zombie", "diverted_workers": 10, "graduates": 0}
    return Headcount.model_validate({"count_id": count_id, **plain, **counts})


def test_demand_is_added_up_by_the_four_fields_in_their_order() -> None:
    found = survey(
        [
            demand("d1", "livelihood_projects", 3),
            demand("d2", "key_industries", 5),
            demand("d3", "key_industries", 7),
        ]
    )
    assert [(row.field, row.entries, row.workers) for row in found.demand] == [
        ("reform_and_innovation", 0, 0),
        ("key_industries", 2, 12),
        ("major_projects", 0, 0),
        ("livelihood_projects", 1, 3),
    ]
    assert found.workers == 15


def test_what_was_not_asked_everywhere_has_no_sum() -> None:
    found = survey([], [headcount("c1", want_skills=4), headcount("c2", want_skills=None)])
    (zombie,) = [row for row in found.counts if row.entries]
    assert (zombie.diverted_workers, zombie.want_skills) == (20, None)


def test_a_second_row_of_an_entry_is_rejected() -> None:
    found = survey([demand("d1", "key_industries", 1)] * 2, [headcount("c1"), headcount("c1")])
    assert (found.workers, found.diverted_workers) == (1, 10)
    assert [(bad.row, bad.column) for bad in found.rejects] == [(2, "demand_id")]
    assert [(bad.row, bad.column) for bad in found.counts_rejects] == [(2, "count_id")]


@pytest.mark.parametrize("asking", ["want_skills", "want_training"])
def test_no_more_can_ask_than_there_are(asking: str) -> None:
    assert headcount("c1", **{asking: 10})
    with pytest.raises(InputError) as refused:
        headcount("c1", **{asking: 11})
    assert (refused.value.code, refused.value.path) == ("more-than-counted", asking)


@pytest.mark.parametrize("count", [-1, 10**9 + 1, True, 1.0, "1"])
def test_a_count_is_a_whole_number_from_zero(count: Any) -> None:
    with pytest.raises(InputError) as refused:
        headcount("c1", graduates=count)
    assert (refused.value.code, refused.value.path) == ("not-a-count", "graduates")


@given(
    st.lists(st.tuples(st.sampled_from(["key_industries", "major_projects"]), st.integers(0, 99)))
)
def test_fields_sum_to_the_whole(rows: list[tuple[str, int]]) -> None:
    found = survey([demand(f"d{at}", field, n) for at, (field, n) in enumerate(rows)])
    assert found.workers == sum(n for _, n in rows) == sum(row.workers for row in found.demand)
    assert sum(row.entries for row in found.demand) == len(rows)


def test_the_survey_is_no_test_of_eligibility() -> None:
    # Nothing that a rule of a person takes could carry a count or a demand.
    facts = set(Applicant.model_fields)
    assert not facts & (set(Demand.model_fields) | set(Headcount.model_fields)) - {"area", "origin"}
