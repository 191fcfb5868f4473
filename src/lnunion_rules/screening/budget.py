"""A year's money among areas, and the years it takes: counts only, nobody's names.

The rule. Each year the money goes to the areas place by place, those of the first batch in all
areas before any other; each place goes to the area of whose women, as many as were due when the
plan was made, the smallest part has a place that year. Of areas that are level, each year
another one begins. The places end where the next one cannot be paid. An area calls as many
women as it has places and its hospitals can take; a place that its hospitals cannot take goes to
nobody else, and the money stays in the fund.

So more money, or a larger capacity of any area, never puts a woman later: those before her in
the order are then no more than they were, in every year. Money that changed hands when a
hospital is full would break that, because a larger hospital would take it back.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..dates import LAST

_LEVELS = 1 << 64
"""So finely is the part of an area's women divided that no two different parts become equal."""


class Need(NamedTuple):
    """The women of one area who are due: of the first batch, and the others."""

    area: str | None
    first_batch: int
    others: int
    cost: int
    """Fen a woman."""
    capacity: int | None
    """Women a year; None is no limit."""


class AreaYear(NamedTuple):
    """One area in one year in which women were waiting there."""

    year: int
    area: str | None
    waiting: int
    waiting_first: int
    allotted: int
    planned_first: int
    planned_others: int

    @property
    def planned(self) -> int:
        """The women called."""
        return self.planned_first + self.planned_others


def years_of(needs: Sequence[Need], first_year: int, budget: int | None) -> list[AreaYear]:
    """Every area's years, until nobody waits who can ever be called.

    ``budget`` is fen a year, None no limit. The areas take turns in the order given.
    """
    first = [need.first_batch for need in needs]
    others = [need.others for need in needs]
    years: list[AreaYear] = []
    for year in range(first_year, LAST.year + 1):
        waiting = [at for at in range(len(needs)) if first[at] + others[at]]
        if not any(_can_be_called(needs[at], budget) for at in waiting):
            break
        turns = _turns(len(needs), year - first_year)
        places_first, places = _places(needs, first, others, budget, turns)
        for at in waiting:
            called = _at_most(places[at], needs[at].capacity)
            called_first = min(places_first[at], called)
            row = AreaYear(
                year=year,
                area=needs[at].area,
                waiting=first[at] + others[at],
                waiting_first=first[at],
                allotted=places[at],
                planned_first=called_first,
                planned_others=called - called_first,
            )
            first[at] -= row.planned_first
            others[at] -= row.planned_others
            years.append(row)
    return years


def _can_be_called(need: Need, budget: int | None) -> bool:
    return need.capacity != 0 and (budget is None or need.cost <= budget)


def _at_most(places: int, capacity: int | None) -> int:
    return places if capacity is None else min(places, capacity)


def _turns(areas: int, year: int) -> list[int]:
    """The order of level areas in a year: each year it begins one area further."""
    return [(year + at) % areas for at in range(areas)]


def _places(
    needs: Sequence[Need],
    first: Sequence[int],
    others: Sequence[int],
    budget: int | None,
    turns: Sequence[int],
) -> tuple[list[int], list[int]]:
    """The places of each area in a year: those of the first batch, and all."""
    costs = [need.cost for need in needs]
    if budget is None:
        return list(first), [one + other for one, other in zip(first, others, strict=True)]
    of_first, left = _one_by_one([need.first_batch for need in needs], first, costs, budget, turns)
    if of_first != list(first):
        return of_first, of_first
    of_others, _ = _one_by_one([need.others for need in needs], others, costs, left, turns)
    return of_first, [one + other for one, other in zip(of_first, of_others, strict=True)]


def _one_by_one(
    due: Sequence[int],
    waiting: Sequence[int],
    costs: Sequence[int],
    money: int,
    turns: Sequence[int],
) -> tuple[list[int], int]:
    """Places given one by one to the area with the smallest part served, and the money left.

    An area's place ``n`` (from 0) is given at the level ``n / due``: found at once is the
    highest level up to which the money lasts, and only on that level places go in turn.
    """

    def below(level: int) -> list[int]:
        return [
            min(left, -(-level * women // _LEVELS))
            for women, left in zip(due, waiting, strict=True)
        ]

    def price(places: Sequence[int]) -> int:
        return sum(number * cost for number, cost in zip(places, costs, strict=True))

    low, high = 0, _LEVELS
    if price(below(high)) <= money:
        low = high
    while high - low > 1:
        level = (low + high) // 2
        low, high = (level, high) if price(below(level)) <= money else (low, level)
    places = below(low)
    money -= price(places)
    for at in turns:
        on_level = places[at] < waiting[at] and places[at] * _LEVELS // due[at] == low
        if on_level and costs[at] > money:
            break
        if on_level:
            places[at] += 1
            money -= costs[at]
    return places, money
