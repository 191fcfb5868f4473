"""The findings of a tender: each bid with its worksheet and rank, and which are tied."""

from datetime import date
from typing import Any, Literal

from .bids import Scoring
from .findings import Amount, Finding, PolicyStamp, Range, Sheet


class BidFound(Finding):
    """One bid: ranked by its score, knocked out, or undetermined within a range of scores."""

    bid_id: str
    hospital: str | None
    outcome: Literal["ranked", "knocked_out", "undetermined"]
    rank: int | None = None
    """Equal scores share a rank; the next rank counts them all."""
    score: Amount | None
    """Marks out of 100 with two places."""
    range: Range | None = None
    reason: str
    missing: tuple[str, ...] = ()
    worksheet: Sheet

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("rank", self.rank))


class Tender(Finding):
    """Every bid, best first, by the scoring that was stated with them."""

    on: date
    policy: PolicyStamp
    scoring: Scoring
    bids: tuple[BidFound, ...]
    ties: tuple[tuple[str, ...], ...]
    """Bids of equal rank, which the union has to tell apart."""
    readings: tuple[str, ...]
    sources: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def __repr_args__(self) -> Any:
        return (("bids", len(self.bids)),)
