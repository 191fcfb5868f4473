"""Collective welfare: seven purposes, four caps, forms of payment, and every reading of a gap."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import found, member, money_of, paid, reading, report

from lnunion_rules import (
    ExpenseClaim,
    NotInForce,
    Union,
    WelfareReport,
    check_claim,
    load_policy,
    testing,
)
from lnunion_rules.readings import readings
from lnunion_rules.resources import table
from lnunion_rules.rulebook import rule
from lnunion_rules.rules import collective_welfare
from lnunion_rules.rules.collective_welfare import NO_CAP, RULE, form_verdict, legal_cap, purposes
from lnunion_rules.testing import WelfareCase
from lnunion_rules.units import MOST, fen

SUMS = st.integers(0, MOST) | st.integers(0, 300_000)
CAPPED = ("festival", "marriage", "birth", "illness")
UNCAPPED = ("birthday", "bereavement", "retirement")


@given(SUMS, SUMS, SUMS)
def test_spent_and_remaining_less_over_is_the_cap_to_the_fen(
    spent: int, legal: int, own: int
) -> None:
    sheet = collective_welfare.work_out(spent, legal, own)
    assert sheet.spent + sheet.remaining - sheet.over == sheet.cap
    assert sheet.cap == min(legal, own)
    assert min(sheet.remaining, sheet.over) == 0
    assert max(sheet.remaining, sheet.over) >= 0


@given(SUMS, SUMS, SUMS, st.integers(0, 300_000))
def test_more_money_is_never_less_over_and_a_lower_own_cap_never_gives_more(
    spent: int, legal: int, own: int, more: int
) -> None:
    before = collective_welfare.work_out(spent, legal, own)
    after = collective_welfare.work_out(spent + more, legal, own)
    assert after.over >= before.over
    assert after.remaining <= before.remaining
    lower = collective_welfare.work_out(spent, legal, max(own - more, 0))
    assert lower.remaining <= before.remaining


def test_the_seven_purposes_of_the_source_in_its_order() -> None:
    assert list(purposes()) == [
        "festival",
        "birthday",
        "marriage",
        "birth",
        "illness",
        "bereavement",
        "retirement",
    ]


# One fen below, at and above each cap, before and from the change of 1 May 2025.
CAPS = [
    ("festival", "2018-09-01", "1800"),
    ("festival", "2024-12-31", "1800"),
    ("festival", "2025-04-30", "1800"),
    ("festival", "2025-05-01", "2000"),
    ("marriage", "2018-09-01", "600"),
    ("marriage", "2025-04-30", "600"),
    ("marriage", "2025-05-01", "800"),
    ("birth", "2018-09-01", "1000"),
    ("birth", "2025-04-30", "1000"),
    ("birth", "2025-05-01", "1000"),
    ("illness", "2018-09-01", "1000"),
    ("illness", "2025-04-30", "1000"),
    ("illness", "2025-05-01", "1000"),
]


@pytest.mark.parametrize(("purpose", "on", "cap"), CAPS)
def test_a_payment_up_to_the_cap_is_in_order_and_a_fen_more_is_over(
    purpose: str, on: str, cap: str
) -> None:
    below = f"{int(cap) - 1}.99"
    for amount in (below, cap):
        answer = report(paid(purpose=purpose, on=on, amount=amount))
        assert answer.compliant, amount
        assert answer.undetermined == ()
    answer = report(paid(purpose=purpose, on=on, amount=f"{cap}.01"))
    (breach,) = answer.breaches
    assert (breach.code, breach.purpose, breach.year) == ("over-cap", purpose, int(on[:4]))
    assert money_of(breach) == (f"{cap}.01", f"{cap}.00", "0.01")


@pytest.mark.parametrize(("purpose", "on", "cap"), CAPS)
def test_what_remains_of_a_cap_when_one_fen_was_paid(purpose: str, on: str, cap: str) -> None:
    (left,) = report(paid(purpose=purpose, on=on, amount="0.01")).remaining
    year_end = "2000" if (purpose, on[:4]) == ("festival", "2025") else cap
    assert str(left.remaining) == f"{int(year_end) - 1}.99"


@pytest.mark.parametrize(("purpose", "on", "cap"), CAPS)
def test_the_source_of_a_cap_is_the_text_that_states_it(purpose: str, on: str, cap: str) -> None:
    (breach,) = report(paid(purpose=purpose, on=on, amount="9000")).breaches
    changed = on >= "2025-05-01" and purpose in ("festival", "marriage")
    assert breach.source == ("welfare_change_2025" if changed else "welfare_plan_2018")
    # In 2025 it is over the year's cap too; the breach names the cap it is furthest over.
    assert str(breach.cap) == f"{cap}.00"


@pytest.mark.parametrize("purpose", UNCAPPED)
@pytest.mark.parametrize("on", ["2018-09-01", "2025-05-01"])
def test_no_cap_is_on_record_for_the_other_three_and_none_is_made_up(purpose: str, on: str) -> None:
    answer = report(paid(purpose=purpose, on=on, amount="9999999999.99"))
    assert answer.compliant
    assert answer.remaining == ()
    assert legal_cap(purpose, date.fromisoformat(on), load_policy()) == NO_CAP


def test_the_rule_begins_on_the_first_of_september_2018() -> None:
    answer = report(paid("e1", on="2018-08-31"), paid("e2", on="2018-09-01"))
    assert (answer.rows_in, answer.rows_accepted, answer.rows_rejected) == (2, 1, 1)
    (reject,) = answer.rejects
    assert (reject.row, reject.column, reject.code) == (1, "paid_on", "not-in-force")
    assert answer.totals == {"festival": 500}
    with pytest.raises(NotInForce):
        report(on=date(2018, 8, 31))


def test_with_the_whole_of_2018_the_rule_begins_on_new_years_day() -> None:
    rows = paid("e1", on="2017-12-31"), paid("e2", on="2018-01-01")
    answer = report(*rows, first_year="whole_year")
    assert [reject.row for reject in answer.rejects] == [1]
    report(on=date(2018, 1, 1), first_year="whole_year")


@pytest.mark.parametrize("purpose", ["travel", "旅游", "节日慰问品", "Festival", "festival "])
def test_anything_but_the_seven_words_is_a_breach_and_never_a_crash(purpose: str) -> None:
    answer = report(paid(purpose=purpose, amount="300"))
    (breach,) = answer.breaches
    assert (breach.code, breach.purpose) == ("purpose-not-permitted", purpose)
    assert money_of(breach) == ("300.00", None, "300.00")
    assert answer.totals == {purpose: 300}


FORMS = ("goods", "goods_voucher", "cake_voucher", "money", "souvenir", "shopping_card")
FORM_TABLE = {
    #              goods        voucher      cake         money        souvenir     shopping card
    "festival": ("permitted", "permitted", "query", "breach", "query", "breach"),
    "birthday": ("permitted", "query", "permitted", "query", "query", "query"),
    "marriage": ("permitted", "permitted", "query", "breach", "query", "breach"),
    "birth": ("permitted", "permitted", "query", "breach", "query", "breach"),
    "illness": ("query", "query", "query", "permitted", "query", "breach"),
    "bereavement": ("query", "query", "query", "permitted", "query", "query"),
    "retirement": ("query", "query", "query", "query", "permitted", "query"),
}


@pytest.mark.parametrize("purpose", FORM_TABLE)
@pytest.mark.parametrize("column", range(len(FORMS)))
def test_every_form_of_every_purpose(purpose: str, column: int) -> None:
    form: Any = FORMS[column]
    expected = FORM_TABLE[purpose][column]
    assert form_verdict(purpose, form) == expected
    answer = report(paid(purpose=purpose, form=form))
    bedside = (purpose, form) == ("illness", "goods")
    code = "goods-at-bedside" if bedside else "form-to-be-asked"
    assert found(answer.breaches) == ([("form-not-permitted", "e1")] * (expected == "breach"))
    assert found(answer.queries) == ([(code, "e1")] * (expected == "query"))
    national = purpose in UNCAPPED
    for finding in (*answer.breaches, *answer.queries):
        assert finding.source == ("acftu_funds_rule_2017" if national else "welfare_plan_2018")
        assert finding.reading == "welfare.form=checked"


@pytest.mark.parametrize("purpose", FORM_TABLE)
def test_the_form_is_asked_for_where_one_of_them_would_be_a_breach(purpose: str) -> None:
    answer = report(paid(purpose=purpose, form=None))
    assert answer.compliant
    missing = [row.missing for row in answer.undetermined]
    assert missing == ([("form",)] if purpose in CAPPED else [])


# ---- Every reading, both ways: the same rows, and what each choice makes of them ----


class Case(NamedTuple):
    """Rows under one choice of a reading, and what they are found to be, worked out by hand."""

    reading: str
    choice: str
    breaches: list[tuple[str, str]]
    queries: list[tuple[str, str]]
    rows: Callable[[], dict[str, Any]]


def two_members_3500() -> dict[str, Any]:
    return {
        "claims": (paid("e1", amount="2000"), paid("e2", amount="1500", member_id="m2")),
        "roster": (member("m1"), member("m2")),
    }


def a_gift_for_womens_day() -> dict[str, Any]:
    return {"claims": (paid(festival="妇女节"),)}


def two_stays() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "illness", "1000", "2019-02-01"),
            paid("e2", "illness", "600", "2019-11-30"),
        )
    }


def ill_at_home() -> dict[str, Any]:
    return {"claims": (paid(purpose="illness", event_id=None),)}


def two_weddings() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "marriage", "600", "2019-02-01"),
            paid("e2", "marriage", "600", "2023-02-01"),
        )
    }


def births() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "birth", "1000", member_id="father"),
            paid("e2", "birth", "1000", member_id="mother"),
        ),
        "roster": (member("father", sex="male"), member("mother", sex="female")),
    }


def two_birthdays() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "birthday", "300", "2019-02-01"),
            paid("e2", "birthday", "300", "2019-03-01"),
        )
    }


def two_souvenirs() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "retirement", "300", "2019-02-01"),
            paid("e2", "retirement", "300", "2022-03-01"),
        )
    }


def a_parent_in_law() -> dict[str, Any]:
    return {"claims": (paid(purpose="bereavement", deceased="parent_in_law"),)}


def festival_cash() -> dict[str, Any]:
    return {"claims": (paid("e1", form="money"), paid("e2", purpose="illness", form="goods"))}


def a_birthday() -> dict[str, Any]:
    return {"claims": (paid(purpose="birthday", amount="5000"),)}


def two_nameless_weddings() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", "marriage", "400", "2019-02-01", event_id=None),
            paid("e2", "marriage", "400", "2019-03-01", event_id=None),
        )
    }


def joined_in_november() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", amount="1000", on="2019-01-10"),
            paid("e2", amount="1000", on="2019-12-20"),
        ),
        "roster": (member(since="2018-11-15"),),
    }


def spring_and_autumn_2018() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", amount="1000", on="2018-03-01"),
            paid("e2", amount="1000", on="2018-10-01"),
        )
    }


def before_the_change_of_2025() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", amount="1900", on="2025-02-01"),
            paid("e2", "marriage", "700", "2025-02-01"),
        )
    }


def paid_after_leaving() -> dict[str, Any]:
    wedding = paid(purpose="marriage", on="2019-07-15", event_on="2019-06-30")
    return {"claims": (wedding,), "roster": (member(through="2019-06-30"),)}


def paid_by_two_unions() -> dict[str, Any]:
    return {
        "claims": (
            paid("e1", amount="1000", on="2019-02-01"),
            paid("e2", amount="1000", on="2019-09-01", union_id="u2"),
        )
    }


SECOND_STAY = ("second-hospital-stay", "e1 e2")
TWICE_RETIRED = ("retirement-twice", "e1 e2")
NAMELESS = [("event-unstated", "e1"), ("event-unstated", "e2")]
LEFT = ("paid-before-leaving", "e1")

CASES = [
    Case("festival_measure", "per_member", [("over-cap", "e1")], [], two_members_3500),
    Case("festival_measure", "union_average", [], [], two_members_3500),
    Case(
        "festivals",
        "statutory_seven",
        [],
        [("festival-not-statutory", "e1")],
        a_gift_for_womens_day,
    ),
    Case("festivals", "any", [], [], a_gift_for_womens_day),
    Case("illness_per", "stay", [], [SECOND_STAY], two_stays),
    Case("illness_per", "year", [("over-cap", "e1 e2")], [], two_stays),
    Case("illness_stay", "query", [], [("illness-without-stay", "e1")], ill_at_home),
    Case("illness_stay", "breach", [("illness-without-stay", "e1")], [], ill_at_home),
    Case("marriage_per", "event", [], [], two_weddings),
    Case("marriage_per", "once", [("over-cap", "e1 e2")], [], two_weddings),
    Case("birth_per", "birth", [], [], births),
    Case("birth_per", "child", [], [], births),
    Case("birth_per", "mother", [("purpose-not-permitted", "e1")], [], births),
    Case("birthday_per", "yearly", [], [("birthday-twice", "e1 e2")], two_birthdays),
    Case("birthday_per", "unchecked", [], [], two_birthdays),
    Case("retirement_who", "formal", [], [TWICE_RETIRED], two_souvenirs),
    Case("retirement_who", "early_too", [], [TWICE_RETIRED], two_souvenirs),
    Case("direct_relative", "core", [("purpose-not-permitted", "e1")], [], a_parent_in_law),
    Case("direct_relative", "in_laws_too", [], [], a_parent_in_law),
    Case(
        "form",
        "checked",
        [("form-not-permitted", "e1")],
        [("goods-at-bedside", "e2")],
        festival_cash,
    ),
    Case("form", "unchecked", [], [], festival_cash),
    Case("uncapped", "no_cap_on_record", [], [], a_birthday),
    Case("uncapped", "query", [], [("cap-not-stated", "e1")], a_birthday),
    Case("event_unstated", "own_event_query", [], NAMELESS, two_nameless_weddings),
    Case("event_unstated", "same_event", [("over-cap", "e1 e2")], NAMELESS, two_nameless_weddings),
    Case("year", "calendar", [("over-cap", "e1 e2")], [], joined_in_november),
    Case("year", "membership", [], [], joined_in_november),
    Case("first_year", "since_start", [], [], spring_and_autumn_2018),
    Case("first_year", "whole_year", [("over-cap", "e1 e2")], [], spring_and_autumn_2018),
    Case(
        "changing_year",
        "both",
        [("over-cap", "e1"), ("over-cap", "e2")],
        [],
        before_the_change_of_2025,
    ),
    Case("changing_year", "new_all_year", [], [], before_the_change_of_2025),
    Case("membership_day", "event_day", [], [], paid_after_leaving),
    Case("membership_day", "payment_day", [("not-a-member", "e1")], [], paid_after_leaving),
    Case("two_unions", "per_union", [], [], paid_by_two_unions),
    Case("two_unions", "per_person", [("over-cap", "e1 e2")], [], paid_by_two_unions),
]


def checked(case: Case) -> WelfareReport:
    rows = case.rows()
    claims: tuple[ExpenseClaim, ...] = rows.pop("claims")
    return report(*claims, **rows, **{case.reading: case.choice})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.reading}={case.choice}")
def test_every_choice_of_every_reading_finds_what_it_says(case: Case) -> None:
    answer = checked(case)
    assert found(answer.breaches) == case.breaches
    assert found(answer.queries) == case.queries
    assert answer.compliant is (not case.breaches)
    assert f"welfare.{case.reading}={case.choice}" in answer.readings


def test_no_choice_of_a_welfare_reading_is_left_out_of_the_table() -> None:
    listed = {
        (name.removeprefix("welfare."), choice)
        for name, gap in readings().items()
        if name.startswith("welfare.")
        for choice in gap.choices
    }
    assert {(case.reading, case.choice) for case in CASES} == listed
    default = {case.reading: case.choice for case in reversed(CASES)}
    assert all(load_policy().choices[f"welfare.{name}"] == how for name, how in default.items())


def test_the_average_stands_beside_the_members_and_is_held_when_it_is_the_measure() -> None:
    rows = two_members_3500()
    answer = report(*rows["claims"], roster=rows["roster"])
    (average,) = answer.averages
    assert (average.union_id, average.year, average.members) == ("u1", 2019, 2)
    assert str(average.festival_average) == "1750.00"
    held = report(*rows["claims"], roster=rows["roster"], festival_measure="union_average")
    assert held.averages == answer.averages
    (left,) = held.remaining
    assert (left.union_id, left.member_id, left.purpose, left.year) == (
        "u1",
        None,
        "festival",
        2019,
    )
    assert (str(left.cap), str(left.remaining)) == ("3600.00", "100.00")
    more = paid("e3", amount="100.01", member_id="m2")
    over = report(*rows["claims"], more, roster=rows["roster"], festival_measure="union_average")
    (breach,) = over.breaches
    assert breach.member_id is None
    assert money_of(breach) == ("3600.01", "3600.00", "0.01")


def test_by_year_two_stays_are_held_to_one_cap() -> None:
    (breach,) = report(*two_stays()["claims"], illness_per="year").breaches
    assert money_of(breach) == ("1600.00", "1000.00", "600.00")
    assert breach.reading == "welfare.illness_per=year"


def test_illness_without_a_stay_keeps_its_cap_of_1000() -> None:
    (breach,) = report(paid(purpose="illness", amount="1000.01", event_id=None)).breaches
    assert (breach.code, str(breach.over)) == ("over-cap", "0.01")


def test_twins_share_an_event_and_a_child_each_has_its_own() -> None:
    same = [paid(name, "birth", "1000", event_id="twins") for name in ("e1", "e2")]
    (breach,) = report(*same).breaches
    assert money_of(breach) == ("2000.00", "1000.00", "1000.00")
    each = [paid(name, "birth", "1000", event_id=f"child-{name}") for name in ("e1", "e2")]
    assert report(*each, birth_per="child").compliant


def test_only_the_mother_needs_the_sex_and_asks_for_it_where_it_is_not_stated() -> None:
    birth = paid(purpose="birth")
    for roster in (None, (member(),)):
        (open_,) = report(birth, roster=roster, birth_per="mother").undetermined
        assert (open_.entry_id, open_.missing) == ("e1", ("sex",))
        assert report(birth, roster=roster).undetermined == ()
    answer = report(birth, roster=(member(sex="male"),), birth_per="mother")
    assert [breach.reading for breach in answer.breaches] == ["welfare.birth_per=mother"]
    assert report(birth, roster=(member(sex="female"),), birth_per="mother").compliant


@pytest.mark.parametrize("deceased", ["member", "spouse", "parent", "child"])
def test_a_members_own_death_and_that_of_immediate_family_are_permitted(deceased: str) -> None:
    assert report(paid(purpose="bereavement", deceased=deceased)).compliant


@pytest.mark.parametrize("compliant", [True, False, None])
def test_a_birth_is_held_against_the_policy_and_asked_about_where_it_is_not_stated(
    compliant: bool | None,
) -> None:
    answer = report(paid(purpose="birth", policy_compliant=compliant))
    assert found(answer.breaches) == [("birth-not-compliant", "e1")] * (compliant is False)
    missing = [row.missing for row in answer.undetermined]
    assert missing == [("policy_compliant",)] * (compliant is None)


FESTIVALS = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]


@pytest.mark.parametrize("festival", FESTIVALS)
def test_the_seven_statutory_festivals_are_not_asked_about(festival: str) -> None:
    assert report(paid(festival=festival)).queries == ()


@pytest.mark.parametrize(
    ("on", "year"), [("2019-11-14", 2018), ("2019-11-15", 2019), ("2020-11-14", 2019)]
)
def test_a_year_of_membership_begins_on_the_day_of_joining(on: str, year: int) -> None:
    answer = report(paid(on=on), roster=(member(since="2018-11-15"),), year="membership")
    assert [left.year for left in answer.remaining if left.spent] == [year]


@pytest.mark.parametrize(
    ("on", "year"),
    [("2021-02-28", 2020), ("2021-03-01", 2021), ("2024-02-28", 2023), ("2024-02-29", 2024)],
)
def test_who_joined_on_29_february_begins_a_year_on_1_march_where_there_is_none(
    on: str, year: int
) -> None:
    answer = report(paid(on=on), roster=(member(since="2020-02-29"),), year="membership")
    assert [left.year for left in answer.remaining if left.spent] == [year]


def test_a_year_of_membership_that_began_before_the_rule_is_held_to_its_first_cap() -> None:
    people = (member("m1", since="2010-12-01"), member("m2", since="2010-12-01"))
    answer = report(
        paid(amount="1800.01", on="2018-10-05"),
        roster=people,
        on=date(2018, 10, 31),
        year="membership",
    )
    assert [(breach.year, str(breach.over)) for breach in answer.breaches] == [(2017, "0.01")]
    listed = [(left.member_id, left.year, str(left.cap)) for left in answer.remaining]
    assert listed == [("m1", 2017, "1800.00"), ("m2", 2017, "1800.00")]


def test_a_year_of_membership_across_the_change_ends_under_the_new_cap() -> None:
    people = (member(since="2020-07-01"),)
    rows = paid("e1", amount="1800", on="2024-12-20"), paid("e2", amount="200", on="2025-06-30")
    answer = report(*rows, roster=people, year="membership")
    assert answer.compliant
    (left, later) = answer.remaining
    assert (left.year, str(left.cap), str(left.remaining)) == (2024, "2000.00", "0.00")
    assert (later.year, str(later.spent)) == (2026, "0.00")
    (breach,) = report(
        *rows, paid("e3", amount="0.01", on="2025-06-30"), roster=people, year="membership"
    ).breaches
    assert money_of(breach) == ("2000.01", "2000.00", "0.01")


def test_own_lower_caps_hold_within_each_union_when_a_person_is_reckoned_across_unions() -> None:
    thrifty = Union.model_validate({"union_id": "u1", "caps": {"festival": "900"}})
    rows = paid_by_two_unions()["claims"]
    answer = report(*rows, unions=(thrifty,), two_unions="per_person")
    person, union = answer.breaches
    assert (person.union_id, union.union_id) == (None, "u1")
    assert money_of(person) == ("2000.00", "1800.00", "200.00")
    assert money_of(union) == ("1000.00", "900.00", "100.00")
    assert (person.source, union.source) == ("welfare_plan_2018", "union_own_rule")


def test_illness_by_year_is_reckoned_across_unions_too_and_events_are_not() -> None:
    rows = (
        paid("e1", "illness", "600", event_id="s"),
        paid("e2", "illness", "600", event_id="s", union_id="u2"),
    )
    assert report(*rows, two_unions="per_person").compliant
    (breach,) = report(*rows, two_unions="per_person", illness_per="year").breaches
    assert (breach.union_id, *money_of(breach)) == (None, "1200.00", "1000.00", "200.00")


def test_a_revised_cap_is_the_one_that_holds() -> None:
    policy = reading().revised({f"{RULE}.festival_cap": "500"})
    assert legal_cap("festival", date(2019, 2, 1), policy) == fen("500")


@given(testing.welfare_cases())
def test_every_finding_has_a_code_and_a_source_that_the_room_names(case: WelfareCase) -> None:
    answer = report(*case.claims, roster=case.roster, unions=case.unions)
    law = rule(RULE)
    figures = {figure.source for period in law.periods for figure in period.parameters}
    assert {breach.code for breach in answer.breaches} <= {*collective_welfare.BREACHES}
    assert {query.code for query in answer.queries} <= {*collective_welfare.QUERIES}
    found_in = {finding.source for finding in (*answer.breaches, *answer.queries)}
    assert found_in <= {*law.cites, *figures}


def test_the_rooms_door_is_the_check_of_one_claim() -> None:
    claim, before = paid("e2", amount="1301"), [paid("e1", amount="500")]
    asked = {"on": date(2019, 2, 1), "roster": [member()]}
    verdict = collective_welfare.check(claim, before, **asked)
    assert verdict == check_claim(claim, before, **asked)
    assert (verdict.outcome, verdict.reason) == ("not_allowed", "over-cap")


def test_the_sources_of_forms_and_festivals_are_cited() -> None:
    data = table(f"rules/{RULE}.toml")
    named = {row["source"] for row in data["forms"].values()} | {data["audit"]["festivals_source"]}
    assert named <= {*rule(RULE).cites, "welfare_plan_2018"}
