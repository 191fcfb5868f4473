"""A synthetic ledger of collective-welfare spending, with a key of everything wrong in it.

Every union, person, amount and note is made up, and every id begins with ``SYN``. The same
arguments give the same ledger. It is written person by person in memory, for up to some 100,000
rows; a generator that works by columns can follow the same recipe:

- Each union has a roster. Nine in ten of its members joined in 2010, the others on some day of
  the ledger's years; nobody leaves, except where leaving is planted.
- Each year a union gives three festival gifts in goods, each on one day and of one amount for
  all who are members that day: 40, 20 and 30 hundredths of the cap of 1 January.
- Each member has one cake voucher a year, on the 10th of the month of birth.
- One member in ten has an event that year, a wedding, a birth, a hospital stay or a death in
  the family, paid in a permitted form, with an event id, up to its cap.
- One in four of those payments is put right 200 days later, maybe in the next year: taken back
  in full and paid again, or taken back by half.
- Every fault has a person of its own, who is given the ordinary gifts too; a fault in the gift
  of a whole union has a union of its own, of three members. So no fault touches another, and
  the key says exactly what a check finds under the default readings (see ``faults``).
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..claims import ExpenseClaim, RosterEntry, Union
from .book import Book, Planted
from .faults import OF_PERSONS, OF_UNIONS, Place
from .ordinary import ordinary_member

FIRST_YEAR = 2019
"""The first whole year under the rule."""

_MEMBERS_OF_A_FAULTY_UNION = 3


class SyntheticLedger(NamedTuple):
    """Rows by day of payment, the roster and the unions they belong to, and the key."""

    claims: tuple[ExpenseClaim, ...]
    roster: tuple[RosterEntry, ...]
    unions: tuple[Union, ...]
    planted: tuple[Planted, ...]


def synthetic_ledger(
    *,
    seed: int = 1,
    unions: int = 3,
    members: int = 20,
    years: Sequence[int] = (2019,),
    faults: int = 1,
) -> SyntheticLedger:
    """A ledger of some unions, each with that many members, over whole years.

    Every kind of fault is planted ``faults`` times, in one year after another; with 0 the
    ledger is in order. A member has about 4.2 rows a year. Raises ``ValueError`` for a count
    out of range, and for years that do not follow one another from 2019 or later.

    >>> ledger = synthetic_ledger(unions=1, members=2)
    >>> ledger.claims[0].purpose, ledger.planted[0].code
    ('birthday', 'birth-not-compliant')
    """
    if unions < 1 or members < 1 or faults < 0:
        raise ValueError("a ledger has at least one union and member, and no fault less than none")
    if not years or list(years) != list(range(max(years[0], FIRST_YEAR), years[-1] + 1)):
        raise ValueError("years follow one another from 2019 or later")
    book = Book(seed)
    union_ids = [book.union() for _ in range(unions)]
    for union_id in union_ids:
        for _ in range(members):
            ordinary_member(book, union_id, years)
    for number in range(faults):
        _plant(book, union_ids, years, years[number % len(years)])
    claims = sorted(book.claims, key=lambda claim: claim.paid_on)
    return SyntheticLedger(
        tuple(claims), tuple(book.roster), tuple(book.unions), tuple(sorted(book.planted))
    )


def _plant(book: Book, union_ids: Sequence[str], years: Sequence[int], year: int) -> None:
    """Every fault once: those of persons in one union after another."""
    for number, fault in enumerate(OF_PERSONS):
        fault(Place(book, union_ids[number % len(union_ids)], years, year))
    for of_union in OF_UNIONS:
        place = Place(book, book.union(), years, year)
        of_union(place, [place.someone() for _ in range(_MEMBERS_OF_A_FAULTY_UNION)])
