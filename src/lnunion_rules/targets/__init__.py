"""Leaving hardship: targets by area and year, down to households, and progress against them."""

from .plan import plan_targets

__all__ = ["plan_targets"]
