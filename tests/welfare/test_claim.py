"""One payment before it is made: yes or no, what remains then, and why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import PROPER_FORM, found, member, money_of, paid, reading, report, taken_back

from lnunion_rules import (
    ExpenseClaim,
    NotInForce,
    Policy,
    RosterEntry,
    Union,
    Verdict,
    check_claim,
    check_welfare,
)
from lnunion_rules.rulebook import rule
from lnunion_rules.rules.collective_welfare import RULE
from lnunion_rules.testing import WelfareCase, expense_claims, welfare_cases
from lnunion_rules.welfare_findings import Remaining

ON = date(2026, 12, 31)


def verdict(
    claim: ExpenseClaim,
    *history: ExpenseClaim,
    roster: list[RosterEntry] | None = None,
    unions: list[Union] | None = None,
    on: date = ON,
    **choices: str,
) -> Verdict:
    return check_claim(
        claim, history, on=on, roster=roster, unions=unions or [], policy=reading(**choices)
    )


def lines(left: Remaining) -> list[str]:
    return [str(amount) for amount in (left.cap, left.spent, left.over, left.remaining)]


def test_a_gift_within_the_cap_is_allowed_and_what_remains_is_said() -> None:
    answer = verdict(paid("e2", amount="700", on="2019-09-10"), paid("e1", amount="1000"))
    assert (answer.outcome, answer.reason) == ("allowed", "within-cap")
    (left,) = answer.remaining
    assert lines(left) == ["1800.00", "1700.00", "0.00", "100.00"]
    assert (answer.breaches, answer.queries, answer.missing) == ((), (), ())
    assert answer.rule == RULE
    assert "welfare.festival_measure=per_member" in answer.readings
    assert answer.sources == ("welfare_plan_2018",)


def test_a_gift_over_the_cap_is_not_allowed_and_says_by_how_much() -> None:
    answer = verdict(paid("e2", amount="800.01", on="2019-09-10"), paid("e1", amount="1000"))
    assert (answer.outcome, answer.reason) == ("not_allowed", "over-cap")
    (breach,) = answer.breaches
    assert (breach.entry_ids, *money_of(breach)) == (("e1", "e2"), "1800.01", "1800.00", "0.01")
    assert lines(answer.remaining[0]) == ["1800.00", "1800.01", "0.01", "0.00"]


def test_what_remains_is_that_of_the_claims_own_cap_alone() -> None:
    history = [
        paid("e1", "illness", "900", event_id="s1"),
        paid("e2", "illness", "100", event_id="s2"),
        paid("e3", "illness", "100", event_id="s2", union_id="u2"),
        paid("e4", "illness", "100", event_id="s2", member_id="m2"),
        paid("e5", "festival", "100"),
    ]
    answer = verdict(paid("new", "illness", "300", event_id="s2"), *history)
    (left,) = answer.remaining
    assert (left.union_id, left.member_id, left.event) == ("u1", "m1", "s2")
    assert lines(left) == ["1000.00", "400.00", "0.00", "600.00"]
    assert found(answer.queries) == [("second-hospital-stay", "e1 e2 new")]


@pytest.mark.parametrize("purpose", ["birthday", "bereavement", "retirement"])
def test_where_no_cap_is_on_record_this_is_the_reason_given(purpose: str) -> None:
    answer = verdict(paid(purpose=purpose, amount="5000"))
    assert (answer.outcome, answer.reason) == ("allowed", "no-cap-on-record")
    assert answer.remaining == ()
    own = Union.model_validate({"union_id": "u1", "caps": {purpose: "300"}})
    within = verdict(paid(purpose=purpose, amount="200"), unions=[own])
    assert (within.outcome, within.reason) == ("allowed", "within-cap")
    assert lines(within.remaining[0]) == ["300.00", "200.00", "0.00", "100.00"]
    over = verdict(paid(purpose=purpose, amount="300.01"), unions=[own])
    assert (over.outcome, over.breaches[0].source) == ("not_allowed", "union_own_rule")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"purpose": "旅游"}, "purpose-not-permitted"),
        ({"form": "money"}, "form-not-permitted"),
        ({"purpose": "birth", "policy_compliant": False}, "birth-not-compliant"),
        ({"member_id": "stranger"}, "not-a-member"),
        ({"entry_id": "e1"}, "duplicate-entry"),
    ],
)
def test_every_breach_of_a_claim_is_a_reason_to_refuse_it(
    facts: dict[str, Any], reason: str
) -> None:
    answer = verdict(paid(**{"entry_id": "new", **facts}), paid("e1"), roster=[member()])
    assert (answer.outcome, answer.reason) == ("not_allowed", reason)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"form": None}, ("form",)),
        ({"purpose": "birth", "policy_compliant": None}, ("policy_compliant",)),
        (
            {"purpose": "birth", "policy_compliant": None, "form": None},
            ("policy_compliant", "form"),
        ),
    ],
)
def test_a_claim_that_leaves_out_a_deciding_fact_is_undetermined(
    facts: dict[str, Any], missing: tuple[str, ...]
) -> None:
    answer = verdict(paid(**facts))
    assert (answer.outcome, answer.reason, answer.missing) == (
        "undetermined",
        "facts-missing",
        missing,
    )


def test_a_claim_refused_whatever_the_missing_fact_is_refused() -> None:
    answer = verdict(paid(form=None, amount="1800.01"))
    assert (answer.outcome, answer.reason, answer.missing) == ("not_allowed", "over-cap", ("form",))


@pytest.mark.parametrize("purpose", ["birthday", "bereavement", "retirement"])
def test_a_fact_that_decides_nothing_is_not_asked_for(purpose: str) -> None:
    assert verdict(paid(purpose=purpose, form=None)).outcome == "allowed"


def test_what_others_did_wrong_is_not_held_against_a_claim() -> None:
    history = [
        paid("e1", purpose="旅游"),
        paid("e2", amount="9000", member_id="m2"),
        paid("e3", "marriage", "900"),
    ]
    answer = verdict(paid("new"), *history)
    assert (answer.outcome, answer.breaches) == ("allowed", ())


def test_an_entry_id_of_another_union_is_another_entry() -> None:
    history = [
        paid("e1", purpose="旅游", union_id="u2"),
        paid("e1", form="souvenir", union_id="u3"),
    ]
    answer = verdict(paid("e1"), *history)
    assert (answer.outcome, answer.breaches, answer.queries) == ("allowed", (), ())


def test_a_claim_after_the_change_answers_for_the_whole_year_not_for_what_came_before() -> None:
    early = paid("e1", amount="1900", on="2025-03-01")
    within = verdict(paid("new", amount="100", on="2025-06-01"), early)
    assert within.outcome == "allowed"
    over = verdict(paid("new", amount="100.01", on="2025-06-01"), early)
    assert (over.outcome, *money_of(over.breaches[0])) == (
        "not_allowed",
        "2000.01",
        "2000.00",
        "0.01",
    )


def test_a_claim_over_the_new_cap_is_refused_although_the_old_one_was_exceeded_by_more() -> None:
    early = paid("e1", amount="2300", on="2025-03-01")
    answer = verdict(paid("new", amount="50", on="2025-06-01"), early)
    assert answer.outcome == "not_allowed"
    (breach,) = answer.breaches
    assert breach.entry_ids == ("e1", "new")
    assert money_of(breach) == ("2350.00", "2000.00", "350.00")


@pytest.mark.parametrize("purpose", ["festival", "旅游"])
def test_taking_a_payment_back_is_allowed_whatever_was_paid_for(purpose: str) -> None:
    wrong = paid(purpose=purpose, amount="2000")
    for amount in ("2000", "100"):
        answer = verdict(taken_back(wrong, amount), wrong)
        assert (answer.outcome, answer.reason) == ("allowed", "taken-back")
    assert answer.reason in rule(RULE).reasons
    left = [lines(row) for row in answer.remaining]
    assert left == ([["1800.00", "1900.00", "100.00", "0.00"]] if purpose == "festival" else [])


def test_a_reversal_too_large_or_of_nothing_is_not_allowed() -> None:
    gift = paid()
    answer = verdict(taken_back(gift, "500.01"), gift)
    assert (answer.outcome, answer.reason) == ("not_allowed", "reversal-exceeds-entry")
    answer = verdict(taken_back(gift), paid("e2"))
    assert (answer.outcome, answer.reason) == ("not_allowed", "reversal-without-entry")
    assert answer.remaining == ()


def test_the_law_of_the_day_of_payment_holds() -> None:
    gift = paid(amount="1900", on="2025-04-30")
    assert verdict(gift).outcome == "not_allowed"
    later = paid(amount="1900", on="2025-05-01")
    assert verdict(later).sources == ("welfare_change_2025", "welfare_plan_2018")
    assert verdict(later).outcome == "allowed"


def test_where_no_law_covers_a_day_there_is_no_verdict() -> None:
    early = paid(on="2018-08-31")
    with pytest.raises(NotInForce):
        verdict(early)
    with pytest.raises(NotInForce):
        verdict(taken_back(early, on="2018-09-30"), early)
    with pytest.raises(NotInForce):
        verdict(paid(), on=date(2018, 8, 31))
    assert verdict(paid(amount="1800", on="2018-09-01"), early).outcome == "allowed"


def test_per_person_a_claim_is_held_with_what_another_union_paid() -> None:
    before = paid("e1", amount="1000", on="2019-02-01", union_id="u2")
    claim = paid("e1", amount="1000", on="2019-09-01")
    assert verdict(claim, before).outcome == "allowed"
    answer = verdict(claim, before, two_unions="per_person")
    assert (answer.outcome, answer.breaches[0].union_id) == ("not_allowed", None)
    assert [row.union_id for row in answer.remaining] == [None]


def test_a_verdict_survives_json_and_shows_nobody() -> None:
    answer = verdict(paid("SECRET", amount="1900", member_id="SECRET"))
    assert Verdict.model_validate_json(answer.model_dump_json()) == answer
    assert "SECRET" not in repr(answer) + repr(answer.breaches) + repr(answer.remaining)


@pytest.mark.parametrize("purpose", PROPER_FORM)
def test_a_single_proper_claim_gets_the_verdict_of_its_ledger(purpose: str) -> None:
    claim = paid(purpose=purpose)
    assert (verdict(claim).outcome == "allowed") is report(claim).compliant is True


CLAIMS = expense_claims(entry_id="new", union_id="u1", member_id="m1")
POLICIES = st.sampled_from(
    [
        reading(),
        reading(two_unions="per_person"),
        reading(changing_year="new_all_year", year="membership"),
        reading(illness_per="year", marriage_per="once", event_unstated="same_event"),
    ]
)


@given(welfare_cases(), CLAIMS, POLICIES)
def test_an_allowed_payment_adds_nothing_to_what_is_wrong_with_a_ledger(
    case: WelfareCase, claim: ExpenseClaim, policy: Policy
) -> None:
    facts: dict[str, Any] = {
        "on": ON,
        "roster": case.roster,
        "unions": case.unions,
        "policy": policy,
    }
    answer = check_claim(claim, case.claims, **facts)
    before = check_welfare(case.claims, **facts)
    after = check_welfare([*case.claims, claim], **facts)
    named = [row for row in after.breaches if "new" in row.entry_ids]
    if named:
        assert answer.outcome == "not_allowed"
    if answer.outcome != "not_allowed":
        assert after.breaches == before.breaches
    mine = [row for row in after.remaining if row in answer.remaining]
    assert mine == list(answer.remaining)
