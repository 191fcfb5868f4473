"""What every door does on its way out: figures with their sources, a worksheet as printed."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

from .dibao import Standard
from .findings import CATEGORIES, Award, Category, Figure, Kind, Outcome, Sheet, Span
from .households import SCHOOLING
from .policy import Law
from .rulebook import rule
from .units import printed, yuan
from .unknowns import Settled, Upstream, agreed

P = TypeVar("P")

MISSING = "facts-missing"
"""The reason of every finding that the given facts do not determine."""

DIBAO = "dibao"
"""The name under which the local standard stands among a finding's figures."""


remembered = lru_cache(maxsize=4096)
"""For answers that many cases share: the last few thousand are kept, never more."""


@remembered
def filled(law: Law, parameters: type[P]) -> P:
    """A rule's ``Parameters`` with the numbers of the law, made once."""
    return parameters(**law.numbers)


@remembered
def figures(law: Law, standard: Standard | None = None) -> tuple[Figure, ...]:
    """The figures of the law a finding rests on, the local standard first."""
    found = [_standard_figure(standard)] if standard else []
    found.extend(
        Figure(name=row.name, value=row.value, unit=row.unit, since=row.since, source=row.source)
        for row in law.parameters
        if row.number is not None
    )
    return tuple(found)


def _standard_figure(standard: Standard) -> Figure:
    return Figure(
        name=DIBAO,
        value=printed(standard.monthly),
        unit="yuan/person/month",
        since=None if standard.since == date.min else standard.since,
        source=standard.source,
    )


@remembered
def sources(law: Law, standard: Standard | None = None) -> tuple[str, ...]:
    """The texts a finding rests on, each once."""
    named = (*law.sources, *((standard.source, *standard.also) if standard else ()))
    return tuple(dict.fromkeys(named))


Printer = Callable[[Any], str]


def _flag(value: bool) -> str:
    return "true" if value else "false"


@cache
def _printers(name: str, reasons: tuple[str, ...]) -> dict[str, Printer]:
    words: dict[str, Printer] = {
        "flag": _flag,
        "reason": reasons.__getitem__,
        "category": CATEGORIES.__getitem__,
        "schooling": SCHOOLING.__getitem__,
        "persons": str,
        "months": str,
        "count": str,
        "year": str,
    }
    return {line: words.get(label.unit, printed) for line, label in rule(name).lines.items()}


def printed_sheet(name: str, reasons: tuple[str, ...], lines: Any) -> Sheet:
    """A worksheet's lines as they are printed, in their order; None where unknown."""
    return Sheet(lines._asdict, _printers(name, reasons))


def outcome_of(sheet: Any) -> tuple[bool, Any]:
    """What a question about an aid compares: whether it is due, and how much."""
    return sheet.reason == 0, sheet.amount


def outcome_word(certain: bool, due: bool) -> Outcome:
    """The outcome of a finding in the contract's words."""
    if not certain:
        return "undetermined"
    return "entitled" if due else "not_entitled"


def last_gate(reasons: tuple[str, ...], answer: Settled) -> str:
    """The reason of a certain answer.

    Reasons stand in the order of the gates: where all completions agree, the last gate reached
    is the one that holds in every one of them.
    """
    if len(answer.sheets) == 1:
        number: int = answer.sheets[0].reason
    else:
        number = max(sheet.reason for sheet in answer.sheets)
    return reasons[number]


def content(
    law: Law,
    answer: Settled,
    reasons: tuple[str, ...],
    *,
    kind: Kind,
    missing: tuple[str, ...] = (),
    bounded: bool = True,
    standard: Standard | None = None,
    period: Span | None = None,
    lines: Callable[[], Mapping[str, Any]] | None = None,
    notices: tuple[str, ...] = (),
) -> dict[str, Any]:
    """All of an award but whose it is: entitled, not entitled, or undetermined within a range."""
    first = answer.sheets[0]
    certain = len(answer.outcomes) == 1
    span = None
    if not certain and bounded:
        amounts = [sheet.amount for sheet in answer.sheets]
        span = yuan(min(amounts)), yuan(max(amounts))
    sheet = agreed(answer.sheets)
    return {
        "rule": law.rule.name,
        "kind": kind,
        "outcome": outcome_word(certain, first.reason == 0),
        "amount": yuan(first.amount) if certain else None,
        "range": span,
        "reason": last_gate(reasons, answer) if certain else MISSING,
        "missing": () if certain else missing,
        "period": period,
        "worksheet": Sheet(
            (lambda: {**lines(), **sheet._asdict()}) if lines else sheet._asdict,
            _printers(law.rule.name, reasons),
        ),
        "parameters": figures(law, standard),
        "readings": law.readings,
        "sources": sources(law, standard),
        "notices": law.notices + notices,
    }


def blanked(found: Award, *lines: str) -> Award:
    """The award with lines left blank that its other lines do not settle."""
    sheet = Sheet({**found.worksheet, **dict.fromkeys(lines)})
    return found.model_copy(update={"worksheet": sheet})


def upstream(category: Category | Upstream | None) -> Upstream:
    """A category as given to a door: a word, a settled answer, or nothing known."""
    if isinstance(category, Upstream):
        return category
    if category is None:
        return Upstream.unknown("category", tuple(range(len(CATEGORIES))))
    return Upstream.known(CATEGORIES.index(category))


@remembered
def year_of(on: date) -> Span:
    """The calendar year of a day."""
    return Span(since=date(on.year, 1, 1), through=date(on.year, 12, 31))


@remembered
def school_year_of(on: date) -> Span:
    """The school year of a day, 1 September through 31 August."""
    first = on.year if on >= date(on.year, 9, 1) else on.year - 1
    return Span(since=date(first, 9, 1), through=date(first + 1, 8, 31))
