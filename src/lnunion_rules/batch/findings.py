"""The findings of a batch as tables, from ready columns and from households told otherwise."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from ..aids import AIDS, ROOMS, Law
from ..findings import CATEGORIES
from ..rulebook import rule
from ..rules import education_aid, hardship
from ..stacking import STACKED
from .reading.money import as_money
from .shapes import (
    AWARDS,
    ENTITLED,
    MONEY_OF_AWARDS,
    MONEY_OF_RESULTS,
    NOT_ENTITLED,
    NUMBERED,
    OF_ROOM,
    ORDER,
    OUTCOMES,
    REASONS,
    RESULTS,
    WORDS,
    Told,
    money_lines,
    reasons,
    sheet_schema,
    words_of,
)
from .working.ready import Column, Of, Ready
from .working.work import BILL_LINES, Worked


class Awards(NamedTuple):
    """The awards of one rule, one row a household or a child."""

    of: Column
    amount: Column
    reason: Column


def awards_of(ready: Ready, worked: Worked, law: Law) -> dict[str, Awards]:
    """Each rule's awards; under ``package.stacking=largest`` only the largest is kept."""
    rows = np.arange(ready.rows)
    first = ready.households.first_child
    children = np.repeat(rows, np.diff(first))
    found = {}
    for name in AIDS:
        lines = worked.lines[name]
        of = children if name == education_aid.RULE else rows
        found[name] = Awards(of, lines["amount"], lines["reason"])
    if law.figures.largest_only:
        sums = np.stack([_by_household(found[name], ready.rows) for name in STACKED])
        # Of equal aids the first is kept, as argmax does.
        kept = np.argmax(sums, axis=0)
        for number, name in enumerate(STACKED):
            found[name] = _dropped(found[name], kept != number, len(OF_ROOM[name].REASONS))
    return found


def _by_household(awards: Awards, households: int) -> Column:
    if len(awards.of) == households and (awards.of == np.arange(households)).all():
        return awards.amount
    sums = np.zeros(households, np.int64)
    np.add.at(sums, awards.of, awards.amount)
    return sums


def _dropped(awards: Awards, where: Column, reason: int) -> Awards:
    gone = where[awards.of] & (awards.reason == 0)
    return awards._replace(
        amount=np.where(gone, 0, awards.amount), reason=np.where(gone, reason, awards.reason)
    )


def results(
    worked: Worked,
    awards: Mapping[str, Awards],
    whose: Of,
    told: Told,
    law: Law,
    areas: pl.Series,
) -> pl.DataFrame:
    """The results of all households, with the area each is filed in."""
    rows = len(whose.places)
    sums: dict[str, Any] = {kind: np.zeros(rows, np.int64) for kind in ("grant", "ceiling")}
    for name in STACKED:
        sums[law.kind(name)] = sums[law.kind(name)] + _by_household(awards[name], rows)
    lines = worked.lines[hardship.RULE]
    made = pl.DataFrame(
        {
            "at": whose.places,
            "nth": np.zeros(rows, np.uint8),
            "household_id": whose.households,
            "category": words_of(lines["category"], CATEGORIES),
            "reason": words_of(lines["reason"], hardship.REASONS),
            "total_grants": sums["grant"],
            "total_ceilings": sums["ceiling"],
            "undetermined": np.zeros(rows, np.bool_),
        }
    ).filter(pl.Series(worked.complete))
    joined = _joined(made, told.results, RESULTS, areas)
    return finished(joined, MONEY_OF_RESULTS)


def all_awards(
    worked: Worked,
    awards: Mapping[str, Awards],
    whose: Of,
    told: Told,
    law: Law,
    *,
    due_only: bool = False,
) -> pl.DataFrame:
    """The awards of all households, in the order of a package; ``due_only`` leaves out the rest."""
    parts = []
    for nth, name in enumerate(AIDS):
        of, amount, reason = awards[name]
        keep = worked.complete[of]
        if due_only:
            keep = keep & (reason == 0)
        at = np.flatnonzero(keep)
        of, amount, reason = of[at], amount[at], reason[at]
        member = whose.children.gather(at) if name == education_aid.RULE else None
        parts.append(
            pl.DataFrame(
                {
                    "at": whose.places[of],
                    "household_id": whose.households[of],
                    "outcome": words_of(np.where(reason == 0, ENTITLED, NOT_ENTITLED), OUTCOMES),
                    "amount": amount,
                    "reason": words_of(NUMBERED[name][reason], REASONS),
                }
            ).with_columns(
                nth=pl.lit(nth, pl.UInt8),
                member_id=pl.lit(None, pl.String) if member is None else member,
                rule=pl.lit(name),
                kind=pl.lit(law.kind(name)),
            )
        )
    others = told.awards
    if due_only:
        others = [rows.filter(pl.col("outcome") != OUTCOMES[NOT_ENTITLED]) for rows in others]
    every = pl.concat(parts, how="vertical_relaxed")  # an amount that is bounded is narrower
    return finished(_joined(every, others, AWARDS), MONEY_OF_AWARDS)


def sheets(name: str, worked: Worked, whose: Of, told: Told) -> pl.DataFrame:
    """The worksheets of one rule, one row a household or a child."""
    schema, ready = sheet_schema(name), whose.ready
    rows = np.arange(ready.rows)
    if name == education_aid.RULE:
        rows = np.repeat(rows, np.diff(ready.households.first_child))
    columns: dict[str, Any] = {"at": whose.places[rows], "household_id": whose.households[rows]}
    if name == education_aid.RULE:
        columns["member_id"] = whose.children
    words = {**WORDS, "reason": reasons(name)}
    for line, values in worked.lines[name].items():
        unit = rule(name).lines[line].unit
        columns[line] = words_of(values, words[unit]) if unit in words else values
        if line in BILL_LINES:
            # Where no bill counts there is nothing of bills to tell.
            any_bill = pl.Series(np.diff(ready.households.first_bill) > 0)
            columns[line] = pl.select(pl.when(any_bill).then(pl.Series(values))).to_series()
    made = pl.DataFrame(columns).with_columns(nth=pl.lit(0, pl.UInt8))
    made = made.filter(pl.Series(worked.complete[rows], dtype=pl.Boolean))
    return finished(_joined(made, told.sheets[name], schema), money_lines(name))


def _joined(
    made: pl.DataFrame,
    told: list[pl.DataFrame],
    schema: pl.Schema,
    areas: pl.Series | None = None,
) -> pl.DataFrame:
    """Rows of both ways in one table, in their order."""
    whole: Any = pl.Schema(ORDER | dict(schema))
    nothing: dict[str, list[str]] = {"missing": []}
    absent = [
        pl.lit(nothing.get(name), kind).alias(name)
        for name, kind in schema.items()
        if name not in made.columns
    ]
    frame = made.with_columns(absent).select(
        pl.col(name).cast(kind) for name, kind in whole.items()
    )
    if told:
        frame = pl.concat([frame, *told])
    if told or "rule" in schema:
        place = frame["at"].to_numpy().astype(np.int64) * len(ROOMS) + frame["nth"].to_numpy()
        # In one piece first: out of several, rows take many times as long to gather.
        frame = frame.rechunk()[np.argsort(place, kind="stable")]
    if areas is not None:
        frame = frame.with_columns(area=areas.gather(frame["at"]))
    return frame.select(*schema)


def finished(frame: pl.DataFrame, money: Iterable[str]) -> pl.DataFrame:
    """A table with its fen as yuan with two places."""
    return frame.with_columns(
        pl.Series(name, pl.from_arrow(as_money(frame[name]))) for name in money
    )
