"""The pages of a plan: headings and rows, ready for a workbook, for CSV or for a screen."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from ..casework_findings import AreaProgress, Lists
from ..errors import Language
from ..explain.words import spoken_by
from ..rulebook import rule
from ..rules.depoverty_targets import YEARS
from ..sheets import Cell, Page
from ..targets_findings import AreaTarget, Schedule
from .report import Report
from .telling import (
    facts_told,
    named_told,
    readings_told,
    reason_told,
    route_told,
    said,
    sources_told,
)

A = TypeVar("A", AreaTarget, AreaProgress)
ON_A_PAGE = "area households due done ahead next_due pace to_go apart returned new"
ON_A_SCREEN = "area households due done ahead next_due pace to_go returned"
"""The columns of progress for which there is room."""


def second_level(areas: Sequence[A]) -> list[A]:
    """The areas just below the roots; the roots themselves where they have none below them."""
    roots = {row.area for row in areas if row.parent is None}
    below = [row for row in areas if row.parent in roots]
    return below or [row for row in areas if row.area in roots]


def at_top(areas: Sequence[A]) -> list[A]:
    """The roots, then the areas just below them, each once."""
    roots = [row for row in areas if row.parent is None]
    return roots + [row for row in second_level(areas) if row.parent is not None]


def top_page(report: Report, language: Language, names: str = ON_A_PAGE) -> Page:
    """The table for a page or a screen: progress where there is any, else the targets."""
    if report.progress is None:
        page = plan_page(report.schedule, at_top(report.schedule.areas), language)
        room = len(page.headings) - YEARS
        return Page(page.title, page.headings[:room], [row[:room] for row in page.rows])
    page = progress_page(at_top(report.progress.areas), language)
    places = [page.headings.index(heading) for heading in _headings(names, language)]
    rows = [[row[at] for at in places] for row in page.rows]
    return Page(page.title, tuple(page.headings[at] for at in places), rows)


def pages_of(report: Report, language: Language) -> dict[str, Page]:
    """Every page that the report has something for, by its name."""
    found = {"plan": plan_page(report.schedule, report.schedule.areas, language)}
    if report.progress is not None:
        found["progress"] = progress_page(report.progress.areas, language)
        found["years"] = _years(report.progress.areas, language)
    if report.extra is not None:
        found["extra"] = _extra(report, language)
    if report.lists is not None:
        found["households"] = _households(report.lists, language)
        if report.lists.apart:
            found["apart_by_area"] = _apart_by_area(report.lists, report.schedule, language)
            found["apart"] = _apart(report.lists, language)
    if report.aid is not None:
        found["aid"] = _aid(report, language)
    return found


def page(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language
) -> Page:
    """A page by the name of its title in ``data/targets.toml``."""
    return Page(said(f"sheet.{name}", language), tuple(headings), [tuple(row) for row in rows])


def _headings(names: str, language: Language) -> list[str]:
    return [said(f"column.{name}", language) for name in names.split()]


def _by_year(name: str, schedule: Schedule, language: Language) -> list[str]:
    return [said(f"column.{name}", language, year=day.year) for day in schedule.deadlines]


def plan_page(schedule: Schedule, areas: Iterable[AreaTarget], language: Language) -> Page:
    """The targets of areas by year, with the exact shares beside them."""
    headings = _headings("area parent households", language)
    headings += _by_year("target_year", schedule, language)
    headings += _by_year("exact_year", schedule, language)
    rows = ((row.area, row.parent, row.households, *row.targets, *row.exact) for row in areas)
    return page("plan", headings, rows, language)


def progress_page(areas: Iterable[AreaProgress], language: Language) -> Page:
    """Done against what is due, by area."""
    names = "area parent households due done ahead to_go lifted_out relieved to_safety_net"
    names += " counted_exits apart persons_done returned new apart_done next_due pace pace_to_end"
    rows = (
        (
            row.area,
            row.parent,
            row.households,
            row.due_so_far,
            row.done,
            row.ahead,
            row.to_go,
            row.lifted_out,
            row.relieved,
            row.to_safety_net,
            row.counted_exits,
            row.apart,
            row.persons_done,
            row.returned,
            row.new,
            row.apart_done,
            row.next_due,
            _number(row.pace_needed),
            _number(row.pace_to_end),
        )
        for row in areas
    )
    return page("progress", _headings(names, language), rows, language)


def _number(pace: str | None) -> Decimal | None:
    return None if pace is None else Decimal(pace)


def _years(areas: Iterable[AreaProgress], language: Language) -> Page:
    names = "area year deadline target target_so_far done_so_far ahead extra extra_done"
    rows = (
        (
            row.area,
            year.year,
            year.deadline.isoformat(),
            year.target,
            year.target_so_far,
            year.done_so_far,
            year.ahead,
            year.extra_so_far,
            year.extra_done,
        )
        for row in areas
        for year in row.years
    )
    return page("years", _headings(names, language), rows, language)


def _extra(report: Report, language: Language) -> Page:
    rows = (
        (row.area, row.year, row.households, named_told(row, language), row.persons)
        for row in report.extra or ()
    )
    return page("extra", _headings("area year extra named persons", language), rows, language)


def _households(lists: Lists, language: Language) -> Page:
    rows = (
        (
            row.household_id,
            row.area,
            row.year,
            row.due.isoformat(),
            row.place,
            route_told(row.route, language),
            reason_told(row.reason, language),
            facts_told(row.missing, language),
            ", ".join(row.members),
        )
        for row in lists.placed
    )
    names = "household area year deadline place route reason missing members"
    return page("households", _headings(names, language), rows, language)


def _apart(lists: Lists, language: Language) -> Page:
    rows = (
        (
            row.household_id,
            row.area,
            said(f"origin.{row.origin}", language),
            row.planned_on.isoformat() if row.planned_on else None,
            row.deadline.isoformat(),
            row.place,
            route_told(row.route, language),
            reason_told(row.reason, language),
            facts_told(row.missing, language),
            ", ".join(row.members),
        )
        for row in lists.apart
    )
    names = "household area origin planned_on deadline place route reason missing members"
    return page("apart", _headings(names, language), rows, language)


def _apart_by_area(lists: Lists, schedule: Schedule, language: Language) -> Page:
    headings = _headings("area listed", language)
    headings += _by_year("planned_year", schedule, language)
    names = "not_planned after_deadline standard_not_met standard_unknown"
    headings += _headings(names, language)
    rows = (
        (
            row.area,
            row.households,
            *row.planned,
            row.not_planned,
            row.after_deadline,
            row.standard_not_met,
            row.standard_unknown,
        )
        for row in lists.apart_by_area
    )
    return page("apart_by_area", headings, rows, language)


def _aid(report: Report, language: Language) -> Page:
    rows = (
        (
            reason_told(held.code, language),
            held.household_id,
            held.member_id,
            spoken_by(rule(held.aid).title, language),
            held.year,
            held.due,
            held.paid,
            held.over,
            held.short,
            ", ".join(held.payment_ids),
        )
        for held in (report.aid.findings if report.aid else ())
    )
    names = "finding household member aid year due_yuan paid over short payments"
    return page("aid", _headings(names, language), rows, language)


def basis_pages(report: Report, language: Language) -> Iterator[Page]:
    """How the gaps in the text are read, and the texts themselves."""
    taken = readings_told(report, language)
    yield page("readings", _headings("question choice", language), taken, language)
    cited = ((text,) for text in sources_told(report, language))
    yield page("sources", _headings("source", language), cited, language)
