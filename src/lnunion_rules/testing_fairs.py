"""Hypothesis strategies for job fairs; take them from :mod:`.testing`."""

from typing import NamedTuple

from hypothesis import strategies as st

from .bounds import UNKNOWN, Bounds
from .fairs import STANDS, Employer, Fair
from .jobfair.check import TOTALS
from .units import MOST_COUNT

__all__ = ["INDUSTRIES", "FairCase", "counts", "employers", "fair_cases", "fairs"]

INDUSTRIES = ("机械制造", "金融服务", "医疗卫生")


class FairCase(NamedTuple):
    """A fair, or none, and its employers."""

    fair: Fair | None
    employers: tuple[Employer, ...]


@st.composite
def counts(draw: st.DrawFn, *, exact: bool = False, most: int = 30) -> Bounds:
    """A count: known, within bounds, or (unless ``exact``) not known at all."""
    least = draw(st.integers(0, most) | st.integers(0, MOST_COUNT))
    if exact or draw(st.booleans()):
        return Bounds.exactly(least)
    within = st.integers(least, MOST_COUNT).map(lambda end: Bounds(least, end))
    return draw(st.sampled_from((UNKNOWN, Bounds(least))) | within)


@st.composite
def employers(
    draw: st.DrawFn, *, employer_id: str = "e1", exact: bool = False, industry: str | None = None
) -> Employer:
    """One employer, whose figures need not hold together."""
    several = counts(exact=exact)
    flags = st.booleans() if exact else st.none() | st.booleans()
    return Employer(
        employer_id=employer_id,
        name=f"虚构企业{employer_id}",
        industry=industry or draw(st.none() | st.sampled_from(INDUSTRIES)),
        post_kinds=draw(several),
        planned_hires=draw(several),
        cvs_delivered=draw(several),
        intentions=draw(several),
        hired_on_spot=draw(several),
        posters_made=draw(flags),
        travel_paid=draw(flags),
        note=draw(st.none() | st.just("追加名额")),
    )


@st.composite
def fairs(draw: st.DrawFn, *, exact: bool = False, totals: bool = True) -> Fair:
    """A fair of the day of the first on record; ``totals`` states counts of the fair as a whole."""
    several = counts(exact=exact)
    stated = TOTALS if totals else ()
    return Fair.model_validate(
        {
            "fair_id": "f1",
            "held_on": "2018-11-03",
            "title": "虚构招聘会",
            "stands": draw(st.lists(st.sampled_from(STANDS), max_size=3, unique=True)),
            "visitors": draw(several),
            **{name: draw(several) for name in stated},
        }
    )


@st.composite
def fair_cases(draw: st.DrawFn, *, exact: bool = False, most: int = 5) -> FairCase:
    """A fair with its employers, or without; the fair may also be left out."""
    several = range(draw(st.integers(0, most)))
    listed = tuple(draw(employers(employer_id=f"e{at}", exact=exact)) for at in several)
    return FairCase(draw(st.none() | fairs(exact=exact, totals=not listed)), listed)
