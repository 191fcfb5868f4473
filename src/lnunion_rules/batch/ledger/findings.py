"""Findings as rows: the columns of a breach or query, and how entries become one."""

from typing import Any

import polars as pl

from ...welfare.breaches import LIST_OF_PURPOSES

FINDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "entry_ids": pl.List(pl.String),
    "u": pl.UInt32,
    "p": pl.UInt32,
    "purpose": pl.String,
    "year": pl.Int32,
    "spent": pl.Int64,
    "cap": pl.Int64,
    "over": pl.Int64,
    "source": pl.String,
    "reading": pl.String,
}
"""One row: one breach or query, of a person ``p`` or of a union ``u`` alone."""

NONE = pl.DataFrame(schema=FINDINGS)


def found(rows: pl.DataFrame, code: str, **lines: Any) -> pl.DataFrame:
    """A finding about each of some rows.

    ``lines`` are columns or plain texts; a line left out is the row's column of that name, or
    else the entry itself, the year of its day, the source of the seven purposes, or nothing.
    """
    stated = {"source": pl.lit(LIST_OF_PURPOSES), **lines, "code": pl.lit(code)}
    if "entry_id" in rows.columns:
        stated.setdefault("entry_ids", pl.concat_list("entry_id"))
    if "day" in rows.columns:
        stated.setdefault("year", pl.col("day").dt.year())
    columns = []
    for name, dtype in FINDINGS.items():
        value = stated.get(name, pl.col(name) if name in rows.columns else None)
        column = value if isinstance(value, pl.Expr) else pl.lit(value)
        columns.append(column.cast(dtype).alias(name))
    return rows.select(columns)
