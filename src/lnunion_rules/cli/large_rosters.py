"""A roster of millions of rows: planned over columns, from Parquet to Parquet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..audit.telling import money
from ..errors import InputError, Language
from ..explain.words import notice
from ..screening_report.pages import area_named, page, said, why
from ..tables import form_of
from ..tables.extras import needed
from ..writing import written_whole
from .findings import show_page
from .output import console, print_json

if TYPE_CHECKING:
    from ..batch.screening import PlannedRoster

_MOST = 20


def plan_large(roster: Path, out: Path, language: Language, *, as_json: bool, **asked: Any) -> int:
    """Plan a Parquet roster and write what becomes of every row; 1 where one was rejected."""
    if form_of(roster) != "parquet":
        raise InputError("parquet-from-parquet", "--out")
    with needed("batch"):
        from ..batch.screening import everyone, plan_roster_file
    try:
        planned = plan_roster_file(roster, language=language, **asked)
    except InputError as refused:
        raise refused if refused.path else refused.within("ROSTER") from None
    with written_whole(out, "--out") as stream:
        everyone(planned).write_parquet(stream)
    if as_json:
        print_json(planned.figures())
    else:
        _show(planned, language)
    return 1 if planned.rejects.height else 0


def _show(planned: "PlannedRoster", language: Language) -> None:
    now = planned.batches.filter(year=planned.from_year)
    answer = {
        "year": planned.from_year,
        "women": planned.batches["women"].sum(),
        "now": now["women"].sum(),
        "first": now.filter("priority")["women"].sum(),
        "subsidy": money(planned.subsidy_total),
    }
    rows = {
        "rows_in": planned.rows_in,
        "rows_accepted": planned.people.height,
        "rows_rejected": planned.rejects.height,
    }
    batches = planned.batches.head(_MOST).iter_rows()
    by_year = [
        (
            year,
            area_named(area, language),
            said(f"phrase.{'yes' if first else 'no'}", language),
            women,
            subsidy,
        )
        for year, area, first, women, subsidy in batches
    ]
    counted = [
        (said(f"result.{result}", language), why(reason, language) if reason else "", women)
        for result, reason, women in planned.counts().iter_rows()
    ]
    with console() as screen:
        screen.print(said("phrase.answer", language, **answer), style="bold")
        screen.print(said("phrase.rows", language, **rows))
        for code in planned.notices:
            screen.print(notice(code, language))
        shown = page("areas", "year area_name first women subsidy", by_year, language)
        show_page(screen, said("phrase.by_year", language), shown)
        if planned.batches.height > _MOST:
            count = planned.batches.height - _MOST
            screen.print(said("phrase.more", language, count=count))
        shown = page("roster", "result reason women", counted, language)
        show_page(screen, shown.title, shown)
        screen.print()
        screen.print(said("phrase.written", language))
