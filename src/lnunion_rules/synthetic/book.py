"""The book in which a synthetic ledger is written: people, rows, and the key to what is planted."""

from collections import defaultdict
from datetime import date
from random import Random
from typing import Any, Literal, NamedTuple

from ..claims import ExpenseClaim, RosterEntry, Union
from ..policy import load_policy
from ..rules.collective_welfare import legal_cap
from ..units import YUAN, yuan

MARK = "SYN"
"""Begins every id, so that a made-up ledger is never taken for a real one."""

PROPER = {
    "festival": "goods",
    "birthday": "cake_voucher",
    "marriage": "goods",
    "birth": "goods",
    "illness": "money",
    "bereavement": "money",
    "retirement": "souvenir",
}
"""A permitted form of payment for each purpose."""

WITH_EVENT = ("marriage", "birth", "illness", "bereavement")
FOUNDED = date(2010, 1, 1)
RETIREMENT_CAP = 500 * YUAN
"""Every made-up union's own cap on retirement gifts, in fen."""

_KINDS = ("single", "joint")

Kind = Literal["breach", "query", "undetermined", "reject"]


class Person(NamedTuple):
    """Someone who is paid; ``birth_month`` is when the birthday is kept."""

    union_id: str
    member_id: str
    joined: date
    left: date
    birth_month: int


class Planted(NamedTuple):
    """One thing that a check must find under the default readings.

    ``code`` is that of the breach, query or reject; for ``undetermined`` the missing fact.
    ``member_id`` is empty where the finding is about a whole union.
    """

    kind: Kind
    code: str
    entry_ids: tuple[str, ...]
    union_id: str
    member_id: str


class Book:
    """A ledger while it is written."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # repeatable on purpose; it guards nothing
        self.claims: list[ExpenseClaim] = []
        self.roster: list[RosterEntry] = []
        self.unions: list[Union] = []
        self.planted: list[Planted] = []
        self.given: dict[tuple[Person, str, int], list[tuple[str, int]]] = defaultdict(list)
        """Entry ids and fen of a person's payments, by purpose and year."""

    def union(self) -> str:
        """Found another union, single or joint in turn, and say its id."""
        number = len(self.unions) + 1
        union_id = f"{MARK}-U{number:04d}"
        kind, cap = _KINDS[number % len(_KINDS)], yuan(RETIREMENT_CAP)
        stated = {"union_id": union_id, "kind": kind, "caps": {"retirement": cap}}
        self.unions.append(Union.model_validate(stated))
        return union_id

    def person(
        self,
        union_id: str,
        *,
        joined: date = FOUNDED,
        left: date | None = None,
        birth_month: int | None = None,
    ) -> Person:
        """Enter another member on a union's roster."""
        member_id = f"{union_id}-M{len(self.roster) + 1:06d}"
        self.roster.append(
            RosterEntry(member_id=member_id, union_id=union_id, joined_on=joined, left_on=left)
        )
        month = birth_month or self.random.randint(1, 12)
        return Person(union_id, member_id, joined, left or date.max, month)

    def pay(self, person: Person, purpose: str, amount: int, on: date, **facts: Any) -> str:
        """Enter a payment in fen and say its id.

        Unless other facts are given it has a permitted form and is for an event of its own.
        """
        entry_id = self._next("E")
        stated = {
            "entry_id": entry_id,
            "union_id": person.union_id,
            "member_id": person.member_id,
            "paid_on": on,
            "purpose": purpose,
            "amount": yuan(amount),
            "form": PROPER.get(purpose),
            "event_id": self._next("V") if purpose in WITH_EVENT else None,
            "policy_compliant": True if purpose == "birth" else None,
            "deceased": "parent" if purpose == "bereavement" else None,
            "voucher_no": f"{MARK}-{on.year}-{on.month:02d}",
            **facts,
        }
        self.claims.append(ExpenseClaim.model_validate(stated))
        self.given[person, purpose, on.year].append((entry_id, amount))
        return entry_id

    def take_back(self, person: Person, purpose: str, entry_id: str, amount: int, on: date) -> str:
        """Enter a reversal in fen of the payment with that id, and say its own."""
        reversal_id = self._next("E")
        self.claims.append(
            ExpenseClaim(
                entry_id=reversal_id,
                union_id=person.union_id,
                member_id=person.member_id,
                paid_on=on,
                purpose=purpose,
                amount=yuan(-amount),
                reverses=entry_id,
            )
        )
        return reversal_id

    def _next(self, letter: str) -> str:
        return f"{MARK}-{letter}{len(self.claims) + 1:07d}"

    def plant(self, kind: Kind, code: str, person: Person, *entry_ids: str) -> None:
        """Enter into the key what a check must find about a person's entries."""
        about = tuple(sorted(entry_ids)), person.union_id, person.member_id
        self.planted.append(Planted(kind, code, *about))

    def some_day(self, year: int, since: date = date.min) -> date:
        """A day of a year drawn at random, none before ``since``."""
        first = max(date(year, 1, 1), since).toordinal()
        return date.fromordinal(self.random.randint(first, date(year, 12, 31).toordinal()))

    def some_amount(self, most: int) -> int:
        """Whole yuan drawn at random, in fen: from half of ``most`` up to it."""
        return self.random.randint(most // YUAN // 2, most // YUAN) * YUAN


def cap(purpose: str, on: date) -> int:
    """The cap of the law on record, in fen."""
    return legal_cap(purpose, on, load_policy())
