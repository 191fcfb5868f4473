"""Days as the library reads them: ISO text or ``date``, between stated bounds."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .errors import InputError

FIRST = date(1949, 10, 1)
"""No rule, payment or bill of this library lies before this day."""
LAST = date(2100, 12, 31)
FIRST_BIRTH = date(1900, 1, 1)

_LENGTH = len("2018-09-26")


def iso(value: object) -> date:
    """A day from ISO text or a ``date``; ``ValueError`` for anything else.

    >>> iso("2018-09-26")
    datetime.date(2018, 9, 26)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    # Python reads other forms of ISO too, none of this length with hyphens in these places.
    if not isinstance(value, str) or len(value) != _LENGTH or not value[4] == "-" == value[7]:
        raise ValueError("not a day")
    return date.fromisoformat(value)


def only_day(value: object, path: str) -> None:
    """Refuse what is no ``date``: text, and a ``datetime``, which Python lets pass for one."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError("not-a-date", path)


def day(value: object, path: str) -> date:
    """A day within the library's bounds, or ``InputError`` naming the field."""
    try:
        on = iso(value)
    except ValueError:
        raise InputError("not-a-date", path) from None
    if not FIRST <= on <= LAST:
        raise InputError("date-out-of-range", path, first=FIRST.isoformat(), last=LAST.isoformat())
    return on


def _field(first: date) -> BeforeValidator:
    def read(value: Any) -> date:
        try:
            on = iso(value)
        except ValueError:
            raise PydanticCustomError("not-a-date", "not a day") from None
        if not first <= on <= LAST:
            raise PydanticCustomError(
                "date-out-of-range",
                "out of range",
                {"first": first.isoformat(), "last": LAST.isoformat()},
            )
        return on

    return BeforeValidator(read)


_SCHEMA = WithJsonSchema({"type": "string", "format": "date"}, mode="validation")

Day = Annotated[date, _field(FIRST), _SCHEMA]
"""A field holding a day on which something of the library's world happened."""

BirthDate = Annotated[date, _field(FIRST_BIRTH), _SCHEMA]
"""A field holding the day a person was born."""

MONTHS_OF_A_YEAR = 12


def last_day_of(year: int) -> date:
    """The last day of a calendar year."""
    return date(year, 12, 31)
