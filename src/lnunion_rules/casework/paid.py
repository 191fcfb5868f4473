"""Aid paid held against aid due: a ledger of payments beside the packages of the households."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..casework_findings import AidHeld, Held
from ..errors import InputError
from ..findings import Award
from ..hardship_files import AidPayment
from ..package import assess_household
from ..people import Household
from ..policy import Policy, load_policy
from ..units import added, fen, yuan

AIDS = ("living_relief", "education_aid", "medical_aid")


class Due(NamedTuple):
    """One aid of one household, or child, in one calendar year."""

    household_id: str
    year: int
    aid: str
    member_id: str | None


def hold_to_due(
    payments: Iterable[AidPayment],
    households: Iterable[Household],
    *,
    on: date,
    policy: Policy | None = None,
) -> AidHeld:
    """Hold a ledger of aid payments to what the packages say is due.

    One payment is one row. A year's payments are held to the package of the last day of that
    year, or of ``on`` in its own year; what is due in that year and not paid in full is listed
    for every household. Raises ``InputError``: ``payment-twice``, ``payment-after-the-day``,
    and what :func:`lnunion_rules.assess_household` raises.
    """
    policy = policy or load_policy()
    rows = _checked(tuple(payments), on)
    files = {household.household_id: household for household in households}
    misplaced, grouped = [], defaultdict[Due, list[AidPayment]](list)
    for payment in rows:
        due = _due_of(payment, files)
        if due is None:
            misplaced.append(_held("other-household", _as_stated(payment), [payment]))
        else:
            grouped[due].append(payment)
    years = {(due.household_id, due.year) for due in grouped} | {(name, on.year) for name in files}
    awards = _awards(sorted(years), files, on, policy)
    found = [*misplaced, *_early(grouped, files)]
    for due in sorted(awards.keys() | grouped.keys(), key=_order):
        found += _compared(due, awards.get(due), grouped.get(due, []), on)
    return AidHeld(
        on=on,
        payments=len(rows),
        findings=tuple(sorted(found, key=lambda held: (_order(_due_in(held)), held.code))),
        paid=added(payment.amount for payment in rows),
    )


def _checked(rows: tuple[AidPayment, ...], on: date) -> tuple[AidPayment, ...]:
    seen: set[str] = set()
    for at, payment in enumerate(rows):
        if payment.payment_id in seen:
            raise InputError("payment-twice", f"payments[{at}].payment_id")
        if payment.paid_on > on:
            raise InputError("payment-after-the-day", f"payments[{at}].paid_on")
        seen.add(payment.payment_id)
    return rows


def _as_stated(payment: AidPayment) -> Due:
    return Due(payment.household_id, payment.paid_on.year, payment.rule, payment.member_id)


def _due_of(payment: AidPayment, files: Mapping[str, Household]) -> Due | None:
    """What a payment is held to; None where it went to another household or an unknown person."""
    household = files.get(payment.household_id)
    if household is None:
        return None
    stated = _as_stated(payment)
    if payment.rule != "education_aid":
        people = {None, *(member.member_id for member in household.members)}
        return stated._replace(member_id=None) if payment.member_id in people else None
    children = [member.member_id for member in household.members if member.relation == "child"]
    if payment.member_id is None and len(children) == 1:
        return stated._replace(member_id=children[0])
    return stated if payment.member_id in children else None


def _awards(
    years: Sequence[tuple[str, int]], files: Mapping[str, Household], on: date, policy: Policy
) -> dict[Due, Award]:
    found = {}
    for name, year in years:
        day = min(on, date(year, 12, 31))
        for award in assess_household(files[name], on=day, policy=policy).awards:
            if award.rule in AIDS:
                found[Due(name, year, award.rule, award.member_id)] = award
    return found


def _early(
    grouped: Mapping[Due, list[AidPayment]], files: Mapping[str, Household]
) -> Iterator[Held]:
    for due, paid in grouped.items():
        filed_on = files[due.household_id].filed_on
        early = [payment for payment in paid if filed_on and payment.paid_on < filed_on]
        if early:
            yield _held("before-filing-paid", due, early)


def _compared(due: Due, award: Award | None, paid: list[AidPayment], on: date) -> Iterator[Held]:
    """What one aid's payments of a year come to beside what is due."""
    total = sum(fen(payment.amount) for payment in paid)
    if award is None or award.outcome == "not_entitled":
        if total:
            yield _held("paid-not-due", due, paid, amount=0, over=total)
        return
    if award.amount is None:
        most = None if award.range is None else fen(award.range[1])
        if most is not None and total > most:
            yield _held("paid-too-much", due, paid, over=total - most)
        elif total:
            yield _held("due-open", due, paid)
        return
    amount = fen(award.amount)
    if total > amount:
        alike = max(Counter(payment.amount for payment in paid).values()) > 1
        code = "paid-twice" if alike else "paid-too-much"
        yield _held(code, due, paid, amount=amount, over=total - amount)
    elif total < amount and award.kind == "grant" and due.year == on.year:
        yield _held("not-yet-paid", due, paid, amount=amount, short=amount - total)


def _held(code: str, due: Due, paid: list[AidPayment], **fens: int) -> Held:
    """A finding; ``fens`` are what is due (``amount``), paid beyond it, or short of it."""
    told: dict[str, Any] = {name: yuan(amount) for name, amount in fens.items()}
    return Held(
        code=code,
        household_id=due.household_id,
        member_id=due.member_id,
        aid=due.aid,
        year=due.year,
        payment_ids=tuple(sorted(payment.payment_id for payment in paid)),
        due=told.pop("amount", None),
        paid=added(payment.amount for payment in paid),
        **told,
    )


def _due_in(held: Held) -> Due:
    return Due(held.household_id, held.year, held.aid, held.member_id)


def _order(due: Due) -> tuple[str, int, int, str]:
    return due.household_id, due.year, AIDS.index(due.aid), due.member_id or ""
