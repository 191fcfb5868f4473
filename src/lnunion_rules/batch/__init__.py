"""The same law over columns, for more rows than one would read one by one."""

from .evaluation import Evaluated, evaluate

__all__ = ["Evaluated", "evaluate"]
