"""Collective-welfare spending (职工集体福利支出) of a primary union.

Seven purposes are permitted and nothing else: festival gifts, birthday, marriage, birth,
illness, bereavement, retirement. Four caps are on record: 1,800 yuan a member and year for
festivals (2,000 from 1 May 2025), 600 a wedding (800 from then), 1,000 a policy-compliant
birth, 1,000 a hospital stay. For the other three no cap is on record; a union may set its own.

Source: the province's three-year welfare plan of September 2018 and the 2025 change, both as
reported; forms of birthday, bereavement and retirement: the national rule of 2017.
Limits: the year of the 2025 change is inferred. A ledger does not tell formal retirement from
leaving early, so that both choices of ``welfare.retirement_who`` ask about a second gift, and
under ``welfare.birth_per=child`` it is the event id that names the child. Readings: ``welfare.*``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ..algebra import at_least, at_most
from ..claims import ExpenseClaim, Form, RosterEntry, Union
from ..policy import Policy
from ..resources import table
from ..rulebook import Label
from ..units import MOST_SUM
from ..welfare_findings import Verdict

RULE = "collective_welfare"
NO_CAP = MOST_SUM
"""Above every sum of payments: the cap of a purpose for which none is on record."""

ALLOWED = ("within-cap", "taken-back", "no-cap-on-record")
BREACHES = (
    "over-cap",
    "purpose-not-permitted",
    "form-not-permitted",
    "birth-not-compliant",
    "not-a-member",
    "duplicate-entry",
    "reversal-without-entry",
    "reversal-exceeds-entry",
)
QUERIES = (
    "event-unstated",
    "second-hospital-stay",
    "illness-without-stay",
    "goods-at-bedside",
    "form-to-be-asked",
    "festival-not-statutory",
    "festival-left-out",
    "festival-unequal",
    "paid-before-leaving",
    "reads-like-hardship-aid",
    "possible-duplicate",
    "birthday-twice",
    "retirement-twice",
    "cap-not-stated",
)
REASONS = (*ALLOWED, *BREACHES, *QUERIES)
"""Why a payment is allowed, what the law forbids, and what an auditor would ask about.

Under ``welfare.illness_stay=breach`` the query ``illness-without-stay`` is a breach.
"""


class Parameters(NamedTuple):
    """The caps in fen; readings are the numbers of their choices."""

    festival_cap: int
    marriage_cap: int
    birth_cap: int
    illness_cap: int
    union_average: int
    illness_by_year: int
    marriage_once: int


class Worksheet(NamedTuple):
    """One member's payments that share a cap, line by line, in fen."""

    spent: Any
    legal_cap: Any
    own_cap: Any
    cap: Any
    over: Any
    remaining: Any


def work_out(spent: Any, legal_cap: Any, own_cap: Any) -> Worksheet:
    """What is over and what remains of a cap; ``spent + remaining - over == cap`` always."""
    cap = at_most(legal_cap, own_cap)
    return Worksheet(
        spent=spent,
        legal_cap=legal_cap,
        own_cap=own_cap,
        cap=cap,
        over=at_least(spent - cap, 0),
        remaining=at_least(cap - spent, 0),
    )


class Purpose(NamedTuple):
    """One permitted purpose: how its payments are joined for a cap, and which cap."""

    name: str
    label: Label
    per: str
    cap: str
    permitted: frozenset[str]
    breach: frozenset[str]
    source: str


@cache
def purposes() -> Mapping[str, Purpose]:
    """The seven purposes, in the order of the source."""
    data = table(f"rules/{RULE}.toml")
    found = {}
    for name, row in data["purposes"].items():
        forms = data["forms"][name]
        found[name] = Purpose(
            name=name,
            label=Label(row["zh"], row["en"]),
            per=row["per"],
            cap=row.get("cap", ""),
            permitted=frozenset(forms["permitted"]),
            breach=frozenset(forms["breach"]),
            source=forms["source"],
        )
    return MappingProxyType(found)


def legal_cap(purpose: str, on: date, policy: Policy) -> int:
    """The cap of a purpose on a day in fen; ``NO_CAP`` where none is on record."""
    named = purposes()[purpose].cap
    return policy.law(RULE, on).numbers[named] if named else NO_CAP


def form_verdict(purpose: str, form: Form) -> str:
    """``permitted``, ``breach`` or ``query`` for a form of payment."""
    allowed = purposes()[purpose]
    if form in allowed.permitted:
        return "permitted"
    return "breach" if form in allowed.breach else "query"


def source_of_cap(purpose: str, on: date, policy: Policy) -> str:
    """The text that states a purpose's cap on a day."""
    named = f"{RULE}.{purposes()[purpose].cap}"
    figures = policy.law(RULE, on).parameters
    return next(figure.source for figure in figures if figure.name == named)


def check(
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
    day of the claim or of the check. A whole ledger goes to :func:`lnunion_rules.check_welfare`.
    """
    # How entries join is worked out a floor above, from this room's own body.
    from ..welfare import check_claim

    return check_claim(claim, history, on=on, roster=roster, unions=unions, policy=policy)
