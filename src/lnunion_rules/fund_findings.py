"""The findings about the training funds: breaches, pots with what remains, the report."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from .findings import Amount, Finding, PolicyStamp, Sheet
from .welfare_findings import Reject


class FundBreach(Finding):
    """An entry that is not counted, and why."""

    code: str
    entry_ids: tuple[str, ...]
    fund: str
    year: int
    purpose: str
    amount: Amount
    over: Amount | None = None
    """By how much it exceeds the pot, the commitment or the entry, where it does."""
    source: str
    reading: str | None = None

    def __repr_args__(self) -> Any:
        return (("code", self.code), ("over", self.over))


class Pot(Finding):
    """A fund in a year: ``granted + brought == committed + paid + remaining``."""

    fund: str
    """``employment``, ``skills``, or ``both`` where the two are read as one."""
    year: int
    granted: Amount
    brought: Amount
    committed: Amount
    """Committed and not yet paid."""
    paid: Amount
    remaining: Amount

    def __repr_args__(self) -> Any:
        return (("fund", self.fund), ("year", self.year), ("remaining", self.remaining))


class FundReport(Finding):
    """A ledger of the funds checked: rows in are rows accepted and rows rejected."""

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    compliant: bool
    breaches: tuple[FundBreach, ...]
    pots: tuple[Pot, ...]
    totals: Mapping[str, Mapping[str, Amount]]
    """What was paid and counted, by fund and purpose."""
    not_counted: Amount
    """The sum of the entries in breach, reversals left out."""
    rejects: tuple[Reject, ...]
    readings: tuple[str, ...]
    notices: tuple[str, ...] = ()
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("compliant", self.compliant), ("rows_in", self.rows_in))


class FundVerdict(Finding):
    """Whether one entry may be made, on which pot, and what remains after it."""

    rule: str
    outcome: Literal["allowed", "not_allowed"]
    reason: str
    breaches: tuple[FundBreach, ...] = ()
    pot: Pot | None
    worksheet: Sheet
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("reason", self.reason))
