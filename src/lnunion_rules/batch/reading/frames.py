"""The caller's tables, of whatever kind, taken in as Polars and handed back as they came."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import polars as pl
import pyarrow as pa

from ...errors import InputError

SPARK, DASK = "pyspark", "dask"
"""The libraries whose tables lie on a cluster."""

Back = Callable[[pl.DataFrame], Any]
"""Makes a table of the caller's kind."""


def taken(frame: Any, place: str) -> tuple[pl.DataFrame, Back]:
    """A caller's table as a Polars frame, and what hands a table back in the caller's kind.

    Takes Polars frames, eager and lazy, pandas frames, PyArrow tables, DuckDB relations, and any
    object with the Arrow stream interface, which gets PyArrow tables back; a relation comes back in
    DuckDB's default connection. Raises ``InputError``
    (``table-not-read``) with the place.
    """
    if isinstance(frame, pl.LazyFrame):
        return frame.collect(), pl.DataFrame.lazy
    if isinstance(frame, pl.DataFrame):
        return frame, _same
    library = _library(frame)
    try:
        if library == "pandas":
            table = pa.Table.from_pandas(frame, preserve_index=False)
            return polars_of(table), lambda made: arrow_of(made).to_pandas()
        if library == "duckdb":
            return polars_of(frame.to_arrow_table()), _relation
        if hasattr(frame, "__arrow_c_stream__"):
            return polars_of(pa.table(frame)), arrow_of
    except (pa.ArrowException, pl.exceptions.PolarsError, TypeError, ValueError):
        raise InputError("table-not-read", place) from None
    raise InputError("table-not-read", place)


def engine_of(frames: Mapping[str, Any]) -> str | None:
    """The library of tables that lie on a cluster, None of tables here.

    Raises ``InputError`` (``tables-of-two-engines``) where not all of them are of one cluster.
    """
    first = next(iter(frames.values()))
    engine = _library(first) if _library(first) in (SPARK, DASK) else None
    for name, frame in frames.items():
        if _library(frame) != engine and {_library(frame), engine} & {SPARK, DASK}:
            raise InputError("tables-of-two-engines", name)
    return engine


def _library(frame: Any) -> str:
    return type(frame).__module__.partition(".")[0].lstrip("_")


def _same(made: pl.DataFrame) -> pl.DataFrame:
    return made


def polars_of(table: pa.Table) -> pl.DataFrame:
    """An Arrow table as a Polars frame."""
    frame = pl.from_arrow(table)
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("one column is no table")
    return frame


def arrow_of(made: pl.DataFrame) -> pa.Table:
    """A Polars frame as an Arrow table."""
    return made.to_arrow(compat_level=pl.CompatLevel.oldest())


def _relation(made: pl.DataFrame) -> Any:
    duckdb = import_module("duckdb")
    return duckdb.from_arrow(arrow_of(made))
