"""Households as the three tables that queries read, in the layout of ``lnunion_rules.sql``."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from lnunion_rules import Household
from lnunion_rules.sql.layout import TABLES

TYPES: dict[str, Any] = {
    "text": pl.String(),
    "money": pl.Decimal(18, 2),
    "day": pl.Date(),
    "flag": pl.Boolean(),
}
Tables = dict[str, pl.DataFrame]


def tables_of(population: Iterable[Household]) -> Tables:
    """Households as the three tables; a fact left out is null."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for household in population:
        facts = household.model_dump(exclude={"members", "medical_bills"})
        rows["households"].append({**facts, "exclusions": _words(facts["exclusions"])})
        for name in ("members", "medical_bills"):
            for noun in getattr(household, name) or ():
                rows[name].append({**noun.model_dump(), "household_id": household.household_id})
    return {name: table(name, found) for name, found in rows.items()}


def table(name: str, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Rows as one of the tables."""
    kinds = TABLES[name]
    cells = [{column: _cell(row[column]) for column in kinds} for row in rows]
    return pl.DataFrame(cells, schema={column: TYPES[kind] for column, kind in kinds.items()})


def _words(grounds: tuple[str, ...] | None) -> str | None:
    return None if grounds is None else ";".join(grounds) or "none"


def _cell(value: Any) -> Any:
    return ";".join(map(str, value)) if isinstance(value, tuple) else value


def as_fen(tables: Tables) -> Tables:
    """The same with money as whole fen, in columns whose names end in ``_fen``."""
    return {
        name: frame.with_columns(
            (pl.col(column).to_physical()).alias(f"{column}_fen")
            for column, kind in TABLES[name].items()
            if kind == "money"
        ).drop(column for column, kind in TABLES[name].items() if kind == "money")
        for name, frame in tables.items()
    }
