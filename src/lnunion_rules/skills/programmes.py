"""Programmes checked one by one, and counted: whom they reach, titles, budgets of a year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from ..algebra import WHOLE, split
from ..doors import sources
from ..errors import NotInForce
from ..findings import PolicyStamp
from ..policy import Policy, load_policy
from ..programmes import Programme
from ..rules.skills_training import REASONS, RULE, TITLES, TOO_MANY, check, kinds, titles
from ..rules.training_fund import granted_in, work_out
from ..skills_findings import (
    EnterpriseCoverage,
    KindCoverage,
    ProgrammeReport,
    ProgrammeVerdict,
    Share,
    Titles,
    YearBudget,
)
from ..units import added, fen, printed, yuan
from ..welfare_findings import Reject

FUND = "skills"


def check_programmes(
    programmes: Sequence[Programme], *, on: date, policy: Policy | None = None
) -> ProgrammeReport:
    """Check and count programmes; one programme is one row, counted from 1.

    Programmes held before the action began, and second rows of one id, are rejected; those with
    more people or titles than staff are not counted in coverage and titles. ``on`` is the day of
    the check and names the law shown. Raises ``NotInForce`` where there is none.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    rejects: list[Reject] = []
    kept: dict[str, Programme] = {}
    verdicts: list[ProgrammeVerdict] = []
    for row, one in enumerate(programmes, 1):
        if one.programme_id in kept:
            rejects.append(_reject(row, "programme_id", "duplicate-id"))
            continue
        try:
            verdicts.append(check(one, policy=policy))
        except NotInForce as absent:
            rejects.append(_reject(row, "held_on", absent.code))
            continue
        kept[one.programme_id] = one
    found = list(kept.values())
    possible = [one for one, verdict in zip(found, verdicts, strict=True) if _possible(verdict)]
    years = tuple(_years(found, policy))
    breaches = tuple(verdict for verdict in verdicts if verdict.outcome == "not_allowed")
    return ProgrammeReport(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=len(programmes),
        rows_accepted=len(found),
        rows_rejected=len(rejects),
        compliant=not breaches and not any(year.over for year in years),
        breaches=breaches,
        kinds=tuple(_kind(name, possible) for name in kinds()),
        enterprises=tuple(_enterprises(possible)),
        titles=tuple(_title(name, possible) for name in titles()),
        years=years,
        rejects=tuple(rejects),
        readings=law.readings,
        notices=tuple(
            dict.fromkeys(
                [*law.notices, *(code for verdict in verdicts for code in verdict.notices)]
            )
        ),
        sources=sources(law),
    )


def _possible(verdict: ProgrammeVerdict) -> bool:
    """Whether a programme's people can be as stated; otherwise they are not counted."""
    return REASONS.index(verdict.reason) not in (TOO_MANY, TITLES)


def _reject(row: int, column: str, code: str) -> Reject:
    return Reject(row=row, column=column, code=code, reason=code)


def share(part: int, whole: int) -> Share:
    """One count of another, exactly; of nothing there is no share.

    >>> share(2, 3).fraction, share(2, 3).percent
    ('2/3', '66.67')
    """
    if not whole:
        return Share(part=part, whole=whole, fraction=None, percent=None)
    exact = Fraction(part, whole)
    return Share(
        part=part,
        whole=whole,
        fraction=f"{exact.numerator}/{exact.denominator}",
        percent=printed(split(part * WHOLE, whole)),
    )


def _kind(name: str, programmes: Iterable[Programme]) -> KindCoverage:
    those = [one for one in programmes if one.kind == name]
    covered = sum(one.covered for one in those)
    return KindCoverage(
        kind=name,
        programmes=len(those),
        coverage=share(covered, sum(one.staff for one in those)),
        budget=added(one.budget for one in those),
        cost=added(one.cost for one in those),
    )


def _enterprises(programmes: Iterable[Programme]) -> Iterator[EnterpriseCoverage]:
    """Each enterprise by id; its staff is the most that one of its programmes states."""
    found: dict[str, list[Programme]] = defaultdict(list)
    for one in programmes:
        found[one.enterprise_id].append(one)
    for name in sorted(found):
        those = found[name]
        staff = max(one.staff for one in those)
        reached = [one.covered for one in those]
        yield EnterpriseCoverage(
            enterprise_id=name,
            programmes=len(those),
            least=share(max(reached), staff),
            most=share(min(staff, sum(reached)), staff),
        )


def _title(name: str, programmes: Iterable[Programme]) -> Titles:
    won = [count for one in programmes if (count := getattr(one, name)) is not None]
    return Titles(title=name, won=sum(won), reported=len(won))


def _years(programmes: Iterable[Programme], policy: Policy) -> Iterator[YearBudget]:
    """The budgets of each year beside its fund; what is left goes on where that is read so."""
    budgets: dict[int, int] = defaultdict(int)
    for one in programmes:
        budgets[one.held_on.year] += fen(one.budget)
    carried = policy.choices["funds.year"] == "carry_over"
    left = 0
    for year in range(min(budgets, default=0), max(budgets, default=-1) + 1):
        granted = granted_in(FUND, year, policy)
        sheet = work_out(granted, left if carried else 0, 0, 0, budgets[year])
        left = sheet.remaining
        yield YearBudget(
            year=year,
            granted=yuan(granted + sheet.brought),
            budget=yuan(budgets[year]),
            over=yuan(sheet.over),
            remaining=yuan(sheet.remaining),
        )
