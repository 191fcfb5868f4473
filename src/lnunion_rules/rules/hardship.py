"""Identification of hardship households (困难职工家庭认定).

Holds a household's income against the local dibao standard and says whether it is in deep
hardship, in relative hardship, in hardship from an unforeseen event, or in none. Two
identification standards follow one another (the 2016 set and the newer one); they are two
periods of the same figures, so one body serves both.

Source: the national rule of 2016 and the newer set as several cities state it.
Checked with: an Anshan household of three at 23,400 yuan a year (relative, 2016 set).
Limits: the annual average stands for six months running unless monthly incomes are given; the
newer set's 80 % loss share comes from another province. Readings: ``hardship.*``, ``dibao.*``.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from ..algebra import WHOLE, at_least, at_most, both, either, end_of, negated, split, where
from ..dates import MONTHS_OF_A_YEAR
from ..dibao import Standard
from ..doors import MISSING, figures, filled, printed_sheet, sources
from ..findings import ACCIDENT, CATEGORIES, DEEP, NONE, RELATIVE, Hardship
from ..households import (
    EXCLUSIONS,
    amount,
    cause,
    covered,
    excluded,
    highest_of,
    place_of,
)
from ..people import Household, money
from ..policy import Law, Policy, load_policy
from ..units import MOST
from ..unknowns import Settled, agreed, names_of, settle

RULE = "hardship"

REASONS = (
    "deep",
    "relative",
    "accident",
    "above-lines",
    "no-cause",
    "migrant-not-covered",
    *("excluded-" + ground.replace("_", "-") for ground in EXCLUSIONS),
)
ABOVE_LINES, NO_CAUSE, NOT_COVERED = (
    REASONS.index(reason) for reason in ("above-lines", "no-cause", "migrant-not-covered")
)
NEVER = MOST + 1
"""An income that no household reaches: the end of a class without a ceiling."""


class Parameters(NamedTuple):
    """The figures of one identification standard; flags are 0 or 1, shares ten-thousandths."""

    rigid_counts: int
    running_months: int
    relative_share: int
    relative_included: int
    needs_cause: int
    accident_share: int
    accident_capped: int
    loss_share: int
    labour_years: int
    deep_boundary: int
    relative_boundary: int
    dibao_not_counted: int


class Worksheet(NamedTuple):
    """One household's identification, line by line; money in fen, ``category`` last."""

    persons: Any
    dibao_per_month: Any
    income_per_year: Any
    dibao_received_per_year: Any
    counted_per_year: Any
    rigid_per_year: Any
    tested_per_year: Any
    tested_per_person_month: Any
    highest_month: Any
    loss_per_year: Any
    cause: Any
    covered: Any
    excluded: Any
    dibao_per_year: Any
    deep_end: Any
    relative_end: Any
    accident_end: Any
    changes_at: Any
    distance: Any
    reason: Any
    category: Any


def work_out(
    persons: Any,
    dibao_per_month: Any,
    income_per_year: Any,
    dibao_received_per_year: Any,
    rigid_per_year: Any,
    by_month: Any,
    highest_month: Any,
    loss_per_year: Any,
    cause: Any,
    covered: Any,
    excluded: Any,
    p: Parameters,
) -> Worksheet:
    """The category of one household; each ``end`` is the first income beyond a class."""
    household_months = persons * MONTHS_OF_A_YEAR
    dibao_per_year = dibao_per_month * household_months
    counted = at_least(income_per_year - dibao_received_per_year * p.dibao_not_counted, 0)
    deducted = rigid_per_year * p.rigid_counts
    tested = counted - deducted

    deep_end = dibao_per_year + p.deep_boundary
    relative_included = at_least(p.relative_included, p.relative_boundary)
    caused = either(cause, p.needs_cause < 1)
    relative_end = where(caused, end_of(dibao_per_year, p.relative_share, relative_included), 0)
    income_end = where(p.accident_capped > 0, end_of(dibao_per_year, p.accident_share, 1), NEVER)
    lost = where(loss_per_year > 0, NEVER, 0)
    outweighed = (loss_per_year * WHOLE + (p.loss_share - 1)) // at_least(p.loss_share, 1)
    accident_end = at_most(where(p.loss_share > 0, outweighed, lost), income_end)

    running = both(by_month, p.running_months > 0)
    months_below = highest_month * MONTHS_OF_A_YEAR < deep_end
    deep = where(running, months_below, tested < deep_end)
    relative = tested < relative_end
    accident = counted < accident_end
    by_income = where(deep, DEEP, where(relative, RELATIVE, where(accident, ACCIDENT, NONE)))
    barred = either(excluded > 0, negated(covered))
    category = where(barred, NONE, by_income)

    bare_end = end_of(dibao_per_year, p.relative_share, relative_included)
    uncaused = where(both(negated(caused), tested < bare_end), NO_CAUSE, ABOVE_LINES)
    by_class = where(by_income < NONE, by_income, uncaused)
    reason = where(barred, NOT_COVERED + excluded, by_class)

    income_deep_end = where(running, 0, deep_end)
    highest_end = at_least(income_deep_end, relative_end)
    shift = income_per_year - tested
    spared = income_per_year - counted
    highest_way_in = at_least(
        where(highest_end > 0, highest_end + shift, 0),
        where(accident_end > 0, accident_end + spared, 0),
    )
    own_end = where(
        category < RELATIVE,
        where(running, NEVER, deep_end + shift),
        where(
            category < ACCIDENT,
            relative_end + shift,
            where(category < NONE, accident_end + spared, highest_way_in),
        ),
    )
    changes_at = where(either(barred, own_end > MOST), 0, own_end)
    distance = where(changes_at > 0, changes_at - income_per_year, 0)
    tested_per_person_month = split(at_least(tested, 0), household_months)
    return Worksheet(
        persons,
        dibao_per_month,
        income_per_year,
        dibao_received_per_year,
        counted,
        rigid_per_year,
        tested,
        tested_per_person_month,
        highest_month,
        loss_per_year,
        cause,
        covered,
        excluded,
        dibao_per_year,
        deep_end,
        relative_end,
        accident_end,
        changes_at,
        distance,
        reason,
        category,
    )


