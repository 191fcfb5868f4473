"""Hypothesis strategies for leaving hardship; take them from :mod:`.testing`."""

from typing import Any

from hypothesis import strategies as st

from .hardship_files import AreaCount

__all__ = ["area_counts"]


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
