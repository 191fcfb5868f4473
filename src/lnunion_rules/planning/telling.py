"""A plan in words: the sentences that answer first, and labels in either language."""

from collections.abc import Iterator, Sequence

from ..casework_findings import Extra
from ..errors import Language
from ..explain.words import money, notice, plain, spoken_by
from ..hardship_files import FiledHousehold
from ..pages import Phrases
from ..readings import readings
from ..rulebook import rule
from ..rules import case_file, depoverty_targets
from ..sources import sources
from ..tables import columns_of
from ..units import fen
from .report import Report

_RULES = (depoverty_targets.RULE, case_file.RULE)


WORDS = Phrases("data/targets.toml")
said = WORDS.said


def reason_told(code: str, language: Language) -> str:
    """A reason of the targets or of case files in words."""
    for name in _RULES:
        reasons = rule(name).reasons
        if code in reasons:
            return spoken_by(reasons[code], language)
    return plain(code)


def route_told(route: str, language: Language) -> str:
    """A route out of hardship in words."""
    return spoken_by(depoverty_targets.routes()[route], language)


def facts_told(names: Sequence[str], language: Language) -> str:
    """Facts of a household by the names of their columns."""
    if language == "en":
        return ", ".join(name.replace("_", " ") for name in names)
    columns = columns_of("filed_households", FiledHousehold).columns
    labels = {column.name: column.label for column in columns}
    return "、".join(labels[name] for name in names)


def answer_of(report: Report, language: Language) -> Iterator[str]:
    """What is planned and how far it is, sentence by sentence, the answer first."""
    schedule = report.schedule
    if report.progress is not None:
        yield from _progress(report, language)
    pairs = zip(schedule.deadlines, schedule.total, strict=True)
    years = [said("phrase.plan_year", language, deadline=day, count=count) for day, count in pairs]
    yield said(
        "phrase.plan",
        language,
        baseline=schedule.baseline,
        households=sum(schedule.total),
        years=("、" if language == "zh" else ", ").join(years),
    )
    if report.lists is not None:
        placed, apart = report.lists.placed, report.lists.apart
        unplanned = sum(row.reason != "own-plan" for row in apart)
        counts = {"placed": len(placed), "apart": len(apart), "open": unplanned}
        yield said("phrase.lists", language, **counts)
    if report.extra is not None:
        households = sum(row.households for row in report.extra)
        yield said("phrase.extra", language, rows=len(report.extra), households=households)
    if report.aid is not None:
        told = {"payments": report.aid.payments, "count": len(report.aid.findings)}
        yield said("phrase.aid", language, paid=money(fen(report.aid.paid)), **told)
    yield basis_of(report, language)
    yield from (notice(code, language) for code in notices_of(report))


def _progress(report: Report, language: Language) -> Iterator[str]:
    """The whole of it: the sums over the roots of the tree."""
    rows = [row for row in report.progress.areas if row.parent is None] if report.progress else []

    def whole(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    schedule, ahead = report.schedule, whole("ahead")
    key = "phrase.ahead" if ahead >= 0 else "phrase.behind"
    counts = {"due": whole("due_so_far"), "done": whole("done"), "to_go": whole("to_go")}
    yield said(key, language, on=schedule.on, ahead=ahead, behind=-ahead, **counts)
    coming = [day for day in schedule.deadlines if day > schedule.on]
    if coming:
        told = {"deadline": coming[0], "next_due": whole("next_due")}
        told["missing"] = max(whole("next_due") - whole("done"), 0)
        for key, name in (("pace", "pace_needed"), ("to_end", "pace_to_end")):
            told[key] = money(sum(fen(getattr(row, name)) for row in rows))
        yield said("phrase.pace", language, **told)
    others = {"apart": whole("apart"), "returned": whole("returned"), "new": whole("new")}
    yield said("phrase.apart", language, **others, done=whole("apart_done"))


def basis_of(report: Report, language: Language) -> str:
    """On what day and under which law."""
    return WORDS.basis(report.schedule.on, report.schedule.policy, language)


def notices_of(report: Report) -> tuple[str, ...]:
    """The codes of what one should know beside the answer, each once."""
    found = [*report.schedule.notices, *(report.progress.notices if report.progress else ())]
    found += [code for row in report.extra or () for code in row.notices]
    return tuple(dict.fromkeys(found))


def readings_told(report: Report, language: Language) -> Iterator[tuple[str, str]]:
    """Each gap in the text and how it was read."""
    for taken in report.schedule.readings:
        name, _, choice = taken.partition("=")
        known = readings()[name]
        chosen = spoken_by(known.choices[choice], language)
        told = said("phrase.reading", language, choice=chosen, id=taken)
        yield spoken_by(known.question, language), told


def sources_told(report: Report, language: Language) -> Iterator[str]:
    """The texts the answer rests on, as a person would cite them."""
    named = list(report.schedule.sources)
    if report.progress is not None:
        periods = rule(case_file.RULE).periods
        named += [row.source for period in periods for row in period.parameters]
    return (sources()[name].cited(language) for name in dict.fromkeys(named))


def named_told(row: Extra, language: Language) -> str:
    """The households named for an extra target."""
    names = ", ".join(row.household_ids)
    return f"{names} ({said('phrase.not_named', language)})".strip() if row.notices else names
