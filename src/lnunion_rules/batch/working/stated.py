"""The facts of the rules in folded terms of ready columns: what a column states, what is unknown.

The rules and the joining before them are so one reading: a claim that is certain is a fact, and a
household of which every fact is known is complete. Nothing of the law stands here.

Checked with: every finding of a batch against the single case.
Limits: households that are not complete; their lines mean nothing.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, NamedTuple

from ...aid_terms import BOUNDS, AidTerms, aid_terms
from ...aids import Figures
from ...algebra import either, negated
from ...folding import FLAG, Bounds, Folding
from ...households import EXCLUSIONS
from ...persons import NO, UNKNOWN, YES
from ...terms import Part
from ...units import MOST
from .joining import ILLNESS, OF_CLAIMS, claims_of, identifying, is_open, of_child, of_members
from .ready import BillColumns, ChildColumns, HouseholdColumns

_CLAIM: Bounds = (NO, YES)
_OF_HOUSEHOLDS = ("filed", "single_parent", "other_cause", "covered", "lost_ability")
_OF_MEMBERS = ("ill", "serious_illness", "disabled", "postgraduate", "senior_stage")
_BOUNDS: Mapping[str, Bounds] = {
    **BOUNDS,
    **dict.fromkeys((*_OF_HOUSEHOLDS, *_OF_MEMBERS), _CLAIM),
    **dict.fromkeys(("income", "received", "rigid", "loss"), (0, MOST)),
    "claims": (NO, YES * ILLNESS | YES),
    "highest_month": (-1, MOST),
    "excluded": (-1, len(EXCLUSIONS)),
    "schooling": (-1, BOUNDS["schooling"][1]),
}
"""Between what numbers columns lie, the unknown among them; all others are flags."""


class StatedTerms(NamedTuple):
    """What is worked out of ready columns, in folded terms of their names."""

    aids: AidTerms
    claims: Part
    """Of a member."""
    complete: Part
    """Of a household: whether its claims and bills are known; ``work`` looks at the rest."""
    open_child: Part
    """Whether something is unknown that is asked of a child."""
    open_bill: Part


def stated_terms(figures: Figures, *, by_month: bool) -> StatedTerms:
    """The aids of a day, and what comes before them, out of ready columns."""
    fold, education = Folding(), figures.education_aid

    def column(name: str) -> Any:
        return fold.fact(name, _BOUNDS.get(name, FLAG))

    def row(form: Any, *absent: str) -> Any:
        return form._make(None if name in absent else column(name) for name in form._fields)

    whole: HouseholdColumns = row(HouseholdColumns, *(() if by_month else ("highest_month",)))
    unasked = {"postgraduate": education.undergraduate_only, "senior_stage": education.senior_only}
    child: ChildColumns = row(ChildColumns, *(name for name, asked in unasked.items() if not asked))
    members = of_members(column("claims"), whole)
    aids = aid_terms(
        figures,
        by_month=by_month,
        folding=fold,
        known={
            **identifying(whole, column("persons"), members.cause),
            **of_child(child),
            "filed": whole.filed == YES,
            "seriously_ill": members.seriously_ill == YES,
            "lost_ability": column("lost_ability") == YES,
        },
    )
    claims = (members.cause, members.seriously_ill, whole.filed, whole.covered)
    unknown = (*_unknown(claims), whole.excluded < 0, column("open_bills"))
    asked_of_child = (child.disabled, child.postgraduate, child.senior_stage)
    return StatedTerms(
        aids,
        claims=fold.part(claims_of(*map(column, OF_CLAIMS))),
        complete=fold.part(negated(_any(unknown))),
        open_child=fold.part(_any((child.schooling < 0, *_unknown(asked_of_child)))),
        open_bill=fold.part(is_open(row(BillColumns), aids.bill.burden)),
    )


def _unknown(claims: Iterable[Any]) -> list[Any]:
    return [claim == UNKNOWN for claim in claims if claim is not None]


def _any(flags: Iterable[Any]) -> Any:
    return reduce(either, flags)
