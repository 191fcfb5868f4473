"""``lnunion employment fund`` and ``lnunion skills fund``: one ledger serves both funds."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..errors import InputError, LnunionError
from ..fund_entries import FundEntry
from ..funds import check_fund
from ..reports import rejected
from ..reports.funds import fund_report
from ..rules.training_fund import no_pot
from ..welfare_findings import Reject
from .options import Asked
from .reports import Out, answer, rows_of


def fund(
    ledger: Annotated[
        Path,
        Parameter(
            metavar="LEDGER",
            allow_leading_hyphen=True,
            help="资金台账：.csv、.xlsx、.parquet、.json、.jsonl，一行一笔承诺或支付。"
            "\nThe ledger: .csv, .xlsx, .parquet, .json or .jsonl, a commitment or payment a row.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    out: Out = None,
) -> int:
    """Check a ledger of the funds; 1 where there is a breach or a row was rejected."""
    asked = asked or Asked()
    on, policy, language = asked.day, asked.law(), asked.language
    read = rows_of(ledger, "LEDGER", "fund", FundEntry)
    found = check_fund(read.nouns, on=on, policy=policy)
    rejects = rejected(read, found.rejects, language, _error)
    found = found.model_copy(
        update={"rows_in": read.rows_in, "rows_rejected": len(rejects), "rejects": rejects}
    )
    answer(found, fund_report(found, language), asked, out, (ledger,))
    return 0 if found.compliant and not rejects else 1


def _error(entry: FundEntry, refused: Reject) -> LnunionError:
    """A row that was not taken: there is no pot that year, or the id is used twice."""
    column = refused.column or ""
    if refused.code == "duplicate-entry":
        return InputError("duplicate-entry", column)
    return no_pot(entry.fund, entry.booked_on, column)
