"""Tender for screening hospitals (筛查医院招标): the bids scored and ranked.

The unions choose by tender hospitals that are qualified, of good repute, well equipped and
accepted by the women. Who is not qualified, or stays below a least mark, is knocked out; the
others are ranked by their marks, each weighted.

Source: the meeting of 9 November 2018, as reported.
Checked with: four bids worked out by hand, two of them equal.
Limits: the text names four criteria and no weight, no least mark and no price: weights and least
marks are the tendering union's own, stated with the bids, and a price has no part. Ties are
named and left to the union.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..algebra import negated, share_of, where
from ..bids import CRITERIA, MOST_MARKS, Bid, Scoring
from ..doors import MISSING, last_gate, printed_sheet, sources
from ..errors import InputError
from ..findings import PolicyStamp
from ..households import flag
from ..policy import Policy, load_policy
from ..tender_findings import BidFound, Tender
from ..units import fen, yuan
from ..unknowns import Unknown, agreed, names_of, settle

RULE = "screening_tender"
REASONS = (
    "ranked",
    "not-qualified",
    "qualification-below-least",
    "reputation-below-least",
    "conditions-below-least",
    "acceptance-below-least",
)
RANKED, UNQUALIFIED, QUALIFICATION, REPUTATION, CONDITIONS, ACCEPTANCE = range(len(REASONS))


class Parameters(NamedTuple):
    """The rule has no figure of its own: weights and least marks come with the bids."""


class Worksheet(NamedTuple):
    """One bid line by line: each mark weighted, in hundredths of a mark, the score last."""

    qualified: Any
    qualification: Any
    reputation: Any
    conditions: Any
    acceptance: Any
    reason: Any
    score: Any


def work_out(
    qualified: Any,
    qualification: Any,
    reputation: Any,
    conditions: Any,
    acceptance: Any,
    qualification_weight: Any,
    reputation_weight: Any,
    conditions_weight: Any,
    acceptance_weight: Any,
    qualification_least: Any,
    reputation_least: Any,
    conditions_least: Any,
    acceptance_least: Any,
) -> Worksheet:
    """The score of one bid, 0 where it is knocked out; weights are in ten-thousandths."""
    of_qualification = share_of(qualification, qualification_weight)
    of_reputation = share_of(reputation, reputation_weight)
    of_conditions = share_of(conditions, conditions_weight)
    of_acceptance = share_of(acceptance, acceptance_weight)
    low_acceptance = where(acceptance < acceptance_least, ACCEPTANCE, RANKED)
    low_conditions = where(conditions < conditions_least, CONDITIONS, low_acceptance)
    low_reputation = where(reputation < reputation_least, REPUTATION, low_conditions)
    low = where(qualification < qualification_least, QUALIFICATION, low_reputation)
    reason = where(negated(qualified), UNQUALIFIED, low)
    whole = of_qualification + of_reputation + of_conditions + of_acceptance
    score = where(reason > RANKED, 0, whole)
    return Worksheet(
        qualified, of_qualification, of_reputation, of_conditions, of_acceptance, reason, score
    )


def plan(
    bids: Iterable[Bid], scoring: Scoring, *, on: date, policy: Policy | None = None
) -> Tender:
    """The bids ranked by a union's own scoring; equal scores share a rank and are named.

    A bid of which a mark is not stated is undetermined, unless it is knocked out anyway; the
    ranks are then provisional, as a notice says. Raises ``NotInForce`` before the screening
    began, ``InputError`` where a bid stands twice.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    found = [_found(bid, scoring) for bid in _once(bids)]
    scores = sorted((bid.score for bid in found if bid.score is not None), reverse=True)
    placed = tuple(
        bid if bid.score is None else bid.model_copy(update={"rank": scores.index(bid.score) + 1})
        for bid in found
    )
    settled = all(bid.outcome != "undetermined" for bid in placed)
    return Tender(
        on=on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        scoring=scoring,
        bids=tuple(sorted(placed, key=_order)),
        ties=_ties(placed),
        readings=law.readings,
        sources=sources(law),
        notices=() if settled else ("tender-open",),
    )


def _once(bids: Iterable[Bid]) -> Sequence[Bid]:
    listed = list(bids)
    if len({bid.bid_id for bid in listed}) < len(listed):
        raise InputError("duplicate-id", "bid_id")
    return listed


def _found(bid: Bid, scoring: Scoring) -> BidFound:
    known: dict[str, Any] = {"qualified": flag(bid.qualified, "qualified")}
    for name in CRITERIA:
        mark = getattr(bid, name)
        known[name] = Unknown((name,), most=MOST_MARKS) if mark is None else fen(mark)
    weights = {f"{name}_weight": fen(getattr(scoring.weights, name)) for name in CRITERIA}
    least = {f"{name}_least": fen(getattr(scoring.least, name)) for name in CRITERIA}
    answer = settle(work_out, {**known, **weights, **least}, _outcome)
    ranked = answer.sheets[0].reason == RANKED
    certain = len(answer.outcomes) == 1
    scores = [sheet.score for sheet in answer.sheets]
    return BidFound(
        bid_id=bid.bid_id,
        hospital=bid.hospital,
        outcome=("ranked" if ranked else "knocked_out") if certain else "undetermined",
        score=yuan(scores[0]) if certain and ranked else None,
        range=None if certain else (yuan(min(scores)), yuan(max(scores))),
        reason=last_gate(REASONS, answer) if certain else MISSING,
        missing=() if certain else names_of(known, answer.movers),
        worksheet=printed_sheet(RULE, REASONS, agreed(answer.sheets)),
    )


def _outcome(sheet: Worksheet) -> tuple[bool, Any]:
    return sheet.reason == RANKED, sheet.score


def _order(bid: BidFound) -> tuple[bool, int, bool, str]:
    """By rank; then those whose rank is open, then those knocked out."""
    return bid.rank is None, bid.rank or 0, bid.outcome == "knocked_out", bid.bid_id


def _ties(bids: Iterable[BidFound]) -> tuple[tuple[str, ...], ...]:
    """The bids that share a rank, best rank first."""
    alike: dict[int, list[str]] = {}
    for bid in bids:
        if bid.rank is not None:
            alike.setdefault(bid.rank, []).append(bid.bid_id)
    return tuple(tuple(sorted(alike[rank])) for rank in sorted(alike) if len(alike[rank]) > 1)
