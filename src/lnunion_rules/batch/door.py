"""The door of a batch: three tables in, the findings of every household out, in the same kind."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from ..aids import Law
from ..errors import InputError, Language
from ..policy import Policy, load_policy
from .clusters.dask import evaluate_on_dask
from .clusters.spark import evaluate_on_spark
from .evaluation import Evaluated, evaluated
from .reading.frames import SPARK, engine_of, taken
from .reading.rows import TABLES, read_rows


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

    ``compiled`` works the rules out two to three times as fast with the extra ``fast``, after a few
    seconds of compiling: it pays for tens of millions of households under one law.

    Tables of Spark or Dask, all three of one, are answered there: nothing runs until rows are
    asked for, ``row`` is null in ``rejects``, and ``threads`` is what one task may use, 1 unless
    said.

    Raises ``NotInForce`` where an aid is not in force that day, and ``InputError`` for a table or
    a required column that is missing, for a column of another type than belongs there, and for
    tables of two engines; ``ValueError`` for ``threads`` below 1. What is wrong with a row is a
    reject, and the others go on. A column whose name is not known is not read.

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
    if threads is not None and (type(threads) is not int or threads < 1):
        raise ValueError("threads is a whole number, at least 1")
    law = Law(policy or load_policy(), on)
    absent = [name for name in TABLES if name not in frames]
    if absent:
        raise InputError("table-missing", absent[0], tables=", ".join(TABLES))
    told: dict[str, Any] = {"worksheets": worksheets, "language": language, "compiled": compiled}
    engine = engine_of({name: frames[name] for name in TABLES})
    if engine:
        over = evaluate_on_spark if engine == SPARK else evaluate_on_dask
        return over(frames, law, threads=threads or 1, **told)
    given = {name: taken(frames[name], name) for name in TABLES}
    back = given["households"][1]
    tables = {name: read_rows(frame, name) for name, (frame, _) in given.items()}
    made = evaluated(tables, law, threads=threads, **told)
    return Evaluated(
        back(made.results),
        back(made.awards),
        MappingProxyType({name: back(sheet) for name, sheet in made.worksheets.items()}),
        back(made.rejects),
    )
