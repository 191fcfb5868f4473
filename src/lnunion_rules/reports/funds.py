"""A ledger of the training funds in words: the pots with what remains, breaches, totals."""

from ..audit.telling import money, reading_told
from ..errors import Language
from ..explain.words import notice, plain, reason, spoken_by
from ..fund_entries import FundEntry
from ..fund_findings import FundReport
from ..rulebook import rule
from ..rules.training_fund import RULE, funds
from ..sheets import Cell, Page
from ..tables import columns_of
from .report import Report, basis_told, page, rejects_page, rows_told, said, sources_told


def fund_report(found: FundReport, language: Language = "zh") -> Report:
    """Whether the ledger is right and what each pot has left, then the breaches and totals."""
    count = len(found.breaches)
    amount = money(found.not_counted)
    key = "phrase.fund_compliant" if found.compliant else "phrase.fund_breaches"
    return Report(
        title=said("phrase.fund_title", language),
        lines=(
            said(key, language, count=count, amount=amount),
            basis_told(found.on, found.policy, language),
            rows_told(found, language),
            sources_told(found.sources, language),
            *(notice(code, language) for code in found.notices),
        ),
        pages=(
            _pots(found, language),
            _breaches(found, language),
            _totals(found, language),
            rejects_page(found.rejects, columns_of("fund", FundEntry), language),
        ),
    )


def _fund(name: str, language: Language) -> str:
    known = funds().get(name)
    return spoken_by(known.label, language) if known else said(f"word.{name}", language)


def _purpose(fund: str, purpose: str, language: Language) -> str:
    """One of a fund's purposes by its label; any other by another fund's, or as it was found."""
    for name in (fund, *funds()):
        label = funds()[name].purposes.get(purpose)
        if label:
            return spoken_by(label, language)
    return plain(purpose)


def _pots(found: FundReport, language: Language) -> Page:
    rows = (
        (
            _fund(pot.fund, language),
            pot.year,
            pot.granted,
            pot.brought,
            pot.committed,
            pot.paid,
            pot.remaining,
        )
        for pot in found.pots
    )
    return page("pots", "fund year granted brought committed paid remaining", rows, language)


def _breaches(found: FundReport, language: Language) -> Page:
    rows = (
        (
            " ← ".join(about.entry_ids),
            reason(about.code, rule(RULE), language),
            about.amount,
            about.over,
            _fund(about.fund, language),
            about.year,
            _purpose(about.fund, about.purpose, language),
            reading_told(about.reading, language),
        )
        for about in found.breaches
    )
    headings = "entry breach amount over fund year purpose reading"
    return page("breaches", headings, rows, language)


def _totals(found: FundReport, language: Language) -> Page:
    rows: list[tuple[Cell, ...]] = [
        (_fund(fund, language), _purpose(fund, purpose, language), amount)
        for fund, by in found.totals.items()
        for purpose, amount in by.items()
    ]
    return page("totals", "fund purpose paid", rows, language)
