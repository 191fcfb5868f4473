"""Employment services of a million people over columns, held to the rule on a part of them.

    python bench/services.py [PEOPLE]

The people are made up: households of one to four, every fact stated, or about one fact in ten
left out. The frame is in memory before the clock starts. What it prints is JSON.
"""

import json
import sys
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from lnunion_rules.applicants import Applicant
from lnunion_rules.batch.services import services_of
from lnunion_rules.employment import plan_services

ON = date(2019, 6, 30)
ROUNDS, HELD, GAP = 5, 20_000, 0.1
SIZES = np.array([1, 2, 3, 4])


def population(people: int, seed: int, *, gaps: float = 0.0) -> pl.DataFrame:
    """So many people, some more to fill the last household, each fact left out now and then."""
    chance = np.random.default_rng(seed)
    sizes = chance.choice(SIZES, people)
    home = np.repeat(np.arange(people), sizes)[:people]
    first = np.concatenate([[True], home[1:] != home[:-1]])
    born = np.datetime64("1950-01-01") + chance.integers(0, 20_000, people)
    relations = chance.choice(["spouse", "child", "parent", "other"], people)

    def flag(share: float) -> pl.Series:
        return _with_gaps(pl.Series(chance.random(people) < share), chance, gaps)

    def word(words: list[str | None], shares: list[float]) -> pl.Series:
        drawn = pl.Series(chance.choice(len(words), people, p=shares)).replace_strict(
            dict(enumerate(words)), return_dtype=pl.String
        )
        return _with_gaps(drawn, chance, gaps)

    filed = _with_gaps(pl.Series(chance.random(people) < 0.3), chance, gaps)
    columns: dict[str, Any] = {
        "person_id": pl.Series(np.arange(people)).cast(pl.String),
        "household_id": pl.Series(home).cast(pl.String),
        "filed": filed.gather(home),
        "relation": pl.Series(np.where(first, "head", relations)),
        "birth_date": _with_gaps(pl.Series(born).cast(pl.Date), chance, gaps),
        "sex": word(["male", "female"], [0.5, 0.5]),
        "work": word(
            ["employed", "laid_off", "unemployed", "retired", "student", "none"],
            [0.4, 0.15, 0.2, 0.1, 0.1, 0.05],
        ),
        "can_work": flag(0.9),
        "wants_work": flag(0.5),
        "wants_business": flag(0.1),
        "migrant": flag(0.2),
        "origin": word(
            ["over_capacity", "zombie", "graduate", "transferred_labour", None],
            [0.1, 0.1, 0.1, 0.1, 0.6],
        ),
        "hard_to_place": flag(0.2),
        "cadre": flag(0.1),
    }
    return pl.DataFrame(columns)


def _with_gaps(column: pl.Series, chance: np.random.Generator, gaps: float) -> pl.Series:
    kept = pl.Series(chance.random(len(column)) >= gaps)
    return pl.select(pl.when(kept).then(column)).to_series()


def measured(people: pl.DataFrame) -> list[float]:
    """Seconds of each round."""
    taken = []
    for _ in range(ROUNDS):
        started = perf_counter()
        services_of(people, on=ON)
        taken.append(perf_counter() - started)
    return taken


def differing(people: pl.DataFrame) -> int:
    """On how many of the first people the columns say anything else than the list."""
    part = people.head(HELD)
    nouns = [
        Applicant.model_validate({k: v for k, v in row.items() if v is not None})
        for row in part.to_dicts()
    ]
    plan = plan_services(nouns, on=ON)
    told = {one.member_id: one for one in plan.people}
    wrong = 0
    for row in services_of(part, on=ON).to_dicts():
        one = told.get(row["person_id"])
        if one is None:
            wrong += row["refused"] is None
            continue
        fits = {fit.service: fit.outcome for fit in one.fits}
        same = (row["outcome"], row["reason"], tuple(row["missing"])) == (
            one.outcome,
            one.reason,
            one.missing,
        )
        wrong += not (same and all(row[name] == fits.get(name) for name in fits))
    return wrong


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    complete, with_gaps = population(wanted, 1), population(wanted, 2, gaps=GAP)
    result = {
        "people": wanted,
        "seconds": measured(complete),
        "seconds_with_gaps": measured(with_gaps),
        "held": 2 * min(wanted, HELD),
        "disagreements": differing(complete) + differing(with_gaps),
    }
    print(json.dumps(result))
