"""The package of aids: every rule of the house for one household on one day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from .errors import NotInForce
from .findings import Award, LeftOut, Package, PolicyStamp, Service, Sheet
from .people import Household, Member
from .policy import Policy, load_policy
from .receipts import receipt
from .rules import (
    cancer_screening,
    education_aid,
    employment_support,
    hardship,
    living_relief,
    medical_aid,
    safety_net,
)
from .stacking import stacked, total
from .unknowns import Settled, Unknown, Upstream, settle

SERVICES = (employment_support, cancer_screening)
"""The rooms of services, in the order of the package."""
_CLASSED = attrgetter("category", "tested_per_year")


def assess_household(household: Household, *, on: date, policy: Policy | None = None) -> Package:
    """Everything the rules say about one household on a day.

    Raises ``NotInForce`` where an aid is not in force that day, ``NoStandard`` where no local
    dibao is on record, ``InputError`` where the facts are impossible. What is unknown is not an
    error: the finding it decides is ``undetermined`` and names it.
    """
    policy = policy or load_policy()
    known = hardship.facts(household, on, policy)
    p = hardship.parameters(policy, on)
    answer = hardship.settled(known, p)
    standard = hardship.standard_of(household, on, policy)
    aids = stacked(_aids(household, on, policy, known, p, answer), policy)
    placed = Upstream.of(_placed(known, p, answer), known)
    referral = safety_net.assess(household, placed, on=on, policy=policy)
    services, left_out = _services(household, on, policy)
    grants, grants_range = total([award for award in aids if award.kind == "grant"])
    ceilings, ceilings_range = total([award for award in aids if award.kind == "ceiling"])
    return Package.made(
        household_id=household.household_id,
        on=on,
        policy=_stamp(policy.id, policy.version, policy.sha256),
        hardship=hardship.finding(answer, known, policy.law(hardship.RULE, on), standard),
        awards=(*aids, referral),
        services=services,
        services_left_out=left_out,
        total_grants=grants,
        total_grants_range=grants_range,
        total_ceilings=ceilings,
        total_ceilings_range=ceilings_range,
        notices=oddities(household, on),
        receipt=receipt(household, policy),
    )


@lru_cache(maxsize=64)
def _stamp(name: str, version: str, sha256: str) -> PolicyStamp:
    return PolicyStamp(id=name, version=version, sha256=sha256)


def _aids(
    household: Household,
    on: date,
    policy: Policy,
    known: Mapping[str, Any],
    p: hardship.Parameters,
    answer: Settled,
) -> list[Award]:
    """The three aids in the order of the source."""
    category = caused = Upstream.of(answer, known)
    if isinstance(known["cause"], Unknown):
        with_cause = {**known, "cause": True}
        caused = Upstream.of(hardship.settled(with_cause, p), with_cause)
    aids = [living_relief.assess(household, category, on=on, policy=policy)]
    # A child in a covered stage, or a patient seriously ill, is itself a cause of hardship: where
    # just that is unknown, the aid can only be due together with the cause.
    for child in household.members:
        if child.relation == "child":
            above = caused if child.schooling is None else category
            aid = education_aid.assess(household, child, above, on=on, policy=policy)
            aids.append(_without_category(aid) if above is not category else aid)
    above = caused if _illness_open(household) else category
    aid = medical_aid.assess(household, above, on=on, policy=policy)
    aids.append(_without_category(aid) if above is not category else aid)
    return aids


def _illness_open(household: Household) -> bool:
    illnesses = [member.serious_illness for member in household.members]
    return not any(illnesses) and None in illnesses


def _without_category(award: Award) -> Award:
    """The award with its category line blank: it holds only together with the cause."""
    return award.model_copy(update={"worksheet": Sheet({**award.worksheet, "category": None})})


def _placed(known: Mapping[str, Any], p: hardship.Parameters, answer: Settled) -> Settled:
    """The category together with the income it was found by, as the safety net needs them."""
    if len(answer.sheets) == 1:
        return Settled(answer.sheets, frozenset((_CLASSED(answer.sheets[0]),)), {})
    # Deep hardship does not turn on a cause; leaving an unknown one out keeps the question small.
    facts = {**known, "cause": False} if isinstance(known["cause"], Unknown) else known
    return settle(partial(hardship.work_out, p=p), facts, _CLASSED)


def _services(
    household: Household, on: date, policy: Policy
) -> tuple[tuple[Service, ...], tuple[LeftOut, ...]]:
    """The services each member may have; one whose law is not in force is left out by name."""
    found: list[Service] = []
    left_out: list[LeftOut] = []
    for room in SERVICES:
        try:
            law = policy.law(room.RULE, on)
        except NotInForce as absent:
            left_out.append(LeftOut(rule=room.RULE, reason=absent.code))
        else:
            found += room.services(household, on, law)
    return tuple(found), tuple(left_out)


def oddities(household: Household, on: date) -> tuple[str, ...]:
    """Data that is possible but odd, as codes of notices; nothing is changed by them."""
    found = []
    head, members = household.head, household.members
    if len([member for member in members if member.relation == "spouse"]) > 1:
        found.append("two-spouses")
    if True in [_older(member, head) for member in members if member.relation == "child"]:
        found.append("child-older-than-head")
    if True in [_older(head, member) for member in members if member.relation == "parent"]:
        found.append("parent-younger-than-head")
    if True in [member.birth_date is not None and member.birth_date > on for member in members]:
        found.append("born-after-day")
    bills = household.medical_bills or ()
    if True in [bill.billed_on is not None and bill.billed_on > on for bill in bills]:
        found.append("bill-after-day")
    return tuple(found)


def _older(one: Member, other: Member) -> bool:
    if one.birth_date is None or other.birth_date is None:
        return False
    return one.birth_date <= other.birth_date
