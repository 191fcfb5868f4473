"""Households on Apache Spark say what they say on one machine: a cluster of two workers here."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from clusters import alike, held, in_yuan, on_the_page, shuffled, spark_session, troubled
from families import IN_2018
from hypothesis import given, settings
from populations import Frames, frames_of, made_up, populations

from lnunion_rules import Household, InputError, NotInForce, Policy, load_policy
from lnunion_rules.batch import evaluate
from lnunion_rules.batch.reading.frames import arrow_of, polars_of

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = spark_session("local-cluster[2,1,1024]", 4)
    yield session
    session.stop()


def given_to(spark: Any, frames: Frames, partitions: int = 2) -> dict[str, Any]:
    return {
        name: spark.createDataFrame(arrow_of(frame)).repartition(partitions)
        for name, frame in frames.items()
    }


def read(found: Any) -> pl.DataFrame:
    return polars_of(found.toArrow())


def same(spark: Any, given: dict[str, Any], frames: Frames, policy: Policy | None = None) -> None:
    found = evaluate(given, on=IN_2018, policy=policy)
    found.whole.persist()
    held(found, evaluate(frames, on=IN_2018, policy=policy), read)
    found.whole.unpersist()


@pytest.mark.parametrize("partitions", [1, 40])
def test_spark_says_what_one_machine_says(spark: Any, partitions: int) -> None:
    frames = troubled(300, IN_2018)
    same(spark, given_to(spark, shuffled(frames, partitions), partitions), frames)


@settings(max_examples=3)
@given(population=populations(complete=False, most=30))
def test_random_households_are_answered_alike(spark: Any, population: list[Household]) -> None:
    frames = frames_of(population)
    same(spark, given_to(spark, frames), frames)


@pytest.mark.parametrize(
    "choices",
    [
        {"package.stacking": "largest", "living.per": "person"},
        {"medical.bearable": "share_of_income", "dibao.place": "registered"},
    ],
)
def test_other_readings_travel_to_the_workers(spark: Any, choices: dict[str, str]) -> None:
    policy = load_policy().with_readings(choices).revised({"medical_aid.bearable_share": "0.10"})
    frames = troubled(100, IN_2018)
    same(spark, given_to(spark, frames), frames, policy)


def test_money_days_and_lists_may_be_of_any_of_their_types(spark: Any) -> None:
    frames = troubled(100, IN_2018)
    for kind in (pl.Decimal(18, 2), pl.String):
        given = given_to(spark, in_yuan(frames, kind))
        given["members"] = given["members"].withColumn(
            "birth_date", given["members"]["birth_date"].cast("timestamp")
        )
        given["households"] = given["households"].selectExpr(
            "* except (exclusions)",
            "if(size(exclusions) = 0, 'none', array_join(exclusions, '; ')) as exclusions",
        )
        same(spark, given, frames)


def test_no_households_are_no_findings(spark: Any) -> None:
    frames = {name: frame.clear() for name, frame in made_up(1, IN_2018).items()}
    given = {name: frame.limit(0) for name, frame in given_to(spark, made_up(1, IN_2018)).items()}
    same(spark, given, frames)


def test_a_household_of_very_many_rows_is_rejected_as_one_machine_does(spark: Any) -> None:
    frames = made_up(50, IN_2018)
    one = frames["members"].head(1)
    many = pl.concat([one.with_columns(member_id=pl.lit(f"x{n}")) for n in range(3000)])
    frames["members"] = pl.concat([frames["members"], many])
    same(spark, given_to(spark, frames), frames)


def test_planning_runs_nothing_and_worksheets_and_language_are_the_callers(spark: Any) -> None:
    frames = troubled(60, IN_2018)
    given = given_to(spark, frames)
    spark.sparkContext.setJobGroup("planned", "")
    found = evaluate(given, on=IN_2018, worksheets=False, language="en")
    assert not spark.sparkContext.statusTracker().getJobIdsForGroup("planned")
    held(found, evaluate(frames, on=IN_2018, worksheets=False, language="en"), read)


def test_what_the_page_shows_writes_the_findings_as_parquet(spark: Any, tmp_path: Path) -> None:
    _, expected = on_the_page("Spark", tmp_path, spark=spark)
    for name in ("results", "awards"):
        alike(pl.read_parquet(tmp_path / name / "*.parquet"), getattr(expected, name))


@pytest.mark.parametrize("dies", ["the worker", "the executor"])
def test_a_partition_that_is_lost_is_worked_out_again(
    spark: Any, tmp_path: Path, dies: str
) -> None:
    killed = tmp_path / "killed"

    def dying(batches: Iterator[Any]) -> Iterator[Any]:
        yield next(batches)
        try:
            killed.touch(exist_ok=False)
        except FileExistsError:
            yield from batches
        else:
            process = os.getpid()
            if dies == "the executor":  # Java, above the process that forked the worker
                about = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="ascii")
                process = int(about.rpartition(")")[2].split()[1])
            os.kill(process, signal.SIGKILL)
            time.sleep(60)  # until it is gone

    frames = troubled(300, IN_2018)
    found = evaluate(given_to(spark, frames), on=IN_2018)
    results = found.results.mapInArrow(dying, found.results.schema)
    alike(read(results), evaluate(frames, on=IN_2018).results)
    assert killed.exists()


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("1.5D as annual_dibao_received", "money-column-not-exact"),
        ("150 as annual_dibao_received", "money-column-without-unit"),
        ("'1.50' as annual_dibao_received_fen", "fen-column-not-whole"),
        ("array(1.5D) as monthly_incomes", "money-column-not-exact"),
        ("1 as filed", "column-of-other-kind"),
        ("interval 1 day as filed_on", "column-of-other-kind"),
        ("make_interval(1) as filed_on", "column-of-other-kind"),
        ("1.0D as household_id", "id-column-not-exact"),
        ("'LN-1' as `家庭编号`", "column-twice"),
    ],
)
def test_a_column_that_cannot_be_exact_is_refused_before_anything_runs(
    spark: Any, column: str, code: str
) -> None:
    given = given_to(spark, made_up(3, IN_2018))
    name = column.rpartition(" ")[2]
    others = [other for other in given["households"].columns if other != name]
    given["households"] = given["households"].selectExpr(*others, column)
    with pytest.raises(InputError) as caught:
        evaluate(given, on=IN_2018)
    assert caught.value.code == code
    assert caught.value.path.partition(".")[0] == "households"


def test_missing_columns_tables_of_two_engines_and_days_without_law_are_refused(
    spark: Any,
) -> None:
    frames = made_up(3, IN_2018)
    given = given_to(spark, frames)
    for wrong, code in (
        ({"members": given["members"].drop("relation")}, "columns-missing"),
        ({"members": frames["members"]}, "tables-of-two-engines"),
        ({"members": given["members"].rdd}, "table-not-read"),
    ):
        with pytest.raises(InputError) as caught:
            evaluate({**given, **wrong}, on=IN_2018)
        assert (caught.value.code, caught.value.path) == (code, "members")
    with pytest.raises(NotInForce):
        evaluate(given, on=date(2017, 1, 1))
