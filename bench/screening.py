"""A screening of many women planned over columns: seconds, and the most memory, of one process.

    python bench/screening.py 3000000

A made-up roster is written to Parquet by one process; reading and planning it is timed in
another, which prints one line of JSON. Nobody in it is real.
"""

import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl

from lnunion_rules import AreaCapacity, Union
from lnunion_rules.areas import areas

UNIONS, WOMEN_PER_PLACE, CAPACITY_SHARE = 20_000, 4, 3
COUNTIES = [area.code for area in areas().values() if area.kind not in ("province", "city")]


def unions() -> list[Union]:
    """Made-up unions in every county: one in three in difficulty, one in ten with a check-up."""
    return [
        Union(
            union_id=f"SYN-U{number}",
            area=COUNTIES[number % len(COUNTIES)],
            in_difficulty_2016_2018=number % 3 == 0,
            own_checkup=number % 10 == 9,
        )
        for number in range(UNIONS)
    ]


def roster(rows: int) -> pl.DataFrame:
    """One row in fifty a man or without consent, one in twenty not due, one in nine half known."""
    number = pl.int_range(rows, dtype=pl.Int64, eager=True).alias("number")
    mixed = pl.col("number") * 2_654_435_761 % 4_294_967_296
    part = mixed % 1_000
    return number.to_frame().select(
        member_id=pl.format("SYN-{}", pl.col("number")),
        union_id=pl.format("SYN-U{}", mixed // 7 % UNIONS),
        sex=pl.when(part < 20).then(pl.lit("male")).otherwise(pl.lit("female")),
        birth_date=pl.date(1960 + (mixed // 11 % 40), 1 + mixed // 13 % 12, 1 + mixed // 17 % 28),
        consents=part >= 40,
        last_screened_on=pl.when(part >= 500).then(
            pl.date(2009 + mixed // 19 % 10, 1 + mixed // 23 % 12, 1 + mixed // 29 % 28)
        ),
        gynaecological_exam_2016_2018=pl.when(part % 9 > 0).then(part % 2 == 0),
    )


def timed(path: Path, rows: int) -> dict[str, float | int | str]:
    """Read and plan the roster: what is timed is all of it, from the file to the answer."""
    from lnunion_rules.batch.screening import plan_roster_file

    listed = unions()
    takes = rows // WOMEN_PER_PLACE // len(COUNTIES) * CAPACITY_SHARE
    capacity = [AreaCapacity(area=area, capacity=max(takes, 1)) for area in COUNTIES]
    started = perf_counter()
    plan = plan_roster_file(
        path,
        on=date(2018, 12, 31),
        from_year=2019,
        unions=listed,
        capacity=capacity,
        budget=str(300 * rows // WOMEN_PER_PLACE),
    )
    seconds = perf_counter() - started
    planned = plan.people.filter(result="planned").height
    assert plan.people.height + plan.rejects.height == plan.rows_in == rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "mib": peak // 1024, "planned": planned}


def main(arguments: list[str]) -> int:
    """One figure: the roster is made first, by a process whose memory is not counted."""
    rows = int(arguments[0])
    if len(arguments) > 1:
        print(json.dumps(timed(Path(arguments[1]), rows)))
        return 0
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roster.parquet"
        roster(rows).write_parquet(file)
        command = [sys.executable, __file__, str(rows), str(file)]
        return subprocess.run(command, check=True).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
