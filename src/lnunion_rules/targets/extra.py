"""Areas' own targets, beyond the provincial ones and never mixed into them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from ..casework_findings import Extra
from ..errors import InputError
from ..hardship_files import ExtraTarget, FiledHousehold
from ..targets_findings import Schedule

NOT_NAMED = "extra-not-named"


def extra_targets(
    extra: Iterable[ExtraTarget],
    schedule: Schedule,
    households: Iterable[FiledHousehold] | None = None,
) -> tuple[Extra, ...]:
    """Areas' own targets of a year, in the order of the tree and the years.

    One row is one area and year; with ``households`` those named are looked up, and their people
    counted, each once. Fewer named than counted draws the notice ``extra-not-named``. Raises
    ``InputError``: ``area-not-in-tree``, ``year-not-planned``, ``extra-twice``, ``named-twice``,
    ``household-not-listed``, ``household-elsewhere``.
    """
    rows = tuple(extra)
    parents = {row.area: row.parent for row in schedule.areas}
    years = [deadline.year for deadline in schedule.deadlines]
    listed = None if households is None else {row.household_id: row for row in households}
    seen: set[tuple[str, int]] = set()
    named: set[str] = set()
    for at, row in enumerate(rows):
        if row.area not in parents:
            _refuse("area-not-in-tree", at, "area")
        if row.year not in years:
            _refuse("year-not-planned", at, "year")
        if (row.area, row.year) in seen:
            _refuse("extra-twice", at, "area")
        if named.intersection(row.household_ids):
            _refuse("named-twice", at, "household_ids")
        if listed is not None:
            _check_named(row, at, listed, parents)
        seen.add((row.area, row.year))
        named.update(row.household_ids)
    order = list(parents)
    ordered = sorted(rows, key=lambda row: (order.index(row.area), row.year))
    return tuple(_told(row, listed) for row in ordered)


def _check_named(
    row: ExtraTarget,
    at: int,
    listed: Mapping[str, FiledHousehold],
    parents: Mapping[str, str | None],
) -> None:
    for name in row.household_ids:
        if name not in listed:
            _refuse("household-not-listed", at, "household_ids")
        if row.area not in upwards(listed[name].area, parents):
            _refuse("household-elsewhere", at, "household_ids")


def upwards(area: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """An area and every area above it."""
    above: str | None = area
    while above is not None:
        yield above
        above = parents.get(above)


def _refuse(code: str, at: int, column: str) -> NoReturn:
    raise InputError(code, f"extra[{at}].{column}")


def _told(row: ExtraTarget, listed: Mapping[str, FiledHousehold] | None) -> Extra:
    people = [listed[name].members for name in row.household_ids] if listed is not None else []
    counted = listed is not None and all(people)
    return Extra(
        area=row.area,
        year=row.year,
        households=row.households,
        household_ids=row.household_ids,
        persons=len({person for members in people for person in members}) if counted else None,
        notices=() if len(row.household_ids) == row.households else (NOT_NAMED,),
    )
