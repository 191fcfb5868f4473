"""Employment services over columns, held row by row to the list of the same people."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from families import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from lnunion_rules import NotInForce, Policy, load_policy
from lnunion_rules.applicants import Applicant
from lnunion_rules.batch.services import services_of
from lnunion_rules.employment import plan_services
from lnunion_rules.fitting import services

ON = date(2018, 12, 31)
MAYBE = [True, False, None]
SCHEMA: dict[str, Any] = {
    name: pl.Date
    if name in ("birth_date", "graduated_on")
    else pl.String
    if name in ("person_id", "household_id", "area", "relation", "sex", "work", "origin")
    else pl.Boolean
    for name in Applicant.model_fields
}

people = st.fixed_dictionaries(
    {
        "person_id": st.integers(1, 12).map("p{}".format),
        "household_id": st.sampled_from(["h1", "h2", "h3", None, None]),
        "area": st.none(),
        "filed": st.sampled_from(MAYBE),
        "relation": st.sampled_from(["head", "spouse", "child", "other"]),
        "birth_date": st.sampled_from(
            [
                date(2002, 12, 31),
                date(2003, 1, 1),
                date(1968, 12, 31),
                date(1969, 1, 1),
                date(1963, 12, 31),
                date(1990, 5, 5),
                None,
            ]
        ),
        "sex": st.sampled_from(["male", "female", None]),
        "work": st.sampled_from(
            ["employed", "laid_off", "unemployed", "retired", "sick_leave", "student", "none", None]
        ),
        "can_work": st.sampled_from(MAYBE),
        "wants_work": st.sampled_from(MAYBE),
        "wants_business": st.sampled_from(MAYBE),
        "migrant": st.sampled_from(MAYBE),
        "graduated_on": st.sampled_from([date(2018, 7, 1), None, None]),
        "origin": st.sampled_from(["zombie", "graduate", "over_capacity", None, None]),
        "hard_to_place": st.sampled_from(MAYBE),
        "cadre": st.sampled_from(MAYBE),
        "registered_unemployed": st.sampled_from(MAYBE),
    }
)
policies = st.builds(
    reading,
    employment__family=st.sampled_from(["core", "any_member"]),
    employment__placement=st.sampled_from(["worker", "family"]),
    employment__working_age=st.sampled_from(["statutory", "fixed"]),
    employment__zero_household=st.sampled_from(["all_able_unemployed", "registered_only"]),
)


def noun(row: dict[str, Any]) -> Applicant:
    return Applicant.model_validate({k: v for k, v in row.items() if v is not None})


@settings(deadline=None)
@given(st.lists(people, min_size=1, max_size=8), policies)
def test_every_row_is_answered_as_the_list_answers_it(
    rows: list[dict[str, Any]], policy: Policy
) -> None:
    plan = plan_services([noun(row) for row in rows], on=ON, policy=policy)
    found = services_of(pl.DataFrame(rows, SCHEMA), on=ON, policy=policy)
    assert found["person_id"].to_list() == [row["person_id"] for row in rows]
    refused = {bad.row - 1: bad.code for bad in plan.rejects}
    told = iter(plan.people)
    for at, row in enumerate(found.to_dicts()):
        assert row["refused"] == refused.get(at)
        if at in refused:
            assert row["outcome"] is None
            continue
        one = next(told)
        assert (row["outcome"], row["reason"]) == (one.outcome, one.reason)
        assert tuple(row["missing"]) == one.missing
        fits = {fit.service: fit for fit in one.fits}
        for name in services("employment_support"):
            assert row[name] == (fits[name].outcome if name in fits else None)
        placed = fits.get("backstop_placement")
        assert row["first"] is (placed.first if placed else None)


def test_a_column_that_is_not_there_is_unknown() -> None:
    found = services_of(pl.DataFrame({"person_id": ["p1"], "work": ["unemployed"]}), on=ON)
    row = found.to_dicts()[0]
    assert (row["outcome"], row["refused"]) == ("undetermined", None)
    assert row["missing"] == ["filed", "origin", "graduated_on", "wants_work", "wants_business"]


def test_a_word_that_is_none_and_a_member_without_relation_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "person_id": ["p1", "p2", "p2", "p3"],
            "household_id": [None, None, None, "h1"],
            "work": ["飞行", "unemployed", "unemployed", "unemployed"],
        }
    )
    found = services_of(frame, on=ON)
    assert found["refused"].to_list() == ["not-a-choice", None, "duplicate-id", "field-missing"]


def test_any_frame_is_answered_alike() -> None:
    frame = pl.DataFrame(
        {
            "person_id": ["p1", "p2"],
            "filed": [True, None],
            "wants_work": [True, True],
            "origin": ["zombie", None],
        }
    )
    expected = services_of(frame, on=ON)
    assert services_of(frame.lazy(), on=ON).equals(expected)
    assert services_of(frame.to_arrow(), on=ON).equals(expected)
    assert services_of(pd.DataFrame(frame.to_dict(as_series=False)), on=ON).equals(expected)
    with duckdb.connect() as engine:
        assert services_of(engine.from_arrow(frame.to_arrow()), on=ON).equals(expected)


@pytest.mark.parametrize("on", [date(2018, 7, 31), date(2021, 1, 1)])
def test_outside_the_plan_there_is_no_answer(on: date) -> None:
    with pytest.raises(NotInForce):
        services_of(pl.DataFrame({"person_id": ["p1"]}), on=on, policy=load_policy())
