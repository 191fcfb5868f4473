"""A tender as pages: every bid with its worksheet, and the scoring that was stated."""

from collections.abc import Iterator

from ..bids import CRITERIA
from ..errors import Language
from ..explain.words import notice, plain
from ..rules.screening_tender import RULE
from ..sheets import Page
from ..tender_findings import Tender
from .pages import facts_named, page, said, why


def answer_of(tender: Tender, language: Language) -> Iterator[str]:
    """Who is first, who is tied, whose the weights are, and what else to know."""
    first = [bid for bid in tender.bids if bid.rank == 1]
    if first:
        named = ", ".join(bid.bid_id for bid in first)
        yield said("phrase.tender_first", language, bids=named, score=first[0].score)
    else:
        yield said("phrase.tender_none", language)
    for tied in tender.ties:
        yield said("phrase.tender_tie", language, bids=", ".join(tied))
    yield said("phrase.tender_weights", language)
    for code in tender.notices:
        yield notice(code, language)


def bids_page(tender: Tender, language: Language) -> Page:
    """One row a bid, best first: its rank and score, or why it has none."""
    rows = (
        (
            bid.rank,
            bid.bid_id,
            plain(bid.hospital or ""),
            said(f"result.{bid.outcome}", language),
            f"{bid.range[0]} - {bid.range[1]}" if bid.range else bid.score and str(bid.score),
            "" if bid.rank else why(bid.reason, language, of=RULE),
            facts_named(bid.missing, language),
        )
        for bid in tender.bids
    )
    return page("bids", "rank bid hospital result score reason missing", rows, language)


def marks_page(tender: Tender, language: Language) -> Page:
    """One row a bid: each of its marks, weighted."""
    rows = [(bid.bid_id, *(bid.worksheet[name] for name in CRITERIA)) for bid in tender.bids]
    headings = (said("column.bid", language), *(_named(name, language) for name in CRITERIA))
    return Page(said("phrase.tender_marks", language), headings, rows)


def _named(criterion: str, language: Language) -> str:
    return said(f"criterion.{criterion}", language)


def scoring_page(tender: Tender, language: Language) -> Page:
    """The weights and the least marks, as the union stated them."""
    rows = (
        (
            _named(name, language),
            str(getattr(tender.scoring.weights, name)),
            str(getattr(tender.scoring.least, name)),
        )
        for name in CRITERIA
    )
    return page("scoring", "criterion weight least", rows, language)
