"""The first page of a screening plan: the answer, the years, and what it rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from ..audit.telling import cited, money, reading_told
from ..errors import Language
from ..explain.words import notice, spoken_by
from ..readings import readings
from ..screening_findings import ScreeningPlan
from ..sheets import Page
from .pages import WORDS, page, reasons_counted, said


class Summary(NamedTuple):
    """The answer in sentences, then counts, then what they rest on."""

    title: str
    answer: tuple[str, ...]
    notices: tuple[str, ...]
    reasons: Page
    readings: Page
    sources: Page


def summary_of(plan: ScreeningPlan, language: Language) -> Summary:
    """The summary of a plan."""
    return Summary(
        title=said("phrase.title", language),
        answer=tuple(_answer(plan, language)),
        notices=tuple(notice(code, language) for code in plan.notices),
        reasons=reasons_counted(plan, language),
        readings=_readings(plan, language),
        sources=page("summary", "source", ((cited(s, language),) for s in plan.sources), language),
    )


def _answer(plan: ScreeningPlan, language: Language) -> Iterator[str]:
    now = [batch for batch in plan.batches if batch.year == plan.from_year]
    yield said(
        "phrase.answer",
        language,
        year=plan.from_year,
        women=sum(batch.women for batch in plan.batches),
        now=sum(batch.women for batch in now),
        first=sum(batch.women for batch in now if batch.priority),
        subsidy=money(plan.subsidy_total),
    )
    if plan.budget is not None:
        yield said(
            "phrase.shortfall" if plan.shortfall else "phrase.budget",
            language,
            year=plan.from_year,
            budget=money(plan.budget),
            shortfall=money(plan.shortfall),
        )
    yield said(
        "phrase.not_called",
        language,
        not_due=len(plan.not_due),
        excluded=len(plan.excluded),
        undetermined=sum(found.about == "plan" for found in plan.undetermined),
        own=sum(unit.women for unit in plan.own_checkup),
        not_placed=len(plan.not_placed),
    )
    rows = plan.rows_in, plan.rows_accepted, plan.rows_rejected
    names = ("rows_in", "rows_accepted", "rows_rejected")
    yield said("phrase.rows", language, **dict(zip(names, rows, strict=True)))
    yield WORDS.basis(plan.on, plan.policy, language)


def _readings(plan: ScreeningPlan, language: Language) -> Page:
    rows = (
        (
            spoken_by(readings()[taken.partition("=")[0]].question, language),
            reading_told(taken, language),
        )
        for taken in plan.readings
    )
    return page("summary", "question choice", rows, language)
