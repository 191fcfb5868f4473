"""Everything that is asked of a plan, worked out from the rows of its files."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..casework import hold_to_due
from ..casework_findings import AidHeld, Extra, Lists, Progress
from ..policy import Policy
from ..targets import plan_targets
from ..targets.extra import extra_targets
from ..targets.lists import assign
from ..targets.progress import progress_of
from ..targets_findings import Schedule
from .files import Rows, at_rows

PLACES = {
    "areas": "BASELINE",
    "extra": "--extra",
    "events": "--progress",
    "households": "--households",
    "payments": "--payments",
}
TO_BE_ANSWERED = ("paid-too-much", "paid-twice", "paid-not-due", "before-filing-paid")
_ELSEWHERE = "other-household"


class Report(NamedTuple):
    """A plan and what else was asked; None is what was not."""

    schedule: Schedule
    extra: tuple[Extra, ...] | None = None
    lists: Lists | None = None
    progress: Progress | None = None
    aid: AidHeld | None = None

    def told(self) -> dict[str, Any]:
        """The schedule as the contract has it, with the parts that were asked for."""
        told: dict[str, Any] = self.schedule.model_dump(mode="json")
        if self.extra is not None:
            told["extra"] = [row.model_dump(mode="json") for row in self.extra]
        for name in ("lists", "progress", "aid"):
            part = getattr(self, name)
            if part is not None:
                told[name] = part.model_dump(mode="json")
        return told

    @property
    def is_clean(self) -> bool:
        """Whether no payment was found that has to be answered for."""
        codes = {held.code for held in self.aid.findings} if self.aid else set()
        return not codes & {*TO_BE_ANSWERED, _ELSEWHERE}


def report_on(
    rows: Rows,
    *,
    on: date,
    policy: Policy,
    places: Mapping[str, str] = PLACES,
) -> Report:
    """The plan, and progress, lists, extra targets and aid where their files are given.

    Raises what the doors raise, with the file and the row in place of the list.
    """
    with at_rows(rows, places):
        schedule = plan_targets(rows.areas.nouns, on=on, policy=policy)
        extra = None
        if rows.extra:
            extra = extra_targets(rows.extra.nouns, schedule, rows.households)
        lists = None if rows.households is None else assign(rows.households, schedule)
        progress = aid = None
        if rows.events:
            progress = progress_of(
                schedule,
                rows.events.nouns,
                on=on,
                households=rows.households or (),
                extra=extra or (),
                policy=policy,
            )
        if rows.payments:
            aid = hold_to_due(rows.payments.nouns, rows.cases, on=on, policy=policy)
    return Report(schedule, extra, lists, progress, aid)
