"""The door of a batch: three tables in, the findings of every household out, in the same kind."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from ..aids import AIDS, Law
from ..errors import InputError, Language
from ..policy import Policy, load_policy
from ..rules import hardship
from .facts import ready_columns
from .findings import all_awards, awards_of, results
from .findings import sheets as sheets_of
from .frames import taken
from .gaps import frequent, told_with_gaps
from .gathering import Gathered, gathered
from .ready import Column, Of
from .rejects import reject_table
from .rows import TABLES, Rows, read_rows
from .single import told_one_by_one
from .work import ANSWERS, EVERY_LINE, work_out

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


def evaluate(
    frames: Mapping[str, Any],
    *,
    on: date,
    policy: Policy | None = None,
    worksheets: bool = True,
    language: Language = "zh",
    threads: int | None = None,
    compiled: bool = False,
) -> Evaluated:
    """Every rule of the house for every household of three tables on a day.

    ``frames`` holds ``households``, ``members`` and ``medical_bills`` (no rows: no bills), with
    the columns of a household's JSON and ``household_id`` in all three. A null is unknown. Money
    is yuan as text or decimal, or whole fen as integers in a column whose name ends in ``_fen``.

    ``compiled`` works the rules out twice as fast with the extra ``fast``, after a few seconds of
    compiling: it pays for tens of millions of households under one law.

    Raises ``NotInForce`` where an aid is not in force that day, and ``InputError`` for a table or
    a required column that is missing and for a column of another type than belongs there. What
    is wrong with a row is a reject, and the others go on.

    >>> import polars as pl
    >>> households = pl.DataFrame({"household_id": ["LN-1"], "area": ["210302"], "filed": [True]})
    >>> members = pl.DataFrame(
    ...     {"household_id": ["LN-1"], "member_id": ["m1"], "relation": ["head"]}
    ... )
    >>> bills = pl.DataFrame(schema=["household_id", "bill_id", "member_id"])
    >>> frames = {"households": households, "members": members, "medical_bills": bills}
    >>> found = evaluate(frames, on=date(2018, 12, 31))
    >>> found.results["category"].to_list(), found.results["missing"].to_list()[0][:1]
    (['undetermined'], ['annual_disposable_income'])
    """
    law = Law(policy or load_policy(), on)
    absent = [name for name in TABLES if name not in frames]
    if absent:
        raise InputError("table-missing", absent[0], tables=", ".join(TABLES))
    given = {name: taken(frames[name], name) for name in TABLES}
    back = given["households"][1]
    tables = {name: read_rows(frame, name) for name, (frame, _) in given.items()}
    made = evaluated(
        tables, law, worksheets=worksheets, language=language, threads=threads, compiled=compiled
    )
    return Evaluated(
        back(made.results),
        back(made.awards),
        MappingProxyType({name: back(sheet) for name, sheet in made.worksheets.items()}),
        back(made.rejects),
    )


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
