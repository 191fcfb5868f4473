"""The nouns of a tender for screening hospitals: a bid with its marks, and a union's scoring."""

from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from .nouns import Identifier, Noun, refuse
from .units import NOTHING, Yuan, fen

CRITERIA = ("qualification", "reputation", "conditions", "acceptance")
"""What the source names: 有资质, 信誉度高, 医疗条件好, 受女职工认可."""

MOST_MARKS = 10_000
"""A hundred marks, or a weight of a hundred per cent, in hundredths."""

Marks = Yuan
"""From 0 to 100 with at most two places, as text or ``Decimal``: exact like money."""


class Bid(Noun):
    """One hospital's bid with its marks out of 100; a mark left out is not known."""

    bid_id: Identifier
    hospital: Annotated[str, Field(strict=True, min_length=1, max_length=100)] | None = None
    qualified: StrictBool | None = None
    """Whether it may do the screening at all."""
    qualification: Marks | None = None
    reputation: Marks | None = None
    conditions: Marks | None = None
    acceptance: Marks | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Bid":
        for name in CRITERIA:
            mark = getattr(self, name)
            if mark is not None and fen(mark) > MOST_MARKS:
                refuse("marks-above-100", name)
        return self


class ByCriterion(Noun):
    """A number for each criterion; left out, it is 0."""

    qualification: Marks = NOTHING
    reputation: Marks = NOTHING
    conditions: Marks = NOTHING
    acceptance: Marks = NOTHING


class Scoring(Noun):
    """How the tendering union scores: weights in per cent, and the least mark of each criterion."""

    weights: ByCriterion
    least: ByCriterion = ByCriterion()

    @model_validator(mode="after")
    def _possible(self) -> "Scoring":
        if sum(fen(getattr(self.weights, name)) for name in CRITERIA) != MOST_MARKS:
            refuse("weights-not-100", "weights")
        for name in CRITERIA:
            if fen(getattr(self.least, name)) > MOST_MARKS:
                refuse("marks-above-100", f"least.{name}")
        return self
