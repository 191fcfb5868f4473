"""``lnunion demo``: the main job on an invented family, a what-if, and where to go next."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from ..cases import household_from
from ..dates import day
from ..errors import Language
from ..findings import Package
from ..package import assess_household
from ..policy import DIBAO_FACTOR
from ..resources import folder
from .options import Asked
from .output import console, print_json, said

if TYPE_CHECKING:
    from rich.console import Console

_WHAT_IF = {DIBAO_FACTOR: "1.08"}
_NEXT = {
    "assess": "lnunion assess case.json --on {on}",
    "reading": "lnunion assess case.json --on {on} --reading living.who=deep_and_relative",
    "schema": "lnunion schema household",
    "law": "lnunion policy show --area 鞍山市 --on {on}",
    "help": "lnunion --help",
}


def demo(*, asked: Asked | None = None) -> int:
    """Assess the example on its own day, or on another given with ``--on``."""
    asked = asked or Asked()
    example = json.loads(
        folder("data").joinpath("examples", "one_family.json").read_text(encoding="utf-8")
    )
    on = asked.day if asked.on else day(example["on"], "on")
    policy = asked.law()
    household = household_from(example["household"])
    package = assess_household(household, on=on, policy=policy)
    raised = assess_household(household, on=on, policy=policy.revised(_WHAT_IF))
    if asked.json:
        print_json(_told(example, package, raised))
        return 0
    about = example[f"about_{asked.language}"]
    with console() as screen:
        _show(screen, package, raised, on, asked.language, about)
    return 0


def _told(example: dict[str, Any], package: Package, raised: Package) -> dict[str, Any]:
    return {
        "about": {"zh": example["about_zh"], "en": example["about_en"]},
        "package": package.model_dump(mode="json"),
        "what_if": {
            "parameters": _WHAT_IF,
            "category": raised.hardship.category,
            **raised.model_dump(mode="json", include={"total_grants", "total_grants_range"}),
        },
    }


def _show(
    screen: "Console",
    package: Package,
    raised: Package,
    on: date,
    language: Language,
    about: str,
) -> None:
    from .tables import category, show_answer, total

    screen.print(said("demo.title", language, about=about), style="bold")
    screen.print()
    show_answer(screen, package, language)
    screen.print()
    was, now = category(package.hardship, language), category(raised.hardship, language)
    key = "demo.what_if" if was == now else "demo.what_if_changed"
    amounts = {"before": total(package, language), "after": total(raised, language)}
    screen.print(said(key, language, was=was, now=now, **amounts))
    screen.print()
    screen.print(said("demo.next", language), style="bold")
    for name, command in _NEXT.items():
        screen.print(f"  {said(f'demo.{name}', language)}\n    {command.format(on=on)}")
