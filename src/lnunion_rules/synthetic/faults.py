"""Faults to plant in a synthetic ledger: each adds its rows and says what must be found.

A fault of a person has one of its own, who is given the ordinary gifts too; a fault in the
gift of a whole union has a union of its own.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from ..units import YUAN
from .book import RETIREMENT_CAP, Book, Person, Planted, cap
from .ordinary import BIRTHDAY, gifts

GIFT = 300 * YUAN
SMALL_GIFT = 100 * YUAN
UNSTATED: dict[str, Any] = {"event_id": None}
_BORN_IN = 3
_MOST_OVER = 50_000


class Place:
    """Where a fault is planted: a union, one of the years, and people made for it."""

    def __init__(self, book: Book, union_id: str, years: Sequence[int], year: int) -> None:
        self.book, self.union_id, self.years, self.year = book, union_id, years, year

    def someone(self, left: date | None = None) -> Person:
        """A new member who is given the ordinary gifts of all the years."""
        person = self.book.person(self.union_id, left=left, birth_month=_BORN_IN)
        gifts(self.book, person, self.years)
        return person

    def day(self) -> date:
        """Some day of the year."""
        return self.book.some_day(self.year)

    def pay(self, person: Person, purpose: str, amount: int = GIFT, **facts: Any) -> str:
        """A payment on some day of the year, unless one is given."""
        on = facts.pop("on", None) or self.day()
        return self.book.pay(person, purpose, amount, on, **facts)

    def over(self) -> int:
        """By how much a cap is exceeded: from one fen to some hundred yuan."""
        return self.book.random.choice((1, self.book.random.randint(1, _MOST_OVER)))


Fault = Callable[[Place], None]


def _one_entry(kind: Any, code: str, purpose: str, **facts: Any) -> Fault:
    """A fault that is one payment more, with something about it."""

    def plant(place: Place) -> None:
        person = place.someone()
        place.book.plant(kind, code, person, place.pay(person, purpose, **facts))

    return plant


def _two_entries(code: str, purpose: str, amount: int = BIRTHDAY) -> Fault:
    """A query about two payments on different days."""

    def plant(place: Place) -> None:
        person = place.someone()
        first = place.pay(person, purpose, amount, on=date(place.year, 5, 5))
        second = place.pay(person, purpose, amount, on=date(place.year, 10, 5))
        place.book.plant("query", code, person, first, second)

    return plant


def over_festival_cap(place: Place) -> None:
    """One more gift late in the year, which the year's cap no longer holds."""
    person, book = place.someone(), place.book
    on = date(place.year, 11, 11)
    given = book.given[person, "festival", place.year]
    left = cap("festival", on) - sum(amount for _, amount in given)
    place.pay(person, "festival", left + place.over(), on=on)
    book.plant("breach", "over-cap", person, *(entry for entry, _ in given))


def _over_event_cap(purpose: str) -> Fault:
    def plant(place: Place) -> None:
        person, on = place.someone(), place.day()
        first, event = cap(purpose, on) // 2, f"{person.member_id}-{purpose}"
        second = cap(purpose, on) - first + place.over()
        parts = [
            place.pay(person, purpose, amount, on=on, event_id=event) for amount in (first, second)
        ]
        place.book.plant("breach", "over-cap", person, *parts)

    return plant


def over_own_cap(place: Place) -> None:
    """A retirement gift above the union's own cap."""
    person = place.someone()
    entry = place.pay(person, "retirement", RETIREMENT_CAP + place.over())
    place.book.plant("breach", "over-cap", person, entry)


def paid_to_a_stranger(place: Place) -> None:
    """A birthday gift to somebody who is on no roster."""
    name = f"{place.union_id}-X{len(place.book.claims) + 1:06d}"
    stranger = Person(place.union_id, name, date.min, date.max, _BORN_IN)
    entry = place.pay(stranger, "birthday", BIRTHDAY)
    place.book.plant("breach", "not-a-member", stranger, entry)


def paid_after_leaving(place: Place) -> None:
    """A birthday gift to somebody who left before the ledger begins."""
    person = place.someone(left=date(place.years[0] - 1, 12, 1))
    entry = place.pay(person, "birthday", BIRTHDAY)
    place.book.plant("breach", "not-a-member", person, entry)


def entered_twice(place: Place) -> None:
    """A row a second time, word for word or with another voucher number."""
    person, book = place.someone(), place.book
    entry = place.pay(person, "marriage")
    other = {"voucher_no": "SYN-TWICE"} if book.random.randrange(2) else {}
    book.claims.append(book.claims[-1].model_copy(update=other))
    book.plant("breach", "duplicate-entry", person, entry)
    book.plant("reject", "duplicate-entry", person, entry)


