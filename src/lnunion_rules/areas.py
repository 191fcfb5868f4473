"""Areas of Liaoning by GB/T 2260 code, and by the name a clerk would write.

Limits: urban districts are the units whose code ends below 21; a code that has been retired
is known only where the data file lists it.
"""

import csv
import re
from functools import cache
from typing import NamedTuple

from .errors import InputError
from .resources import folder

_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_DISTRICTS_BELOW = 21


class Area(NamedTuple):
    """One administrative area."""

    code: str
    name: str
    kind: str
    parent: str


@cache
def areas() -> dict[str, Area]:
    """Every area on record, by code."""
    text = folder("data").joinpath("areas.csv").read_text(encoding="utf-8")
    return {row["code"]: Area(**row) for row in csv.DictReader(text.splitlines())}


def city_of(code: str) -> str:
    """The prefecture-level city an area lies in.

    >>> city_of("210302")
    '210300'
    """
    return code[:4] + "00"


def is_urban_district(code: str) -> bool:
    """Whether a city's own figure covers the area: its districts yes, its counties no.

    >>> is_urban_district("210302"), is_urban_district("210381")
    (True, False)
    """
    return int(code[4:]) < _DISTRICTS_BELOW


def full_name(code: str) -> str:
    """The name with the city's before it.

    >>> full_name("210302")
    '鞍山市铁东区'
    """
    area = areas()[code]
    city = areas().get(city_of(code))
    return area.name if city is None or city.code == code else city.name + area.name


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    named: dict[str, list[str]] = {}
    for code, area in areas().items():
        for name in {area.name, full_name(code), "辽宁省" + full_name(code)}:
            named.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in named.items()}


def area_code(text: str, path: str = "area") -> str:
    """The six-digit code of an area given by code or by Chinese name.

    Raises ``InputError`` (``area-unknown``, ``area-ambiguous``) naming the field.

    >>> area_code("鞍山市铁东区")
    '210302'
    """
    if _CODE.fullmatch(text):
        if text in areas():
            return text
        raise InputError("area-unknown", path)
    codes = _codes_by_name().get(text, ())
    if len(codes) > 1:
        raise InputError("area-ambiguous", path, codes="、".join(codes))
    if not codes:
        raise InputError("area-unknown", path)
    return codes[0]
