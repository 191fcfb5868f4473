"""Members as a query reads them, and what those of a household come to for it."""

from datetime import date, timedelta
from typing import get_args

from dateutil.relativedelta import relativedelta

from ..aids import Law
from ..dates import FIRST, FIRST_BIRTH, LAST
from ..households import SCHOOLING
from ..people import MOST_BILLS, MOST_MEMBERS, Mode, Relation
from ..persons import lost_ability, own_cause
from ..terms import FACT, Term
from .bills import listed_bills
from .kinds import Kinds
from .layout import Written
from .phrases import all_of, among, any_of, known_to_hold, on, or_null, selected, within
from .speech import Speech


def people(written: Written, law: Law) -> str:
    """One row a member: claims, the facts of a child, and whether it is in order.

    A child is not in order while a fact that its aid asks for is unknown.
    """
    stages = " ".join(f"when '{word}' then {number}" for number, word in enumerate(SCHOOLING))
    asked = ["schooling", "disabled"]
    if law.figures.education_aid.undergraduate_only:
        asked.append("postgraduate")
    if law.figures.education_aid.senior_only:
        asked.append("special_stage")
    known = " and ".join(f"{fact} is not null" for fact in asked)
    in_order = [
        "member_id is not null",
        among("relation", get_args(Relation)),
        f"(relation <> 'child' or ({known}))",
        or_null("schooling", among("schooling", SCHOOLING)),
        or_null("special_mode", among("special_mode", get_args(Mode))),
        written.in_order("other_education_aid"),
    ]
    columns = [
        "household_id",
        "member_id",
        "relation = 'head' as head",
        "relation = 'child' as child",
        "serious_illness",
        "disabled",
        *_claims(written, law),
        f"{_covered(law)} as covered",
        f"case schooling {stages} end as schooling",
        "coalesce(part_time, false) as part_time",
        "coalesce(special_mode, 'school') = 'school' as in_school",
        f"coalesce({written.money('other_education_aid')}, 0) as other_aid",
    ]
    if law.figures.education_aid.undergraduate_only:
        columns.append("postgraduate")
    if law.figures.education_aid.senior_only:
        columns.append("special_stage = 'senior_secondary' as senior_stage")
        known = among("special_stage", ("compulsory", "senior_secondary"))
        in_order.append(or_null("special_stage", known))
    if law.choices["hardship.migrant"] == "one_year":
        known = within("labour_relation_since", FIRST, LAST)
        in_order.append(or_null("labour_relation_since", known))
    if law.choices["safety_net.who"] == "every_adult":
        in_order.append(or_null("birth_date", within("birth_date", FIRST_BIRTH, LAST)))
    return selected([*columns, f"{known_to_hold(in_order)} as in_order"], "from members")


def _claims(written: Written, law: Law) -> tuple[str, str]:
    """Whether a member is a cause of hardship, and whether it lost the ability to work."""
    at_school = "(relation = 'child' and schooling <> 'none')"
    facts = {"ill": "coalesce(ill, false)", "at_school": at_school, "unable": "not can_work"}
    said = Speech(written.dialect, {}, facts).said
    ill, serious, disabled, child, unable = (
        Term(FACT, name=name)
        for name in ("ill", "serious_illness", "disabled", "at_school", "unable")
    )
    lost = said(lost_ability(unable, disabled, serious))
    if law.choices["safety_net.who"] == "every_adult":
        # Who is under age is not asked, and counts as if it had; the head is asked at any age.
        of_age = law.on - relativedelta(years=law.figures.safety_net.adult_age)
        lost = f"(relation <> 'head' and birth_date > {on(of_age)}) or ({lost})"
    cause = said(own_cause(ill, serious, disabled, child))
    return f"{cause} as cause", f"{lost} as lost_ability"


def _covered(law: Law) -> str:
    """Whether the rule covers someone as the head of a household."""
    if law.choices["hardship.migrant"] == "as_others":
        return "true"
    began = on(began_by(law.on, law.figures.hardship.labour_years))
    return f"case when migrant then union_member and labour_relation_since <= {began} else true end"


def began_by(on: date, years: int) -> date:
    """The last day from which ``years`` have passed on a day.

    >>> began_by(date(2021, 2, 28), 1)
    datetime.date(2020, 2, 29)
    """
    last = on - relativedelta(years=years)
    later = last + timedelta(days=1)
    return later if later + relativedelta(years=years) <= on else last


_CLAIMS = ("head", "serious_illness", "cause", "lost_ability", "covered")


def listed(written: Written, kinds: Kinds, sums: tuple[str, ...]) -> str:
    """Members and bills in one list, each with the columns of the other left empty.

    One list goes through one grouping, so that the rows of a household need to meet only once.
    """
    of_members = {"member": "true", **{name: name for name in _CLAIMS}}
    if kinds.many:
        kind = Speech(written.dialect, {}, {}).said(kinds.kind)
        of_members["kind"] = f"case when child then {kind} end"
    of_bills = listed_bills(sums)
    whose = ["household_id", "member_id", "in_order"]
    members = [name if said == name else f"{said} as {name}" for name, said in of_members.items()]
    members += [f"null as {name}" for name in of_bills]
    bills = ["null"] * len(of_members) + [*of_bills.values()]
    both = selected([*whose, *members], "from people"), selected([*whose, *bills], "from burdens")
    return "\nunion all\n".join(both) + written.dialect.meeting


def each_member(kinds: Kinds, sums: tuple[str, ...]) -> str:
    """One row a member with what its bills come to, and whether it is in order.

    It is not where its id stands in two rows, or only in those of bills.
    """
    columns = [
        "household_id",
        "member_id",
        *(f"bool_or({name}) as {name}" for name in _CLAIMS),
        *(["max(kind) as kind"] if kinds.many else ()),
        "max(open_bill) as open_bill",
        "count(*) - count(member) as bills_listed",
        *(f"sum({name}) as {name}" for name in sums),
        "bool_and(in_order) and count(member) = 1 as in_order",
    ]
    return selected(columns, "from listed\ngroup by household_id, member_id")


def of_members(law: Law, kinds: Kinds, sums: tuple[str, ...]) -> str:
    """One row a household: how many its members are, and what they and their bills come to."""
    of_head = "bool_or(case when head then {} end)"
    everyone = law.choices["safety_net.who"] == "every_adult"
    lost = all_of("lost_ability") if everyone else of_head.format("lost_ability")
    ill = "serious_illness"
    open_bill = f"case when {ill} then open_bill > 1 when {ill} is null then open_bill > 0 end"
    fitting = [
        "bool_and(in_order)",
        f"coalesce(not bool_or({open_bill}), true)",
        f"count(*) <= {MOST_MEMBERS}",
        f"sum(bills_listed) <= {MOST_BILLS}",
        "count(case when head then 1 end) = 1",
    ]
    # A bill counts where it may be one of a serious illness.
    of_bills = "cast(sum(case when coalesce(serious_illness, true) then {0} end) as bigint) as {0}"
    columns = [
        "household_id",
        "count(*) as persons",
        f"{any_of('cause')} as cause",
        f"{any_of('serious_illness')} as seriously_ill",
        f"{lost} as lost_ability",
        f"{of_head.format('covered')} as covered",
        *(f"count(case when kind = {n} then 1 end) as {name}" for n, name in kinds.columns()),
        *map(of_bills.format, sums),
        f"{known_to_hold(fitting)} as in_order",
    ]
    return selected(columns, "from each_member\ngroup by household_id")
