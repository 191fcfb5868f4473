"""Aid paid held against aid due."""

from datetime import date
from typing import Any

import pytest
from families import IN_2018, alone, child, head, household, member, of_three
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, testing
from lnunion_rules.casework import hold_to_due
from lnunion_rules.hardship_files import AidPayment

# The article's kind of family: education aid of 6,350 for m3, nothing else due.
FAMILY = of_three(filed_on="2018-06-01")


def paid(amount: str, on: str = "2018-10-01", number: str = "p1", **facts: Any) -> AidPayment:
    stated = {"household_id": "LN-0001", "rule": "education_aid", "member_id": "m3", **facts}
    return AidPayment(payment_id=number, paid_on=on, amount=amount, **stated)


def held(
    *payments: AidPayment, files: Any = (FAMILY,), on: date = IN_2018
) -> list[tuple[Any, ...]]:
    found = hold_to_due(payments, files, on=on)
    assert found.payments == len(payments)
    return [
        (row.code, row.payment_ids, *(None if at is None else str(at) for at in _amounts(row)))
        for row in found.findings
    ]


def _amounts(row: Any) -> tuple[Any, ...]:
    return row.due, row.over, row.short


def test_what_is_due_and_paid_leaves_nothing_to_say() -> None:
    assert held(paid("6350")) == []
    assert held(paid("6000"), paid("350", number="p2")) == []


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("6349.99", [("not-yet-paid", ("p1",), "6350.00", None, "0.01")]),
        ("6350.00", []),
        ("6350.01", [("paid-too-much", ("p1",), "6350.00", "0.01", None)]),
    ],
)
def test_one_fen_below_at_and_above_what_is_due(amount: str, expected: list[Any]) -> None:
    assert held(paid(amount)) == expected


def test_what_is_not_yet_paid_is_listed_without_any_payment() -> None:
    assert held() == [("not-yet-paid", (), "6350.00", None, "6350.00")]


def test_the_same_amount_twice_beyond_what_is_due_is_paid_twice() -> None:
    twice = paid("6350"), paid("6350", "2018-11-01", "p2")
    assert held(*twice) == [("paid-twice", ("p1", "p2"), "6350.00", "6350.00", None)]
    parts = paid("3175"), paid("3175", "2018-11-01", "p2")
    assert held(*parts) == []


def test_another_year_is_held_to_its_own_package() -> None:
    # 670 a month in Anshan from July 2019: 6,700 in that year.
    rows = paid("6350", "2018-10-01"), paid("6350", "2019-10-01", "p2")
    on, files = date(2019, 12, 31), [of_three("24500", filed_on="2018-06-01")]
    assert held(*rows, files=files, on=on) == [("not-yet-paid", ("p2",), "6700.00", None, "350.00")]
    rows = paid("7000", "2018-10-01"), paid("6700", "2019-10-01", "p2")
    assert held(*rows, files=files, on=on) == [
        ("paid-too-much", ("p1",), "6350.00", "650.00", None)
    ]


def test_a_payment_before_filing_is_found_even_where_the_amount_is_right() -> None:
    assert held(paid("6350", "2018-05-31")) == [("before-filing-paid", ("p1",), None, None, None)]
    assert held(paid("6350", "2018-06-01")) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"household_id": "LN-0009"},
        {"member_id": "m9"},
        {"member_id": "x3"},
        {"rule": "living_relief", "member_id": "x1"},
        {"member_id": "m1"},
    ],
)
def test_a_payment_to_another_household_or_person_is_found(facts: dict[str, Any]) -> None:
    people = member("x1", "head"), child("x3")
    other = household(*people, household_id="LN-0002")
    found = held(paid("6350"), paid("100", number="p2", **facts), files=(FAMILY, other))
    assert found == [("other-household", ("p2",), None, None, None)]


def test_a_household_with_one_child_needs_no_member_named() -> None:
    assert held(paid("6350", member_id=None)) == []
    two = of_three(members=[*_people(), child("m4")])
    (first, *_) = held(paid("6350", member_id=None), files=(two,))
    assert first[0] == "other-household"


def _people() -> list[Any]:
    return [head(), child(schooling="higher")]


def test_aid_that_is_not_due_is_found_whole() -> None:
    row = paid("500", rule="living_relief", member_id=None)
    assert ("paid-not-due", ("p1",), "0.00", "500.00", None) in held(row)


def test_a_ceiling_may_be_left_unused_but_not_passed() -> None:
    ill = head(serious_illness=True)
    bill = {"bill_id": "b", "member_id": "m1", "billed_on": "2018-05-01", "total": "1000"}
    payers = dict.fromkeys(
        ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid"), "0"
    )
    bills = [{**bill, **payers, "out_of_catalogue": "0"}]
    one = household(ill, medical_bills=bills, annual_disposable_income="9000")
    medical = {"rule": "medical_aid", "member_id": None}
    codes = [code for code, *_ in held(paid("1000", **medical), files=(one,))]
    assert "paid-too-much" not in codes
    assert ("paid-too-much", ("p1",), "1000.00", "0.01", None) in held(
        paid("1000.01", **medical), files=(one,)
    )


def test_paying_while_it_is_open_what_is_due_is_said() -> None:
    living = {"rule": "living_relief", "member_id": None}
    open_file = alone(None, filed_on="2018-06-01")  # type: ignore[arg-type]
    found = held(paid("100", **living), files=(open_file,))
    assert found == [("due-open", ("p1",), None, None, None)]
    # Living relief cannot be more than twelve months of 635.
    found = held(paid("7620.01", **living), files=(open_file,))
    assert found == [("paid-too-much", ("p1",), None, "0.01", None)]


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        ([paid("1"), paid("2")], "payment-twice", "payments[1].payment_id"),
        ([paid("1", "2019-01-01")], "payment-after-the-day", "payments[0].paid_on"),
    ],
)
def test_a_ledger_that_cannot_be_is_refused_by_its_row(rows: Any, code: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        hold_to_due(rows, [FAMILY], on=IN_2018)
    assert (refused.value.code, refused.value.path) == (code, path)


@given(testing.households(), st.lists(st.integers(1, 900_000), max_size=4))
def test_over_and_short_are_what_separates_paid_from_due(files: Any, amounts: list[int]) -> None:
    rows = [
        AidPayment(
            payment_id=f"p{at}",
            household_id=files.household_id,
            rule="living_relief",
            paid_on=IN_2018,
            amount=f"{amount // 100}.{amount % 100:02d}",
        )
        for at, amount in enumerate(amounts)
    ]
    found = hold_to_due(rows, [files], on=IN_2018)
    assert found == hold_to_due(rows[::-1], [files], on=IN_2018)
    for row in found.findings:
        if row.over is not None and row.due is not None:
            assert row.paid == row.due + row.over
        if row.short is not None:
            assert row.due == row.paid + row.short