def parameters(policy: Policy, on: date) -> Parameters:
    """The figures of the standard that applies on a day."""
    figures_in_force: Parameters = filled(policy.law(RULE, on), Parameters)
    return figures_in_force


def facts(household: Household, on: date, policy: Policy) -> dict[str, Any]:
    """The plain facts of one household that decide its category."""
    p, choices = parameters(policy, on), policy.choices
    highest = highest_of(household.monthly_incomes, p.running_months)
    received = household.annual_dibao_received
    anyone = choices["hardship.migrant"] == "as_others"
    return {
        "persons": len(household.members),
        "dibao_per_month": standard_of(household, on, policy).monthly,
        "income_per_year": amount(household.annual_disposable_income, "annual_disposable_income"),
        "dibao_received_per_year": amount(received, "annual_dibao_received")
        if p.dibao_not_counted
        else money(received) or 0,
        "rigid_per_year": amount(household.annual_rigid_expenditure, "annual_rigid_expenditure"),
        "by_month": highest is not None,
        "highest_month": highest or 0,
        "loss_per_year": amount(household.annual_accident_loss, "annual_accident_loss"),
        "cause": cause(household),
        "covered": True if anyone else covered(household.head, on, p.labour_years),
        "excluded": excluded(
            household, absent_means_none=choices["hardship.exclusions_unstated"] == "none"
        ),
    }


def standard_of(household: Household, on: date, policy: Policy) -> Standard:
    """The local dibao standard of one household."""
    return policy.standard(place_of(household, policy.choices["dibao.place"]), on)


def settled(known: Mapping[str, Any], p: Parameters) -> Settled:
    """The category over all completions of the facts."""
    return settle(partial(work_out, p=p), known, attrgetter("category"))


def assess(household: Household, *, on: date, policy: Policy | None = None) -> Hardship:
    """The category of one household on a day, with its worksheet.

    Raises ``NotInForce`` where no standard covers the day, ``NoStandard`` where no local dibao
    is on record.
    """
    policy = policy or load_policy()
    known = facts(household, on, policy)
    answer = settled(known, parameters(policy, on))
    return finding(answer, known, policy.law(RULE, on), standard_of(household, on, policy))


def finding(answer: Settled, known: Mapping[str, Any], law: Law, standard: Standard) -> Hardship:
    """The finding for a settled category."""
    lines = agreed(answer.sheets)
    outcomes = answer.outcomes
    possible = tuple([word for number, word in enumerate(CATEGORIES) if number in outcomes])
    certain = len(possible) == 1
    at_the_line = lines.tested_per_year == lines.dibao_per_year
    return Hardship.made(
        category=possible[0] if certain else "undetermined",
        possible=possible,
        generation=law.period.label,
        reason=REASONS[min([sheet.reason for sheet in answer.sheets])] if certain else MISSING,
        missing=() if certain else names_of(known, answer.movers),
        worksheet=printed_sheet(RULE, REASONS, lines),
        parameters=figures(law, standard),
        readings=law.readings,
        sources=sources(law, standard),
        notices=("at-the-line",) if at_the_line and not law.numbers["dibao_not_counted"] else (),
    )
