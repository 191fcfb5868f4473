"""The pages of a screening plan: headings and rows, ready for a workbook, a file or a screen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..areas import areas, full_name
from ..bids import Bid
from ..candidates import AreaCapacity, Candidate
from ..claims import Union
from ..errors import Language
from ..explain.words import reason as reason_told
from ..explain.words import spoken_by
from ..pages import Phrases
from ..rulebook import Label, rule
from ..rules.cancer_screening import RULE
from ..screening.levels import levels
from ..screening_findings import ScreeningPlan
from ..sheets import Page
from ..tables.columns import columns_of
from ..units import added

WORDS = Phrases("data/screening.toml")
said, page = WORDS.said, WORDS.page


def pages_of(plan: ScreeningPlan, language: Language = "zh") -> tuple[Page, ...]:
    """Every page but the summary."""
    return (
        called(plan, language),
        areas_by_year(plan, language),
        by_level(plan, language),
        own_checkups(plan, language),
        not_called(plan, language),
        rejects(plan, language),
    )


def called(plan: ScreeningPlan, language: Language) -> Page:
    """Who is called in which year and area, in the order of the queue."""
    rows = (
        (
            batch.year,
            batch.area,
            area_named(batch.area, language),
            yes_or_no(batch.priority, language),
            number,
            member_id,
        )
        for batch in plan.batches
        for number, member_id in enumerate(batch.member_ids, 1)
    )
    return page("called", "year area area_name first number member", rows, language)


def areas_by_year(plan: ScreeningPlan, language: Language) -> Page:
    """Each area in each year: who waits, what money and hospitals allow, who is carried over."""
    first = {(b.year, b.area): b.women for b in plan.batches if b.priority}
    paid: dict[tuple[int, str | None], list[Decimal]] = {}
    for batch in plan.batches:
        paid.setdefault((batch.year, batch.area), []).append(batch.subsidy)
    rows = (
        (
            row.year,
            row.area,
            area_named(row.area, language),
            row.waiting,
            row.allotted,
            row.capacity,
            row.planned,
            first.get((row.year, row.area), 0),
            added(paid.get((row.year, row.area), ())),
            row.carried_over,
            row.allotted - row.planned,
        )
        for row in plan.allotments
    )
    headings = "year area area_name waiting allotted capacity planned first_women subsidy"
    return page("areas", f"{headings} carried_over unused", rows, language)


def by_level(plan: ScreeningPlan, language: Language) -> Page:
    """Who answers for what: the province funds, cities and counties organise."""
    rows = (
        (
            said(f"level.{row.level}", language),
            row.area,
            area_named(row.area, language),
            spoken_by(Label(levels()[row.level]["zh"], levels()[row.level]["en"]), language),
            row.women,
            row.subsidy,
        )
        for row in plan.responsibilities
    )
    return page("levels", "level area area_name duty women subsidy", rows, language)


def own_checkups(plan: ScreeningPlan, language: Language) -> Page:
    """The women whose unit screens them in its own check-up."""
    rows = (
        (unit.union_id, unit.area, area_named(unit.area, language), number, member_id)
        for unit in plan.own_checkup
        for number, member_id in enumerate(unit.member_ids, 1)
    )
    return page("own", "union area area_name number member", rows, language)


Outcome = tuple[str, str, str, int | None, str | None, tuple[str, ...]]
"""A row that is not called: member, result, reason code, year due, first day, what is missing."""


def outcomes(plan: ScreeningPlan) -> Iterator[Outcome]:
    """Everyone on the roster who is not called and why, and whose first batch is left open."""
    for due in plan.not_due:
        yield due.member_id, "not_due", "not-due", due.due, due.due_on.isoformat(), ()
    for out in plan.excluded:
        yield out.member_id, "excluded", out.reason, None, None, out.missing
    for found in plan.undetermined:
        code = "facts-missing" if found.about == "plan" else "first_batch"
        result = "undetermined" if found.about == "plan" else "planned"
        yield found.member_id, result, code, None, None, found.missing
    for left in plan.not_placed:
        yield left.member_id, "not_placed", left.reason, None, None, ()


def not_called(plan: ScreeningPlan, language: Language) -> Page:
    """Everyone who is not called, with the reason and what would have to be stated."""
    rows = (
        (
            member_id,
            said(f"result.{result}", language),
            why(code, language),
            year,
            first_day,
            facts_named(missing, language),
        )
        for member_id, result, code, year, first_day, missing in outcomes(plan)
    )
    return page("others", "member result reason due due_on missing", rows, language)


def rejects(plan: ScreeningPlan, language: Language) -> Page:
    """The rows that were not read or counted, with what to do about them."""
    rows = (
        (
            bad.row,
            facts_named((bad.column,), language) if bad.column else "",
            bad.reason,
            bad.fix,
            bad.code,
        )
        for bad in plan.rejects
    )
    return page("rejects", "row column reason fix code", rows, language)


def reasons_counted(plan: ScreeningPlan, language: Language) -> Page:
    """How many are not called, by result and reason; the most frequent first."""
    counted = Counter((result, code) for _, result, code, *_ in outcomes(plan))
    rows = (
        (said(f"result.{result}", language), why(code, language), women)
        for (result, code), women in counted.most_common()
    )
    return page("others", "result reason women", rows, language)


def area_named(area: str | None, language: Language) -> str:
    """An area with its city's name before it."""
    if area is None or area not in areas():
        return said("phrase.no_area", language)
    return full_name(area)


def yes_or_no(flag: bool, language: Language) -> str:
    """A flag in one word."""
    return said("phrase.yes" if flag else "phrase.no", language)


def why(code: str, language: Language, *, of: str = RULE) -> str:
    """A reason in words: of the rule, or of the plan."""
    if WORDS.has("why", code):
        return said(f"why.{code}", language)
    return reason_told(code, rule(of), language)


def facts_named(names: Iterable[str], language: Language) -> str:
    """Facts by the headings under which they are looked for in the files."""
    files = {"screening": Candidate, "unions": Union, "capacity": AreaCapacity, "bids": Bid}
    known = {
        column.name: column.label
        for name, noun in files.items()
        for column in columns_of(name, noun).columns
    }
    told = (f"{known[n]}（{n}）" if language == "zh" and n in known else n for n in names)
    return ("、" if language == "zh" else ", ").join(told)
