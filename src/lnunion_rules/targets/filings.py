"""The events that progress is counted from: filings of listed households, and what is refused."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..errors import InputError
from ..hardship_files import CaseEvent, FiledHousehold
from ..targets_findings import Schedule
from .tree import leaves, tree_in


def filings(
    listed: Mapping[str, FiledHousehold], rows: Sequence[CaseEvent], baseline: date
) -> list[CaseEvent]:
    """A filing for each listed household whose events do not begin with one."""
    first: dict[str, str] = {}
    for event in sorted(rows, key=lambda event: event.on):
        first.setdefault(event.household_id, event.event)
    return [
        CaseEvent(
            household_id=household.household_id,
            on=household.filed_on or baseline,
            event="filed",
            area=household.area,
            origin=household.origin,
            meets_standard=None if household.category is None else household.category != "none",
            members=household.members,
        )
        for household in listed.values()
        if first.get(household.household_id) != "filed"
    ]


def check_rows(rows: Sequence[CaseEvent], schedule: Schedule) -> None:
    """Hold every event to the plan's areas, and filings of the stock to its baseline day."""
    tree = tree_in(schedule)
    places = {tree[at].area for at in leaves(tree)}
    for at, event in enumerate(rows):
        if event.area is not None and event.area not in places:
            raise InputError("area-not-a-leaf", f"events[{at}].area")
        late = event.on > schedule.baseline and event.continues is None
        if event.event == "filed" and event.origin == "stock" and late:
            raise InputError("stock-filed-later", f"events[{at}].origin")


def check_files(rows: Sequence[CaseEvent], listed: set[str]) -> None:
    """Hold every file that another carries on, or is merged into, to be one that there is."""
    filed = dict.fromkeys(listed, date.min)
    for event in rows:
        if event.event == "filed":
            filed[event.household_id] = min(event.on, filed.get(event.household_id, date.max))
    for at, event in enumerate(rows):
        carries = event.continues if event.continues != event.household_id else None
        # Filed on an earlier day, so that no file carries itself on by way of others.
        if carries is not None and filed.get(carries, event.on) >= event.on:
            raise InputError("file-unknown", f"events[{at}].continues")
        if event.into is not None and event.into not in filed:
            raise InputError("file-unknown", f"events[{at}].into")
