"""Who of a household could work and whether anyone does: zero-employment households (零就业家庭).

This is the step from members to one plain fact, like :mod:`.households`. It knows how members
join, and no law: the ages are handed in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from .households import flag, of_member
from .people import Member, age_on
from .unknowns import Settled, Unknown, names_of, settle

AT_WORK = ("employed", "sick_leave")
WITHOUT_WORK = ("laid_off", "unemployed", "none")
"""At work, and without it; students and the retired are neither."""

APART, UNEMPLOYED, EMPLOYED = range(3)
"""How one member counts, so that the highest decides how the household counts."""


class WorkingAges(NamedTuple):
    """Years of age: working age begins at ``least`` and ends before the others."""

    least: int
    men: int
    women: int
    women_cadres: int


def zero_employment(
    members: Iterable[Member], on: date, ages: WorkingAges, *, registered_only: bool
) -> bool | Unknown:
    """Whether every member of working age who can work is unemployed, and there is one.

    With ``registered_only`` only registered unemployment counts. Where it is not known, the
    names are the facts that can change it, each alone with the others somehow given.
    """
    known = [_facts(member, on, ages, registered_only=registered_only) for member in members]
    found = [_settled(facts, ages, registered_only=registered_only) for facts in known]
    answer = told_by(one.outcomes for one in found)
    if answer is not None:
        return answer
    names: dict[str, None] = {}
    for place, (facts, one) in enumerate(zip(known, found, strict=True)):
        others = _highest(other.outcomes for other in found[:place] + found[place + 1 :])
        movers = [fact for fact, groups in one.moves.items() if _turns(groups, others)]
        names |= dict.fromkeys(names_of(facts, movers))
    return Unknown(tuple(names), values=(False, True))


def ways_to_count(
    member: Member, on: date, ages: WorkingAges, *, registered_only: bool
) -> frozenset[Any]:
    """How one member may count: apart, unemployed, at work; several where it is not known."""
    facts = _facts(member, on, ages, registered_only=registered_only)
    return _settled(facts, ages, registered_only=registered_only).outcomes


def told_by(members: Iterable[frozenset[Any]]) -> bool | None:
    """The same of a household by the ways its members may count; None where it is open."""
    highest = _highest(members)
    if UNEMPLOYED not in highest or len(highest) == 1:
        return UNEMPLOYED in highest
    return None


def _settled(facts: Mapping[str, Any], ages: WorkingAges, *, registered_only: bool) -> Settled:
    return settle(partial(_counted, ages=ages, registered_only=registered_only), facts, int)


def _counted(
    age: int,
    sex: str,
    cadre: bool,
    can_work: bool,
    work: str,
    registered: bool,
    *,
    ages: WorkingAges,
    registered_only: bool,
) -> int:
    """How one member counts."""
    end = ages.men if sex == "male" else ages.women_cadres if cadre else ages.women
    if not ages.least <= age < end or not can_work:
        return APART
    if work in WITHOUT_WORK:
        return UNEMPLOYED if registered or not registered_only else EMPLOYED
    return EMPLOYED if work in AT_WORK else APART


def _facts(member: Member, on: date, ages: WorkingAges, *, registered_only: bool) -> dict[str, Any]:
    """One member's facts, each with its few telling values where it is unknown."""

    def known(fact: str, value: Any, values: tuple[Any, ...]) -> Any:
        return Unknown((of_member(member, fact),), values) if value is None else value

    born = member.birth_date
    return {
        "age": known("birth_date", age_on(born, on) if born else None, (0, *sorted(set(ages)))),
        "sex": known("sex", member.sex, ("female", "male")),
        "cadre": flag(member.cadre, of_member(member, "cadre")),
        "can_work": flag(member.can_work, of_member(member, "can_work")),
        "work": known("work", member.work, ("student", "unemployed", "employed")),
        "registered": flag(member.registered_unemployed, of_member(member, "registered_unemployed"))
        if registered_only
        else True,
    }


def _highest(members: Iterable[frozenset[Any]]) -> set[Any]:
    """What the highest of some members may come to."""
    highest: set[Any] = {APART}
    for ways in members:
        highest = {max(one, other) for one in highest for other in ways}
    return highest


def _turns(groups: Iterable[frozenset[Any]], others: set[Any]) -> bool:
    """Whether a member's fact, moving between these counts, changes how the household counts."""
    return any(
        len({max(one, other) == UNEMPLOYED for one in group}) > 1
        for group in groups
        for other in others
    )
