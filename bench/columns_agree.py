"""Columns against plain ints: every line of every rule on a million random households.

    python bench/columns_agree.py [HOUSEHOLDS]

Each household has one child and one bill; every second block of them is held to the newer
identification standard. The rules run once on numpy columns and once on plain ints, household by
household, and every line of every worksheet must be the same. What it prints is JSON.
"""

import json
import sys
from collections.abc import Iterator
from functools import partial
from inspect import signature
from itertools import starmap
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from plain_facts import Body, Columns, arguments, bodies, columns, parameters, told

import lnunion_rules.columns  # noqa: F401  registers numpy with the algebra
from lnunion_rules import load_policy
from lnunion_rules.rules import room

BLOCK = 50_000
ORDER = (
    "hardship",
    "living_relief",
    "education_aid",
    "medical_aid",
    "safety_net",
    "employment_support",
)
HANDED_ON = ("category", "tested_per_year", "burden")
"""Lines of one sheet that are facts to the next."""


class Agreement(NamedTuple):
    """How many lines were compared, and on which households one of them differed."""

    lines: int
    differing: frozenset[int]


def agreement(households: int, block: int) -> Agreement:
    """Columns held to plain ints on one block of households."""
    chance = np.random.default_rng(block)
    known: Columns = {}
    lines, differing = 0, set[int]()
    for rule in map(room, ORDER):
        p = parameters(rule, load_policy())[-(block % 2)]
        for body in bodies(rule):
            drawn = columns(body, chance, households)
            known.update({name: drawn[name] for name in drawn if name not in known})
            facts = {name: known[name] for name in arguments(body)}
            sheet = told(body, facts, p)._asdict()
            table = {name: np.broadcast_to(line, households) for name, line in sheet.items()}
            known.update({name: line for name, line in table.items() if name in HANDED_ON})
            lines += households * len(table)
            differing |= set(_differing(body, facts, p, table))
    return Agreement(lines, frozenset(differing))


def _differing(body: Body, facts: Columns, p: Any, table: Columns) -> Iterator[int]:
    """The households on which a line of the columns is not what the ints say."""
    one = partial(body, p=p) if "p" in signature(body).parameters else body
    plain = starmap(one, zip(*(column.tolist() for column in facts.values()), strict=True))
    rows = zip(*(line.tolist() for line in table.values()), strict=True)
    return (at for at, (ints, row) in enumerate(zip(plain, rows, strict=True)) if ints != row)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    started = perf_counter()
    sizes = [min(BLOCK, wanted - first) for first in range(0, wanted, BLOCK)]
    found = [agreement(size, block) for block, size in enumerate(sizes)]
    result = {
        "households": wanted,
        "lines": sum(part.lines for part in found),
        "disagreements": sum(len(part.differing) for part in found),
        "seconds": round(perf_counter() - started, 1),
    }
    print(json.dumps(result))
