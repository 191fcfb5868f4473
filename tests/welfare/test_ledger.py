"""Small ledgers worked out by hand: every breach and query, reversals, duplicates, membership."""

from datetime import date
from typing import Any

import pytest
from ledgers import PROPER_FORM, found, member, money_of, paid, report, taken_back

from lnunion_rules import ExpenseClaim, InputError, Union, WelfareReport
from lnunion_rules.rulebook import rule
from lnunion_rules.rules.collective_welfare import RULE


def union(union_id: str = "u1", kind: str = "single", **caps: str) -> Union:
    return Union.model_validate({"union_id": union_id, "kind": kind, "caps": caps})


def test_an_empty_ledger_is_compliant() -> None:
    answer = report()
    assert answer.compliant
    assert (answer.rows_in, answer.rows_accepted, answer.rows_rejected) == (0, 0, 0)
    assert (answer.breaches, answer.queries, answer.remaining, answer.averages) == ((), (), (), ())
    assert answer.totals == {}


def test_a_branch_unions_year_in_order_has_nothing_to_find() -> None:
    rows = (
        paid("e1", amount="600", on="2019-01-28", festival="春节"),
        paid("e2", amount="600", on="2019-01-28", festival="春节", member_id="m2"),
        paid("e3", amount="1200", on="2019-09-10", festival="中秋节"),
        paid("e4", amount="1200", on="2019-09-10", festival="中秋节", member_id="m2"),
        paid("e5", "birthday", "300", "2019-03-05"),
        paid("e6", "marriage", "600", "2019-05-20", event_on="2019-05-18"),
        paid("e7", "birth", "1000", "2019-08-01", member_id="m2"),
        paid("e8", "illness", "1000", "2019-10-10", member_id="m2", event_on="2019-10-01"),
        paid("e9", "bereavement", "1000", "2019-11-11", deceased="parent"),
        paid("e10", "retirement", "200", "2019-12-31"),
    )
    roster = member("m1", since="2010-01-01"), member("m2", since="2012-05-01")
    answer = report(*rows, roster=roster, unions=(union(),), on=date(2019, 12, 31))
    assert answer.compliant
    assert (answer.queries, answer.undetermined, answer.rejects, answer.notices) == ((), (), (), ())
    assert {purpose: str(total) for purpose, total in answer.totals.items()} == {
        "festival": "3600.00",
        "birthday": "300.00",
        "marriage": "600.00",
        "birth": "1000.00",
        "illness": "1000.00",
        "bereavement": "1000.00",
        "retirement": "200.00",
    }
    assert [str(average.festival_average) for average in answer.averages] == ["1800.00"]
    left = [(row.member_id, row.purpose, str(row.remaining)) for row in answer.remaining]
    assert left == [
        ("m1", "festival", "0.00"),
        ("m1", "marriage", "0.00"),
        ("m2", "festival", "0.00"),
        ("m2", "birth", "0.00"),
        ("m2", "illness", "0.00"),
    ]


# ---- One case for every code: rows that are found to be just that ----


def breach_rows(code: str) -> dict[str, Any]:
    gift = paid(purpose="birthday", amount="200")
    return {
        "purpose-not-permitted": {"claims": [paid(purpose="旅游")]},
        "over-cap": {"claims": [paid(amount="1800.01")]},
        "form-not-permitted": {"claims": [paid(form="shopping_card")]},
        "birth-not-compliant": {"claims": [paid(purpose="birth", policy_compliant=False)]},
        "not-a-member": {"claims": [paid()], "roster": [member("m2")]},
        "duplicate-entry": {"claims": [paid(), paid()]},
        "reversal-without-entry": {"claims": [taken_back(paid("gone"))]},
        "reversal-exceeds-entry": {"claims": [gift, taken_back(gift, "200.01")]},
    }[code]


BREACHES = [
    ("purpose-not-permitted", "e1", ("500.00", None, "500.00")),
    ("over-cap", "e1", ("1800.01", "1800.00", "0.01")),
    ("form-not-permitted", "e1", ("500.00", None, None)),
    ("birth-not-compliant", "e1", ("500.00", None, None)),
    ("not-a-member", "e1", ("500.00", None, None)),
    ("duplicate-entry", "e1", ("500.00", None, None)),
    ("reversal-without-entry", "r-gone", ("-500.00", None, None)),
    ("reversal-exceeds-entry", "e1 r-e1", ("200.00", None, "0.01")),
]


def of(rows: dict[str, Any]) -> WelfareReport:
    return report(*rows["claims"], roster=rows.get("roster"))


