"""The two doors of the training funds: a whole ledger, and one entry before it is made.

Entries are counted in the order of their days; on one day what takes back an earlier day's entry
comes first, then commitments, payments, and reversals of that day's own, each by entry id. The
order of the rows never matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..dates import last_day_of
from ..doors import printed_sheet
from ..errors import NotInForce
from ..findings import PolicyStamp
from ..fund_entries import FundEntry
from ..fund_findings import FundBreach, FundReport, FundVerdict, Pot
from ..policy import Law, Policy, load_policy
from ..rules.training_fund import REASONS, RULE, funds
from ..units import signed_fen, yuan
from ..welfare_findings import Reject
from .pots import Counted, Key, Pots, Refusal

_READINGS = {"over-pot": "funds.year", "paid-after-year": "funds.late_payment"}


class Posted(NamedTuple):
    """A ledger counted: its pots, the refusals by row, and the rows that are rejected."""

    pots: Pots
    refusals: dict[int, Refusal]
    rejected: dict[int, tuple[str, str]]


def check_fund(
    entries: Sequence[FundEntry], *, on: date, policy: Policy | None = None
) -> FundReport:
    """Check a ledger of the training funds; one entry is one row, counted from 1.

    An entry that a pot, its commitment or its entry cannot bear is a breach and is not counted,
    so that no pot is ever overdrawn. Entries of a year without a pot and second entries of one
    id are rejected. ``on`` is the day of the check: it names the law shown, and the pots of its
    year are always listed. Raises ``NotInForce`` where no text is in force that day.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    posted = _posted(entries, policy)
    breaches = [
        _breach(entries[row], refusal, posted.pots, policy)
        for row, refusal in sorted(posted.refusals.items())
    ]
    return FundReport(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=len(entries),
        rows_accepted=len(entries) - len(posted.rejected),
        rows_rejected=len(posted.rejected),
        compliant=not breaches,
        breaches=tuple(breaches),
        pots=tuple(_told(posted.pots, key) for key in _keys(posted.pots, on)),
        totals=_totals(posted.pots.counted.values()),
        not_counted=yuan(sum(max(signed_fen(entries[row].amount), 0) for row in posted.refusals)),
        rejects=tuple(
            Reject(row=row + 1, column=column, code=code, reason=code)
            for row, (column, code) in sorted(posted.rejected.items())
        ),
        readings=law.readings,
        notices=_notices(posted.pots, law, policy),
        sources=law.sources,
    )


def check_entry(
    entry: FundEntry,
    history: Sequence[FundEntry] = (),
    *,
    on: date,
    policy: Policy | None = None,
) -> FundVerdict:
    """Whether one entry may be made after what has been made before, and what remains then.

    It may not where it, or because of it another entry, could not be counted. Raises
    ``NotInForce`` where its fund has no pot that year.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    entries = [*history, entry]
    before, after = _posted(history, policy), _posted(entries, policy)
    key = _pot_of(entry, before.pots)
    asked = 0 if entry.commitment_id or entry.reverses else max(signed_fen(entry.amount), 0)
    new = {row: found for row, found in after.refusals.items() if found != before.refusals.get(row)}
    breaches = [_breach(entries[row], new[row], before.pots, policy) for row in sorted(new)]
    fine = "taken-back" if entry.reverses else "covered"
    return FundVerdict(
        rule=RULE,
        outcome="not_allowed" if breaches else "allowed",
        reason=breaches[-1].code if breaches else fine,
        breaches=tuple(breaches),
        pot=_told((before if breaches else after).pots, key),
        worksheet=printed_sheet(RULE, REASONS, before.pots.sheet(key, asked)),
        readings=law.readings,
        sources=law.sources,
    )


def _pot_of(entry: FundEntry, pots: Pots) -> Key:
    """The pot that an entry concerns: that of what it is made on or takes back, else its year's."""
    of = pots.counted.get(entry.reverses or entry.commitment_id or "")
    return of.pot if of else pots.key_of(entry.fund, entry.booked_on.year)


def _posted(entries: Sequence[FundEntry], policy: Policy) -> Posted:
    posted = Posted(Pots(policy), {}, {})
    first: dict[str, int] = {}
    for row, entry in enumerate(entries):
        if first.setdefault(entry.entry_id, row) != row:
            posted.rejected[row] = "entry_id", "duplicate-entry"
            posted.refusals[row] = Refusal("duplicate-entry")
    days = {name: entries[row].booked_on for name, row in first.items()}
    for row in sorted(first.values(), key=lambda row: _place(entries[row], days)):
        try:
            refusal = posted.pots.post(entries[row])
        except NotInForce as absent:
            posted.rejected[row] = "booked_on", absent.code
            continue
        if refusal:
            posted.refusals[row] = refusal
    return posted


def _place(entry: FundEntry, days: Mapping[str, date]) -> tuple[date, int, str]:
    """Where an entry stands among all."""
    if not entry.amount.is_signed():
        return entry.booked_on, 1 if entry.kind == "commitment" else 2, entry.entry_id
    earlier = days.get(entry.reverses or "", date.max) < entry.booked_on
    return entry.booked_on, 0 if earlier else 3, entry.entry_id


def _breach(entry: FundEntry, refusal: Refusal, pots: Pots, policy: Policy) -> FundBreach:
    code, over = refusal
    of = pots.counted.get(entry.commitment_id or "")
    taken = (entry.reverses,) if entry.reverses else ()
    reading = _READINGS.get(code)
    return FundBreach(
        code=code,
        entry_ids=(entry.entry_id, *taken),
        fund=entry.fund,
        year=of.pot.year if of else entry.booked_on.year,
        purpose=entry.purpose,
        amount=entry.amount,
        over=None if over is None else yuan(over),
        source=funds()[entry.fund].source,
        reading=reading and f"{reading}={policy.choices[reading]}",
    )


def _keys(pots: Pots, on: date) -> list[Key]:
    """The pots that entries were counted against, and those of the year of the check."""
    keys = {counted.pot for counted in pots.counted.values()}
    for fund in funds():
        with suppress(NotInForce):
            keys.add(pots.key_of(fund, on.year))
    return sorted(keys)


def _told(pots: Pots, key: Key) -> Pot:
    sheet = pots.sheet(key)
    return Pot(
        fund=key.fund,
        year=key.year,
        granted=yuan(sheet.granted),
        brought=yuan(sheet.brought),
        committed=yuan(sheet.committed),
        paid=yuan(sheet.paid),
        remaining=yuan(sheet.remaining),
    )


def _totals(counted: Iterable[Counted]) -> dict[str, dict[str, Decimal]]:
    """What was paid and counted, by fund and purpose, in the order of the source."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one in counted:
        if one.entry.kind == "payment":
            sums[one.entry.fund, one.entry.purpose] += one.standing
    return {
        name: {
            purpose: yuan(sums[name, purpose])
            for purpose in fund.purposes
            if (name, purpose) in sums
        }
        for name, fund in funds().items()
    }


def _notices(pots: Pots, law: Law, policy: Policy) -> tuple[str, ...]:
    """That the skills action is over, where the day or a pot lies after it."""
    years = {counted.pot.year for counted in pots.counted.values()}
    found = [*law.notices]
    for year in sorted(years):
        found += policy.law(RULE, last_day_of(year)).notices
    return tuple(dict.fromkeys(found))
