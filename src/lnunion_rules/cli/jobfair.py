"""``lnunion jobfair``: a job fair in figures, and its wall of codes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..errors import InputError, Language
from ..fair_findings import FairReport
from ..fair_pages import (
    check_employers,
    employers_from,
    fair_from,
    html,
    workbook,
    write_folder,
    write_wall,
)
from ..writing import written_whole
from .files import no_option, table_in
from .options import Asked
from .output import print_json

_FORMS = (".html", ".xlsx", ".json")


def jobfair(
    employers: Annotated[
        Path | None,
        Parameter(
            metavar="EMPLOYERS",
            allow_leading_hyphen=True,
            help="参会企业名单：.csv、.xlsx、.parquet、.json、.jsonl，中英文列名均可。"
            "\nThe employers: .csv, .xlsx, .parquet, .json or .jsonl, headers in either language.",
        ),
    ] = None,
    /,
    *,
    asked: Asked | None = None,
    fair: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="招聘会本身（一行）：日期、主办方、到场求职者和公布的总数。"
            "\nThe fair itself (one row): day, organisers, visitors and the totals stated.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE|DIR",
            help="写出报告：一页 .html（带图表）、.xlsx 或 .json，或者一个文件夹的 CSV。"
            "\nWrite the report: one page of .html with a chart, .xlsx, .json, or a folder of CSV.",
        ),
    ] = None,
    wall: Annotated[
        Path | None,
        Parameter(
            metavar="DIR",
            help="写出二维码墙：每家企业一个 SVG，和一张可打印的网页。"
            "\nWrite the wall of codes: an SVG for each employer, and a page to print.",
        ),
    ] = None,
) -> int:
    """Statistics of a job fair; 1 where figures contradict each other or a row was rejected."""
    asked = asked or Asked()
    if employers is None and fair is None:
        raise InputError("fair-missing")
    if employers is None and wall is not None:
        raise InputError("employers-missing", "--wall")
    if employers is not None:
        no_option(employers)
    if out is not None:
        _check_out(out, (employers, fair))
    on, policy, language = asked.day, asked.law(), asked.language
    about = None if fair is None else table_in(fair, "--fair", fair_from)
    listed = None if employers is None else table_in(employers, "EMPLOYERS", employers_from)
    report = check_employers(listed, fair=about, on=on, policy=policy, language=language)
    if out is not None:
        _write(report, out, language)
    uncoded = 0
    if wall is not None and listed is not None:
        counted = {line.row for line in report.employers}
        rows = zip(listed.rows, listed.nouns, strict=True)
        on_wall = [one for row, one in rows if row in counted]
        uncoded = write_wall(on_wall, wall, fair=about, language=language)
    if asked.json:
        print_json(report.model_dump(mode="json"))
    else:
        from .fairs import show_fair

        written = out is not None or wall is not None
        unread = () if listed is None else listed.unread
        show_fair(report, language, unread=unread, written=written, uncoded=uncoded)
    return 0 if report.reconciled and not report.rows_rejected else 1


def _check_out(out: Path, read: Iterable[Path | None]) -> None:
    """Refuse a form that is not written, and a file that is to be read."""
    if not out.is_dir() and out.suffix and out.suffix.lower() not in _FORMS:
        raise InputError("fair-out-form-unknown", "--out")
    if out.exists() and any(path and path.exists() and path.samefile(out) for path in read):
        raise InputError("out-is-input", "--out")


def _write(report: FairReport, out: Path, language: Language) -> None:
    """A report in the form that the name says."""
    form = "" if out.is_dir() else out.suffix.lower()
    if form == ".html":
        data = html(report, language).encode()
    elif form == ".xlsx":
        data = workbook(report, language)
    elif form == ".json":
        data = report.model_dump_json(indent=2).encode() + b"\n"
    else:
        write_folder(report, out, language)
        return
    with written_whole(out, "--out") as stream:
        stream.write(data)
