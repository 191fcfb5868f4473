"""Collective-welfare spending checked: a whole ledger, or one payment before it is made."""

from .check import check_claim, check_welfare

__all__ = ["check_claim", "check_welfare"]
