"""Screening for cervical and breast cancer (两癌筛查) of women workers.

Women workers of a unit that has a union may be screened free of charge every third year, of
their own will, near where they work; the provincial fund pays 300 yuan for each. First come
those who had no gynaecological exam in 2016 to 2018 because their unit was in difficulty. A
unit with a check-up of its own is asked to include the screening in it: then the fund pays
nothing.

Source: the meeting of 9 November 2018, as reported.
Checked with: women last screened in 2015 to 2022, planned from 2018 to 2025.
Limits: years, not days; whether a woman wishes is asked when she is called. A year's batches
under budget and hospital capacity are planned a floor above, in ``screening/``. Readings:
``screening.*``.
"""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import at_least, at_most, both, either, where
from ..doors import MISSING, filled, last_gate, outcome_word, printed_sheet, remembered, sources
from ..findings import Service
from ..households import flag
from ..people import Household, Member
from ..policy import Law, Policy, load_policy
from ..unknowns import Unknown, agreed, names_of, settle

RULE = "cancer_screening"
FOUNDED_LATER, NOT_ASKED = "union-founded-later", "consent-not-stated"
"""Closer words for two of the reasons, where a roster and its unions tell."""
REASONS = (
    "due",
    "not-a-woman",
    "not-a-worker",
    "unit-without-union",
    "not-a-member",
    "age-not-covered",
    "no-consent",
    "not-due",
    "own-checkup",
    FOUNDED_LATER,
    NOT_ASKED,
)
DUE, MAN, NO_WORKER, NO_UNION, NO_MEMBER, AGE, NO_CONSENT, NOT_DUE, OWN, *_ = range(len(REASONS))
WORKERS = ("employed", "laid_off", "sick_leave")
NOT_STATED = Unknown((), values=(False, True))
"""What no file of a household tells and no answer about its members turns on."""


class Parameters(NamedTuple):
    """The figures of the rule; readings are the numbers of their choices."""

    subsidy: int
    interval: int
    round_first: int
    age_least: int
    age_most: int
    rounds: int
    members_only: int
    with_age: int
    no_exam_enough: int
    cost_up_to: int


class Worksheet(NamedTuple):
    """One woman's screening, line by line; years as numbers, the subsidy in fen."""

    of_unit: Any
    of_age: Any
    due_year: Any
    priority: Any
    reason: Any
    amount: Any


def work_out(
    female: Any,
    worker: Any,
    unionised: Any,
    union_member: Any,
    birth_year: Any,
    consents: Any,
    own_checkup: Any,
    last_year: Any,
    year: Any,
    no_exam: Any,
    in_difficulty: Any,
    cost: Any,
    p: Parameters,
) -> Worksheet:
    """Whether one worker is due in a year, and what the fund pays.

    ``last_year`` is the year of the last screening, 0 where there is none on record.
    """
    of_unit = both(female, both(worker, unionised))
    age = year - birth_year
    of_age = either(p.with_age < 1, both(age >= p.age_least, age <= p.age_most))

    rounds_begun = at_least(year - p.round_first + p.interval, 0) // p.interval
    round_start = p.round_first + (rounds_begun - 1) * p.interval
    of_round = where(last_year < round_start, year, round_start + p.interval)
    due_year = where(p.rounds > 0, of_round, at_least(last_year + p.interval, year))
    priority = both(no_exam, either(in_difficulty, p.no_exam_enough > 0))

    of_unit_due = where(own_checkup, OWN, DUE)
    of_year = where(due_year > year, NOT_DUE, of_unit_due)
    of_will = where(consents, of_year, NO_CONSENT)
    of_years = where(of_age, of_will, AGE)
    of_member = where(either(union_member, p.members_only < 1), of_years, NO_MEMBER)
    of_union = where(unionised, of_member, NO_UNION)
    of_worker = where(worker, of_union, NO_WORKER)
    reason = where(female, of_worker, MAN)
    paid = where(p.cost_up_to > 0, at_most(cost, p.subsidy), p.subsidy)
    amount = where(reason > DUE, 0, paid)
    return Worksheet(of_unit, of_age, due_year, priority, reason, amount)


class Told(NamedTuple):
    """What a file tells of one member, as far as it matters here; members are often alike in it.

    The day of birth counts only under a reading with ages, and is left out without one.
    """

    sex: str | None
    work: str | None
    schooling: str | None
    union_member: bool | None
    unit_has_union: bool | None
    birth_date: date | None
    last_screened_on: date | None


def told(member: Member, p: Parameters) -> Told:
    """What a household's file tells of one of its members."""
    return Told(
        member.sex,
        member.work,
        member.schooling,
        member.union_member,
        member.unit_has_union,
        member.birth_date if p.with_age else None,
        member.last_screened_on,
    )


def facts(member: Told, p: Parameters) -> dict[str, Any]:
    """The plain facts of one member of a household; consent is asked when she is called."""
    known_unit = True if member.union_member else member.unit_has_union
    last = member.last_screened_on
    return {
        "female": flag(None if member.sex is None else member.sex == "female", "sex"),
        "worker": _worker(member),
        "unionised": flag(known_unit, "unit_has_union"),
        "union_member": flag(member.union_member, "union_member") if p.members_only else True,
        "birth_year": year_of_birth(member.birth_date) if p.with_age else 0,
        "last_year": last.year if last else 0,
    }


def _worker(member: Told) -> bool | Unknown:
    if member.work is None:
        at_school = member.schooling is not None and member.schooling != "none"
        return False if at_school else Unknown(("work",), values=(False, True))
    return member.work in WORKERS


def year_of_birth(birth: date | None) -> int | Unknown:
    """The year of birth, or the unknown of a birth date."""
    return Unknown(("birth_date",), most=date.max.year) if birth is None else birth.year


def assess(
    household: Household,  # noqa: ARG001 - the doors of all services are asked alike
    member: Member,
    *,
    on: date,
    policy: Policy | None = None,
) -> Service:
    """Whether one member of a household may be screened in the year of a day, if she wishes.

    Raises ``NotInForce`` before the screening began.
    """
    return _found(member, on, (policy or load_policy()).law(RULE, on))


def services(household: Household, on: date, law: Law) -> list[Service]:
    """The same of every member of a household but the men, of whom nothing is said."""
    return [_found(member, on, law) for member in household.members if member.sex != "male"]


def _found(member: Member, on: date, law: Law) -> Service:
    answer = _answered(law, on.year, told(member, filled(law, Parameters)))
    return Service.made(answer, member_id=member.member_id)


@remembered
def _answered(law: Law, year: int, member: Told) -> dict[str, Any]:
    """All of a finding but whose it is: members of whom the file tells the same share it."""
    p = filled(law, Parameters)
    body = partial(work_out, consents=True, own_checkup=False, year=year, cost=p.subsidy, p=p)
    known = facts(member, p) | {"no_exam": NOT_STATED, "in_difficulty": NOT_STATED}
    answer = settle(body, known, lambda sheet: sheet.reason == DUE)
    certain = len(answer.outcomes) == 1
    return {
        "rule": RULE,
        "outcome": outcome_word(certain, answer.sheets[0].reason == DUE),
        "reason": last_gate(REASONS, answer) if certain else MISSING,
        "missing": () if certain else names_of(known, answer.movers),
        "worksheet": printed_sheet(RULE, REASONS, agreed(answer.sheets)),
        "readings": law.readings,
        "sources": sources(law),
    }
