"""The summary of a ledger checked in parts."""

from collections.abc import Mapping
from datetime import date

from ...findings import Amount, Finding, PolicyStamp
from ...welfare_findings import Breach


class LedgerSummary(Finding):
    """A ledger checked at scale: how much of what was found; the tables are in the folder.

    Rows in are rows accepted and rows rejected, nothing else.
    """

    on: date
    policy: PolicyStamp
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    compliant: bool
    breaches: Mapping[str, int]
    """How many breaches, by code."""
    queries: Mapping[str, int]
    """How many queries, by code."""
    undetermined: int
    over: Amount
    """The sum of all amounts over, in yuan."""
    largest: tuple[Breach, ...]
    """The breaches with most money, as many as a screen shows."""
    totals: Mapping[str, Amount]
    by_union: tuple[str, ...]
    """The tables that were too large to be sorted by money and stand in the order of unions."""
    readings: tuple[str, ...]
    notices: tuple[str, ...] = ()
