"""A roster planned over columns: what becomes of everyone, and the figures of the whole."""

from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from ...screening.budget import AreaYear


class PlannedRoster(NamedTuple):
    """A roster planned: ``people`` has one row for each accepted row, in the order of the file.

    Its columns: ``row, member_id, result`` (planned, own_checkup, not_due, excluded,
    undetermined, not_placed), ``year, area, priority, place, reason, due, due_on, missing``
    (the facts that would have to be stated, in one text).
    """

    from_year: int
    people: pl.DataFrame
    batches: pl.DataFrame
    """``year, area, priority, women, subsidy``: as in a plan, without the names."""
    years: tuple[AreaYear, ...]
    rejects: pl.DataFrame
    rows_in: int
    subsidy_total: Decimal
    shortfall: Decimal
    notices: tuple[str, ...]

    def counts(self) -> pl.DataFrame:
        """How many rows came to each ``result`` for which ``reason``, ``rows``; most first."""
        counted = everyone(self).group_by("result", "reason").agg(rows=pl.len())
        return counted.sort("rows", "result", "reason", descending=[True, False, False])

    def figures(self) -> dict[str, Any]:
        """The plan without its people, as plain JSON values."""
        return {
            "from": self.from_year,
            "rows_in": self.rows_in,
            "rows_accepted": self.people.height,
            "rows_rejected": self.rejects.height,
            "batches": self.batches.with_columns(pl.col("subsidy").cast(pl.String)).to_dicts(),
            "counts": self.counts().to_dicts(),
            "subsidy_total": str(self.subsidy_total),
            "shortfall": str(self.shortfall),
            "notices": list(self.notices),
        }


def everyone(planned: PlannedRoster) -> pl.DataFrame:
    """What becomes of every row of the file, in its order; of a rejected one, code and column."""
    rejected = planned.rejects.select(
        "row",
        result=pl.lit("rejected"),
        reason="code",
        column="column",
    )
    return pl.concat([planned.people, rejected], how="diagonal").sort("row")
