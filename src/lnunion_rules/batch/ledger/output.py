"""The findings of all parts written as tables: those that the small check writes, part by part."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from pyarrow import parquet as pq

from ...audit.folder import TABLES, type_of
from ..reading.money import as_money

MOST_SORTED = 256 * 1024**2
"""Findings of up to so many bytes are kept to be sorted; more are written as they come."""

_OLDEST = pl.CompatLevel.oldest()


def of_table(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of one of the tables, in their order, out of rows that have them."""
    return rows.select(*TABLES[name].model_fields)


class _Table:
    """One table of the folder while it is written, part after part."""

    def __init__(
        self, folder: Path, name: str, in_order: Callable[[pl.DataFrame], pl.DataFrame] | None
    ) -> None:
        fields = TABLES[name].model_fields.items()
        self._schema = pa.schema([(column, type_of(f.annotation)) for column, f in fields])
        self._writer = pq.ParquetWriter(
            folder / f"{name}.parquet", self._schema, compression="zstd"
        )
        self._in_order = in_order
        self._kept: list[pl.DataFrame] = []
        self.overflowed = False
        self.rows = 0

    def add(self, rows: pl.DataFrame) -> None:
        """Add a part's rows, with amounts in fen."""
        self.rows += rows.height
        if self._in_order is None or self.overflowed:
            self._write(rows)
            return
        self._kept.append(rows)
        if sum(kept.estimated_size() for kept in self._kept) > MOST_SORTED:
            self.overflowed = True
            for kept in self._kept:
                self._write(kept)
            self._kept.clear()

    def close(self) -> None:
        """Write what was kept, in order, and finish the file."""
        if self._kept and self._in_order:
            self._write(self._in_order(pl.concat(self._kept)))
        self._writer.close()

    def _write(self, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        columns = [_typed(rows[field.name], field.type) for field in self._schema]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))


class Tables:
    """The tables of the folder while they are written, part after part."""

    def __init__(self, folder: Path) -> None:
        order = {"breaches": by_money, "queries": by_money, "rejects": by_row}
        self._tables = {name: _Table(folder, name, order.get(name)) for name in TABLES}

    def add(self, part: Mapping[str, pl.DataFrame]) -> None:
        """Add the rows of a part."""
        for name, rows in part.items():
            self._tables[name].add(rows)

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return self._tables[name].rows

    def close(self) -> tuple[str, ...]:
        """Finish the files; the names of the tables that are too large to be sorted."""
        for table in self._tables.values():
            table.close()
        return tuple(name for name, table in self._tables.items() if table.overflowed)


def by_row(rejects: pl.DataFrame) -> pl.DataFrame:
    """Rejected rows in the order of the ledger."""
    return rejects.sort("row")


def _typed(column: pl.Series, as_type: Any) -> Any:
    """A column as the table has it; fen become money."""
    if pa.types.is_decimal(as_type):
        return as_money(column)
    return column.to_arrow(compat_level=_OLDEST).cast(as_type)


def by_money(findings: pl.DataFrame) -> pl.DataFrame:
    """Breaches or queries in the order of the small check: most money first."""
    over, spent = (pl.col(name).fill_null(0) for name in ("over", "spent"))
    names = [pl.col(name).fill_null("") for name in ("union_id", "member_id")]
    # No id holds a comma, and every sign of an id comes after it: ids sort as their list does.
    entries = pl.col("entry_ids").list.join(",")
    last = pl.col("year").fill_null(0)
    return findings.sort(-over, -spent.abs(), "code", names[0], entries, names[1], "purpose", last)
