"""Ledgers of collective welfare: the check by columns beside hand-written ones, and at scale.

The peers do the same whole check under the default readings: breaches, queries, what is
undetermined, averages, what remains, rejected rows, totals. All must find the same before any
is timed. What they do not do is look at the cells: that ids, days and amounts are well formed is
checked by the library alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from measure import Spread, spread
from table import Row, timed

HERE = Path(__file__).parent
ROWS, ROUNDS = 2_000_000, 5
LARGE, LARGEST = 10_000_000, 100_000_000
SHEET_ROWS = 20_000
MILLION = 1_000_000
LEAST_RATIO, MOST_TIMES, MOST_GIB, MOST_SECONDS = 0.9, 12, 4, 10
PEERS = ("columns", "duckdb", "polars")
KEYS = {
    "breaches": ("code", "entry_ids", "union_id", "member_id", "purpose", "year", "spent", "cap",
                 "over", "source", "reading"),
    "queries": ("code", "entry_ids", "union_id", "member_id", "purpose", "year", "spent", "source",
                "reading"),
    "undetermined": ("entry_id", "union_id", "missing"),
    "averages": ("union_id", "year", "members", "festival_average"),
    "remaining": ("union_id", "member_id", "purpose", "year", "event", "cap", "spent", "over",
                  "remaining"),
    "rejects": ("row", "column", "code"),
}  # fmt: skip


def beside_peers(*, quick: bool) -> tuple[list[Row], int]:
    """Rows a second of each check over all rounds, and in how many tables findings differ."""
    rows, rounds = (20_000, 1) if quick else (ROWS, ROUNDS)
    with _ledger(rows) as data:
        totals = [_checked(name, data)["totals"] for name in PEERS]
        differing = sum(of_peer != totals[0] for of_peer in totals)
        differing += sum(_differing(data, name) for name in PEERS[1:])
        taken = [(name, _checked(name, data)) for _ in range(rounds) for name in PEERS]
    found, worked = (
        {
            name: spread([rows / one[clock] / MILLION for peer, one in taken if peer == name])
            for name in PEERS
        }
        for clock in ("seconds", "processor")
    )
    ratio, of_work = (
        rates["columns"].median / max(rates[name].median for name in PEERS[1:])
        for rates in (found, worked)
    )
    said = {"columns": "by columns", "duckdb": "DuckDB, by hand", "polars": "Polars, by hand"}
    return [
        Row(f"a ledger of {rows:,} rows", "", ""),
        *(_rate(f"  {said[name]}", found[name]) for name in PEERS),
        Row("  by columns / the faster by hand", f"{ratio:.2f} times", "",
            f"at least {LEAST_RATIO} times", ratio >= LEAST_RATIO),
        Row("  the same in time of the processor", f"{of_work:.2f} times"),
        Row("  tables, totals among them, that differ", str(differing), "", "0", differing == 0),
    ], differing  # fmt: skip


def at_scale(*, quick: bool) -> list[Row]:
    """The command on ten and a hundred million rows: seconds and peak memory."""
    sizes = (2_000, 20_000) if quick else (LARGE, LARGEST)
    small, large = (_command(rows) for rows in sizes)
    times, of_work = large.seconds / small.seconds, large.processor / small.processor
    return [
        Row(f"lnunion welfare, {sizes[0]:,} rows", f"{small.seconds:,.1f} s"),
        Row("  of the processor", f"{small.processor:,.1f} s"),
        Row("  peak memory", f"{small.gib:.2f} GiB"),
        Row(f"lnunion welfare, {sizes[1]:,} rows", f"{large.seconds:,.1f} s"),
        Row("  of the processor", f"{large.processor:,.1f} s"),
        Row("  peak memory", f"{large.gib:.2f} GiB", "", f"below {MOST_GIB} GiB",
            large.gib < MOST_GIB),
        Row("  times the smaller", f"{times:.1f} times", "", f"at most {MOST_TIMES} times",
            times <= MOST_TIMES),
        Row("  the same in time of the processor", f"{of_work:.1f} times"),
    ]  # fmt: skip


def to_workbook(*, quick: bool) -> list[Row]:
    """A ledger of XLSX to a findings workbook, by the command."""
    rows = 200 if quick else SHEET_ROWS
    with TemporaryDirectory() as place:
        folder = Path(place)
        _write_sheets(folder, rows)
        options = ["--roster", folder / "roster.csv", "--out", folder / "findings.xlsx"]
        taken = [_run([folder / "ledger.xlsx", *options]) for _ in range(1 if quick else ROUNDS)]
    what = f"{rows:,} rows of XLSX to a workbook"
    return [
        timed(what, spread([one.seconds for one in taken]), MOST_SECONDS, "s"),
        timed("  of the processor", spread([one.processor for one in taken]), unit="s"),
    ]


class _Taken(NamedTuple):
    """What a command took: seconds by the clock and of the processor, and peak memory."""

    seconds: float
    processor: float
    gib: float


@contextmanager
def _ledger(rows: int) -> Iterator[Path]:
    from lnunion_rules.synthetic.ledger_columns import write_synthetic_ledger

    with TemporaryDirectory() as place:
        write_synthetic_ledger(Path(place), rows=rows)
        yield Path(place)


def _checked(name: str, data: Path) -> Any:
    """Seconds and totals of one check; its findings are the folder of that name."""
    out = data / f"found-{name}"
    rmtree(out, ignore_errors=True)
    command = [sys.executable, HERE / "ledger_peers.py", name, data, out]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def _differing(data: Path, name: str) -> int:
    """In how many tables a peer found something else, whatever the order of the rows."""
    import polars as pl

    count = 0
    for table, key in KEYS.items():
        ours, theirs = (
            pl.read_parquet(data / f"found-{which}" / f"{table}.parquet")
            .select(pl.col(key))
            .with_columns(pl.selectors.by_dtype(pl.List(pl.String)).list.join(","))
            .sort(key)
            for which in ("columns", name)
        )
        count += not ours.equals(theirs.cast(dict(ours.schema)))
    return count


def _command(rows: int) -> _Taken:
    with _ledger(rows) as data:
        options = ["--roster", data / "roster", "--unions", data / "unions.parquet"]
        return _run([data / "ledger", *options, "--out", data / "found"])


def _run(arguments: list[str | Path]) -> _Taken:
    """Seconds and peak memory of one command that finds something."""
    command = [sys.executable, "-m", "lnunion_rules", "welfare", *map(str, arguments)]
    began = perf_counter()
    child = subprocess.Popen([*command, "--on", "2026-12-31"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 1, "the planted faults are found"
    worked = used.ru_utime + used.ru_stime
    return _Taken(perf_counter() - began, worked, used.ru_maxrss / 1024**2)


def _write_sheets(folder: Path, rows: int) -> None:
    """A synthetic ledger as one would keep it in Excel, with its roster as CSV."""
    from xlsxwriter import Workbook

    from lnunion_rules import ExpenseClaim
    from lnunion_rules.synthetic.ledger import synthetic_ledger

    made = synthetic_ledger(unions=20, members=rows // 80)
    with Workbook(folder / "ledger.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(ExpenseClaim.model_fields))
        for number, claim in enumerate(made.claims[:rows], 1):
            cells = claim.model_dump(mode="json").values()
            sheet.write_row(number, 0, ["" if cell is None else str(cell) for cell in cells])
    lines = [
        f"{row.member_id},{row.union_id},{row.joined_on},{row.left_on or ''}\n"
        for row in made.roster
    ]
    header = "member_id,union_id,joined_on,left_on\n"
    (folder / "roster.csv").write_text(header + "".join(lines), encoding="utf-8")


def _rate(what: str, found: Spread) -> Row:
    between = f"{found.most:.2f} to {found.least:.2f}"
    return Row(what, f"{found.median:.2f} million rows/s", between)
