"""The findings of case files and of plans for them: lists, progress, steps, aid held to due."""

from datetime import date
from typing import Any, Literal

from .findings import Amount, Finding
from .targets_findings import Three


class Extra(Finding):
    """An area's own target of one year, beyond the provincial one and never mixed into it."""

    area: str
    year: int
    households: int
    household_ids: tuple[str, ...]
    persons: int | None
    """How many people the named households have; None where they are not all listed."""
    notices: tuple[str, ...] = ()


class Placed(Finding):
    """One household of the stock in its year, and why it stands there."""

    household_id: str
    area: str
    year: int
    due: date
    place: int
    """Its place in the order of its area, from 1."""
    route: str
    reason: str
    missing: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("year", self.year), ("route", self.route))


class PlannedApart(Finding):
    """One new or returned household with the day its union has planned for it."""

    household_id: str
    area: str
    origin: Literal["new", "returned"]
    planned_on: date | None
    deadline: date
    place: int | None
    """Its place in the order of its area, easier causes first; None where it is not planned."""
    route: str
    reason: str
    missing: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("origin", self.origin), ("reason", self.reason))


class ApartByArea(Finding):
    """The plan of new and returned households of one area, all areas below it included."""

    area: str
    households: int
    planned: Three
    """How many are planned by the end of each of the three years."""
    not_planned: int
    after_deadline: int
    standard_not_met: int
    standard_unknown: int


class Lists(Finding):
    """The plan down to households and persons."""

    placed: tuple[Placed, ...]
    apart: tuple[PlannedApart, ...]
    apart_by_area: tuple[ApartByArea, ...]
    order: tuple[str, ...]
    """The routes in the order taken, easier ones first."""


class YearProgress(Finding):
    """How far one area is in one year's part."""

    year: int
    deadline: date
    target: int
    """Of this year's part alone."""
    target_so_far: int
    """Of this and the years before."""
    done_so_far: int
    """Households of the baseline that have left hardship by the deadline, or by the day asked."""
    ahead: int
    """Done beyond the target so far; negative where it is behind."""
    extra_so_far: int
    """The area's own extra targets of this and the years before."""
    extra_done: int | None
    """Of them; None where their households are not named and cannot be told apart."""


class AreaProgress(Finding):
    """Done against target of one area, all areas below it included."""

    area: str
    parent: str | None
    households: int
    done: int
    lifted_out: int
    relieved: int
    to_safety_net: int
    counted_exits: int
    """Deaths and mistaken identifications that the reading counts as done."""
    apart: int
    """Exits that are not done: death, mistaken identification, retirement."""
    to_go: int
    persons_done: int | None
    """Each person once; None where a household's people are not listed."""
    returned: int
    """Households that fell back after leaving, counted apart from the baseline."""
    new: int
    apart_done: int
    """New and returned households that have left hardship; outside the baseline."""
    years: tuple[YearProgress, ...]
    due_so_far: int
    """The target of the deadlines that have come."""
    ahead: int
    """Done beyond what is due so far; negative where the area is behind."""
    next_due: int | None
    """The target so far of the next deadline; None when the last has come."""
    pace_needed: str | None
    """Households a month that reach it, with two places."""
    pace_to_end: str | None
    """Households a month that finish by the last deadline all that is to go."""


class Progress(Finding):
    """Done against target by area and year on a day."""

    on: date
    events: int
    areas: tuple[AreaProgress, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("on", self.on), ("events", self.events))


class Step(Finding):
    """What one event did to a file, or why it is refused."""

    rule: str
    outcome: Literal["allowed", "not_allowed", "undetermined"]
    reason: str
    state: str
    """The state after the event; where it is not allowed, the state as it was."""
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("state", self.state))


class ReviewDue(Finding):
    """The next full review of one file."""

    household_id: str
    due: date
    overdue: bool

    def __repr_args__(self) -> Any:
        return (("due", self.due), ("overdue", self.overdue))


class Held(Finding):
    """What is found where aid paid is held against aid due."""

    code: str
    household_id: str
    member_id: str | None = None
    aid: str
    year: int
    payment_ids: tuple[str, ...] = ()
    due: Amount | None = None
    """What is due in the year, or the ceiling; None where it is undetermined."""
    paid: Amount
    over: Amount | None = None
    short: Amount | None = None

    def __repr_args__(self) -> Any:
        return (("code", self.code), ("aid", self.aid), ("year", self.year))


class AidHeld(Finding):
    """A ledger of aid payments held to what was due."""

    on: date
    payments: int
    findings: tuple[Held, ...]
    paid: Amount

    def __repr_args__(self) -> Any:
        return (("payments", self.payments), ("findings", len(self.findings)))
