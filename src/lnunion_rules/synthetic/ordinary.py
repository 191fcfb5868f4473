"""What is in order in a synthetic ledger: the gifts of a year, and events that are put right."""

from collections.abc import Iterable
from datetime import date, timedelta

from ..units import YUAN
from .book import Book, Person, cap

FESTIVALS = (("春节", 1, 25, 40), ("端午节", 6, 10, 20), ("中秋节", 9, 15, 30))
"""Name, month, day, and hundredths of the cap of 1 January."""

BIRTHDAY = 200 * YUAN
BEREAVEMENT = 1000 * YUAN
BIRTHDAYS_ON = 10
EVENTS = ("marriage", "birth", "illness", "bereavement")
ONE_EVENT_IN = 10
ONE_CORRECTION_IN = 4
ONE_LATE_JOINER_IN = 10
CORRECTED_AFTER = timedelta(days=200)


def ordinary_member(book: Book, union_id: str, years: Iterable[int]) -> Person:
    """Someone who is given what is in order, and now and then has an event."""
    years = tuple(years)
    late = book.random.randrange(ONE_LATE_JOINER_IN) == 0
    joined = book.some_day(book.random.choice(years)) if late else None
    person = book.person(union_id, joined=joined) if joined else book.person(union_id)
    gifts(book, person, years)
    for year in years:
        if year >= person.joined.year and book.random.randrange(ONE_EVENT_IN) == 0:
            _event(book, person, year)
    return person


def gifts(book: Book, person: Person, years: Iterable[int]) -> None:
    """Three festivals and a birthday in each year of membership."""
    for year in years:
        for name, month, day, share in FESTIVALS:
            amount = cap("festival", date(year, 1, 1)) * share // 100
            _while_a_member(book, person, "festival", amount, date(year, month, day), name)
        kept_on = date(year, person.birth_month, BIRTHDAYS_ON)
        _while_a_member(book, person, "birthday", BIRTHDAY, kept_on, None)


def _while_a_member(
    book: Book, person: Person, purpose: str, amount: int, on: date, festival: str | None
) -> None:
    if person.joined <= on <= person.left:
        book.pay(person, purpose, amount, on, festival=festival)


def _event(book: Book, person: Person, year: int) -> None:
    """One event of a year up to its cap; some payments are taken back, in full or in part."""
    purpose = book.random.choice(EVENTS)
    on = book.some_day(year, person.joined)
    most = BEREAVEMENT if purpose == "bereavement" else cap(purpose, on)
    amount = book.some_amount(most)
    event = f"{person.member_id}-{year}"
    entry = book.pay(person, purpose, amount, on, event_id=event)
    if book.random.randrange(ONE_CORRECTION_IN):
        return
    corrected_on = on + CORRECTED_AFTER
    if book.random.randrange(2):
        book.take_back(person, purpose, entry, amount, corrected_on)
        book.pay(person, purpose, amount, corrected_on, event_id=event)
    else:
        book.take_back(person, purpose, entry, amount // 2, corrected_on)
