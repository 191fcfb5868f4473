"""A part's entries as they count: not in force and twice set apart, reversals netted."""

from typing import NamedTuple

import polars as pl

from ...errors import InputError
from ...welfare.entries import _order as order_of
from .law import Law
from .rows import NAMES, claims_of


class Sorted(NamedTuple):
    """Entries sorted out; every frame has the columns of an entry.

    ``standing`` are the payments not taken back in full, with ``net`` left of each; ``exceeded``
    the payments of which more is taken back than was paid, with ``taken`` and ``taken_by``.
    ``rejects`` are the rows set apart: ``row, column, code, day``.
    """

    standing: pl.DataFrame
    exceeded: pl.DataFrame
    orphans: pl.DataFrame
    twice: pl.DataFrame
    rejects: pl.DataFrame
    totals: pl.DataFrame


def sorted_out(entries: pl.DataFrame, raw: pl.DataFrame, law: Law) -> Sorted:
    """Net the entries of a part; ``raw`` are its rows as read, for telling which of two counts."""
    outside = _outside(entries, law)
    in_force = _without(entries, outside["row"])
    twice = _twice(in_force, raw)
    accepted = _without(in_force, twice["row"])
    refused = twice.select(
        "row", column=pl.lit("entry_id"), code=pl.lit("duplicate-entry"), day="day"
    )
    back, orphans = _taken_back(accepted)
    payments = accepted.filter(pl.col("fen") > 0)
    standing, exceeded = _netted(payments, back)
    return Sorted(
        standing=standing,
        exceeded=exceeded,
        orphans=orphans,
        twice=twice,
        rejects=pl.concat([outside, refused]),
        totals=accepted.group_by("purpose").agg(pl.col("fen").sum()),
    )


def _without(entries: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    return entries.filter(~pl.col("row").is_in(rows.implode())) if len(rows) else entries


def _outside(entries: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Rows no law covers, with the ``day`` that decides.

    A reversal stands on the day of the entry it takes back.
    """
    held, decided = law.in_force(pl.col("day")), ("row", "column", "code", "day")
    back = entries.filter(pl.col("reverses").is_not_null())
    found = _payments_of(back, entries).sort("row").group_by("u", "entry_id").agg(
        in_force=held.any(), then=pl.col("day").last()
    )
    named = back.join(found, left_on=["u", "reverses"], right_on=["u", "entry_id"], how="left")
    late = named.filter(~pl.col("in_force")).with_columns(day="then", column=pl.lit("reverses"))
    unnamed = named.filter(pl.col("in_force").is_null(), ~held)
    others = entries.filter(pl.col("reverses").is_null(), ~held)
    own_day = pl.concat([others, unnamed.select(others.columns)])
    outside = pl.concat(
        [late.select("row", "column", "day"), own_day.select("row", pl.lit("paid_on").alias("column"), "day")]
    )
    return outside.with_columns(code=pl.lit("not-in-force")).select(decided)


def _payments_of(back: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The payments that some reversals name."""
    named = back.select("u", entry_id="reverses").unique()
    likely = entries.filter(
        (pl.col("fen") > 0) & pl.col("entry_id").is_in(named["entry_id"].implode())
    )
    return likely.join(named, on=["u", "entry_id"], how="semi")


def _twice(entries: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Second entries of one id; which of two is kept never depends on their order."""
    likely = alike(entries, pl.col("entry_id").hash() ^ pl.col("u").hash())
    same = likely.filter(pl.struct("u", "entry_id").is_duplicated())
    if same.is_empty():
        return same
    rows = raw.filter(pl.col("row").is_in(same["row"].implode())).sort("row")
    first = rows.unique(NAMES, keep="first", maintain_order=True)
    order = [
        (row, order_of(claim))
        for row, claim in claims_of(first)
        if not isinstance(claim, InputError)
    ]
    known = pl.DataFrame(order, schema={"row": pl.UInt32, "order": pl.String}, orient="row")
    ranked = same.join(known, on="row", how="left").sort(
        "u", "entry_id", "order", "row", nulls_last=True
    )
    return ranked.filter(~pl.struct("u", "entry_id").is_first_distinct()).drop("order")


def alike(entries: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """Entries whose key, a whole number, another entry has too."""
    keys = entries.select(key.alias("key")).to_series()
    in_order = keys.sort()
    again = in_order.filter(in_order == in_order.shift())
    if again.is_empty():
        return entries.clear()
    return entries.filter(keys.is_in(again.unique().implode()))


def _taken_back(accepted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What reversals take back, by the row of the payment, and reversals without a payment."""
    back = accepted.filter(pl.col("fen") < 0)
    payments = _payments_of(back, accepted).select(
        "u", "p", "purpose", payment="row", reverses="entry_id"
    )
    found = back.join(payments, on=["u", "p", "purpose", "reverses"], how="left")
    orphans = found.filter(pl.col("payment").is_null()).drop("payment")
    taken = found.drop_nulls("payment").group_by("payment").agg(
        taken=-pl.col("fen").sum(), taken_by=pl.col("entry_id").sort()
    )
    return taken.rename({"payment": "row"}), orphans


def _netted(payments: pl.DataFrame, back: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The payments with what is left of them, and those of which too much is taken back."""
    touched = payments.join(back, on="row")
    left = touched.filter(pl.col("fen") > pl.col("taken"))
    net = left.with_columns(net=pl.col("fen") - pl.col("taken")).drop("taken", "taken_by")
    whole = _without(payments, touched["row"]).with_columns(net="fen")
    exceeded = touched.filter(pl.col("taken") > pl.col("fen"))
    return pl.concat([whole, net]), exceeded
