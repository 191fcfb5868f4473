"""Employment support (促进就业服务): who may be trained for work or for a business, and what fits.

Laid-off and unemployed workers, migrant workers, hardship workers on file and their family,
and college graduates, who belong to one of the groups the plan names and wish to work or to
start a business, may have training. Person, group and wish must all hold. Targeted training
fits a wish to work, help with a business a wish for one, the online platform a graduate. A
service bought by government or a public-welfare job is the last resort of a hardship worker on
file who is hard to place, those of zero-employment households first.

Source: the province's three-year employment plan of August 2018, as reported.
Limits: who is hard to place is for the case worker to state; someone at work is not. Only a
stated graduation opens the platform. Working ages are cited from general knowledge (grade C).
What the fund pays is the rule ``training_fund``. Readings: ``employment.*``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import both, either, where
from ..doors import MISSING, filled, last_gate, outcome_word, printed_sheet, remembered, sources
from ..findings import Grounds, Service
from ..fitting import fits
from ..households import flag
from ..people import Household, Member
from ..policy import Law, Policy, load_policy
from ..unknowns import Unknown, agreed, any_of, names_of, settle
from ..workforce import AT_WORK, WorkingAges, zero_employment

RULE = "employment_support"
GATES = ("may-be-trained", "person-not-covered", "group-not-covered", "no-wish")
FITTING = ("wants-work", "wants-business", "is-graduate", "hard-to-place")
REASONS = (*GATES, *FITTING)
"""Why a member may be trained or not, and why a service fits."""
ENTITLED, PERSON, GROUP, WISH = range(len(GATES))
CORE_FAMILY = ("head", "spouse", "parent", "child")
OUT_OF_WORK = ("laid_off", "unemployed")
GROUNDS = ("person", "group", "wish")
PLACEMENT = "backstop_placement"

Asked = Callable[[], bool | Unknown]
"""A fact that is worked out only where it is needed."""


class Parameters(NamedTuple):
    """The ages of working age in years; readings are the numbers of their choices."""

    least_age: int
    men_end_age: int
    women_end_age: int
    women_cadre_end_age: int
    any_member: int
    family_placed: int
    fixed_ages: int
    registered_only: int


class Worksheet(NamedTuple):
    """One member's eligibility, line by line; ``reason`` 0 where all three conditions hold."""

    person: Any
    group: Any
    wish: Any
    targeted_training: Any
    entrepreneurship: Any
    graduate_platform: Any
    backstop_placement: Any
    first: Any
    reason: Any


def work_out(
    filed: Any,
    family: Any,
    worker: Any,
    served: Any,
    in_group: Any,
    graduate: Any,
    wants_work: Any,
    wants_business: Any,
    hard_to_place: Any,
    zero_employment: Any,
    p: Parameters,
) -> Worksheet:
    """What one member may have; ``family`` is the core family of the filed ``worker``."""
    of_hardship = both(filed, either(family, p.any_member > 0))
    person = either(served, of_hardship)
    group = either(in_group, of_hardship)
    wish = either(wants_work, wants_business)
    of_group = where(group, where(wish, ENTITLED, WISH), GROUP)
    reason = where(person, of_group, PERSON)

    belongs = both(person, group)
    on_file = both(filed, either(worker, both(of_hardship, p.family_placed > 0)))
    placed = both(on_file, both(hard_to_place, wants_work))
    return Worksheet(
        person,
        group,
        wish,
        both(belongs, wants_work),
        both(belongs, wants_business),
        both(both(belongs, wish), graduate),
        placed,
        both(placed, zero_employment),
        reason,
    )


def facts(
    member: Member, filed: bool | None, unemployed_home: Asked, p: Parameters
) -> dict[str, Any]:
    """The plain facts of one member; what only a placement needs is asked only then."""
    by_file = filed is True and _of_file(member, p)  # then person and group are given
    hard = _hard_to_place(member, filed, p)
    return {
        "filed": flag(filed, "filed"),
        "family": member.relation in CORE_FAMILY,
        "worker": member.relation == "head",
        "served": by_file or any_of(_persons(member)),
        "in_group": by_file or any_of(_groups(member)),
        "graduate": _graduate(member),
        "wants_work": flag(member.wants_work, "wants_work"),
        "wants_business": flag(member.wants_business, "wants_business"),
        "hard_to_place": hard,
        "zero_employment": hard is not False and unemployed_home(),
    }


