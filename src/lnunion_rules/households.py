"""A household's file as plain facts: fen, flags and small numbers, with what is unknown marked.

This is the step from models to plain values. It knows which facts there are and how members
join (any, all, sum), but no law: the figures and readings it needs are handed in.
"""

from datetime import date
from typing import Any, get_args

from dateutil.relativedelta import relativedelta

from .errors import InputError
from .people import Exclusion, Household, Member, Schooling, age_on, money
from .units import MOST, fen
from .unknowns import Unknown, all_of, any_of

SCHOOLING: tuple[str, ...] = get_args(Schooling)
"""The words of schooling, in the order of their inner numbers."""
NOT_AT_SCHOOL, COMPULSORY, SENIOR, VOCATIONAL, HIGHER, SPECIAL = range(len(SCHOOLING))

EXCLUSIONS: tuple[str, ...] = get_args(Exclusion)
"""The grounds of exclusion; the first has the inner number 1, 0 is none."""


def amount(value: Any, name: str) -> int | Unknown:
    """A stated amount in fen, or the unknown of that name."""
    known = money(value)
    return Unknown((name,), most=MOST) if known is None else known


def flag(value: bool | None, name: str) -> bool | Unknown:
    """A stated claim, or the unknown of that name."""
    return Unknown((name,), values=(False, True)) if value is None else value


def word(value: str | None, words: tuple[str, ...], name: str) -> int | Unknown:
    """A stated word as its inner number, or the unknown of that name."""
    if value is None:
        return Unknown((name,), values=tuple(range(len(words))))
    return words.index(value)


def of_member(member: Member, fact: str) -> str:
    """How a member's fact is named in a finding about the household."""
    return f"members[{member.member_id}].{fact}"


def causes(member: Member) -> dict[str, bool | None]:
    """The claims of one member that are causes of hardship: illness, disability, schooling."""
    claims: dict[str, bool | None] = {
        "ill": member.ill,
        "serious_illness": member.serious_illness,
        "disabled": member.disabled,
    }
    if member.relation == "child":
        claims["schooling"] = None if member.schooling is None else member.schooling != "none"
    return claims


def cause(household: Household) -> bool | Unknown:
    """Whether the file states a cause of hardship."""
    claims: dict[str, bool | None] = {
        "single_parent": household.single_parent,
        "other_cause": household.other_cause,
    }
    for member in household.members:
        found = causes(member)
        if True in found.values():
            return True
        claims.update({of_member(member, fact): claim for fact, claim in found.items()})
    return any_of(claims)


def covered(head: Member, on: date, years: int) -> bool | Unknown:
    """Whether the head is a worker whom the rule covers: a migrant only after ``years``."""
    if not head.migrant:
        return True
    since = head.labour_relation_since
    return all_of(
        {
            of_member(head, "union_member"): head.union_member,
            of_member(head, "labour_relation_since"): None
            if since is None
            else since + relativedelta(years=years) <= on,
        }
    )


def excluded(household: Household, *, absent_means_none: bool) -> int | Unknown:
    """The first ground of exclusion by its inner number, 0 where there is none."""
    if household.exclusions:
        return min(EXCLUSIONS.index(ground) for ground in household.exclusions) + 1
    if household.exclusions is None and not absent_means_none:
        # Which ground it is makes no difference to the category.
        return Unknown(("exclusions",), values=(0, 1))
    return 0


def highest_of(monthly_incomes: tuple[Any, ...] | None, months: int) -> int | None:
    """The highest of the last ``months`` incomes in fen; None where fewer are stated."""
    if not monthly_incomes or not 0 < months <= len(monthly_incomes):
        return None
    return max(fen(income) for income in monthly_incomes[-months:])


def place_of(household: Household, place: str) -> str:
    """The area that is local under the reading ``dibao.place``."""
    if place == "filed":
        return household.area
    path = f"{place}_area"
    area: str | None = getattr(household, path)
    if area is None:
        raise InputError("fact-needed", path)
    return area


def months_on_file(household: Household, year: int) -> int | Unknown:
    """In how many calendar months of a year the household was on file, wholly or in part."""
    left = household.off_file_on or date.max
    last = min(left, date(year, 12, 31))
    if last.year < year:
        return 0
    if household.filed_on is None:
        # Who left in the year was on file at least in the month of leaving.
        least = 1 if left == last else 0
        return Unknown(("filed_on",), values=tuple(range(least, last.month + 1)))
    first = max(household.filed_on, date(year, 1, 1))
    return last.month - first.month + 1 if first <= last else 0


def lost_ability(members: tuple[Member, ...], on: date, from_age: int | None) -> bool | Unknown:
    """Whether each member, or each from an age on, lost the ability to work.

    Lost means: cannot work, and is disabled or seriously ill. The head is asked at any age.
    """
    claims: dict[str, bool | None] = {}
    for member in members:
        least_age = 0 if from_age is None or member.relation == "head" else from_age
        age = age_on(member.birth_date, on) if member.birth_date else None
        if age is not None and age < least_age:
            continue
        own = _lost(member)
        names = own.names if isinstance(own, Unknown) else ()
        if least_age and age is None and own is not True:
            # A child is not asked; whether this is one is itself unknown.
            names = (of_member(member, "birth_date"), *names)
        if names:
            claims.update(dict.fromkeys(names))
        else:
            claims[of_member(member, "can_work")] = own is True
    return all_of(claims)


def _lost(member: Member) -> bool | Unknown:
    if member.can_work:
        return False
    ground = any_of(
        {
            of_member(member, "disabled"): member.disabled,
            of_member(member, "serious_illness"): member.serious_illness,
        }
    )
    unable = None if member.can_work is None else not member.can_work
    claims: dict[str, bool | None] = {of_member(member, "can_work"): unable}
    if isinstance(ground, Unknown):
        claims.update(dict.fromkeys(ground.names))
    else:
        claims[of_member(member, "disabled")] = ground
    return all_of(claims)
