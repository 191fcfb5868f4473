"""Columns as readers of the rules: numpy arrays and narwhals expressions.

Importing this module is all it takes: from then on the words of :mod:`.algebra` may be said of
columns, and a room's ``work_out`` runs on them line by line, unchanged. Beside ``batch/`` it
is the only module that imports numpy and narwhals (``pip install lnunion-rules[batch]``).

Checked with: every room on a million random rows against plain ints, every line alike.
Limits: complete rows only (a null is an unknown and must not reach a rule); money as int64 fen.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import narwhals as nw
import numpy as np

from .algebra import choose, negated, where
from .folding import LIMITS, Folding
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


def expressions(
    asked: Mapping[str, Part], folding: Folding, known: Mapping[Term, str] = MappingProxyType({})
) -> list[nw.Expr]:
    """Folded terms as narwhals expressions under their names, for a frame in any engine.

    The frame has a column for each fact that a term asks for, named as the fact; ``known`` are
    terms of which the frame has a column already, by its name. A fact is a bool, an integer of 64
    bits, or of fewer where its bounds allow it; numbers of the rules themselves are as narrow as
    the bounds allow. Claims of several bits are no columns of such a frame.

    >>> from datetime import date
    >>> import polars as pl
    >>> from .aid_terms import aid_terms
    >>> from .aids import Law
    >>> from .policy import load_policy
    >>> terms = aid_terms(Law(load_policy(), date(2018, 12, 31)).figures)
    >>> homes = nw.from_native(pl.LazyFrame({"persons": [3], "dibao_per_month": [63_500]}))
    >>> asked = {"deep_end": terms.hardship.deep_end}
    >>> homes.select(*expressions(asked, terms.folding)).collect().to_native().to_dicts()
    [{'deep_end': 2286000}]
    """
    speech = _Speech(folding, {term: nw.col(name) for term, name in known.items()})
    return [speech.column(part, speech.kind(part)).alias(name) for name, part in asked.items()]


class _Speech:
    """Says folded terms, each once."""

    def __init__(self, folding: Folding, said: dict[Term, Any]) -> None:
        self._folding, self._said = folding, said

    def kind(self, part: Part) -> Any:
        """What kind of column holds a term; all that are small are alike."""
        if isinstance(part, bool):
            return nw.Boolean
        least, most = self._folding.bounds(part)
        return nw.Int8 if least >= -128 and most < 128 else nw.Int64

    def column(self, part: Part, kind: Any) -> Any:
        """A term, or a plain number as a column, so that no engine picks a kind of its own."""
        return self.said(part) if isinstance(part, Term) else nw.lit(part, kind)

    def said(self, part: Part) -> Any:
        """A term as an expression; a plain number stays one."""
        if not isinstance(part, Term):
            return part
        if part not in self._said:
            self._said[part] = nw.col(part.name) if part.name else self._worded(part)
        return self._said[part]

    def _worded(self, term: Term) -> Any:
        word, parts = term.word, term.parts
        if word == NOT:
            return negated(self.said(parts[0]))
        if word == WHERE:
            return where(self.said(parts[0]), *self._alike(parts[1:], term))
        if word in (*LIMITS, "+", "-", "*"):
            return ON_VALUES[word](*self._alike(parts, term))
        return ON_VALUES[word](*map(self.said, parts))

    def _alike(self, parts: Sequence[Part], term: Term) -> list[Any]:
        """Parts of a term as columns wide enough for all of them and for the term itself."""
        kinds = [self.kind(part) for part in parts]
        kind = nw.Int64 if nw.Int64 in (*kinds, self.kind(term)) else nw.Int8
        return [
            self.said(part).cast(kind)
            if isinstance(part, Term) and of is not kind
            else self.column(part, kind)
            for part, of in zip(parts, kinds, strict=True)
        ]


def _column(value: Any) -> nw.Expr:
    """A plain number as a column of whole fen, so that no engine picks a narrower one."""
    if isinstance(value, bool):
        return nw.lit(value, nw.Boolean)
    if isinstance(value, int):
        return nw.lit(value, nw.Int64)
    column: nw.Expr = value
    return column
