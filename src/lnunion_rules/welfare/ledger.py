"""A ledger sorted out for checking: netted entries, joined into the groups that share a cap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..claims import ExpenseClaim, RosterEntry, Union
from ..policy import Policy
from ..rules.collective_welfare import NO_CAP, purposes
from ..units import fen
from .entries import Entries, Entry, Roster, sorted_out


class Group(NamedTuple):
    """What the payments under one cap have in common."""

    union_id: str | None
    member_id: str | None
    purpose: str
    year: int | None
    event: str | None


class Ledger:
    """Everything a check looks at."""

    def __init__(
        self,
        claims: Sequence[ExpenseClaim],
        *,
        on: date,
        roster: Iterable[RosterEntry] | None,
        unions: Iterable[Union],
        policy: Policy,
    ) -> None:
        self.on = on
        self.policy = policy
        self.entries: Entries = sorted_out(claims)
        self.roster = None if roster is None else Roster(roster)
        self._own_caps: dict[tuple[str, str], int] = {
            (union.union_id, purpose): fen(cap)
            for union in unions
            for purpose, cap in union.caps.items()
        }
        self.groups: dict[Group, list[Entry]] = defaultdict(list)
        for entry in self.standing():
            if entry.claim.purpose in purposes():
                self.groups[self.group_of(entry.claim)].append(entry)

    def standing(self) -> list[Entry]:
        """The payments that have not been taken back in full, in order of union and entry id."""
        payments = self.entries.payments
        return [payments[key] for key in sorted(payments) if payments[key].net]

    def choice(self, reading: str) -> str:
        """The choice taken of one of the welfare readings."""
        return self.policy.choices[f"welfare.{reading}"]

    def own_cap(self, union_id: str | None, purpose: str) -> int:
        """A union's own cap in fen, ``NO_CAP`` where it has none."""
        return self._own_caps.get((union_id or "", purpose), NO_CAP)

    def year_of(self, claim: ExpenseClaim) -> int:
        """The year a payment belongs to: of the calendar, or of the membership."""
        paid = claim.paid_on
        if self.choice("year") == "calendar" or self.roster is None:
            return paid.year
        joined = self.roster.joined_on(claim.union_id, claim.member_id, paid)
        before = joined is not None and (paid.month, paid.day) < (joined.month, joined.day)
        return paid.year - before

    def group_of(self, claim: ExpenseClaim) -> Group:
        """The group whose payments are held to one cap together."""
        purpose, year = claim.purpose, self.year_of(claim)
        union: str | None = claim.union_id
        if purpose == "festival":
            if self.choice("festival_measure") == "union_average":
                return Group(union, None, purpose, year, None)
            if self.choice("two_unions") == "per_person":
                union = None
            return Group(union, claim.member_id, purpose, year, None)
        per = purposes()[purpose].per
        if purpose == "illness" and self.choice("illness_per") == "year":
            per = "year"
        if purpose == "marriage" and self.choice("marriage_per") == "once":
            per = "membership"
        if per == "year":
            return Group(union, claim.member_id, purpose, year, None)
        if per == "membership":
            return Group(union, claim.member_id, purpose, None, None)
        return Group(union, claim.member_id, purpose, *self._event_of(claim, year))

    def _event_of(self, claim: ExpenseClaim, year: int) -> tuple[int | None, str]:
        if claim.event_id is not None:
            return None, claim.event_id
        if self.choice("event_unstated") == "same_event":
            return year, ""
        return None, f"entry:{claim.entry_id}"


def ids_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The entry ids of some payments, in order."""
    return tuple(sorted(entry.claim.entry_id for entry in entries))
