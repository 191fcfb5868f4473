"""The pages of a findings report: headings and rows, ready for a workbook or a screen."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from ..claims import ExpenseClaim
from ..errors import Language
from ..sheets import Cell, Page
from ..units import yuan
from ..welfare_findings import Breach, Remaining, WelfareReport
from .telling import (
    WORDS,
    Book,
    cited,
    column_named,
    condition,
    criterion,
    finding,
    in_fen,
    listed,
    purpose_named,
    reading_told,
)


def pages_of(
    report: WelfareReport, claims: Iterable[ExpenseClaim] = (), language: Language = "zh"
) -> tuple[Page, ...]:
    """Every page but the summary: breaches, queries, undetermined, averages, remaining, rejects.

    ``claims`` are the ledger's own entries; voucher numbers and forms are taken from them.
    """
    book = Book(claims)
    return (
        _findings("breaches", "breach", report.breaches, book, language),
        _findings("queries", "query", report.queries, book, language),
        _undetermined(report, book, language),
        _averages(report, language),
        _remaining(report, language),
        _rejects(report, language),
    )


def _findings(
    name: str, kind: str, found: Iterable[Breach], book: Book, language: Language
) -> Page:
    headings = f"number {kind} criterion condition spent cap over union member purpose year"
    headings += " entries vouchers source reading"
    tell = _once(lambda source: cited(source, language))
    read = _once(lambda taken: reading_told(taken, language))
    rows = (
        (
            number,
            finding(about.code, language),
            criterion(about, language),
            condition(about, book, language),
            about.spent,
            about.cap,
            about.over,
            about.union_id,
            about.member_id,
            purpose_named(about.purpose, language),
            about.year,
            listed(about.entry_ids, language),
            listed(book.vouchers(about), language),
            tell(about.source),
            read(about.reading),
        )
        for number, about in enumerate(found, 1)
    )
    return WORDS.page(name, headings, rows, language)


def _once(tell: Callable[[Any], str]) -> Callable[[Any], str]:
    """The same words made once for each value: a ledger repeats few of them many times."""
    known: dict[Any, str] = {}

    def told(value: Any) -> str:
        if value not in known:
            known[value] = tell(value)
        return known[value]

    return told


def _undetermined(report: WelfareReport, book: Book, language: Language) -> Page:
    rows = []
    for row in report.undetermined:
        member, voucher = book.voucher(row.union_id, row.entry_id)
        between = "、" if language == "zh" else ", "
        missing = between.join(column_named(name, language) for name in row.missing)
        rows.append((row.entry_id, row.union_id, member, voucher, missing))
    return WORDS.page("undetermined", "entry union member voucher missing", rows, language)


def _averages(report: WelfareReport, language: Language) -> Page:
    """Each union's average with its members' own gifts below it."""
    beside: dict[tuple[str | None, int | None], list[Remaining]] = {}
    for left in report.remaining:
        if left.purpose == "festival" and left.member_id is not None:
            beside.setdefault((left.union_id, left.year), []).append(left)
    rows: list[tuple[Cell, ...]] = []
    for mean in report.averages:
        head = mean.union_id, mean.year, mean.members, mean.festival_average
        rows.append((*head, None, None, None))
        rows += [
            (*head, left.member_id, left.spent, _beyond(left.spent, mean.festival_average))
            for left in beside.get((mean.union_id, mean.year), ())
        ]
    headings = "union year members average member member_spent difference"
    return WORDS.page("averages", headings, rows, language)


def _beyond(spent: Decimal, average: Decimal) -> Decimal:
    return yuan(in_fen(spent) - in_fen(average))


def _remaining(report: WelfareReport, language: Language) -> Page:
    rows = (
        (
            left.union_id,
            left.member_id,
            purpose_named(left.purpose, language),
            left.year,
            left.event,
            left.cap,
            left.spent,
            left.over,
            left.remaining,
        )
        for left in report.remaining
    )
    headings = "union member purpose year event cap spent over remaining"
    return WORDS.page("remaining", headings, rows, language)


def _rejects(report: WelfareReport, language: Language) -> Page:
    rows = (
        (bad.row, column_named(bad.column, language), bad.reason, bad.fix, bad.code)
        for bad in report.rejects
    )
    return WORDS.page("rejects", "row column reason fix code", rows, language)
