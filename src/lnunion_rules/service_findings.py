"""The findings of employment support: who is served with what, and what a survey comes to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .findings import Finding, PolicyStamp, Service
from .welfare_findings import Reject


class Served(Service):
    """The services of one person of a list."""

    household_id: str | None = None
    area: str | None = None


class Counts(Finding):
    """To how many people a service fits, and for how many a fact is missing."""

    service: str
    fits: int
    open: int


class Placement(Finding):
    """One person to be placed, in the order of placing."""

    member_id: str
    household_id: str | None
    first: bool | None
    """Of a zero-employment household; None where that is not known."""

    def __repr_args__(self) -> Any:
        return (("first", self.first),)


class ServicePlan(Finding):
    """A list of people, each with the services that fit; rows in are accepted and rejected."""

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    outcomes: Mapping[str, int]
    """How many people may be served, may not, or are undetermined."""
    counts: tuple[Counts, ...]
    people: tuple[Served, ...]
    placements: tuple[Placement, ...]
    """Zero-employment households first, then those not known to be, then the others."""
    rejects: tuple[Reject, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("rows_in", self.rows_in), ("rows_accepted", self.rows_accepted))


class Sought(Finding):
    """What one surveyed field looks for."""

    field: str
    entries: int
    workers: int


class Counted(Finding):
    """Those counted of one group; what was not asked of everyone is None."""

    origin: str
    entries: int
    diverted_workers: int
    graduates: int
    want_skills: int | None
    want_training: int | None


class Survey(Finding):
    """Demand by field and counts by group; it informs and never decides who may be served."""

    demand: tuple[Sought, ...]
    workers: int
    counts: tuple[Counted, ...]
    diverted_workers: int
    graduates: int
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rejects: tuple[Reject, ...]
    """Of the rows of demand."""
    counts_rejects: tuple[Reject, ...]
    """Of the rows of counts."""
