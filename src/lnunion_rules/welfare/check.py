"""The two doors of collective welfare: a whole ledger, and one claim before it is paid.

Entries are netted against their reversals first; a payment taken back in full is not judged.
The order of the rows never matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ..claims import ExpenseClaim, RosterEntry, Union
from ..errors import NotInForce
from ..findings import PolicyStamp
from ..policy import Policy, load_policy
from ..rules.collective_welfare import RULE, purposes
from ..units import fen, signed_fen, yuan
from ..welfare_findings import Breach, Reject, Verdict, WelfareReport
from .breaches import entry_breaches, undetermined
from .caps import allowances, averages, over_caps
from .ledger import Ledger
from .queries import queries

NOT_IN_FORCE = "not-in-force"
DUPLICATE = "duplicate-entry"


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
    rows = [row for row, claim in enumerate(claims) if _covered(claim, policy)]
    ledger = Ledger(
        [claims[row] for row in rows], on=on, roster=roster, unions=unions, policy=policy
    )
    duplicates = {rows[place] for place, _ in ledger.entries.duplicates}
    accepted = set(rows) - duplicates
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
        totals=_totals(claims[row] for row in sorted(accepted)),
        averages=tuple(averages(ledger)),
        remaining=tuple(allowances(ledger)),
        rejects=tuple(
            _reject(row, DUPLICATE if row in duplicates else NOT_IN_FORCE)
            for row in range(len(claims))
            if row not in accepted
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
    day of the claim.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, claim.paid_on)
    report = check_welfare([*history, claim], on=on, roster=roster, unions=unions, policy=policy)
    mine = [breach for breach in report.breaches if claim.entry_id in breach.entry_ids]
    asked = [query for query in report.queries if claim.entry_id in query.entry_ids]
    missing = tuple(
        name
        for row in report.undetermined
        if row.entry_id == claim.entry_id
        for name in row.missing
    )
    left = tuple(
        row
        for row in report.remaining
        if (row.member_id, row.purpose) == (claim.member_id, claim.purpose)
    )
    return Verdict(
        rule=RULE,
        outcome="not_allowed" if mine else "undetermined" if missing else "allowed",
        reason=mine[0].code if mine else "facts-missing" if missing else _fine(claim.purpose),
        breaches=tuple(mine),
        queries=tuple(asked),
        missing=missing,
        remaining=left,
        readings=law.readings,
        sources=law.sources,
    )


def _fine(purpose: str) -> str:
    return "within-cap" if purposes()[purpose].cap else "no-cap-on-record"


def _covered(claim: ExpenseClaim, policy: Policy) -> bool:
    try:
        policy.law(RULE, claim.paid_on)
    except NotInForce:
        return False
    return True


def _reject(row: int, code: str) -> Reject:
    column = "entry_id" if code == DUPLICATE else "paid_on"
    return Reject(row=row + 1, column=column, code=code, reason=code)


def _totals(claims: Iterable[ExpenseClaim]) -> dict[str, Decimal]:
    sums: dict[str, int] = defaultdict(int)
    for claim in claims:
        sums[claim.purpose] += signed_fen(claim.amount)
    return {purpose: yuan(sums[purpose]) for purpose in sorted(sums)}


def by_money(breach: Breach) -> tuple[int, int, str, tuple[str, ...]]:
    """The order of a list of breaches: most money first, then code and entries."""
    over = fen(breach.over) if breach.over is not None else 0
    spent = abs(signed_fen(breach.spent)) if breach.spent is not None else 0
    return -over, -spent, breach.code, (breach.union_id or "", *breach.entry_ids)
