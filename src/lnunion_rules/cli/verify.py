"""``lnunion verify``: compute a decision again from its receipt."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from ..documents import read_json
from ..errors import Language, LnunionError
from ..verifying import Difference, Verification
from ..verifying import verify as verify_decision
from .files import contents, no_option
from .options import Spoken
from .output import console, grid, headings, print_json, said

if TYPE_CHECKING:
    from rich.console import Console


_WIDEST_PLACE = 40
"""Columns that the place of a difference takes at most, so that the values have room."""


def verify(
    receipt: Annotated[
        Path,
        Parameter(
            metavar="RECEIPT",
            allow_leading_hyphen=True,
            help="assess --json 的结果；- 为标准输入。"
            "\nWhat assess --json printed; - for standard input.",
        ),
    ],
    /,
    *,
    spoken: Spoken | None = None,
) -> int:
    """Say whether a decision holds; exit 1 where it does not."""
    spoken = spoken or Spoken()
    no_option(receipt)
    try:
        found = verify_decision(read_json(contents(receipt, "RECEIPT")))
    except LnunionError as refused:
        raise refused if refused.path else refused.within("RECEIPT") from None
    if spoken.json:
        print_json(found.plain())
    else:
        with console() as screen:
            _show(screen, found, spoken.language)
    return 0 if found.holds else 1


def _show(screen: "Console", found: Verification, language: Language) -> None:
    if found.refused:
        screen.print(said("verify.refused", language, **found.refused.plain()))
    elif found.holds:
        screen.print(said("verify.holds", language, on=found.on))
    else:
        screen.print(said("verify.differs", language, count=len(found.differences)))
    if found.same_facts is False:
        screen.print(said("verify.facts", language))
    if found.same_policy is False:
        screen.print(said("verify.policy", language))
    if not found.same_library:
        recorded = found.recorded_library or "?"
        screen.print(said("verify.library", language, recorded=recorded, library=found.library))
    if found.differences:
        rows = [_row(difference, language) for difference in found.differences]
        widest = min(_WIDEST_PLACE, max(len(place) for place, *_ in rows))
        screen.print(grid(headings("place recorded recomputed", language), rows, first=widest))


def _row(difference: Difference, language: Language) -> tuple[str, str, str]:
    absent = said("verify.nothing", language)
    recorded = absent if difference.kind == "only_recomputed" else _value(difference.recorded)
    recomputed = absent if difference.kind == "only_recorded" else _value(difference.recomputed)
    return difference.path, recorded, recomputed


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
