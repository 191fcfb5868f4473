"""The ledger over columns, in parts, finds what the small check finds, finding by finding."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import member, paid, reading
from pyarrow import parquet as pq

from lnunion_rules import (
    Policy,
    WelfareReport,
    check_welfare,
    load_policy,
)
from lnunion_rules.audit import check_ledger, ledger_from, unions_from
from lnunion_rules.batch.ledger import check_ledger_files
from lnunion_rules.readings import readings
from lnunion_rules.synthetic.ledger_columns import write_synthetic_ledger
from lnunion_rules.testing import UNIONS, WelfareCase, welfare_cases
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


CASES = welfare_cases(most_payments=12).filter(lambda case: case.claims)
"""A file without a row is no ledger."""


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
@given(CASES)
def test_columns_find_what_the_small_check_finds(case: WelfareCase) -> None:
    assert_alike(case, load_policy())


@settings(deadline=None)
@given(CASES, CHOICES, st.sampled_from((1, 3, 1_000)))
def test_columns_find_the_same_under_every_reading_and_however_parted(
    case: WelfareCase, choices: dict[str, str], part_rows: int
) -> None:
    assert_alike(case, load_policy().with_readings(choices), part_rows)


@pytest.mark.parametrize("sexes", [("female", "male"), ("male", "female"), ("male", "male")])
def test_a_sex_on_which_rosters_contradict_each_other_is_not_stated(sexes: tuple[Any, Any]) -> None:
    birth = paid(purpose="birth", on="2025-06-01")
    roster = tuple(
        member(union_id=union, sex=sex) for union, sex in zip(UNIONS, sexes, strict=True)
    )
    assert_alike(WelfareCase((birth,), roster, ()), reading(birth_per="mother"))


@settings(deadline=None)
@given(CASES)
def test_a_ledger_split_by_union_and_joined_again_is_the_whole(case: WelfareCase) -> None:
    whole, found = by_columns(case, load_policy())
    joined: dict[str, list[str]] = {name: [] for name in TABLES if name != "rejects"}
    totals: Counter[str] = Counter()
    accepted = 0
    for union_id in UNIONS:
        claims = tuple(claim for claim in case.claims if claim.union_id == union_id)
        if not claims:
            continue
        roster = case.roster and tuple(row for row in case.roster if row.union_id == union_id)
        own = tuple(union for union in case.unions if union.union_id == union_id)
        part, tables_of = by_columns(WelfareCase(claims, roster, own), load_policy())
        totals.update(part.totals)
        accepted += part.rows_accepted
        for name, rows in joined.items():
            rows.extend(in_order(tables_of[name]))
    unpaid = set(UNIONS) - {claim.union_id for claim in case.claims}
    for name, rows in joined.items():
        # A union without a row of its own is no ledger to be checked alone.
        of_paid = [row for row in found[name] if row["union_id"] not in unpaid]
        assert in_order(of_paid) == sorted(rows), name
    assert (dict(whole.totals), whole.rows_accepted) == (dict(totals), accepted)


LOOSE = {
    "purpose": {"festival": "节日慰问品", "birthday": "生日", "illness": " Illness "},
    "form": {"goods": "实物", "money": "慰问金"},
    "policy_compliant": {"True": "是", "False": "否"},
}
"""Words that a ledger made by hand may have in place of those of the contract."""

SPOILT = ("1,800.00元", "NaN", "1e9", "2019/2/30", "43500", "=1+1", "2.1E+17", " ", "x" * 1001)


@st.composite
def handmade(draw: st.DrawFn, case: WelfareCase) -> list[dict[str, str | None]]:
    """The rows of a case as text: words in Chinese, blanks around them, here and there spoilt."""
    rows = []
    for claim in case.claims:
        stated = [(name, getattr(claim, name)) for name in CLAIM]
        cells = {name: None if fact is None else str(fact) for name, fact in stated}
        for name, cell in cells.items():
            if cell is None or draw(st.integers(0, 2)):
                continue
            cells[name] = draw(st.sampled_from((LOOSE.get(name, {}).get(cell, cell), f" {cell}\t")))
        if draw(st.integers(0, 3)) == 0:
            cells[draw(st.sampled_from(tuple(CLAIM)))] = draw(st.none() | st.sampled_from(SPOILT))
        rows.append(cells)
    return rows


@settings(deadline=None)
@given(CASES, st.data(), st.sampled_from((1, 1_000)))
def test_columns_read_and_reject_what_the_reader_of_small_tables_does(
    case: WelfareCase, data: st.DataObject, part_rows: int
) -> None:
    rows = data.draw(handmade(case))
    with TemporaryDirectory() as place:
        folder = Path(place)
        ledger = folder / "ledger.parquet"
        pl.DataFrame(rows, schema=dict.fromkeys(CLAIM, pl.String)).write_parquet(ledger)
        read = ledger_from(ledger.read_bytes(), "parquet")
        report = check_ledger(read, on=ON, roster=case.roster, unions=case.unions, language="en")
        check_ledger_files(
            ledger,
            case.roster,
            case.unions,
            folder / "out",
            on=ON,
            language="en",
            part_rows=part_rows,
        )
        found = tables(folder / "out")
    for name in TABLES:
        assert in_order(found[name]) == in_order(told(getattr(report, name))), name


def planted_in(folder: Path) -> Counter[tuple[str, str, str, str, str]]:
    rows = pl.read_parquet(folder / "planted.parquet").to_dicts()
    return Counter(
        (row["kind"], row["code"], " ".join(row["entry_ids"]), row["union_id"], row["member_id"])
        for row in rows
    )


def seen_in(out: Path, ledger: pl.DataFrame) -> Counter[tuple[str, str, str, str, str]]:
    """What a check found, written as the key is."""
    found = tables(out)
    paid_to = {
        (row["union_id"], row["entry_id"]): row["member_id"]
        for row in ledger.select("union_id", "entry_id", "member_id").iter_rows(named=True)
    }
    seen = [
        (kind, row["code"], " ".join(sorted(row["entry_ids"])), row["union_id"], row["member_id"])
        for kind, name in (("breach", "breaches"), ("query", "queries"))
        for row in found[name]
    ]
    for row in found["undetermined"]:
        who = row["union_id"], row["entry_id"]
        seen.append(("undetermined", " ".join(row["missing"]), who[1], who[0], paid_to[who]))
    for row in found["rejects"]:
        entry = ledger.row(row["row"] - 1, named=True)
        seen.append(
            ("reject", row["code"], entry["entry_id"], entry["union_id"], entry["member_id"])
        )
    return Counter((*row[:4], row[4] or "") for row in seen)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**6), st.integers(0, 2), st.sampled_from((500, 100_000)))
def test_planted_faults_are_found_all_and_only_those(
    seed: int, faults: int, part_rows: int
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        rows = write_synthetic_ledger(folder, rows=3_000, seed=seed, faults=faults)
        summary = check_ledger_files(
            folder / "ledger",
            folder / "roster",
            unions_from((folder / "unions.parquet").read_bytes(), "parquet"),
            folder / "out",
            on=ON,
            part_rows=part_rows,
        )
        ledger = pl.read_parquet(folder / "ledger" / "*.parquet")
        assert seen_in(folder / "out", ledger) == planted_in(folder)
    assert summary.rows_in == rows == summary.rows_accepted + summary.rows_rejected
    assert summary.compliant is (faults == 0)
