"""A batch says of every household what a single case says, to the fen and to the reason's code."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from families import IN_2018, bill, child, head, household
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import (
    AMOUNTS,
    OTHERWISE,
    Frames,
    answers,
    frames_of,
    households_of,
    made_up,
    one_case,
    populations,
    without_amounts,
)

from lnunion_rules import Household, InputError, NotInForce, Policy, load_policy
from lnunion_rules.batch import evaluate, evaluation
from lnunion_rules.batch.gaps import told as gaps
from lnunion_rules.batch.working.work import EVERY_LINE
from lnunion_rules.testing import policies
from lnunion_rules.units import MOST, printed

IN_MARCH_2020 = date(2020, 3, 1)
DAYS = st.sampled_from((IN_2018, IN_MARCH_2020))


def same(population: list[Household], on: date, policy: Policy | None = None) -> None:
    equal(answers(evaluate(frames_of(population), on=on, policy=policy)), population, on, policy)


def equal(
    found: dict[str, Any], population: list[Household], on: date, policy: Policy | None = None
) -> None:
    assert set(found) == {one.household_id for one in population}
    for one in population:
        expected, told = one_case(one, on, policy), found[one.household_id]
        for whose, sheet in expected.pop("sheets", {}).items():
            # A line that a single case does not have, of bills where there are none, is null.
            assert told["sheets"].pop(whose) == dict.fromkeys(EVERY_LINE[whose[0]]) | sheet
        assert not told.pop("sheets", None)
        assert told == expected


@given(populations(), DAYS)
def test_a_batch_of_complete_households_says_what_a_single_case_says(
    population: list[Household], on: date
) -> None:
    same(population, on)


@given(populations(complete=False), DAYS)
def test_a_batch_with_unknown_facts_says_what_a_single_case_says(
    population: list[Household], on: date
) -> None:
    same(population, on)


@given(populations(complete=False), DAYS, policies())
def test_a_batch_says_what_a_single_case_says_under_any_policy(
    population: list[Household], on: date, policy: Policy
) -> None:
    same(population, on, policy)


@pytest.mark.parametrize(("gap", "choice"), OTHERWISE)
@settings(max_examples=5)
@given(population=populations(complete=False, most=12), on=DAYS)
def test_a_batch_says_what_a_single_case_says_under_every_other_reading(
    population: list[Household], on: date, gap: str, choice: str
) -> None:
    policy = load_policy().with_readings({gap: choice})
    policy = policy.revised({"medical_aid.bearable_share": "0.10"})
    same(population, on, policy)


@settings(max_examples=25)
@given(without_amounts(most=3), DAYS)
def test_a_batch_with_several_unknown_amounts_says_what_a_single_case_says(
    population: list[Household], on: date
) -> None:
    same(population, on)


@pytest.mark.parametrize(("gap", "choice"), [o for o in OTHERWISE if o[0].startswith("hardship")])
@settings(max_examples=5)
@given(population=without_amounts(most=2), on=DAYS)
def test_several_unknown_amounts_are_told_as_one_by_one_under_every_other_reading(
    population: list[Household], on: date, gap: str, choice: str
) -> None:
    same(population, on, load_policy().with_readings({gap: choice}))


@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_a_made_up_population_with_households_at_every_line_is_answered_alike(on: date) -> None:
    frames = made_up(1500, on, seed=5)
    equal(answers(evaluate(frames, on=on)), households_of(frames), on)


@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_gaps_followed_over_columns_are_told_as_one_by_one(
    monkeypatch: pytest.MonkeyPatch, on: date
) -> None:
    frames = made_up(20_000, on, seed=11)
    over_columns = evaluate(frames, on=on)
    monkeypatch.setattr(evaluation, "frequent", lambda ready, _: np.zeros(ready.rows, np.bool_))
    one_by_one = evaluate(frames, on=on)
    assert over_columns.results.equals(one_by_one.results)
    assert over_columns.awards.equals(one_by_one.awards)
    for rule, sheet in over_columns.worksheets.items():
        assert sheet.equals(one_by_one.worksheets[rule])
    assert over_columns.results["undetermined"].any()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places of the households that are answered one by one."""
    places: list[int] = []
    one_by_one = evaluation.told_one_by_one
    monkeypatch.setattr(
        evaluation, "told_one_by_one", lambda *a, **k: (places.extend(a[1]), one_by_one(*a, **k))[1]
    )
    return places


