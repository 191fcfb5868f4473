"""The ledger of the training funds: one for both, since both are pots of a year."""

from .check import check_entry, check_fund

__all__ = ["check_entry", "check_fund"]
