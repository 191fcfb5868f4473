"""The training funds: what they pay, and what a pot has left to the fen."""

from datetime import date
from typing import Any

import pytest
from families import reading
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, NotInForce, Policy
from lnunion_rules.fund_entries import FundEntry
from lnunion_rules.fund_findings import FundVerdict
from lnunion_rules.rules import training_fund
from lnunion_rules.rules.training_fund import work_out
from lnunion_rules.units import MOST_SUM

ON = date(2019, 12, 31)
POT = 2_000_000_000
PURPOSES = {"employment": "training_subsidy", "skills": "competition"}


def entry(entry_id: str = "e1", **facts: Any) -> FundEntry:
    """A payment of 1,000 yuan in March 2019 for what the fund is for."""
    fund = facts.get("fund", "employment")
    plain = {
        "entry_id": entry_id,
        "fund": fund,
        "kind": "payment",
        "booked_on": "2019-03-01",
        "purpose": PURPOSES[fund],
        "amount": "1000",
    }
    return FundEntry.model_validate({**plain, **facts})


def asked(*entries: FundEntry, on: date = ON, policy: Policy | None = None) -> FundVerdict:
    """The verdict on the last entry after those before it."""
    *history, last = entries
    return training_fund.check(last, history, on=on, policy=policy)


@pytest.mark.parametrize("fund", ["employment", "skills"])
def test_each_fund_has_twenty_million_a_year(fund: str) -> None:
    found = asked(entry(fund=fund, amount="20000000"))
    assert (found.outcome, found.reason) == ("allowed", "covered")
    assert found.pot is not None
    assert (found.pot.granted, str(found.pot.remaining)) == (20_000_000, "0.00")


@pytest.mark.parametrize(
    ("amount", "outcome", "over"),
    [("999.99", "allowed", None), ("1000", "allowed", None), ("1000.01", "not_allowed", "0.01")],
)
def test_a_pot_is_used_up_to_the_fen_and_no_further(
    amount: str, outcome: str, over: str | None
) -> None:
    found = asked(entry("e1", amount="19999000"), entry("e2", amount=amount))
    assert found.outcome == outcome
    if over:
        assert found.reason == "over-pot"
        assert str(found.breaches[0].over) == over
        assert found.pot is not None
        assert str(found.pot.remaining) == "1000.00"


@pytest.mark.parametrize(
    ("fund", "year", "has_a_pot"),
    [
        ("employment", 2017, False),
        ("employment", 2018, True),
        ("employment", 2020, True),
        ("employment", 2021, False),
        ("skills", 2017, False),
        ("skills", 2018, True),
        ("skills", 2020, True),
        ("skills", 2021, True),
    ],
)
@pytest.mark.parametrize("day", ["01-01", "12-31"])
def test_a_pot_is_one_of_a_calendar_year(fund: str, year: int, has_a_pot: bool, day: str) -> None:
    one = entry(fund=fund, booked_on=f"{year}-{day}")
    if has_a_pot:
        assert asked(one).outcome == "allowed"
        return
    with pytest.raises(NotInForce) as refused:
        asked(one)
    assert (refused.value.code, refused.value.path) == ("not-in-force", "training_fund")


@pytest.mark.parametrize(
    ("fund", "purpose", "allowed"),
    [
        ("employment", "training_subsidy", True),
        ("employment", "competition", False),
        ("employment", "办公费", False),
        ("skills", "training_subsidy", False),
        ("skills", "旅游", False),
        *(("skills", purpose, True) for purpose in training_fund.funds()["skills"].purposes),
    ],
)
def test_a_fund_pays_what_it_is_for_and_nothing_else(
    fund: str, purpose: str, allowed: bool
) -> None:
    found = asked(entry(fund=fund, purpose=purpose))
    assert (found.outcome == "allowed") is allowed
    if not allowed:
        assert found.reason == "purpose-not-permitted"


@pytest.mark.parametrize(("reads", "allowed"), [("two", True), ("one", False)])
def test_reading_distinct_says_whether_there_are_two_pots(reads: str, allowed: bool) -> None:
    policy = reading(funds__distinct=reads)
    rows = (entry("e1", amount="20000000"), entry("e2", fund="skills", amount="0.01"))
    assert (asked(*rows, policy=policy).outcome == "allowed") is allowed


