"""The files of a plan: a baseline, extra targets, households, events and payments, row by row.

A single bad row refuses a file: a plan in which a row is missing adds up to something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ..cases import household_from
from ..counted_areas import AreaCount
from ..errors import InputError, LnunionError
from ..hardship_files import AidPayment, CaseEvent, ExtraTarget, FiledHousehold
from ..nouns import Noun
from ..people import Household
from ..policy import Policy
from ..tables import Table, columns_of, every_row
from ..tables.json_rows import json_rows
from ..targets.standing import filed_from

N = TypeVar("N", bound=Noun)


@dataclass(frozen=True)
class Rows:
    """The rows of every file, those of a file that was not given empty or None."""

    areas: Table[AreaCount]
    extra: Table[ExtraTarget] | None = None
    events: Table[CaseEvent] | None = None
    households: Sequence[FiledHousehold] | None = None
    household_rows: tuple[int, ...] = ()
    cases: Sequence[Household] = field(default=())
    """The households' files, where the list is made from them."""
    payments: Table[AidPayment] | None = None

    def numbers(self) -> Mapping[str, tuple[int, ...]]:
        """The row numbers of each list, by the name under which a door knows it."""
        return {
            "areas": self.areas.rows,
            "extra": self.extra.rows if self.extra else (),
            "events": self.events.rows if self.events else (),
            "households": self.household_rows,
            "payments": self.payments.rows if self.payments else (),
        }


NOUNS: Mapping[str, tuple[str, type[Noun]]] = {
    "areas": ("baseline", AreaCount),
    "extra": ("extra_targets", ExtraTarget),
    "events": ("case_events", CaseEvent),
    "households": ("filed_households", FiledHousehold),
    "payments": ("aid_payments", AidPayment),
}


def table_from(name: str, data: bytes, form: str) -> Table[Any]:
    """Every row of one file; ``name`` as in ``NOUNS``, ``form`` as the tables say."""
    section, noun = NOUNS[name]
    return every_row(data, form, columns_of(section, noun), noun)


def households_from(
    data: bytes, form: str, *, on: date, policy: Policy
) -> tuple[Sequence[FiledHousehold], tuple[int, ...], Sequence[Household]]:
    """A list of households: a table, or JSON with their files as ``assess`` reads them.

    Of files each household's place is worked out from its package on the day.
    """
    if form != "json":
        table = table_from("households", data, form)
        return table.nouns, table.rows, ()
    cases, filed, numbers = [], [], []
    for number, row in json_rows(data):
        try:
            if isinstance(row, InputError):
                raise row
            household = household_from(row)
            filed.append(filed_from(household, on=on, policy=policy))
        except LnunionError as refused:
            raise refused.within(f"[{number}]") from None
        cases.append(household)
        numbers.append(number)
    return filed, tuple(numbers), cases


@contextmanager
def at_rows(rows: Rows, places: Mapping[str, str]) -> Iterator[None]:
    """A block whose refusals name the row of the file in place of the place in a list."""
    try:
        yield
    except InputError as refused:
        name, _, rest = refused.path.partition("[")
        numbers = rows.numbers().get(name)
        if numbers is None:
            raise
        at, _, column = rest.partition("]")
        row = f"[{numbers[int(at)]}]" if rest else ""
        path = f"{places[name]}{row}{column}"
        raise InputError(refused.code, path, **refused.details) from None
