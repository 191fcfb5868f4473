"""Hypothesis strategies for ledgers of collective welfare; take them from :mod:`.testing`."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args

from hypothesis import strategies as st

from .areas import areas
from .claims import Deceased, ExpenseClaim, Form, Purpose, RosterEntry, Union
from .people import Sex
from .policy import load_policy
from .units import MOST, fen, yuan

__all__ = [
    "PERSONS",
    "UNIONS",
    "WELFARE",
    "WelfareCase",
    "expense_claims",
    "reversals",
    "roster_entries",
    "unions",
    "welfare_cases",
]

WELFARE = (date(2024, 1, 1), date(2026, 12, 31))
"""The days of drawn ledgers: a year before, the year in which caps change, and a year after."""
UNIONS = ("u1", "u2")
PERSONS = ("m1", "m2", "m3")


def _money(least: int, most: str) -> st.SearchStrategy[Decimal]:
    return st.integers(least, fen(most)).map(yuan)


def _word(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


@st.composite
def unions(draw: st.DrawFn, *, union_id: str = "u1", area: str | None = None) -> Union:
    """One primary union, single or joint, maybe with lower caps of its own."""
    caps = st.dictionaries(_word(Purpose), _money(0, "1000"), max_size=2)
    return Union(
        union_id=union_id,
        kind=draw(st.sampled_from(("single", "joint"))),
        area=area or draw(st.sampled_from(sorted(areas()))),
        caps=draw(caps),
    )


@st.composite
def roster_entries(draw: st.DrawFn, *, union_id: str = "u1", member_id: str = "m1") -> RosterEntry:
    """One membership; the first and the last day may lie in ``WELFARE`` or be left out."""
    joined, left = sorted((draw(st.dates(*WELFARE)), draw(st.dates(*WELFARE))))
    return RosterEntry(
        member_id=member_id,
        union_id=union_id,
        joined_on=draw(st.none() | st.just(joined)),
        left_on=draw(st.none() | st.just(left)),
        sex=draw(st.none() | _word(Sex)),
    )


@st.composite
def expense_claims(
    draw: st.DrawFn, *, entry_id: str = "e1", union_id: str = "u1", member_id: str = "m1"
) -> ExpenseClaim:
    """One payment out of collective-welfare funds, now and then for an unknown purpose.

    Days and amounts lean towards those at which a cap changes or is reached.
    """
    purpose = draw(st.just("festival") | _word(Purpose) | st.sampled_from(("illness", "travel")))
    return ExpenseClaim(
        entry_id=entry_id,
        union_id=union_id,
        member_id=member_id,
        paid_on=draw(_near_changes() | st.dates(*WELFARE)),
        purpose=purpose,
        amount=draw(_near_caps() | _money(1, "2500")),
        form=draw(st.none() | _word(Form)),
        event_id=draw(st.none() | st.sampled_from(("v1", "v2"))),
        event_on=draw(st.none() | st.dates(*WELFARE)),
        policy_compliant=draw(st.none() | st.booleans()) if purpose == "birth" else None,
        festival=draw(st.none() | st.sampled_from(("春节", "店庆"))),
        deceased=draw(st.none() | _word(Deceased)) if purpose == "bereavement" else None,
    )


@cache
def _near_changes() -> st.SearchStrategy[date]:
    since = [period.since for period in load_policy().rules["collective_welfare"].periods[1:]]
    return st.sampled_from([*since, *(day - timedelta(days=1) for day in since)])


@cache
def _near_caps() -> st.SearchStrategy[Decimal]:
    caps = [
        figure.number
        for period in load_policy().rules["collective_welfare"].periods
        for figure in period.parameters
        if figure.number
    ]
    parts = st.tuples(st.sampled_from(caps), st.sampled_from((1, 2)), st.integers(-1, 1))
    return parts.map(lambda drawn: yuan(drawn[0] // drawn[1] + drawn[2]))


@st.composite
def reversals(draw: st.DrawFn, *, entry: ExpenseClaim, entry_id: str = "r1") -> ExpenseClaim:
    """One entry that takes another back: in part, in full, or by a fen too much."""
    paid = fen(entry.amount)
    back = draw(st.just(paid) | st.integers(1, min(paid + 1, MOST)))
    return ExpenseClaim(
        entry_id=entry_id,
        union_id=entry.union_id,
        member_id=entry.member_id,
        paid_on=draw(st.dates(entry.paid_on, WELFARE[1])),
        purpose=entry.purpose,
        amount=yuan(-back),
        reverses=entry.entry_id,
    )


class WelfareCase(NamedTuple):
    """What a ledger is checked against: its rows, the roster (or none) and the unions."""

    claims: tuple[ExpenseClaim, ...]
    roster: tuple[RosterEntry, ...] | None
    unions: tuple[Union, ...]


@st.composite
def welfare_cases(draw: st.DrawFn, *, most_payments: int = 8, faults: bool = True) -> WelfareCase:
    """A ledger of two unions and three persons, with reversals, their roster and own caps.

    ``faults`` adds what a ledger should not hold: an entry id used twice and a reversal of an
    entry that is not there. Without them entry ids are unique in the whole ledger.
    """
    who = st.sampled_from([(union, member) for union in UNIONS for member in PERSONS])

    def payment(entry_id: str) -> ExpenseClaim:
        union, member = draw(who)
        return draw(expense_claims(entry_id=entry_id, union_id=union, member_id=member))

    payments = [payment(f"e{number}") for number in range(draw(st.integers(0, most_payments)))]
    taken = draw(st.lists(st.sampled_from(payments), max_size=3)) if payments else []
    back = [draw(reversals(entry=entry, entry_id=f"r{n}")) for n, entry in enumerate(taken)]
    claims = [*payments, *back]
    if faults and draw(st.booleans()):
        claims += [payment("e0"), draw(st.sampled_from(claims or [payment("e1")]))]
    if faults and draw(st.booleans()):
        claims.append(draw(reversals(entry=payment("gone"), entry_id="r9")))
    listed = draw(st.lists(who, max_size=8))
    roster = [draw(roster_entries(union_id=union, member_id=member)) for union, member in listed]
    own = [draw(unions(union_id=union)) for union in UNIONS if draw(st.booleans())]
    return WelfareCase(tuple(claims), draw(st.sampled_from((None, tuple(roster)))), tuple(own))
