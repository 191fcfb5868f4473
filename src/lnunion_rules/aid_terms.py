"""The household aids of a day as folded terms: what each line comes to, from the facts of a table.

One reading of the rooms' bodies for all who do not run them on every household: columns worked
out step by step, and queries of a database. Nothing of the law stands here.

Checked with: every line against the bodies on random households, and every step within 64 bits.
Limits: households of which every fact asked for is known.
"""

from collections.abc import Callable, Mapping
from inspect import signature
from types import MappingProxyType
from typing import Any, NamedTuple

from .aids import Figures
from .algebra import WHOLE
from .dates import MONTHS_OF_A_YEAR
from .dibao import MOST_MONTHLY
from .findings import CATEGORIES
from .folding import FLAG, Bounds, Folding
from .households import EXCLUSIONS, SCHOOLING
from .people import MOST_BILLS, MOST_MEMBERS
from .policy import MOST_FACTOR
from .rules import education_aid, hardship, living_relief, medical_aid, safety_net
from .terms import Part
from .units import MOST

_MONEY: Bounds = (0, MOST)
_OF_BILLS: Bounds = (0, MOST * MOST_BILLS)
BOUNDS: Mapping[str, Bounds] = {
    "persons": (1, MOST_MEMBERS),
    "dibao_per_month": (1, MOST_MONTHLY * MOST_FACTOR // WHOLE),
    "excluded": (0, len(EXCLUSIONS)),
    "category": (0, len(CATEGORIES) - 1),
    "schooling": (0, len(SCHOOLING) - 1),
    "on_file": (0, MONTHS_OF_A_YEAR),
    "burden": _OF_BILLS,
    "bearable": _OF_BILLS,
    **dict.fromkeys(
        (
            "income_per_year",
            "highest_month",
            "dibao_received_per_year",
            "rigid_per_year",
            "loss_per_year",
            "other_aid",
            *list(signature(medical_aid.burden_of).parameters)[:-1],
        ),
        _MONEY,
    ),
}
"""Between what numbers the facts of a household, a child and a bill lie; the others are flags."""


class AidTerms(NamedTuple):
    """Every line of the aids; facts are named as the bodies name them.

    ``child`` takes its household's ``filed``, ``category`` and ``dibao_per_month`` as facts, and
    ``medical_aid`` the ``burden`` of all its household's bills.
    """

    hardship: hardship.Worksheet
    living_relief: living_relief.Worksheet
    medical_aid: medical_aid.Worksheet
    safety_net: safety_net.Worksheet
    child: education_aid.Worksheet
    bill: medical_aid.BillSheet
    folding: Folding


def aid_terms(
    figures: Figures,
    *,
    by_month: bool = False,
    folding: Folding | None = None,
    known: Mapping[str, Part] = MappingProxyType({}),
) -> AidTerms:
    """The aids under a day's figures; ``by_month`` where a household may state its months.

    ``known`` are facts said in terms of others, made with the same ``folding``, for a table that
    has them in another form.

    >>> from datetime import date
    >>> from .aids import Law
    >>> from .policy import load_policy
    >>> aid_terms(Law(load_policy(), date(2018, 12, 31)).figures).hardship.deep_end
    (* dibao_per_month (* persons 12))
    """
    fold = folding or Folding()

    def fact(name: str) -> Part:
        return known[name] if name in known else fold.fact(name, BOUNDS.get(name, FLAG))

    def sheet(body: Callable[..., Any], **given: Any) -> Any:
        names = signature(body).parameters.keys() - given.keys()
        return fold.sheet(body, **given, **{name: fact(name) for name in names})

    months = {} if by_month else {"by_month": False, "highest_month": 0}
    found = sheet(hardship.work_out, **months, p=figures.hardship)
    category, tested = found.category, found.tested_per_year
    return AidTerms(
        hardship=found,
        living_relief=sheet(living_relief.work_out, category=category, p=figures.living_relief),
        medical_aid=sheet(medical_aid.work_out, category=category),
        safety_net=sheet(
            safety_net.work_out, category=category, tested_per_year=tested, p=figures.safety_net
        ),
        child=sheet(education_aid.work_out, p=figures.education_aid),
        bill=sheet(medical_aid.burden_of, p=figures.medical_aid),
        folding=fold,
    )