def test_of_one_fund_the_employment_side_still_ends_with_its_plan() -> None:
    policy = reading(funds__distinct="one")
    assert asked(entry(fund="skills", booked_on="2021-03-01"), policy=policy).outcome == "allowed"
    with pytest.raises(NotInForce):
        asked(entry(booked_on="2021-03-01"), policy=policy)


@pytest.mark.parametrize(
    ("reads", "amount", "allowed"),
    [
        ("calendar_no_carry", "20000000", True),
        ("calendar_no_carry", "20000000.01", False),
        ("carry_over", "39999000", True),
        ("carry_over", "39999000.01", False),
    ],
)
def test_reading_year_says_whether_what_is_left_goes_on(
    reads: str, amount: str, allowed: bool
) -> None:
    rows = (entry("e1", booked_on="2018-10-01"), entry("e2", amount=amount))
    found = asked(*rows, policy=reading(funds__year=reads))
    assert (found.outcome == "allowed") is allowed


def test_a_payment_on_a_commitment_takes_what_the_commitment_holds() -> None:
    whole = entry("c1", kind="commitment", amount="20000000")
    found = asked(whole, entry("e2", commitment_id="c1", amount="20000000"))
    assert (found.outcome, found.reason) == ("allowed", "covered")
    assert found.pot is not None
    assert (found.pot.committed, found.pot.paid) == (0, 20_000_000)
    more = asked(whole, entry("e2", commitment_id="c1", amount="20000000.01"))
    assert (more.reason, str(more.breaches[0].over)) == ("over-commitment", "0.01")


@pytest.mark.parametrize(
    "facts",
    [
        {"commitment_id": "nowhere"},
        {"commitment_id": "p1"},
        {"commitment_id": "c1", "fund": "skills"},
    ],
)
def test_a_commitment_must_be_there_and_be_one_of_the_same_fund(facts: dict[str, str]) -> None:
    rows = (entry("c1", kind="commitment"), entry("p1"), entry("e2", **facts))
    assert asked(*rows).reason == "commitment-unknown"


@pytest.mark.parametrize(
    ("reads", "reason"), [("commitment_year", "covered"), ("own_year", "paid-after-year")]
)
def test_reading_late_payment_says_whether_a_commitment_is_paid_after_its_year(
    reads: str, reason: str
) -> None:
    rows = (
        entry("c1", kind="commitment", booked_on="2020-12-01"),
        entry("e2", commitment_id="c1", booked_on="2021-01-15"),
    )
    found = asked(*rows, policy=reading(funds__late_payment=reads))
    assert found.reason == reason
    assert found.pot is not None
    assert found.pot.year == 2020


def test_what_is_taken_back_may_be_spent_again() -> None:
    spent = entry("e1", amount="20000000")
    back = entry("e2", amount="-500", reverses="e1", booked_on="2019-04-01")
    assert asked(spent, back).reason == "taken-back"
    assert (
        asked(spent, back, entry("e3", amount="500", booked_on="2019-05-01")).outcome == "allowed"
    )
    assert (
        asked(spent, back, entry("e3", amount="500.01", booked_on="2019-05-01")).reason
        == "over-pot"
    )


def test_money_that_comes_back_later_does_not_cover_what_was_spent_before() -> None:
    spent = entry("e1", amount="20000000")
    back = entry("e2", amount="-500", reverses="e1", booked_on="2019-05-01")
    assert (
        asked(spent, back, entry("e3", amount="500", booked_on="2019-04-01")).reason == "over-pot"
    )


