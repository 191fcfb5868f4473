"""The first page of a findings report: the answer, the totals, and what they rest on."""

from collections import Counter
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
from ..welfare_findings import MOST_SHOWN, Breach, LedgerSummary, WelfareReport
from .telling import (
    WORDS,
    cited,
    finding,
    in_fen,
    money,
    purpose_named,
    reading_told,
    said,
)

NOTHING = Decimal(0)
_SHARED = {"on", "policy", "rows_in", "rows_accepted", "rows_rejected", "compliant"}
_SHARED |= {"totals", "readings", "notices"}


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
    figures = in_figures(report)
    return Summary(
        title=said("phrase.title", language),
        answer=(*answer_of(figures, language), *_basis(figures, ledger, language)),
        by_code=by_code(figures, language),
        totals=totals(figures, language),
        readings=_readings(report, language),
        sources=_sources(report, language),
        notices=tuple(_notices(report, ledger, language)),
    )


def in_figures(report: WelfareReport) -> LedgerSummary:
    """A report in figures, as a ledger checked in parts is summed up."""
    return LedgerSummary(
        **report.model_dump(include=_SHARED),
        breaches=_counted(report.breaches),
        queries=_counted(report.queries),
        undetermined=len(report.undetermined),
        over=_sum(breach.over for breach in report.breaches),
        over_by_code=_over_by("code", report),
        over_by_purpose=_over_by("purpose", report),
        largest=report.breaches[:MOST_SHOWN],
    )


def _counted(found: Iterable[Breach]) -> dict[str, int]:
    return dict(sorted(Counter(about.code for about in found).items()))


def _over_by(name: str, report: WelfareReport) -> dict[str, Decimal]:
    over: dict[str, list[Decimal]] = {}
    for breach in report.breaches:
        if breach.over is not None:
            over.setdefault(getattr(breach, name), []).append(breach.over)
    return {key: _sum(over[key]) for key in sorted(over)}


def answer_of(report: LedgerSummary, language: Language) -> tuple[str, ...]:
    """Whether a ledger is right, in one sentence, and what else there is, in another."""
    key = "breaches" if report.over else "breaches_without_money"
    told = {"count": sum(report.breaches.values()), "over": money(report.over)}
    first = said("phrase.compliant" if report.compliant else f"phrase.{key}", language, **told)
    others = (sum(report.queries.values()), report.undetermined, report.rows_rejected)
    if not any(others):
        return (first,)
    names = ("queries", "undetermined", "rejected")
    return first, said("phrase.also", language, **dict(zip(names, others, strict=True)))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    """A sum, whatever the caller's decimal context."""
    return yuan(sum(in_fen(amount) for amount in amounts if amount is not None))


def basis_of(report: LedgerSummary, language: Language) -> tuple[str, str]:
    """On what day and under which law a ledger was checked, and how many rows it has."""
    rows = report.model_dump(include={"rows_in", "rows_accepted", "rows_rejected"})
    return (
        WORDS.basis(report.on, report.policy, language),
        said("phrase.rows", language, **rows),
    )


def _basis(
    report: LedgerSummary, ledger: Table[ExpenseClaim] | None, language: Language
) -> Iterator[str]:
    yield from basis_of(report, language)
    if ledger is not None:
        key = "read_as" if ledger.encoding else "read_as_plain"
        form, encoding = ledger.form.upper(), ledger.encoding.upper()
        yield said(f"phrase.{key}", language, form=form, encoding=encoding)


def by_code(report: LedgerSummary, language: Language) -> Page:
    """Breaches and queries by kind, those with most money first, then the most frequent."""
    rows = []
    for kind, counts in (("breach", report.breaches), ("query", report.queries)):
        over = report.over_by_code if kind == "breach" else {}
        money_first = [(-in_fen(over.get(code, NOTHING)), -counts[code], code) for code in counts]
        for _, _, code in sorted(money_first):
            label = said(f"phrase.{kind}_named", language, finding=finding(code, language))
            rows.append((label, counts[code], over.get(code)))
    return WORDS.page("summary", "item items over", rows, language)


def totals(report: LedgerSummary, language: Language) -> Page:
    """Totals by purpose, the seven first and in the order of the source, then the total."""
    others = sorted(set(report.totals) - set(purposes()))
    named = [name for name in (*purposes(), *others) if name in report.totals]
    over = report.over_by_purpose
    rows = [(purpose_named(name, language), report.totals[name], over.get(name)) for name in named]
    whole = _sum(report.totals.values()), _sum(over.get(name) for name in named)
    rows.append((said("phrase.total", language), *whole))
    return WORDS.page("summary", "purpose amount over", rows, language)


def _readings(report: WelfareReport, language: Language) -> Page:
    rows = []
    for taken in report.readings:
        known = readings()[taken.partition("=")[0]]
        rows.append((spoken_by(known.question, language), reading_told(taken, language)))
    return WORDS.page("summary", "question choice", rows, language)


def _sources(report: WelfareReport, language: Language) -> Page:
    """The sources of the rule's figures, then those of the findings."""
    figures = [row.source for period in rule(RULE).periods for row in period.parameters]
    cases = [about.source for about in (*report.breaches, *report.queries)]
    rows = []
    for name in dict.fromkeys((*figures, *cases)):
        known = sources().get(name)
        issuer = spoken_by(known.issuer, language) if known else plain(name)
        rows.append((issuer, cited(name, language)))
    return WORDS.page("summary", "issuer source", rows, language)


def _notices(
    report: WelfareReport, ledger: Table[ExpenseClaim] | None, language: Language
) -> Iterator[str]:
    for code in report.notices:
        yield notice(code, language)
    if ledger is not None and ledger.unread:
        yield columns_unread(ledger.unread, language)


def columns_unread(places: Iterable[int], language: Language) -> str:
    """Which columns of a file were left alone, by their positions from 0."""
    columns = ", ".join(letters(place) for place in places)
    return said("phrase.columns_unread", language, columns=columns)
