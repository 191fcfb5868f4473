"""Screening planned: a roster into batches by year and area, and hospitals chosen by tender."""

from .plan import plan_screening

__all__ = ["plan_screening"]
