"""Households as the three tables that queries read, in the layout of ``lnunion_rules.sql``."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from populations import frames_of, one_case, said

from lnunion_rules import Household, Policy
from lnunion_rules.aids import AIDS, Law
from lnunion_rules.batch.reading.gathering import gathered
from lnunion_rules.batch.reading.rows import read_rows
from lnunion_rules.batch.working.facts import ready_columns
from lnunion_rules.batch.working.work import EVERY_LINE, work_out
from lnunion_rules.sql import ALL, RULES, query
from lnunion_rules.sql.layout import TABLES
from lnunion_rules.stacking import STACKED

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
            (pl.col(column) * 100).cast(pl.Int64).alias(f"{column}_fen")
            for column, kind in TABLES[name].items()
            if kind == "money"
        ).drop(column for column, kind in TABLES[name].items() if kind == "money")
        for name, frame in tables.items()
    }


Rows = list[dict[str, Any]]
Run = Callable[[str], Rows]
"""Runs a query over the tables and returns its rows."""


def complete_in_a_batch(population: list[Household], on: date, policy: Policy) -> set[str]:
    """The households of which a batch finds every fact known, those without incomes by month."""
    law = Law(policy, on)
    tables = {name: read_rows(frame, name) for name, frame in frames_of(population).items()}
    ready, places = ready_columns(gathered(tables, law), law)
    complete = work_out(ready, law.figures).complete
    known = [population[place] for place in places[complete]]
    return {one.household_id for one in known if one.monthly_incomes is None}


def held_to_single_cases(
    run: Run, population: list[Household], on: date, policy: Policy, **written: Any
) -> None:
    """Every query over the tables says what a single case says, of the complete households."""
    complete = complete_in_a_batch(population, on, policy)
    cases = {
        one.household_id: one_case(one, on, policy)
        for one in population
        if one.household_id in complete
    }
    largest = policy.choices["package.stacking"] == "largest"
    for rule in [name for name in RULES if not (largest and name in STACKED)]:
        rows = run(query(rule, on=on, policy=policy, **written))
        assert {row["household_id"] for row in rows if row["complete"]} <= complete
        told = {
            (row.pop("household_id"), row.pop("member_id", None)): row
            for row in rows
            if row.pop("complete") or not _is_null(row)
        }
        expected = {
            (name, member): dict.fromkeys(EVERY_LINE[rule]) | dict(sheet)
            for name, case in cases.items()
            for (of, member), sheet in case["sheets"].items()
            if of == rule
        }
        assert {whose: _plain(row) for whose, row in told.items()} == expected
    rows = run(query(ALL, on=on, policy=policy, **written))
    assert len(rows) == len(population)
    assert {row["household_id"] for row in rows if row["complete"]} == complete
    for row in rows:
        if row["complete"]:
            assert _package(row) == _expected(cases[row["household_id"]])
        else:
            assert row.pop("why_open")
            assert _is_null(row)


def _is_null(row: dict[str, Any]) -> bool:
    whose = ("household_id", "member_id", "complete", "why_open")
    return all(value is None for name, value in row.items() if name not in whose)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    assert row.pop("why_open", None) is None
    return {name: said(value) for name, value in row.items()}


def _package(row: dict[str, Any]) -> dict[str, Any]:
    assert row["why_open"] is None
    return {
        name: value
        for name, value in row.items()
        if name not in ("complete", "why_open", "household_id")
    }


def _expected(case: Any) -> dict[str, Any]:
    """A single case in the words of the query of all."""
    result = case["result"]
    awards: dict[str, list[Any]] = {rule: [] for rule in AIDS}
    for rule, _, _, outcome, amount, _, reason, _ in case["awards"]:
        assert outcome != "undetermined"
        awards[rule].append((amount, reason, outcome == "entitled"))
    found = {
        name: result[name] for name in ("category", "reason", "total_grants", "total_ceilings")
    }
    for rule, of_rule in awards.items():
        found[f"{rule}_amount"] = sum((amount for amount, _, _ in of_rule), Decimal("0.00"))
        if rule != "education_aid":
            ((_, found[f"{rule}_reason"], _),) = of_rule
    found["children_aided"] = sum(entitled for _, _, entitled in awards["education_aid"])
    return found
