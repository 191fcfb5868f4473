"""The findings of a job fair: counts and rates, what does not hold together, and the report."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from .bounds import Counted
from .fairs import Stand
from .findings import Finding, PolicyStamp
from .welfare_findings import Reject

Outcome = Literal["reconciled", "not_reconciled", "undetermined"]


class Rate(Finding):
    """One count as an exact share of another, ``"59/2500"`` in JSON, or the bounds of one."""

    part: Counted
    whole: Counted
    least: Fraction
    most: Fraction | None
    """None where the share has no upper bound."""

    def __repr_args__(self) -> Any:
        return (("least", self.least), ("most", self.most))


class Mismatch(Finding):
    """Figures that do not hold together (a breach), or that one would ask about (a query)."""

    code: str
    row: int | None
    """The row of the employer; None where the fair as a whole is meant."""
    employer_id: str | None
    column: str
    """The count that is too high, or does not match."""
    stated: Counted
    limit: Counted
    over: Counted | None
    """By how much at least and at most; None where the two are to be equal."""
    reading: str | None = None

    def __repr_args__(self) -> Any:
        return (("code", self.code), ("over", self.over))


class Unreconciled(Finding):
    """What cannot be told of one row or of the fair, and the counts that would settle it."""

    row: int | None
    employer_id: str | None
    codes: tuple[str, ...]
    missing: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("codes", self.codes), ("missing", self.missing))


class FairVerdict(Finding):
    """Whether one employer's figures hold together, and why."""

    rule: str
    outcome: Outcome
    reason: str
    open: tuple[str, ...] = ()
    """The breaches that can be neither found nor ruled out."""
    missing: tuple[str, ...] = ()
    """The counts that would settle them."""
    worksheet: Mapping[str, Counted]
    breaches: tuple[Mismatch, ...] = ()
    queries: tuple[Mismatch, ...] = ()
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("reason", self.reason))


class Statistics(Finding):
    """What an industry, or the whole fair, comes to; rates are None of nothing."""

    industry: str | None
    """None for the whole fair, and for employers whose industry is not stated."""
    employers: Counted
    post_kinds: Counted
    planned_hires: Counted
    cvs_delivered: Counted
    intentions: Counted
    hired_on_spot: Counted
    reached: Counted
    """Hired on the spot or with an intention, each person once."""
    posters_made: Counted
    """Employers whose posters the union made."""
    travel_paid: Counted
    """Employers whose journey the union paid."""
    rates: Mapping[str, Rate | None]

    def __repr_args__(self) -> Any:
        return (("employers", self.employers), ("hired_on_spot", self.hired_on_spot))


class EmployerLine(Finding):
    """One employer's row as it counts, with the codes of what was found in it."""

    row: int
    employer_id: str
    name: str
    industry: str | None
    booth: str | None
    post_kinds: Counted
    planned_hires: Counted
    cvs_delivered: Counted
    intentions: Counted
    hired_on_spot: Counted
    posters_made: bool | None
    travel_paid: bool | None
    hired_of_planned: Rate | None
    codes: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("row", self.row), ("codes", self.codes))


class FairReport(Finding):
    """A fair reconciled: rows in are rows accepted and rows rejected, nothing else."""

    on: date
    policy: PolicyStamp
    fair_id: str | None
    title: str | None
    held_on: date | None
    organisers: tuple[str, ...]
    stands: tuple[Stand, ...]
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    reconciled: bool
    """Whether no figures contradict each other; queries do not make it false."""
    visitors: Counted
    total: Statistics
    industries: tuple[Statistics, ...]
    employers: tuple[EmployerLine, ...]
    breaches: tuple[Mismatch, ...]
    queries: tuple[Mismatch, ...]
    undetermined: tuple[Unreconciled, ...]
    rejects: tuple[Reject, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("reconciled", self.reconciled), ("rows_in", self.rows_in))
