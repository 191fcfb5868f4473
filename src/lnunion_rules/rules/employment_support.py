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

from collections.abc import Mapping, Sequence
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
PLACEMENT = "backstop_placement"


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


class Told(NamedTuple):
    """What is told of one person, as far as it matters here; people are often alike in it."""

    filed: bool | None
    relation: str
    work: str | None
    migrant: bool | None
    origin: str | None
    graduated: bool
    wants_work: bool | None
    wants_business: bool | None
    hard_to_place: bool | None

    def of_file(self, p: Parameters) -> bool:
        """Whether a household's file, where there is one, covers the person."""
        return self.relation in CORE_FAMILY or p.any_member > 0

    def may_be_placed(self, p: Parameters) -> bool:
        """Whether a placement may turn on being hard to place; nobody at work is."""
        on_file = self.relation == "head" or (p.family_placed > 0 and self.of_file(p))
        willing = self.filed is not False and self.wants_work is not False
        return on_file and willing and self.work not in AT_WORK

    @property
    def persons(self) -> dict[str, bool | None]:
        """What makes a person served, by the facts that tell; an untold graduation is unknown."""
        out_of_work = None if self.work is None else self.work in OUT_OF_WORK
        graduated = self.graduated or None
        return {"work": out_of_work, "migrant": self.migrant, "graduated_on": graduated}

    @property
    def groups(self) -> dict[str, bool | None]:
        """What makes one of a group, by the facts that tell."""
        stated = self.origin is not None
        return {"origin": stated or None, "graduated_on": self.graduated or None}


def told(member: Member, filed: bool | None) -> Told:
    """What is told of one member of a household, or of one person alone."""
    return Told(
        filed,
        member.relation,
        member.work,
        member.migrant,
        member.origin,
        member.graduated_on is not None or member.origin == "graduate",
        member.wants_work,
        member.wants_business,
        member.hard_to_place,
    )


def facts(person: Told, unemployed_home: bool | Unknown, p: Parameters) -> dict[str, Any]:
    """The plain facts of one person; what only a placement needs is asked only then."""
    by_file = person.filed is True and person.of_file(p)  # then person and group are given
    hard = flag(person.hard_to_place, "hard_to_place") if person.may_be_placed(p) else False
    return {
        "filed": flag(person.filed, "filed"),
        "family": person.relation in CORE_FAMILY,
        "worker": person.relation == "head",
        "served": by_file or any_of(person.persons),
        "in_group": by_file or any_of(person.groups),
        "graduate": person.graduated,
        "wants_work": flag(person.wants_work, "wants_work"),
        "wants_business": flag(person.wants_business, "wants_business"),
        "hard_to_place": hard,
        "zero_employment": hard is not False and unemployed_home,
    }


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


def services(household: Household, on: date, law: Law) -> list[Service]:
    """The same of every member of a household."""
    family, filed = household.members, household.filed
    return [_found(member, family, filed, on, law) for member in family]


def assess_person(
    member: Member,
    family: Sequence[Member],
    *,
    filed: bool | None,
    on: date,
    policy: Policy | None = None,
) -> Service:
    """The same of one person without a household's file; ``family`` is everyone who lives there."""
    return _found(member, family, filed, on, (policy or load_policy()).law(RULE, on))


def _found(
    member: Member, family: Sequence[Member], filed: bool | None, on: date, law: Law
) -> Service:
    p, person = filled(law, Parameters), told(member, filed)
    asked = person.hard_to_place is not False and person.may_be_placed(p)
    home = asked and zero_employment(
        family, on, working_ages(p), registered_only=p.registered_only > 0
    )
    return Service.made(answered(law, person, home), member_id=member.member_id)


@remembered
def answered(law: Law, person: Told, unemployed_home: bool | Unknown) -> dict[str, Any]:
    """All of a finding but whose it is: people of whom the same is told share it."""
    p = filled(law, Parameters)
    body, known = partial(work_out, p=p), facts(person, unemployed_home, p)
    answer = settle(body, known, lambda sheet: sheet.reason == ENTITLED)
    certain = len(answer.outcomes) == 1
    due = certain and answer.sheets[0].reason == ENTITLED
    return {
        "rule": RULE,
        "outcome": outcome_word(certain, due),
        "reason": last_gate(REASONS, answer) if certain else MISSING,
        "missing": () if certain else names_of(known, answer.movers),
        "grounds": _grounds(person, p) if due else None,
        "fits": tuple(fits(RULE, body, known)) if due else (),
        "worksheet": printed_sheet(RULE, REASONS, agreed(answer.sheets)),
        "readings": law.readings,
        # The ages are asked only of a household whose worker may be placed.
        "sources": sources(law) if known["zero_employment"] is not False else (law.period.source,),
    }


def _grounds(person: Told, p: Parameters) -> Grounds:
    """The stated facts that make someone who may be trained a person, of a group, and willing."""
    wishes = {"wants_work": person.wants_work, "wants_business": person.wants_business}
    wish = _held(wishes)[0]
    if person.filed and person.of_file(p):
        return Grounds.made(person="filed", group="filed", wish=wish)
    return Grounds.made(person=_held(person.persons)[0], group=_held(person.groups)[0], wish=wish)


def _held(claims: Mapping[str, bool | None]) -> list[str]:
    return [name for name, claim in claims.items() if claim]
