"""Made-up ledgers for the tests: payments of a proper form, taken back, checked and summed up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lnunion_rules import (
    ExpenseClaim,
    Policy,
    RosterEntry,
    Union,
    WelfareReport,
    check_welfare,
    load_policy,
)
from lnunion_rules.welfare_findings import Breach

ON = date(2026, 12, 31)
"""The day of the check in these tests: after every payment, under the later caps."""

PROPER_FORM = {
    "festival": "goods",
    "birthday": "cake_voucher",
    "marriage": "goods",
    "birth": "goods",
    "illness": "money",
    "bereavement": "money",
    "retirement": "souvenir",
}
WITH_EVENT = ("marriage", "birth", "illness")


def paid(
    entry_id: str = "e1",
    purpose: str = "festival",
    amount: str = "500",
    on: str = "2019-02-01",
    **facts: Any,
) -> ExpenseClaim:
    """A payment of which every fact that decides is stated; a fact given as None is left out."""
    stated: dict[str, Any] = {
        "entry_id": entry_id,
        "union_id": "u1",
        "member_id": "m1",
        "paid_on": on,
        "purpose": purpose,
        "amount": amount,
        "form": PROPER_FORM.get(purpose),
        "event_id": f"event-{entry_id}" if purpose in WITH_EVENT else None,
        "policy_compliant": True if purpose == "birth" else None,
        **facts,
    }
    return ExpenseClaim(**{name: fact for name, fact in stated.items() if fact is not None})


def taken_back(
    entry: ExpenseClaim, amount: str | None = None, on: str | None = None, **facts: Any
) -> ExpenseClaim:
    """A reversal of a payment, in full unless an amount is given, on the day it was paid."""
    stated = {
        "entry_id": f"r-{entry.entry_id}",
        "union_id": entry.union_id,
        "member_id": entry.member_id,
        "paid_on": on or entry.paid_on,
        "purpose": entry.purpose,
        "amount": f"-{amount or entry.amount}",
        "reverses": entry.entry_id,
        **facts,
    }
    return ExpenseClaim(**stated)


def member(
    member_id: str = "m1",
    union_id: str = "u1",
    since: str | None = None,
    through: str | None = None,
    sex: Any = None,
) -> RosterEntry:
    """One membership."""
    return RosterEntry.model_validate(
        {
            "member_id": member_id,
            "union_id": union_id,
            "joined_on": since,
            "left_on": through,
            "sex": sex,
        }
    )


def reading(**choices: str) -> Policy:
    """The law on record with other choices of welfare readings."""
    return load_policy().with_readings({f"welfare.{name}": how for name, how in choices.items()})


def report(
    *claims: ExpenseClaim,
    roster: Sequence[RosterEntry] | None = None,
    unions: Sequence[Union] = (),
    on: date = ON,
    **choices: str,
) -> WelfareReport:
    """A ledger checked."""
    return check_welfare(claims, on=on, roster=roster, unions=unions, policy=reading(**choices))


def found(findings: Sequence[Breach]) -> list[tuple[str, str]]:
    """Codes with their entries, in alphabetical order: ``("over-cap", "e1 e2")``."""
    return sorted((finding.code, " ".join(finding.entry_ids)) for finding in findings)


def money_of(finding: Breach) -> tuple[str | None, ...]:
    """What a breach says of money: spent, cap, over."""
    sums = finding.spent, finding.cap, finding.over
    return tuple(None if amount is None else str(amount) for amount in sums)
