"""Tables on a cluster: three sent as one, so that all rows of a household meet in one partition.

An engine brings the rows of each household together and hands every partition over as an Arrow
table; it gets back one Arrow table of all findings, which it cuts into its own. What is between
is the batch of one machine. Columns of different tables that hold one type share a slot, so that
rows travel with few empty cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from ...aids import Law
from ..evaluation import Evaluated, evaluated
from ..reading.frames import arrow_of, polars_of
from ..reading.rows import FEN, TABLES, is_fen, places_of, read_rows

TABLE = "table"
"""The column that says of which table a row is."""

KEY = "key"
"""The column of the households' ids, by which the rows are brought together."""

ROWS = 50_000
"""Rows of one batch that goes back to the engine."""

_SHEET = "worksheets."


class Read(NamedTuple):
    """A column of a caller's table that is read: where it stands, and its name in the contract."""

    position: int
    name: str
    kind: str


def columns_read(names: Sequence[str], table: str) -> list[Read]:
    """The columns of a table that are read, by their names; ``InputError`` as one machine does."""
    return [
        Read(at, column.name + FEN * is_fen(names[at], column), column.kind)
        for column, at in places_of(names, table)
    ]


class Layout(NamedTuple):
    """How several tables stand in one: the slot of each column, by table and name."""

    schema: Any
    slots: Mapping[str, Mapping[str, str]]

    def packed(self, name: str, table: Any) -> Any:
        """A table's rows as rows of the one."""
        at = {slot: column for column, slot in self.slots[name].items()}
        columns = [
            table[at[field.name]].cast(field.type)
            if field.name in at
            else pa.nulls(table.num_rows, field.type)
            for field in self.schema
        ]
        columns[0] = pa.repeat(pa.scalar(name), table.num_rows)
        return pa.Table.from_arrays(columns, schema=self.schema)

    def unpacked(self, name: str, rows: Any) -> Any:
        """The rows of one table out of the one."""
        slots = self.slots[name]
        mine = rows.filter(pc.equal(rows[TABLE], name)).select([*slots.values()])
        return mine.rename_columns([*slots])


def layout_of(schemas: Mapping[str, Any]) -> Layout:
    """How tables of these Arrow schemas stand in one."""
    kinds: dict[Any, list[str]] = {}
    slots: dict[str, dict[str, str]] = {}
    for name, schema in schemas.items():
        taken = dict.fromkeys(kinds, 0)
        slots[name] = {}
        for field in schema:
            kind = plain(field.type)
            of_kind, nth = kinds.setdefault(kind, []), taken.get(kind, 0)
            if nth == len(of_kind):
                of_kind.append(f"slot_{[*kinds].index(kind)}_{nth}")
            slots[name][field.name], taken[kind] = of_kind[nth], nth + 1
    fields = [(slot, kind) for kind, of_kind in kinds.items() for slot in of_kind]
    return Layout(pa.schema([(TABLE, pa.string()), *fields]), slots)


def plain(kind: Any) -> Any:
    """An Arrow type as every engine has it."""
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_list(kind) or pa.types.is_list(kind):
        return pa.list_(plain(kind.value_type))
    return pa.int64() if pa.types.is_uint32(kind) else kind


class Job(NamedTuple):
    """What every partition is told.

    Lists come in as JSON: a shuffle of Dask takes none, and what writes Arrow in Spark takes time
    by the square of the empty ones. ``lists`` names their columns, by table.
    """

    given: Layout
    lists: Mapping[str, Sequence[str]]
    found: Layout
    law: Law
    told: Mapping[str, Any]
    """How :func:`evaluated` is asked: worksheets, language, threads, compiled."""

    def answer(self, rows: Any) -> Any:
        """The findings of a partition in which each household has all its rows."""
        tables = {name: read_rows(self._given(name, rows), name) for name in TABLES}
        made = evaluated(tables, self.law, **self.told)
        found = _by_name(made).items()
        return pa.concat_tables(self.found.packed(name, table) for name, table in found)

    def packed(self, name: str, table: Any) -> Any:
        """A caller's table as it travels, where the engine has no JSON of its own."""
        for column in self.lists[name]:
            cells = pl.col(column).cast(pl.List(pl.String)).alias("")
            text = pl.struct(cells).struct.json_encode()
            text = text.str.strip_prefix('{"":').str.strip_suffix("}")
            stated = pl.when(pl.col(column).is_not_null()).then(text).alias(column)
            made = arrow_of(polars_of(table.select([column])).select(stated))
            table = table.set_column(table.schema.get_field_index(column), column, made[column])
        return self.given.packed(name, table)

    def _given(self, name: str, rows: Any) -> pl.DataFrame:
        lists = pl.col(self.lists[name]).str.json_decode(pl.List(pl.String))
        return polars_of(self.given.unpacked(name, rows)).with_columns(lists)

    def answers(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The same of batches, in batches."""
        given = list(batches)
        if given:
            yield from self.answer(pa.Table.from_batches(given)).to_batches(max_chunksize=ROWS)


def job_of(schemas: Mapping[str, Any], law: Law, **told: Any) -> Job:
    """The job for tables of these Arrow schemas, whose columns are those that are read.

    Raises ``InputError`` for a column of another type than belongs there, as one machine does.
    """
    none = {name: read_rows(polars_of(one.empty_table()), name) for name, one in schemas.items()}
    made = evaluated(none, law, **{**told, "compiled": False})
    found = {name: table.schema for name, table in _by_name(made).items()}
    lists = {
        name: [field.name for field in one if pa.types.is_list(plain(field.type))]
        for name, one in schemas.items()
    }
    travelling = {
        name: pa.schema(
            (field.name, pa.string() if field.name in lists[name] else field.type) for field in one
        )
        for name, one in schemas.items()
    }
    return Job(layout_of(travelling), lists, layout_of(found), law, told)


def findings(cut: Mapping[str, Any], whole: Any) -> Evaluated:
    """The findings, of tables cut out of the one, by name."""
    sheets = {
        name.removeprefix(_SHEET): one for name, one in cut.items() if name.startswith(_SHEET)
    }
    sheets_of = MappingProxyType(sheets)
    return Evaluated(cut["results"], cut["awards"], sheets_of, cut["rejects"], whole)


def _by_name(made: Evaluated) -> dict[str, Any]:
    """The tables of findings in Arrow. A row of a partition has no number that tells anything."""
    rejects = made.rejects.with_columns(row=pl.lit(None, pl.Int64))
    sheets = {_SHEET + rule: sheet for rule, sheet in made.worksheets.items()}
    found = {"results": made.results, "awards": made.awards, "rejects": rejects, **sheets}
    return {name: arrow_of(frame) for name, frame in found.items()}
