"""The same law over columns, for more rows than one would read one by one."""

from .door import evaluate
from .evaluation import Evaluated

__all__ = ["Evaluated", "evaluate"]
