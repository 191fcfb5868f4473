"""How the aids of one household are combined and totalled.

Limits: under ``package.stacking=largest`` the bounds of undetermined aids are compared aid by
aid; a range may then be wider, and a fact more be asked for, than what can happen together.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from .findings import Award, Range
from .people import Member
from .policy import Policy
from .units import YUAN, added, yuan

LARGEST_ONLY = "largest-only"
STACKED = ("living_relief", "education_aid", "medical_aid")


def bounds(award: Award) -> tuple[int, int] | None:
    """The least and most an award may come to, in fen; None where there is no upper bound."""
    if award.amount is not None:
        return whole_fen(award.amount), whole_fen(award.amount)
    return None if award.range is None else (whole_fen(award.range[0]), whole_fen(award.range[1]))


def whole_fen(amount: Decimal) -> int:
    """Whole fen of a finding's amount; a sum may pass the most that a single fact may state."""
    numerator, denominator = amount.as_integer_ratio()
    return numerator * YUAN // denominator


def total(awards: Sequence[Award]) -> tuple[Decimal | None, Range | None]:
    """The sum of the awards, or the range it lies in; neither where a part has no upper bound."""
    amounts = [award.amount for award in awards if award.amount is not None]
    if len(amounts) == len(awards):
        return added(amounts), None
    parts = [bounds(award) for award in awards]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None, None
    least, most = sum(part[0] for part in known), sum(part[1] for part in known)
    if least == most:
        return yuan(least), None
    return None, (yuan(least), yuan(most))


def stacked(awards: Sequence[Award], policy: Policy) -> tuple[Award, ...]:
    """The aids under the reading ``package.stacking``: all of them, or only the largest.

    Under ``largest`` the education aids of all children count together, and of equal aids the
    first in the order living, education, medical is kept. Where an undetermined aid leaves open
    which is the largest, those in question are undetermined too.
    """
    if policy.choices["package.stacking"] == "all":
        return tuple(awards)
    spans = {rule: _span([award for award in awards if award.rule == rule]) for rule in STACKED}
    kept = {rule: _is_largest(rule, spans) for rule in STACKED}
    return tuple(_under(award, kept[award.rule], _open_names(award, awards)) for award in awards)


def _open_names(award: Award, awards: Sequence[Award]) -> tuple[str, ...]:
    """What an award misses, and what the others miss; of another's child with the child named."""
    names = dict.fromkeys(award.missing)
    for other in awards:
        if other is not award:
            names.update(dict.fromkeys(map(partial(_named, other.member_id), other.missing)))
    return tuple(names)


def _named(member_id: str | None, name: str) -> str:
    return f"members[{member_id}].{name}" if member_id and name in Member.model_fields else name


def _span(awards: Sequence[Award]) -> tuple[int, int | None]:
    parts = [bounds(award) for award in awards]
    least = sum(part[0] for part in parts if part)
    return least, None if None in parts else sum(part[1] for part in parts if part)


def _is_largest(rule: str, spans: dict[str, tuple[int, int | None]]) -> bool | None:
    """Whether a rule's aid is the one kept; None where that is open."""
    least, most = spans[rule]
    place = STACKED.index(rule)
    verdicts: list[bool | None] = []
    for other, (other_least, other_most) in spans.items():
        if other == rule:
            continue
        first = place < STACKED.index(other)
        wins = other_most is not None and (least > other_most or (first and least == other_most))
        loses = most is not None and (most < other_least or (not first and most == other_least))
        verdicts.append(True if wins else False if loses else None)
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _under(award: Award, kept: bool | None, open_names: tuple[str, ...]) -> Award:
    if kept or award.outcome == "not_entitled":
        return award
    if kept is False:
        return award.model_copy(
            update={
                "outcome": "not_entitled",
                "amount": yuan(0),
                "range": None,
                "reason": LARGEST_ONLY,
                "missing": (),
            }
        )
    span = bounds(award)
    return award.model_copy(
        update={
            "outcome": "undetermined",
            "amount": None,
            "range": None if span is None else (yuan(0), yuan(span[1])),
            "reason": "facts-missing",
            "missing": open_names,
        }
    )
