"""Households on Apache Spark, in local mode with two workers."""

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.engines


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_starts(spark: Any) -> None:
    assert spark.range(3).count() == 3
