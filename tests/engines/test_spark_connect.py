"""Households on a Spark that is reached by Spark Connect, as hosted ones are: the same findings.

Such a session and a regular one cannot be in one process, so that this file is also a script.
"""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from clusters import held, troubled
from families import IN_2018

from lnunion_rules.batch import evaluate
from lnunion_rules.batch.reading.frames import arrow_of, polars_of

pytestmark = pytest.mark.engines

TESTS = Path(__file__).parents[1]


def test_spark_connect_says_what_one_machine_says() -> None:
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYSPARK_PYTHON": sys.executable}
    ran = subprocess.run(
        [sys.executable, __file__], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3_000:]


def main() -> None:
    """Start a server of its own here, and hold its findings to one machine's."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.remote("local[2]")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    frames = troubled(200, IN_2018)
    given = {name: session.createDataFrame(arrow_of(frame)) for name, frame in frames.items()}
    found = evaluate(given, on=IN_2018)
    held(found, evaluate(frames, on=IN_2018), lambda table: polars_of(table.toArrow()))
    session.stop()


if __name__ == "__main__":
    main()
