"""Households on Dask say what they say on one machine."""

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from clusters import alike, held, in_yuan, on_the_page, shuffled, troubled
from families import IN_2018
from hypothesis import given, settings
from populations import Frames, frames_of, made_up, populations

from lnunion_rules import Household, InputError, NotInForce, Policy, load_policy
from lnunion_rules.batch import Evaluated, evaluate
from lnunion_rules.batch.reading.frames import arrow_of

pytestmark = [
    pytest.mark.engines,
    # Dask's own reader of Parquet still says it.
    pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index"),
]


def in_arrow(frame: pl.DataFrame) -> Any:
    return arrow_of(frame).to_pandas(types_mapper=pd.ArrowDtype)


def in_objects(frame: pl.DataFrame) -> Any:
    """As pandas has it by default: decimals, days, lists and unknown flags are Python objects."""
    return arrow_of(frame).to_pandas()


def given_to_dask(frames: Frames, partitions: int = 3, to_pandas: Any = in_arrow) -> dict[str, Any]:
    import dask.dataframe as dd

    return {
        name: dd.from_pandas(to_pandas(frame), npartitions=partitions)
        for name, frame in frames.items()
    }


def computed(found: Evaluated) -> Evaluated:
    """All findings at once, so that each partition is worked out once."""
    import dask

    results, awards, sheets, rejects = dask.compute(
        found.results, found.awards, dict(found.worksheets), found.rejects
    )
    return Evaluated(results, awards, sheets, rejects)


def same(given: dict[str, Any], frames: Frames, policy: Policy | None = None) -> None:
    found = evaluate(given, on=IN_2018, policy=policy)
    held(computed(found), evaluate(frames, on=IN_2018, policy=policy), pl.from_pandas)


@pytest.mark.parametrize("partitions", [1, 3, 40])
def test_dask_says_what_one_machine_says(partitions: int) -> None:
    frames = troubled(300, IN_2018)
    same(given_to_dask(shuffled(frames, partitions), partitions), frames)


@settings(max_examples=10)
@given(populations(complete=False, most=30))
def test_random_households_are_answered_alike(population: list[Household]) -> None:
    frames = frames_of(population)
    same(given_to_dask(frames), frames)


@pytest.mark.parametrize(
    "choices",
    [
        {"package.stacking": "largest", "living.per": "person"},
        {"medical.bearable": "share_of_income", "dibao.place": "registered"},
    ],
)
def test_other_readings_travel_to_the_workers(choices: dict[str, str]) -> None:
    policy = load_policy().with_readings(choices).revised({"medical_aid.bearable_share": "0.10"})
    frames = troubled(100, IN_2018)
    same(given_to_dask(frames), frames, policy)


@pytest.mark.parametrize("kind", [pl.Decimal(18, 2), pl.String])
@pytest.mark.parametrize("to_pandas", [in_arrow, in_objects])
def test_money_flags_days_and_lists_may_be_of_any_of_their_types(kind: Any, to_pandas: Any) -> None:
    import dask

    frames = in_yuan(troubled(100, IN_2018), kind)
    with dask.config.set({"dataframe.convert-string": False}):  # objects stay what they are
        same(given_to_dask(frames, to_pandas=to_pandas), frames)


def test_text_may_be_categories_and_lists_text() -> None:
    frames = troubled(100, IN_2018)
    members, grounds = pl.col("relation", "schooling"), pl.col("exclusions")
    as_text = (
        pl.when(grounds.list.len() == 0).then(pl.lit("none")).otherwise(grounds.list.join("、"))
    )
    changed = {
        **frames,
        "members": frames["members"].with_columns(members.cast(pl.Categorical)),
        "households": frames["households"].with_columns(exclusions=as_text),
    }
    same(given_to_dask(changed), frames)


def test_no_households_are_no_findings() -> None:
    frames = {name: frame.clear() for name, frame in made_up(1, IN_2018).items()}
    same(given_to_dask(frames), frames)


def test_worksheets_and_language_are_the_callers() -> None:
    frames = troubled(60, IN_2018)
    found = evaluate(given_to_dask(frames), on=IN_2018, worksheets=False, language="en")
    expected = evaluate(frames, on=IN_2018, worksheets=False, language="en")
    held(computed(found), expected, pl.from_pandas)


