"""What is known of the units and the hospitals of a plan: unions by id, capacities by area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..candidates import AreaCapacity, Candidate
from ..claims import Union
from ..errors import InputError
from ..units import fen

N = TypeVar("N", Union, AreaCapacity)


@dataclass(frozen=True)
class Register:
    """Unions by id and hospitals by area; None where no such list was given."""

    unions: Mapping[str, Union] | None
    capacities: Mapping[str, AreaCapacity] | None

    @classmethod
    def of(
        cls, unions: Iterable[Union] | None, capacity: Iterable[AreaCapacity] | None
    ) -> "Register":
        """The lists by their keys; ``InputError`` (``duplicate-id``) where one stands twice."""
        return cls(
            None if unions is None else _once(unions, "union_id"),
            None if capacity is None else _once(capacity, "area"),
        )

    def union_of(self, candidate: Candidate) -> Union | None:
        """The union of a candidate's unit; None where there is none, or none on the list."""
        if candidate.union_id is None:
            return None
        if self.unions is None:
            return Union(union_id=candidate.union_id)
        return self.unions.get(candidate.union_id)

    def capacity_of(self, area: str | None) -> int | None:
        """How many women an area's hospitals can take in a year; None is no limit."""
        hospitals = self._hospitals(area)
        return None if hospitals is None else hospitals.capacity

    def price_of(self, area: str | None) -> int:
        """What they charge for a woman, in fen; 0 where it is not stated."""
        hospitals = self._hospitals(area)
        return 0 if hospitals is None or hospitals.price is None else fen(hospitals.price)

    def missing(self, area: str | None, *, with_price: bool) -> tuple[str, ...]:
        """What is not stated of an area's hospitals and has to be."""
        hospitals = self._hospitals(area)
        missing = []
        if self.capacities is not None and hospitals is None:
            missing.append("area" if area is None else "capacity")
        if with_price and (hospitals is None or hospitals.price is None):
            missing.append("price")
        return tuple(missing)

    def _hospitals(self, area: str | None) -> AreaCapacity | None:
        return None if self.capacities is None or area is None else self.capacities.get(area)


def _once(nouns: Iterable[N], key: str) -> dict[str, N]:
    found: dict[str, N] = {}
    for noun in nouns:
        name = getattr(noun, key)
        if name in found:
            raise InputError("duplicate-id", key)
        found[name] = noun
    return found
