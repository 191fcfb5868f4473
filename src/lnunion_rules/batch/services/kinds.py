"""Facts of few values as one number, so that those who share them are of one kind."""

from collections.abc import Mapping
from typing import Any

import polars as pl

FLAG = (False, True)


class Kinds:
    """Columns, each with the values it may have; null is one more."""

    def __init__(self, values: Mapping[str, tuple[Any, ...]]) -> None:
        self._values = values

    def code(self) -> pl.Expr:
        """The number of a row's kind."""
        code = pl.lit(0, pl.Int64)
        for name, values in self._values.items():
            code = code * (len(values) + 1) + _place(pl.col(name), values)
        return code

    def read(self, code: int) -> dict[str, Any]:
        """The facts of a kind by its number; None where unknown."""
        facts = {}
        for name, values in reversed(list(self._values.items())):
            code, place = divmod(code, len(values) + 1)
            facts[name] = values[place] if place < len(values) else None
        return facts


def _place(column: pl.Expr, values: tuple[Any, ...]) -> pl.Expr:
    if values == FLAG:
        return column.cast(pl.Int64).fill_null(len(values))
    places = {value: place for place, value in enumerate(values)}
    return column.replace_strict(places, default=len(values), return_dtype=pl.Int64)
