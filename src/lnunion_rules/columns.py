"""Columns as readers of the rules: numpy arrays and narwhals expressions.

Importing this module is all it takes: from then on the words of :mod:`.algebra` may be said of
columns, and a room's ``work_out`` runs on them line by line, unchanged. Beside ``batch/`` it
is the only module that imports numpy and narwhals (``pip install lnunion-rules[batch]``).

Checked with: every room on a million random rows against plain ints, every line alike.
Limits: complete rows only (a null is an unknown and must not reach a rule); money as int64 fen.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import narwhals as nw
import numpy as np

from .algebra import choose, negated, where
from .terms import NOT, ON_VALUES, WHERE, Part, Term


@choose.register
def _(condition: np.ndarray, then: Any, otherwise: Any) -> Any:
    return np.where(condition, then, otherwise)


@choose.register
def _(condition: np.bool_, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


@choose.register
def _(condition: nw.Expr, then: Any, otherwise: Any) -> nw.Expr:
    return nw.when(condition).then(_column(then)).otherwise(_column(otherwise))


_WORDS: Mapping[str, Any] = MappingProxyType({**ON_VALUES, WHERE: where, NOT: negated})


def expressions(asked: Mapping[str, Part], known: Mapping[Term, str]) -> list[nw.Expr]:
    """Folded terms as narwhals expressions under their names, for a frame in any engine.

    The frame has a column for each fact that a term asks for, named as the fact; ``known`` are
    terms of which the frame has a column already, by its name.

    >>> from datetime import date
    >>> import polars as pl
    >>> from .aid_terms import aid_terms
    >>> from .aids import Law
    >>> from .policy import load_policy
    >>> terms = aid_terms(Law(load_policy(), date(2018, 12, 31)).figures)
    >>> homes = nw.from_native(pl.LazyFrame({"persons": [3], "dibao_per_month": [63_500]}))
    >>> asked = {"deep_end": terms.hardship.deep_end}
    >>> homes.select(*expressions(asked, {})).collect().to_native()["deep_end"].to_list()
    [2286000]
    """
    said: dict[Term, Any] = {term: nw.col(name) for term, name in known.items()}

    def say(part: Part) -> Any:
        if not isinstance(part, Term):
            return part
        if part not in said:
            words = _WORDS.get(part.word)
            said[part] = words(*map(say, part.parts)) if words else nw.col(part.name)
        return said[part]

    return [_column(say(part)).alias(name) for name, part in asked.items()]


def _column(value: Any) -> nw.Expr:
    """A plain number as a column of whole fen, so that no engine picks a narrower one."""
    if isinstance(value, bool):
        return nw.lit(value, nw.Boolean)
    if isinstance(value, int):
        return nw.lit(value, nw.Int64)
    column: nw.Expr = value
    return column
