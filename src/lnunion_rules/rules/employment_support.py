"""Employment support (促进就业服务): who may have training for work or for a business.

Laid-off and unemployed workers, migrant workers, hardship workers on file and their family,
and college graduates, who belong to one of the groups the plan names and wish to work or to
start a business, may have training. Person, group and wish must all hold.

Source: the province's three-year employment plan of August 2018, as reported.
Limits: eligibility only. Readings: ``employment.family``.
"""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import both, either, where
from ..doors import MISSING, filled, last_gate, outcome_word, printed_sheet, remembered, sources
from ..findings import Service
from ..households import flag
from ..people import Household, Member
from ..policy import Law, Policy, load_policy
from ..unknowns import Unknown, agreed, any_of, names_of, settle

RULE = "employment_support"
REASONS = ("may-be-trained", "person-not-covered", "group-not-covered", "no-wish")
ENTITLED, PERSON, GROUP, WISH = range(len(REASONS))
CORE_FAMILY = ("head", "spouse", "parent", "child")
OUT_OF_WORK = ("laid_off", "unemployed")


class Parameters(NamedTuple):
    """The readings of the rule, as the numbers of their choices."""

    any_member: int


class Worksheet(NamedTuple):
    """One member's eligibility, line by line; ``reason`` 0 where all three conditions hold."""

    person: Any
    group: Any
    wish: Any
    reason: Any


def work_out(
    filed: Any, family: Any, served: Any, in_group: Any, wish: Any, p: Parameters
) -> Worksheet:
    """Whether one member may be trained; ``family`` is the core family of the filed worker."""
    of_hardship = both(filed, either(family, p.any_member > 0))
    person = either(served, of_hardship)
    group = either(in_group, of_hardship)
    of_group = where(group, where(wish, ENTITLED, WISH), GROUP)
    reason = where(person, of_group, PERSON)
    return Worksheet(person, group, wish, reason)


class Told(NamedTuple):
    """What a file tells of one member, as far as it matters here; members are often alike in it."""

    filed: bool | None
    relation: str
    work: str | None
    migrant: bool | None
    origin: str | None
    graduated: bool
    wants_work: bool | None
    wants_business: bool | None


def told(household: Household, member: Member) -> Told:
    """What one household's file tells of one of its members."""
    return Told(
        household.filed,
        member.relation,
        member.work,
        member.migrant,
        member.origin,
        member.graduated_on is not None or member.origin == "graduate",
        member.wants_work,
        member.wants_business,
    )


def facts(member: Told) -> dict[str, Any]:
    """The plain facts of one member of one household."""
    family = member.relation in CORE_FAMILY
    by_file = member.filed is True and family  # then person and group are given
    return {
        "filed": flag(member.filed, "filed"),
        "family": family,
        "served": by_file or _served(member),
        "in_group": by_file or _in_group(member),
        "wish": any_of({"wants_work": member.wants_work, "wants_business": member.wants_business}),
    }


def _served(member: Told) -> bool | Unknown:
    return any_of(
        {
            "work": None if member.work is None else member.work in OUT_OF_WORK,
            "migrant": member.migrant,
            "graduated_on": member.graduated or None,
        }
    )


def _in_group(member: Told) -> bool | Unknown:
    stated = member.origin is not None
    return any_of({"origin": stated or None, "graduated_on": member.graduated or None})


def assess(
    household: Household, member: Member, *, on: date, policy: Policy | None = None
) -> Service:
    """Whether one member of a household may be trained, and why.

    Raises ``NotInForce`` outside the plan's time.
    """
    law = (policy or load_policy()).law(RULE, on)
    answer = _answered(law, told(household, member))
    return Service.made(answer, member_id=member.member_id)


@remembered
def _answered(law: Law, member: Told) -> dict[str, Any]:
    """All of a finding but whose it is: members of whom the file tells the same share it."""
    known = facts(member)
    answer = settle(
        partial(work_out, p=filled(law, Parameters)), known, lambda sheet: sheet.reason == ENTITLED
    )
    certain = len(answer.outcomes) == 1
    return {
        "rule": RULE,
        "outcome": outcome_word(certain, answer.sheets[0].reason == ENTITLED),
        "reason": last_gate(REASONS, answer) if certain else MISSING,
        "missing": () if certain else names_of(known, answer.movers),
        "worksheet": printed_sheet(RULE, REASONS, agreed(answer.sheets)),
        "readings": law.readings,
        "sources": sources(law),
    }
