"""Who answers for what: the province funds, the city and the county organise."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, cast

from ..areas import areas, city_of
from ..resources import table
from ..rules.cancer_screening import RULE
from ..screening_findings import Batch, Level, Responsibility
from ..units import YUAN, yuan

PROVINCE = "210000"


@cache
def levels() -> dict[str, Any]:
    """The levels of the federation, with the duty of each, out of the rule's data file."""
    found: dict[str, Any] = table(f"rules/{RULE}.toml")["levels"]
    return found


def responsibilities(batches: Sequence[Batch]) -> Iterator[Responsibility]:
    """Women and money by level: the province's are all, a city's those of its counties and own.

    Women whose area is not stated are the province's only, until it is.
    """
    women: dict[tuple[str, str], int] = defaultdict(int)
    money: dict[tuple[str, str], int] = defaultdict(int)
    for batch in batches:
        for place in _places(batch.area):
            women[place] += batch.women
            numerator, denominator = batch.subsidy.as_integer_ratio()
            money[place] += numerator * YUAN // denominator
    order = list(levels())
    for level, area in sorted(women, key=lambda place: (order.index(place[0]), place[1])):
        yield Responsibility(
            level=cast(Level, level),
            area=area,
            duty=levels()[level]["duty"],
            women=women[level, area],
            subsidy=yuan(money[level, area]),
        )


def _places(area: str | None) -> Iterator[tuple[str, str]]:
    """The level and area of everyone who answers for an area."""
    yield "province", PROVINCE
    if area is None or area == PROVINCE:
        return
    yield "city", city_of(area)
    if areas()[area].kind != "city":
        yield "county", area
