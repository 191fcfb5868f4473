"""Queries on Apache Spark, in local mode: the same text runs on any cluster."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from clusters import spark_session
from families import IN_2018
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from populations import households_of, made_up, populations
from query_tables import Rows, Tables, as_fen, held_to_single_cases, tables_of

from lnunion_rules import Household, Policy, load_policy
from lnunion_rules.sql import tables_in
from lnunion_rules.testing import policies

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]

IN_MARCH_2020 = date(2020, 3, 1)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    session = spark_session("local[2]", 2)
    yield session
    session.stop()


class Base:
    """The three tables as views of a session."""

    def __init__(self, spark: Any, tables: Tables, *, fen: bool = False) -> None:
        self._spark = spark
        for name, frame in (as_fen(tables) if fen else tables).items():
            spark.createDataFrame(frame.to_arrow()).createOrReplaceTempView(name)

    def __call__(self, text: str) -> Rows:
        return self._spark.sql(text.rstrip().rstrip(";")).toArrow().to_pylist()


def same(
    spark: Any,
    population: list[Household],
    on: date,
    policy: Policy | None = None,
    *,
    fen: bool = False,
) -> None:
    base = Base(spark, tables_of(population), fen=fen)
    held_to_single_cases(base, population, on, policy or load_policy(), fen=fen, dialect="spark")


@pytest.mark.parametrize(("on", "fen"), [(IN_2018, False), (IN_MARCH_2020, True)])
def test_spark_says_what_a_single_case_says(spark: Any, on: date, fen: bool) -> None:
    same(spark, households_of(made_up(1000, on, seed=5)), on, fen=fen)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    population=populations(complete=False, most=20),
    on=st.sampled_from((IN_2018, IN_MARCH_2020)),
    policy=policies(),
)
def test_spark_says_what_a_single_case_says_under_any_policy(
    spark: Any, population: list[Household], on: date, policy: Policy
) -> None:
    same(spark, population, on, policy.revised({"medical_aid.bearable_share": "0.10"}))


def test_spark_makes_the_tables(spark: Any, tmp_path: Any) -> None:
    spark.sql(f"create database made location '{tmp_path}/made'")
    spark.sql("use made")
    try:
        for statement in tables_in("spark").split(";\n")[:-1]:
            spark.sql(statement)
        kinds = dict(spark.table("households").dtypes)
        assert kinds["annual_disposable_income"] == "decimal(18,2)"
        assert kinds["filed_on"] == "date"
    finally:
        spark.sql("use default")
        spark.sql("drop database made cascade")
