"""A fair's statistics as a folder of CSV files, one for each page."""

from pathlib import Path

from ..errors import Language
from ..fair_findings import FairReport
from ..pages import csv_of
from ..writing import folder_whole
from .pages import pages_of

PAGES = ("summary", "industries", "employers", "breaches", "queries", "undetermined", "rejects")
_FILES = frozenset(f"{name}.csv" for name in PAGES)


def write_folder(report: FairReport, folder: Path, language: Language = "zh") -> None:
    """Write every page of a report into a folder, whole or not at all.

    UTF-8 with a byte order mark, as spreadsheets open it. Raises ``InputError``:
    ``folder-not-ours``, ``file-not-written``.
    """
    with folder_whole(folder, "--out", _FILES.__contains__) as made:
        for name, page in pages_of(report, language).items():
            (made / f"{name}.csv").write_bytes(csv_of(page))
