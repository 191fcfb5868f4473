"""Three tables travel as one and come apart whole, whatever engine carries them."""

from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from clusters import held, in_yuan, shuffled, troubled
from families import IN_2018
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import Frames, frames_of, made_up, populations

from lnunion_rules import Household, InputError, load_policy
from lnunion_rules.aids import Law
from lnunion_rules.batch import Evaluated, evaluate
from lnunion_rules.batch.clusters.cluster import columns_read, findings, job_of, layout_of
from lnunion_rules.batch.reading.frames import arrow_of, polars_of
from lnunion_rules.tables.cells import BLANK


def carried(frames: Frames, partitions: int, on: date = IN_2018) -> Evaluated:
    """What an engine does: tag, bring together, answer each partition, cut."""
    given = {name: arrow_of(read(frame, name)) for name, frame in frames.items()}
    schemas = {name: table.schema for name, table in given.items()}
    told: dict[str, Any] = {"worksheets": True, "language": "zh", "threads": 1}
    job = job_of(schemas, Law(load_policy(), on), **told)
    parts: list[list[Any]] = [[] for _ in range(partitions)]
    for name, table in given.items():
        key = polars_of(table)["household_id"].str.strip_chars(BLANK).fill_null("")
        at = key.hash(seed=1) % partitions
        for number, part in enumerate(parts):
            mine = table.filter(pa.array((at == number).to_list(), pa.bool_()))
            part.extend(job.packed(name, mine).to_batches())
    answered = pa.Table.from_batches(
        (batch for part in parts for batch in job.answers(part)), schema=job.found.schema
    )
    cut = {name: job.found.unpacked(name, answered) for name in job.found.slots}
    return findings(cut, answered)


def read(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    kept = columns_read(frame.columns, name)
    return frame.select(pl.nth(one.position).alias(one.name) for one in kept)


@pytest.mark.parametrize("partitions", [1, 3, 40])
def test_partitions_say_together_what_one_machine_says(partitions: int) -> None:
    frames = troubled(300, IN_2018)
    expected = evaluate(frames, on=IN_2018)
    assert {"household-in-two-rows", "household-nameless", "household-unknown"} <= set(
        expected.rejects["code"]
    )
    held(carried(shuffled(frames, partitions), partitions), expected, polars_of)


@pytest.mark.parametrize("kind", [pl.Decimal(18, 2), pl.String])
def test_money_travels_in_any_of_its_types(kind: Any) -> None:
    frames = in_yuan(troubled(100, IN_2018), kind)
    held(carried(frames, 4), evaluate(frames, on=IN_2018), polars_of)


@settings(max_examples=20)
@given(populations(complete=False, most=12), st.integers(1, 5))
def test_random_households_are_answered_alike(population: list[Household], parts: int) -> None:
    frames = frames_of(population)
    held(carried(frames, parts), evaluate(frames, on=IN_2018), polars_of)


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_changes_no_reject(seed: int) -> None:
    frames = troubled(40, IN_2018)
    expected = evaluate(frames, on=IN_2018).rejects.drop("row")
    found = evaluate(shuffled(frames, seed), on=IN_2018).rejects.drop("row")
    assert sorted(map(repr, found.rows())) == sorted(map(repr, expected.rows()))


def test_columns_of_one_type_share_a_slot_and_those_of_two_do_not() -> None:
    money, text = pa.decimal128(18, 2), pa.string()
    schemas = {
        "households": pa.schema([("area", text), ("income", money)]),
        "members": pa.schema([("name", pa.large_string()), ("age", pa.int8()), ("sex", text)]),
    }
    layout = layout_of(schemas)
    assert len(layout.schema) == 1 + 4
    assert layout.slots["households"]["area"] == layout.slots["members"]["name"]
    tables = {
        "households": pa.table([["鞍山"], [None]], schema=schemas["households"]),
        "members": pa.table([["甲", "乙"], [1, None], [None, "女"]], schema=schemas["members"]),
    }
    whole = pa.concat_tables(layout.packed(name, table) for name, table in tables.items())
    for name, table in tables.items():
        assert layout.unpacked(name, whole).to_pylist() == table.to_pylist()


def of_library(library: str) -> Any:
    return type("DataFrame", (), {"__module__": f"{library}.sql"})()


@pytest.mark.parametrize("other", ["dask", "polars"])
def test_tables_of_two_engines_are_refused(other: str) -> None:
    frames: dict[str, Any] = {**made_up(1, IN_2018), "households": of_library("pyspark")}
    frames["members"] = frames["medical_bills"] = of_library(other)
    with pytest.raises(InputError) as caught:
        evaluate(frames, on=IN_2018)
    assert (caught.value.code, caught.value.path) == ("tables-of-two-engines", "members")


def test_one_table_of_a_cluster_among_others_is_refused() -> None:
    frames = {**made_up(1, IN_2018), "medical_bills": of_library("pyspark")}
    with pytest.raises(InputError) as caught:
        evaluate(frames, on=IN_2018)
    assert (caught.value.code, caught.value.path) == ("tables-of-two-engines", "medical_bills")
