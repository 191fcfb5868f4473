"""A screening planned from files, and the plan as pages, workbook, CSV and JSON."""

from .reading import capacity_from, plan_roster, roster_from
from .writing import FORMS, plan_as

__all__ = ["FORMS", "capacity_from", "plan_as", "plan_roster", "roster_from"]
