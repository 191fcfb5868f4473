"""Enterprises' training orders matched to providers' places, exactly.

As many people as can be are placed; of all ways to do so, one in which they travel least (own
area, own city, elsewhere), and of these one that costs least. Nearest before cheapest is a
setting of this library, stated by no text. It is a transport problem in whole numbers, solved
by the network simplex of networkx: pure Python, exact on ints of any size, and the same on every
machine. Orders and offers are taken by id, so that the order of the rows never matters.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from ..areas import city_of
from ..programmes import TrainingOrder, TrainingPlaces
from ..repeats import without_repeats
from ..skills_findings import Assigned, Distance, Left, LeftReason, Matching, Short, ShortReason
from ..tables.extras import needed
from ..units import added, fen, yuan

DISTANCES: tuple[Distance, ...] = get_args(Distance)
_FROM, _TO = "from", "to"
"""Where all people come from and go to in the network; no id of a file is a bare word there."""


def match_orders(orders: Sequence[TrainingOrder], offers: Sequence[TrainingPlaces]) -> Matching:
    """Match orders to places of the same trade; a second row of one id is rejected.

    Raises ``InputError`` (``extra-missing``) without the extra ``match``.
    """
    asked, rejects = without_repeats(orders, "order_id")
    there, offers_rejects = without_repeats(offers, "offer_id")
    asked.sort(key=lambda order: order.order_id)
    there.sort(key=lambda offer: offer.offer_id)
    assigned: list[Assigned] = []
    for trade in sorted({_trade(order.trade) for order in asked}):
        wanted = [order for order in asked if _trade(order.trade) == trade]
        taught = [offer for offer in there if _trade(offer.trade) == trade]
        assigned += _assigned(wanted, taught) if taught else ()
    assigned.sort(key=lambda one: (one.order_id, one.offer_id))
    return Matching(
        rows_in=len(orders) + len(offers),
        rows_accepted=len(asked) + len(there),
        rows_rejected=len(rejects) + len(offers_rejects),
        ordered=sum(order.places for order in asked),
        offered=sum(offer.places for offer in there),
        placed=sum(one.people for one in assigned),
        fee=added(one.fee for one in assigned),
        assigned=tuple(assigned),
        short=tuple(_short(asked, there, assigned)),
        left=tuple(_left(asked, there, assigned)),
        rejects=rejects,
        offers_rejects=offers_rejects,
    )


def _trade(name: str) -> str:
    """A trade without what does not matter: case, spaces, width of signs."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _distance(order: TrainingOrder, offer: TrainingPlaces) -> int:
    """How far people go, as the number of a :data:`DISTANCES`."""
    if order.area == offer.area:
        return 0
    return 1 if city_of(order.area) == city_of(offer.area) else len(DISTANCES) - 1


def _assigned(
    orders: Sequence[TrainingOrder], offers: Sequence[TrainingPlaces]
) -> Iterator[Assigned]:
    """The best way to place the orders of one trade on its offers."""
    with needed("match"):
        import networkx as nx
    people = sum(order.places for order in orders)
    # One step farther weighs more than every fee together: nearest before cheapest, exactly.
    step = people * max(fen(offer.fee) for offer in offers) + 1
    net = nx.DiGraph()
    for at, order in enumerate(orders):
        net.add_edge(_FROM, (at, None), capacity=order.places, weight=0)
    for to, offer in enumerate(offers):
        net.add_edge((None, to), _TO, capacity=offer.places, weight=0)
    for at, order in enumerate(orders):
        for to, offer in enumerate(offers):
            weight = _distance(order, offer) * step + fen(offer.fee)
            net.add_edge((at, None), (None, to), weight=weight)
    flow = nx.max_flow_min_cost(net, _FROM, _TO)
    for at, order in enumerate(orders):
        for to, offer in enumerate(offers):
            taken = flow[at, None][None, to]
            if taken:
                yield Assigned(
                    order_id=order.order_id,
                    offer_id=offer.offer_id,
                    people=taken,
                    distance=DISTANCES[_distance(order, offer)],
                    fee=yuan(taken * fen(offer.fee)),
                )


def _short(
    orders: Iterable[TrainingOrder],
    offers: Iterable[TrainingPlaces],
    assigned: Iterable[Assigned],
) -> Iterator[Short]:
    """The orders with people left over, and why."""
    taught = {_trade(offer.trade) for offer in offers}
    placed: Counter[str] = Counter()
    for one in assigned:
        placed[one.order_id] += one.people
    for order in orders:
        people = order.places - placed[order.order_id]
        if people:
            known = _trade(order.trade) in taught
            reason: ShortReason = "places-taken" if known else "no-place-of-the-trade"
            yield Short(order_id=order.order_id, people=people, reason=reason)


def _left(
    orders: Iterable[TrainingOrder],
    offers: Iterable[TrainingPlaces],
    assigned: Iterable[Assigned],
) -> Iterator[Left]:
    """The offers with places left over, and why.

    Everyone may go to every place of the trade: where one is left, all its orders are filled.
    """
    wanted = {_trade(order.trade) for order in orders}
    taken: Counter[str] = Counter()
    for one in assigned:
        taken[one.offer_id] += one.people
    for offer in offers:
        places = offer.places - taken[offer.offer_id]
        if places:
            known = _trade(offer.trade) in wanted
            reason: LeftReason = "orders-filled" if known else "no-order-of-the-trade"
            yield Left(offer_id=offer.offer_id, places=places, reason=reason)
