"""A ledger's entries as they count: duplicates set apart, reversals netted, membership known.

This is the step from claims to plain entries; it knows how entries join, but no law.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..claims import ExpenseClaim, RosterEntry
from ..units import signed_fen


class Key(NamedTuple):
    """An entry's name: its id within its union."""

    union_id: str
    entry_id: str


@dataclass(slots=True)
class Entry:
    """One payment with what reversals have taken back; ``net`` is fen and never negative."""

    claim: ExpenseClaim
    paid: int
    reversed: int = 0
    reversal_ids: list[str] = field(default_factory=list)

    @property
    def net(self) -> int:
        """What is left of the payment."""
        return max(self.paid - self.reversed, 0)


@dataclass(slots=True)
class Entries:
    """A ledger sorted out: payments by name, and the rows that could not be placed."""

    payments: dict[Key, Entry]
    duplicates: list[tuple[int, ExpenseClaim]]
    orphans: list[ExpenseClaim]
    """Reversals whose entry is not in the ledger, or is another member's or purpose's."""


def sorted_out(claims: Sequence[ExpenseClaim]) -> Entries:
    """Net a ledger; which of two rows with one id is kept never depends on their order."""
    kept: dict[Key, int] = {}
    duplicates: list[tuple[int, ExpenseClaim]] = []
    for row, claim in enumerate(claims):
        key = Key(claim.union_id, claim.entry_id)
        first = kept.setdefault(key, row)
        if first == row:
            continue
        earlier = order_of(claim) < order_of(claims[first])
        kept[key] = row if earlier else first
        second = first if earlier else row
        duplicates.append((second, claims[second]))
    accepted = [claims[row] for row in kept.values()]
    payments = {
        Key(claim.union_id, claim.entry_id): Entry(claim, signed_fen(claim.amount))
        for claim in accepted
        if not claim.amount.is_signed()
    }
    orphans = []
    for claim in accepted:
        if not claim.amount.is_signed():
            continue
        entry = payments.get(Key(claim.union_id, claim.reverses or ""))
        if entry is None or not _same(entry.claim, claim):
            orphans.append(claim)
            continue
        entry.reversed -= signed_fen(claim.amount)
        entry.reversal_ids.append(claim.entry_id)
    for entry in payments.values():
        entry.reversal_ids.sort()
    return Entries(payments, duplicates, orphans)


def order_of(claim: ExpenseClaim) -> str:
    """The order in which one of two claims of one id is kept, however they are listed."""
    return claim.model_dump_json()


def _same(entry: ExpenseClaim, reversal: ExpenseClaim) -> bool:
    return entry.member_id == reversal.member_id and entry.purpose == reversal.purpose


class Roster:
    """Who was a member of which union on which days."""

    def __init__(self, rows: Iterable[RosterEntry]) -> None:
        self._spans: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
        self._members: dict[str, set[str]] = defaultdict(set)
        stated: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._members[row.union_id].add(row.member_id)
            span = row.joined_on or date.min, row.left_on or date.max
            self._spans[row.union_id, row.member_id].append(span)
            if row.sex:
                stated[row.member_id].add(row.sex)
        self.sexes = {member: min(sexes) for member, sexes in stated.items() if len(sexes) == 1}
        """Of each person; not stated where the roster contradicts itself."""
        for spans in self._spans.values():
            spans.sort()

    def is_member(self, union_id: str, member_id: str, on: date) -> bool:
        """Whether the person was a member that day, the last day included."""
        return any(
            joined <= on <= left for joined, left in self._spans.get((union_id, member_id), ())
        )

    def joined_on(self, union_id: str, member_id: str, on: date) -> date | None:
        """When the membership that covers a day began, where that is stated."""
        for joined, left in self._spans.get((union_id, member_id), ()):
            if joined <= on <= left and joined != date.min:
                return joined
        return None

    def left_on(self, union_id: str, member_id: str, on: date) -> date | None:
        """When the membership that covers a day ends, where that is stated."""
        for joined, left in self._spans.get((union_id, member_id), ()):
            if joined <= on <= left and left != date.max:
                return left
        return None

    def members(self, union_id: str, since: date, through: date) -> list[str]:
        """Everyone who was a member on any day of a span, in order."""
        return [
            member
            for member in sorted(self._members.get(union_id, ()))
            if any(
                joined <= through and since <= left
                for joined, left in self._spans[union_id, member]
            )
        ]

    def spells(self, union_id: str) -> list[tuple[str, date, date]]:
        """Every membership of a union: who, from which day, through which; in order."""
        return [
            (member, *span)
            for member in sorted(self._members.get(union_id, ()))
            for span in self._spans[union_id, member]
        ]

    def unions(self) -> list[str]:
        """The unions on the roster, in order."""
        return sorted(self._members)
