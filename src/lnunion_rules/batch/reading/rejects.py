"""Rejected rows told in words."""

from collections.abc import Iterable

import polars as pl

from ...errors import Language
from ..shapes import REJECTS
from .cells import ID
from .gathering import Refused


def reject_table(refused: Iterable[Refused], language: Language) -> pl.DataFrame:
    """The rejects, by table and row; a household id that is no identifier is not repeated."""
    rows = [
        (
            one.table,
            one.row,
            one.household_id,
            one.error.path or None,
            one.error.code,
            one.error.message(language),
            one.error.fix(language),
        )
        for one in refused
    ]
    table = pl.DataFrame(rows, schema=REJECTS, orient="row")
    known = pl.col("household_id").str.contains(ID)
    return table.with_columns(pl.when(known).then("household_id")).sort("table", "row")