WITHOUT = [gone for many in (1, 2, 3) for gone in combinations(AMOUNTS, many)]


@pytest.mark.parametrize("gone", WITHOUT, ids=" and ".join)
@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_amounts_that_a_register_never_recorded_are_followed_over_columns(
    alone: list[int], gone: tuple[str, ...], on: date
) -> None:
    frames = made_up(24, on, seed=12)
    for column in gone:
        frames["households"] = frames["households"].drop(f"{column}_fen")
    found = evaluate(frames, on=on)
    assert not alone
    equal(answers(found), households_of(frames), on)
    fewer = evaluate(frames, on=on, worksheets=False)
    assert fewer.results.equals(found.results)
    assert fewer.awards.equals(found.awards)


def with_gaps(rows: pl.DataFrame, names: Iterable[str], seed: int) -> pl.DataFrame:
    """Rows of which each of some facts is unknown of half."""
    chance = np.random.default_rng(seed)
    kept = {name: pl.Series(chance.integers(0, 2, rows.height) == 0) for name in names}
    return rows.with_columns(pl.when(kept[name]).then(name).alias(name) for name in kept)


@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_gaps_of_many_kinds_at_once_are_followed_over_columns(alone: list[int], on: date) -> None:
    frames = made_up(150, on, seed=12)
    decisive = ("annual_disposable_income_fen", "annual_accident_loss_fen", "exclusions")
    whose = ("union_member", "labour_relation_since", "can_work", "disabled")
    heads = frames["members"].with_columns(
        migrant=pl.lit(value=True), labour_relation_since=pl.lit(date(2018, 6, 1))
    )
    frames |= {
        "households": with_gaps(frames["households"], (*decisive, "single_parent", "filed"), 1),
        "members": with_gaps(heads, whose, 2),
    }
    policy = load_policy().with_readings({"hardship.exclusions_unstated": "unknown"})
    found = evaluate(frames, on=on, policy=policy)
    assert not alone
    equal(answers(found), households_of(frames), on, policy)


def test_bills_of_one_whose_illness_is_unknown_are_followed_over_columns(alone: list[int]) -> None:
    frames = made_up(2_000, IN_2018, seed=12)
    billed = pl.col("household_id").is_in(frames["medical_bills"]["household_id"].implode())
    frames = {name: rows.filter(billed) for name, rows in frames.items()}
    frames["members"] = with_gaps(frames["members"], ("serious_illness",), 3)
    found = evaluate(frames, on=IN_2018)
    assert len(alone) < found.results.height / 10  # of two patients, or with more unknown of bills
    open_aids = found.awards.filter(rule="medical_aid", outcome="undetermined")
    assert open_aids.height > 30
    equal(answers(found), households_of(frames), IN_2018)


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return frame.to_arrow().to_pandas(types_mapper=pd.ArrowDtype)


def from_stream(found: Any) -> pl.DataFrame:
    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)
    return frame


