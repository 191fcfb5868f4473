"""``lnunion screening``: a roster planned by year and area."""

import re
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..audit import unions_from
from ..errors import InputError, Language
from ..screening_findings import ScreeningPlan
from ..screening_report import FORMS, capacity_from, plan_as, plan_roster, roster_from
from ..screening_report.pages import areas_by_year, rejects, said
from ..screening_report.summary import summary_of
from ..sheets import Page
from ..writing import written_whole
from .files import form_to_write, no_option, table_in
from .findings import show_page
from .options import Asked
from .output import console, print_json
from .progress import steps

LARGE = ".parquet"
"""What is written of a roster too large for a workbook, by the ending of the file's name."""
_MOST = 20
"""How many rows of each table a screen lists."""
_YEARS = (0, 2, 3, 4, 5, 6, 8, 9)
_REJECTS = (0, 1, 2, 3)
"""The columns for which a screen has room."""
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


def screening(
    roster: Annotated[
        Path,
        Parameter(
            metavar="ROSTER",
            allow_leading_hyphen=True,
            help="职工名单：.csv、.xlsx、.parquet、.json、.jsonl，中英文列名均可。"
            "\nThe roster: .csv, .xlsx, .parquet, .json or .jsonl, headers in English or Chinese.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    unions: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="工会名单：所在地区、建会日期、是否生产经营困难、是否自行体检。"
            "\nThe unions: area, day of founding, operating difficulty, own check-up.",
        ),
    ] = None,
    from_: Annotated[
        str | None,
        Parameter(
            name="--from",
            metavar="YEAR",
            help="从哪一年排起，默认是 --on 那一年。\nThe first year; by default that of --on.",
        ),
    ] = None,
    budget: Annotated[
        str | None,
        Parameter(
            metavar="YUAN",
            help="每年的专项资金，不给则不限。\nThe fund of a year; without it, no limit.",
        ),
    ] = None,
    capacity: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="各地医院每年可筛查人数（area,capacity[,price]），不给则不限。"
            "\nWomen a year by area (area,capacity[,price]); without it, no limit.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="把计划写成 .xlsx、.csv 或 .json；Parquet 名单（多大都行）写成 .parquet。"
            "\nWrite the plan as .xlsx, .csv or .json; a Parquet roster of any size as .parquet.",
        ),
    ] = None,
) -> int:
    """Plan a roster; 1 where a row was rejected."""
    asked = asked or Asked()
    no_option(roster)
    form = form_to_write(out, (*FORMS, LARGE), (roster, unions, capacity))
    on, policy, language = asked.day, asked.law(), asked.language
    year = _year(from_)
    with steps(language) as step:
        known = None if unions is None else table_in(unions, "--unions", unions_from)
        places = None if capacity is None else table_in(capacity, "--capacity", capacity_from)
        if out is not None and form == LARGE:
            from .large_rosters import plan_large

            return plan_large(
                roster,
                out,
                language,
                as_json=asked.json,
                on=on,
                unions=known,
                from_year=year,
                budget=budget,
                capacity=places,
                policy=policy,
            )
        step.begin("reading_file")
        read = table_in(
            roster, "ROSTER", lambda data, form: roster_from(data, form, watch=step.rows)
        )
        step.begin("planning")
        plan = plan_roster(
            read,
            on=on,
            unions=known,
            from_year=year,
            budget=budget,
            capacity=places,
            policy=policy,
            language=language,
        )
        if out is not None:
            step.begin("writing")
            data = plan_as(form, plan, language)
            with written_whole(out, "--out") as stream:
                stream.write(data)
    if asked.json:
        print_json(plan.model_dump(mode="json"))
    else:
        _show(plan, language, written=out is not None)
    return 1 if plan.rows_rejected else 0


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    if _YEAR.fullmatch(text) is None:
        raise InputError("not-a-year", "--from")
    return int(text)


def _show(plan: ScreeningPlan, language: Language, *, written: bool) -> None:
    summary = summary_of(plan, language)
    with console() as screen:
        screen.print(summary.answer[0], style="bold")
        for line in (*summary.answer[1:], *summary.notices):
            screen.print(line)
        for title, shown in (
            (said("phrase.by_year", language), _only(areas_by_year(plan, language), _YEARS)),
            (said("phrase.reasons", language), summary.reasons),
            (said("sheet.rejects", language), _only(rejects(plan, language), _REJECTS)),
        ):
            show_page(screen, title, shown._replace(rows=shown.rows[:_MOST]))
            if len(shown.rows) > _MOST:
                count = len(shown.rows) - _MOST
                screen.print(said("phrase.more", language, count=count))
        screen.print()
        screen.print(said("phrase.written" if written else "phrase.hint", language))


def _only(shown: Page, places: tuple[int, ...]) -> Page:
    return Page(
        title=shown.title,
        headings=tuple(shown.headings[place] for place in places),
        rows=[tuple(row[place] for place in places) for row in shown.rows],
    )
