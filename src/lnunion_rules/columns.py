"""Columns as readers of the rules: numpy arrays and narwhals expressions.

Importing this module is all it takes: from then on the words of :mod:`.algebra` may be said of
columns, and a room's ``work_out`` runs on them line by line, unchanged. Beside ``batch/`` it
is the only module that imports numpy and narwhals (``pip install lnunion-rules[batch]``).

Checked with: every room on a million random rows against plain ints, every line alike.
Limits: complete rows only (a null is an unknown and must not reach a rule); money as int64 fen.
"""

from typing import Any

import narwhals as nw
import numpy as np

from .algebra import choose


@choose.register
def _(condition: np.ndarray, then: Any, otherwise: Any) -> Any:
    return np.where(condition, then, otherwise)


@choose.register
def _(condition: np.bool_, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


@choose.register
def _(condition: nw.Expr, then: Any, otherwise: Any) -> nw.Expr:
    return nw.when(condition).then(_column(then)).otherwise(_column(otherwise))


def _column(value: Any) -> nw.Expr:
    """A plain number as a column of whole fen, so that no engine picks a narrower one."""
    if isinstance(value, bool):
        return nw.lit(value, nw.Boolean)
    if isinstance(value, int):
        return nw.lit(value, nw.Int64)
    column: nw.Expr = value
    return column