class Stream:
    """Anything with the Arrow stream interface."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._frame.__arrow_c_stream__(requested_schema)


Way = tuple[Callable[[pl.DataFrame], Any], type, Callable[[Any], pl.DataFrame]]
ENGINES: dict[str, Way] = {
    "polars": (lambda frame: frame, pl.DataFrame, lambda found: found),
    "polars, lazy": (pl.DataFrame.lazy, pl.LazyFrame, lambda found: found.collect()),
    "pandas": (to_pandas, pd.DataFrame, pl.from_pandas),
    "pyarrow": (pl.DataFrame.to_arrow, pa.Table, from_stream),
    "duckdb": (
        lambda frame: duckdb.from_arrow(frame.to_arrow()),
        duckdb.DuckDBPyRelation,
        lambda found: from_stream(found.to_arrow_table()),
    ),
    "an Arrow stream": (Stream, pa.Table, from_stream),
}


@pytest.fixture(scope="module")
def mixed() -> Frames:
    """Complete households, some with gaps, one of a city without a standard, one that is wrong."""
    frames = made_up(300, IN_2018, seed=3)
    return {
        **frames,
        "households": frames["households"].with_columns(
            area=pl.when(pl.col("household_id").str.ends_with("7"))
            .then(pl.lit("210502"))
            .otherwise("area")
        ),
        "members": frames["members"].with_columns(
            relation=pl.when(pl.col("household_id").str.ends_with("33"))
            .then(pl.lit("head"))
            .otherwise("relation")
        ),
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_the_caller_gets_the_same_findings_back_in_the_kind_that_came_in(
    engine: str, mixed: Frames
) -> None:
    given_as, kind, read = ENGINES[engine]
    expected = evaluate(mixed, on=IN_2018)
    found = evaluate({name: given_as(frame) for name, frame in mixed.items()}, on=IN_2018)
    tables = ("results", "awards", "rejects")
    for name in tables:
        assert isinstance(getattr(found, name), kind)
        assert sorted(rows_of(read(getattr(found, name)))) == sorted(
            rows_of(getattr(expected, name))
        )
    for rule, sheet in found.worksheets.items():
        assert sorted(rows_of(read(sheet))) == sorted(rows_of(expected.worksheets[rule]))


def rows_of(frame: pl.DataFrame) -> list[str]:
    text = [
        pl.col(name).list.join(", ") if isinstance(kind, pl.List) else pl.col(name).cast(pl.String)
        for name, kind in frame.schema.items()
    ]
    return [repr(row) for row in frame.select(text).rows()]


@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_rows_and_columns_and_the_number_of_threads_change_nothing(
    chance: Any, threads: int
) -> None:
    frames = made_up(120, IN_2018, seed=3)
    expected = answers(evaluate(frames, on=IN_2018))
    moved = {}
    for name, frame in frames.items():
        order = list(range(frame.height))
        chance.shuffle(order)
        names = list(frame.columns)
        chance.shuffle(names)
        moved[name] = frame[order].select(names)
    found = answers(evaluate(moved, on=IN_2018, threads=threads))
    for one in (*expected.values(), *found.values()):
        one["awards"].sort(key=repr)
    assert found == expected


@given(st.integers(1, 70))
def test_how_households_are_parted_changes_nothing(size: int) -> None:
    frames = made_up(60, IN_2018, seed=4)
    whole = answers(evaluate(frames, on=IN_2018))
    ids, parted = frames["households"]["household_id"], {}
    for first in range(0, len(ids), size):
        chosen = pl.col("household_id").is_in(ids[first : first + size].implode())
        part = {name: frame.filter(chosen) for name, frame in frames.items()}
        parted.update(answers(evaluate(part, on=IN_2018)))
    assert parted == whole


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = made_up(500, IN_2018, seed=6)
    expected = answers(evaluate(frames, on=IN_2018))
    work_out = evaluation.work_out
    for block in (1, 7, 499):
        monkeypatch.setattr(
            evaluation, "work_out", lambda *a, b=block, **k: work_out(*a, block=b, **k)
        )
        assert answers(evaluate(frames, on=IN_2018)) == expected
    monkeypatch.setattr(gaps, "ROWS", 3)
    assert answers(evaluate(frames, on=IN_2018)) == expected


def test_sums_at_the_bounds_of_money_do_not_wrap() -> None:
    most = printed(MOST)
    bills = [
        bill(bill_id=f"b{number:04d}", total=most, billed_on="2018-03-01") for number in range(1000)
    ]
    rich = household(
        head(serious_illness=True),
        *(child(f"m{number:02d}", schooling="higher") for number in range(2, 101)),
        annual_disposable_income="0",
        annual_accident_loss=most,
        annual_rigid_expenditure=most,
        medical_bills=bills,
    )
    same([rich], IN_2018)
    found = evaluate(frames_of([rich]), on=IN_2018).results
    assert found["total_ceilings"][0] == Decimal(MOST) * 1000 / 100


def test_whole_fen_and_decimals_and_text_are_the_same_money() -> None:
    fen = made_up(200, IN_2018, seed=8)
    expected = answers(evaluate(fen, on=IN_2018))
    for kind in (pl.Decimal(18, 2), pl.String):
        yuan = {
            name: frame.with_columns(
                (pl.col("^.*_fen$").cast(pl.Decimal(20, 2)) / 100).cast(kind)
            ).rename(lambda column: column.removesuffix("_fen"))
            for name, frame in fen.items()
        }
        assert answers(evaluate(yuan, on=IN_2018)) == expected


def test_headers_and_words_may_be_chinese() -> None:
    households = pl.DataFrame(
        {
            "家庭编号": ["LN-1"],
            "地区": ["鞍山市铁东区"],
            "是否已建档": ["是"],
            "年可支配收入": ["9000"],
        }
    )
    members = pl.DataFrame({"家庭编号": ["LN-1"], "成员编号": ["m1"], "关系": ["本人"]})
    bills = pl.DataFrame({"家庭编号": [], "票据编号": [], "成员编号": []})
    found = evaluate(
        {"households": households, "members": members, "medical_bills": bills}, on=IN_2018
    )
    assert found.rejects.is_empty()
    assert found.results["area"].to_list() == ["210302"]


def test_a_day_without_law_is_an_error_of_the_whole() -> None:
    with pytest.raises(NotInForce):
        evaluate(made_up(1, IN_2018), on=date(2017, 1, 1))


def test_no_households_are_no_findings() -> None:
    frames = {name: frame.clear() for name, frame in made_up(1, IN_2018).items()}
    found = evaluate(frames, on=IN_2018)
    assert found.results.is_empty()
    assert found.awards.is_empty()
    assert set(found.worksheets) == set(EVERY_LINE)


FINE = made_up(3, IN_2018)
FIRST, SECOND, THIRD = FINE["households"]["household_id"]


def refused(table: str, **columns: Any) -> InputError:
    frames = {**FINE, table: FINE[table].with_columns(**columns)}
    with pytest.raises(InputError) as caught:
        evaluate(frames, on=IN_2018)
    return caught.value


def test_a_table_that_is_missing_is_named() -> None:
    with pytest.raises(InputError) as caught:
        evaluate({"households": FINE["households"]}, on=IN_2018)
    assert (caught.value.code, caught.value.path) == ("table-missing", "members")


def test_a_required_column_that_is_missing_is_named_with_its_table() -> None:
    frames = {**FINE, "members": FINE["members"].drop("relation")}
    with pytest.raises(InputError) as caught:
        evaluate(frames, on=IN_2018)
    assert (caught.value.code, caught.value.path) == ("columns-missing", "members")
    assert "relation" in caught.value.message("en")


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"annual_dibao_received": pl.lit(1.5)}, "money-column-not-exact"),
        ({"annual_dibao_received": pl.lit(150)}, "money-column-without-unit"),
        ({"annual_dibao_received_fen": pl.lit("1.50")}, "fen-column-not-whole"),
        ({"monthly_incomes": pl.lit([1.5], pl.List(pl.Float64))}, "money-column-not-exact"),
        ({"filed": pl.lit(1)}, "column-of-other-kind"),
        ({"filed_on": pl.lit(20180101)}, "column-of-other-kind"),
        ({"household_id": pl.lit(1.0)}, "id-column-not-exact"),
        ({"家庭编号": pl.lit("LN-1")}, "column-twice"),
    ],
)
def test_a_column_that_cannot_be_exact_is_refused_whole(columns: Any, code: str) -> None:
    assert refused("households", **columns).code == code


@pytest.mark.parametrize("frame", [3, [{"household_id": "LN-1"}], pd.DataFrame({"a": [1, "x"]})])
def test_what_is_no_table_is_refused(frame: Any) -> None:
    with pytest.raises(InputError) as caught:
        evaluate({**FINE, "households": frame}, on=IN_2018)
    assert (caught.value.code, caught.value.path) == ("table-not-read", "households")


def rejected(**changed: pl.DataFrame) -> list[tuple[Any, ...]]:
    frames = {**FINE, **changed}
    found = evaluate(frames, on=IN_2018)
    whole = frames["households"].height
    assert found.results.height + (found.rejects["table"] != "").sum() >= whole
    return list(found.rejects.select("table", "row", "household_id", "column", "code").rows())


def test_a_household_that_stands_in_two_rows_is_rejected_in_both() -> None:
    twice = pl.concat([FINE["households"], FINE["households"].head(1)])
    assert rejected(households=twice) == [
        ("households", 1, FIRST, "household_id", "household-in-two-rows"),
        ("households", 4, FIRST, "household_id", "household-in-two-rows"),
    ]


def test_members_and_bills_of_no_household_are_rejected_row_by_row() -> None:
    members = FINE["members"].head(1).with_columns(household_id=pl.lit("LN-9"))
    nameless = members.with_columns(household_id=pl.lit(None, pl.String))
    found = rejected(members=pl.concat([FINE["members"], members, nameless]))
    last = FINE["members"].height
    assert found == [
        ("members", last + 1, "LN-9", "household_id", "household-unknown"),
        ("members", last + 2, None, "household_id", "household-nameless"),
    ]


def test_a_household_without_members_and_one_without_an_id_are_rejected() -> None:
    members = FINE["members"].filter(pl.col("household_id") != SECOND)
    households = FINE["households"].with_columns(
        household_id=pl.when(pl.col("household_id") != THIRD).then("household_id")
    )
    assert rejected(members=members) == [("households", 2, SECOND, "members", "list-empty")]
    found = rejected(households=households)
    assert ("households", 3, None, "household_id", "field-missing") in found


def test_a_bill_of_nobody_and_a_bill_paid_twice_over_reject_their_household() -> None:
    nobody = pl.DataFrame(
        {"household_id": [FIRST], "bill_id": ["b1"], "member_id": ["m9"], "total": ["1"]}
    )
    paid = pl.DataFrame(
        {
            "household_id": [FIRST],
            "bill_id": ["b1"],
            "member_id": ["m1"],
            "total": ["1"],
            "mutual_aid": ["1.01"],
        }
    )
    assert rejected(medical_bills=nobody) == [
        ("medical_bills", 1, FIRST, "member_id", "bill-of-nobody")
    ]
    assert rejected(medical_bills=paid) == [("medical_bills", 1, FIRST, None, "payers-exceed-bill")]


def test_a_bad_cell_rejects_its_household_at_the_row_and_column() -> None:
    members = FINE["members"].with_columns(
        birth_date=pl.when(pl.col("household_id") != SECOND)
        .then(pl.col("birth_date").cast(pl.String))
        .otherwise(pl.lit("1st May"))
    )
    row = (
        FINE["members"].with_row_index("row", 1).filter(pl.col("household_id") == SECOND)["row"][0]
    )
    assert rejected(members=members) == [("members", row, SECOND, "birth_date", "not-a-date")]


def test_an_area_without_a_standard_is_rejected_and_one_unknown_too() -> None:
    households = FINE["households"].with_columns(area=pl.Series(["210502", "999999", "210302"]))
    assert rejected(households=households) == [
        ("households", 1, FIRST, "area", "no-dibao-standard"),
        ("households", 2, SECOND, "area", "area-unknown"),
    ]
    policy = load_policy().with_monthly_dibao("635")
    found = evaluate({**FINE, "households": households}, on=IN_2018, policy=policy)
    assert found.rejects["code"].to_list() == ["area-unknown"]


def test_an_id_that_is_no_identifier_is_not_repeated() -> None:
    households = FINE["households"].with_columns(household_id=pl.Series(["a b", SECOND, THIRD]))
    found = rejected(households=households)
    assert found[0] == ("households", 1, None, "household_id", "not-an-identifier")


MONTHS = ["1900", "2000.5", "0", "1999.99", "2100", "1800", "6349.99"]


@pytest.mark.parametrize(
    "stated",
    [
        pl.Series([MONTHS] * 3),
        pl.Series([MONTHS] * 3, dtype=pl.List(pl.String)).cast(pl.List(pl.Decimal(18, 2))),
        pl.Series(["；".join(MONTHS), " ; ".join(MONTHS), "、".join(MONTHS)]),
    ],
    ids=["texts", "decimals", "one text"],
)
@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_incomes_by_month_are_worked_out_over_columns(
    alone: list[int], stated: pl.Series, on: date
) -> None:
    households = made_up(3, on)["households"].with_columns(
        filed=pl.lit(value=True), monthly_incomes=stated
    )
    frames = {**made_up(3, on), "households": households}
    found = answers(evaluate(frames, on=on))
    assert not alone
    asked = "6349.99" if on == IN_2018 else "0.00"  # the newer set asks for no months
    for answer in found.values():
        assert answer["sheets"]["hardship", None]["highest_month"] == asked
    texts = households.with_columns(monthly_incomes=pl.Series([MONTHS] * 3))
    equal(found, households_of({**frames, "households": texts}), on)


@pytest.mark.parametrize(
    ("months", "code"),
    [
        (MONTHS[:5], "list-empty"),
        ([*MONTHS, *MONTHS], "list-too-long"),
        ([*MONTHS[:6], "-1"], "not-money"),
        ([*MONTHS[:6], "1.005"], "not-money"),
        ([*MONTHS[:6], None], "money-as-number"),
    ],
)
def test_months_that_are_too_few_too_many_or_no_money_reject_their_household(
    months: list[Any], code: str
) -> None:
    stated = pl.Series([None, months, None], dtype=pl.List(pl.String))
    households = FINE["households"].with_columns(monthly_incomes=stated)
    [row] = rejected(households=households)
    assert row[:3] == ("households", 2, SECOND)
    assert row[3].startswith("monthly_incomes")
    assert row[4] == code