@pytest.mark.parametrize(("code", "entries", "money"), BREACHES)
def test_every_breach_code_with_its_entries_and_money(
    code: str, entries: str, money: tuple[str | None, ...]
) -> None:
    answer = of(breach_rows(code))
    assert found(answer.breaches) == [(code, entries)]
    (breach,) = answer.breaches
    assert money_of(breach) == money
    assert (breach.union_id, breach.member_id, breach.year) == ("u1", "m1", 2019)
    assert not answer.compliant
    assert {query.code for query in answer.queries} <= {"festival-left-out"}


OWN_CAPS = dict.fromkeys(PROPER_FORM, "400")


@pytest.mark.parametrize(
    ("purpose", "event_id", "named"),
    [
        ("festival", None, "welfare.festival_measure=per_member"),
        ("marriage", "v1", "welfare.marriage_per=event"),
        ("birth", "v1", "welfare.birth_per=birth"),
        ("illness", "v1", "welfare.illness_per=stay"),
        ("marriage", None, "welfare.event_unstated=own_event_query"),
        ("birth", None, "welfare.event_unstated=own_event_query"),
        ("illness", None, "welfare.event_unstated=own_event_query"),
        ("bereavement", None, "welfare.event_unstated=own_event_query"),
        ("bereavement", "v1", None),
        ("birthday", None, None),
        ("retirement", None, None),
    ],
)
def test_an_over_cap_breach_names_the_reading_that_joined_its_payments(
    purpose: str, event_id: str | None, named: str | None
) -> None:
    answer = report(paid(purpose=purpose, event_id=event_id), unions=[union(**OWN_CAPS)])
    (breach,) = answer.breaches
    assert (breach.code, breach.source) == ("over-cap", "union_own_rule")
    assert breach.reading == named


def test_payments_joined_because_they_name_no_event_are_over_a_cap_by_that_reading() -> None:
    weddings = [paid(name, "marriage", "400", event_id=None) for name in ("e1", "e2")]
    answer = report(*weddings, event_unstated="same_event")
    (breach,) = answer.breaches
    assert breach.entry_ids == ("e1", "e2")
    assert breach.reading == "welfare.event_unstated=same_event"


def bereaved(entry_id: str) -> ExpenseClaim:
    return paid(entry_id, "bereavement", deceased="parent", event_id="d1")


def query_rows(code: str) -> dict[str, Any]:
    chunjie = {"festival": "春节", "on": "2019-02-01"}
    two = [member("m1"), member("m2")]
    return {
        "event-unstated": {"claims": [paid(purpose="marriage", event_id=None)]},
        "second-hospital-stay": {"claims": [paid("e1", "illness"), paid("e2", "illness")]},
        "illness-without-stay": {"claims": [paid(purpose="illness", event_id=None)]},
        "goods-at-bedside": {"claims": [paid(purpose="illness", form="goods")]},
        "form-to-be-asked": {"claims": [paid(purpose="birthday", form="money")]},
        "festival-not-statutory": {"claims": [paid(festival="店庆")]},
        "festival-left-out": {"claims": [paid(**chunjie)], "roster": two},
        "festival-unequal": {
            "claims": [paid(**chunjie), paid("e2", amount="400", member_id="m2", **chunjie)]
        },
        "paid-before-leaving": {"claims": [paid()], "roster": [member(through="2019-02-20")]},
        "reads-like-hardship-aid": {"claims": [paid(note="给困难职工的补助")]},
        "possible-duplicate": {"claims": [bereaved("e1"), bereaved("e2")]},
        "birthday-twice": {
            "claims": [
                paid("e1", "birthday", on="2019-03-01"),
                paid("e2", "birthday", on="2019-04-01"),
            ]
        },
        "retirement-twice": {
            "claims": [
                paid("e1", "retirement", on="2019-03-01"),
                paid("e2", "retirement", on="2020-03-01"),
            ]
        },
    }[code]


QUERIES = [
    ("event-unstated", "e1", "500.00", "welfare.event_unstated=own_event_query"),
    ("illness-without-stay", "e1", "500.00", "welfare.illness_stay=query"),
    ("goods-at-bedside", "e1", "500.00", "welfare.form=checked"),
    ("form-to-be-asked", "e1", "500.00", "welfare.form=checked"),
    ("festival-not-statutory", "e1", "500.00", "welfare.festivals=statutory_seven"),
    ("festival-left-out", "", None, None),
    ("festival-unequal", "e1 e2", "900.00", None),
    ("paid-before-leaving", "e1", "500.00", None),
    ("reads-like-hardship-aid", "e1", "500.00", None),
    ("possible-duplicate", "e1 e2", "1000.00", None),
    ("birthday-twice", "e1 e2", "1000.00", "welfare.birthday_per=yearly"),
    ("retirement-twice", "e1 e2", "1000.00", "welfare.retirement_who=formal"),
]


