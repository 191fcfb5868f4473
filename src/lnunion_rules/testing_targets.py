"""Hypothesis strategies for leaving hardship; take them from :mod:`.testing`."""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from .hardship_files import AreaCount, Cause, FiledHousehold

__all__ = ["area_counts", "filed_households"]


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
