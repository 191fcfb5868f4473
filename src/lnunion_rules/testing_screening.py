"""Hypothesis strategies for screening plans; take them from :mod:`.testing`."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from .candidates import AreaCapacity, Candidate
from .claims import Union

__all__ = ["SCREENED", "ScreeningCase", "area_capacities", "candidates", "screening_cases"]

SCREENED = (date(2015, 1, 1), date(2019, 12, 31))
"""The days of drawn screenings: before and after a plan that begins in 2019."""
_AREAS = ("210302", "210303", "210882", "210100")
_UNIONS = ("u1", "u2", "u3", "u4")


@st.composite
def candidates(
    draw: st.DrawFn, *, member_id: str = "m1", union_ids: tuple[str, ...] = _UNIONS
) -> Candidate:
    """One worker on a roster, most of them women who are due; now and then a fact is left out."""
    mostly = st.sampled_from((True, True, True, False, None))
    return Candidate(
        member_id=member_id,
        union_id=draw(st.sampled_from((*union_ids, *union_ids, "unlisted", None))),
        sex=draw(st.sampled_from(("female", "female", "female", "male", None))),
        birth_date=draw(st.none() | st.dates(date(1950, 1, 1), date(2000, 12, 31))),
        consents=draw(mostly),
        last_screened_on=draw(st.none() | st.dates(*SCREENED)),
        gynaecological_exam_2016_2018=draw(st.none() | st.booleans()),
        union_member=draw(mostly),
    )


@st.composite
def area_capacities(draw: st.DrawFn, *, area: str = "210302") -> AreaCapacity:
    """What one area's hospitals can do: few women a year, or none, at a price near the subsidy."""
    return AreaCapacity(
        area=area,
        capacity=draw(st.integers(0, 4)),
        price=draw(st.sampled_from((None, *map(Decimal, ("0", "299.99", "300", "300.01", "450"))))),
    )


class ScreeningCase(NamedTuple):
    """What a screening is planned from; a list left out is None."""

    roster: tuple[Candidate, ...]
    unions: tuple[Union, ...] | None
    capacity: tuple[AreaCapacity, ...] | None


@st.composite
def screening_cases(draw: st.DrawFn, *, most_rows: int = 20) -> ScreeningCase:
    """A roster of four unions in a few areas, in which a person may stand twice."""
    rows = draw(st.integers(0, most_rows))
    twice = draw(st.booleans())
    names = [f"m{row % 9 if twice else row}" for row in range(rows)]
    roster = [draw(candidates(member_id=name)) for name in names]
    unions = [
        Union(
            union_id=name,
            area=draw(st.sampled_from((*_AREAS, *_AREAS, None))),
            established=draw(st.none() | st.dates(*SCREENED)),
            in_difficulty_2016_2018=draw(st.none() | st.booleans()),
            own_checkup=draw(st.sampled_from((False, False, False, True))),
        )
        for name in _UNIONS
    ]
    capacity = [draw(area_capacities(area=area)) for area in _AREAS]
    return ScreeningCase(
        tuple(roster),
        draw(st.sampled_from((tuple(unions), tuple(unions), None))),
        draw(st.sampled_from((None, tuple(capacity), tuple(capacity[:-1])))),
    )