@pytest.mark.parametrize(("code", "entries", "spent", "reading"), QUERIES)
def test_every_query_code_is_asked_and_is_no_breach(
    code: str, entries: str, spent: str | None, reading: str | None
) -> None:
    answer = of(query_rows(code))
    assert found(answer.queries) == [(code, entries)]
    assert answer.compliant
    (query,) = answer.queries
    assert (money_of(query), query.reading) == ((spent, None, None), reading)


def test_a_second_stay_on_the_same_day_may_also_be_the_same_payment_twice() -> None:
    stays = query_rows("second-hospital-stay")["claims"]
    assert found(report(*stays).queries) == [("second-hospital-stay", "e1 e2")]
    answer = report(stays[0], paid("e2", "illness", event_id="event-e1"))
    assert found(answer.queries) == [("possible-duplicate", "e1 e2")]


def test_unnamed_stays_that_count_as_one_event_are_a_stay_beside_a_named_one() -> None:
    unnamed = [
        paid(f"e{n}", "illness", f"{n}00", event_id=None, event_on="2019-01-01") for n in (1, 2)
    ]
    answer = report(*unnamed, event_unstated="same_event")
    assert [query.code for query in answer.queries] == ["event-unstated"] * 2
    answer = report(*unnamed, paid("e3", "illness"), event_unstated="same_event")
    assert ("second-hospital-stay", "e1 e2 e3") in found(answer.queries)


def test_every_code_found_has_its_words_in_both_languages() -> None:
    labels = rule(RULE).reasons
    codes = {code for code, *_ in (*BREACHES, *QUERIES)} | {
        "second-hospital-stay",
        "cap-not-stated",
    }
    assert codes <= set(labels)
    assert all(label.zh and label.en for label in labels.values())


def test_one_payment_may_be_several_breaches_and_each_is_listed() -> None:
    gift = paid(amount="2000", form="money", member_id="stranger")
    answer = report(gift, roster=[member()])
    assert {code for code, _ in found(answer.breaches)} == {
        "over-cap",
        "form-not-permitted",
        "not-a-member",
    }


def test_breaches_are_listed_by_money_the_most_first() -> None:
    rows = (
        paid("e1", amount="1900"),
        paid("e2", purpose="旅游", amount="50"),
        paid("e3", "marriage", "900", form="money"),
        paid("e4", "marriage", "100", form="money", member_id="m2"),
    )
    order = [(breach.code, *breach.entry_ids) for breach in report(*rows).breaches]
    assert order == [
        ("over-cap", "e3"),  # 300 over
        ("over-cap", "e1"),  # 100 over
        ("purpose-not-permitted", "e2"),  # 50 over
        ("form-not-permitted", "e3"),  # 900 spent
        ("form-not-permitted", "e4"),
    ]


def test_amounts_of_any_size_are_summed_and_sorted() -> None:
    most = "9999999999.99"
    rows = [paid(f"e{number}", amount=most) for number in range(3)]
    answer = report(*rows, paid("e9", purpose="旅游", amount=most))
    assert str(answer.totals["festival"]) == "29999999999.97"
    assert str(answer.breaches[0].over) == "29999998199.97"
    assert [breach.code for breach in answer.breaches] == ["over-cap", "purpose-not-permitted"]


# ---- Several payments under one cap ----


def test_a_years_festival_gifts_are_held_together_and_a_new_year_begins_anew() -> None:
    rows = [
        paid("e1", amount="900", on="2019-01-01"),
        paid("e2", amount="900", on="2019-12-31"),
        paid("e3", amount="1800", on="2020-01-01"),
    ]
    assert report(*rows).compliant
    (breach,) = report(*rows, paid("e4", amount="0.01", on="2019-06-07")).breaches
    assert (breach.entry_ids, breach.year) == (("e1", "e2", "e4"), 2019)
    assert money_of(breach) == ("1800.01", "1800.00", "0.01")


def test_two_payments_for_one_wedding_share_its_cap_whatever_the_years() -> None:
    rows = [
        paid("e1", "marriage", "400", "2019-12-31", event_id="w"),
        paid("e2", "marriage", "201", "2020-01-05", event_id="w"),
    ]
    (breach,) = report(*rows).breaches
    assert (breach.entry_ids, breach.year) == (("e1", "e2"), 2019)
    assert money_of(breach) == ("601.00", "600.00", "1.00")


