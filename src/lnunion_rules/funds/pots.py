"""Pots of a year, and entries counted against them one by one; none is ever overdrawn.

An entry is counted whole or not at all. A commitment and a payment on no commitment take from
the pot of their year; a payment on a commitment takes from the commitment, which already holds
its money. A reversal gives back where its entry took.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from ..errors import NotInForce
from ..fund_entries import FundEntry
from ..policy import Policy
from ..rules.training_fund import Worksheet, funds, granted_in, work_out
from ..units import signed_fen

BOTH = "both"
"""The name of the one pot where the two funds are read as one."""


class Key(NamedTuple):
    """A pot: its fund and its year."""

    fund: str
    year: int


class Refusal(NamedTuple):
    """Why an entry is not counted, and by how much it is too large, in fen, where it is."""

    code: str
    over: int | None = None


@dataclass(slots=True)
class Counted:
    """An entry that was counted: the pot it took from, and what has not been given back."""

    entry: FundEntry
    pot: Key
    standing: int
    """Its amount without what was taken back, in fen."""
    paid: int = 0
    """Of a commitment: what was paid on it."""

    @property
    def left(self) -> int:
        """What may still be taken back, or of a commitment be paid."""
        return self.standing - self.paid


@dataclass
class Pots:
    """Every pot under one policy, and the entries counted so far."""

    policy: Policy
    counted: dict[str, Counted] = field(default_factory=dict)
    committed: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def key_of(self, fund: str, year: int) -> Key:
        """The pot of a fund in a year. Raises ``NotInForce`` where the fund has none."""
        granted_in(fund, year, self.policy)
        return Key(BOTH if self._reading("funds.distinct") == "one" else fund, year)

    def sheet(self, pot: Key, asked: int = 0) -> Worksheet:
        """A pot as it stands, and whether it covers what is asked of it in fen."""
        return work_out(
            granted=self._granted(pot),
            brought=self._brought(pot),
            committed=self.committed[pot],
            paid=self.paid[pot],
            asked=asked,
        )

    def _granted(self, pot: Key) -> int:
        # Under `one` both funds name the same money, so either says how much there is.
        names = list(funds()) if pot.fund == BOTH else [pot.fund]
        return granted_in(names[-1], pot.year, self.policy)

    def _brought(self, pot: Key) -> int:
        """What the year before has left, where that is carried over."""
        before = Key(pot.fund, pot.year - 1)
        if self._reading("funds.year") != "carry_over":
            return 0
        try:
            return int(self.sheet(before).remaining)
        except NotInForce:
            return 0

    def _reading(self, name: str) -> str:
        return self.policy.choices[name]

    def post(self, entry: FundEntry) -> Refusal | None:
        """Count one entry, or say why it is not. Raises ``NotInForce`` where there is no pot."""
        if entry.amount.is_signed():
            return self._take_back(entry)
        permitted = entry.purpose in funds()[entry.fund].purposes
        if permitted and entry.commitment_id is not None:
            return self._pay_on(entry, entry.commitment_id)
        pot = self.key_of(entry.fund, entry.booked_on.year)
        if not permitted:
            return Refusal("purpose-not-permitted")
        amount = signed_fen(entry.amount)
        over = self.sheet(pot, amount).over
        if over:
            return Refusal("over-pot", over)
        taken = self.committed if entry.kind == "commitment" else self.paid
        taken[pot] += amount
        self.counted[entry.entry_id] = Counted(entry, pot, amount)
        return None

    def _pay_on(self, entry: FundEntry, commitment_id: str) -> Refusal | None:
        on = self.counted.get(commitment_id)
        if on is None or on.entry.kind != "commitment" or _unlike(on.entry, entry):
            return Refusal("commitment-unknown")
        late = entry.booked_on.year != on.pot.year
        if late and self._reading("funds.late_payment") == "own_year":
            return Refusal("paid-after-year")
        amount = signed_fen(entry.amount)
        if amount > on.left:
            return Refusal("over-commitment", amount - on.left)
        self._move(on, amount)
        self.counted[entry.entry_id] = Counted(entry, on.pot, amount)
        return None

    def _move(self, commitment: Counted, amount: int) -> None:
        """Money of a commitment that is paid out, or with a negative amount comes back to it."""
        commitment.paid += amount
        self.committed[commitment.pot] -= amount
        self.paid[commitment.pot] += amount

    def _take_back(self, entry: FundEntry) -> Refusal | None:
        of = self.counted.get(entry.reverses or "")
        if of is None or of.entry.kind != entry.kind or _unlike(of.entry, entry):
            return Refusal("reversal-without-entry")
        amount = -signed_fen(entry.amount)
        if amount > of.left:
            return Refusal("reversal-exceeds-entry", amount - of.left)
        of.standing -= amount
        if of.entry.commitment_id is not None:
            self._move(self.counted[of.entry.commitment_id], -amount)
        elif of.entry.kind == "commitment":
            self.committed[of.pot] -= amount
        else:
            self.paid[of.pot] -= amount
        return None


def _unlike(one: FundEntry, other: FundEntry) -> bool:
    return (one.fund, one.purpose) != (other.fund, other.purpose)
