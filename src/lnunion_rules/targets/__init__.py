"""Leaving hardship: targets by area and year, down to households, and progress against them."""

from .extra import extra_targets
from .lists import assign, route_of
from .plan import plan_targets
from .progress import progress_of
from .standing import filed_from, months_above

__all__ = [
    "assign",
    "extra_targets",
    "filed_from",
    "months_above",
    "plan_targets",
    "progress_of",
    "route_of",
]
