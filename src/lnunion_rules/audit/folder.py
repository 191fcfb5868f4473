"""The findings as a folder of Parquet tables, for ledgers too large for a workbook."""

import json
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from ..findings import Finding
from ..tables.extras import needed
from ..welfare_findings import (
    Average,
    Breach,
    Reject,
    Remaining,
    Unsettled,
    WelfareReport,
)
from ..writing import written_folder

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
PLACE = "--out"


def write_folder(report: WelfareReport, folder: Path) -> None:
    """Write a report's tables and its summary into a folder, whole or not at all.

    A folder that is there is replaced only where it is empty or holds nothing but such files.
    Raises ``InputError``: ``extra-missing``, ``folder-not-ours``, ``file-not-written``.
    """
    with needed("batch"):
        import_module("pyarrow")
    with written_folder(folder, OURS, PLACE) as made:
        for name, kind in TABLES.items():
            _write(getattr(report, name), kind, made / f"{name}.parquet")
        summary = report.model_dump(mode="json", exclude=set(TABLES))
        text = json.dumps(summary, ensure_ascii=False, indent=2)
        (made / SUMMARY).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _write(rows: Sequence[Finding], kind: type[Finding], path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    columns = {
        name: pa.array([getattr(row, name) for row in rows], _type_of(field.annotation))
        for name, field in kind.model_fields.items()
    }
    pq.write_table(pa.table(columns), path, compression="zstd", write_page_checksum=True)


def _type_of(annotation: Any) -> Any:
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
