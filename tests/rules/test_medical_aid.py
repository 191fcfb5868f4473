"""Medical aid: a ceiling of what is left of the year's bills, less what the family can bear."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from families import IN_2018, bill, dibao, head, household, reading, spouse
from hypothesis import assume, given
from hypothesis import strategies as st

from lnunion_rules import (
    Award,
    Household,
    InputError,
    NotInForce,
    Policy,
    PolicyError,
    load_policy,
    testing,
)
from lnunion_rules.findings import Category, Span
from lnunion_rules.rules import medical_aid
from lnunion_rules.units import fen, yuan

PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")
CATEGORY = st.sampled_from(("deep", "relative", "accident", "none"))


def ill(*bills: dict[str, Any], bearable: str | None = "5000", **facts: Any) -> Household:
    """A seriously ill worker and a healthy wife, with these bills."""
    people = (head(serious_illness=True), spouse())
    return household(*people, medical_bills=[*bills], annual_medical_bearable=bearable, **facts)


def ceiling(
    given_household: Household,
    category: Category | None = "relative",
    on: date = IN_2018,
    policy: Policy | None = None,
    **choices: str,
) -> Award:
    chosen = policy or reading(**choices)
    return medical_aid.assess(given_household, category, on=on, policy=chosen)


PAID = {"basic_insurance": "40000", "major_illness_insurance": "10000", "mutual_aid": "5000"}


def test_a_bill_of_80000_of_which_55000_is_paid_leaves_a_ceiling_of_20000() -> None:
    found = ceiling(ill(bill(**PAID)))
    assert (found.outcome, found.kind, found.amount) == (
        "entitled",
        "ceiling",
        Decimal("20000.00"),
    )
    assert found.reason == "granted"
    assert dict(found.worksheet) == {
        "billed": "80000.00",
        "basic_insurance": "40000.00",
        "major_illness_insurance": "10000.00",
        "supplementary_insurance": "0.00",
        "mutual_aid": "5000.00",
        "other_payers": "0.00",
        "filed": "true",
        "category": "relative",
        "seriously_ill": "true",
        "burden_per_year": "25000.00",
        "bearable_per_year": "5000.00",
        "beyond_per_year": "20000.00",
        "reason": "granted",
        "amount": "20000.00",
    }
    assert found.period == Span(since=date(2018, 1, 1), through=date(2018, 12, 31))


@pytest.mark.parametrize(
    ("bearable", "amount", "reason"),
    [
        ("0", "25000.00", "granted"),
        ("24999.99", "0.01", "granted"),
        ("25000.00", "0.00", "family-can-bear-it"),
        ("25000.01", "0.00", "family-can-bear-it"),
    ],
)
def test_the_ceiling_reaches_zero_where_the_family_can_bear_the_burden(
    bearable: str, amount: str, reason: str
) -> None:
    found = ceiling(ill(bill(**PAID), bearable=bearable))
    assert (found.amount, found.reason) == (Decimal(amount), reason)


@pytest.mark.parametrize(
    ("basic", "amount", "reason"),
    [
        ("79999.99", "0.01", "granted"),
        ("80000.00", "0.00", "no-burden"),
    ],
)
def test_a_bill_paid_in_full_leaves_no_burden(basic: str, amount: str, reason: str) -> None:
    found = ceiling(ill(bill(basic_insurance=basic), bearable="0"))
    assert (found.amount, found.reason) == (Decimal(amount), reason)


@pytest.mark.parametrize("payer", PAYERS)
def test_every_payer_of_the_source_is_taken_off(payer: str) -> None:
    found = ceiling(ill(bill(**{payer: "30000.01"}), bearable="0"))
    assert found.amount == Decimal("49999.99")
    assert found.worksheet[payer] == "30000.01"


@pytest.mark.parametrize(
    ("category", "outcome"),
    [
        ("deep", "entitled"),
        ("relative", "entitled"),
        ("accident", "entitled"),
        ("none", "not_entitled"),
    ],
)
def test_every_hardship_category_is_covered(category: Category, outcome: str) -> None:
    found = ceiling(ill(bill()), category)
    assert found.outcome == outcome
    assert found.reason == ("granted" if outcome == "entitled" else "category-not-covered")


def test_a_household_not_on_file_is_told_so_first() -> None:
    found = ceiling(ill(bill(), filed=False), "none")
    assert (found.outcome, found.reason, found.amount) == (
        "not_entitled",
        "not-filed",
        Decimal("0.00"),
    )


def test_bills_of_a_member_who_is_not_seriously_ill_do_not_count() -> None:
    found = ceiling(ill(bill(member_id="m2")))
    assert (found.amount, found.reason) == (Decimal("0.00"), "no-burden")
    nobody = household(head(ill=True), medical_bills=[bill()])
    assert ceiling(nobody).reason == "no-serious-illness"


def test_no_bills_mean_no_burden() -> None:
    found = ceiling(ill())
    assert (found.outcome, found.reason) == ("not_entitled", "no-burden")


def test_bills_of_the_year_are_summed_and_what_can_be_borne_is_taken_off_once() -> None:
    found = ceiling(
        ill(
            bill(bill_id="b1", total="3000"),
            bill(bill_id="b2", total="9000", basic_insurance="2000"),
            bill(bill_id="b3", total="4000"),
        )
    )
    assert found.worksheet["billed"] == "16000.00"
    assert found.worksheet["burden_per_year"] == "14000.00"
    assert found.amount == Decimal("9000.00")


def test_reading_window_bill_takes_what_can_be_borne_off_every_bill() -> None:
    # 3,000 and 4,000 can be borne; of 7,000 a part of 2,000 is left.
    family = ill(
        bill(bill_id="b1", total="3000"),
        bill(bill_id="b2", total="9000", basic_insurance="2000"),
        bill(bill_id="b3", total="4000"),
    )
    found = ceiling(family, medical__window="bill")
    assert found.amount == Decimal("2000.00")
    assert found.worksheet["bearable_per_year"] == "12000.00"
    assert found.worksheet["burden_per_year"] == "14000.00"


def test_reading_window_bill_is_the_year_where_there_is_one_bill() -> None:
    for choice in ("year", "bill"):
        assert ceiling(ill(bill()), medical__window=choice).amount == Decimal("75000.00")


@pytest.mark.parametrize(
    ("billed_on", "amount", "notices"),
    [
        ("2017-12-31", "0.00", ("bill-of-other-year",)),
        ("2018-01-01", "75000.00", ()),
        ("2018-12-31", "75000.00", ()),
        ("2019-01-01", "0.00", ("bill-of-other-year",)),
    ],
)
def test_only_bills_of_the_calendar_year_count_and_others_are_said(
    billed_on: str, amount: str, notices: tuple[str, ...]
) -> None:
    found = ceiling(ill(bill(billed_on=billed_on)))
    assert (found.amount, found.notices) == (Decimal(amount), notices)


def test_a_bill_of_29_february_counts_in_its_year() -> None:
    family = ill(bill(billed_on="2020-02-29"))
    assert ceiling(family, on=date(2020, 12, 31)).amount == Decimal("75000.00")


def test_reading_bearable_none_takes_nothing_off_and_asks_nothing() -> None:
    family = ill(bill(**PAID), bearable=None)
    found = ceiling(family, medical__bearable="none")
    assert (found.amount, found.missing) == (Decimal("25000.00"), ())


def test_what_can_be_borne_left_unstated_is_undetermined_from_zero_to_the_burden() -> None:
    found = ceiling(ill(bill(**PAID), bearable=None))
    assert (found.outcome, found.amount) == ("undetermined", None)
    assert found.range == (Decimal("0.00"), Decimal("25000.00"))
    assert found.missing == ("annual_medical_bearable",)


def test_reading_bearable_share_of_income_asks_the_policy_for_the_share() -> None:
    with pytest.raises(PolicyError) as refused:
        ceiling(ill(bill()), medical__bearable="share_of_income")
    assert (refused.value.code, refused.value.path) == (
        "parameter-not-stated",
        "medical_aid.bearable_share",
    )


@pytest.mark.parametrize(
    ("share", "amount"),
    [("0.00", "25000.00"), ("0.10", "22660.00"), ("1.00", "1600.00"), ("0.3333", "17200.78")],
)
def test_reading_bearable_share_of_income_takes_that_share_off(share: str, amount: str) -> None:
    # Income 23,400: a third of it as 0.3333 is 7,799.22.
    policy = reading(medical__bearable="share_of_income").revised(
        {"medical_aid.bearable_share": share}
    )
    assert ceiling(ill(bill(**PAID)), policy=policy).amount == Decimal(amount)


def test_a_share_of_an_unknown_income_is_bounded_by_the_share() -> None:
    policy = reading(medical__bearable="share_of_income")
    none = policy.revised({"medical_aid.bearable_share": "0"})
    family = ill(bill(**PAID), annual_disposable_income=None)
    found = ceiling(family, policy=none)
    assert (found.amount, found.missing) == (Decimal("25000.00"), ())
    tenth = policy.revised({"medical_aid.bearable_share": "0.10"})
    found = ceiling(family, policy=tenth)
    assert found.range == (Decimal("0.00"), Decimal("25000.00"))
    assert found.missing == ("annual_disposable_income",)


def test_payers_above_the_bill_are_refused_naming_the_bill_by_its_place() -> None:
    family = ill(bill(bill_id="b1"), bill(bill_id="b2", total="100", mutual_aid="100.01"))
    with pytest.raises(InputError) as refused:
        ceiling(family)
    assert (refused.value.code, refused.value.path) == ("payers-exceed-bill", "medical_bills[1]")


@pytest.mark.parametrize(("paid", "amount"), [("99.99", "0.01"), ("100", "0.00")])
def test_payers_up_to_the_bill_are_accepted(paid: str, amount: str) -> None:
    family = ill(bill(total="100", mutual_aid=paid), bearable="0")
    assert ceiling(family).amount == Decimal(amount)


def test_other_payers_count_towards_the_refusal_and_payers_of_a_healthy_member_too() -> None:
    with pytest.raises(InputError):
        ceiling(ill(bill(total="100", mutual_aid="60", other_payers="40.01")))
    with pytest.raises(InputError):
        ceiling(ill(bill(member_id="m2", total="100", mutual_aid="100.01")))


def test_reading_payers_exceed_clip_leaves_no_burden() -> None:
    family = ill(
        bill(bill_id="b1", total="100", mutual_aid="100.01"),
        bill(bill_id="b2", total="7000"),
    )
    # The first bill leaves nothing, and nothing of the second is lost to it.
    found = ceiling(family, medical__payers_exceed="clip")
    assert found.amount == Decimal("2000.00")
    assert found.worksheet["burden_per_year"] == "7000.00"


def test_other_payers_are_deducted_unless_read_as_ignored() -> None:
    family = ill(bill(**PAID, other_payers="15000"))
    assert ceiling(family).amount == Decimal("5000.00")
    found = ceiling(family, medical__other_payers="ignored")
    assert found.amount == Decimal("20000.00")
    assert found.worksheet["other_payers"] == "0.00"


def test_reading_out_of_catalogue_not_counted_takes_that_part_off_the_bill() -> None:
    family = ill(bill(**PAID, out_of_catalogue="12000"))
    assert ceiling(family).amount == Decimal("20000.00")
    found = ceiling(family, medical__out_of_catalogue="not_counted")
    assert found.amount == Decimal("8000.00")
    assert found.worksheet["billed"] == "68000.00"


def test_reading_out_of_catalogue_not_counted_asks_for_that_part_and_only_then() -> None:
    family = ill(bill(**PAID, out_of_catalogue=None))
    assert ceiling(family).missing == ()
    found = ceiling(family, medical__out_of_catalogue="not_counted")
    assert found.missing == ("medical_bills[0].out_of_catalogue",)
    assert found.range == (Decimal("0.00"), Decimal("20000.00"))


@pytest.mark.parametrize(
    ("start", "first"),
    [("opinion", date(2018, 9, 26)), ("launch", date(2018, 8, 1))],
)
def test_the_aid_begins_on_the_day_of_the_reading(start: str, first: date) -> None:
    assert ceiling(ill(bill()), on=first, aid__start=start).outcome == "entitled"
    with pytest.raises(NotInForce):
        ceiling(ill(bill()), on=date.fromordinal(first.toordinal() - 1), aid__start=start)


def test_after_the_plan_the_rule_goes_on_with_a_notice_or_is_refused() -> None:
    family = ill(bill(billed_on="2021-01-01"))
    found = ceiling(family, on=date(2021, 1, 1))
    assert (found.amount, found.notices) == (Decimal("75000.00"), ("plan-period-over",))
    with pytest.raises(NotInForce):
        ceiling(family, on=date(2021, 1, 1), aid__after_plan="refuse")


def test_an_unknown_payer_leaves_the_ceiling_between_zero_and_without_it() -> None:
    found = ceiling(ill(bill(**{**PAID, "mutual_aid": None})))
    assert found.missing == ("medical_bills[0].mutual_aid",)
    assert found.range == (Decimal("0.00"), Decimal("25000.00"))
    assert found.worksheet["billed"] is None


def test_a_payer_is_not_asked_for_where_nothing_is_left_to_pay() -> None:
    found = ceiling(ill(bill(basic_insurance="80000", mutual_aid=None)))
    assert (found.outcome, found.missing, found.reason) == ("not_entitled", (), "no-burden")


def test_an_unknown_total_has_no_upper_bound() -> None:
    found = ceiling(ill(bill(total=None, **PAID)))
    assert (found.outcome, found.range) == ("undetermined", None)
    assert found.missing == ("medical_bills[0].total",)


def test_bills_left_out_are_unknown_and_an_empty_list_is_none() -> None:
    family = household(head(serious_illness=True), medical_bills=None)
    found = ceiling(family)
    assert (found.outcome, found.missing, found.range) == ("undetermined", ("medical_bills",), None)
    assert ceiling(household(head(serious_illness=True), medical_bills=[])).missing == ()


def test_bills_left_out_are_not_asked_for_where_nobody_is_seriously_ill() -> None:
    found = ceiling(household(head(), medical_bills=None))
    assert (found.outcome, found.reason, found.missing) == (
        "not_entitled",
        "no-serious-illness",
        (),
    )


def test_with_bills_unknown_it_is_asked_who_is_seriously_ill_too() -> None:
    # The bills that come may be those of the wife.
    family = household(head(serious_illness=True), spouse(serious_illness=None), medical_bills=None)
    found = ceiling(family)
    assert found.missing == ("medical_bills", "members[m2].serious_illness")


def test_an_illness_that_is_not_known_is_not_printed_as_none() -> None:
    found = ceiling(household(head(serious_illness=None), medical_bills=[]))
    assert (found.outcome, found.reason, found.missing) == ("not_entitled", "no-burden", ())
    assert found.worksheet["seriously_ill"] is None


def test_an_unknown_day_of_a_bill_is_asked_for() -> None:
    found = ceiling(ill(bill(billed_on=None)))
    assert found.missing == ("medical_bills[0].billed_on",)
    assert found.range == (Decimal("0.00"), Decimal("75000.00"))


def test_whether_the_patient_is_seriously_ill_is_asked_for() -> None:
    family = household(
        head(serious_illness=None),
        spouse(serious_illness=None),
        medical_bills=[bill()],
        annual_medical_bearable="5000",
    )
    found = ceiling(family)
    assert found.missing == ("members[m1].serious_illness",)
    assert found.range == (Decimal("0.00"), Decimal("75000.00"))


def test_the_illness_of_a_patient_whose_bill_is_paid_is_not_asked_for() -> None:
    family = household(
        head(serious_illness=None),
        spouse(serious_illness=None),
        medical_bills=[
            bill(bill_id="b1", basic_insurance="80000"),
            bill(bill_id="b2", member_id="m2", total="0.01"),
        ],
    )
    found = ceiling(family)
    assert found.missing == ("members[m2].serious_illness",)
    assert found.range == (Decimal("0.00"), Decimal("0.01"))


def test_a_bill_that_can_be_borne_settles_an_unknown_payer() -> None:
    found = ceiling(ill(bill(total="5000", mutual_aid=None), bearable="5000"))
    assert (found.outcome, found.missing, found.reason) == (
        "not_entitled",
        (),
        "family-can-bear-it",
    )


def test_bill_by_bill_a_bill_that_can_be_borne_is_not_asked_about() -> None:
    family = ill(
        bill(bill_id="b1", total="5000", mutual_aid=None),
        bill(bill_id="b2", total="9000", mutual_aid=None),
        bearable="5000",
    )
    found = ceiling(family, medical__window="bill")
    assert found.missing == ("medical_bills[1].mutual_aid",)
    assert found.range == (Decimal("0.00"), Decimal("4000.00"))


def test_bill_by_bill_with_nothing_beyond_the_family_says_that_it_can_bear_it() -> None:
    family = ill(
        bill(bill_id="b1", total="5000", mutual_aid=None),
        bill(bill_id="b2", total="4000", mutual_aid=None),
        bearable="5000",
    )
    found = ceiling(family, medical__window="bill")
    assert (found.outcome, found.missing) == ("not_entitled", ())
    assert found.reason == "family-can-bear-it"
    assert found.worksheet["burden_per_year"] is None
    assert found.worksheet["beyond_per_year"] == "0.00"


def test_bill_by_bill_an_unknown_bearable_part_ranges_to_the_whole_burden() -> None:
    family = ill(bill(bill_id="b1"), bill(bill_id="b2", total="9000"), bearable=None)
    found = ceiling(family, medical__window="bill")
    assert found.range == (Decimal("0.00"), Decimal("89000.00"))
    assert found.missing == ("annual_medical_bearable",)


def test_the_finding_names_readings_and_sources_and_no_figure_without_a_value() -> None:
    found = ceiling(ill(bill()))
    assert found.parameters == ()
    assert "medical.bearable=stated" in found.readings
    assert "opinion_2018" in found.sources
    policy = load_policy().revised({"medical_aid.bearable_share": "0.10"})
    assert ceiling(ill(bill()), policy=policy).parameters == ()
    policy = policy.with_readings({"medical.bearable": "share_of_income"})
    (figure,) = ceiling(ill(bill()), policy=policy).parameters
    assert (figure.name, figure.value) == ("medical_aid.bearable_share", "0.10")


def _burden(found: Award) -> int:
    return fen(found.worksheet["burden_per_year"] or "")


@given(testing.cases(), CATEGORY, st.sampled_from(["year", "bill"]))
def test_the_ceiling_lies_between_zero_and_the_burden(
    case: testing.Case, category: Category, window: str
) -> None:
    found = ceiling(case.household, category, case.on, medical__window=window)
    assert found.amount is not None
    assert 0 <= fen(found.amount) <= _burden(found)


@given(
    testing.cases(),
    st.sampled_from(PAYERS),
    st.integers(0, 10**7),
    st.integers(0, 2),
)
def test_the_ceiling_falls_by_exactly_what_a_payer_adds_until_zero(
    case: testing.Case, payer: str, added: int, which: int
) -> None:
    bills = case.household.medical_bills or ()
    ill_ids = {m.member_id for m in case.household.members if m.serious_illness}
    counted = [
        index
        for index, one in enumerate(bills)
        if one.member_id in ill_ids and one.billed_on and one.billed_on.year == case.on.year
    ]
    assume(counted)
    index = counted[which % len(counted)]
    paid = sum(fen(getattr(bills[index], name) or Decimal(0)) for name in (*PAYERS, "other_payers"))
    added = min(added, fen(bills[index].total or Decimal(0)) - paid)
    more = bills[index].model_copy(update={payer: yuan(fen(getattr(bills[index], payer)) + added)})
    changed = case.household.model_copy(
        update={"medical_bills": (*bills[:index], more, *bills[index + 1 :])}
    )
    before, after = (
        fen(ceiling(h, "deep", case.on).amount or Decimal(0)) for h in (case.household, changed)
    )
    assert after == max(before - added, 0)


@given(testing.cases(), st.randoms(use_true_random=False))
def test_the_order_of_bills_and_members_changes_nothing(case: testing.Case, chance: Random) -> None:
    people, bills = list(case.household.members), list(case.household.medical_bills or ())
    chance.shuffle(people)
    chance.shuffle(bills)
    shuffled = case.household.model_copy(
        update={"members": tuple(people), "medical_bills": tuple(bills)}
    )
    one, other = (ceiling(h, "deep", case.on) for h in (case.household, shuffled))
    assert one == other


@given(testing.cases(), CATEGORY, testing.money("1", "3000"))
def test_dibao_does_not_touch_the_ceiling_of_a_given_category(
    case: testing.Case, category: Category, monthly: Decimal
) -> None:
    one = ceiling(case.household, category, case.on)
    other = ceiling(case.household, category, case.on, dibao(str(monthly)))
    assert one == other


@given(testing.cases(), st.booleans())
def test_the_lines_of_the_bills_add_up_to_the_burden(case: testing.Case, ignored: bool) -> None:
    choice = "ignored" if ignored else "deducted"
    found = ceiling(case.household, "deep", case.on, medical__other_payers=choice)
    sheet = found.worksheet
    if "billed" not in sheet:
        assert _burden(found) == 0
        return
    paid = sum(_summed(sheet[name]) for name in (*PAYERS, "other_payers"))
    assert _summed(sheet["billed"]) - paid == _burden(found)


def _summed(line: str | None) -> int:
    """A printed sum in fen; many bills may come to more than a single fact may state."""
    assert line is not None
    return int(line.replace(".", ""))
