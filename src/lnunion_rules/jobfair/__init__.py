"""A job fair as a whole: its employers added up, by industry and together, and reconciled."""

from .check import check_fair

__all__ = ["check_fair"]
