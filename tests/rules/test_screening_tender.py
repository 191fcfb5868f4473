"""The tender for screening hospitals: knocked out, ranked, tied, or not known yet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError, NotInForce
from lnunion_rules.bids import CRITERIA, Bid, ByCriterion, Scoring
from lnunion_rules.rules import screening_tender
from lnunion_rules.tender_findings import BidFound, Tender
from lnunion_rules.units import yuan

ON = date(2018, 12, 31)
MARKS = {"qualification": "90", "reputation": "85.5", "conditions": "88", "acceptance": "79"}
WEIGHTS = {"qualification": "20", "reputation": "25", "conditions": "30", "acceptance": "25"}

marks = st.integers(0, 10_000).map(yuan)


def bid(bid_id: str = "b1", **facts: Any) -> Bid:
    known = {"qualified": True, **MARKS, **facts}
    return Bid(bid_id=bid_id, **{name: fact for name, fact in known.items() if fact is not None})


def scoring(weights: dict[str, str] | None = None, **least: str) -> Scoring:
    return Scoring(weights=ByCriterion(**(weights or WEIGHTS)), least=ByCriterion(**least))


def tender(*bids: Bid, by: Scoring | None = None) -> Tender:
    return screening_tender.plan(bids, by or scoring(), on=ON)


def only(*bids: Bid, by: Scoring | None = None) -> BidFound:
    (found,) = tender(*bids, by=by).bids
    return found


def test_each_mark_times_its_weight_and_the_score_is_their_sum() -> None:
    found = only(bid())
    # 90 x 20 % = 18; 85.5 x 25 % = 21.375, rounded up; 88 x 30 % = 26.4; 79 x 25 % = 19.75.
    assert dict(found.worksheet) == {
        "qualified": "true",
        "qualification": "18.00",
        "reputation": "21.38",
        "conditions": "26.40",
        "acceptance": "19.75",
        "reason": "ranked",
        "score": "85.53",
    }
    assert (found.outcome, found.rank, str(found.score)) == ("ranked", 1, "85.53")


@pytest.mark.parametrize(
    ("mark", "reason"),
    [("59.99", "below-least"), ("60", "ranked"), ("60.01", "ranked")],
)
@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_mark_below_the_least_knocks_out_and_the_least_itself_does_not(
    criterion: str, mark: str, reason: str
) -> None:
    found = only(bid(**{criterion: mark}), by=scoring(**{criterion: "60"}))
    knocked_out = reason != "ranked"
    assert found.reason == (f"{criterion}-{reason}" if knocked_out else reason)
    assert (found.rank is None) is (found.score is None) is knocked_out


def test_without_qualification_no_mark_helps() -> None:
    found = only(bid(qualified=False, **dict.fromkeys(CRITERIA, "100")))
    assert (found.outcome, found.reason, found.rank) == ("knocked_out", "not-qualified", None)


def test_equal_scores_share_a_rank_and_are_named() -> None:
    low = dict.fromkeys(CRITERIA, "10")
    found = tender(bid("b2"), bid("low", **low), bid("out", qualified=False), bid("b1"))
    assert [(one.bid_id, one.rank) for one in found.bids] == [
        ("b1", 1),
        ("b2", 1),
        ("low", 3),
        ("out", None),
    ]
    assert found.ties == (("b1", "b2"),)


def test_a_mark_that_is_not_stated_leaves_a_range_and_the_ranks_provisional() -> None:
    found = tender(bid("open", conditions=None), bid("sure"))
    assert found.notices == ("tender-open",)
    last = found.bids[-1]
    assert (last.bid_id, last.outcome, last.missing) == ("open", "undetermined", ("conditions",))
    assert last.range == (Decimal("59.13"), Decimal("89.13"))
    assert tender(bid("sure")).notices == ()


def test_what_cannot_change_the_answer_is_not_asked_for() -> None:
    found = only(bid(qualified=False, conditions=None, acceptance=None))
    assert (found.outcome, found.missing) == ("knocked_out", ())
    unweighted = scoring({"qualification": "50", "reputation": "50"})
    assert only(bid(conditions=None), by=unweighted).missing == ()
    assert only(bid(qualified=None)).missing == ("qualified",)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"qualification": "99.99"}, "weights-not-100"),
        ({"qualification": "60", "reputation": "40.01"}, "weights-not-100"),
        ({}, "weights-not-100"),
    ],
)
def test_weights_come_to_a_hundred_per_cent_exactly(weights: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as refused:
        Scoring(weights=ByCriterion(**weights))
    assert (refused.value.code, refused.value.path) == (code, "weights")


def test_marks_above_a_hundred_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        bid(reputation="100.01")
    assert (refused.value.code, refused.value.path) == ("marks-above-100", "reputation")
    with pytest.raises(InputError) as refused:
        scoring(acceptance="100.01")
    assert (refused.value.code, refused.value.path) == ("marks-above-100", "least.acceptance")


def test_a_bid_that_stands_twice_and_a_day_without_law_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        tender(bid(), bid())
    assert (refused.value.code, refused.value.path) == ("duplicate-id", "bid_id")
    with pytest.raises(NotInForce):
        screening_tender.plan([bid()], scoring(), on=date(2018, 11, 8))


@given(st.fixed_dictionaries(dict.fromkeys(CRITERIA, marks)), st.sampled_from(CRITERIA), marks)
def test_a_better_mark_never_lowers_the_score(
    known: dict[str, Decimal], criterion: str, other: Decimal
) -> None:
    low, high = sorted((known[criterion], other))
    worse, better = (only(bid(**{**known, criterion: mark})) for mark in (low, high))
    assert worse.score is not None
    assert better.score is not None
    assert worse.score <= better.score <= 100


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(CRITERIA, marks)), max_size=6))
def test_ranks_follow_the_scores_and_the_order_of_the_bids_does_not_matter(
    drawn: list[dict[str, Decimal]],
) -> None:
    bids = [bid(f"b{number}", **known) for number, known in enumerate(drawn)]
    found = tender(*bids)
    scores = [one.score for one in found.bids if one.score is not None]
    assert scores == sorted(scores, reverse=True)
    for one in found.bids:
        assert one.rank == 1 + sum(score > (one.score or 0) for score in scores)
    assert tender(*reversed(bids)) == found
    assert Tender.model_validate_json(found.model_dump_json()) == found