def test_what_the_page_shows_gives_the_findings(tmp_path: Path) -> None:
    import dask
    import dask.dataframe as dd

    shown, expected = on_the_page("Dask", tmp_path, dask=dask, dd=dd)
    for name in ("results", "awards"):
        alike(pl.from_pandas(shown[name]), getattr(expected, name))


def test_a_partition_that_fails_is_worked_out_again(tmp_path: Path) -> None:
    import dask

    def failing(part: Any) -> Any:
        try:
            (tmp_path / "failed").touch(exist_ok=False)
        except FileExistsError:
            return part
        raise OSError("lost")

    frames = troubled(300, IN_2018)
    results = evaluate(given_to_dask(frames), on=IN_2018).results
    asked = results.map_partitions(failing, meta=results._meta)
    with pytest.raises(OSError, match="lost"):
        asked.compute()
    alike(pl.from_pandas(asked.compute()), evaluate(frames, on=IN_2018).results)
    with dask.config.set(scheduler="synchronous"):
        alike(pl.from_pandas(asked.compute()), evaluate(frames, on=IN_2018).results)


@pytest.fixture
def client() -> Iterator[Any]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, protocol="tcp"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def test_a_worker_that_is_lost_is_replaced_and_its_partitions_worked_out_again(
    client: Any, tmp_path: Path
) -> None:
    def dying(part: Any) -> Any:
        try:
            (tmp_path / "killed").touch(exist_ok=False)
        except FileExistsError:
            return part
        os.kill(os.getpid(), signal.SIGKILL)
        return part

    frames = troubled(300, IN_2018)
    results = evaluate(given_to_dask(frames), on=IN_2018).results
    asked = results.map_partitions(dying, meta=results._meta)
    alike(pl.from_pandas(client.compute(asked).result()), evaluate(frames, on=IN_2018).results)
    assert (tmp_path / "killed").exists()


def refused(partitions: dict[str, Any], on: date = IN_2018) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        computed(evaluate(partitions, on=on))
    return caught.value.code, caught.value.path


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"annual_dibao_received": pl.lit(1.5)}, "money-column-not-exact"),
        ({"annual_dibao_received": pl.lit(150)}, "money-column-without-unit"),
        ({"annual_dibao_received_fen": pl.lit("1.50")}, "fen-column-not-whole"),
        ({"monthly_incomes": pl.lit([1.5], pl.List(pl.Float64))}, "money-column-not-exact"),
        ({"filed": pl.lit(1)}, "column-of-other-kind"),
        ({"household_id": pl.lit(1.0)}, "id-column-not-exact"),
        ({"家庭编号": pl.lit("LN-1")}, "column-twice"),
    ],
)
def test_a_column_that_cannot_be_exact_is_refused_before_anything_runs(
    columns: Any, code: str
) -> None:
    frames = made_up(3, IN_2018)
    frames["households"] = frames["households"].with_columns(**columns)
    with pytest.raises(InputError) as caught:
        evaluate(given_to_dask(frames), on=IN_2018)
    assert caught.value.code == code
    assert caught.value.path.partition(".")[0] == "households"


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ([1.5, None, 2.5], ("money-column-not-exact", "households.annual_dibao_received")),
        ([1, "x", 2.5], ("table-not-read", "households")),
    ],
)
def test_objects_show_their_type_where_they_are_computed_and_are_refused_there(
    cells: list[Any], error: tuple[str, str]
) -> None:
    import dask
    import dask.dataframe as dd

    given = given_to_dask(made_up(3, IN_2018), 1)
    households = given["households"].compute()
    households["annual_dibao_received"] = pd.Series(cells, dtype=object, index=households.index)
    with dask.config.set({"dataframe.convert-string": False}):
        given["households"] = dd.from_pandas(households, npartitions=1)
        assert refused(given) == error


def test_missing_columns_tables_of_two_engines_and_days_without_law_are_refused() -> None:
    frames = made_up(3, IN_2018)
    given = given_to_dask(frames)
    for wrong, code in (
        (given["members"].drop(columns="relation"), "columns-missing"),
        (frames["members"], "tables-of-two-engines"),
        (given["members"]["relation"], "table-not-read"),
    ):
        assert refused({**given, "members": wrong}) == (code, "members")
    with pytest.raises(NotInForce):
        evaluate(given, on=date(2017, 1, 1))
