"""A fair and its employers reconciled: what contradicts itself is reported, the rest goes on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from ..bounds import NONE, UNKNOWN, Bounds
from ..fair_findings import EmployerLine, FairReport, FairVerdict, Mismatch, Unreconciled
from ..fairs import Employer, Fair
from ..findings import PolicyStamp
from ..policy import Policy, load_policy
from ..rules.job_fair import COUNTS, RULE, check, held, limits, rate
from ..welfare_findings import Reject
from .statistics import by_industry, statistics, summed, supported

TOTALS = ("employers", *COUNTS)
"""The counts that a fair states as a whole and that its employers' rows come to."""

TWICE = "duplicate-employer"


class Row(NamedTuple):
    """One employer with the number of its row and what was found in it."""

    number: int
    employer: Employer
    verdict: FairVerdict


def check_fair(
    employers: Sequence[Employer] = (),
    *,
    fair: Fair | None = None,
    on: date,
    policy: Policy | None = None,
    rows: Sequence[int] = (),
    rejects: Sequence[Reject] = (),
) -> FairReport:
    """A job fair in figures, by industry and together, and whatever does not hold together.

    The law is that of the day of the fair, or of ``on`` where no fair is given. ``rows`` are the
    numbers of the employers' rows in their file, counted from 1 where they are left out, and
    ``rejects`` the rows that were not read. A second row of one employer is rejected. The order
    of the rows never matters. Raises ``NotInForce`` before the first fair on record.
    """
    policy = policy or load_policy()
    day = fair.held_on if fair else on
    law = policy.law(RULE, day)
    visitors = fair.visitors if fair else UNKNOWN
    kept, twice = _sorted_out(employers, rows or range(1, len(employers) + 1))
    checked = [
        Row(number, one, check(one, visitors=visitors, on=day, policy=policy))
        for number, one in kept
    ]
    rejected = sorted([*rejects, *twice], key=lambda reject: reject.row)
    accepted = [row.employer for row in checked]
    distinct = policy.choices["jobfair.kinds"] == "distinct"
    counts, unmatched = _totals(summed(accepted, distinct=distinct), fair, len(rejected))
    facts = {name: counts[name] for name in COUNTS} | {"visitors": visitors}
    whole = held(law, facts, limits("fair") if accepted else limits("row", "fair"))
    breaches = (*unmatched, *whole.breaches, *_found(checked, "breaches"))
    return FairReport(
        **_about(fair),
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=len(employers) + len(rejects),
        rows_accepted=len(accepted),
        rows_rejected=len(rejected),
        reconciled=not breaches,
        total=statistics(law, None, counts, supported(accepted), visitors),
        industries=tuple(
            statistics(law, name, summed(those, distinct=distinct), supported(those))
            for name, those in by_industry(accepted).items()
        ),
        employers=tuple(map(_line, checked)),
        breaches=breaches,
        queries=(*whole.queries, *_found(checked, "queries")),
        undetermined=tuple(_open(whole, checked)),
        rejects=tuple(rejected),
        readings=law.readings,
        sources=law.sources,
    )


def _about(fair: Fair | None) -> dict[str, Any]:
    """What a report repeats of the fair."""
    return {
        "fair_id": fair.fair_id if fair else None,
        "title": fair.title if fair else None,
        "held_on": fair.held_on if fair else None,
        "organisers": fair.organisers if fair else (),
        "stands": fair.stands if fair else (),
        "visitors": fair.visitors if fair else UNKNOWN,
    }


def _sorted_out(
    employers: Sequence[Employer], rows: Sequence[int]
) -> tuple[list[tuple[int, Employer]], list[Reject]]:
    """Employers in the order of their rows, and the rows of an id that another row has taken."""
    kept: dict[str, tuple[int, Employer]] = {}
    twice = []
    for number, one in sorted(zip(rows, employers, strict=True), key=itemgetter(0)):
        if one.employer_id in kept:
            twice.append(Reject(row=number, column="employer_id", code=TWICE, reason=TWICE))
        else:
            kept[one.employer_id] = number, one
    return list(kept.values()), twice


def _totals(
    rows: Mapping[str, Bounds], fair: Fair | None, rejected: int
) -> tuple[dict[str, Bounds], list[Mismatch]]:
    """The counts of the whole fair: what the rows come to and what is stated, if they agree.

    Without rows, what is stated. Rows that were rejected may add to any count.
    """
    if fair is None:
        return dict(rows), []
    stated = {name: getattr(fair, name) for name in TOTALS}
    if rows["employers"].most == 0:
        return stated, []
    found, unmatched = dict(rows), []
    more = UNKNOWN if rejected else NONE
    for name, count in rows.items():
        found[name] = stated[name].meet(count) or count
        if stated[name].meet(count + more) is None:
            unmatched.append(_unmatched(name, stated[name], count))
    return found, unmatched


def _unmatched(name: str, stated: Bounds, rows: Bounds) -> Mismatch:
    return Mismatch(
        code="total-not-matched",
        row=None,
        employer_id=None,
        column=name,
        stated=stated,
        limit=rows,
        over=None,
    )


def _found(rows: Sequence[Row], kind: str) -> Iterator[Mismatch]:
    for row in rows:
        for one in getattr(row.verdict, kind):
            yield one.model_copy(update={"row": row.number})


def _open(whole: FairVerdict, rows: Sequence[Row]) -> Iterator[Unreconciled]:
    """What the fair and its rows leave open."""
    if whole.open:
        yield Unreconciled(row=None, employer_id=None, codes=whole.open, missing=whole.missing)
    for number, employer, verdict in rows:
        if verdict.open:
            yield Unreconciled(
                row=number,
                employer_id=employer.employer_id,
                codes=verdict.open,
                missing=verdict.missing,
            )


def _line(row: Row) -> EmployerLine:
    employer, verdict = row.employer, row.verdict
    facts = employer.model_dump(exclude={"cv_link", "note"})
    found = (*verdict.breaches, *verdict.queries)
    return EmployerLine(
        **facts,
        row=row.number,
        hired_of_planned=rate("hired_of_planned", verdict.worksheet),
        codes=tuple(one.code for one in found),
    )
