"""A screening planned over columns is the plan of the small path, row by row."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lnunion_rules import InputError, Policy, ScreeningPlan, load_policy, plan_screening
from lnunion_rules.batch.screening import PlannedRoster, plan_roster_file
from lnunion_rules.batch.screening.rows import ROWS
from lnunion_rules.readings import readings
from lnunion_rules.testing import ScreeningCase, screening_cases
from lnunion_rules.units import yuan

ON = date(2018, 12, 31)
CHOICES = st.fixed_dictionaries(
    {
        name: st.sampled_from(tuple(gap.choices))
        for name, gap in readings().items()
        if name.startswith("screening.")
    }
)
COLUMNS = tuple(name for name in ROWS if name != "row")


def in_columns(rows: pl.DataFrame, **asked: Any) -> PlannedRoster:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roster.parquet"
        rows.write_parquet(file)
        return plan_roster_file(file, on=ON, **asked)


def table(case: ScreeningCase) -> pl.DataFrame:
    rows = [tuple(getattr(candidate, name) for name in COLUMNS) for candidate in case.roster]
    schema = {name: ROWS[name] for name in COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def people(plan: ScreeningPlan) -> dict[str, tuple[Any, ...]]:
    """Of every member: result, year, area (where it is in the plan), priority, place, reason,
    due, due on, missing."""
    left_open = {row.member_id: row.missing for row in plan.undetermined}
    found: dict[str, tuple[Any, ...]] = {}
    for batch in plan.batches:
        for place, name in enumerate(batch.member_ids, 1):
            missing = ", ".join(left_open.get(name, ())) or None
            found[name] = ("planned", batch.year, batch.priority, place, None, None, None, missing)
    for unit in plan.own_checkup:
        for name in unit.member_ids:
            found[name] = ("own_checkup", plan.from_year, *[None] * 2, "own-checkup", *[None] * 3)
    for due in plan.not_due:
        found[due.member_id] = ("not_due", *[None] * 3, "not-due", due.due, due.due_on, None)
    for out in plan.excluded:
        missing = ", ".join(out.missing) or None
        found[out.member_id] = ("excluded", *[None] * 3, out.reason, None, None, missing)
    for row in plan.undetermined:
        if row.about == "plan":
            missing = ", ".join(row.missing)
            found[row.member_id] = ("undetermined", *[None] * 6, missing)
    for left in plan.not_placed:
        missing = ", ".join(left_open.get(left.member_id, ())) or None
        found[left.member_id] = ("not_placed", *[None] * 3, left.reason, None, None, missing)
    return found


@settings(deadline=None)
@given(screening_cases(), st.none() | st.integers(0, 300_000), CHOICES)
def test_the_columns_say_of_everyone_what_the_small_path_says(
    case: ScreeningCase, budget: int | None, choices: dict[str, str]
) -> None:
    assume(case.roster)
    policy = load_policy().with_readings(choices)
    asked = {
        "unions": case.unions,
        "from_year": 2019,
        "budget": None if budget is None else yuan(budget),
        "capacity": case.capacity,
        "policy": policy,
    }
    plan = plan_screening(case.roster, on=ON, **asked)
    found = in_columns(table(case), **asked)
    told = found.people.drop("row", "area").rows_by_key("member_id", unique=True)
    assert told == people(plan)
    assert found.people["row"].is_sorted()
    assert found.batches.rows() == [
        (batch.year, batch.area, batch.priority, batch.women, batch.subsidy)
        for batch in plan.batches
    ]
    assert [(r.year, r.area, r.waiting, r.allotted, r.planned) for r in found.years] == [
        (r.year, r.area, r.waiting, r.allotted, r.planned) for r in plan.allotments
    ]
    assert (found.subsidy_total, found.shortfall) == (plan.subsidy_total, plan.shortfall)
    assert found.notices == plan.notices
    assert found.rows_in == plan.rows_in
    assert found.rejects.select("row", "column", "code").rows() == [
        (bad.row, bad.column, bad.code) for bad in plan.rejects
    ]


def test_bad_cells_are_rejected_with_row_column_and_code_and_the_rest_go_on() -> None:
    rows = pl.DataFrame(
        {
            "职工编号": ["m1", "m 2", "m3", "m4", "m5", "m6", "m1"],
            "工会编号": ["u1"] * 7,
            "性别": ["女", "女", "机器", "女", "女", "女", "女"],
            "是否同意": ["是", "是", "是", "也许", "是", "是", "是"],
            "出生日期": ["1980-01-01"] * 4 + ["1980-02-30", "1930-01-01", "1980-01-01"],
            "上次筛查日期": [None] * 5 + ["1929-01-01", None],
        }
    )
    found = in_columns(rows, from_year=2019)
    assert found.rejects.select("row", "column", "code").rows() == [
        (2, "member_id", "not-an-identifier"),
        (3, "sex", "not-a-choice"),
        (4, "consents", "not-yes-or-no"),
        (5, "birth_date", "not-a-date"),
        (6, "last_screened_on", "date-out-of-range"),
        (7, "member_id", "person-twice"),
    ]
    assert found.people.select("member_id", "result").rows() == [("m1", "planned")]


def test_what_the_small_path_refuses_the_columns_refuse() -> None:
    rows = pl.DataFrame({"member_id": ["m1"]})
    with pytest.raises(InputError) as refused:
        in_columns(rows, budget="1,000")
    assert refused.value.code == "not-money"
    with pytest.raises(InputError) as refused:
        in_columns(pl.DataFrame({"sex": ["female"]}))
    assert refused.value.code == "columns-missing"


def test_after_a_leap_day_both_paths_name_the_same_day() -> None:
    policy: Policy = load_policy().with_readings({"screening.interval": "months_36"})
    rows = pl.DataFrame(
        {
            "member_id": ["m1"],
            "union_id": ["u1"],
            "sex": ["female"],
            "consents": [True],
            "last_screened_on": [date(2016, 2, 29)],
        }
    )
    found = in_columns(rows, from_year=2018, policy=policy)
    assert found.people["due_on"].to_list() == [date(2019, 2, 28)]
