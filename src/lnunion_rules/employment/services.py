"""A list of people, each with the services that fit, and the order of placing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import get_args

from ..applicants import Applicant
from ..doors import sources
from ..errors import InputError
from ..findings import Outcome, PolicyStamp
from ..fitting import services
from ..policy import Policy, load_policy
from ..rules.employment_support import PLACEMENT, RULE, assess_person
from ..service_findings import Counts, Placement, Served, ServicePlan
from ..welfare_findings import Reject

_ORDER = (True, None, False)
"""Zero-employment households first, then those not known to be one."""


def plan_services(
    applicants: Sequence[Applicant], *, on: date, policy: Policy | None = None
) -> ServicePlan:
    """The services of every person of a list; one applicant is one row, counted from 1.

    Rows of one ``household_id`` are one household. A second row of a person is rejected, and
    so is a household without one head or whose rows do not agree whether it is on file.
    Raises ``NotInForce`` outside the plan's time.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    refused, homes = _sorted_out(applicants)
    served: dict[int, Served] = {}
    for rows in homes:
        family = [applicants[row] for row in rows]
        served.update(zip(rows, _served(family, on, policy), strict=True))
    people = tuple(served[row] for row in sorted(served))
    return ServicePlan(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        rows_in=len(applicants),
        rows_accepted=len(people),
        rows_rejected=len(refused),
        outcomes={name: sum(one.outcome == name for one in people) for name in get_args(Outcome)},
        counts=tuple(_counts(people)),
        people=people,
        placements=_placements(people),
        rejects=tuple(
            Reject(row=row + 1, column=wrong.path, code=wrong.code, reason=wrong.code)
            for row, wrong in sorted(refused.items())
        ),
        readings=law.readings,
        sources=sources(law),
    )


def _sorted_out(applicants: Sequence[Applicant]) -> tuple[dict[int, InputError], list[list[int]]]:
    """The rows that are refused, and the others household by household."""
    refused: dict[int, InputError] = {}
    homes: dict[tuple[bool, str], list[int]] = defaultdict(list)
    seen: set[str] = set()
    for row, one in enumerate(applicants):
        if one.person_id in seen:
            refused[row] = InputError("duplicate-id", "person_id")
            continue
        seen.add(one.person_id)
        alone = one.household_id is None
        homes[alone, one.household_id or one.person_id].append(row)
    sound = []
    for rows in homes.values():
        wrong = _wrong([applicants[row] for row in rows])
        if wrong:
            refused.update(dict.fromkeys(rows, wrong))
        else:
            sound.append(rows)
    return refused, sound


def _wrong(family: Sequence[Applicant]) -> InputError | None:
    """What makes a household impossible."""
    if len({one.filed for one in family}) > 1:
        return InputError("household-filed-differs", "filed")
    heads = [one.as_member().relation for one in family].count("head")
    if heads != 1:
        return InputError("two-heads" if heads else "head-missing", "relation")
    return None


def _served(family: Sequence[Applicant], on: date, policy: Policy) -> Iterator[Served]:
    members = [one.as_member() for one in family]
    for one, member in zip(family, members, strict=True):
        found = assess_person(member, members, filed=one.filed, on=on, policy=policy)
        facts = {name: value for name, value in found if name in type(found).model_fields}
        yield Served(**facts, household_id=one.household_id, area=one.area)


def _counts(people: Iterable[Served]) -> Iterator[Counts]:
    found = Counter((fit.service, fit.outcome) for one in people for fit in one.fits)
    for name in services(RULE):
        yield Counts(service=name, fits=found[name, "entitled"], open=found[name, "undetermined"])


def _placements(people: Iterable[Served]) -> tuple[Placement, ...]:
    """Those to be placed; within one order by household and person, so that it never varies."""
    found = [
        Placement(member_id=one.member_id, household_id=one.household_id, first=fit.first)
        for one in people
        for fit in one.fits
        if fit.service == PLACEMENT and fit.outcome == "entitled"
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (_ORDER.index(one.first), one.household_id or "", one.member_id),
        )
    )
