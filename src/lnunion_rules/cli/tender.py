"""``lnunion tender``: bids of hospitals scored and ranked."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..errors import InputError, Language
from ..rules import screening_tender
from ..screening_report import bids_from, scoring_from
from ..screening_report.pages import page
from ..screening_report.tender import answer_of, bids_page, marks_page, scoring_page
from ..tender_findings import Tender
from ..welfare_findings import Reject
from .files import contents, no_option, table_in
from .findings import show_page
from .options import Asked
from .output import console, print_json


def tender(
    bids: Annotated[
        Path,
        Parameter(
            metavar="BIDS",
            allow_leading_hyphen=True,
            help="投标：.csv、.xlsx、.parquet、.json，中英文列名均可。"
            "\nThe bids: .csv, .xlsx, .parquet or .json, headers in English or Chinese.",
        ),
    ],
    /,
    *,
    scoring: Annotated[
        Path,
        Parameter(
            metavar="FILE",
            help="招标工会自己的权重（合计100）和最低分，TOML 或 JSON。"
            "\nThe union's own weights (100 together) and least marks, TOML or JSON.",
        ),
    ],
    asked: Asked | None = None,
) -> int:
    """Rank the bids; 1 where a row was rejected."""
    asked = asked or Asked()
    no_option(bids)
    on, policy, language = asked.day, asked.law(), asked.language
    try:
        stated = scoring_from(contents(scoring, "--scoring"))
    except InputError as refused:
        raise refused.within("--scoring") from None
    read = table_in(bids, "BIDS", bids_from)
    found = screening_tender.plan(read.nouns, stated, on=on, policy=policy)
    rejects = [Reject.told(bad.row, bad.refused, language) for bad in read.rejects]
    if asked.json:
        told = [bad.model_dump(mode="json") for bad in rejects]
        print_json(found.model_dump(mode="json") | {"rejects": told})
    else:
        _show(found, rejects, language)
    return 1 if read.rejects else 0


def _show(found: Tender, rejects: list[Reject], language: Language) -> None:
    first, *others = answer_of(found, language)
    rejected = [(bad.row, bad.column, bad.reason, bad.fix) for bad in rejects]
    with console() as screen:
        screen.print(first, style="bold")
        for line in others:
            screen.print(line)
        for shown in (
            bids_page(found, language),
            marks_page(found, language),
            scoring_page(found, language),
            page("rejects", "row column reason fix", rejected, language),
        ):
            show_page(screen, shown.title, shown)