def test_an_event_belongs_to_its_member_purpose_and_union() -> None:
    rows = [
        paid("e1", "marriage", "600", event_id="1"),
        paid("e2", "marriage", "600", event_id="1", member_id="m2"),
        paid("e3", "birth", "1000", event_id="1"),
        paid("e4", "marriage", "600", event_id="1", union_id="u2"),
    ]
    assert report(*rows).compliant


def test_an_event_id_never_runs_into_the_entry_that_names_none() -> None:
    rows = [
        paid("e1", "marriage", "600", event_id=None),
        paid("e2", "marriage", "600", event_id="entry:e1"),
        paid("e3", "marriage", "600", event_id="e1"),
    ]
    answer = report(*rows)
    assert answer.compliant
    assert [left.event for left in answer.remaining] == [None, "e1", "entry:e1"]


# ---- The change of 1 May 2025, and reversals booked after it ----


def test_before_the_change_the_old_cap_holds_and_the_whole_year_has_the_new_one() -> None:
    first = paid("e1", amount="1800", on="2025-04-30")
    assert report(first, paid("e2", amount="200", on="2025-05-01")).compliant
    (whole,) = report(first, paid("e2", amount="200.01", on="2025-05-01")).breaches
    assert whole.entry_ids == ("e1", "e2")
    assert money_of(whole) == ("2000.01", "2000.00", "0.01")
    early = paid("e1", amount="1800.01", on="2025-04-30")
    (before,) = report(early, paid("e2", amount="100", on="2025-05-01")).breaches
    assert before.entry_ids == ("e1",)
    assert money_of(before) == ("1800.01", "1800.00", "0.01")


def test_over_both_caps_the_larger_excess_is_the_one_named() -> None:
    rows = paid("e1", amount="2300", on="2025-03-01"), paid("e2", amount="50", on="2025-06-01")
    (breach,) = report(*rows).breaches
    assert (breach.entry_ids, *money_of(breach)) == (("e1",), "2300.00", "1800.00", "500.00")
    (left,) = report(*rows).remaining
    assert [str(line) for line in (left.cap, left.spent, left.over)] == [
        "2000.00",
        "2350.00",
        "350.00",
    ]


def test_a_reversal_after_the_change_lowers_what_was_paid_before_it() -> None:
    early = paid("e1", amount="2000", on="2025-04-20")
    assert not report(early).compliant
    answer = report(early, taken_back(early, "200", "2025-05-10"))
    assert answer.compliant
    (left,) = answer.remaining
    assert (str(left.spent), str(left.remaining)) == ("1800.00", "200.00")
    (breach,) = report(early, taken_back(early, "199.99", "2025-05-10")).breaches
    assert money_of(breach) == ("1800.01", "1800.00", "0.01")


def test_a_gift_booked_to_the_wrong_member_and_put_right_after_the_change_is_no_breach() -> None:
    wrong = paid("e1", amount="1800", on="2025-04-20")
    right = paid("e2", amount="1800", on="2025-04-25")
    answer = report(wrong, right, taken_back(wrong, on="2025-05-10"))
    assert answer.compliant


def test_a_wedding_gift_in_two_parts_across_the_change() -> None:
    first = paid("e1", "marriage", "600", "2025-04-30", event_id="w")
    second = paid("e2", "marriage", "200", "2025-05-01", event_id="w")
    assert report(first, second).compliant
    (breach,) = report(
        first, second, paid("e3", "marriage", "0.01", "2025-05-02", event_id="w")
    ).breaches
    assert money_of(breach) == ("800.01", "800.00", "0.01")


@pytest.mark.parametrize("event_id", ["w", None])
def test_with_the_new_cap_all_year_a_wedding_of_january_has_it_too(event_id: str | None) -> None:
    gift = paid("e1", "marriage", "800", "2025-01-02", event_id=event_id)
    for unstated in ("own_event_query", "same_event"):
        choices = {"changing_year": "new_all_year", "event_unstated": unstated}
        assert report(gift, **choices).compliant
        last_year = paid("e1", "marriage", "600.01", "2024-12-31", event_id=event_id)
        assert not report(last_year, **choices).compliant


# ---- Reversals ----


