"""Children of a household who come to the same, counted instead of worked out one by one.

What a child is aided with depends on a few facts of its own that have few values each (the stage
of schooling, claims), and on its household. With every value of its own put in, few answers are
left, and children of one answer are of one kind: so many of a kind times its amount is what they
come to, and a query need not go back from the household to its members.

Checked with: every household against the single case, under every reading.
Limits: where other aid is taken off, each child's amount is its own, and there are no kinds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from inspect import signature
from typing import Any, NamedTuple

from ..aid_terms import BOUNDS, AidTerms
from ..aids import Figures
from ..algebra import where
from ..folding import FLAG, facts_of
from ..people import MOST_MEMBERS
from ..rules import education_aid
from ..terms import Part

_OTHER_AID = "other_aid"


class Kinds(NamedTuple):
    """Of which kind a child is, how many kinds there are, and what a household comes to by them.

    Of kind 0 are children who come to nothing. ``amount`` and ``aided`` take how many children of
    each other kind there are as the facts ``children_1``, ``children_2``, ...
    """

    kind: Part = 0
    many: int = 0
    amount: Part = 0
    aided: Part = 0

    def columns(self) -> list[tuple[int, str]]:
        """The number of each kind but 0, and the name of what says how many of it there are."""
        return [(number, f"children_{number}") for number in range(1, self.many + 1)]


def kinds_of_children(terms: AidTerms, figures: Figures) -> Kinds | None:
    """The kinds of children under a day's figures; None where there are none."""
    fold = terms.folding
    names = tuple(signature(education_aid.work_out).parameters)[:-1]
    facts: dict[str, Any] = {name: fold.fact(name, BOUNDS.get(name, FLAG)) for name in names}
    facts["category"] = terms.hardship.category
    own = _own_facts(terms.child)
    if _OTHER_AID in own:
        return None
    kinds: dict[tuple[Part, Part], int] = {(0, False): 0}

    def kind(names: Sequence[str], known: Mapping[str, int]) -> Part:
        """Of which kind a child is, of which some facts are known, by the others."""
        if not names:
            sheet = fold.sheet(
                education_aid.work_out, **{**facts, **known}, p=figures.education_aid
            )
            aided = fold.part(sheet.reason == education_aid.GRANTED)
            return kinds.setdefault((sheet.amount, aided), len(kinds))
        name, *others = names
        fact = facts[name]
        if fold.bounds(fact) == FLAG:
            ways = [kind(others, {**known, name: value}) for value in (True, False)]
            return fold.part(where(fact, *ways))
        least, most = fold.bounds(fact)
        by_value = {v: kind(others, {**known, name: v}) for v in range(least, most + 1)}
        ((found, _),) = Counter(by_value.values()).most_common(1)
        for value, way in by_value.items():
            found = fold.part(where(fact == value, way, found)) if way is not found else found
        return found

    told = kind(own, {})
    answers = [
        (fold.fact(f"children_{number}", (0, MOST_MEMBERS)), *answer)
        for answer, number in kinds.items()
        if number
    ]
    return Kinds(
        told,
        len(answers),
        fold.part(sum(many * amount for many, amount, _ in answers)),
        fold.part(sum(where(aided, many, 0) for many, _, aided in answers)),
    )


def _own_facts(child: education_aid.Worksheet) -> list[str]:
    """The facts of its own that a child's aid takes, in the order of the body."""
    taken = {fact.name for fact in facts_of((child.amount, child.reason))}
    of_home = ("filed", "category", "dibao_per_month")
    names = signature(education_aid.work_out).parameters
    return [name for name in names if name in taken and name not in of_home]
