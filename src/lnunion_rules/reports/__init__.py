"""Plans, surveys and funds told in words: lines and pages for a screen, and files to hand on."""

from ..pages import rejected
from .report import Report, written

__all__ = ["Report", "rejected", "written"]
