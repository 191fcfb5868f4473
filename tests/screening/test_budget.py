"""A year's money among areas: the level found at once is where giving one by one would end."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules.screening.budget import Need, years_of

COSTS = st.sampled_from((0, 1, 100, 29_999, 30_000))
AREAS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), COSTS, st.none() | st.integers(0, 5)),
    min_size=1,
    max_size=6,
)


def needs(drawn: list[tuple[int, int, int, int | None]]) -> list[Need]:
    return [
        Need(f"a{number}", first, others, cost, capacity)
        for number, (first, others, cost, capacity) in enumerate(drawn)
    ]


def one_by_one(
    due: list[int], waiting: list[int], costs: list[int], money: int, turn: int
) -> tuple[list[int], int]:
    """Places given one after the other, as the rule says it."""
    places = [0] * len(due)
    order = [(turn + at) % len(due) for at in range(len(due))]
    while open_areas := [at for at in order if places[at] < waiting[at]]:
        level = min(Fraction(places[at], due[at]) for at in open_areas)
        at = next(at for at in open_areas if Fraction(places[at], due[at]) == level)
        if costs[at] > money:
            break
        places[at] += 1
        money -= costs[at]
    return places, money


@given(AREAS, st.integers(0, 400_000))
def test_every_year_is_as_if_places_were_given_one_by_one(
    drawn: list[tuple[int, int, int, int | None]], budget: int
) -> None:
    areas = needs(drawn)
    costs = [need.cost for need in areas]
    waiting = [[need.first_batch for need in areas], [need.others for need in areas]]
    due = [list(row) for row in waiting]
    found = years_of(areas, 2019, budget)
    for year in sorted({row.year for row in found}):
        first, left = one_by_one(due[0], waiting[0], costs, budget, year - 2019)
        others = [0] * len(areas)
        if first == waiting[0]:
            others, _ = one_by_one(due[1], waiting[1], costs, left, year - 2019)
        for row in (row for row in found if row.year == year):
            at = int((row.area or "")[1:])
            assert row.waiting == waiting[0][at] + waiting[1][at]
            assert row.allotted == first[at] + others[at]
            capacity = areas[at].capacity
            planned = row.allotted if capacity is None else min(row.allotted, capacity)
            assert row.planned == planned
            assert row.planned_first == min(first[at], planned)
            waiting[0][at] -= row.planned_first
            waiting[1][at] -= row.planned_others
    # Two women a year at least, and at most 144 wait: within 82 years everyone is called.
    if budget >= 60_000 and all(need.capacity is None for need in areas):
        assert waiting == [[0] * len(areas)] * 2


@given(AREAS, st.integers(0, 400_000))
def test_a_place_is_never_given_that_the_years_money_does_not_pay(
    drawn: list[tuple[int, int, int, int | None]], budget: int
) -> None:
    areas = needs(drawn)
    costs = {need.area: need.cost for need in areas}
    found = years_of(areas, 2019, budget)
    for year in {row.year for row in found}:
        allotted = [(row.allotted, costs[row.area]) for row in found if row.year == year]
        assert sum(places * cost for places, cost in allotted) <= budget


def test_a_hundred_areas_with_millions_of_women_are_shared_out_exactly() -> None:
    areas = [Need(f"{number:03}", 1_000 + number, 30_000, 30_000, None) for number in range(100)]
    (*rows,) = (row for row in years_of(areas, 2019, 30_000 * 1_000_000) if row.year == 2019)
    assert sum(row.allotted for row in rows) == 1_000_000
    assert all(row.planned_first == row.waiting_first for row in rows)
    rest = [row.planned_others for row in rows]
    assert max(rest) - min(rest) <= 1
