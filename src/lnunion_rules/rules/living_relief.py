"""Living relief (生活救助).

A household on file in deep hardship is paid twelve months of the local dibao standard a year.

Source: the provincial opinion of 26 September 2018, as reported.
Checked with: Anshan at 635 yuan a month (7,620 a year), Huludao at 540 (6,480).
Limits: per household whatever its size, the full year whenever the household came on file, at
the standard of the assessment day. Readings: ``living.*``, ``dibao.*``.
"""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import at_most, negated, where
from ..dibao import Standard
from ..doors import content, filled, outcome_of, remembered, upstream, year_of
from ..findings import Award, Category, Kind
from ..households import flag, months_on_file, place_of
from ..people import Household
from ..policy import Law, Policy, load_policy
from ..unknowns import Upstream, depend

RULE = "living_relief"
REASONS = ("granted", "not-filed", "category-not-covered")
GRANTED, NOT_FILED, CATEGORY = range(len(REASONS))


class Parameters(NamedTuple):
    """The figures of the rule; readings are the numbers of their choices."""

    months: int
    widest_category: int
    per_person: int
    by_months_on_file: int


class Worksheet(NamedTuple):
    """One household's living relief, line by line; money in fen, the amount last."""

    persons: Any
    filed: Any
    category: Any
    dibao_per_month: Any
    months: Any
    standard_per_year: Any
    reason: Any
    amount: Any


def work_out(
    persons: Any, filed: Any, category: Any, dibao_per_month: Any, on_file: Any, p: Parameters
) -> Worksheet:
    """The relief of one household for a year; ``on_file`` counts its months on file."""
    months = where(p.by_months_on_file > 0, at_most(on_file, p.months), p.months)
    standard = dibao_per_month * months * where(p.per_person > 0, persons, 1)
    of_category = where(category > p.widest_category, CATEGORY, GRANTED)
    reason = where(negated(filed), NOT_FILED, of_category)
    amount = where(reason > GRANTED, 0, standard)
    return Worksheet(persons, filed, category, dibao_per_month, months, standard, reason, amount)


def assess(
    household: Household,
    category: Category | Upstream | None = None,
    *,
    on: date,
    policy: Policy | None = None,
) -> Award:
    """The living relief of one household of that category, for the calendar year of ``on``.

    Yuan per household and year; a grant, or a ceiling under ``living.amount=ceiling``. Raises
    ``NotInForce`` before the rule began and ``NoStandard`` where no local dibao is on record.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    p = filled(law, Parameters)
    return _answered(
        law,
        policy.standard(place_of(household, policy.choices["dibao.place"]), on),
        on,
        "ceiling" if policy.choices["living.amount"] == "ceiling" else "grant",
        upstream(category),
        persons=len(household.members),
        filed=flag(household.filed, "filed"),
        on_file=months_on_file(household, on.year) if p.by_months_on_file else p.months,
    )


@remembered
def _answered(
    law: Law, standard: Standard, on: date, kind: Kind, category: Upstream, **facts: Any
) -> Award:
    """The relief of every household of that category, size and time on file."""
    body = partial(work_out, dibao_per_month=standard.monthly, p=filled(law, Parameters))
    answer, missing = depend(body, facts, outcome_of, "category", category)
    return Award.made(
        content(
            law,
            answer,
            REASONS,
            kind=kind,
            missing=missing,
            standard=standard,
            period=year_of(on),
        )
    )
