"""A synthetic ledger of any size in Parquet, by the recipe of :mod:`.ledger`, with its key.

What is in order is made by columns, chunk by chunk, each of other unions; what is wrong in a
chunk is what the small generator plants, under ids of the chunk's own. So the key says here too
exactly what a check finds under the default readings. Needs the ``batch`` extra.
"""

from datetime import date
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from pyarrow import parquet as pq

from ..batch.reading.money import as_money
from ..units import YUAN, printed, signed_fen
from .book import FOUNDED, MARK, PROPER, RETIREMENT_CAP, cap
from .ledger import synthetic_ledger
from .ordinary import (
    BEREAVEMENT,
    BIRTHDAY,
    BIRTHDAYS_ON,
    CORRECTED_AFTER,
    EVENTS,
    FESTIVALS,
    ONE_CORRECTION_IN,
    ONE_EVENT_IN,
    ONE_LATE_JOINER_IN,
)

CHUNK_ROWS = 1_000_000
"""About so many rows are made at a time."""

_ROWS_PER_MEMBER = 4
_DAYS = 365
_TYPICAL, _SPREAD, _LEAST, _MOST = 3.7, 0.9, 3, 3000
"""Sizes of unions: some dozens of members, here and there thousands."""

_LEDGER = pl.Schema(
    {
        "entry_id": pl.String,
        "union_id": pl.String,
        "member_id": pl.String,
        "paid_on": pl.Date,
        "purpose": pl.String,
        "amount": pl.Int64,
        "form": pl.String,
        "event_id": pl.String,
        "event_on": pl.Date,
        "policy_compliant": pl.Boolean,
        "reverses": pl.String,
        "festival": pl.String,
        "deceased": pl.String,
        "voucher_no": pl.String,
        "note": pl.String,
    }
)
_ROSTER = pl.Schema(
    {"member_id": pl.String, "union_id": pl.String, "joined_on": pl.Date, "left_on": pl.Date}
)
_UNIONS = pl.Schema({"union_id": pl.String, "kind": pl.String, "cap_retirement": pl.String})
_PLANTED: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String,
    "code": pl.String,
    "entry_ids": pl.List(pl.String),
    "union_id": pl.String,
    "member_id": pl.String,
}


class _Chunk(NamedTuple):
    """Some unions with their members, their year's rows (amounts in fen) and their faults."""

    ledger: pl.DataFrame
    roster: pl.DataFrame
    unions: pl.DataFrame
    planted: pl.DataFrame


def write_synthetic_ledger(
    folder: Path, *, rows: int, seed: int = 1, year: int = 2025, faults: int = 1
) -> int:
    """Write a ledger of at least so many rows into a folder, and say how many they are.

    Makes ``ledger`` and ``roster``, folders of parts, and ``unions.parquet`` and
    ``planted.parquet``, the key: ``kind, code, entry_ids, union_id, member_id``. In every chunk of
    rows each kind of fault is planted ``faults`` times. The same arguments make the same files.
    """
    made, unions, planted = 0, [], []
    for number in count():
        if made >= rows:
            break
        chunk = _chunk(number, min(CHUNK_ROWS, rows - made), seed, year, faults)
        _write(chunk.ledger, folder / "ledger" / f"{number:05d}.parquet")
        _write(chunk.roster, folder / "roster" / f"{number:05d}.parquet")
        unions.append(chunk.unions)
        planted.append(chunk.planted)
        made += chunk.ledger.height
    _write(pl.concat(unions), folder / "unions.parquet")
    _write(pl.concat(planted), folder / "planted.parquet")
    return made