@pytest.mark.parametrize(
    ("back", "reason"),
    [
        ({"amount": "-1000", "reverses": "e1"}, "taken-back"),
        ({"amount": "-1000.01", "reverses": "e1"}, "reversal-exceeds-entry"),
        ({"amount": "-1", "reverses": "nowhere"}, "reversal-without-entry"),
        ({"amount": "-1"}, "reversal-without-entry"),
        ({"amount": "-1", "reverses": "e1", "fund": "skills"}, "reversal-without-entry"),
        ({"amount": "-1", "reverses": "e1", "kind": "commitment"}, "reversal-without-entry"),
        (
            {"amount": "-1", "reverses": "e1", "booked_on": "2019-02-01"},
            "reversal-without-entry",
        ),
    ],
)
def test_a_reversal_takes_back_what_its_entry_has_left(back: dict[str, str], reason: str) -> None:
    assert asked(entry("e1"), entry("e2", **back)).reason == reason


def test_of_a_commitment_only_what_is_not_paid_is_taken_back() -> None:
    rows = (
        entry("c1", kind="commitment", amount="1000"),
        entry("p1", commitment_id="c1", amount="400"),
    )
    back = {"kind": "commitment", "reverses": "c1", "booked_on": "2019-06-01"}
    assert asked(*rows, entry("r1", amount="-600", **back)).reason == "taken-back"
    found = asked(*rows, entry("r1", amount="-600.01", **back))
    assert (found.reason, str(found.breaches[0].over)) == ("reversal-exceeds-entry", "0.01")


def test_a_payment_taken_back_leaves_its_commitment_standing() -> None:
    rows = (
        entry("c1", kind="commitment", amount="1000"),
        entry("p1", commitment_id="c1", amount="400"),
        entry("r1", amount="-400", reverses="p1"),
    )
    found = asked(*rows)
    assert found.pot is not None
    assert (found.pot.committed, found.pot.paid) == (1000, 0)


def test_an_entry_made_out_to_an_earlier_day_may_not_push_a_later_one_out() -> None:
    found = asked(entry("e1", amount="20000000"), entry("e2", booked_on="2019-01-01"))
    assert (found.outcome, found.reason) == ("not_allowed", "over-pot")
    assert found.breaches[0].entry_ids == ("e1",)


def test_an_id_is_used_once() -> None:
    assert asked(entry("e1"), entry("e1")).reason == "duplicate-entry"


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"amount": "0"}, "amount-zero", "amount"),
        ({"reverses": "e0"}, "reversal-not-negative", "amount"),
        (
            {"kind": "commitment", "commitment_id": "c0"},
            "commitment-of-commitment",
            "commitment_id",
        ),
        ({"amount": 1000}, "money-as-number", "amount"),
        ({"fund": "other"}, "not-a-choice", "fund"),
    ],
)
def test_what_no_entry_can_be_is_refused(facts: dict[str, Any], code: str, path: str) -> None:
    plain = {"purpose": "training_subsidy", "fund": "employment", **facts}
    with pytest.raises(InputError) as refused:
        FundEntry.model_validate(
            {
                "entry_id": "e1",
                "kind": "payment",
                "booked_on": "2019-03-01",
                "amount": "1000",
                **plain,
            }
        )
    assert (refused.value.code, refused.value.path) == (code, path)


def test_the_verdict_shows_the_pot_line_by_line() -> None:
    found = asked(entry("c1", kind="commitment", amount="500"), entry("e2"))
    assert dict(found.worksheet) == {
        "granted": "20000000.00",
        "brought": "0.00",
        "committed": "500.00",
        "paid": "0.00",
        "free": "19999500.00",
        "asked": "1000.00",
        "over": "0.00",
        "reason": "covered",
        "remaining": "19998500.00",
    }
    assert "funds.distinct=two" in found.readings
    assert set(found.sources) == {"employment_plan_2018", "skills_action_2018"}


SUMS = st.integers(0, MOST_SUM)


@given(SUMS, SUMS, SUMS, SUMS, SUMS)
def test_what_remains_is_never_below_zero_and_never_more_than_there_was(
    granted: int, brought: int, committed: int, paid: int, asked_now: int
) -> None:
    sheet = work_out(granted, brought, committed, paid, asked_now)
    assert 0 <= sheet.remaining <= sheet.free <= granted + brought
    assert sheet.over == max(asked_now - sheet.free, 0)
    assert (sheet.remaining == sheet.free - asked_now) is (sheet.over == 0)
