"""A screening planned from files, and a tender for its hospitals: pages, workbook, CSV, JSON."""

from .reading import bids_from, capacity_from, plan_roster, roster_from, scoring_from
from .writing import FORMS, plan_as

__all__ = [
    "FORMS",
    "bids_from",
    "capacity_from",
    "plan_as",
    "plan_roster",
    "roster_from",
    "scoring_from",
]
