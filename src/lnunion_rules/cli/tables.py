"""A package on the screen: the answer first, then every finding explained."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ..errors import Language
from ..explain.words import reason, spoken_by, word
from ..findings import Award, Hardship, Package, Range, Service
from ..rulebook import rule
from .output import console, grid, headings, said

if TYPE_CHECKING:
    from rich.console import Console

_WIDEST = 100
"""Columns of text beyond which lines get hard to read."""


def show_package(package: Package, language: Language) -> None:
    """The answer, then the worksheet of every finding, line by line."""
    from ..explain import explain

    told = explain(package, language)
    with console() as screen:
        show_answer(screen, package, language)
        for notice in told.notices:
            screen.print(said("assess.notice", language, notice=notice))
        for part in told.parts:
            screen.print()
            screen.out(part.text(_width(screen)), end="", highlight=False)
        if told.services:
            screen.print()
            screen.print(word("heading.services", language), style="bold")
            columns = [word(f"column.{name}", language) for name in ("member", "result", "reason")]
            screen.print(grid(columns, told.services))
        screen.print()
        screen.print(said("assess.more", language))


def explained(package: Package, language: Language, form: str, *, to_screen: bool) -> bytes:
    """The whole explanation with figures, readings and sources, as text, Markdown or HTML."""
    from ..explain import explain

    told = explain(package, language)
    if form == "text":
        with console() as screen:
            text = told.text(_width(screen) if to_screen else _WIDEST)
    else:
        text = told.markdown() if form == "markdown" else told.document()
    return text.rstrip("\n").encode() + b"\n"


def _width(screen: "Console") -> int:
    return min(screen.width, _WIDEST)


def show_answer(screen: "Console", package: Package, language: Language) -> None:
    """The category, each aid with its outcome and amount, the totals, what is missing."""
    stamp = {"id": package.policy.id, "version": package.policy.version}
    told = {"household": package.household_id, "on": package.on, **stamp}
    screen.print(said("assess.title", language, **told), style="bold")
    named = category(package.hardship, language)
    screen.print(said("assess.category", language, category=named))
    rows = [_award(award, language) for award in package.awards]
    rows += [_service(service, language) for service in package.services]
    screen.print(grid(headings("aid member outcome amount reason", language), rows, right=(3,)))
    screen.print(said("assess.total_grants", language, amount=total(package, language)))
    ceilings = _amount(package.total_ceilings, package.total_ceilings_range, language)
    screen.print(said("assess.total_ceilings", language, amount=ceilings))


def category(hardship: Hardship, language: Language) -> str:
    """The category in words; where it is undetermined, those it may be."""
    named = word(f"category.{hardship.category}", language)
    if len(hardship.possible) == 1:
        return named
    between = word("value.or", language)
    possible = between.join(word(f"category.{one}", language) for one in hardship.possible)
    return said("assess.possible", language, category=named, possible=possible)


def total(package: Package, language: Language) -> str:
    """The total of the grants as it is shown: an amount, a range, or that it has no bound."""
    return _amount(package.total_grants, package.total_grants_range, language)


def _award(award: Award, language: Language) -> tuple[str, ...]:
    due = award.outcome == "entitled" and award.kind != "grant"
    told = said(f"assess.{award.kind if due else award.outcome}", language)
    amount = _amount(award.amount, award.range, language)
    return _row(award.rule, award.member_id, told, amount, award.reason, language)


def _service(service: Service, language: Language) -> tuple[str, ...]:
    due = "service" if service.outcome == "entitled" else service.outcome
    told = said(f"assess.{due}", language)
    return _row(service.rule, service.member_id, told, "", service.reason, language)


def _row(
    name: str, member: str | None, outcome: str, amount: str, code: str, language: Language
) -> tuple[str, ...]:
    of = rule(name)
    return spoken_by(of.title, language), member or "", outcome, amount, reason(code, of, language)


def _amount(amount: Decimal | None, span: Range | None, language: Language) -> str:
    if amount is not None:
        return f"{amount:,}"
    if span is None:
        return said("assess.unbounded", language)
    return said("assess.range", language, least=f"{span[0]:,}", most=f"{span[1]:,}")
