"""The findings of skills training: programmes in order or not, coverage, and a matching."""

from datetime import date
from typing import Any, Literal

from .findings import Amount, Finding, PolicyStamp, Sheet
from .welfare_findings import Reject

Distance = Literal["same_area", "same_city", "elsewhere"]
"""How far people go from their enterprise, the nearest first."""

ShortReason = Literal["no-place-of-the-trade", "places-taken"]
LeftReason = Literal["no-order-of-the-trade", "orders-filled"]


class ProgrammeVerdict(Finding):
    """Whether one programme's counts and money agree, and why not."""

    rule: str
    programme_id: str
    outcome: Literal["allowed", "not_allowed"]
    reason: str
    worksheet: Sheet
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("reason", self.reason))


class Share(Finding):
    """One count of another, exactly and as per cent with two places."""

    part: int
    whole: int
    fraction: str | None
    """In lowest terms, such as ``3/4``; None of nothing."""
    percent: str | None
    """Such as ``75.00``, half a hundredth rounded up; None of nothing."""


class KindCoverage(Finding):
    """The programmes of one kind: places taken of the staff they were held for."""

    kind: str
    programmes: int
    coverage: Share
    budget: Amount
    cost: Amount


class EnterpriseCoverage(Finding):
    """How much of an enterprise's staff its programmes together reach at least and at most.

    Who took part in several is not known, so that only the two ends are.
    """

    enterprise_id: str
    programmes: int
    least: Share
    most: Share


class Titles(Finding):
    """How many of one title were won; None where a programme did not report it."""

    title: str
    won: int
    reported: int
    """By how many programmes it was reported."""


class YearBudget(Finding):
    """The budgets of a year beside the skills fund of that year."""

    year: int
    granted: Amount
    budget: Amount
    over: Amount
    remaining: Amount

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("over", self.over))


class ProgrammeReport(Finding):
    """Programmes checked and counted: rows in are rows accepted and rows rejected."""

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    compliant: bool
    breaches: tuple[ProgrammeVerdict, ...]
    """The programmes that are not in order."""
    kinds: tuple[KindCoverage, ...]
    enterprises: tuple[EnterpriseCoverage, ...]
    titles: tuple[Titles, ...]
    years: tuple[YearBudget, ...]
    rejects: tuple[Reject, ...]
    readings: tuple[str, ...]
    notices: tuple[str, ...] = ()
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("compliant", self.compliant), ("rows_in", self.rows_in))


class Assigned(Finding):
    """People of one order trained on one provider's places."""

    order_id: str
    offer_id: str
    people: int
    distance: Distance
    fee: Amount
    """Yuan for all of them."""


class Short(Finding):
    """People of an order who are left without a place."""

    order_id: str
    people: int
    reason: ShortReason


class Left(Finding):
    """Places of an offer that nobody takes."""

    offer_id: str
    places: int
    reason: LeftReason


class Matching(Finding):
    """Orders matched to places: as many people as can be, then nearest, then cheapest."""

    rows_in: int
    rows_accepted: int
    rows_rejected: int
    ordered: int
    offered: int
    placed: int
    fee: Amount
    assigned: tuple[Assigned, ...]
    short: tuple[Short, ...]
    left: tuple[Left, ...]
    rejects: tuple[Reject, ...]
    """Of the rows of orders."""
    offers_rejects: tuple[Reject, ...]
    """Of the rows of places."""

    def __repr_args__(self) -> Any:
        return (("ordered", self.ordered), ("placed", self.placed))