def taken_back_without_entry(place: Place) -> None:
    """A reversal that names an entry the ledger does not hold."""
    person = place.someone()
    entry = place.book.take_back(person, "birthday", "SYN-GONE", GIFT, place.day())
    place.book.plant("breach", "reversal-without-entry", person, entry)


def taken_back_too_much(place: Place) -> None:
    """Reversals of more than was paid."""
    person, book, on = place.someone(), place.book, place.day()
    entry = place.pay(person, "marriage", on=on)
    back = book.take_back(person, "marriage", entry, GIFT + place.over(), on + timedelta(days=9))
    book.plant("breach", "reversal-exceeds-entry", person, entry, back)


def twice_on_a_day(place: Place) -> None:
    """Two payments alike in all but the entry id."""
    person, on = place.someone(), place.day()
    event = f"{person.member_id}-twice"
    two = [place.pay(person, "bereavement", on=on, event_id=event) for _ in range(2)]
    place.book.plant("query", "possible-duplicate", person, *two)


def second_birthday(place: Place) -> None:
    """A birthday gift beside the ordinary one."""
    person = place.someone()
    place.pay(person, "birthday", BIRTHDAY, on=date(place.year, 8, 8))
    both = place.book.given[person, "birthday", place.year]
    place.book.plant("query", "birthday-twice", person, *(entry for entry, _ in both))


def paid_before_leaving(place: Place) -> None:
    """The ordinary gift of the last festival, ten days before leaving."""
    person = place.someone(left=date(place.year, 9, 25))
    entry, _ = place.book.given[person, "festival", place.year][-1]
    place.book.plant("query", "paid-before-leaving", person, entry)


def before_the_rule(place: Place) -> None:
    """A row of a day that no law covers."""
    person = place.someone()
    entry = place.pay(person, "birthday", BIRTHDAY, on=date(2018, 8, 31))
    place.book.plant("reject", "not-in-force", person, entry)


OF_PERSONS: tuple[Fault, ...] = (
    _one_entry("breach", "purpose-not-permitted", "旅游"),
    over_festival_cap,
    _over_event_cap("marriage"),
    _over_event_cap("birth"),
    _over_event_cap("illness"),
    over_own_cap,
    _one_entry("breach", "form-not-permitted", "marriage", form="money"),
    _one_entry("breach", "form-not-permitted", "illness", form="shopping_card"),
    _one_entry("breach", "birth-not-compliant", "birth", policy_compliant=False),
    paid_to_a_stranger,
    paid_after_leaving,
    entered_twice,
    taken_back_without_entry,
    taken_back_too_much,
    _one_entry("query", "event-unstated", "marriage", **UNSTATED),
    _one_entry("query", "illness-without-stay", "illness", **UNSTATED),
    _one_entry("query", "goods-at-bedside", "illness", form="goods"),
    _one_entry("query", "form-to-be-asked", "retirement", form="money"),
    _one_entry("query", "reads-like-hardship-aid", "bereavement", note="合成数据：困难帮扶"),
    _two_entries("second-hospital-stay", "illness"),
    _two_entries("retirement-twice", "retirement"),
    twice_on_a_day,
    second_birthday,
    paid_before_leaving,
    _one_entry("undetermined", "policy_compliant", "birth", policy_compliant=None),
    _one_entry("undetermined", "form", "marriage", form=None),
    before_the_rule,
)


def not_a_statutory_festival(place: Place, people: Sequence[Person]) -> None:
    """Everyone is given something for the day the works were founded."""
    on = place.day()
    for person in people:
        entry = place.pay(person, "festival", SMALL_GIFT, on=on, festival="建厂纪念日")
        place.book.plant("query", "festival-not-statutory", person, entry)


def left_out(place: Place, people: Sequence[Person]) -> None:
    """All but the last are given something for the National Day."""
    for person in people[:-1]:
        place.pay(person, "festival", SMALL_GIFT, on=date(place.year, 9, 30), festival="国庆节")
    place.book.plant("query", "festival-left-out", people[-1])


def unequal(place: Place, people: Sequence[Person]) -> None:
    """Everyone is given something for the National Day, the first a fen less."""
    on = date(place.year, 9, 30)
    entries = [
        place.pay(person, "festival", SMALL_GIFT - (person is people[0]), on=on, festival="国庆节")
        for person in people
    ]
    found = Planted("query", "festival-unequal", tuple(sorted(entries)), place.union_id, "")
    place.book.planted.append(found)


OF_UNIONS = (not_a_statutory_festival, left_out, unequal)
