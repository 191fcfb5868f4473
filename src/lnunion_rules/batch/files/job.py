"""A batch over files: part by part, to be stopped and run again, the findings whole or absent.

While it runs, its parts gather in a folder beside; a part is done when its tally stands there. A
run that was stopped goes on after the last part that is done, if files, day and law are the same.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import polars as pl
from pyarrow import ArrowException, ipc
from pyarrow import parquet as pq

from ...aids import Law
from ...errors import InputError, Language
from ...policy import Policy, load_policy
from ...reports.households import findings_page
from ...sheets import MOST_ROWS, sheets_to
from ...version import __version__
from ...writing import check_ours, put_in_place, written_whole
from ..evaluation import evaluated
from ..reading.rows import TABLES, read_rows
from .parts import Parted, Range, ranges, sources
from .tally import BatchSummary, summed, tally

Form = Literal["parquet", "csv", "xlsx"]
Watch = Callable[[int, int | None], None]
"""Told after each part how many households are done, and of how many."""

PART = 400_000
"""About so many households are worked at a time, in each of a few threads."""

_AT_ONCE = 4
"""At most so many parts are worked at once."""

_OUT = "--out"
_WRITTEN = ("results", "awards", "rejects")
_SUMMARY, _PLAN = "summary.json", "plan.json"


def run_batch(
    folder: Path,
    out: Path,
    *,
    on: date,
    policy: Policy | None = None,
    language: Language = "zh",
    form: Form = "parquet",
    parts: bool = False,
    progress: Watch | None = None,
    part_rows: int = PART,
) -> BatchSummary:
    """Every rule for every household of a folder of tables; the findings become ``out``.

    ``folder`` holds ``households``, ``members`` and ``medical_bills``, each a file or a folder of
    parts. ``out`` gets ``results``, ``awards`` (entitled and undetermined ones), ``rejects``, each
    one file or with ``parts`` a folder, and ``summary.json``. Raises ``InputError`` for tables
    that are no such tables and for a folder that cannot be written, ``NotInForce`` where an aid
    is not in force on the day.
    """
    law = Law(policy or load_policy(), on)
    check_ours(out, _OUT, _is_ours)
    work = out.with_name(f".{out.name}.unfinished")
    with _writing(), _left_nothing(work):
        work.mkdir(parents=True, exist_ok=True)
        tables = sources(folder, work / "read")
        identities = [tables[name].identity for name in TABLES]
        plan = [*identities, on.isoformat(), law.policy.sha256, __version__, language, part_rows]
        _begin(work, sha256(json.dumps(plan).encode()).hexdigest())
        cuts = ranges(tables["households"], part_rows)
        parted = {name: Parted(source, cuts) for name, source in tables.items()}

        def worked(number: int) -> int:
            mark = _mark(work, number)
            if not mark.exists():
                _work_part(parted, cuts[number], number, law, language, work)
            counted: int = json.loads(mark.read_text(encoding="utf-8"))["households_in"]
            return counted

        done = 0
        for households in _in_turn(worked, range(len(cuts))):
            done += households
            if progress:
                progress(done, tables["households"].rows)
        return _finish(work, out, len(cuts), law, form, language, parts=parts)


def _in_turn(work: Callable[[int], int], parts: Iterable[int]) -> Iterator[int]:
    """What each part comes to, in their order, some worked at once; none is begun after a stop."""
    # One more than there are processors: now and then a part waits for a file.
    pool = ThreadPoolExecutor(min((os.cpu_count() or 1) + 1, _AT_ONCE))
    try:
        yield from pool.map(work, parts)
    finally:
        pool.shutdown(cancel_futures=True)


def _mark(work: Path, number: int) -> Path:
    """The tally of a part, there once the part is done."""
    return work / f"tally-{number:05d}.json"


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except (OSError, ArrowException):
        raise InputError("file-not-written", _OUT) from None


@contextmanager
def _left_nothing(work: Path) -> Iterator[None]:
    """Where no part is done, nothing is left of a run that fails."""
    try:
        yield
    except BaseException:
        if not any(work.glob("tally-*.json")):
            shutil.rmtree(work, ignore_errors=True)
        raise


def _is_ours(name: str) -> bool:
    return Path(name).stem in (*_WRITTEN, "summary")


def _begin(work: Path, plan: str) -> None:
    """Go on where the same run was stopped; of another run nothing is kept but what was read."""
    written = work / _PLAN
    if written.exists() and written.read_text(encoding="utf-8") == plan:
        return
    for entry in work.iterdir():
        if entry.is_dir() and entry.name != "read":
            shutil.rmtree(entry)
        elif entry.is_file():
            entry.unlink()
    with written_whole(written, _OUT) as stream:
        stream.write(plan.encode())


def _work_part(
    parted: dict[str, Parted], cut: Range, number: int, law: Law, language: Language, work: Path
) -> None:
    rows = {name: read_rows(parted[name].within(cut), name) for name in TABLES}
    found = evaluated(rows, law, worksheets=False, language=language, due_only=True, threads=1)
    for name in _WRITTEN:
        _write(getattr(found, name), _part(work, name, number))
    counted = tally(found, {name: table.raw.height for name, table in rows.items()})
    # The tally comes last: it says that the part is done.
    with written_whole(_mark(work, number), _OUT) as stream:
        stream.write(json.dumps(counted).encode())


def _write(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with written_whole(path, _OUT) as stream:
        frame.write_ipc(stream, compression="lz4", compat_level=pl.CompatLevel.oldest())


def _part(work: Path, name: str, number: int) -> Path:
    """One part of a table, in a form that is quickly written and read."""
    return work / name / f"{number:05d}.arrow"


def _finish(
    work: Path, out: Path, count: int, law: Law, form: Form, language: Language, *, parts: bool
) -> BatchSummary:
    """Put the parts together, and the finished folder in its place."""
    tallies = [
        json.loads(_mark(work, number).read_text(encoding="utf-8")) for number in range(count)
    ]
    summary = summed(tallies, law)
    made = work / "finished"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()

    def put(name: str) -> None:
        files = [_part(work, name, number) for number in range(count)]
        if not parts:
            _written(files, made / f"{name}.{form}", name, form, language)
            return
        (made / name).mkdir()
        for file in files:
            _written([file], made / name / f"{file.stem}.{form}", name, form, language)

    with ThreadPoolExecutor(len(_WRITTEN)) as pool:
        list(pool.map(put, _WRITTEN))
    text = json.dumps(summary.model_dump(mode="json"), ensure_ascii=False, indent=2)
    (made / _SUMMARY).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    put_in_place(made, out)
    shutil.rmtree(work, ignore_errors=True)
    return summary


def _written(files: list[Path], path: Path, name: str, form: Form, language: Language) -> None:
    """Parts of a table as one file; of a workbook all at once, otherwise a part at a time."""
    if form == "xlsx":
        _workbook(pl.scan_ipc(files).collect(), path, name, language)
        return
    if form == "csv":
        lists = pl.col(pl.List(pl.String)).list.join("; ")
        pl.scan_ipc(files).with_columns(lists).sink_csv(path, include_bom=True)
        return
    schema = ipc.open_file(files[0]).schema
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        # Ids differ from row to row: a dictionary of them is work for nothing.
        use_dictionary=[name for name in schema.names if not name.endswith("_id")],
        write_page_checksum=True,
    ) as writer:
        for file in files:
            writer.write_table(ipc.open_file(file).read_all())


def _workbook(rows: pl.DataFrame, path: Path, name: str, language: Language) -> None:
    """A table as a workbook in words; ``too-many-rows-for-workbook`` where a sheet is too small."""
    if rows.height > MOST_ROWS:
        raise InputError("too-many-rows-for-workbook", _OUT, rows=MOST_ROWS)
    page = findings_page(name, rows.iter_rows(named=True), language)
    with path.open("xb") as stream, sheets_to(stream, page.title) as sheets:
        sheets.add_page(page)
