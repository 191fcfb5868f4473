"""The findings as a folder of Parquet tables, for ledgers too large for a workbook."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from ..findings import Finding
from ..tables.extras import needed
from ..welfare_findings import (
    Average,
    Breach,
    LedgerSummary,
    Reject,
    Remaining,
    Unsettled,
    WelfareReport,
)
from ..writing import folder_whole
from .summary import in_figures

TABLES: dict[str, type[Finding]] = {
    "breaches": Breach,
    "queries": Breach,
    "undetermined": Unsettled,
    "averages": Average,
    "remaining": Remaining,
    "rejects": Reject,
}
"""The tables of the folder, each a file ``<name>.parquet``, and what one row of each is."""

SUMMARY = "summary.json"
OURS = (SUMMARY, *(f"{name}.parquet" for name in TABLES))
"""The files of such a folder."""


def write_folder(report: WelfareReport, folder: Path) -> None:
    """Write a report's tables and its summary into a folder, whole or not at all.

    Raises ``InputError``: ``extra-missing``, and what :func:`findings_folder` does.
    """
    with needed("batch"):
        import_module("pyarrow")
    with findings_folder(folder) as made:
        for name, kind in TABLES.items():
            _write(getattr(report, name), kind, made / f"{name}.parquet")
        write_summary(in_figures(report), made)


def findings_folder(folder: Path) -> AbstractContextManager[Path]:
    """A folder beside, which takes the place of ``folder`` when the block ends well.

    A folder that is there is replaced only where it is empty or holds nothing but such files.
    Raises ``InputError``: ``folder-not-ours``, ``file-not-written``.
    """
    return folder_whole(folder, "--out", OURS.__contains__)


def write_summary(summary: LedgerSummary, folder: Path) -> None:
    """Write a ledger's figures beside the tables."""
    text = json.dumps(summary.model_dump(mode="json"), ensure_ascii=False, indent=2)
    (folder / SUMMARY).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _write(rows: Sequence[Finding], kind: type[Finding], path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    columns = {
        name: pa.array([getattr(row, name) for row in rows], type_of(field.annotation))
        for name, field in kind.model_fields.items()
    }
    pq.write_table(pa.table(columns), path, compression="zstd", write_page_checksum=True)


def type_of(annotation: Any) -> Any:
    """The column type of a field: text, a count, money with two places, or a list of text."""
    import pyarrow as pa

    inner = [one for one in get_args(annotation) if one is not type(None)] or [annotation]
    if inner[0] is int:
        return pa.int64()
    if inner[0] is Decimal or Decimal in get_args(inner[0]):
        return pa.decimal128(18, 2)
    if getattr(annotation, "__origin__", None) is tuple:
        return pa.list_(pa.string())
    return pa.string()
