"""A year of payments, reversals, joins and leaves, day by day, against a model of a few lines.

The model knows one union under the default readings: two caps a purpose (before and from the
change of 1 May 2025), sums by year or by event, and memberships as spans of days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from ledgers import found, member, paid, report, taken_back

from lnunion_rules import ExpenseClaim, RosterEntry, WelfareReport

CHANGE = date(2025, 5, 1)
CAPS = {
    "festival": (180_000, 200_000),
    "marriage": (60_000, 80_000),
    "birth": (100_000, 100_000),
    "illness": (100_000, 100_000),
}
PEOPLE = ("m1", "m2", "m3")


@dataclass
class Payment:
    claim: ExpenseClaim
    paid: int
    back: int = 0

    @property
    def kept(self) -> int:
        return max(self.paid - self.back, 0)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


class Year(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.today = date(2025, 1, 1)
        self.rows: list[ExpenseClaim] = []
        self.payments: list[Payment] = []
        self.spans: list[list[Any]] = [["m1", date(2020, 1, 1), None]]

    # ---- What happens ----

    @rule(days=st.integers(1, 100))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(who=st.sampled_from(PEOPLE))
    def joins_or_leaves(self, who: str) -> None:
        for span in self.spans:
            if span[0] == who and span[2] is None:
                span[2] = self.today
                return
        self.spans.append([who, self.today, None])

    @rule(
        who=st.sampled_from(PEOPLE),
        purpose=st.sampled_from(("festival", "festival", "birthday", *CAPS)),
        amount=st.integers(1, 120_000) | st.sampled_from((60_000, 100_000, 90_000)),
        event=st.sampled_from(("a", "b")),
    )
    def pays(self, who: str, purpose: str, amount: int, event: str) -> None:
        claim = paid(
            f"e{len(self.rows)}",
            purpose,
            yuan(amount),
            self.today.isoformat(),
            member_id=who,
            event_id=event if purpose in CAPS and purpose != "festival" else None,
        )
        self.rows.append(claim)
        self.payments.append(Payment(claim, amount))

    @precondition(lambda self: self.payments)
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        payment = data.draw(st.sampled_from(self.payments))
        amount = data.draw(st.just(payment.paid) | st.integers(1, payment.paid))
        name = f"e{len(self.rows)}"
        back = taken_back(payment.claim, yuan(amount), self.today.isoformat(), entry_id=name)
        self.rows.append(back)
        payment.back += amount

    # ---- What the model says of it ----

    def sums(self) -> dict[tuple[str, ...], list[Payment]]:
        groups: dict[tuple[str, ...], list[Payment]] = {}
        for payment in self.payments:
            claim = payment.claim
            if claim.purpose in CAPS and payment.kept:
                what = claim.event_id or str(claim.paid_on.year)
                groups.setdefault((claim.member_id, claim.purpose, what), []).append(payment)
        return groups

    def excess(self, purpose: str, payments: list[Payment]) -> int:
        old, new = CAPS[purpose]
        before = [p for p in payments if p.claim.paid_on < CHANGE]
        last = max(p.claim.paid_on for p in payments)
        ends_later = last >= CHANGE or (purpose == "festival" and last.year == CHANGE.year)
        whole = sum(p.kept for p in payments) - (new if ends_later else old)
        return max(sum(p.kept for p in before) - old if before else 0, whole, 0)

    def was_member(self, claim: ExpenseClaim) -> bool:
        return any(
            who == claim.member_id and since <= claim.paid_on <= (through or date.max)
            for who, since, through in self.spans
        )

    # ---- What the check says of it ----

    def checked(self) -> WelfareReport:
        roster: list[RosterEntry] = [
            member(who, "u1", since.isoformat(), through and through.isoformat())
            for who, since, through in self.spans
        ]
        return report(*self.rows, roster=roster, on=self.today)

    @invariant()
    def breaches_are_those_of_the_model(self) -> None:
        expected = {}
        for (_, purpose, _), payments in self.sums().items():
            excess = self.excess(purpose, payments)
            if excess:
                expected[payments[0].claim.member_id, purpose, payments[0].claim.entry_id] = excess
        answer = self.checked()
        seen = {}
        for breach in answer.breaches:
            if breach.code == "over-cap":
                first = min(breach.entry_ids, key=lambda name: int(name[1:]))
                assert breach.over is not None
                seen[breach.member_id, breach.purpose, first] = int(breach.over * 100)
        assert seen == expected
        strangers = [
            ("not-a-member", payment.claim.entry_id)
            for payment in self.payments
            if payment.kept and not self.was_member(payment.claim)
        ]
        others = [row for row in answer.breaches if row.code == "not-a-member"]
        assert found(others) == sorted(strangers)
        exceeding = sorted(p.claim.entry_id for p in self.payments if p.back > p.paid)
        reversed_ = [row for row in answer.breaches if row.code == "reversal-exceeds-entry"]
        assert sorted(row.entry_ids[0] for row in reversed_) == exceeding
        assert len(answer.breaches) == len(seen) + len(strangers) + len(exceeding)

    @invariant()
    def allowances_and_totals_are_those_of_the_model(self) -> None:
        answer = self.checked()
        spent = {
            (row.member_id, row.year): int(row.spent * 100)
            for row in answer.remaining
            if row.purpose == "festival"
        }
        expected: dict[tuple[str | None, int | None], int] = {}
        for (who, purpose, what), payments in self.sums().items():
            if purpose == "festival":
                expected[who, int(what)] = sum(payment.kept for payment in payments)
        assert {key: amount for key, amount in spent.items() if amount} == expected
        for who, since, through in self.spans:
            if since.year <= self.today.year <= (through or self.today).year:
                assert (who, self.today.year) in spent
        booked: dict[str, int] = {}
        for payment in self.payments:
            purpose = payment.claim.purpose
            booked[purpose] = booked.get(purpose, 0) + payment.paid - payment.back
        totals = {purpose: int(total * 100) for purpose, total in answer.totals.items()}
        assert totals == booked
        assert answer.rows_accepted == len(self.rows)


TestYear = Year.TestCase
TestYear.settings = settings(stateful_step_count=25)
