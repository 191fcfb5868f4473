"""``lnunion employment``: who may have which service, and what the labour market asks for."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from ..applicants import Applicant, Demand, Headcount
from ..employment import plan_services
from ..employment import survey as surveyed
from ..reports import rejected
from ..reports.employment import services_report, survey_report
from .funds import fund
from .options import Asked, examples
from .reports import Out, answer, rows_of

employment = App(
    name="employment",
    help="促进就业：服务名单、用工需求、专项资金。"
    "\nEmployment support: services, demand for labour, the fund.",
    help_epilogue=examples(
        "employment services people.csv --on 2019-06-30",
        "employment services people.xlsx --out services.xlsx",
        "employment survey demand.csv --counts counts.csv",
        "employment fund ledger.csv",
    ),
)

employment.command(
    fund,
    help="检查专项资金台账。\nCheck a ledger of the training funds.",
    help_epilogue=examples("employment fund ledger.csv --out fund.xlsx"),
)


@employment.command(
    help="名单上每个人可以享受哪些服务。\nThe services of everyone on a list.",
    help_epilogue=examples("employment services people.csv --on 2019-06-30 --out services.csv"),
)
def services(
    people: Annotated[
        Path,
        Parameter(
            metavar="PEOPLE",
            allow_leading_hyphen=True,
            help="人员名单：.csv、.xlsx、.parquet、.json、.jsonl，中英文列名均可；户编号相同的是一户。"
            "\nThe list: .csv, .xlsx, .parquet, .json or .jsonl; rows of one household_id are one"
            " household.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    out: Out = None,
) -> int:
    """Say what each person may have and why; 1 where a row was rejected."""
    asked = asked or Asked()
    on, policy, language = asked.day, asked.law(), asked.language
    read = rows_of(people, "PEOPLE", "applicants", Applicant)
    plan = plan_services(read.nouns, on=on, policy=policy)
    rejects = rejected(read, plan.rejects, language)
    plan = plan.model_copy(
        update={
            "rows_in": read.rows_in,
            "rows_rejected": len(rejects),
            "rejects": rejects,
        }
    )
    answer(plan, services_report(plan, language), asked, out, (people,))
    return 1 if rejects else 0


@employment.command(
    help="用工需求和分流、毕业生人数。\nDemand for labour, and counts of those who seek work.",
    help_epilogue=examples("employment survey demand.csv --counts counts.csv --json"),
)
def survey(
    demand: Annotated[
        Path,
        Parameter(
            metavar="DEMAND",
            allow_leading_hyphen=True,
            help="用工需求，一行一笔。\nThe demand, one entry a row.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    counts: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="分流职工和毕业生人数，一行一处。"
            "\nCounts of diverted workers and graduates, one place a row.",
        ),
    ] = None,
    out: Out = None,
) -> int:
    """Add up a survey; 1 where a row was rejected."""
    asked = asked or Asked()
    sought = rows_of(demand, "DEMAND", "demand", Demand)
    known = None if counts is None else rows_of(counts, "--counts", "headcounts", Headcount)
    found = surveyed(sought.nouns, known.nouns if known else ())
    rejects = rejected(sought, found.rejects, asked.language)
    others = rejected(known, found.counts_rejects, asked.language) if known else ()
    found = found.model_copy(
        update={
            "rows_in": sought.rows_in + (known.rows_in if known else 0),
            "rows_rejected": len(rejects) + len(others),
            "rejects": rejects,
            "counts_rejects": others,
        }
    )
    answer(found, survey_report(found, asked.language), asked, out, (demand, counts))
    return 1 if found.rows_rejected else 0
