"""The services of a list of people, and a survey, in words."""

from ..applicants import Applicant, Demand, Headcount
from ..errors import Language
from ..explain.words import reason, spoken_by
from ..fitting import services
from ..resources import table
from ..rulebook import Label, rule
from ..rules.employment_support import RULE
from ..service_findings import Served, ServicePlan, Survey
from ..sheets import Page
from ..tables import columns_of
from .report import (
    Report,
    basis_told,
    facts_told,
    joined,
    page,
    rejects_page,
    rows_told,
    said,
    sources_told,
)


def services_report(plan: ServicePlan, language: Language = "zh") -> Report:
    """Who may have what: everyone with reason and services, the placements in order, counts."""
    told = {name: plan.outcomes[name] for name in plan.outcomes}
    return Report(
        title=said("phrase.services_title", language),
        lines=(
            said("phrase.services_answer", language, **told),
            said("phrase.services_placed", language, placed=len(plan.placements)),
            said("phrase.services_trades", language, trades=_encouraged(language)),
            basis_told(plan.on, plan.policy, language),
            rows_told(plan, language),
            sources_told(plan.sources, language),
        ),
        pages=(
            page("people", _PEOPLE, (_person(one, language) for one in plan.people), language),
            _placements(plan, language),
            page(
                "counts",
                "service fits open",
                ((_named(one.service, language), one.fits, one.open) for one in plan.counts),
                language,
            ),
            rejects_page(plan.rejects, columns_of("applicants", Applicant), language),
        ),
    )


_PEOPLE = "person household area result reason services missing grounds"


def _person(one: Served, language: Language) -> tuple[str | None, ...]:
    fits = [
        said(f"fit.{fit.outcome}", language, service=_named(fit.service, language))
        for fit in one.fits
    ]
    missing = dict.fromkeys((*one.missing, *(name for fit in one.fits for name in fit.missing)))
    by = () if one.grounds is None else (one.grounds.person, one.grounds.group, one.grounds.wish)
    return (
        one.member_id,
        one.household_id,
        one.area,
        said(f"outcome.{one.outcome}", language),
        reason(one.reason, rule(RULE), language),
        joined(fits, language),
        facts_told(missing, language),
        joined((said(f"ground.{name}", language) for name in dict.fromkeys(by)), language),
    )


def _encouraged(language: Language) -> str:
    """The trades in which a business is encouraged; no rule asks for them."""
    rows = table(f"rules/{RULE}.toml")["trades"].values()
    return joined((spoken_by(Label(**row), language) for row in rows), language)


def _named(service: str, language: Language) -> str:
    return spoken_by(services(RULE)[service].label, language)


def _placements(plan: ServicePlan, language: Language) -> Page:
    names = {True: "yes", False: "no", None: "unknown"}
    rows = (
        (number, one.member_id, one.household_id, said(f"word.{names[one.first]}", language))
        for number, one in enumerate(plan.placements, 1)
    )
    return page("placements", "number person household zero_employment", rows, language)


def survey_report(found: Survey, language: Language = "zh") -> Report:
    """Demand by field, counts by group, each with its total."""
    return Report(
        title=said("phrase.survey_title", language),
        lines=(
            said("phrase.survey_answer", language, workers=found.workers),
            said(
                "phrase.survey_counts",
                language,
                diverted=found.diverted_workers,
                graduates=found.graduates,
            ),
            said("phrase.survey_note", language),
            rows_told(found, language),
        ),
        pages=(
            _demand(found, language),
            _headcounts(found, language),
            rejects_page(found.rejects, columns_of("demand", Demand), language, "demand_rejects"),
            rejects_page(
                found.counts_rejects,
                columns_of("headcounts", Headcount),
                language,
                "counts_rejects",
            ),
        ),
    )


def _demand(found: Survey, language: Language) -> Page:
    fields = table(f"rules/{RULE}.toml")["fields"]
    rows = [
        (spoken_by(Label(**fields[one.field]), language), one.entries, one.workers)
        for one in found.demand
    ]
    total = said("word.total", language)
    rows.append((total, sum(one.entries for one in found.demand), found.workers))
    return page("demand", "field entries workers", rows, language)


def _headcounts(found: Survey, language: Language) -> Page:
    names = table("data/reports.toml")["origin"]
    rows: list[tuple[str | int | None, ...]] = [
        (
            names[one.origin][language],
            one.entries,
            one.diverted_workers,
            one.graduates,
            one.want_skills,
            one.want_training,
        )
        for one in found.counts
        if one.entries
    ]
    entries = sum(one.entries for one in found.counts)
    total = said("word.total", language), entries, found.diverted_workers, found.graduates
    rows.append((*total, None, None))
    headings = "origin entries diverted graduates want_skills want_training"
    return page("headcounts", headings, rows, language)
