"""Orders matched to places: as many people as can be, then the nearest, then the cheapest."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules.programmes import TrainingOrder, TrainingPlaces
from lnunion_rules.skills import match_orders
from lnunion_rules.skills_findings import Matching
from lnunion_rules.units import fen

NEAR, CITY, FAR = "210302", "210303", "210102"
STEPS = {"same_area": 0, "same_city": 1, "elsewhere": 2}


def order(order_id: str = "o1", places: int = 5, **facts: Any) -> TrainingOrder:
    plain = {"enterprise_id": "u1", "trade": "焊工", "area": NEAR}
    return TrainingOrder.model_validate({"order_id": order_id, "places": places, **plain, **facts})


def offer(offer_id: str = "p1", places: int = 5, **facts: Any) -> TrainingPlaces:
    plain = {"provider_id": "school", "trade": "焊工", "area": NEAR, "fee": "100"}
    return TrainingPlaces.model_validate({"offer_id": offer_id, "places": places, **plain, **facts})


def plan(found: Matching) -> list[tuple[str, str, int]]:
    return [(one.order_id, one.offer_id, one.people) for one in found.assigned]


def test_an_order_is_filled_and_what_is_left_is_said() -> None:
    found = match_orders([order(places=3)], [offer(places=5)])
    assert plan(found) == [("o1", "p1", 3)]
    assert [(left.offer_id, left.places, left.reason) for left in found.left] == [
        ("p1", 2, "orders-filled")
    ]
    assert str(found.fee) == "300.00"


def test_nearer_comes_before_cheaper() -> None:
    offers = [
        offer("p1", area=FAR, fee="1"),
        offer("p2", area=CITY, fee="2"),
        offer("p3", area=NEAR, fee="9999999999.99"),
    ]
    assert plan(match_orders([order(places=5)], offers)) == [("o1", "p3", 5)]
    assert plan(match_orders([order(places=6)], offers)) == [("o1", "p2", 1), ("o1", "p3", 5)]


def test_the_cheapest_of_the_nearest_is_taken() -> None:
    offers = [offer("p1", fee="100.01"), offer("p2", fee="100.00")]
    assert plan(match_orders([order(places=5)], offers)) == [("o1", "p2", 5)]


def test_everyone_together_goes_the_least_way() -> None:
    # o1 near and o2 to the other city go 2 x 5 steps in all; the other way round it is 3 x 5.
    orders = [order("o1", 5, area=NEAR), order("o2", 5, area=FAR)]
    offers = [offer("p1", 5, area=NEAR), offer("p2", 5, area=CITY)]
    found = match_orders(orders, offers)
    assert found.placed == 10
    assert sum(STEPS[one.distance] * one.people for one in found.assigned) == 10


@pytest.mark.parametrize(
    ("trade", "reason"), [("护理员", "no-place-of-the-trade"), ("焊工", "places-taken")]
)
def test_who_is_left_without_a_place_is_told_why(trade: str, reason: str) -> None:
    orders = [order("o1", 5), order("o2", 2, trade=trade, area=FAR)]
    found = match_orders(orders, [offer(places=5)])
    assert [(short.order_id, short.people, short.reason) for short in found.short] == [
        ("o2", 2, reason)
    ]


def test_places_that_nobody_orders_are_told_apart() -> None:
    found = match_orders([order()], [offer(), offer("p2", 3, trade="家政")])
    assert [(left.offer_id, left.reason) for left in found.left] == [
        ("p2", "no-order-of-the-trade")
    ]


def test_a_trade_is_the_same_whatever_its_spaces_and_width() -> None:
    found = match_orders([order(trade="ＣＮＣ 操作工")], [offer(trade="cnc操作工")])
    assert found.placed == 5


def test_a_second_row_of_an_id_is_rejected() -> None:
    found = match_orders([order(), order()], [offer(), offer()])
    assert (found.ordered, found.offered, found.rows_rejected) == (5, 5, 2)


def test_without_orders_or_places_nothing_is_matched() -> None:
    assert match_orders([], []).placed == 0
    assert match_orders([order()], []).short[0].people == 5
    assert match_orders([], [offer()]).left[0].places == 5


small_orders = st.lists(
    st.builds(
        order,
        order_id=st.integers(1, 9).map("o{}".format),
        places=st.integers(0, 3),
        area=st.sampled_from([NEAR, CITY, FAR]),
        trade=st.sampled_from(["焊工", "护理员"]),
    ),
    max_size=3,
    unique_by=lambda one: one.order_id,
)
small_offers = st.lists(
    st.builds(
        offer,
        offer_id=st.integers(1, 9).map("p{}".format),
        places=st.integers(0, 3),
        area=st.sampled_from([NEAR, CITY, FAR]),
        trade=st.sampled_from(["焊工", "护理员"]),
        fee=st.sampled_from(["0", "1", "2.50"]),
    ),
    max_size=3,
    unique_by=lambda one: one.offer_id,
)


def worth(found: Matching) -> tuple[int, int, int]:
    """People placed, steps gone, fen paid."""
    steps = sum(STEPS[one.distance] * one.people for one in found.assigned)
    return found.placed, steps, fen(found.fee)


def best(orders: list[TrainingOrder], offers: list[TrainingPlaces]) -> tuple[int, int, int]:
    """The same by trying every way, person by person."""
    people = tuple(one for one in orders for _ in range(one.places))

    def steps(one: TrainingOrder, place: TrainingPlaces) -> int:
        return 0 if one.area == place.area else 1 if one.area[:4] == place.area[:4] else 2

    @cache
    def rest(at: int, left: tuple[int, ...]) -> tuple[int, int, int]:
        if at == len(people):
            return 0, 0, 0
        ways = [rest(at + 1, left)]
        for to, place in enumerate(offers):
            if left[to] and place.trade == people[at].trade:
                fewer = (*left[:to], left[to] - 1, *left[to + 1 :])
                placed, gone, paid = rest(at + 1, fewer)
                one = placed + 1, gone - steps(people[at], place), paid - fen(place.fee)
                ways.append(one)
        return max(ways)

    placed, gone, paid = rest(0, tuple(place.places for place in offers))
    return placed, -gone, -paid


@given(small_orders, small_offers)
def test_no_other_way_places_more_or_goes_less_far_or_costs_less(
    orders: list[TrainingOrder], offers: list[TrainingPlaces]
) -> None:
    assert worth(match_orders(orders, offers)) == best(orders, offers)


@given(small_orders, small_offers, st.randoms())
def test_nobody_is_placed_twice_and_no_place_is_taken_twice(
    orders: list[TrainingOrder], offers: list[TrainingPlaces], chance: Any
) -> None:
    found = match_orders(orders, offers)
    placed, taken = Counter[str](), Counter[str]()
    for one in found.assigned:
        assert one.people > 0
        placed[one.order_id] += one.people
        taken[one.offer_id] += one.people
    short = {one.order_id: one.people for one in found.short}
    left = {one.offer_id: one.places for one in found.left}
    for one in orders:
        assert placed[one.order_id] + short.get(one.order_id, 0) == one.places
    for place in offers:
        assert taken[place.offer_id] + left.get(place.offer_id, 0) == place.places
    shuffled = [list(orders), list(offers)]
    for rows in shuffled:
        chance.shuffle(rows)
    assert match_orders(*shuffled) == found


@given(small_orders, small_offers, small_offers)
def test_more_places_never_leave_anyone_without_one(
    orders: list[TrainingOrder], offers: list[TrainingPlaces], more: list[TrainingPlaces]
) -> None:
    known = {place.offer_id for place in offers}
    wider = offers + [place for place in more if place.offer_id not in known]
    assert match_orders(orders, wider).placed >= match_orders(orders, offers).placed
