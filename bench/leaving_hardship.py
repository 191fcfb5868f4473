"""The plan for leaving hardship, timed: a province from its rows, and a country down to households.

    python bench/leaving_hardship.py [HOUSEHOLDS]

Prints one JSON document: milliseconds for a province of 14 cities and 100 counties, and for a
country of 31 provinces, 340 cities and 2,900 counties the seconds to plan it and to place its
households in their years, with the most memory this process ever held.
"""

import json
import resource
import sys
from datetime import date
from time import perf_counter

import numpy as np
import polars as pl

from lnunion_rules import AreaCount, plan_targets
from lnunion_rules.batch.placing import place
from lnunion_rules.synthetic.province import made_up

ON = date(2018, 12, 31)
PROVINCES, CITIES, COUNTIES = 31, 340, 2_900
REPEATS = 7
CAUSES = ("unemployment", "schooling", "accident", "other", "illness", "disability")


def province() -> list[float]:
    """Milliseconds to plan a province, once each time."""
    rows = made_up().areas
    return [_timed(rows) for _ in range(REPEATS)]


def _timed(rows: tuple[AreaCount, ...]) -> float:
    started = perf_counter()
    plan_targets(rows, on=ON)
    return (perf_counter() - started) * 1_000


def country(households: int) -> tuple[list[AreaCount], pl.DataFrame]:
    """The areas of a made-up country and its households, in no order."""
    chance = np.random.default_rng(2018)
    cities = [f"SYN{city % PROVINCES:02}-{city:03}" for city in range(CITIES)]
    counties = np.array([f"{cities[at % CITIES]}-{at:04}" for at in range(COUNTIES)])
    place_of = chance.integers(0, COUNTIES, households)
    counts = np.bincount(place_of, minlength=COUNTIES)
    areas = [AreaCount(area=city, parent=city[:5]) for city in cities]
    areas += [AreaCount(area=f"SYN{at:02}", parent="SYN") for at in range(PROVINCES)]
    areas += [
        AreaCount(area=str(name), parent=str(name)[:9], households=int(count))
        for name, count in zip(counties, counts, strict=True)
    ]
    index = pl.DataFrame({"at": place_of}).with_columns(
        pl.col("at").replace_strict(dict(enumerate(counties.tolist()))).alias("area")
    )
    facts = index.select(
        pl.format("SYN{}", pl.int_range(pl.len())).alias("household_id"),
        "area",
        _drawn(chance, households, ("deep", "relative", "accident")).alias("category"),
        _drawn(chance, households, CAUSES).alias("cause"),
        pl.Series(chance.integers(0, 2, households).astype(bool)).alias("lost_ability"),
        _drawn(chance, households, ("income", "aid", None, None)).alias("lifted_by"),
    )
    return areas, facts


def _drawn(chance: np.random.Generator, size: int, words: tuple[str | None, ...]) -> pl.Series:
    drawn = pl.Series(chance.integers(0, len(words), size).astype(np.uint8))
    return drawn.replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def main(households: int) -> None:
    milliseconds = province()
    areas, facts = country(households)
    started = perf_counter()
    schedule = plan_targets(areas, on=ON)
    planned = perf_counter()
    placed = place(facts, schedule)
    done = perf_counter()
    years = placed["year"].value_counts().sort("year")["count"].to_list()
    assert years == list(schedule.total)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {
        "province_ms": milliseconds,
        "areas": len(schedule.areas),
        "households": households,
        "plan_seconds": planned - started,
        "place_seconds": done - planned,
        "peak_mib": peak,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_500_000)
