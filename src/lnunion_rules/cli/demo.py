"""``lnunion demo``: the main jobs on invented data, a what-if, and where to go next.

One family's package, one union's ledger checked, one province's targets.
"""

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ..audit.telling import Book, condition
from ..cases import household_from
from ..dates import day
from ..errors import Language
from ..findings import Package
from ..package import assess_household
from ..planning.report import Report
from ..planning.telling import answer_of
from ..policy import DIBAO_FACTOR, Policy
from ..resources import folder
from ..synthetic.ledger import SyntheticLedger, synthetic_ledger
from ..synthetic.province import made_up
from ..targets import plan_targets
from ..targets_findings import Schedule
from ..welfare import check_welfare
from ..welfare_findings import WelfareReport
from .options import Asked
from .output import console, print_json, said

if TYPE_CHECKING:
    from rich.console import Console

_WHAT_IF = {DIBAO_FACTOR: "1.08"}
_YEAR_END = date(2019, 12, 31)
"""The day on which the made-up ledger of 2019 is checked and the made-up province planned."""
_MOST = 3
_NEXT = {
    "assess": "lnunion assess case.json --on {on}",
    "reading": "lnunion assess case.json --on {on} --reading living.who=deep_and_relative",
    "welfare": "lnunion welfare ledger.csv --roster roster.csv --out findings.xlsx",
    "targets": "lnunion targets baseline.csv --out plan.xlsx",
    "schema": "lnunion schema household",
    "law": "lnunion policy show --area 鞍山市 --on {on}",
    "help": "lnunion --help",
}


class _Demo(NamedTuple):
    """What is worked out: a family and what-if, a ledger, a plan."""

    about: dict[Language, str]
    package: Package
    raised: Package
    ledger: SyntheticLedger
    report: WelfareReport
    schedule: Schedule


def demo(*, asked: Asked | None = None) -> int:
    """Assess the example on its own day, or on another given with ``--on``."""
    asked = asked or Asked()
    example = json.loads(
        folder("data").joinpath("examples", "one_family.json").read_text(encoding="utf-8")
    )
    on = asked.day if asked.on else day(example["on"], "on")
    found = _worked_out(example, on, asked.law())
    if asked.json:
        print_json(_told(found))
        return 0
    with console() as screen:
        _show_family(screen, found, asked.language)
        _show_ledger(screen, found, asked.language)
        _show_plan(screen, found, asked.language)
        screen.print(said("demo.next", asked.language), style="bold")
        for name, command in _NEXT.items():
            screen.print(f"  {said(f'demo.{name}', asked.language)}\n    {command.format(on=on)}")
    return 0


def _worked_out(example: dict[str, Any], on: date, policy: Policy) -> _Demo:
    household = household_from(example["household"])
    ledger = synthetic_ledger(unions=1, members=8)
    return _Demo(
        about={"zh": example["about_zh"], "en": example["about_en"]},
        package=assess_household(household, on=on, policy=policy),
        raised=assess_household(household, on=on, policy=policy.revised(_WHAT_IF)),
        ledger=ledger,
        report=check_welfare(
            ledger.claims, on=_YEAR_END, roster=ledger.roster, unions=ledger.unions, policy=policy
        ),
        schedule=plan_targets(made_up(cities=3, counties=9).areas, on=_YEAR_END, policy=policy),
    )


def _told(found: _Demo) -> dict[str, Any]:
    raised = found.raised
    return {
        "about": found.about,
        "package": found.package.model_dump(mode="json"),
        "what_if": {
            "parameters": _WHAT_IF,
            "category": raised.hardship.category,
            **raised.model_dump(mode="json", include={"total_grants", "total_grants_range"}),
        },
        "welfare": found.report.model_dump(mode="json", exclude={"remaining"}),
        "targets": found.schedule.model_dump(mode="json"),
    }


def _show_family(screen: "Console", found: _Demo, language: Language) -> None:
    from .tables import category, show_answer, total

    package, raised = found.package, found.raised
    screen.print(said("demo.title", language, about=found.about[language]), style="bold")
    screen.print()
    show_answer(screen, package, language)
    screen.print()
    was, now = category(package.hardship, language), category(raised.hardship, language)
    key = "demo.what_if" if was == now else "demo.what_if_changed"
    amounts = {"before": total(package, language), "after": total(raised, language)}
    screen.print(said(key, language, was=was, now=now, **amounts))
    screen.print()


def _show_ledger(screen: "Console", found: _Demo, language: Language) -> None:
    """The largest breaches of the ledger, each in a sentence."""
    report, book = found.report, Book(found.ledger.claims)
    counts = {"rows": report.rows_in, "breaches": len(report.breaches)}
    screen.print(said("demo.ledger", language, **counts), style="bold")
    for breach in report.breaches[:_MOST]:
        screen.print(f"  {condition(breach, book, language)}")
    screen.print()


def _show_plan(screen: "Console", found: _Demo, language: Language) -> None:
    screen.print(said("demo.plan", language), style="bold")
    for line in answer_of(Report(found.schedule), language):
        screen.print(f"  {line}")
    screen.print()
