"""The first page of a findings report: the answer, the totals, and what they rest on."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ..claims import ExpenseClaim
from ..errors import Language
from ..explain.words import notice, plain, spoken_by
from ..readings import readings
from ..rulebook import rule
from ..rules.collective_welfare import RULE, purposes
from ..sheets import Page
from ..sources import sources
from ..tables import Table
from ..tables.columns import letters
from ..units import yuan
from ..welfare_findings import Breach, WelfareReport
from .pages import page
from .telling import (
    cited,
    finding,
    in_fen,
    money,
    purpose_named,
    reading_told,
    said,
)


class Summary(NamedTuple):
    """The answer in sentences, then what an auditor reconciles and cites."""

    title: str
    answer: tuple[str, ...]
    """The answer first, then on what day, under which law and how many rows."""
    by_code: Page
    totals: Page
    """By purpose; the last row is the total."""
    readings: Page
    sources: Page
    notices: tuple[str, ...]


def summary_of(
    report: WelfareReport, ledger: Table[ExpenseClaim] | None, language: Language
) -> Summary:
    """The summary of a report; ``ledger`` tells how the file was read."""
    return Summary(
        title=said("phrase.title", language),
        answer=(*answer_of(report, language), *_basis(report, ledger, language)),
        by_code=by_code(report, language),
        totals=totals(report, language),
        readings=_readings(report, language),
        sources=_sources(report, language),
        notices=tuple(_notices(report, ledger, language)),
    )


def answer_of(report: WelfareReport, language: Language) -> tuple[str, ...]:
    """Whether a ledger is right, in one sentence, and what else there is, in another."""
    over = _sum(breach.over for breach in report.breaches)
    key = "breaches" if over else "breaches_without_money"
    told = {"count": len(report.breaches), "over": money(over)}
    first = said("phrase.compliant" if report.compliant else f"phrase.{key}", language, **told)
    others = (len(report.queries), len(report.undetermined), report.rows_rejected)
    if not any(others):
        return (first,)
    names = ("queries", "undetermined", "rejected")
    return first, said("phrase.also", language, **dict(zip(names, others, strict=True)))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    """A sum, whatever the caller's decimal context."""
    return yuan(sum(in_fen(amount) for amount in amounts if amount is not None))


def _basis(
    report: WelfareReport, ledger: Table[ExpenseClaim] | None, language: Language
) -> Iterator[str]:
    stamp = report.policy
    yield said(
        "phrase.basis",
        language,
        on=report.on,
        id=stamp.id,
        version=stamp.version,
        sha256=stamp.sha256[:12],
    )
    yield rows_told(report, language)
    if ledger is not None:
        key = "read_as" if ledger.encoding else "read_as_plain"
        form, encoding = ledger.form.upper(), ledger.encoding.upper()
        yield said(f"phrase.{key}", language, form=form, encoding=encoding)


def rows_told(report: WelfareReport, language: Language) -> str:
    """The rows read as the rows accepted and the rows rejected."""
    rows = {"rows_in", "rows_accepted", "rows_rejected"}
    return said("phrase.rows", language, **report.model_dump(include=rows))


def by_code(report: WelfareReport, language: Language) -> Page:
    """Breaches and queries by kind, in the order of their first and largest."""
    rows = []
    for kind, found in (("breach", report.breaches), ("query", report.queries)):
        kinds: dict[str, list[Breach]] = {}
        for about in found:
            kinds.setdefault(about.code, []).append(about)
        for code, those in kinds.items():
            key = f"phrase.{kind}_named"
            label = said(key, language, finding=finding(code, language))
            rows.append((label, len(those), _sum(one.over for one in those) or None))
    return page("summary", "item items over", rows, language)


def totals(report: WelfareReport, language: Language) -> Page:
    """Totals by purpose, the seven first and in the order of the source, then the total."""
    others = sorted(set(report.totals) - set(purposes()))
    named = [name for name in (*purposes(), *others) if name in report.totals]
    over = {
        name: _sum(one.over for one in report.breaches if one.purpose == name) for name in named
    }
    rows = [
        (purpose_named(name, language), report.totals[name], over[name] or None) for name in named
    ]
    whole = _sum(report.totals.values()), _sum(over.values())
    rows.append((said("phrase.total", language), *whole))
    return page("summary", "purpose amount over", rows, language)


def _readings(report: WelfareReport, language: Language) -> Page:
    rows = []
    for taken in report.readings:
        known = readings()[taken.partition("=")[0]]
        rows.append((spoken_by(known.question, language), reading_told(taken, language)))
    return page("summary", "question choice", rows, language)


def _sources(report: WelfareReport, language: Language) -> Page:
    """The sources of the rule's figures, then those of the findings."""
    figures = [row.source for period in rule(RULE).periods for row in period.parameters]
    cases = [about.source for about in (*report.breaches, *report.queries)]
    rows = []
    for name in dict.fromkeys((*figures, *cases)):
        known = sources().get(name)
        issuer = spoken_by(known.issuer, language) if known else plain(name)
        rows.append((issuer, cited(name, language)))
    return page("summary", "issuer source", rows, language)


def _notices(
    report: WelfareReport, ledger: Table[ExpenseClaim] | None, language: Language
) -> Iterator[str]:
    for code in report.notices:
        yield notice(code, language)
    if ledger is not None and ledger.unread:
        columns = ", ".join(letters(place) for place in ledger.unread)
        yield said("phrase.columns_unread", language, columns=columns)