def _of_file(member: Member, p: Parameters) -> bool:
    return member.relation in CORE_FAMILY or p.any_member > 0


def _persons(member: Member) -> dict[str, bool | None]:
    return {
        "work": None if member.work is None else member.work in OUT_OF_WORK,
        "migrant": member.migrant,
        "graduated_on": _graduate(member) or None,
    }


def _groups(member: Member) -> dict[str, bool | None]:
    stated = member.origin is not None
    return {"origin": stated or None, "graduated_on": _graduate(member) or None}


def _graduate(member: Member) -> bool:
    return member.graduated_on is not None or member.origin == "graduate"


def _hard_to_place(member: Member, filed: bool | None, p: Parameters) -> bool | Unknown:
    """Whether someone who may be placed at all is hard to place; nobody at work is."""
    on_file = member.relation == "head" or (p.family_placed > 0 and _of_file(member, p))
    if not on_file or filed is False or member.wants_work is False:
        return False
    return False if member.work in AT_WORK else flag(member.hard_to_place, "hard_to_place")


def working_ages(p: Parameters) -> WorkingAges:
    """Working age under the reading taken."""
    women = p.women_cadre_end_age if p.fixed_ages else p.women_end_age
    return WorkingAges(p.least_age, p.men_end_age, women, p.women_cadre_end_age)


def assess(
    household: Household, member: Member, *, on: date, policy: Policy | None = None
) -> Service:
    """Whether one member of a household may be trained, why, and which services fit.

    Raises ``NotInForce`` outside the plan's time.
    """
    return assess_person(member, household.members, filed=household.filed, on=on, policy=policy)


def assess_person(
    member: Member,
    family: Sequence[Member],
    *,
    filed: bool | None,
    on: date,
    policy: Policy | None = None,
) -> Service:
    """The same of one person without a household's file; ``family`` is everyone who lives there."""
    law = (policy or load_policy()).law(RULE, on)

    def unemployed_home() -> bool | Unknown:
        p = filled(law, Parameters)
        ages, registered_only = working_ages(p), p.registered_only > 0
        return zero_employment(family, on, ages, registered_only=registered_only)

    return Service(
        rule=RULE, member_id=member.member_id, **answered(law, member, filed, unemployed_home)
    )


def answered(
    law: Law, member: Member, filed: bool | None, unemployed_home: Asked
) -> dict[str, Any]:
    """All of a finding but whose it is; whether of a zero-employment household is asked last."""
    p = filled(law, Parameters)
    known = facts(member, filed, unemployed_home, p)
    return _answered(law, _grounds(member, filed, p), **known)


def _grounds(member: Member, filed: bool | None, p: Parameters) -> tuple[str, ...]:
    """The stated facts that make a person, a group and a wish; empty where one is not stated."""
    if filed and _of_file(member, p):
        persons = groups = ["filed"]
    else:
        persons, groups = _held(_persons(member)), _held(_groups(member))
    wishes = _held({"wants_work": member.wants_work, "wants_business": member.wants_business})
    return (persons[0], groups[0], wishes[0]) if persons and groups and wishes else ()


def _held(claims: Mapping[str, bool | None]) -> list[str]:
    return [name for name, claim in claims.items() if claim]


@remembered
def _answered(law: Law, grounds: tuple[str, ...], **known: Any) -> dict[str, Any]:
    """All of a finding but whose it is: few claims decide it, so members share their answers."""
    body = partial(work_out, p=filled(law, Parameters))
    answer = settle(body, known, lambda sheet: sheet.reason == ENTITLED)
    certain = len(answer.outcomes) == 1
    due = certain and answer.sheets[0].reason == ENTITLED
    return {
        "outcome": outcome_word(certain, due),
        "reason": last_gate(REASONS, answer) if certain else MISSING,
        "missing": () if certain else names_of(known, answer.movers),
        "grounds": Grounds(**dict(zip(GROUNDS, grounds, strict=True))) if due else None,
        "fits": tuple(fits(RULE, body, known)) if due else (),
        "worksheet": printed_sheet(RULE, REASONS, agreed(answer.sheets)),
        "readings": law.readings,
        # The ages are asked only of a household whose worker may be placed.
        "sources": sources(law) if known["zero_employment"] is not False else (law.period.source,),
    }
