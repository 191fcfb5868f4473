"""Households on Dask: the batch of one machine in every partition.

Nothing runs until the caller asks for rows. Columns come back in Arrow types.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import Any

import polars as pl
import pyarrow as pa

from ...aids import Law
from ...errors import InputError
from ...tables.cells import BLANK, is_blank, parts_of
from ..evaluation import Evaluated
from ..reading.cells import cells_of
from ..reading.frames import polars_of
from ..reading.rows import TABLES, read_rows
from .cluster import KEY, TABLE, Job, Read, columns_read, findings, job_of, plain

_WHOSE = "household_id"
_LISTS = ("choices", "amounts")


def evaluate_on_dask(frames: Mapping[str, Any], law: Law, **told: Any) -> Evaluated:
    """The findings of three Dask tables, as Dask tables."""
    dd = import_module("dask.dataframe")
    for name in TABLES:
        if not isinstance(frames[name], dd.DataFrame):
            raise InputError("table-not-read", name)
    read = {name: columns_read([*frames[name].columns], name) for name in TABLES}
    schemas = {name: _schema(frames[name]._meta, name, read[name]) for name in TABLES}
    job = job_of(schemas, law, **told)
    given = _pandas(job.given.schema.append(pa.field(KEY, pa.string())).empty_table())
    tagged = [
        frame.map_partitions(partial(_tagged, name, read[name], job), meta=given)
        for name, frame in ((name, frames[name]) for name in TABLES)
    ]
    parts = max(frame.npartitions for frame in tagged)
    together = dd.concat(tagged).shuffle(on=KEY, npartitions=parts)
    found = _pandas(job.found.schema.empty_table())
    whole = together.map_partitions(partial(_answered, job), meta=found)
    cut = {
        name: whole.map_partitions(partial(_cut, slots, name), meta=_cut(slots, name, found))
        for name, slots in job.found.slots.items()
    }
    return findings(cut, whole)


def _schema(none: Any, name: str, read: list[Read]) -> Any:
    """The types in which the columns read travel; pandas objects of whatever type do as text."""
    chosen = _chosen(none, read)
    typed = pa.Schema.from_pandas(chosen, preserve_index=False)
    read_rows(polars_of(typed.empty_table()), name)
    return pa.schema((one.name, _travels(typed.field(one.name).type, one)) for one in read)


def _travels(kind: Any, one: Read) -> Any:
    if pa.types.is_list(plain(kind)) or (pa.types.is_null(kind) and one.kind in _LISTS):
        return pa.list_(pa.string())
    return pa.string() if pa.types.is_null(kind) or pa.types.is_dictionary(kind) else plain(kind)


def _chosen(part: Any, read: list[Read]) -> Any:
    return part.iloc[:, [one.position for one in read]].set_axis([one.name for one in read], axis=1)


def _tagged(name: str, read: list[Read], job: Job, part: Any) -> Any:
    """A partition's rows in their slots, with the key that brings a household together.

    What is in pandas objects shows its type only here, and is refused here. Rows without a
    household need not meet, so they are spread.
    """
    chosen = _chosen(part, read)
    try:
        table = pa.Table.from_pandas(chosen, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError):
        raise InputError("table-not-read", name) from None
    read_rows(polars_of(table.slice(0, 0)), name)
    for at, one in enumerate(read):
        if chosen[one.name].dtype == object:
            table = table.set_column(at, one.name, _as_text(table[one.name], one))
    frame = polars_of(table)
    whose = next(column for column in TABLES[name].columns if column.name == _WHOSE)
    named = cells_of(frame, whose).values.str.strip_chars(BLANK)
    spread = pl.int_range(pl.len()).cast(pl.String)
    key = frame.select(pl.coalesce(named, spread)).to_series().to_arrow().cast(pa.string())
    return _pandas(job.packed(name, table).append_column(KEY, key))


def _as_text(column: Any, one: Read) -> Any:
    """A column of objects as text, or as lists of text where the contract has lists."""
    cells = column.to_pylist()
    if one.kind not in _LISTS:
        return pa.array([_text(cell) for cell in cells], pa.string())
    lists = [None if is_blank(cell) else [*map(_text, parts_of(cell))] for cell in cells]
    return pa.array(lists, pa.list_(pa.string()))


def _text(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell).removesuffix(" 00:00:00")


def _answered(job: Job, part: Any) -> Any:
    return _pandas(job.answer(pa.Table.from_pandas(part, preserve_index=False)))


def _cut(slots: Mapping[str, str], name: str, part: Any) -> Any:
    """The findings of one kind, by the names of their columns."""
    return part.loc[part[TABLE] == name, [*slots.values()]].set_axis([*slots], axis=1)


def _pandas(table: Any) -> Any:
    return table.to_pandas(types_mapper=import_module("pandas").ArrowDtype)
