"""Plans, surveys and funds told in words: lines and pages for a screen, and files to hand on."""

from .report import Report, rejected, written

__all__ = ["Report", "rejected", "written"]
