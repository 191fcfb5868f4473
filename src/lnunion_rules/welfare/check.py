"""The two doors of collective welfare: a whole ledger, and one claim before it is paid.

Entries are netted against their reversals first, each on the day of its payment. A payment
taken back in full is not judged, whatever was wrong with it: the money is back, and a union that
puts its own ledger right has done what a finding would ask of it. What is left of a payment
taken back in part is judged as a payment of that sum. The order of the rows never matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ..claims import ExpenseClaim, RosterEntry, Union
from ..findings import PolicyStamp
from ..policy import Policy, load_policy
from ..rules.collective_welfare import RULE
from ..units import signed_fen, yuan
from ..welfare_findings import Breach, Reject, Remaining, Verdict, WelfareReport
from .breaches import entry_breaches, undetermined
from .caps import allowances, averages, over_caps
from .entries import Key
from .ledger import Group, Ledger, covered
from .queries import queries

NOTHING = Decimal(0)
NOT_IN_FORCE = "not-in-force"
TWICE = "entry_id", "duplicate-entry"


def check_welfare(
    claims: Sequence[ExpenseClaim],
    *,
    on: date,
    roster: Iterable[RosterEntry] | None = None,
    unions: Iterable[Union] = (),
    policy: Policy | None = None,
) -> WelfareReport:
    """Check a ledger of collective-welfare spending; one claim is one payment or reversal.

    Without a roster membership is not checked, which a notice says. Claims on a day that no law
    covers and second claims of one entry id are rejected by row (from 1); all others are
    accepted. ``on`` is the day of the check: it names the law shown and the year for which
    allowances of members without a payment are listed.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    outside = _outside(claims, policy)
    rows = [row for row in range(len(claims)) if row not in outside]
    ledger = Ledger(
        [claims[row] for row in rows], on=on, roster=roster, unions=unions, policy=policy
    )
    duplicates = {rows[place] for place, _ in ledger.entries.duplicates}
    accepted = [row for row in rows if row not in duplicates]
    rejected = outside | dict.fromkeys(duplicates, TWICE)
    breaches = [*entry_breaches(ledger), *over_caps(ledger)]
    return WelfareReport(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=len(claims),
        rows_accepted=len(accepted),
        rows_rejected=len(claims) - len(accepted),
        compliant=not breaches,
        breaches=tuple(sorted(breaches, key=by_money)),
        queries=tuple(sorted(queries(ledger), key=by_money)),
        undetermined=tuple(undetermined(ledger)),
        totals=_totals(claims[row] for row in accepted),
        averages=tuple(averages(ledger)),
        remaining=tuple(allowances(ledger)),
        rejects=tuple(
            Reject(row=row + 1, column=column, code=code, reason=code)
            for row, (column, code) in sorted(rejected.items())
        ),
        readings=law.readings,
        notices=() if ledger.roster else ("no-roster",),
    )


def check_claim(
    claim: ExpenseClaim,
    history: Sequence[ExpenseClaim] = (),
    *,
    on: date,
    roster: Iterable[RosterEntry] | None = None,
    unions: Iterable[Union] = (),
    policy: Policy | None = None,
) -> Verdict:
    """Whether one claim may be paid after what has been paid before, and what remains then.

    ``history`` is the member's other payments. Raises ``NotInForce`` where no law covers the
    day of the claim or of the check.
    """
    policy = policy or load_policy()
    policy.law(RULE, on)
    law = policy.law(RULE, _judged_on(claim, history))
    claims = [*history, claim]
    outside = _outside(claims, policy)
    known = [row for place, row in enumerate(claims) if place not in outside]
    ledger = Ledger(known, on=on, roster=roster, unions=unions, policy=policy)
    mine = [*_about(claim, entry_breaches(ledger)), *over_caps(ledger, claim)]
    mine.sort(key=by_money)
    missing = tuple(
        name
        for row in undetermined(ledger)
        if (row.union_id, row.entry_id) == (claim.union_id, claim.entry_id)
        for name in row.missing
    )
    left = tuple(allowances(ledger, set(_groups(claim, ledger))))
    return Verdict(
        rule=RULE,
        outcome="not_allowed" if mine else "undetermined" if missing else "allowed",
        reason=mine[0].code if mine else "facts-missing" if missing else _fine(claim, left),
        breaches=tuple(mine),
        queries=tuple(sorted(_about(claim, queries(ledger)), key=by_money)),
        missing=missing,
        remaining=left,
        readings=law.readings,
        sources=law.sources,
    )


def _about(claim: ExpenseClaim, found: Iterable[Breach]) -> list[Breach]:
    """What is found about one claim; an entry id says nothing outside its union."""
    return [
        breach
        for breach in found
        if claim.entry_id in breach.entry_ids and breach.union_id == claim.union_id
    ]


def _judged_on(claim: ExpenseClaim, history: Sequence[ExpenseClaim]) -> date:
    """The day whose law holds: for a reversal that of the entry it takes back."""
    taken = claim.union_id, claim.reverses
    days = [entry.paid_on for entry in history if (entry.union_id, entry.entry_id) == taken]
    return max(days, default=claim.paid_on)


def _groups(claim: ExpenseClaim, ledger: Ledger) -> Iterator[Group]:
    """The groups of a payment, or of the payment that a reversal takes back."""
    if not claim.amount.is_signed():
        return ledger.groups_of(claim)
    entry = ledger.entries.payments.get(Key(claim.union_id, claim.reverses or ""))
    return iter(()) if entry is None else ledger.groups_of(entry.claim)


def _fine(claim: ExpenseClaim, left: Sequence[Remaining]) -> str:
    if claim.amount.is_signed():
        return "taken-back"
    return "within-cap" if left else "no-cap-on-record"


def _outside(claims: Sequence[ExpenseClaim], policy: Policy) -> dict[int, tuple[str, str]]:
    """The rows no law covers, each with its column and code.

    A reversal stands on the day of the entry it takes back, whatever day it was booked.
    """
    in_force: dict[Key, bool] = defaultdict(bool)
    for claim in claims:
        if not claim.amount.is_signed():
            key = Key(claim.union_id, claim.entry_id)
            in_force[key] |= covered(claim.paid_on, policy)
    found = {}
    for row, claim in enumerate(claims):
        entry = Key(claim.union_id, claim.reverses or "")
        if claim.reverses is not None and entry in in_force:
            if not in_force[entry]:
                found[row] = "reverses", NOT_IN_FORCE
        elif not covered(claim.paid_on, policy):
            found[row] = "paid_on", NOT_IN_FORCE
    return found


def _totals(claims: Iterable[ExpenseClaim]) -> dict[str, Decimal]:
    sums: dict[str, int] = defaultdict(int)
    for claim in claims:
        sums[claim.purpose] += signed_fen(claim.amount)
    return {purpose: yuan(sums[purpose]) for purpose in sorted(sums)}


def by_money(breach: Breach) -> tuple[Any, ...]:
    """The order of a list of breaches: most money first, then code, entries and the rest."""
    over = NOTHING if breach.over is None else breach.over.copy_negate()
    spent = NOTHING if breach.spent is None else breach.spent.copy_abs().copy_negate()
    place = breach.union_id or "", *breach.entry_ids
    what = breach.member_id or "", breach.purpose, breach.year or 0
    return over, spent, breach.code, place, what
