"""The findings of three tables that were read, as Polars frames."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ..aids import AIDS, Law
from ..errors import Language
from ..rules import hardship
from .findings import all_awards, awards_of, results
from .findings import sheets as sheets_of
from .gaps.single import told_one_by_one
from .gaps.told import frequent, told_with_gaps
from .reading.gathering import Gathered, gathered
from .reading.rejects import reject_table
from .reading.rows import Rows
from .working.facts import ready_columns
from .working.ready import Column, Of
from .working.work import ANSWERS, EVERY_LINE, work_out

RULES = (hardship.RULE, *AIDS)


@dataclass(frozen=True)
class Evaluated:
    """The findings of a batch, as tables of the kind that came in.

    Rows in are rows answered and rows rejected: a household is in ``results`` or in ``rejects``.
    """

    results: Any
    """One row a household: category, its reason, totals in yuan, whether any finding is
    undetermined, and which facts the category misses. A total is null where it is not settled."""
    awards: Any
    """One row a finding of an aid: rule, kind, outcome, amount in yuan, reason; an undetermined
    one has its range and what is missing."""
    worksheets: Mapping[str, Any]
    """For each rule the lines of its worksheet as columns, one row a household or child."""
    rejects: Any
    """One row a household or a row of none that was not answered: table, row, column, code, why."""
    whole: Any = None
    """On Spark or Dask the one table that the others are cut from."""


def evaluated(
    tables: Mapping[str, Rows],
    law: Law,
    *,
    worksheets: bool,
    language: Language,
    threads: int | None = None,
    due_only: bool = False,
    compiled: bool = False,
) -> Evaluated:
    """The findings of tables that were read, as Polars frames."""
    found = gathered(tables, law)
    ready, places = ready_columns(found, law)
    lines = EVERY_LINE if worksheets else ANSWERS
    threads = threads or os.cpu_count() or 1
    worked = work_out(ready, law.figures, lines=lines, threads=threads, compiled=compiled)
    whose = Of(ready, places, *_ids(found, places))
    open_rows = np.flatnonzero(~worked.complete)
    by_corners = open_rows[frequent(ready.of(open_rows), law)]
    with_gaps = told_with_gaps(whose.at(by_corners), law, sheets=worksheets)
    one_by_one = found.single.copy()
    one_by_one[places[np.setdiff1d(open_rows, by_corners)]] = True
    single, refused = told_one_by_one(found, np.flatnonzero(one_by_one), law, sheets=worksheets)
    told = with_gaps.and_of(single)
    awards = awards_of(ready, worked, law)
    return Evaluated(
        results(worked, awards, whose, told, law, tables["households"].values["area"]),
        all_awards(worked, awards, whose, told, law, due_only=due_only),
        {name: sheets_of(name, worked, whose, told) for name in RULES if worksheets},
        reject_table([*found.refused, *refused], language),
    )


def _ids(found: Gathered, places: Column) -> tuple[pl.Series, pl.Series]:
    """The ids of the plain households and of their members."""
    ids = found.households.values["household_id"]
    members = found.members.rows.values["member_id"]
    if len(places) < len(ids):
        ids = ids[places]
        members = members.filter(pl.Series(found.plain[found.members.of]))
    return ids, members
