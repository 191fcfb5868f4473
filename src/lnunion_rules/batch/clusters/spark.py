"""Households on Apache Spark: the batch of one machine in every partition.

Nothing runs until the caller asks for rows. Spark's configuration is the caller's; this library
must be installed on the executors.
"""

from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from typing import Any

import pyarrow as pa

from ...aids import Law
from ...errors import InputError
from ...tables.cells import BLANK
from ..evaluation import Evaluated
from ..reading.rows import TABLES
from .cluster import KEY, TABLE, Job, columns_read, findings, job_of


def evaluate_on_spark(frames: Mapping[str, Any], law: Law, **told: Any) -> Evaluated:
    """The findings of three Spark tables, as Spark tables."""
    kept = {name: _kept(frames[name], name) for name in TABLES}
    schemas = {name: _arrow_schema(frame, name) for name, frame in kept.items()}
    job = job_of(schemas, law, **told)
    tagged = (_tagged(frame, name, job) for name, frame in kept.items())
    as_one = reduce(lambda one, more: one.unionByName(more, allowMissingColumns=True), tagged)
    together = as_one.repartition(KEY).drop(KEY)
    shape = import_module("pyspark.sql.pandas.types").from_arrow_schema(job.found.schema)
    whole = together.mapInArrow(job.answers, shape)
    col = import_module("pyspark.sql.functions").col
    cut = {
        name: whole.where(col(TABLE) == name).select(
            *(col(slot).alias(column) for column, slot in slots.items())
        )
        for name, slots in job.found.slots.items()
    }
    return findings(cut, whole)


def _kept(frame: Any, name: str) -> Any:
    """The columns that are read, by their names in the contract; found by where they stand."""
    if not isinstance(frame, import_module("pyspark.sql").DataFrame):
        raise InputError("table-not-read", name)
    col = import_module("pyspark.sql.functions").col
    read = columns_read(frame.columns, name)
    numbered = frame.toDF(*(f"column_{at}" for at in range(len(frame.columns))))
    return numbered.select(*(col(f"column_{one.position}").alias(one.name) for one in read))


_TYPES = {
    "void": pa.null(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "byte": pa.int8(),
    "short": pa.int16(),
    "integer": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", "UTC"),
    "timestamp_ntz": pa.timestamp("us"),
}
"""Spark's types of one value as a partition sees them in Arrow."""


def _arrow_schema(frame: Any, name: str) -> Any:
    """The types of a table as a partition sees them; ``InputError`` where a column has another."""
    kinds = {field.name: _arrow_type(field.dataType) for field in frame.schema.fields}
    for column, kind in kinds.items():
        if kind is None:
            raise InputError("column-of-other-kind", f"{name}.{column}")
    return pa.schema(kinds.items())


def _arrow_type(kind: Any) -> Any:
    if kind.typeName() == "array":
        inner = _arrow_type(kind.elementType)
        return None if inner is None else pa.list_(inner)
    if kind.typeName() == "decimal":
        return pa.decimal128(kind.precision, kind.scale)
    return _TYPES.get(kind.typeName())


def _tagged(frame: Any, name: str, job: Job) -> Any:
    """A table's rows in their slots, with the key that brings a household together.

    Rows without a household need not meet, so they are spread by what they hold.
    """
    functions = import_module("pyspark.sql.functions")
    slots = job.given.slots[name]
    named = functions.btrim(frame["household_id"].cast("string"), functions.lit(BLANK))
    spread = functions.xxhash64(*frame.columns).cast("string")
    for column in job.lists[name]:
        as_text = functions.to_json(frame[column].cast("array<string>"))
        frame = frame.withColumn(column, as_text)
    return frame.select(
        functions.lit(name).alias(TABLE),
        functions.coalesce(named, spread).alias(KEY),
        *(frame[column].alias(slot) for column, slot in slots.items()),
    )
