"""A fair's statistics as a folder of CSV files, one for each page."""

import csv
import io
from pathlib import Path

from ..errors import Language
from ..fair_findings import FairReport
from ..sheets import Cell, Page
from ..writing import folder_whole
from .pages import pages_of

PAGES = ("summary", "industries", "employers", "breaches", "queries", "undetermined", "rejects")
_FILES = frozenset(f"{name}.csv" for name in PAGES)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_folder(report: FairReport, folder: Path, language: Language = "zh") -> None:
    """Write every page of a report into a folder, whole or not at all.

    UTF-8 with a byte order mark, as spreadsheets open it. Raises ``InputError``:
    ``folder-not-ours``, ``file-not-written``.
    """
    with folder_whole(folder, "--out", _FILES.__contains__) as made:
        for name, page in pages_of(report, language).items():
            (made / f"{name}.csv").write_bytes(csv_of(page))


def csv_of(page: Page) -> bytes:
    """A page as CSV; a text that a spreadsheet would take for a formula begins with ``'``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(page.headings)
    writer.writerows([_plain(cell) for cell in row] for row in page.rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
