"""Hypothesis strategies for employment, funds and skills; take them from :mod:`.testing`."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from .applicants import Applicant, Demand, FieldOfDemand, Headcount
from .areas import areas
from .fund_entries import EntryKind, FundEntry, FundName
from .people import Origin, Sex, Work
from .programmes import Kind, Programme, TrainingOrder, TrainingPlaces
from .rules.training_fund import funds
from .units import fen, yuan

__all__ = [
    "applicants",
    "demands",
    "fund_entries",
    "headcounts",
    "programmes",
    "training_orders",
    "training_places",
]

TRADES = ("焊工", "护理员", "数控操作工")
_FUND_YEARS = (date(2018, 1, 1), date(2020, 12, 31))


def _word(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


def _money(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.integers(fen(least), fen(most)).map(yuan)


def _area() -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(areas()))


@st.composite
def applicants(draw: st.DrawFn, *, person_id: str = "p1", complete: bool = True) -> Applicant:
    """One person who lives alone; every fact is stated, or with ``complete=False`` any is not."""
    flags = ("can_work", "wants_work", "wants_business", "migrant", "hard_to_place", "cadre")
    facts: dict[str, Any] = {name: draw(st.booleans()) for name in flags}
    facts |= {
        "filed": draw(st.booleans()),
        "birth_date": draw(st.dates(date(1950, 1, 1), date(2003, 12, 31))),
        "sex": draw(_word(Sex)),
        "work": draw(_word(Work)),
        "origin": draw(_word(Origin)),
        "registered_unemployed": draw(st.booleans()),
    }
    if not complete:
        facts = {name: value for name, value in facts.items() if draw(st.booleans())}
    return Applicant(person_id=person_id, **facts)


def demands(*, demand_id: str = "d1") -> st.SearchStrategy[Demand]:
    """Demand for labour in one of the four fields."""
    return st.builds(
        Demand,
        demand_id=st.just(demand_id),
        field=_word(FieldOfDemand),
        workers=st.integers(0, 500),
        area=_area(),
    )


@st.composite
def headcounts(draw: st.DrawFn, *, count_id: str = "c1") -> Headcount:
    """Diverted workers and graduates counted at one place; no more ask than there are."""
    diverted, graduates = draw(st.integers(0, 500)), draw(st.integers(0, 500))
    asking = st.none() | st.integers(0, diverted + graduates)
    return Headcount(
        count_id=count_id,
        origin=draw(_word(Origin)),
        diverted_workers=diverted,
        graduates=graduates,
        want_skills=draw(asking),
        want_training=draw(asking),
    )


@st.composite
def fund_entries(
    draw: st.DrawFn, *, entry_id: str = "e1", fund: FundName | None = None
) -> FundEntry:
    """A commitment or payment of 2018 to 2020 for what its fund pays."""
    of: FundName = draw(_word(FundName)) if fund is None else fund
    return FundEntry(
        entry_id=entry_id,
        fund=of,
        kind=draw(_word(EntryKind)),
        booked_on=draw(st.dates(*_FUND_YEARS)),
        purpose=draw(st.sampled_from(sorted(funds()[of].purposes))),
        amount=draw(_money("0.01", "20000000")),
    )


@st.composite
def programmes(draw: st.DrawFn, *, programme_id: str = "s1") -> Programme:
    """A programme of the three-year action that is in order."""
    staff = draw(st.integers(1, 2000))
    budget = draw(st.integers(0, fen("100000")))
    return Programme(
        programme_id=programme_id,
        enterprise_id=draw(st.sampled_from(("u1", "u2"))),
        kind=draw(_word(Kind)),
        held_on=draw(st.dates(date(2018, 9, 26), date(2021, 12, 31))),
        staff=staff,
        covered=draw(st.integers(0, staff)),
        budget=yuan(budget),
        cost=yuan(draw(st.integers(0, budget))),
        order_id="o1",
        star_employee=draw(st.none() | st.integers(0, staff)),
    )


def training_orders(*, order_id: str = "o1") -> st.SearchStrategy[TrainingOrder]:
    """An enterprise's order of training in one trade."""
    return st.builds(
        TrainingOrder,
        order_id=st.just(order_id),
        enterprise_id=st.sampled_from(("u1", "u2")),
        trade=st.sampled_from(TRADES),
        places=st.integers(0, 50),
        area=_area(),
    )


def training_places(*, offer_id: str = "p1") -> st.SearchStrategy[TrainingPlaces]:
    """A provider's places in one trade."""
    return st.builds(
        TrainingPlaces,
        offer_id=st.just(offer_id),
        provider_id=st.sampled_from(("s1", "s2")),
        trade=st.sampled_from(TRADES),
        places=st.integers(0, 50),
        area=_area(),
        fee=_money("0", "5000"),
    )
