"""The ledger over columns, in parts, finds what the small check finds, finding by finding."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from lnunion_rules import (
    Policy,
    WelfareReport,
    check_welfare,
    load_policy,
)
from lnunion_rules.batch.ledger import check_ledger_files
from lnunion_rules.readings import readings
from lnunion_rules.testing import WelfareCase, welfare_cases
from lnunion_rules.welfare_findings import LedgerSummary

ON = date(2026, 12, 31)
CLAIM = {
    "entry_id": pa.string(),
    "union_id": pa.string(),
    "member_id": pa.string(),
    "paid_on": pa.date32(),
    "purpose": pa.string(),
    "amount": pa.decimal128(18, 2),
    "form": pa.string(),
    "event_id": pa.string(),
    "event_on": pa.date32(),
    "policy_compliant": pa.bool_(),
    "reverses": pa.string(),
    "festival": pa.string(),
    "deceased": pa.string(),
    "voucher_no": pa.string(),
    "note": pa.string(),
}
MEMBERSHIP = {
    "member_id": pa.string(),
    "union_id": pa.string(),
    "joined_on": pa.date32(),
    "left_on": pa.date32(),
    "sex": pa.string(),
}
TABLES = ("breaches", "queries", "undetermined", "averages", "remaining", "rejects")


CHOICES = st.fixed_dictionaries(
    {
        name: st.sampled_from(tuple(gap.choices))
        for name, gap in readings().items()
        if name.startswith("welfare.")
    }
)


def written(path: Path, rows: Sequence[Any], schema: dict[str, Any]) -> Path:
    columns = {
        name: pa.array([getattr(row, name) for row in rows], kind) for name, kind in schema.items()
    }
    pq.write_table(pa.table(columns), path)
    return path


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: pl.read_parquet(folder / f"{name}.parquet").to_dicts() for name in TABLES}


def by_columns(
    case: WelfareCase, policy: Policy, part_rows: int = 1_000
) -> tuple[LedgerSummary, dict[str, list[dict[str, Any]]]]:
    """A case checked from Parquet files, and the tables of its folder."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        ledger = written(folder / "ledger.parquet", case.claims, CLAIM)
        roster = case.roster and written(folder / "roster.parquet", case.roster, MEMBERSHIP)
        summary = check_ledger_files(
            ledger,
            case.roster if roster is None else roster,
            case.unions,
            folder / "out",
            on=ON,
            policy=policy,
            part_rows=part_rows,
        )
        return summary, tables(folder / "out")


def by_rows(case: WelfareCase, policy: Policy) -> WelfareReport:
    return check_welfare(case.claims, on=ON, roster=case.roster, unions=case.unions, policy=policy)


def told(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Findings of the small check as rows of a table."""
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in row}
        for row in rows
    ]


def in_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)


def assert_alike(case: WelfareCase, policy: Policy, part_rows: int = 1_000) -> None:
    report = by_rows(case, policy)
    summary, found = by_columns(case, policy, part_rows)
    for name in TABLES:
        assert in_order(found[name]) == in_order(told(getattr(report, name))), name
    for name in ("rows_in", "rows_accepted", "rows_rejected", "compliant", "readings", "notices"):
        assert getattr(summary, name) == getattr(report, name), name
    assert dict(summary.totals) == dict(report.totals)


@settings(deadline=None)
@given(welfare_cases(most_payments=12))
def test_columns_find_what_the_small_check_finds(case: WelfareCase) -> None:
    assert_alike(case, load_policy())


@settings(deadline=None)
@given(welfare_cases(most_payments=12), CHOICES, st.sampled_from((1, 3, 1_000)))
def test_columns_find_the_same_under_every_reading_and_however_parted(
    case: WelfareCase, choices: dict[str, str], part_rows: int
) -> None:
    assert_alike(case, load_policy().with_readings(choices), part_rows)
