"""Single entries judged: what the law forbids, and what an entry leaves open."""

from collections.abc import Iterator
from datetime import date

from ..claims import ExpenseClaim
from ..rules.collective_welfare import form_verdict, purposes
from ..units import signed_fen, yuan
from ..welfare_findings import Breach, Unsettled
from .entries import Entry
from .ledger import Ledger

LIST_OF_PURPOSES = "welfare_plan_2018"
"""The source that permits seven purposes and nothing else."""


def found(
    code: str,
    claim: ExpenseClaim,
    *,
    spent: int,
    over: int | None = None,
    source: str = LIST_OF_PURPOSES,
    reading: str | None = None,
    entry_ids: tuple[str, ...] = (),
) -> Breach:
    """A breach or query about one entry."""
    return Breach(
        code=code,
        entry_ids=entry_ids or (claim.entry_id,),
        union_id=claim.union_id,
        member_id=claim.member_id,
        purpose=claim.purpose,
        year=claim.paid_on.year,
        spent=yuan(spent),
        over=None if over is None else yuan(over),
        source=source,
        reading=reading,
    )


def entry_breaches(ledger: Ledger) -> Iterator[Breach]:
    """Every breach that a single entry is, or that its reversals are."""
    for entry in ledger.standing():
        yield from _of_payment(entry, ledger)
    for key in sorted(ledger.entries.payments):
        entry = ledger.entries.payments[key]
        if entry.reversed > entry.paid:
            yield found(
                "reversal-exceeds-entry",
                entry.claim,
                spent=entry.paid,
                over=entry.reversed - entry.paid,
                entry_ids=(entry.claim.entry_id, *entry.reversal_ids),
            )
    for claim in ledger.entries.orphans:
        yield found("reversal-without-entry", claim, spent=signed_fen(claim.amount))
    for _, claim in ledger.entries.duplicates:
        yield found("duplicate-entry", claim, spent=signed_fen(claim.amount))


def _of_payment(entry: Entry, ledger: Ledger) -> Iterator[Breach]:
    claim = entry.claim
    code = "purpose-not-permitted"
    if claim.purpose not in purposes():
        yield found(code, claim, spent=entry.net, over=entry.net)
        return
    if _of_an_in_law(claim) and ledger.choice("direct_relative") == "core":
        reading = "welfare.direct_relative=core"
        yield found(code, claim, spent=entry.net, over=entry.net, reading=reading)
    if mother_only(claim, ledger) and ledger.sex_of(claim) == "male":
        reading = "welfare.birth_per=mother"
        yield found(code, claim, spent=entry.net, over=entry.net, reading=reading)
    if form_found(claim, ledger) == "breach":
        source, reading = purposes()[claim.purpose].source, "welfare.form=checked"
        yield found("form-not-permitted", claim, spent=entry.net, source=source, reading=reading)
    if claim.purpose == "birth" and claim.policy_compliant is False:
        yield found("birth-not-compliant", claim, spent=entry.net)
    if claim.purpose == "illness" and no_stay(claim) and ledger.choice("illness_stay") == "breach":
        reading = "welfare.illness_stay=breach"
        yield found("illness-without-stay", claim, spent=entry.net, reading=reading)
    if ledger.roster is not None and not _is_member(claim, ledger):
        reading = ledger.reading("membership_day")
        yield found("not-a-member", claim, spent=entry.net, reading=reading)


def _of_an_in_law(claim: ExpenseClaim) -> bool:
    return claim.purpose == "bereavement" and claim.deceased == "parent_in_law"


def mother_only(claim: ExpenseClaim, ledger: Ledger) -> bool:
    """Whether a payment is one that only the mother may receive."""
    return claim.purpose == "birth" and ledger.choice("birth_per") == "mother"


def form_found(claim: ExpenseClaim, ledger: Ledger) -> str:
    """What the form of a payment is found to be; ``permitted`` where it is not stated."""
    if claim.form is None or ledger.choice("form") == "unchecked":
        return "permitted"
    return form_verdict(claim.purpose, claim.form)


def no_stay(claim: ExpenseClaim) -> bool:
    """Whether nothing in the entry points to a hospital stay."""
    return claim.event_id is None and claim.event_on is None


def membership_day(claim: ExpenseClaim, ledger: Ledger) -> date:
    """The day on which the payee must be a member."""
    if ledger.choice("membership_day") == "event_day" and claim.event_on is not None:
        return claim.event_on
    return claim.paid_on


def _is_member(claim: ExpenseClaim, ledger: Ledger) -> bool:
    roster = ledger.roster
    if roster is None or (claim.purpose == "bereavement" and claim.deceased == "member"):
        return True
    return roster.is_member(claim.union_id, claim.member_id, membership_day(claim, ledger))


def undetermined(ledger: Ledger) -> Iterator[Unsettled]:
    """The entries of which a fact that decides is not stated.

    The form is asked for where one of the forms would be a breach; elsewhere it decides nothing.
    """
    for entry in ledger.standing():
        claim = entry.claim
        missing = []
        if claim.purpose == "birth" and claim.policy_compliant is None:
            missing.append("policy_compliant")
        decides = claim.purpose in purposes() and bool(purposes()[claim.purpose].breach)
        if decides and claim.form is None and ledger.choice("form") == "checked":
            missing.append("form")
        if mother_only(claim, ledger) and ledger.sex_of(claim) is None:
            missing.append("sex")
        if missing:
            yield Unsettled(
                entry_id=claim.entry_id, union_id=claim.union_id, missing=tuple(missing)
            )
