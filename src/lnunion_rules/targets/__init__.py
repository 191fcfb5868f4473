"""Leaving hardship: targets by area and year, down to households, and progress against them.

Only the plan is loaded with the library; lists, extra targets and progress where asked for.
"""

from .plan import plan_targets

__all__ = ["plan_targets"]
