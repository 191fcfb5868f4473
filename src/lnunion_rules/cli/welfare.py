"""``lnunion welfare``: a ledger of collective-welfare spending checked."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from ..audit import check_ledger, ledger_from, roster_from, unions_from, workbook, write_folder
from ..claims import ExpenseClaim
from ..errors import InputError
from ..tables import Table
from ..tables.reading import MOST_ROWS
from ..welfare_findings import WelfareReport
from ..writing import written_whole
from .files import kept_apart, no_option, table_in
from .large_ledgers import check_large, is_large
from .options import Asked
from .output import print_json
from .progress import Steps, steps


def welfare(
    ledger: Annotated[
        Path,
        Parameter(
            metavar="LEDGER",
            allow_leading_hyphen=True,
            help="支出台账：.csv、.xlsx、.parquet、.json、.jsonl，中英文列名均可。"
            "超过 1048576 行的 .parquet、或放着 .parquet 各部分的文件夹，按列分批检查。"
            "\nThe ledger: .csv, .xlsx, .parquet, .json or .jsonl, headers in English or Chinese. "
            "A .parquet of more than 1,048,576 rows, or a folder of parts, is checked by columns.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    roster: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="会员名册，不给则不核对会员身份。"
            "\nThe roster of members; without it membership is not checked.",
        ),
    ] = None,
    unions: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="各工会及其自定上限。\nThe unions, with lower caps of their own.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE.xlsx|DIR",
            help="把检查底稿写成工作簿，或写成一个文件夹的 Parquet。"
            "\nWrite the findings as a workbook, or as a folder of Parquet tables.",
        ),
    ] = None,
    remaining: Annotated[
        bool,
        Parameter(
            help="JSON 中也列出每位会员的剩余额度。"
            "\nWith --json, list what each member may still receive too.",
        ),
    ] = False,
) -> int:
    """Check a ledger; 1 where there is a breach or a row was rejected."""
    asked = asked or Asked()
    no_option(ledger)
    to_workbook = out is not None and _is_workbook(out, (ledger, roster, unions))
    on, policy, language = asked.day, asked.law(), asked.language
    own = () if unions is None else table_in(unions, "--unions", unions_from)
    if is_large(ledger):
        if to_workbook:
            raise InputError("ledger-too-large-for-workbook", "--out", rows=MOST_ROWS)
        return check_large(ledger, roster, own, out, asked, remaining=remaining)
    with steps(language) as step:
        members = None if roster is None else table_in(roster, "--roster", roster_from)
        read = _ledger(ledger, step)
        step.begin("checking")
        report = check_ledger(
            read, on=on, roster=members, unions=own, policy=policy, language=language
        )
        if out is not None:
            step.begin("writing")
            if to_workbook:
                data = workbook(report, read, language)
                with written_whole(out, "--out") as stream:
                    stream.write(data)
            else:
                write_folder(report, out)
    if asked.json:
        print_json(_told(report, read, remaining=remaining))
    else:
        from .findings import show_report

        show_report(report, read, language, written=out is not None)
    return 0 if report.compliant and not report.rows_rejected else 1


def _is_workbook(out: Path, read: Iterable[Path | None]) -> bool:
    """Whether the findings go to a workbook or to a folder; never onto a file that is read."""
    is_folder = out.is_dir() or not out.suffix
    if not is_folder and out.suffix.lower() != ".xlsx":
        raise InputError("out-form-unknown", "--out")
    kept_apart(out, "--out", read)
    return not is_folder


def _ledger(path: Path, step: Steps) -> Table[ExpenseClaim]:
    step.begin("reading_file")
    return table_in(path, "LEDGER", lambda data, form: ledger_from(data, form, watch=step.rows))


def _told(report: WelfareReport, ledger: Table[Any], *, remaining: bool) -> dict[str, Any]:
    told = report.model_dump(mode="json", exclude=None if remaining else {"remaining"})
    told["read"] = {
        "form": ledger.form,
        "encoding": ledger.encoding or None,
        "columns_not_read": [place + 1 for place in ledger.unread],
    }
    return told
