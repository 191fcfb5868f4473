"""Chance and ground of a synthetic population: whole numbers by seed, areas with a standard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from ..areas import areas
from ..dibao import standard_of
from ..errors import InputError, NoStandard
from ..resources import table

MILLE = 1000


class Chance:
    """Whole numbers by chance, the same for the same seed and part."""

    def __init__(self, seed: int, part: int) -> None:
        self._random = np.random.default_rng([seed, part])
        self.share: Mapping[str, Any] = table("data/population.toml")

    def between(self, least: Any, below: Any, size: int) -> Any:
        """Whole numbers from ``least`` to just below ``below``."""
        return self._random.integers(least, below, size)

    def holds(self, mille: Any, size: int) -> Any:
        """Claims, each true with so many chances in a thousand."""
        return self.between(0, MILLE, size) < mille

    def one_of(self, shares: list[int], size: int) -> Any:
        """Places in a list of shares in a thousand."""
        return np.searchsorted(np.cumsum(shares), self.between(0, sum(shares), size), "right")


def standards(on: date) -> dict[str, int]:
    """The areas with a standard that day, and what it is in fen a month."""
    found = {}
    for code in areas():
        try:
            found[code] = standard_of(code, on).monthly
        except NoStandard:
            continue
    if not found:
        raise InputError("no-standards-that-day", day=on.isoformat())
    return found