def test_a_payment_taken_back_in_full_leaves_its_cap_as_before() -> None:
    kept, gone = paid("e1", amount="1800"), paid("e2", amount="300", on="2019-05-01")
    answer = report(kept, gone, taken_back(gone))
    assert answer.compliant
    assert answer.remaining == report(kept).remaining
    assert answer.averages == report(kept).averages
    assert answer.totals == report(kept).totals
    assert (answer.rows_in, answer.rows_accepted) == (3, 3)


def test_what_is_taken_back_in_full_is_not_judged_and_what_is_left_is() -> None:
    for wrong in (
        paid(purpose="旅游"),
        paid(form="money"),
        paid(purpose="birth", policy_compliant=False),
        paid(amount="5000"),
    ):
        assert report(wrong, taken_back(wrong)).compliant
        partly = report(wrong, taken_back(wrong, "100"))
        (breach,) = partly.breaches
        assert breach.spent == wrong.amount - 100
    stranger = paid(member_id="stranger")
    assert report(stranger, taken_back(stranger), roster=[member()]).compliant


def test_several_reversals_of_one_payment_are_added_up() -> None:
    gift = paid(amount="2000")
    back = [taken_back(gift, "100", entry_id=f"r{number}") for number in (1, 2)]
    assert not report(gift, back[0]).compliant
    assert report(gift, *back).compliant


def test_reversals_that_exceed_their_payment_are_a_breach_and_give_no_room() -> None:
    gift = paid("e1", amount="300")
    back = [taken_back(gift, "200", entry_id=f"r{number}") for number in (1, 2)]
    answer = report(gift, paid("e2", amount="1800", on="2019-05-01"), *back)
    (breach,) = answer.breaches
    assert (breach.code, breach.entry_ids) == ("reversal-exceeds-entry", ("e1", "r1", "r2"))
    assert money_of(breach) == ("300.00", None, "100.00")
    (left,) = answer.remaining
    assert str(left.remaining) == "0.00"
    over = report(gift, paid("e2", amount="1800.01", on="2019-05-01"), *back)
    assert ("over-cap", "e2") in found(over.breaches)


@pytest.mark.parametrize(
    "facts",
    [
        {"reverses": "e2"},
        {"member_id": "m2"},
        {"purpose": "birthday"},
        {"union_id": "u2"},
        {"reverses": None},
    ],
)
def test_a_reversal_belongs_to_the_entry_of_its_union_member_and_purpose(
    facts: dict[str, str | None],
) -> None:
    gift = paid(amount="2000")
    answer = report(gift, taken_back(gift, "200", **facts))
    assert found(answer.breaches) == [("over-cap", "e1"), ("reversal-without-entry", "r-e1")]
    assert answer.rows_rejected == 0


def test_a_reversal_cannot_be_taken_back_by_another() -> None:
    gift = paid()
    back = taken_back(gift)
    again = taken_back(gift, entry_id="r2", reverses=back.entry_id)
    assert found(report(gift, back, again).breaches) == [("reversal-without-entry", "r2")]


def test_a_reversal_in_the_next_year_belongs_to_the_year_of_its_payment() -> None:
    gift = paid("e1", amount="2000", on="2019-12-20")
    next_year = paid("e2", amount="1800", on="2020-02-01")
    answer = report(gift, next_year, taken_back(gift, "200", "2020-01-10"))
    assert answer.compliant
    assert [(left.year, str(left.remaining)) for left in answer.remaining] == [
        (2019, "0.00"),
        (2020, "0.00"),
    ]


def test_a_reversal_of_a_payment_before_the_rule_is_set_aside_with_it() -> None:
    early = paid("e1", on="2018-08-20")
    answer = report(early, taken_back(early, on="2018-09-05"))
    assert answer.compliant
    rejected = [(row.row, row.column, row.code) for row in answer.rejects]
    assert rejected == [(1, "paid_on", "not-in-force"), (2, "reverses", "not-in-force")]
    assert answer.totals == {}


def test_a_reversal_is_dated_by_its_payment_even_where_it_is_booked_too_early() -> None:
    gift = paid("e1", amount="2000", on="2018-09-03")
    answer = report(gift, taken_back(gift, "200", "2018-08-31"))
    assert answer.compliant
    assert answer.rows_rejected == 0


@pytest.mark.parametrize("amount", ["0", "0.00", "-0", "-0.00"])
def test_a_payment_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(InputError):
        paid(amount=amount)


def test_a_payment_that_names_an_entry_it_takes_back_must_be_negative() -> None:
    with pytest.raises(InputError) as refused:
        paid("e2", reverses="e1")
    assert (refused.value.code, refused.value.path) == ("reversal-not-negative", "amount")


