"""A ledger sorted out for checking: netted entries, joined into the groups that share a cap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..claims import ExpenseClaim, RosterEntry, Union
from ..errors import NotInForce
from ..policy import Policy
from ..rules.collective_welfare import NO_CAP, RULE, purposes
from ..units import fen
from .entries import Entries, Entry, Roster, sorted_out

READINGS = "welfare."
"""Begins the name of every reading of the rule."""

ALONE = "#"
"""Begins the name of an event that is one entry of its own; no event id can hold it."""


class Group(NamedTuple):
    """What the payments under one cap have in common."""

    union_id: str | None
    member_id: str | None
    purpose: str
    year: int | None
    event: str | None

    @property
    def event_unstated(self) -> bool:
        """Whether its payments are for an event that the ledger does not name."""
        return self.event is not None and (not self.event or self.event.startswith(ALONE))


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
        self._choices = {
            name.removeprefix(READINGS): how
            for name, how in policy.choices.items()
            if name.startswith(READINGS)
        }
        self.entries: Entries = sorted_out(claims)
        payments = self.entries.payments
        self._standing = [payments[key] for key in sorted(payments) if payments[key].net]
        self.roster = None if roster is None else Roster(roster)
        self._own_caps: dict[tuple[str, str], int] = {
            (union.union_id, purpose): fen(cap)
            for union in unions
            for purpose, cap in union.caps.items()
        }
        self.groups: dict[Group, list[Entry]] = defaultdict(list)
        self._named: dict[tuple[str, int], set[str]] = defaultdict(set)
        for entry in self.standing():
            claim = entry.claim
            self._named[claim.union_id, self.year_of(claim)].add(claim.member_id)
            for group in self.groups_of(claim):
                self.groups[group].append(entry)

    def standing(self) -> Sequence[Entry]:
        """The payments that have not been taken back in full, in order of union and entry id."""
        return self._standing

    def choice(self, reading: str) -> str:
        """The choice taken of one of the welfare readings."""
        return self._choices[reading]

    def reading(self, name: str) -> str:
        """A reading with its choice, as findings name it."""
        return f"{READINGS}{name}={self.choice(name)}"

    def own_cap(self, union_id: str | None, purpose: str) -> int:
        """A union's own cap in fen, ``NO_CAP`` where it has none."""
        return self._own_caps.get((union_id or "", purpose), NO_CAP)

    def heads(self, union_id: str, year: int) -> int:
        """The members of a union in a year: on the roster, else those paid in the ledger."""
        if self.roster is not None:
            return len(self.roster.members(union_id, date(year, 1, 1), date(year, 12, 31)))
        return len(self._named.get((union_id, year), ()))

    def sex_of(self, claim: ExpenseClaim) -> str | None:
        """The payee's sex, where the roster states it."""
        return None if self.roster is None else self.roster.sexes.get(claim.member_id)

    def year_of(self, claim: ExpenseClaim) -> int:
        """The year a payment belongs to: of the calendar, or of the membership."""
        return self.year_on(self._joined_on(claim), claim.paid_on)

    def year_on(self, joined: date | None, on: date) -> int:
        """The year in which a day lies, of a membership by the year in which it begins."""
        if joined is None or self.choice("year") == "calendar":
            return on.year
        return on.year - ((on.month, on.day) < (joined.month, joined.day))

    def year_span(self, joined: date | None, year: int) -> tuple[date, date]:
        """The first and the last day of a year."""
        if joined is None or self.choice("year") == "calendar":
            return date(year, 1, 1), date(year, 12, 31)
        return _anniversary(joined, year), _anniversary(joined, year + 1) - timedelta(days=1)

    def last_day(self, group: Group, entries: Iterable[Entry]) -> date:
        """The day through which a group is held: the end of its year, else its last payment."""
        if group.year is None:
            return max(entry.claim.paid_on for entry in entries)
        joined = {self._joined_on(entry.claim) for entry in entries}
        return max(self.year_span(day, group.year)[1] for day in joined)

    def _joined_on(self, claim: ExpenseClaim) -> date | None:
        if self.roster is None or self.choice("year") == "calendar":
            return None
        return self.roster.joined_on(claim.union_id, claim.member_id, claim.paid_on)

    def across_unions(self, purpose: str) -> bool:
        """Whether a member's payments by several unions are held to the rule's cap together."""
        if self.choice("two_unions") == "per_union" or not purposes()[purpose].cap:
            return False
        measured = purpose != "festival" or self.choice("festival_measure") == "per_member"
        return measured and self.per(purpose) == "year"

    def owners(self, union_id: str, purpose: str) -> tuple[str | None, ...]:
        """Whose caps hold a payment by a union: its own, or a person's across unions (None).

        Where the rule's cap is held across unions, a union's own cap still holds what it paid.
        """
        if not self.across_unions(purpose):
            return (union_id,)
        return (None,) if self.own_cap(union_id, purpose) == NO_CAP else (None, union_id)

    def groups_of(self, claim: ExpenseClaim) -> Iterator[Group]:
        """The groups whose payments are held to a cap together; none for an unknown purpose."""
        if claim.purpose in purposes():
            group = self._group_of(claim)
            for owner in self.owners(claim.union_id, claim.purpose):
                yield group if owner == group.union_id else group._replace(union_id=owner)

    def _group_of(self, claim: ExpenseClaim) -> Group:
        union, member, purpose = claim.union_id, claim.member_id, claim.purpose
        year = self.year_of(claim)
        if purpose == "festival" and self.choice("festival_measure") == "union_average":
            return Group(union, None, purpose, year, None)
        per = self.per(purpose)
        if per == "year":
            return Group(union, member, purpose, year, None)
        if per == "membership":
            return Group(union, member, purpose, None, None)
        return Group(union, member, purpose, *self._event_of(claim, year))

    def per(self, purpose: str) -> str:
        """By what the payments for a purpose are joined: ``year``, ``event`` or ``membership``."""
        if purpose == "illness" and self.choice("illness_per") == "year":
            return "year"
        if purpose == "marriage" and self.choice("marriage_per") == "once":
            return "membership"
        return purposes()[purpose].per

    def _event_of(self, claim: ExpenseClaim, year: int) -> tuple[int | None, str]:
        if claim.event_id is not None:
            return None, claim.event_id
        if self.choice("event_unstated") == "same_event":
            return year, ""
        return None, f"{ALONE}{claim.entry_id}"


def covered(on: date, policy: Policy) -> bool:
    """Whether the rule is in force on a day."""
    try:
        policy.law(RULE, on)
    except NotInForce:
        return False
    return True


def ids_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The entry ids of some payments, in order."""
    return tuple(sorted(entry.claim.entry_id for entry in entries))


def _anniversary(joined: date, year: int) -> date:
    """The day on which another year of membership begins; 1 March where there is no 29 February."""
    try:
        return joined.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
