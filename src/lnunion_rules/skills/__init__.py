"""Skills training of many: programmes checked and counted, orders matched to places."""

from .matching import match_orders
from .programmes import check_programmes

__all__ = ["check_programmes", "match_orders"]