# ---- Entry ids used twice ----


def test_the_second_row_of_an_entry_id_is_rejected_and_reported() -> None:
    answer = report(paid(amount="1800"), paid(amount="1800"))
    assert found(answer.breaches) == [("duplicate-entry", "e1")]
    (reject,) = answer.rejects
    assert (reject.row, reject.column, reject.code) == (2, "entry_id", "duplicate-entry")
    assert (answer.rows_in, answer.rows_accepted, answer.rows_rejected) == (2, 1, 1)
    assert str(answer.totals["festival"]) == "1800.00"


def test_which_of_two_different_rows_is_kept_does_not_depend_on_their_order() -> None:
    one, other = paid(amount="100"), paid("e1", "birthday", "700", "2019-05-01")
    forth, back = report(one, other), report(other, one)
    assert forth.totals == back.totals
    assert forth.breaches == back.breaches
    assert [row.row for row in forth.rejects] != [row.row for row in back.rejects]


def test_three_rows_of_one_entry_id_are_two_duplicates() -> None:
    rows = [paid(amount=amount) for amount in ("300", "100", "200")]
    answer = report(*rows)
    assert found(answer.breaches) == [("duplicate-entry", "e1")] * 2
    assert answer.rows_accepted == 1
    assert answer.breaches == report(*reversed(rows)).breaches


def test_duplicates_that_differ_in_the_member_alone_are_listed_in_one_order() -> None:
    rows = [paid(member_id=person) for person in ("m3", "m1", "m2")]
    answer = report(*rows)
    assert [breach.member_id for breach in answer.breaches] == ["m2", "m3"]
    assert answer.breaches == report(*reversed(rows)).breaches


def test_an_entry_id_may_occur_again_in_another_union() -> None:
    answer = report(paid(), paid(union_id="u2"))
    assert answer.compliant
    assert answer.rows_rejected == 0


def test_a_reversal_listed_twice_takes_back_once() -> None:
    gift = paid(amount="2000")
    back = taken_back(gift, "100")
    answer = report(gift, back, back)
    assert found(answer.breaches) == [("duplicate-entry", "r-e1"), ("over-cap", "e1")]
    assert str(answer.totals["festival"]) == "1900.00"


# ---- Membership ----


@pytest.mark.parametrize(
    ("on", "is_member"),
    [
        ("2019-03-14", False),
        ("2019-03-15", True),  # the day of joining
        ("2020-06-30", True),  # the last day
        ("2020-07-01", False),
        ("2020-09-30", False),
        ("2020-10-01", True),  # joined again
        ("2024-01-01", True),
    ],
)
def test_two_memberships_hold_from_their_first_day_through_their_last(
    on: str, is_member: bool
) -> None:
    roster = [member(since="2020-10-01"), member(since="2019-03-15", through="2020-06-30")]
    answer = report(paid(purpose="birthday", on=on), roster=roster)
    assert answer.compliant is is_member
    if not is_member:
        (breach,) = answer.breaches
        assert (breach.code, breach.reading) == ("not-a-member", "welfare.membership_day=event_day")


def test_membership_of_another_union_does_not_count() -> None:
    answer = report(paid(), roster=[member(union_id="u2")])
    assert found(answer.breaches) == [("not-a-member", "e1")]


def test_a_members_own_death_is_never_not_a_member() -> None:
    roster = [member(through="2019-01-31")]
    money = paid(purpose="bereavement", deceased="member", event_on="2019-02-01")
    assert report(money, roster=roster).compliant
    assert report(money, roster=roster, membership_day="payment_day").compliant
    for other in ("spouse", None):
        answer = report(paid(purpose="bereavement", deceased=other), roster=roster)
        assert found(answer.breaches) == [("not-a-member", "e1")]


def test_without_a_roster_membership_is_not_checked_and_this_is_said() -> None:
    assert report(paid()).notices == ("no-roster",)
    assert report(paid(), roster=[member()]).notices == ()
    nobody = report(paid(), roster=[])
    assert found(nobody.breaches) == [("not-a-member", "e1")]
    assert nobody.notices == ()


@pytest.mark.parametrize(("through", "asked"), [("2019-03-02", True), ("2019-03-03", False)])
def test_a_payment_within_thirty_days_of_leaving_is_asked_about(through: str, asked: bool) -> None:
    answer = report(paid(on="2019-02-01"), roster=[member(through=through)])
    assert found(answer.queries) == [("paid-before-leaving", "e1")] * asked
    for purpose in ("retirement", "bereavement"):
        farewell = paid(purpose=purpose, on="2019-02-01")
        assert report(farewell, roster=[member(through=through)]).queries == ()


