"""Education aid (子女助学).

A child of a household in hardship is paid ten months of the local dibao standard a year in
higher education; in senior secondary and vocational school, and for a disabled child in
special education, 70 % of that, but not less than 3,000 yuan.

Source: the provincial opinion of 26 September 2018, as reported.
Checked with: Anshan at 635 yuan a month (6,350 and 4,445); the floor below 428.57.
Limits: one grant per student and year, at the stage of the assessment day. Below a dibao of
300 yuan the pupil's aid exceeds the student's: the text is followed, with a notice.
Readings: ``education.*``, ``dibao.*``.
"""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..algebra import at_least, both, either, negated, share_of, where
from ..dibao import Standard
from ..doors import content, filled, outcome_of, remembered, school_year_of, upstream, year_of
from ..findings import ACCIDENT, DEEP, Award, Category
from ..households import HIGHER, SCHOOLING, SENIOR, SPECIAL, VOCATIONAL, flag, place_of, word
from ..people import Household, Member, money
from ..policy import Law, Policy, load_policy
from ..unknowns import Upstream, depend

RULE = "education_aid"
REASONS = (
    "granted",
    "not-filed",
    "category-not-covered",
    "stage-not-covered",
    "not-full-time",
    "not-disabled",
    "special-mode-not-covered",
    "other-aid-covers-it",
)
GRANTED, NOT_FILED, CATEGORY, STAGE, FULL_TIME, DISABLED, MODE, OTHER_AID = range(len(REASONS))


class Parameters(NamedTuple):
    """The figures of the rule; readings are the numbers of their choices."""

    months: int
    secondary_share: int
    secondary_floor: int
    deep_only: int
    senior_only: int
    any_mode: int
    undergraduate_only: int
    deducts_other_aid: int


class Worksheet(NamedTuple):
    """One child's education aid, line by line; money in fen, the amount last."""

    filed: Any
    category: Any
    schooling: Any
    disabled: Any
    dibao_per_month: Any
    higher_per_year: Any
    share_per_year: Any
    secondary_per_year: Any
    standard_per_year: Any
    other_aid_per_year: Any
    reason: Any
    amount: Any


def work_out(
    filed: Any,
    category: Any,
    schooling: Any,
    disabled: Any,
    part_time: Any,
    postgraduate: Any,
    in_school: Any,
    senior_stage: Any,
    other_aid: Any,
    dibao_per_month: Any,
    p: Parameters,
) -> Worksheet:
    """The aid of one child for a year; ``in_school`` is special education in a school or class."""
    higher_per_year = dibao_per_month * p.months
    share_per_year = share_of(higher_per_year, p.secondary_share)
    secondary_per_year = at_least(share_per_year, p.secondary_floor)

    higher = schooling == HIGHER
    special = schooling == SPECIAL
    secondary = either(schooling == SENIOR, schooling == VOCATIONAL)
    at_stage = either(either(higher, secondary), special)
    too_far = both(postgraduate, p.undergraduate_only > 0)
    unfit_higher = both(higher, either(part_time, too_far))
    mode = both(either(in_school, p.any_mode > 0), either(senior_stage, p.senior_only < 1))
    standard = where(higher, higher_per_year, where(at_stage, secondary_per_year, 0))
    left = at_least(standard - other_aid * p.deducts_other_aid, 0)

    covered = where(p.deep_only > 0, category < DEEP + 1, category < ACCIDENT + 1)
    used_up = where(left > 0, GRANTED, OTHER_AID)
    of_mode = where(both(special, negated(mode)), MODE, used_up)
    of_disabled = where(both(special, negated(disabled)), DISABLED, of_mode)
    of_time = where(unfit_higher, FULL_TIME, of_disabled)
    of_stage = where(at_stage, of_time, STAGE)
    of_category = where(covered, of_stage, CATEGORY)
    reason = where(negated(filed), NOT_FILED, of_category)
    amount = where(reason > GRANTED, 0, left)
    return Worksheet(
        filed,
        category,
        schooling,
        disabled,
        dibao_per_month,
        higher_per_year,
        share_per_year,
        secondary_per_year,
        standard,
        other_aid,
        reason,
        amount,
    )


def facts(household: Household, child: Member, p: Parameters) -> dict[str, Any]:
    """The plain facts of one child's aid; what only an alternative reading asks is asked then."""
    stage = child.special_stage
    return {
        "filed": flag(household.filed, "filed"),
        "schooling": word(child.schooling, SCHOOLING, "schooling"),
        "disabled": flag(child.disabled, "disabled"),
        "part_time": child.part_time,
        "postgraduate": flag(child.postgraduate, "postgraduate") if p.undergraduate_only else False,
        "in_school": child.special_mode == "school",
        "senior_stage": flag(
            None if stage is None else stage == "senior_secondary", "special_stage"
        )
        if p.senior_only
        else True,
        "other_aid": money(child.other_education_aid) or 0,
    }


def assess(
    household: Household,
    child: Member,
    category: Category | Upstream | None = None,
    *,
    on: date,
    policy: Policy | None = None,
) -> Award:
    """The education aid of one child of a household of that category.

    Yuan per student and year; a grant. Raises ``NotInForce`` before the rule began and
    ``NoStandard`` where no local dibao is on record.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    shared = _answered(
        law,
        policy.standard(place_of(household, policy.choices["dibao.place"]), on),
        on,
        policy.choices["education.year"],
        upstream(category),
        **facts(household, child, filled(law, Parameters)),
    )
    return Award.made(shared, member_id=child.member_id)


@remembered
def _answered(
    law: Law, standard: Standard, on: date, year: str, category: Upstream, **known: Any
) -> dict[str, Any]:
    """All of an award but whose it is: children of whom the same is known share it."""
    p = filled(law, Parameters)
    body = partial(work_out, dibao_per_month=standard.monthly, p=p)
    answer, missing = depend(body, known, outcome_of, "category", category)
    return content(
        law,
        answer,
        REASONS,
        kind="grant",
        missing=missing,
        standard=standard,
        period=year_of(on) if year == "calendar" else school_year_of(on),
        notices=_notices(answer.sheets, known["other_aid"], p),
    )


def _notices(sheets: tuple[Worksheet, ...], other_aid: int, p: Parameters) -> tuple[str, ...]:
    found, granted = [], [sheet for sheet in sheets if sheet.reason == GRANTED]
    if any(
        sheet.secondary_per_year > sheet.higher_per_year and sheet.schooling != HIGHER
        for sheet in granted
    ):
        found.append("pupil-above-student")
    if granted and other_aid and not p.deducts_other_aid:
        found.append("other-aid-not-deducted")
    return tuple(found)
