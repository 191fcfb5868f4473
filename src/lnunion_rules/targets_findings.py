"""The targets as a finding: the schedule of every area and year."""

from datetime import date
from typing import Any

from .findings import Figure, Finding, PolicyStamp

Three = tuple[int, int, int]
"""One figure for each of the three years, in their order."""


class AreaTarget(Finding):
    """The targets of one area, with the exact shares that they are rounded from."""

    area: str
    parent: str | None
    households: int
    targets: Three
    exact: tuple[str, str, str]
    """The exact share of each year, households with up to four places."""


class Schedule(Finding):
    """The targets by area and year: every sum holds at every level."""

    rule: str
    on: date
    policy: PolicyStamp
    baseline: date
    deadlines: tuple[date, date, date]
    """The last day of each year's part that still counts."""
    new_deadline: date
    """The last day for new and returned households."""
    areas: tuple[AreaTarget, ...]
    """Parents before their children, siblings by code."""
    total: Three
    parameters: tuple[Figure, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("baseline", self.baseline), ("total", self.total))
