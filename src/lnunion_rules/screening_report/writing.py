"""A plan as a file: a workbook of every page, a list of everyone as CSV, or the plan as JSON."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import Language
from ..pages import csv_of, json_of
from ..screening_findings import ScreeningPlan
from ..sheets import Cell, Page, Sheets, sheets_to
from .pages import area_named, facts_named, outcomes, page, pages_of, said, why, yes_or_no
from .summary import summary_of

_WIDTHS = (60, 60, 12)


def plan_as(form: str, plan: ScreeningPlan, language: Language) -> bytes:
    """The bytes of a plan in one of ``FORMS``."""
    return FORMS[form](plan, language)


def _workbook(plan: ScreeningPlan, language: Language) -> bytes:
    data = io.BytesIO()
    with sheets_to(data, said("phrase.title", language)) as sheets:
        _write_summary(sheets, plan, language)
        for one in pages_of(plan, language):
            sheets.add_page(one)
    return data.getvalue()


def _write_summary(sheets: Sheets, plan: ScreeningPlan, language: Language) -> None:
    summary = summary_of(plan, language)
    sheet = sheets.add(said("sheet.summary", language))
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, summary.title, sheets.title)
    sheet.write_string(1, 0, summary.answer[0], sheets.answer)
    lines = (*summary.answer[1:], *summary.notices)
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line, sheets.text)
    row = len(lines) + 3
    for name in ("reasons", "readings", "sources"):
        part: Page = getattr(summary, name)
        if part.rows:
            row = _write_table(sheets, sheet, row, said(f"phrase.{name}", language), part)
    sheet.set_first_sheet()
    sheet.activate()


def _write_table(sheets: Sheets, sheet: Any, row: int, title: str, part: Page) -> int:
    sheet.write_string(row, 0, title, sheets.section)
    sheets.write_headings(sheet, row + 1, part.headings)
    wrapped = dict(enumerate(_WIDTHS[: len(part.headings)]))
    for number, cells in enumerate(part.rows, row + 2):
        sheets.write_row(sheet, number, dict(enumerate(cells)), wrapped)
    return row + len(part.rows) + 3


def _csv(plan: ScreeningPlan, language: Language) -> bytes:
    """Everyone on the roster, one row each, and the rows rejected."""
    return csv_of(everyone(plan, language))


def everyone(plan: ScreeningPlan, language: Language) -> Page:
    """What becomes of every row of the roster: first those who are called, then the others."""
    result = {
        name: said(f"result.{name}", language) for name in ("planned", "own_checkup", "rejected")
    }
    rows: list[tuple[Cell, ...]] = []
    left_open = {one.member_id: one.missing for one in plan.undetermined if one.about != "plan"}
    for batch in plan.batches:
        place = batch.year, batch.area, area_named(batch.area, language)
        first = yes_or_no(batch.priority, language)
        for number, member_id in enumerate(batch.member_ids, 1):
            missing = left_open.get(member_id, ())
            note = why("first_batch", language) if missing else None
            facts = facts_named(missing, language)
            rows.append((member_id, result["planned"], *place, first, number, note, facts, None))
    for unit in plan.own_checkup:
        place = plan.from_year, unit.area, area_named(unit.area, language)
        note = why("own-checkup", language)
        rows += [
            (member_id, result["own_checkup"], *place, None, None, note, None, None)
            for member_id in unit.member_ids
        ]
    for member_id, name, code, year, _, missing in outcomes(plan):
        if name != "planned":
            told = said(f"result.{name}", language), year, None, None, None, None
            facts = facts_named(missing, language)
            rows.append((member_id, *told, why(code, language), facts, None))
    for bad in plan.rejects:
        blank = (None,) * 5
        rows.append((None, result["rejected"], *blank, bad.reason, None, bad.row))
    headings = "member result year area area_name first number reason missing row"
    return page("roster", headings, rows, language)


FORMS: Mapping[str, Callable[[ScreeningPlan, Language], bytes]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".json": lambda plan, _: json_of(plan),
}
"""How a plan is written, by the ending of the file's name."""
