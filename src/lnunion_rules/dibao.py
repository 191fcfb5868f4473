"""The local urban dibao standard (低保标准): a dated table by area, never a guess.

One row is one area's standard in yuan per person and month. A city's row covers its municipal
districts; a county or county-level city needs a row of its own. A row holds to the next
30 June unless its source states another end.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from .areas import area_code, city_of, full_name, is_urban_district
from .dates import LAST, day
from .errors import InputError, NoStandard
from .resources import table
from .units import fen, printed

CALLER = "caller_dibao"
"""The source named where a caller's own row states none."""

MEAN = "dibao_mean_of_year"
"""The source named by the mean of a year's months, where they differ."""


class Standard(NamedTuple):
    """One area's dibao standard for a span of days; ``monthly`` is fen per person and month."""

    area: str
    since: date
    through: date
    monthly: int
    source: str
    says: str = ""
    precision: str = ""
    also: tuple[str, ...] = ()
    """The sources of the standards that a mean was worked out from."""

    def as_row(self) -> dict[str, str]:
        """The row as a caller would write it."""
        return {
            "area": self.area,
            "since": self.since.isoformat(),
            "through": self.through.isoformat(),
            "monthly": printed(self.monthly),
            "source": self.source,
        }


def mean_of(rows: list[Standard], year: int) -> Standard:
    """One standard for a year: the mean of its months, which must be whole fen.

    Raises ``NoStandard`` (``dibao-mean-not-exact``) where it is not.
    """
    first, *_, last = rows
    monthly, rest = divmod(sum(row.monthly for row in rows), len(rows))
    if rest:
        raise NoStandard("dibao-mean-not-exact", "area", area=first.area, year=year)
    if len({row.monthly for row in rows}) == 1:
        return first._replace(through=last.through)
    found = tuple(dict.fromkeys(row.source for row in rows))
    ends = date(year, 1, 1), date(year, 12, 31)
    return Standard(first.area, *ends, monthly, MEAN, also=found)


def _next_june_end(since: date) -> date:
    end = date(since.year, 6, 30)
    return end if since <= end else date(since.year + 1, 6, 30)


@cache
def bundled() -> tuple[Standard, ...]:
    """The graded standards that ship with the library."""
    return tuple(
        Standard(
            area=row["area"],
            since=row["since"],
            through=row.get("through", _next_june_end(row["since"])),
            monthly=fen(row["monthly"]),
            source=row["source"],
            says=row["says"],
            precision=row.get("precision", ""),
        )
        for row in table("data/dibao.toml")["standard"]
    )


def standard_from(row: Mapping[str, Any], path: str) -> Standard:
    """One row of a caller's table: ``area``, ``since``, ``monthly``, ``source``."""
    if not isinstance(row, Mapping):
        raise InputError("dibao-columns", path)
    extra = set(row) - {"area", "since", "monthly", "source", "through"}
    missing = {"area", "since", "monthly"} - set(row)
    if extra or missing:
        raise InputError("dibao-columns", path)
    since = day(row["since"], f"{path}.since")
    through = day(row["through"], f"{path}.through") if row.get("through") else None
    if through and through < since:
        ends = {"first": since.isoformat(), "last": LAST.isoformat()}
        raise InputError("date-out-of-range", f"{path}.through", **ends)
    return Standard(
        area=area_code(str(row["area"]), f"{path}.area"),
        since=since,
        through=through or _next_june_end(since),
        monthly=monthly_fen(row["monthly"], f"{path}.monthly"),
        source=str(row.get("source") or CALLER),
    )


def standards_from(rows: Iterable[tuple[Mapping[str, Any], str]]) -> tuple[Standard, ...]:
    """A caller's rows, each with its place; two of one area from one day contradict each other.

    Raises ``InputError`` (``dibao-twice``) naming the second.
    """
    found: dict[tuple[str, date], Standard] = {}
    for row, path in rows:
        standard = standard_from(row, path)
        if found.setdefault((standard.area, standard.since), standard) is not standard:
            raise InputError("dibao-twice", path)
    return tuple(found.values())


def monthly_fen(monthly: object, path: str) -> int:
    """A monthly standard in fen; ``InputError`` where it is not money or cannot be one."""
    if not isinstance(monthly, (str, Decimal)):
        raise InputError("money-as-number", path)
    try:
        amount = fen(monthly)
    except ValueError:
        raise InputError("not-money", path) from None
    if not 0 < amount < MOST_MONTHLY:
        raise InputError("dibao-out-of-range", path)
    return amount


MOST_MONTHLY = fen("100000")
"""No dibao standard reaches this; a figure above it is a slip of the pen."""


def standards_from_csv(text: str, path: str) -> tuple[Standard, ...]:
    """A caller's table as CSV text with a header row, in English or Chinese words."""
    if not text.strip():
        raise InputError("file-empty", path)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    named = table("data/dibao.toml")["headers"]
    reader.fieldnames = [named.get(name.strip(), name.strip()) for name in reader.fieldnames or ()]
    if not {"area", "since", "monthly"} <= set(reader.fieldnames):
        raise InputError("dibao-columns", path)
    try:
        rows = standards_from(_placed(reader, path))
    except csv.Error:
        raise InputError("dibao-columns", f"{path}:{reader.line_num + 1}") from None
    if not rows:
        raise InputError("file-empty", path)
    return rows


def _placed(reader: "csv.DictReader[str]", path: str) -> Iterator[tuple[dict[str, str], str]]:
    for row in reader:
        at = f"{path}:{reader.line_num}"
        if None in row or None in row.values():
            raise InputError("dibao-columns", at)
        yield row, at


def _rows_for(standards: Iterable[Standard], area: str) -> list[Standard]:
    own = [row for row in standards if row.area == area]
    if own or not is_urban_district(area):
        return own
    city = city_of(area)
    return [row for row in standards if row.area == city]


def standard_of(area: str, on: date, *, own: tuple[Standard, ...] = ()) -> Standard:
    """The standard in force in an area on a day; the caller's own rows come before the bundled.

    Raises ``NoStandard`` naming the area and the day where none is on record.
    """
    for rows in (_rows_for(own, area), _rows_for(bundled(), area)):
        covering = [row for row in rows if row.since <= on <= row.through]
        if covering:
            return max(covering, key=lambda row: row.since)
    raise NoStandard(
        "no-dibao-standard", "area", area=full_name(area), area_code=area, day=on.isoformat()
    )
