"""How the bench takes time: warm, in short runs, each run one figure; nothing is thrown away."""

from collections.abc import Callable
from statistics import median
from time import perf_counter_ns
from typing import NamedTuple

MICRO = 1_000


class Spread(NamedTuple):
    """What a measure came to over all its runs, in one unit."""

    least: float
    median: float
    most: float


def spread(figures: list[float]) -> Spread:
    """The least, the median and the most of some figures."""
    return Spread(min(figures), median(figures), max(figures))


def runs(once: Callable[[], object], *, loops: int, repeats: int) -> list[float]:
    """Microseconds of one call, one figure for each run of ``loops`` calls."""
    for _ in range(loops):
        once()
    return [_run(once, loops) for _ in range(repeats)]


def _run(once: Callable[[], object], loops: int) -> float:
    started = perf_counter_ns()
    for _ in range(loops):
        once()
    return (perf_counter_ns() - started) / loops / MICRO
