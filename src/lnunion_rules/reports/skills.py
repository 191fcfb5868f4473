"""Programmes of skills training, and orders matched to places, in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..audit.telling import money
from ..errors import Language
from ..explain.words import notice, reason, spoken_by
from ..programmes import Programme, TrainingOrder, TrainingPlaces
from ..rulebook import rule
from ..rules.skills_training import RULE, kinds, titles
from ..sheets import Cell, Page
from ..skills_findings import Matching, ProgrammeReport, Share
from ..tables import columns_of
from .report import Report, basis_told, page, rejects_page, rows_told, said, sources_told


def programmes_report(found: ProgrammeReport, language: Language = "zh") -> Report:
    """Whether every programme is in order, then whom they reach, titles and budgets."""
    key = "programmes_compliant" if found.compliant else "programmes_breaches"
    years = sum(1 for year in found.years if year.over)
    return Report(
        title=said("phrase.programmes_title", language),
        lines=(
            said(f"phrase.{key}", language, count=len(found.breaches), years=years),
            said("phrase.programmes_note", language),
            basis_told(found.on, found.policy, language),
            rows_told(found, language),
            sources_told(found.sources, language),
            *(notice(code, language) for code in found.notices),
        ),
        pages=(
            _kinds(found, language),
            _enterprises(found, language),
            _titles(found, language),
            _years(found, language),
            _breaches(found, language),
            rejects_page(found.rejects, columns_of("programmes", Programme), language),
        ),
    )


def _rate(of: Share, language: Language) -> str | None:
    if of.fraction is None:
        return None
    return said("phrase.share", language, fraction=of.fraction, percent=of.percent)


def _kinds(found: ProgrammeReport, language: Language) -> Page:
    rows = (
        (
            spoken_by(kinds()[one.kind], language),
            one.programmes,
            one.coverage.whole,
            one.coverage.part,
            _rate(one.coverage, language),
            one.budget,
            one.cost,
        )
        for one in found.kinds
        if one.programmes
    )
    return page("kinds", "kind programmes staff covered coverage budget cost", rows, language)


def _enterprises(found: ProgrammeReport, language: Language) -> Page:
    rows = (
        (
            one.enterprise_id,
            one.programmes,
            one.least.whole,
            _rate(one.least, language),
            _rate(one.most, language),
        )
        for one in found.enterprises
    )
    return page("enterprises", "enterprise programmes staff least most", rows, language)


def _titles(found: ProgrammeReport, language: Language) -> Page:
    rows = (
        (spoken_by(titles()[one.title], language), one.won, one.reported) for one in found.titles
    )
    return page("titles", "title won reported", rows, language)


def _years(found: ProgrammeReport, language: Language) -> Page:
    rows = (
        (one.year, one.granted, one.budget, one.over or None, one.remaining) for one in found.years
    )
    return page("years", "year granted budget over remaining", rows, language)


def _breaches(found: ProgrammeReport, language: Language) -> Page:
    rows: Iterable[Sequence[Cell]] = (
        (
            about.programme_id,
            reason(about.reason, rule(RULE), language),
            *(int(about.worksheet[line] or 0) for line in ("staff", "reached")),
            *(Decimal(about.worksheet[line] or 0) for line in ("budget", "cost")),
        )
        for about in found.breaches
    )
    return page("programmes", "programme reason staff covered budget cost", rows, language)


def matching_report(found: Matching, language: Language = "zh") -> Report:
    """Who is trained where, who is left without a place, and which places are left."""
    return Report(
        title=said("phrase.matching_title", language),
        lines=(
            said(
                "phrase.matching_answer",
                language,
                ordered=found.ordered,
                offered=found.offered,
                placed=found.placed,
                fee=money(found.fee),
            ),
            said("phrase.matching_how", language),
            rows_told(found, language),
        ),
        pages=(
            _assigned(found, language),
            page(
                "short",
                "order people reason",
                (
                    (one.order_id, one.people, said(f"matched.{one.reason}", language))
                    for one in found.short
                ),
                language,
            ),
            page(
                "left",
                "offer places reason",
                (
                    (one.offer_id, one.places, said(f"matched.{one.reason}", language))
                    for one in found.left
                ),
                language,
            ),
            rejects_page(
                found.rejects,
                columns_of("training_orders", TrainingOrder),
                language,
                "orders_rejects",
            ),
            rejects_page(
                found.offers_rejects,
                columns_of("training_places", TrainingPlaces),
                language,
                "offers_rejects",
            ),
        ),
    )


def _assigned(found: Matching, language: Language) -> Page:
    rows = (
        (
            one.order_id,
            one.offer_id,
            one.people,
            said(f"distance.{one.distance}", language),
            one.fee,
        )
        for one in found.assigned
    )
    return page("assigned", "order offer people distance fee", rows, language)
