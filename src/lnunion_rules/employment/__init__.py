"""Employment support of many people: a list with the services of each, and a survey of demand."""

from .services import plan_services
from .survey import survey

__all__ = ["plan_services", "survey"]
