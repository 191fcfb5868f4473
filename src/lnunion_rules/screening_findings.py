"""The findings of a screening plan: batches, who is not in one and why, and who answers for it."""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from .findings import Amount, Figure, Finding, PolicyStamp
from .welfare_findings import Reject

About = Literal["plan", "first_batch"]
Level = Literal["province", "city", "county"]
WhyNot = Literal["no-budget", "no-capacity", "after-2100"]


class Batch(Finding):
    """The women of one area who are called in one year, those of the first batch apart."""

    year: int
    area: str | None
    priority: bool
    women: int
    subsidy: Amount
    member_ids: tuple[str, ...]
    """In the order of the queue: whoever stands before her was not called after her."""

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("area", self.area), ("women", self.women))


class NotDue(Finding):
    """A woman who is not due yet, the year in which she is, and the first day on which."""

    member_id: str
    due: int
    due_on: date

    def __repr_args__(self) -> Any:
        return (("due", self.due),)


class Excluded(Finding):
    """A row of the roster that is not planned, and why; ``missing`` would have to be stated."""

    member_id: str
    reason: str
    missing: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("reason", self.reason),)


class Open(Finding):
    """What the facts do not settle: whether she is planned, or whether she comes first.

    Whoever may belong to the first batch is planned after it until the facts are stated.
    """

    member_id: str
    about: About
    missing: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("about", self.about), ("missing", self.missing))


class OwnCheckup(Finding):
    """The women due of a unit that screens them in its own check-up, at no cost to the fund."""

    union_id: str
    area: str | None
    women: int
    member_ids: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("women", self.women),)


class NotPlaced(Finding):
    """A woman due whom no year can take, because there is no money or no hospital for her."""

    member_id: str
    area: str | None
    reason: WhyNot

    def __repr_args__(self) -> Any:
        return (("area", self.area), ("reason", self.reason))


class Allotment(Finding):
    """One area in one year: ``waiting == planned + carried_over``, ``allotted >= planned``."""

    year: int
    area: str | None
    waiting: int
    first_batch: int
    """How many of those waiting belong to the first batch."""
    allotted: int
    """Women for whom the year's budget has money here."""
    capacity: int | None
    planned: int
    carried_over: int

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("area", self.area), ("planned", self.planned))


class Responsibility(Finding):
    """What one level of the federation answers for: the money, or the organising."""

    level: Level
    area: str
    duty: Literal["funds", "organises"]
    women: int
    subsidy: Amount

    def __repr_args__(self) -> Any:
        return (("level", self.level), ("area", self.area), ("women", self.women))


class ScreeningPlan(Finding):
    """Who is called when. Rows in are rows accepted and rejected; every accepted row is in just
    one of ``batches``, ``not_due``, ``excluded``, ``own_checkup``, ``not_placed``, or
    ``undetermined`` about the plan."""

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    from_year: int = Field(alias="from")
    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    batches: tuple[Batch, ...]
    not_due: tuple[NotDue, ...]
    excluded: tuple[Excluded, ...]
    undetermined: tuple[Open, ...]
    own_checkup: tuple[OwnCheckup, ...]
    not_placed: tuple[NotPlaced, ...]
    allotments: tuple[Allotment, ...]
    responsibilities: tuple[Responsibility, ...]
    budget: Amount | None
    """Yuan a year; None where none was given, which is no limit."""
    subsidy_total: Amount
    shortfall: Amount
    """What the first year's budget lacks for all women due in it."""
    rejects: tuple[Reject, ...]
    parameters: tuple[Figure, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("from_year", self.from_year), ("rows_in", self.rows_in))
