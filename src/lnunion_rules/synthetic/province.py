"""A synthetic province: its baseline, its households and what has happened to their files.

Every id begins with ``SYN``, so that a made-up province is never taken for a real one. The same
seed makes the same province.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple, get_args

from ..casework_findings import Placed
from ..counted_areas import AreaCount
from ..hardship_files import CaseEvent, Cause, ExtraTarget, FiledHousehold
from ..targets import plan_targets
from ..targets.lists import assign

MARK = "SYN"
PROVINCE = f"{MARK}省"
FILED = date(2016, 3, 1)
MOST_IN_A_COUNTY = 24
_DAYS_FILED = 700
_WAYS = ("lifted_out", "lifted_out", "relieved")
_MET: dict[str, dict[str, Any]] = {
    "lifted_out": {"cause_removed": True, "months_above": 6},
    "relieved": {"reaches_line": True},
    "to_safety_net": {"lost_ability": True},
}


class Province(NamedTuple):
    """What a plan and its progress are made from."""

    areas: tuple[AreaCount, ...]
    households: tuple[FiledHousehold, ...]
    extra: tuple[ExtraTarget, ...]
    events: tuple[CaseEvent, ...]


def made_up(
    seed: int = 2018, *, on: date = date(2019, 9, 30), cities: int = 14, counties: int = 100
) -> Province:
    """A province of cities and counties with its files, about half done by the middle of 2019."""
    chance = Random(seed)  # noqa: S311 - made-up data, drawn the same every time
    areas = tuple(_areas(chance, cities, counties))
    stock = tuple(_stock(chance, areas))
    late = tuple(_late(chance, areas, on))
    places = assign(stock, plan_targets(areas, on=on)).placed
    events = [event for place in places for event in _life(chance, place, on)]
    events += [event for household in late for event in _late_life(chance, household, on)]
    events.sort(key=lambda event: (event.on, event.household_id))
    return Province(areas, (*stock, *late), tuple(_extra(areas, places)), tuple(events))


def _areas(chance: Random, cities: int, counties: int) -> Iterator[AreaCount]:
    for city in range(1, cities + 1):
        yield AreaCount(area=f"{MARK}{city:02}市", parent=PROVINCE)
    for county in range(counties):
        city = county % cities + 1
        yield AreaCount(
            area=f"{MARK}{city:02}-{county // cities + 1:02}县",
            parent=f"{MARK}{city:02}市",
            households=chance.randint(2, MOST_IN_A_COUNTY),
        )


def _stock(chance: Random, areas: tuple[AreaCount, ...]) -> Iterator[FiledHousehold]:
    for area in areas:
        for number in range(1, (area.households or 0) + 1):
            filed_on = FILED + timedelta(days=chance.randrange(_DAYS_FILED))
            yield _household(
                chance, f"{_code(area.area)}-{number:03}", area.area, filed_on, "stock"
            )


def _code(area: str) -> str:
    return area.removesuffix("县")


def _household(
    chance: Random, name: str, area: str, filed_on: date, origin: Any, **more: Any
) -> FiledHousehold:
    deep = chance.randrange(4) == 0
    people = range(1, chance.randint(1, 4) + 1)
    return FiledHousehold(
        household_id=name,
        area=area,
        origin=origin,
        category="deep" if deep else chance.choice(("relative", "relative", "accident")),
        cause=chance.choice(get_args(Cause)),
        lost_ability=deep and chance.randrange(3) == 0,
        lifted_by=None if deep else chance.choice((None, None, "income", "aid")),
        filed_on=filed_on,
        members=tuple(f"{name}-P{person}" for person in people),
        **more,
    )


def _late(chance: Random, areas: tuple[AreaCount, ...], on: date) -> Iterator[FiledHousehold]:
    """New households in some counties, most of them with a plan."""
    places = [area.area for area in areas if area.households]
    for number in range(1, len(places) // 2):
        area = chance.choice(places)
        filed_on = date(2018, 7, 1) + timedelta(days=chance.randrange(400))
        planned = chance.choice((None, date(2019, 12, 31), date(2020, 9, 30), date(2020, 12, 31)))
        name = f"{_code(area)}-N{number:02}"
        yield _household(chance, name, area, min(filed_on, on), "new", planned_on=planned)


def _life(chance: Random, place: Placed, on: date) -> Iterator[CaseEvent]:
    """What has happened to one household of the stock by a day."""
    name = place.household_id
    first = date(2018, 7, 1)
    if chance.randrange(50) == 0:
        closing = chance.choice(("death", "mistaken", "retirement"))
        yield _event(name, _day(chance, first, on), "closed", closing=closing)
        return
    begins = date(place.year, 1, 1) if place.year > first.year else first
    if chance.randrange(12) == 0:
        begins += timedelta(days=chance.randrange(120))
    left = _day(chance, begins, place.due + timedelta(days=20))
    if left > on:
        if chance.randrange(2):
            yield _event(name, _day(chance, first, on), "aided")
        return
    way = "to_safety_net" if place.route == "safety_net" else chance.choice(_WAYS)
    yield _event(name, left, way, **_MET[way])
    if left + timedelta(days=200) < on and chance.randrange(25) == 0:
        yield _event(name, left + timedelta(days=190), "returned", meets_standard=True)


def _late_life(chance: Random, household: FiledHousehold, on: date) -> Iterator[CaseEvent]:
    left = (household.filed_on or FILED) + timedelta(days=chance.randint(150, 500))
    if left <= on:
        yield _event(household.household_id, left, "relieved", **_MET["relieved"])


def _extra(areas: tuple[AreaCount, ...], places: tuple[Placed, ...]) -> Iterator[ExtraTarget]:
    """Three cities take on some households of the last year a year early, named."""
    cities = [area.area for area in areas if area.parent == PROVINCE][:3]
    for count, city in enumerate(cities, 2):
        inside = [area.area for area in areas if area.parent == city]
        last = [row.household_id for row in places if row.area in inside and row.year == 2020]
        names = last[:count]
        yield ExtraTarget(area=city, year=2019, households=len(names), household_ids=tuple(names))


def _event(name: str, on: date, kind: Any, **facts: Any) -> CaseEvent:
    return CaseEvent(household_id=name, on=on, event=kind, **facts)


def _day(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange(max((last - first).days, 1)))
