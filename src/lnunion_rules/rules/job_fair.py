"""A job fair (招聘会) in figures: what was offered, who came, and what came of it.

Employers state kinds of post and planned hires; visitors hand in CVs by scanning an employer's
code; the fair ends with intentions and with hires on the spot. Hires do not exceed what was
planned unless a note says why, nobody is hired where no post was on offer, and no more visitors
are hired or reach an intention than came.

Source: the report on the province's first autumn fair of 3 November 2018; these limits are
what its figures mean, and no text states them as rules.
Checked with: that fair, of which the source gives most figures as "over so many": over 140
employers, over 750 kinds of post, over 5,000 planned hires, over 4,000 visitors, 118 hired, 990
intentions. Of the planned hires at most 2.36 % were made on the spot.
Limits: rates are exact shares of two lines of the worksheet and are not rounded here; a count
within bounds gives lines within bounds. Readings: ``jobfair.*``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..algebra import at_least, where
from ..bounds import UNKNOWN, Bounds, share_within, spread
from ..doors import MISSING, filled
from ..fair_findings import FairVerdict, Mismatch, Outcome, Rate
from ..fairs import Employer
from ..policy import Law, Policy, load_policy
from ..resources import table
from ..rulebook import Label

RULE = "job_fair"
RECONCILED = "reconciled"
BREACHES = (
    "hires-above-planned",
    "hires-without-posts",
    "hires-above-intentions",
    "intentions-above-visitors",
    "reached-above-visitors",
    "total-not-matched",
)
QUERIES = (
    "hires-above-planned-noted",
    "plans-without-posts",
    "kinds-above-planned",
    "cvs-above-visitors",
)
ABOVE_PLANNED, NOTED = BREACHES[0], QUERIES[0]
REASONS = (RECONCILED, *BREACHES, *QUERIES)
"""That figures hold together, what contradicts them, and what one would ask about."""

COUNTS = ("post_kinds", "planned_hires", "cvs_delivered", "intentions", "hired_on_spot")
"""The counts that an employer states, and that add up to those of an industry and a fair."""


class Parameters(NamedTuple):
    """The readings of the rule, as the numbers of their choices."""

    included: int


class Worksheet(NamedTuple):
    """One employer, industry or fair, line by line, in kinds of post, CVs and people."""

    post_kinds: Any
    planned_hires: Any
    cvs_delivered: Any
    intentions: Any
    hired_on_spot: Any
    visitors: Any
    reached: Any
    hires_over_planned: Any
    hires_without_posts: Any
    hires_over_intentions: Any
    intentions_over_visitors: Any
    reached_over_visitors: Any
    plans_without_posts: Any
    kinds_over_planned: Any
    cvs_over_visitors: Any


def work_out(
    post_kinds: Any,
    planned_hires: Any,
    cvs_delivered: Any,
    intentions: Any,
    hired_on_spot: Any,
    visitors: Any,
    p: Parameters,
) -> Worksheet:
    """What came of a fair, and by how much each limit is exceeded.

    Every line rises or falls in each count all the way, so that bounds go in and come out.
    """
    reached = where(p.included > 0, intentions, intentions + hired_on_spot)
    beyond_intentions = at_least(hired_on_spot - intentions, 0)
    return Worksheet(
        post_kinds=post_kinds,
        planned_hires=planned_hires,
        cvs_delivered=cvs_delivered,
        intentions=intentions,
        hired_on_spot=hired_on_spot,
        visitors=visitors,
        reached=reached,
        hires_over_planned=at_least(hired_on_spot - planned_hires, 0),
        hires_without_posts=where(post_kinds > 0, 0, hired_on_spot),
        hires_over_intentions=where(p.included > 0, beyond_intentions, 0),
        intentions_over_visitors=at_least(intentions - visitors, 0),
        reached_over_visitors=where(p.included > 0, 0, at_least(reached - visitors, 0)),
        plans_without_posts=where(post_kinds > 0, 0, planned_hires),
        kinds_over_planned=at_least(post_kinds - planned_hires, 0),
        cvs_over_visitors=at_least(cvs_delivered - visitors, 0),
    )


class Limit(NamedTuple):
    """One count that another limits, and the line that says by how much it is exceeded."""

    code: str
    column: str
    limit: str
    over: str
    of: str
    reading: str


@cache
def limits(*of: str) -> tuple[Limit, ...]:
    """The limits of what each ``row`` states, of an ``employer`` only, or of a ``fair`` only.

    Visitors are counted once for a fair, so that people are held to them there; one employer's
    CVs are held to them in its row, since each visitor hands in many at a fair.
    """
    rows = table(f"rules/{RULE}.toml")["limits"].items()
    every = (Limit(code, **{"reading": "", **row}) for code, row in rows)
    return tuple(limit for limit in every if limit.of in of)


def held(
    law: Law,
    facts: Mapping[str, Bounds],
    limits: Iterable[Limit],
    employer: Employer | None = None,
) -> FairVerdict:
    """Hold counts to limits: exceeded for certain, perhaps, or not at all."""
    sheet = spread(partial(work_out, p=filled(law, Parameters)), facts)._asdict()
    breaches: list[Mismatch] = []
    queries: list[Mismatch] = []
    unsettled: list[Limit] = []
    for limit in limits:
        noted = limit.code == ABOVE_PLANNED and employer is not None and employer.note is not None
        if sheet[limit.over].least > 0:
            found = _mismatch(limit, NOTED if noted else limit.code, sheet, employer, law)
            (breaches if found.code in BREACHES else queries).append(found)
        elif sheet[limit.over].most != 0 and limit.code in BREACHES and not noted:
            unsettled.append(limit)
    missing = (name for limit in unsettled for name in _inexact(limit, facts))
    outcome: Outcome = "undetermined" if unsettled else "reconciled"
    return FairVerdict(
        rule=RULE,
        outcome="not_reconciled" if breaches else outcome,
        reason=breaches[0].code if breaches else MISSING if unsettled else RECONCILED,
        open=tuple(limit.code for limit in unsettled),
        missing=tuple(dict.fromkeys(missing)),
        worksheet=sheet,
        breaches=tuple(breaches),
        queries=tuple(queries),
        readings=law.readings,
        sources=law.sources,
    )


def _mismatch(
    limit: Limit, code: str, sheet: Mapping[str, Bounds], employer: Employer | None, law: Law
) -> Mismatch:
    taken = (said for said in law.readings if said.partition("=")[0] == limit.reading)
    return Mismatch(
        code=code,
        row=None,
        employer_id=employer.employer_id if employer else None,
        column=limit.column,
        stated=sheet[limit.column],
        limit=sheet[limit.limit],
        over=sheet[limit.over],
        reading=next(taken, None),
    )


def _inexact(limit: Limit, facts: Mapping[str, Bounds]) -> list[str]:
    """The stated counts that a limit compares and that are not known exactly."""
    counts = ("intentions", "hired_on_spot") if limit.column == "reached" else (limit.column,)
    return [name for name in (*counts, limit.limit) if not facts[name].is_exact]


def check(
    employer: Employer,
    *,
    visitors: Bounds = UNKNOWN,
    on: date,
    policy: Policy | None = None,
) -> FairVerdict:
    """Whether one employer's figures hold together; ``visitors`` are the fair's.

    Raises ``NotInForce`` before the first fair on record. A whole fair goes to
    :func:`lnunion_rules.check_fair`.
    """
    law = (policy or load_policy()).law(RULE, on)
    facts = {name: getattr(employer, name) for name in COUNTS}
    return held(law, {**facts, "visitors": visitors}, limits("row", "employer"), employer)


class RateOf(NamedTuple):
    """A rate by the two lines of the worksheet that it is a share of."""

    part: str
    whole: str
    label: Label


@cache
def rates() -> Mapping[str, RateOf]:
    """The rates there are, in the order in which they are shown."""
    rows = table(f"rules/{RULE}.toml")["rates"].items()
    return MappingProxyType(
        {name: RateOf(row["part"], row["whole"], Label(row["zh"], row["en"])) for name, row in rows}
    )


def rate(name: str, sheet: Mapping[str, Bounds]) -> Rate | None:
    """One rate of a worksheet, exactly; None where there is nothing to be a share of."""
    part, whole = sheet[rates()[name].part], sheet[rates()[name].whole]
    share = share_within(part, whole)
    if share is None:
        return None
    return Rate(part=part, whole=whole, least=share.least, most=share.most)
