"""A ledger that is checked by columns: the command's answer out of the folder of findings."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..audit import roster_from
from ..audit.folder import TABLES
from ..claims import RosterEntry, Union
from ..errors import InputError
from ..tables.extras import needed
from ..tables.parquet import rows_of
from ..tables.reading import MOST_ROWS, is_parquet
from ..welfare_findings import MOST_SHOWN, LedgerSummary, Reject, WelfareReport
from .files import table_in
from .options import Asked
from .progress import steps

_ARGUMENTS = {"ledger": "LEDGER", "roster": "--roster"}


def is_large(ledger: Path) -> bool:
    """Whether a ledger is checked by columns.

    It is where it is a folder of Parquet parts, or a Parquet file of more rows than a sheet of
    Excel has. What cannot be told is left to the reader of small files, which says what is wrong.
    """
    if ledger.is_dir():
        return True
    try:
        return is_parquet(ledger) and rows_of(ledger) > MOST_ROWS
    except InputError:
        return False


def check_large(
    ledger: Path,
    roster: Path | None,
    unions: tuple[Union, ...],
    out: Path | None,
    asked: Asked,
    *,
    remaining: bool,
) -> int:
    """Check a ledger by columns; 1 where there is a breach or a row was rejected."""
    with needed("batch"):
        from ..batch.ledger import check_ledger_files, unread_columns
    on, policy, language = asked.day, asked.law(), asked.language
    with _folder(out) as folder:
        with steps(language) as step, _as_arguments():
            unread, members = unread_columns(ledger), _members(roster)
            step.begin("checking")
            figures = check_ledger_files(
                ledger,
                members,
                unions,
                folder,
                on=on,
                policy=policy,
                language=language,
                progress=step.rows,
            )
        if asked.json:
            _print_json(figures, folder, unread, remaining=remaining)
        else:
            from .findings import show_figures

            rejects = [Reject(**row) for row in _rows(folder, "rejects", MOST_SHOWN)]
            show_figures(figures, rejects, unread, language, written=out is not None)
    return 0 if figures.compliant and not figures.rows_rejected else 1


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """Where the tables are written: the folder asked for, or one that goes away."""
    if out is not None:
        yield out
        return
    with TemporaryDirectory(prefix="lnunion-") as place:
        yield Path(place) / "findings"


@contextmanager
def _as_arguments() -> Iterator[None]:
    """A block whose errors name the arguments as the command calls them."""
    try:
        yield
    except InputError as refused:
        for name, argument in _ARGUMENTS.items():
            if refused.path.startswith(name):
                path = refused.path.replace(name, argument, 1)
                raise type(refused)(refused.code, path, **refused.details) from None
        raise


def _members(roster: Path | None) -> Path | tuple[RosterEntry, ...] | None:
    """A roster in Parquet is read part by part, any other at once."""
    if roster is None or roster.is_dir() or is_parquet(roster):
        return roster
    return table_in(roster, "--roster", roster_from)


def _rows(folder: Path, table: str, most: int) -> list[dict[str, Any]]:
    import polars as pl

    return pl.scan_parquet(folder / f"{table}.parquet").head(most).collect().to_dicts()


def _print_json(
    figures: LedgerSummary, folder: Path, unread: tuple[int, ...], *, remaining: bool
) -> None:
    """Print the report as the small check does, each table read from its file as it is printed."""
    told = figures.model_dump(mode="json")
    stream, start = sys.stdout.buffer, b"{"
    for name in WelfareReport.model_fields:
        if name in TABLES and (name != "remaining" or remaining):
            stream.write(start + _key(name) + b"[")
            _print_table(folder / f"{name}.parquet")
            stream.write(b"]")
        elif name not in TABLES:
            stream.write(start + _key(name) + _json(told[name]))
        else:
            continue
        start = b","
    read = {"form": "parquet", "encoding": None, "columns_not_read": [at + 1 for at in unread]}
    stream.write(start + _key("read") + _json(read) + b"}\n")
    stream.flush()


def _print_table(path: Path) -> None:
    import polars as pl
    from pyarrow import parquet as pq

    stream, start = sys.stdout.buffer, b""
    for batch in pq.ParquetFile(path).iter_batches():
        rows = pl.DataFrame(pl.from_arrow(batch)).with_columns(
            pl.selectors.decimal().cast(pl.String)
        )
        if rows.height:
            lines = rows.write_ndjson().encode().rstrip(b"\n")
            stream.write(start + lines.replace(b"\n", b",\n"))
            start = b",\n"


def _key(name: str) -> bytes:
    return _json(name) + b":"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