# ---- Festivals, member by member ----


def test_who_was_a_member_when_a_festival_was_paid_and_got_nothing_is_named() -> None:
    roster = [
        member("m1"),
        member("m2"),
        member("joined-later", since="2019-02-02"),
        member("left-before", through="2019-01-31"),
        member("elsewhere", "u2"),
    ]
    answer = report(paid(festival="春节", on="2019-02-01"), roster=roster)
    (query,) = answer.queries
    assert (query.code, query.member_id, query.union_id) == ("festival-left-out", "m2", "u1")
    assert (query.year, query.entry_ids) == (2019, ())


def test_equal_sums_in_different_parts_are_equal_gifts() -> None:
    rows = [
        paid("e1", amount="300", festival="春节"),
        paid("e2", amount="200", festival="春节", on="2019-02-02"),
        paid("e3", amount="500", festival="春节", member_id="m2"),
    ]
    assert report(*rows).queries == ()
    unequal = report(*rows, taken_back(rows[2], "100"))
    assert found(unequal.queries) == [("festival-unequal", "e1 e2 e3")]


def test_a_festival_gift_taken_back_in_full_is_a_gift_left_out() -> None:
    rows = [paid("e1", festival="春节"), paid("e2", festival="春节", member_id="m2")]
    roster = [member("m1"), member("m2")]
    answer = report(*rows, taken_back(rows[1]), roster=roster)
    assert [(query.code, query.member_id) for query in answer.queries] == [
        ("festival-left-out", "m2")
    ]


# ---- Own caps, joint unions, two unions ----


@pytest.mark.parametrize(
    ("purpose", "own", "amount", "cap", "source"),
    [
        ("festival", "1000", "1000.01", "1000.00", "union_own_rule"),
        ("marriage", "300", "300.01", "300.00", "union_own_rule"),
        ("birthday", "200", "200.01", "200.00", "union_own_rule"),
        ("bereavement", "500", "500.01", "500.00", "union_own_rule"),
        ("retirement", "500", "500.01", "500.00", "union_own_rule"),
        ("festival", "0", "0.01", "0.00", "union_own_rule"),
        ("festival", "1800", "1800.01", "1800.00", "welfare_plan_2018"),
        ("festival", "5000", "1800.01", "1800.00", "welfare_plan_2018"),
    ],
)
def test_a_unions_own_cap_holds_where_it_is_the_lower(
    purpose: str, own: str, amount: str, cap: str, source: str
) -> None:
    unions = [union(**{purpose: own})]
    (breach,) = report(paid(purpose=purpose, amount=amount), unions=unions).breaches
    assert (breach.code, *money_of(breach)) == ("over-cap", amount, cap, "0.01")
    assert breach.source == source
    if cap != "0.00":
        assert report(paid(purpose=purpose, amount=cap), unions=unions).compliant


def test_own_caps_are_each_unions_own() -> None:
    rows = paid("e1", amount="1000"), paid("e2", amount="1000", union_id="u2")
    (breach,) = report(*rows, unions=[union("u2", festival="900")]).breaches
    assert (breach.union_id, breach.entry_ids) == ("u2", ("e2",))


def test_own_caps_are_held_per_birthday_year_per_death_and_once_for_retirement() -> None:
    unions = [union(birthday="200", bereavement="200", retirement="200")]
    rows = [
        paid("e1", "birthday", "150", "2019-02-01"),
        paid("e2", "birthday", "150", "2020-02-01"),
        paid("e3", "bereavement", "150", "2019-02-01", event_id="d1"),
        paid("e4", "bereavement", "150", "2019-03-01", event_id="d2"),
        paid("e5", "bereavement", "150", "2019-04-01"),
    ]
    assert report(*rows, unions=unions).compliant
    more = [
        paid("e6", "birthday", "150", "2019-12-01"),
        paid("e7", "bereavement", "150", "2019-12-01", event_id="d1"),
        paid("e8", "retirement", "150", "2019-12-01"),
        paid("e9", "retirement", "150", "2022-12-01"),
    ]
    assert found(report(*rows, *more, unions=unions).breaches) == [
        ("over-cap", "e1 e6"),
        ("over-cap", "e3 e7"),
        ("over-cap", "e8 e9"),
    ]


