"""The same law as queries, for those who may run only SQL."""

from .dialects import DIALECTS
from .layout import tables_in
from .queries import ALL, RULES, query

__all__ = ["ALL", "DIALECTS", "RULES", "query", "tables_in"]
