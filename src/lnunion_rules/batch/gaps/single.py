"""Households answered one by one, by the door of a single case, as rows of the same tables.

So are answered the households of whom a fact is unknown, and those that columns cannot vouch for;
what the nouns refuse becomes a reject with the table, row and column that it came from.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from ...aids import AIDS, Law
from ...errors import InputError, NoStandard
from ...findings import Award, Package, Sheet
from ...package import assess_household
from ...people import Household
from ...rulebook import rule
from ...rules import education_aid, hardship
from ...stacking import whole_fen
from ...tables.cells import BLANK, value_of
from ...units import printed
from ..reading.gathering import Gathered, Refused
from ..reading.rows import TABLES
from ..shapes import AWARDS, RESULTS, Told, placed, sheet_schema
from ..working.ready import Column

_PLACE = re.compile(r"(members|medical_bills)\[([0-9]+)\](?:\.(\w+))?", re.ASCII)
_HOUSEHOLDS = "households"


class _Row(NamedTuple):
    """One row of a table, with its number: the facts it states, by name."""

    table: str
    row: int
    facts: dict[str, Any]


def told_one_by_one(
    found: Gathered, which: Column, law: Law, *, sheets: bool
) -> tuple[Told, list[Refused]]:
    """The findings of the households at these places, and what was refused of them."""
    told = _Rows([], [], {name: [] for name in (hardship.RULE, *AIDS) if sheets})
    refused = []
    for at, household, members, bills in _rows_of(found, which):
        key = household["household_id"]
        try:
            package = _package(household, members, bills, law)
        except _RowRefused as wrong:
            refused.append(Refused(wrong.table, wrong.row, key, wrong.error))
        else:
            _add(told, at, package)
    lines = {name: [placed(rows, sheet_schema(name))] for name, rows in told.sheets.items()}
    return Told([placed(told.results, RESULTS)], [placed(told.awards, AWARDS)], lines), refused


class _Rows(NamedTuple):
    results: list[dict[str, Any]]
    awards: list[dict[str, Any]]
    sheets: Mapping[str, list[dict[str, Any]]]


class _RowRefused(Exception):
    def __init__(self, table: str, row: int, error: InputError | NoStandard) -> None:
        self.table, self.row, self.error = table, row, error


Cells = dict[str, Any]


def _rows_of(
    found: Gathered, which: Column
) -> Iterator[tuple[int, Cells, list[Cells], list[Cells]]]:
    """Each household's raw rows of the three tables."""
    chosen = np.zeros(found.households.raw.height, np.bool_)
    chosen[which] = True
    owned = []
    for table in (found.members, found.bills):
        kept = chosen[table.of]
        rows = table.rows.raw.filter(pl.Series(kept, dtype=pl.Boolean)).to_dicts()
        first = np.searchsorted(table.of[kept], np.append(which, len(chosen)))
        owned.append([rows[first[n] : first[n + 1]] for n in range(len(which))])
    households = found.households.raw[which].iter_rows(named=True)
    yield from zip(which.tolist(), households, *owned, strict=True)


def _package(household: Cells, members: list[Cells], bills: list[Cells], law: Law) -> Package:
    """What the rules say of one household, its members and bills in the order of their ids."""
    whole = _stated(_HOUSEHOLDS, household)
    owned = {
        name: [_stated(name, cells) for cells in sorted(rows, key=_by_id(name))]
        for name, rows in (("members", members), ("medical_bills", bills))
    }
    lists = {name: [row.facts for row in rows] for name, rows in owned.items()}
    try:
        case = Household.model_validate({**whole.facts, **lists})
        return assess_household(case, on=law.on, policy=law.policy)
    except (InputError, NoStandard) as refused:
        place = _PLACE.fullmatch(refused.path)
        row = owned[place[1]][int(place[2])] if place else whole
        path = (place[3] or "") if place else refused.path
        error = type(refused)(refused.code, path, **refused.details)
        raise _RowRefused(row.table, row.row, error) from None


def _by_id(table: str) -> Callable[[Cells], list[str]]:
    """The order in which rows are read, and the first of several faults told: by id, then content.

    Where they stood in the table does not count.
    """
    own = "bill_id" if table == "medical_bills" else "member_id"
    names = [own, *(column.name for column in TABLES[table].columns)]
    return lambda cells: [str(cells[name]).strip(BLANK) for name in names]


def _stated(table: str, cells: Cells) -> _Row:
    """The facts that a raw row states."""
    facts: dict[str, Any] = {}
    for column in TABLES[table].columns:
        cell = cells[column.name]
        if column.kind == "money" and type(cell) is int:
            cell = printed(cell)  # whole fen; of other units no whole number comes so far
        try:
            value = value_of(cell, column)
        except InputError as refused:
            raise _RowRefused(table, cells["row"], refused) from None
        if value is not None:
            facts[column.name] = value
    if table != _HOUSEHOLDS:
        facts.pop("household_id", None)
    return _Row(table, cells["row"], facts)


def _add(told: _Rows, at: int, package: Package) -> None:
    of, identified = package.household_id, package.hardship
    open_findings = [award for award in package.awards if award.outcome == "undetermined"]
    told.results.append(
        {
            "at": at,
            "nth": 0,
            "household_id": of,
            "category": identified.category,
            "reason": identified.reason,
            "total_grants": _fen(package.total_grants),
            "total_ceilings": _fen(package.total_ceilings),
            "undetermined": bool(open_findings) or identified.category == "undetermined",
            "missing": list(identified.missing),
        }
    )
    _add_sheet(told, hardship.RULE, {"at": at, "nth": 0, "household_id": of}, identified.worksheet)
    for award in package.awards:
        place = {"at": at, "nth": AIDS.index(award.rule), "household_id": of}
        told.awards.append({**place, **_row_of(award)})
        whose = {"member_id": award.member_id} if award.rule == education_aid.RULE else {}
        _add_sheet(told, award.rule, {**place, **whose, "nth": 0}, award.worksheet)


def _row_of(award: Award) -> dict[str, Any]:
    least, most = award.range or (None, None)
    return {
        "member_id": award.member_id,
        "rule": award.rule,
        "kind": award.kind,
        "outcome": award.outcome,
        "amount": _fen(award.amount),
        "least": _fen(least),
        "most": _fen(most),
        "reason": award.reason,
        "missing": list(award.missing),
    }


def _fen(amount: Any) -> int | None:
    return None if amount is None else whole_fen(amount)


def _add_sheet(told: _Rows, name: str, whose: dict[str, Any], sheet: Sheet) -> None:
    if name in told.sheets:
        labels = rule(name).lines
        lines = {line: _value(text, labels[line].unit) for line, text in sheet.items()}
        told.sheets[name].append({**whose, **lines})


def _value(text: str | None, unit: str) -> Any:
    """A printed line as the value of its column, money in fen."""
    if text is None or unit in ("reason", "category", "schooling"):
        return text
    if unit == "flag":
        return text == "true"
    return int(text.replace(".", ""))
