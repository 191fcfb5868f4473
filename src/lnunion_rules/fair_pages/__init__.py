"""A job fair's files, its statistics to hand on, and the printed wall of employers' codes."""

from .files import check_employers, employers_from, fair_from
from .folder import write_folder
from .report import html
from .wall import write_wall
from .workbook import workbook

__all__ = [
    "check_employers",
    "employers_from",
    "fair_from",
    "html",
    "workbook",
    "write_folder",
    "write_wall",
]
