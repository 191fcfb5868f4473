"""Counts, rates and findings of a fair in words and signs; what is a bound is shown as one."""

from collections.abc import Iterable
from fractions import Fraction

from ..bounds import Bounds
from ..errors import Language
from ..explain.words import day, notice, plain, spoken_by
from ..fair_findings import FairReport, Rate
from ..pages import Phrases
from ..resources import table
from ..rulebook import rule
from ..rules.job_fair import RULE

_HUNDREDTHS = 10_000
"""Hundredths of a per cent in one whole."""


WORDS = Phrases("data/jobfair.toml")
said = WORDS.said


def count(number: Bounds, language: Language) -> str:
    """A count with thousands separators, and with a sign where it is a bound.

    >>> count(Bounds(4000), "en"), count(Bounds(0, 100), "en"), count(Bounds(3, 5), "en")
    ('≥4,000', '≤100', '3–5')
    """
    if number.is_exact:
        return f"{number.least:,}"
    if number.most is None:
        return f"≥{number.least:,}" if number.is_known else said("phrase.unknown", language)
    return f"{number.least:,}–{number.most:,}" if number.least else f"≤{number.most:,}"


def percent(rate: Rate | None, language: Language) -> str:
    """A rate to two places of a per cent; a bound is never shown narrower than it is.

    >>> half = Bounds.exactly(118)
    >>> percent(Rate(part=half, whole=Bounds(5000), least="0", most="59/2500"), "en")
    '≤2.36%'
    """
    if rate is None:
        return said("phrase.nothing", language)
    if rate.least == rate.most:
        return _printed((rate.least * _HUNDREDTHS * 2 + 1) // 2)
    if rate.most is None:
        return f"≥{_down(rate.least)}" if rate.least else said("phrase.unknown", language)
    return f"{_down(rate.least)}–{_up(rate.most)}" if rate.least else f"≤{_up(rate.most)}"


def _down(share: Fraction) -> str:
    return _printed(share * _HUNDREDTHS // 1)


def _up(share: Fraction) -> str:
    return _printed(-(-share * _HUNDREDTHS // 1))


def _printed(hundredths: int) -> str:
    whole, part = divmod(hundredths, 100)
    return f"{whole:,}.{part:02d}%"


def finding(code: str, language: Language) -> str:
    """A breach or query by its label."""
    return spoken_by(rule(RULE).reasons[code], language)


def column_named(name: str | None, language: Language) -> str:
    """A column by its label."""
    known = table("data/jobfair.toml")["column"]
    return known[name][language] if name in known else plain(name or "")


def joined(words: Iterable[str], language: Language) -> str:
    """Words one after the other."""
    return ("、" if language == "zh" else ", ").join(words)


def industry_named(name: str | None, language: Language) -> str:
    """An industry as the file has it, on one line."""
    return said("phrase.no_industry", language) if name is None else plain(name)


def title_of(report: FairReport, language: Language) -> str:
    """What a report is called."""
    if report.title is None:
        return said("phrase.title", language)
    return said("phrase.title_of", language, title=plain(report.title))


def answer_of(report: FairReport, language: Language) -> tuple[str, ...]:
    """Whether the figures hold together, in one sentence, and what else there is, in another."""
    key = "reconciled" if report.reconciled else "breaches"
    first = said(f"phrase.{key}", language, count=len(report.breaches))
    others = (len(report.queries), len(report.undetermined), report.rows_rejected)
    if not any(others):
        return (first,)
    names = ("queries", "undetermined", "rejected")
    return first, said("phrase.also", language, **dict(zip(names, others, strict=True)))


def about(report: FairReport, language: Language) -> tuple[str, ...]:
    """When and by whom the fair was held, on what day and under which law it was checked."""
    lines = []
    if report.held_on is not None:
        lines.append(said("phrase.held_on", language, day=day(report.held_on, language)))
    if report.organisers:
        names = joined(map(plain, report.organisers), language)
        lines.append(said("phrase.organisers", language, names=names))
    if report.stands:
        stands = joined((said(f"stand.{one}", language) for one in report.stands), language)
        lines.append(said("phrase.stands", language, names=stands))
    return tuple(lines)


def basis(report: FairReport, language: Language) -> tuple[str, ...]:
    """On what day and under which law a fair was checked, and how many rows were read."""
    lines = [WORDS.basis(report.on, report.policy, language)]
    if report.rows_in:
        rows = {"rows_in", "rows_accepted", "rows_rejected"}
        lines.append(said("phrase.rows", language, **report.model_dump(include=rows)))
    lines += [notice(code, language) for code in report.notices]
    return tuple(lines)
