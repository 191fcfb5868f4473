"""Ledgers, rosters and unions from files, and a ledger checked with its true row numbers."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from ..claims import ExpenseClaim, RosterEntry, Union
from ..errors import InputError, Language, LnunionError
from ..pages import rejected
from ..policy import Policy
from ..rulebook import rule
from ..rules.collective_welfare import RULE
from ..sources import not_in_force
from ..tables import Table, columns_of, every_row, read_table
from ..tables.reading import Watch
from ..welfare import check_welfare
from ..welfare_findings import Reject, WelfareReport


def ledger_from(data: bytes, form: str, *, watch: Watch | None = None) -> Table[ExpenseClaim]:
    """A ledger's rows as claims; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("ledger", ExpenseClaim), ExpenseClaim, watch=watch)


def roster_from(data: bytes, form: str) -> tuple[RosterEntry, ...]:
    """Every row of a roster; a single bad row refuses it, since members would be missing."""
    return every_row(data, form, columns_of("roster", RosterEntry), RosterEntry).nouns


def unions_from(data: bytes, form: str) -> tuple[Union, ...]:
    """Every row of a list of unions, each union once; a single bad row refuses it."""
    unions = every_row(data, form, columns_of("unions", Union), Union).nouns
    seen: dict[str, int] = {}
    for place, union in enumerate(unions):
        if seen.setdefault(union.union_id, place) != place:
            raise InputError("duplicate-id", "union_id")
    return unions


def check_ledger(
    ledger: Table[ExpenseClaim],
    *,
    on: date,
    roster: Iterable[RosterEntry] | None = None,
    unions: Iterable[Union] = (),
    policy: Policy | None = None,
    language: Language = "zh",
) -> WelfareReport:
    """Check a ledger as it was read: rows by their numbers in the file, reasons in words.

    Rows that were not read are among the rejects, so that the rows of the file are the rows
    accepted and the rows rejected.
    """
    report = check_welfare(ledger.nouns, on=on, roster=roster, unions=unions, policy=policy)
    days = {(claim.union_id, claim.entry_id): claim.paid_on for claim in ledger.nouns}
    rejects = rejected(ledger, report.rejects, language, partial(_error, days))
    return report.model_copy(
        update={
            "rows_in": ledger.rows_in,
            "rows_rejected": len(rejects),
            "rejects": rejects,
            "notices": (*report.notices, *ledger.notices),
        }
    )


def _error(days: Mapping[tuple[str, str], date], claim: ExpenseClaim, bad: Reject) -> LnunionError:
    """A row that the check set apart: its id stands twice, or no law covers its day."""
    column = bad.column or ""
    if bad.code == "duplicate-entry":
        return InputError("duplicate-entry", column)
    # A reversal stands on the day of the entry that it takes back.
    day = days.get((claim.union_id, claim.reverses or ""), claim.paid_on)
    return not_in_force(rule(RULE), day, column)
