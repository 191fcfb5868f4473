"""The caller's tables, of whatever kind, taken in as Polars and handed back as they came."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import polars as pl
import pyarrow as pa

from ..errors import InputError

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
    library = type(frame).__module__.partition(".")[0].lstrip("_")
    try:
        if library == "pandas":
            table = pa.Table.from_pandas(frame, preserve_index=False)
            return _polars(table), lambda made: _arrow(made).to_pandas()
        if library == "duckdb":
            return _polars(frame.to_arrow_table()), _relation
        if hasattr(frame, "__arrow_c_stream__"):
            return _polars(pa.table(frame)), _arrow
    except (pa.ArrowException, pl.exceptions.PolarsError, TypeError, ValueError):
        raise InputError("table-not-read", place) from None
    raise InputError("table-not-read", place)


def _same(made: pl.DataFrame) -> pl.DataFrame:
    return made


def _polars(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("one column is no table")
    return frame


def _arrow(made: pl.DataFrame) -> pa.Table:
    return made.to_arrow(compat_level=pl.CompatLevel.oldest())


def _relation(made: pl.DataFrame) -> Any:
    duckdb = import_module("duckdb")
    return duckdb.from_arrow(_arrow(made))
