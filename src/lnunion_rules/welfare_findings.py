"""The findings of a collective-welfare check: breaches, queries, what remains, and reports."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from .errors import Language, LnunionError
from .findings import Amount, Finding, PolicyStamp

MOST_SHOWN = 20
"""How many breaches, and how many rejected rows, a summary or a screen lists."""


class Breach(Finding):
    """What the law forbids, or, as a query, what an auditor would ask about."""

    code: str
    entry_ids: tuple[str, ...]
    union_id: str | None
    member_id: str | None
    purpose: str
    year: int | None
    spent: Amount | None = None
    cap: Amount | None = None
    over: Amount | None = None
    source: str
    reading: str | None = None

    def __repr_args__(self) -> Any:
        return (("code", self.code), ("over", self.over))


class Unsettled(Finding):
    """An entry that the ledger leaves open, and the facts that would settle it."""

    entry_id: str
    union_id: str
    missing: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("missing", self.missing),)


class Average(Finding):
    """What a union spent on festival gifts per member in a year."""

    union_id: str
    year: int
    members: int
    festival_average: Amount

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("festival_average", self.festival_average))


class Remaining(Finding):
    """What one member may still receive: ``spent + remaining - over == cap``."""

    union_id: str | None
    member_id: str | None
    purpose: str
    year: int | None
    event: str | None = None
    cap: Amount
    spent: Amount
    over: Amount
    remaining: Amount

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("cap", self.cap), ("remaining", self.remaining))


class Reject(Finding):
    """A row that was not read, and why."""

    row: int
    column: str | None
    code: str
    reason: str
    fix: str | None = None
    """What to do about it, where that is known in words."""

    @classmethod
    def told(cls, row: int, refused: LnunionError, language: Language) -> "Reject":
        """A row that was refused, told in words; its column is the error's place."""
        return cls(
            row=row,
            column=refused.path or None,
            code=refused.code,
            reason=refused.message(language),
            fix=refused.fix(language),
        )


class WelfareReport(Finding):
    """A ledger checked: rows in are rows accepted and rows rejected, nothing else."""

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    compliant: bool
    breaches: tuple[Breach, ...]
    queries: tuple[Breach, ...]
    undetermined: tuple[Unsettled, ...]
    totals: Mapping[str, Amount]
    averages: tuple[Average, ...]
    remaining: tuple[Remaining, ...]
    rejects: tuple[Reject, ...]
    readings: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("compliant", self.compliant), ("rows_in", self.rows_in))


class LedgerSummary(Finding):
    """A ledger checked, in figures: how much of what was found, and the largest of it.

    Rows in are rows accepted and rows rejected, nothing else.
    """

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    compliant: bool
    breaches: Mapping[str, int]
    """How many breaches, by code."""
    queries: Mapping[str, int]
    """How many queries, by code."""
    undetermined: int
    over: Amount
    """The sum of all amounts over, in yuan."""
    over_by_code: Mapping[str, Amount]
    over_by_purpose: Mapping[str, Amount]
    largest: tuple[Breach, ...]
    """The breaches with most money, as many as a screen shows."""
    totals: Mapping[str, Amount]
    by_union: tuple[str, ...] = ()
    """The tables that were too large to be sorted by money and stand in the order of unions."""
    readings: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("compliant", self.compliant), ("rows_in", self.rows_in))


class Verdict(Finding):
    """Whether one payment is allowed, what remains after it, and why."""

    rule: str
    outcome: Literal["allowed", "not_allowed", "undetermined"]
    reason: str
    fix: str | None = None
    """What to do about it, where that is known in words."""
    breaches: tuple[Breach, ...] = ()
    queries: tuple[Breach, ...] = ()
    missing: tuple[str, ...] = ()
    remaining: tuple[Remaining, ...] = ()
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("reason", self.reason))