def test_a_joint_union_is_one_union_whoever_employs_its_members() -> None:
    roster = [member("factory/m1", "joint"), member("shop/m1", "joint")]
    rows = [
        paid("e1", amount="1800", union_id="joint", member_id="factory/m1", festival="春节"),
        paid("e2", amount="1700", union_id="joint", member_id="shop/m1", festival="春节"),
    ]
    answer = report(*rows, roster=roster, unions=[union("joint", "joint")])
    assert answer.compliant
    assert found(answer.queries) == [("festival-unequal", "e1 e2")]
    (average,) = answer.averages
    assert (average.members, str(average.festival_average)) == (2, "1750.00")
    assert [left.member_id for left in answer.remaining if left.spent] == ["factory/m1", "shop/m1"]


def test_who_changes_union_in_the_year_has_a_cap_in_each_unless_reckoned_per_person() -> None:
    roster = [
        member(union_id="u1", through="2019-05-31"),
        member(union_id="u2", since="2019-06-01"),
    ]
    rows = (
        paid("e1", amount="1000", on="2019-02-01"),
        paid("e2", amount="1000", on="2019-09-01", union_id="u2"),
    )
    assert report(*rows, roster=roster).compliant
    answer = report(*rows, roster=roster, two_unions="per_person", on=date(2019, 12, 31))
    (breach,) = answer.breaches
    assert (breach.union_id, breach.member_id) == (None, "m1")
    assert money_of(breach) == ("2000.00", "1800.00", "200.00")
    (left,) = answer.remaining
    assert (left.union_id, str(left.over)) == (None, "200.00")


# ---- What remains, averages, totals ----


def test_a_member_not_yet_paid_has_the_whole_cap_left() -> None:
    roster = [member("m1"), member("m2", since="2019-06-01"), member("gone", through="2018-12-31")]
    answer = report(paid(amount="800"), roster=roster, on=date(2019, 12, 31))
    left = [(row.member_id, row.year, str(row.remaining)) for row in answer.remaining]
    assert left == [("m1", 2019, "1000.00"), ("m2", 2019, "1800.00")]


def test_allowances_are_listed_for_the_years_in_which_the_own_union_paid() -> None:
    roster = [member("m1", "u1"), member("m2", "u2")]
    answer = report(paid(on="2019-02-01"), roster=roster, on=date(2020, 12, 31))
    assert [(row.member_id, row.year) for row in answer.remaining] == [
        ("m1", 2019),
        ("m1", 2020),
        ("m2", 2020),
    ]


def test_the_average_is_rounded_half_up_over_the_members_of_the_year() -> None:
    roster = [member(f"m{number}") for number in range(1, 4)]
    (average,) = report(paid(amount="0.01"), roster=roster).averages
    assert str(average.festival_average) == "0.00"
    (average,) = report(paid(amount="0.05"), roster=roster).averages
    assert (average.members, str(average.festival_average)) == (3, "0.02")


def test_without_a_roster_the_average_is_over_those_who_were_paid() -> None:
    gone = paid("e3", member_id="m3")
    rows = [
        paid("e1", amount="1000"),
        paid("e2", "birthday", "100", member_id="m2"),
        gone,
        taken_back(gone),
    ]
    (average,) = report(*rows).averages
    assert (average.members, str(average.festival_average)) == (2, "500.00")


def test_totals_are_net_and_reconcile_with_the_accepted_rows() -> None:
    gift = paid("e1", amount="300")
    rows = [
        gift,
        taken_back(gift, "100"),
        paid("e2", purpose="旅游", amount="50"),
        taken_back(paid("gone", "birthday", "20")),
        paid("e4", amount="7", on="2018-08-31"),
    ]
    answer = report(*rows)
    assert {purpose: str(total) for purpose, total in answer.totals.items()} == {
        "birthday": "-20.00",
        "festival": "200.00",
        "旅游": "50.00",
    }


def test_nothing_personal_stands_in_the_repr_of_a_claim_or_a_finding() -> None:
    secret = {"union_id": "SECRET-u", "member_id": "SECRET-m", "note": "SECRET"}
    rows = [
        paid("SECRET-1", amount="1900", **secret),
        paid("SECRET-2", "SECRET", **secret),
        paid("SECRET-3", form=None, **secret),
    ]
    roster = [member("SECRET-m", "SECRET-u")]
    answer = report(*rows, roster=roster, unions=[union("SECRET-u")])
    findings = answer.breaches, answer.undetermined, answer.averages, answer.remaining
    assert all(findings)
    shown = [repr(row) for row in (*rows, *roster, union("SECRET-u"), answer)]
    shown += [repr(row) for rows_of in findings for row in rows_of]
    assert not [text for text in shown if "SECRET" in text]
