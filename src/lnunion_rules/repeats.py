"""Rows of a list that repeat an id: the first counts, the others are rejected."""

from collections.abc import Sequence
from typing import TypeVar

from .nouns import Noun
from .welfare_findings import Reject

N = TypeVar("N", bound=Noun)


def without_repeats(nouns: Sequence[N], key: str) -> tuple[list[N], tuple[Reject, ...]]:
    """The nouns by the first row of each id, and a reject for each further row, from 1."""
    kept: dict[str, N] = {}
    rejects = []
    for row, noun in enumerate(nouns, 1):
        name = getattr(noun, key)
        if name in kept:
            rejects.append(Reject(row=row, column=key, code="duplicate-id", reason="duplicate-id"))
        else:
            kept[name] = noun
    return list(kept.values()), tuple(rejects)
