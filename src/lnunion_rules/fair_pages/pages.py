"""The pages of a fair's statistics: headings and rows, for a workbook, a folder or a screen."""

from collections.abc import Iterable

from ..bounds import Bounds
from ..errors import Language
from ..explain.words import plain, spoken_by
from ..fair_findings import FairReport, Mismatch, Statistics
from ..rules.job_fair import COUNTS, rates
from ..sheets import Cell, Page
from .telling import (
    WORDS,
    column_named,
    count,
    finding,
    industry_named,
    joined,
    percent,
    said,
)

SUMMED = ("employers", *COUNTS, "posters_made", "travel_paid")
"""The counts of an industry, in the order in which they are shown."""


def pages_of(report: FairReport, language: Language = "zh") -> dict[str, Page]:
    """Every page by its name: the whole fair, industries, employers, and what was found."""
    return {
        "summary": totals(report, language),
        "industries": industries(report, language),
        "employers": employers(report, language),
        "breaches": found(report.breaches, "breaches", language),
        "queries": found(report.queries, "queries", language),
        "undetermined": undetermined(report, language),
        "rejects": rejects(report, language),
    }


def figures_in(page: Page, language: Language) -> tuple[int, ...]:
    """The columns of a page that hold figures, and so stand to the right."""
    names = ("row", "figure", "stated", "limit", "over", "hired_of_planned", *SUMMED)
    headings = {said(f"column.{name}", language) for name in names}
    return tuple(at for at, heading in enumerate(page.headings) if heading in headings)


def counted_of(report: FairReport, name: str) -> Bounds:
    """One count of the whole fair by its name."""
    found: Bounds = report.visitors if name == "visitors" else getattr(report.total, name)
    return found


def number(of: Bounds, language: Language) -> Cell:
    """A count as a number where it is exact, else as text."""
    return of.least if of.is_exact else count(of, language)


def totals(report: FairReport, language: Language) -> Page:
    """The whole fair: its counts, then its rates."""
    shown = ("employers", "post_kinds", "planned_hires", "visitors", "cvs_delivered")
    order = (*shown, "intentions", "hired_on_spot", "reached", "posters_made", "travel_paid")
    rows: list[tuple[Cell, ...]] = [
        (column_named(name, language), number(counted_of(report, name), language)) for name in order
    ]
    rows += [
        (spoken_by(rates()[name].label, language), percent(rate, language))
        for name, rate in report.total.rates.items()
    ]
    return WORDS.page("summary", "item figure", rows, language)


def industries(report: FairReport, language: Language) -> Page:
    """Each industry, then the whole; nothing where no employer is listed."""
    rows = [
        _industry(one, industry_named(one.industry, language), language)
        for one in report.industries
    ]
    if rows:
        rows.append(_industry(report.total, said("phrase.whole", language), language))
    return WORDS.page(
        "industries", " ".join(("industry", *SUMMED, "hired_of_planned")), rows, language
    )


def _industry(of: Statistics, named: str, language: Language) -> tuple[Cell, ...]:
    counts = (number(getattr(of, name), language) for name in SUMMED)
    return named, *counts, percent(of.rates["hired_of_planned"], language)


def employers(report: FairReport, language: Language) -> Page:
    """Each employer's row as it counts, with what was found in it."""
    about = ("row", "employer_id", "name", "industry", "booth")
    headings = (*about, *COUNTS, "hired_of_planned", "posters_made", "travel_paid", "found")
    rows = (
        (
            line.row,
            line.employer_id,
            plain(line.name),
            None if line.industry is None else plain(line.industry),
            None if line.booth is None else plain(line.booth),
            *(number(getattr(line, name), language) for name in COUNTS),
            percent(line.hired_of_planned, language),
            flag(line.posters_made, language),
            flag(line.travel_paid, language),
            joined((finding(code, language) for code in line.codes), language) or None,
        )
        for line in report.employers
    )
    return WORDS.page("employers", " ".join(headings), rows, language)


def flag(given: bool | None, language: Language) -> str:
    """Yes, no, or not known."""
    key = "unknown" if given is None else "yes" if given else "no"
    return said(f"phrase.{key}", language)


def found(those: Iterable[Mismatch], name: str, language: Language) -> Page:
    """Breaches or queries, those of the whole fair first."""
    headings = ("row", "employer_id", "found", "column", "stated", "limit", "over", "code")
    rows = (
        (
            one.row,
            one.employer_id or said("phrase.fair", language),
            finding(one.code, language),
            column_named(one.column, language),
            number(one.stated, language),
            number(one.limit, language),
            None if one.over is None else number(one.over, language),
            one.code,
        )
        for one in those
    )
    return WORDS.page(name, " ".join(headings), rows, language)


def undetermined(report: FairReport, language: Language) -> Page:
    """What cannot be told, and the figures that would settle it."""
    rows = (
        (
            left.row,
            left.employer_id or said("phrase.fair", language),
            joined((finding(code, language) for code in left.codes), language),
            joined((column_named(name, language) for name in left.missing), language),
        )
        for left in report.undetermined
    )
    return WORDS.page("undetermined", "row employer_id found missing", rows, language)


def rejects(report: FairReport, language: Language) -> Page:
    """The rows that were not read or not counted."""
    rows = (
        (bad.row, column_named(bad.column, language), bad.reason, bad.fix, bad.code)
        for bad in report.rejects
    )
    return WORDS.page("rejects", "row column reason fix code", rows, language)
