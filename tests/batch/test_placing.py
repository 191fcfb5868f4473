"""Households placed over columns, held to the list that places them one by one."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import AreaCount, InputError, plan_targets, testing
from lnunion_rules.batch.placing import FACTS, place
from lnunion_rules.hardship_files import FiledHousehold
from lnunion_rules.rules.depoverty_targets import routes
from lnunion_rules.targets.lists import assign

ON = date(2018, 12, 31)
KINDS = {name: pl.Boolean if name == "lost_ability" else pl.String for name in FACTS}


def frame(households: list[FiledHousehold]) -> pl.DataFrame:
    return pl.DataFrame([row.model_dump(include=set(FACTS)) for row in households], schema=KINDS)


@given(st.data(), st.permutations(tuple(routes())))
def test_columns_place_every_household_as_the_list_does(data: st.DataObject, order: Any) -> None:
    rows = data.draw(testing.area_counts(most=6))
    households = data.draw(testing.filed_households(rows))
    stock = [row for row in households if row.origin == "stock"]
    schedule = plan_targets(rows, on=ON)
    expected = [
        (row.household_id, row.area, row.route, row.place, row.year)
        for row in assign(stock, schedule, order=order).placed
    ]
    assert place(frame(stock), schedule, order=order).rows() == expected


SCHEDULE = plan_targets([AreaCount(area=name, parent="P", households=1) for name in "AB"], on=ON)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("h1", "P")], "area-not-a-leaf"),
        ([("h1", "A"), ("h2", "A")], "list-not-the-count"),
        ([("h1", "A"), ("h1", "B")], "household-in-two-areas"),
    ],
)
def test_what_the_list_refuses_columns_refuse(rows: list[tuple[str, str]], code: str) -> None:
    listed = [FiledHousehold(household_id=name, area=area) for name, area in rows]
    with pytest.raises(InputError) as refused:
        place(frame(listed), SCHEDULE)
    assert refused.value.code == code


def test_a_household_twice_in_one_area_is_refused() -> None:
    two = plan_targets([AreaCount(area="A", households=2)], on=ON)
    listed = [FiledHousehold(household_id="h1", area="A")] * 2
    with pytest.raises(InputError) as refused:
        place(frame(listed), two)
    assert refused.value.code == "household-twice"


def test_an_order_that_leaves_a_route_out_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        place(frame([]), SCHEDULE, order=("schooling",))
    assert refused.value.code == "order-not-whole"
