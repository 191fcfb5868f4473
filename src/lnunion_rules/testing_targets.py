"""Hypothesis strategies for leaving hardship; take them from :mod:`.testing`."""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from .casework import lives_of
from .counted_areas import AreaCount
from .errors import InputError
from .hardship_files import CaseEvent, Cause, Closing, EventKind, FiledHousehold, Origin

__all__ = ["area_counts", "case_event_facts", "case_events", "filed_households"]


@st.composite
def area_counts(draw: st.DrawFn, *, most: int = 120) -> list[AreaCount]:
    """A province of cities and counties with their baseline counts, in any order of rows.

    Some areas above the counties state their count, and some have no row of their own.
    """
    rows: list[dict[str, Any]] = []
    for city in draw(st.lists(st.integers(10, 99), min_size=1, max_size=5, unique=True)):
        counts = draw(st.lists(st.integers(0, most), min_size=1, max_size=6))
        rows += [
            {"area": f"{city}{at:02}", "parent": str(city), "households": count}
            for at, count in enumerate(counts)
        ]
        stated = draw(st.sampled_from((None, sum(counts))))
        rows.append({"area": str(city), "parent": "P", "households": stated})
    return [AreaCount(**row) for row in draw(st.permutations(rows))]


@st.composite
def filed_households(draw: st.DrawFn, rows: list[AreaCount]) -> list[FiledHousehold]:
    """A list of households that matches baseline counts, with some new and returned ones."""
    parents = {row.parent for row in rows}
    places = [row for row in rows if row.area not in parents]
    listed = [
        _household(draw, row.area, number, "stock")
        for row in places
        for number in range(row.households or 0)
    ]
    for number in range(draw(st.integers(0, 5))):
        origin = draw(st.sampled_from(("new", "returned")))
        area = draw(st.sampled_from(sorted(row.area for row in places)))
        listed.append(_household(draw, area, number, origin))
    return draw(st.permutations(listed))


def _household(draw: st.DrawFn, area: str, number: int, origin: Any) -> FiledHousehold:
    name = f"{area}-{origin}-{number}"
    planned = st.none() | st.dates(date(2018, 7, 1), date(2021, 12, 31))
    return FiledHousehold(
        household_id=name,
        area=area,
        origin=origin,
        category=draw(st.sampled_from((None, "deep", "relative", "accident", "none"))),
        cause=draw(st.none() | st.sampled_from(get_args(Cause))),
        lost_ability=draw(st.none() | st.booleans()),
        lifted_by=draw(st.sampled_from((None, None, "income", "aid"))),
        planned_on=None if origin == "stock" else draw(planned),
        members=tuple(f"{name}-{person}" for person in range(draw(st.integers(1, 3)))),
    )


@st.composite
def case_event_facts(draw: st.DrawFn) -> dict[str, Any]:
    """The facts of an event but whose it is and when; it need not be one that is allowed."""
    kind = draw(st.sampled_from(get_args(EventKind)))
    told: dict[str, Any] = {"event": kind}
    if kind == "filed":
        told |= {"area": draw(st.sampled_from("AB")), "origin": draw(st.sampled_from(_ORIGINS))}
    if kind == "closed":
        told["closing"] = draw(st.sampled_from(get_args(Closing)))
        if told["closing"] == "merged":
            told["into"] = "h0"
    for fact in ("cause_removed", "reaches_line", "lost_ability", "meets_standard"):
        told[fact] = draw(st.sampled_from((True, True, True, False, None)))
    told["months_above"] = draw(st.sampled_from((6, 7, 12, 5, 0, None)))
    return told


@st.composite
def case_events(draw: st.DrawFn) -> list[CaseEvent]:
    """The events of a few households, each as its file allows it, in any order of rows.

    No two events of one household share a day.
    """
    rows: list[CaseEvent] = []
    for name in ("h1", "h2", "h3"):
        days = draw(st.lists(st.dates(*_DAYS), max_size=8, unique=True))
        mine: list[CaseEvent] = []
        for day in sorted(days):
            facts = draw(case_event_facts())
            if facts.get("into"):
                if name == "h1" or not rows:
                    continue
                facts["into"] = rows[0].household_id
            if facts.get("origin") == "stock" and day > _BASELINE:
                facts["origin"] = "new"
            event = CaseEvent(household_id=name, on=day, **facts)
            try:
                lives_of([*mine, event], on=_DAYS[1])
            except InputError:
                continue
            mine.append(event)
        rows += mine
    return draw(st.permutations(rows))


_ORIGINS = get_args(Origin)
_BASELINE = date(2018, 6, 30)
_DAYS = (date(2018, 1, 1), date(2020, 12, 31))
