"""The plan down to households: each of the stock in a year, new and returned ones apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, NoReturn

from ..casework_findings import ApartByArea, Lists, Placed, PlannedApart
from ..errors import InputError
from ..hardship_files import FiledHousehold
from ..rules.depoverty_targets import routes
from ..targets_findings import AreaTarget, Schedule, Three
from .tree import Tree, leaves, summed, tree_in

LAST_ROUTE = "safety_net"
APART = ("own-plan", "no-plan-yet", "after-deadline", "standard-not-met", "standard-unknown")


class Route(NamedTuple):
    """The way out that a household's facts point to, and the facts that could change it."""

    name: str
    missing: tuple[str, ...] = ()


def route_of(household: FiledHousehold) -> Route:
    """The way out of one household: the safety net, lifted already, or by its cause.

    >>> route_of(FiledHousehold(household_id="h", area="a", category="relative", cause="schooling"))
    Route(name='schooling', missing=())
    """
    if household.category == "deep" and household.lost_ability:
        return Route(LAST_ROUTE)
    if household.lifted_by is not None:
        return Route("above_line" if household.lifted_by == "income" else "lifted_by_aid")
    missing = [fact for fact in ("category", "cause") if getattr(household, fact) is None]
    if household.category == "deep" and household.lost_ability is None:
        missing.append("lost_ability")
    return Route(household.cause or "other", tuple(missing))


def assign(
    households: Iterable[FiledHousehold],
    schedule: Schedule,
    *,
    order: Sequence[str] | None = None,
) -> Lists:
    """Place each household of the stock in a year, so that the counts match the targets.

    One row is one household. ``order`` names every route, easier ones first; left out, it is
    that of the data file. Within a route those in deep hardship come later, then it goes by
    household id. New and returned households are listed apart. Areas without any listed
    household of the stock are left out. Raises ``InputError``: ``household-twice``,
    ``household-in-two-areas``, ``area-not-a-leaf``, ``stock-filed-later``, ``list-not-the-count``,
    ``order-not-whole``.
    """
    taken = tuple(routes() if order is None else order)
    if sorted(taken) != sorted(routes()):
        raise InputError("order-not-whole", "order", routes=", ".join(routes()))
    tree = tree_in(schedule)
    filed = _checked(tuple(households), {tree[at].area for at in leaves(tree)}, schedule.baseline)
    ranked = sorted(filed, key=lambda household: _rank(household, taken))
    apart = tuple(_planned_apart(ranked, schedule))
    return Lists(
        placed=tuple(_placed(ranked, schedule)),
        apart=apart,
        apart_by_area=tuple(_by_area(apart, tree, schedule)),
        order=taken,
    )


def _rank(household: FiledHousehold, order: tuple[str, ...]) -> tuple[int, bool, str]:
    route = order.index(route_of(household).name)
    return route, household.category == "deep", household.household_id


def _checked(
    filed: tuple[FiledHousehold, ...], places: set[str], baseline: date
) -> tuple[FiledHousehold, ...]:
    seen: dict[str, str] = {}
    for at, household in enumerate(filed):
        if household.area not in places:
            _refuse("area-not-a-leaf", at, "area")
        first = seen.setdefault(household.household_id, household.area)
        if first != household.area:
            _refuse("household-in-two-areas", at, "area")
        late = household.filed_on is not None and household.filed_on > baseline
        if household.origin == "stock" and late:
            _refuse("stock-filed-later", at, "filed_on")
        if len(seen) <= at:
            _refuse("household-twice", at, "household_id")
    return filed


def _refuse(code: str, at: int, column: str) -> NoReturn:
    raise InputError(code, f"households[{at}].{column}")


def _placed(ranked: list[FiledHousehold], schedule: Schedule) -> Iterable[Placed]:
    stock: dict[str, list[FiledHousehold]] = defaultdict(list)
    for household in ranked:
        if household.origin == "stock":
            stock[household.area].append(household)
    for area in schedule.areas:
        listed = stock.get(area.area, [])
        if listed and len(listed) != area.households:
            counts = {"listed": len(listed), "counted": area.households}
            raise InputError("list-not-the-count", "households", area=area.area, **counts)
        for place, (household, year) in enumerate(zip(listed, _years(area), strict=False), 1):
            route = route_of(household)
            reason = "to-safety-net" if route.name == LAST_ROUTE else "in-order"
            due = schedule.deadlines[year]
            yield Placed(
                household_id=household.household_id,
                area=area.area,
                year=due.year,
                due=due,
                place=place,
                route=route.name,
                reason="cause-not-stated" if route.missing else reason,
                missing=route.missing,
                members=household.members,
            )


def _years(area: AreaTarget) -> list[int]:
    """The year of each place in an area's order, as many of each as its targets say."""
    return [year for year, target in enumerate(area.targets) for _ in range(target)]


def _planned_apart(ranked: list[FiledHousehold], schedule: Schedule) -> Iterable[PlannedApart]:
    places: dict[str, int] = defaultdict(int)
    for household in ranked:
        if household.origin == "stock":
            continue
        reason = _apart_reason(household, schedule)
        planned = reason in APART[:3]
        places[household.area] += planned
        route = route_of(household)
        yield PlannedApart(
            household_id=household.household_id,
            area=household.area,
            origin=household.origin,
            planned_on=household.planned_on,
            deadline=schedule.new_deadline,
            place=places[household.area] if planned else None,
            route=route.name,
            reason=reason,
            missing=route.missing,
            members=household.members,
        )


def _apart_reason(household: FiledHousehold, schedule: Schedule) -> str:
    """Whether a new or returned household has a plan of its own within the deadline."""
    if household.category is None:
        return "standard-unknown"
    if household.category == "none":
        return "standard-not-met"
    if household.planned_on is None:
        return "no-plan-yet"
    return "after-deadline" if household.planned_on > schedule.new_deadline else "own-plan"


def _by_area(
    apart: tuple[PlannedApart, ...], tree: Tree, schedule: Schedule
) -> Iterable[ApartByArea]:
    """The plan of new and returned households added up to cities and the province."""
    years = [deadline.year for deadline in schedule.deadlines]
    own: dict[str, list[int]] = defaultdict(lambda: [0] * (len(years) + len(APART)))
    for row in apart:
        own[row.area][len(years) + APART.index(row.reason)] += 1
        if row.reason == APART[0] and row.planned_on is not None:
            year = sum(row.planned_on.year > earlier for earlier in years[:-1])
            own[row.area][year] += 1
    for node, sums in zip(tree, summed(tree, own, len(years) + len(APART)), strict=True):
        first, second, third, *counts = sums
        planned: Three = (first, second, third)
        if sum(counts):
            yield ApartByArea(
                area=node.area,
                households=sum(counts),
                planned=planned,
                not_planned=counts[1],
                after_deadline=counts[2],
                standard_not_met=counts[3],
                standard_unknown=counts[4],
            )