def _write(rows: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    if "amount" in rows.columns:
        place = rows.columns.index("amount")
        table = table.set_column(place, "amount", as_money(rows["amount"]))
    pq.write_table(table, path, compression="zstd")


def _chunk(number: int, rows: int, seed: int, year: int, faults: int) -> _Chunk:
    random = np.random.default_rng([seed, number])
    people = _people(random, f"{MARK}-{number:05d}", int(rows / _ROWS_PER_MEMBER) + 1, year)
    wrong = _faulty(f"{MARK}-{number:05d}F", seed * 100_003 + number, year, faults)
    unions = people.select("union_id").unique(maintain_order=True)
    right = _Chunk(
        ledger=_ordinary(random, people, year),
        roster=people.select("member_id", "union_id", joined_on="joined", left_on=None).cast(
            _ROSTER
        ),
        unions=unions.with_columns(
            kind=pl.lit("single"), cap_retirement=pl.lit(printed(RETIREMENT_CAP))
        ),
        planted=wrong.planted.clear(),
    )
    both = _Chunk(*(pl.concat(pair) for pair in zip(right, wrong, strict=True)))
    return both._replace(ledger=both.ledger.sort("paid_on", maintain_order=True))


def _people(random: np.random.Generator, mark: str, members: int, year: int) -> pl.DataFrame:
    """Members by union, with the day of joining and the month of birth."""
    sizes = np.clip(random.lognormal(_TYPICAL, _SPREAD, members // _LEAST + 1), _LEAST, _MOST)
    drawn = pl.DataFrame(
        {
            "u": np.repeat(np.arange(len(sizes)), sizes.astype(int))[:members],
            "m": np.arange(1, members + 1),
            "late": random.integers(ONE_LATE_JOINER_IN, size=members) == 0,
            "day": random.integers(_DAYS, size=members),
            "born": random.integers(1, 13, size=members),
        }
    )
    joined = pl.lit(date(year, 1, 1)) + pl.duration(days="day")
    return drawn.select(
        union_id=pl.format(f"{mark}-U{{}}", pl.col("u").cast(pl.String).str.zfill(5)),
        member_id=pl.format(f"{mark}-M{{}}", pl.col("m").cast(pl.String).str.zfill(7)),
        joined=pl.when("late").then(joined).otherwise(pl.lit(FOUNDED)),
        born="born",
    )


def _ordinary(random: np.random.Generator, people: pl.DataFrame, year: int) -> pl.DataFrame:
    """The rows of unions in order: gifts, events, and events put right."""
    first, member = date(year, 1, 1), pl.col("joined") <= pl.col("paid_on")
    kept_on = people.with_columns(paid_on=pl.date(year, "born", BIRTHDAYS_ON))
    paid = [
        kept_on.filter(member).with_columns(purpose=pl.lit("birthday"), amount=BIRTHDAY),
        _events(random, people, year),
    ]
    for name, month, day, share in FESTIVALS:
        on = people.with_columns(paid_on=date(year, month, day), festival=pl.lit(name))
        amount = cap("festival", first) * share // 100
        paid.append(on.filter(member).with_columns(purpose=pl.lit("festival"), amount=amount))
    rows = pl.concat(paid, how="diagonal_relaxed").sort("paid_on", maintain_order=True)
    number = pl.int_range(1, pl.len() + 1).over("union_id").cast(pl.String).str.zfill(7)
    rows = rows.with_columns(entry_id=pl.format(f"{MARK}-E{{}}", number))
    purpose = pl.col("purpose")
    return _put_right(random, rows).select(
        "entry_id",
        "union_id",
        "member_id",
        "paid_on",
        purpose,
        "amount",
        pl.when(pl.col("amount") > 0).then(purpose.replace_strict(PROPER)).alias("form"),
        pl.when(pl.col("amount") > 0).then("event_id").alias("event_id"),
        pl.lit(None, pl.Date).alias("event_on"),
        pl.when(purpose == "birth", pl.col("amount") > 0).then(True).alias("policy_compliant"),
        "reverses",
        "festival",
        pl.when(purpose == "bereavement", pl.col("amount") > 0)
        .then(pl.lit("parent"))
        .alias("deceased"),
        pl.col("paid_on").dt.strftime(f"{MARK}-%Y-%m").alias("voucher_no"),
        pl.lit(None, pl.String).alias("note"),
    )


def _events(random: np.random.Generator, people: pl.DataFrame, year: int) -> pl.DataFrame:
    """One event of some members up to its cap."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = people.filter(pl.Series(random.integers(ONE_EVENT_IN, size=people.height) == 0))
    drawn = held.with_columns(
        event=pl.Series(random.integers(len(EVENTS), size=held.height)),
        day=pl.Series(random.random(held.height)),
        part=pl.Series(random.random(held.height)),
    )
    since = pl.max_horizontal("joined", pl.lit(first))
    days = (pl.lit(last) - since).dt.total_days() + 1
    purpose = pl.lit(pl.Series(EVENTS)).gather("event")
    dated = drawn.with_columns(
        purpose=purpose,
        paid_on=since + pl.duration(days=(pl.col("day") * days).cast(pl.Int64)),
        event_id=pl.format(f"{{}}-{year}", "member_id"),
    )
    known = dated.select("purpose", "paid_on").unique()
    most = [
        BEREAVEMENT if purpose == "bereavement" else cap(purpose, on)
        for purpose, on in known.iter_rows()
    ]
    caps = known.with_columns(most=pl.Series(most, dtype=pl.Int64) // YUAN)
    capped = dated.join(caps, on=known.columns, maintain_order="left")
    half = pl.col("most") // 2
    whole = half + (pl.col("part") * (pl.col("most") - half + 1)).cast(pl.Int64)
    return capped.with_columns(amount=whole * YUAN).drop("event", "day", "part", "most")


def _put_right(random: np.random.Generator, rows: pl.DataFrame) -> pl.DataFrame:
    """Some payments for events taken back: in full and paid again, or by half."""
    wrong = rows.filter(
        pl.col("event_id").is_not_null()
        & pl.Series(random.integers(ONE_CORRECTION_IN, size=rows.height) == 0)
    )
    in_full = pl.Series(random.integers(2, size=wrong.height) == 0)
    later = pl.col("paid_on") + pl.lit(CORRECTED_AFTER)
    back = wrong.with_columns(
        paid_on=later,
        amount=-pl.when(in_full).then("amount").otherwise(pl.col("amount") // 2),
        reverses="entry_id",
        entry_id=pl.col("entry_id") + "-back",
    )
    again = wrong.filter(in_full).with_columns(
        paid_on=later, entry_id=pl.col("entry_id") + "-again"
    )
    return pl.concat([rows, back, again], how="diagonal")


def _faulty(mark: str, seed: int, year: int, faults: int) -> _Chunk:
    """What the small generator plants, under ids that begin with ``mark``."""
    small = synthetic_ledger(seed=seed, unions=1, members=1, years=(year,), faults=faults)
    ledger = [
        {**claim.model_dump(include=set(_LEDGER)), "amount": signed_fen(claim.amount)}
        for claim in small.claims
    ]
    roster = [row.model_dump(include=set(_ROSTER)) for row in small.roster]
    unions = [(union.union_id, union.kind, str(union.caps["retirement"])) for union in small.unions]
    tables = (
        pl.DataFrame(ledger, schema=_LEDGER),
        pl.DataFrame(roster, schema=_ROSTER),
        pl.DataFrame(unions, schema=_UNIONS, orient="row"),
        pl.DataFrame(small.planted, schema=_PLANTED, orient="row"),
    )
    renamed = pl.col("union_id", "^member_id$").str.replace(f"^{MARK}-", f"{mark}-")
    return _Chunk(*(table.with_columns(renamed) for table in tables))
