"""``lnunion targets``: the plan for leaving hardship, by area and year, and progress against it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from ..errors import InputError
from ..planning import (
    Report,
    Rows,
    as_json,
    households_from,
    html_page,
    plan_csv,
    report_on,
    table_from,
    workbook,
    write_tables,
)
from ..writing import written_whole
from .files import kept_apart, no_option, table_in
from .options import Asked
from .output import print_json

FORMS: dict[str, Callable[..., bytes]] = {
    ".xlsx": workbook,
    ".csv": plan_csv,
    ".html": html_page,
    ".json": lambda report, _: as_json(report),
}
"""What writes a file, by how its name ends."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Files:
    """The files beside the baseline."""

    progress: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="档案事项：建档、帮扶、脱困、返困等，用来算进度。"
            "\nEvents of case files, from which progress is counted.",
        ),
    ] = None
    extra: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="各地自行增加的目标。\nAreas' own targets beyond the provincial ones.",
        ),
    ] = None
    households: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="户名单：表格，或 assess 能读的案卷（.json、.jsonl）。"
            "\nThe households: a table, or their files as assess reads them (.json, .jsonl).",
        ),
    ] = None
    payments: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="帮扶发放台账，与应发核对；需要案卷形式的 --households。"
            "\nAid paid, held to what is due; needs --households as files.",
        ),
    ] = None


def targets(
    baseline: Annotated[
        Path,
        Parameter(
            metavar="BASELINE",
            allow_leading_hyphen=True,
            help="基数：地区、上级、户数，一行一个地区。"
            "\nThe baseline: area, parent, households, one area a row.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    files: Files | None = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE|DIR",
            help="写成 .xlsx、.csv（分年目标）、.json、.html（一页报告），或一个文件夹的 CSV。"
            "\nWrite .xlsx, .csv (the targets), .json, .html (one page), or a folder of CSV.",
        ),
    ] = None,
) -> int:
    """Plan 20/60/20 by area and year; 1 where payments are found that do not fit what is due."""
    asked, files = asked or Asked(), files or Files()
    no_option(baseline)
    write = None if out is None else _writer(out, baseline, files)
    report = report_on(_rows(baseline, files, asked), on=asked.day, policy=asked.law())
    if write is not None:
        write(report, asked.language)
    if asked.json:
        print_json(report.told())
    else:
        from .plans import show_plan

        show_plan(report, asked.language, written=out is not None)
    return 0 if report.is_clean else 1


def _rows(baseline: Path, files: Files, asked: Asked) -> Rows:
    def table(name: str, path: Path | None, place: str) -> Any:
        return None if path is None else table_in(path, place, partial(table_from, name))

    listed: Any = (None, (), ())
    if files.households is not None:
        reader = partial(households_from, on=asked.day, policy=asked.law())
        listed = table_in(files.households, "--households", reader)
    if files.payments is not None and not listed[2]:
        raise InputError("files-needed", "--payments")
    return Rows(
        areas=table("areas", baseline, "BASELINE"),
        extra=table("extra", files.extra, "--extra"),
        events=table("events", files.progress, "--progress"),
        households=listed[0],
        household_rows=listed[1],
        cases=listed[2],
        payments=table("payments", files.payments, "--payments"),
    )


def _writer(out: Path, baseline: Path, files: Files) -> Callable[[Report, Any], None]:
    """What writes the answer; refused before anything is worked out where it cannot be."""
    read = (baseline, files.progress, files.extra, files.households, files.payments)
    kept_apart(out, "--out", read)
    if out.is_dir() or not out.suffix:
        return lambda report, language: write_tables(report, out, language)
    make = FORMS.get(out.suffix.lower())
    if make is None:
        raise InputError("plan-form-unknown", "--out", forms=", ".join(FORMS))

    def write(report: Report, language: Any) -> None:
        data = make(report, language)
        with written_whole(out, "--out") as stream:
            stream.write(data)

    return write
