"""Commitments, payments and reversals in any order, against a model of a few lines.

Whatever is tried, no pot is ever overdrawn, and every yuan of it is committed, paid or there.
"""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lnunion_rules import load_policy
from lnunion_rules.fund_entries import FundEntry
from lnunion_rules.fund_findings import FundReport
from lnunion_rules.funds import check_fund
from lnunion_rules.units import fen, yuan

POT = fen("20000000")
PURPOSES = {"employment": "training_subsidy", "skills": "drill"}
FUNDS = st.sampled_from(sorted(PURPOSES))
AMOUNTS = st.integers(1, 3 * POT // 4) | st.sampled_from([1, POT // 2, POT - 1, POT, POT + 1])


class Funds(RuleBasedStateMachine):
    """One year after another; the model keeps, by pot, what each standing entry holds."""

    @initialize(
        year=st.sampled_from(["calendar_no_carry", "carry_over"]),
        distinct=st.sampled_from(["two", "one"]),
        late=st.sampled_from(["commitment_year", "own_year"]),
    )
    def begins(self, year: str, distinct: str, late: str) -> None:
        choices = {"funds.year": year, "funds.distinct": distinct, "funds.late_payment": late}
        self.policy = load_policy().with_readings(choices)
        self.rows: list[FundEntry] = []
        self.day = date(2018, 1, 1)

    @rule(days=st.integers(0, 200))
    def time_passes(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), date(2020, 12, 31))

    def _books(self, **facts: Any) -> None:
        entry_id = f"e{len(self.rows):03d}"
        row = {"entry_id": entry_id, "booked_on": self.day.isoformat(), **facts}
        self.rows.append(FundEntry.model_validate(row))

    @rule(fund=FUNDS, amount=AMOUNTS, kind=st.sampled_from(["commitment", "payment"]))
    def is_booked(self, fund: str, amount: int, kind: str) -> None:
        self._books(fund=fund, kind=kind, purpose=PURPOSES[fund], amount=yuan(amount))

    @rule(fund=FUNDS, amount=AMOUNTS)
    def is_booked_for_something_else(self, fund: str, amount: int) -> None:
        self._books(fund=fund, kind="payment", purpose="礼品", amount=yuan(amount))

    @rule(amount=AMOUNTS, data=st.data())
    def is_paid_on_a_commitment(self, amount: int, data: st.DataObject) -> None:
        commitments = [row for row in self.rows if row.kind == "commitment"]
        if commitments:
            on = data.draw(st.sampled_from(commitments))
            part = data.draw(st.sampled_from([amount, abs(int(on.amount * 100))]))
            self._books(
                fund=on.fund,
                kind="payment",
                purpose=on.purpose,
                amount=yuan(part),
                commitment_id=on.entry_id,
            )

    @rule(amount=AMOUNTS, data=st.data())
    def is_taken_back(self, amount: int, data: st.DataObject) -> None:
        if self.rows:
            of = data.draw(st.sampled_from(self.rows))
            part = data.draw(st.sampled_from([amount, abs(int(of.amount * 100))]))
            back = yuan(part).copy_negate()
            self._books(
                fund=of.fund, kind=of.kind, purpose=of.purpose, amount=back, reverses=of.entry_id
            )

    def _report(self, rows: list[FundEntry]) -> FundReport:
        return check_fund(rows, on=date(2019, 12, 31), policy=self.policy)

    @invariant()
    def no_pot_is_ever_overdrawn(self) -> None:
        for pot in self._report(self.rows).pots:
            parts = [pot.committed, pot.paid, pot.remaining]
            assert min(parts) >= 0
            assert pot.granted + pot.brought == sum(parts)
            assert pot.granted == yuan(POT)
            assert self.policy.choices["funds.year"] == "carry_over" or not pot.brought

    @invariant()
    def all_that_is_used_of_all_years_is_at_most_what_all_years_had(self) -> None:
        pots = self._report(self.rows).pots
        for fund in {pot.fund for pot in pots}:
            used = [(p.year, p.committed + p.paid) for p in pots if p.fund == fund]
            for last, _ in used:
                years = last - 2018 + 1
                assert sum(amount for year, amount in used if year <= last) <= years * yuan(POT)

    @invariant()
    def the_pots_hold_what_the_counted_entries_come_to(self) -> None:
        found = self._report(self.rows)
        refused = {breach.entry_ids[0] for breach in found.breaches}
        kept = [row for row in self.rows if row.entry_id not in refused]
        new_money = [row for row in kept if row.commitment_id is None]
        paid_on = {row.entry_id for row in kept if row.commitment_id is not None}
        held = sum(row.amount for row in new_money if row.reverses not in paid_on)
        assert sum(pot.committed + pot.paid for pot in found.pots) == held
        paid = sum(row.amount for row in kept if row.kind == "payment")
        assert sum(pot.paid for pot in found.pots) == paid
        assert sum(sum(by.values()) for by in found.totals.values()) == paid

    @invariant()
    def the_order_of_the_rows_does_not_matter(self) -> None:
        shuffled = list(self.rows)
        random.Random(len(self.rows)).shuffle(shuffled)
        one, other = self._report(self.rows), self._report(shuffled)
        assert one.pots == other.pots
        assert sorted(b.entry_ids for b in one.breaches) == sorted(
            b.entry_ids for b in other.breaches
        )

    @invariant()
    def every_row_is_accepted_and_only_breaches_are_not_counted(self) -> None:
        found = self._report(self.rows)
        assert (found.rows_in, found.rows_rejected) == (len(self.rows), 0)
        assert found.compliant is (not found.breaches)


TestFunds = Funds.TestCase
TestFunds.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
