"""Training funds (就业和技能培训专项资金): what the two funds pay, and what a pot has left.

Two funds of 20 million yuan a year: the employment fund, 2018 to 2020, pays subsidies of
training for work or return to work and nothing else; the skills fund, from 2018, pays
order-based training, competitions and what else brings training to all staff. Commitments and
payments are counted against the pot of their year, which is never overdrawn.

Source: the three-year employment plan of August 2018 and the three-year skills action of
26 September 2018, both as reported.
Limits: the skills action names its activities with "and others" (等); the purposes on record are
those named. No subsidy per head is on record. Readings: ``funds.*``, ``aid.after_plan``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ..algebra import at_least, where
from ..dates import last_day_of
from ..errors import NotInForce
from ..fund_entries import FundEntry
from ..fund_findings import FundVerdict
from ..policy import Policy
from ..resources import table
from ..rulebook import Label, rule
from ..sources import not_in_force

RULE = "training_fund"
BREACHES = (
    "over-pot",
    "purpose-not-permitted",
    "over-commitment",
    "commitment-unknown",
    "paid-after-year",
    "duplicate-entry",
    "reversal-without-entry",
    "reversal-exceeds-entry",
)
REASONS = ("covered", *BREACHES, "taken-back")
"""Why an entry is counted, and what the law or the books forbid."""
COVERED, OVER_POT = map(REASONS.index, ("covered", "over-pot"))


class Parameters(NamedTuple):
    """The funds of a year in fen, None where none is on record; readings by their choices."""

    employment_per_year: int | None
    skills_per_year: int
    carried_over: int
    one_fund: int
    own_year_only: int


class Worksheet(NamedTuple):
    """One pot and what is asked of it, line by line, in fen; what remains last."""

    granted: Any
    brought: Any
    committed: Any
    paid: Any
    free: Any
    asked: Any
    over: Any
    reason: Any
    remaining: Any


def work_out(granted: Any, brought: Any, committed: Any, paid: Any, asked: Any) -> Worksheet:
    """Whether a pot covers what is asked, and what remains; what is not covered takes nothing."""
    free = at_least(granted + brought - committed - paid, 0)
    over = at_least(asked - free, 0)
    reason = where(over > 0, OVER_POT, COVERED)
    remaining = where(over > 0, free, free - asked)
    return Worksheet(granted, brought, committed, paid, free, asked, over, reason, remaining)


class Fund(NamedTuple):
    """One fund: what it is called, its figure of a year, the purposes it pays, and who says so."""

    label: Label
    per_year: str
    purposes: Mapping[str, Label]
    source: str


@cache
def funds() -> Mapping[str, Fund]:
    """The two funds, in the order of the source."""
    rows = table(f"rules/{RULE}.toml")["funds"]
    return MappingProxyType(
        {
            name: Fund(
                label=Label(row["zh"], row["en"]),
                per_year=row["per_year"],
                purposes={key: Label(**label) for key, label in row["purposes"].items()},
                source=row["source"],
            )
            for name, row in rows.items()
        }
    )


def granted_in(fund: str, year: int, policy: Policy) -> int:
    """What a fund has for a calendar year, in fen. Raises ``NotInForce`` where it has none."""
    last = last_day_of(year)
    figure: int | None = policy.law(RULE, last).numbers[funds()[fund].per_year]
    if figure is None:
        raise no_pot(fund, last, RULE)
    return figure


def no_pot(fund: str, on: date, path: str) -> NotInForce:
    """The refusal of a day on which a fund has no pot; it names the text that has one."""
    named, of = rule(RULE), funds()[fund]
    stated = tuple(
        period
        for period in named.periods
        for figure in period.parameters
        if figure.field == of.per_year and figure.number is not None
    )
    return not_in_force(replace(named, title=of.label, periods=stated), on, path)


def check(
    entry: FundEntry,
    history: Sequence[FundEntry] = (),
    *,
    on: date,
    policy: Policy | None = None,
) -> FundVerdict:
    """Whether one entry may be made after what has been made before, and what remains then.

    Raises ``NotInForce`` where its fund has no pot that year. A whole ledger goes to
    :func:`lnunion_rules.funds.check_fund`.
    """
    # How entries follow one another is worked out a floor above, from this room's own body.
    from ..funds import check_entry

    return check_entry(entry, history, on=on, policy=policy)
