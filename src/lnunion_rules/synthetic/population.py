"""A synthetic population of households of any size in Parquet, with the truth kept apart.

How it is made up stands in ``data/population.toml``: every figure there is assumed. The same
arguments make the same files. Facts that are left out are known to the ``truth``. Needs the
``batch`` extra. Every household is invented.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from pyarrow import parquet as pq

from ..algebra import WHOLE
from ..batch.reading.money import as_money
from ..dates import MONTHS_OF_A_YEAR
from ..errors import InputError
from ..households import EXCLUSIONS
from ..policy import load_policy
from ..rules import hardship
from ..units import YUAN
from .book import MARK
from .chance import MILLE, Chance, standards

PART = 500_000
"""Households in one part."""

_PER_CENT = 100
_RELATIONS = ("head", "spouse", "child", "parent", "other")
_HEAD, _SPOUSE, _CHILD, _PARENT, _OTHER = range(len(_RELATIONS))
_AGES = ((28, 62), (28, 62), (1, 25), (55, 90), (1, 70))
_STAGES = (
    "none",
    "compulsory",
    "senior_secondary",
    "vocational_secondary",
    "higher",
    "special_education",
)
_NONE, _COMPULSORY, _SENIOR, _VOCATIONAL, _HIGHER, _SPECIAL = range(len(_STAGES))
_WORKING_AGE = 16
MONEY = (
    "annual_disposable_income",
    "annual_rigid_expenditure",
    "annual_accident_loss",
    "annual_medical_bearable",
    "total",
    "basic_insurance",
    "major_illness_insurance",
    "supplementary_insurance",
    "mutual_aid",
)

Watch = Callable[[int, int | None], None]
"""Told after each part how many households are written, and of how many."""


class Population(NamedTuple):
    """Some households as the three tables of a batch, money in fen, and what was left out."""

    households: pl.DataFrame
    members: pl.DataFrame
    medical_bills: pl.DataFrame
    withheld: pl.DataFrame


def write_population(
    folder: Path, *, households: int, seed: int = 1, on: date, progress: Watch | None = None
) -> None:
    """Write a population into a folder: three folders of parts, and ``truth`` beside them.

    ``truth`` holds one row a fact left out: ``household_id, member_id, fact, value``. Raises
    ``InputError``: ``no-standards-that-day``, ``folder-not-empty``, ``file-not-written``.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("folder-not-empty", "--out")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for number, first in enumerate(range(0, households, PART)):
            size = min(PART, households - first)
            part = population(size, seed=seed, on=on, part=number)
            for name, rows in zip((*Population._fields[:-1], "truth"), part, strict=True):
                _write(rows, beside / name / f"{number:05d}.parquet")
            if progress:
                progress(first + size, households)
        beside.replace(folder)
    except OSError:
        raise InputError("file-not-written", "--out") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(rows: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    for name in set(MONEY) & set(rows.columns):
        written = written.set_column(rows.columns.index(name), name, as_money(rows[name]))
    pq.write_table(written, path, compression="zstd")


def population(size: int, *, seed: int = 1, on: date, part: int = 0) -> Population:
    """One part of a population: so many households, by seed and number of the part."""
    chance = Chance(seed, part)
    known = standards(on)
    households = _households(chance, size, known, f"{MARK}-{part:05d}-")
    members = _members(chance, households, on)
    bills = _bills(chance, members, on)
    withheld: list[pl.DataFrame] = []
    tables = [_left_out(chance, rows, withheld) for rows in (households, members)]
    inner = ("persons", "dibao", "of", "age")
    shown = [rows.drop(name for name in inner if name in rows.columns) for rows in tables]
    return Population._make((*shown, bills, pl.concat(withheld)))


def _households(chance: Chance, size: int, known: Mapping[str, int], mark: str) -> pl.DataFrame:
    share = chance.share["household"]
    sizes = chance.share["persons"]["share"]
    persons = np.array([*map(int, sizes)])[chance.one_of([*sizes.values()], size)]
    place = chance.between(0, len(known), size)
    dibao = np.array([*known.values()])[place]
    year = persons * dibao * MONTHS_OF_A_YEAR
    income = _income(chance, year)
    rigid = income * chance.between(0, 50, size) // _PER_CENT * chance.holds(share["rigid"], size)
    loss = (
        income * chance.between(1, 200, size) // _PER_CENT * chance.holds(share["accident"], size)
    )
    ground = np.where(
        chance.holds(share["excluded"], size), chance.between(0, len(EXCLUSIONS), size), -1
    )
    grounds = pl.Series([[], *([name] for name in EXCLUSIONS)], dtype=pl.List(pl.String))
    return pl.DataFrame(
        {
            "household_id": _ids(mark, np.arange(1, size + 1), 7),
            "area": pl.Series([*known]).gather(place),
            "filed": chance.holds(share["filed"], size),
            "annual_disposable_income": income,
            "annual_rigid_expenditure": rigid,
            "annual_accident_loss": loss,
            "annual_medical_bearable": chance.between(0, 100, size) * 100 * YUAN,
            "single_parent": chance.holds(share["single_parent"], size),
            "other_cause": chance.holds(share["other_cause"], size),
            "exclusions": grounds.gather(ground + 1),
            "persons": persons,
            "dibao": dibao,
        }
    )


def _ids(mark: str, numbers: Any, digits: int) -> pl.Series:
    text = pl.Series("id", numbers).cast(pl.String).str.zfill(digits)
    return pl.select(pl.lit(mark) + text).to_series()


def _income(chance: Chance, year: Any) -> Any:
    """Whole yuan within the bands; here and there a line of hardship itself, or a fen off it."""
    bands, size = chance.share["income"]["share"], len(year)
    band = chance.one_of([band["share"] for band in bands], size)
    least, below = (np.array([row["of"][end] for row in bands])[band] for end in (0, 1))
    part = least * _PER_CENT + chance.between(0, (below - least) * _PER_CENT, size)
    ordinary = year * part // WHOLE // YUAN * YUAN
    law = load_policy().rules[hardship.RULE]
    shares = {
        figure.number or WHOLE
        for period in law.periods
        for figure in period.parameters
        if figure.field in ("relative_share", "accident_share")
    }
    lines = np.array(sorted({WHOLE, *shares}))[chance.between(0, len({WHOLE, *shares}), size)]
    near = year * lines // WHOLE + chance.between(-1, 2, size)
    return np.where(chance.holds(chance.share["at_the_line"]["share"], size), near, ordinary)


def _members(chance: Chance, households: pl.DataFrame, on: date) -> pl.DataFrame:
    share = chance.share["member"]
    persons = households["persons"].to_numpy()
    of = np.repeat(np.arange(len(persons)), persons)
    size, nth = len(of), np.arange(len(of)) - np.repeat(np.cumsum(persons) - persons, persons)
    married = ~households["single_parent"].to_numpy()[of] & chance.holds(share["spouse"], size)
    kin = _CHILD + chance.one_of([share["child"], share["parent"], MILLE // 20], size)
    relation = np.where(nth == 0, _HEAD, np.where((nth == 1) & married, _SPOUSE, kin))
    least, most = (np.array([ages[end] for ages in _AGES])[relation] for end in (0, 1))
    age = chance.between(least, most, size)
    disabled = chance.holds(share["disabled"], size)
    serious = chance.holds(share["serious_illness"], size)
    able = np.where(disabled | serious, share["able_in_spite"], share["able"])
    child = relation == _CHILD
    work = np.where(age < _WORKING_AGE, 1, np.where(relation == _PARENT, 2, 0))
    born = pl.Series(np.array(on, "datetime64[D]") - age * 365 - chance.between(0, 365, size))
    return pl.DataFrame(
        {
            "household_id": households["household_id"].gather(of),
            "member_id": pl.Series([f"m{number}" for number in range(1, 8)]).gather(nth),
            "relation": pl.Series(_RELATIONS).gather(relation),
            "birth_date": born.cast(pl.Date),
            "work": pl.Series(("employed", "student", "retired")).gather(work),
            "disabled": disabled,
            "serious_illness": serious,
            "ill": serious | chance.holds(share["ill"], size),
            "can_work": chance.holds(able, size) & (age >= _WORKING_AGE),
            "schooling": pl.Series(_STAGES).gather(_schooling(chance, age, child, disabled)),
            "migrant": chance.holds(share["migrant"], size) & (nth == 0),
            "union_member": chance.holds(share["able"], size),
            "labour_relation_since": pl.Series(
                np.array(on, "datetime64[D]") - chance.between(0, 3000, size)
            ).cast(pl.Date),
            "part_time": child & chance.holds(share["part_time"], size),
            "of": of,
            "age": age,
        }
    )


def _schooling(chance: Chance, age: Any, child: Any, disabled: Any) -> Any:
    share, size = chance.share["schooling"], len(age)
    upper = chance.one_of([share["senior"], share["vocational"], MILLE], size)
    senior = np.array((_SENIOR, _VOCATIONAL, _NONE))[upper]
    higher = np.where(chance.holds(share["higher"], size), _HIGHER, _NONE)
    stage = np.select(
        [
            ~child | (age < share["compulsory_from"]) | (age > share["through"]),
            age < share["senior_from"],
            age < share["higher_from"],
        ],
        [np.full(size, _NONE), np.full(size, _COMPULSORY), senior],
        higher,
    )
    special = disabled & (stage > _NONE) & (stage < _HIGHER)
    return np.where(special & chance.holds(share["special"], size), _SPECIAL, stage)


def _bills(chance: Chance, members: pl.DataFrame, on: date) -> pl.DataFrame:
    share = chance.share["bills"]
    ill = np.flatnonzero(members["serious_illness"].to_numpy())
    ill = ill[chance.holds(share["with_serious_illness"], len(ill))]
    bills = chance.between(1, share["most"] + 1, len(ill))
    of = np.repeat(ill, bills)
    size = len(of)
    total = left = chance.between(100, 200_000, size) * YUAN + chance.between(0, YUAN, size)
    paid = {}
    for payer in MONEY[-4:]:
        paid[payer] = left * chance.between(0, 60, size) // _PER_CENT
        left = left - paid[payer]
    day = np.array(date(on.year, 1, 1), "datetime64[D]") + chance.between(-20, 365, size)
    household = members["household_id"].gather(of)
    nth = np.arange(size) - np.searchsorted(
        members["of"].to_numpy()[of], members["of"].to_numpy()[of]
    )
    return pl.DataFrame(
        {
            "household_id": household,
            "bill_id": _ids("b", nth + 1, 1),
            "member_id": members["member_id"].gather(of),
            "billed_on": pl.Series(day).cast(pl.Date),
            "total": total,
            **paid,
        }
    )


def _left_out(chance: Chance, rows: pl.DataFrame, withheld: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows with some facts left out; what they were is put with the withheld."""
    whose = pl.col("member_id") if "member_id" in rows.columns else pl.lit(None, pl.String)
    for fact, share in chance.share["withheld"].items():
        if fact not in rows.columns:
            continue
        gone = pl.Series("gone", chance.holds(share, rows.height))
        withheld.append(
            rows.filter(gone).select(
                "household_id",
                whose.alias("member_id"),
                pl.lit(fact).alias("fact"),
                pl.col(fact).cast(pl.String).alias("value"),
            )
        )
        rows = rows.with_columns(pl.when(~gone).then(fact).alias(fact))
    return rows
