"""A part's entries as they count: not in force and twice set apart, reversals netted."""

from typing import NamedTuple

import polars as pl

from ...errors import InputError
from ...welfare.check import NOT_IN_FORCE
from ...welfare.entries import order_of
from .book import Book
from .law import PURPOSES
from .rows import NAMES, claims_of, name_of


class Sorted(NamedTuple):
    """Entries sorted out.

    ``standing`` are the payments not taken back in full, with ``net`` left of each; ``exceeded``
    the payments of which more is taken back than was paid, with ``taken`` and ``taken_by``;
    ``rejects`` the rows set apart: ``row, column, code, day``; ``totals`` fen by purpose.
    """

    standing: pl.DataFrame
    exceeded: pl.DataFrame
    orphans: pl.DataFrame
    twice: pl.DataFrame
    rejects: pl.DataFrame
    totals: dict[str, int]


def sorted_out(entries: pl.DataFrame, raw: pl.DataFrame, book: Book) -> Sorted:
    """Net the entries of a part; ``raw`` are its rows as read, for telling which of two counts."""
    outside = _outside(entries, book)
    in_force = _without(entries, outside["at"])
    twice = _twice(in_force, raw, book)
    accepted = _without(in_force, twice["at"])
    again = twice.select("at", "day", column=pl.lit("entry_id"), code=pl.lit("duplicate-entry"))
    touched, orphans = _taken_back(accepted, book)
    left = pl.col("fen") > pl.col("taken")
    net = touched.filter(left).with_columns(net=pl.col("fen") - pl.col("taken"))
    whole = _without(accepted.filter(pl.col("fen") > 0), touched["at"]).with_columns(net="fen")
    return Sorted(
        standing=pl.concat([whole, net.select(whole.columns)]),
        exceeded=touched.filter(pl.col("taken") > pl.col("fen")),
        orphans=orphans,
        twice=twice,
        rejects=pl.concat([outside, again.select(outside.columns)]).with_columns(
            row=book.text("row")
        ),
        totals=_totals(accepted, book),
    )


def _without(entries: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    return entries.filter(~pl.col("at").is_in(places.implode())) if len(places) else entries


def _outside(entries: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Entries no law covers, ``at, day, column, code``, with the day that decides.

    A reversal stands on the day of the entry it takes back.
    """
    held = book.law.in_force(pl.col("day"))
    back = _back(entries, book)
    named = _payments_of(back, entries, book).sort(book.text("row")).group_by("u", "entry_id")
    found = named.agg(in_force=held.any(), then=pl.col("day").last())
    known = back.join(found, left_on=["u", "reverses"], right_on=["u", "entry_id"], how="left")
    late = known.filter(~pl.col("in_force")).select("at", "then", column=pl.lit("reverses"))
    others = entries.filter(~pl.col("back") & ~held).select("at", "day")
    unnamed = known.filter(pl.col("in_force").is_null() & ~held).select("at", "day")
    own_day = pl.concat([others, unnamed]).with_columns(column=pl.lit("paid_on"))
    outside = pl.concat([own_day, late.rename({"then": "day"})])
    return outside.with_columns(code=pl.lit(NOT_IN_FORCE))


def _back(entries: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The entries that name another, told."""
    return book.told(entries.filter("back"), "reverses")


def _payments_of(back: pl.DataFrame, entries: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The payments that some reversals name, told."""
    union = pl.lit(book.people.unions).gather("u")
    names = back.select(name_of("reverses", union)).to_series()
    likely = entries.filter(pl.col("name").is_in(names.implode()), pl.col("fen") > 0)
    named = back.select("u", entry_id="reverses").unique()
    return book.told(likely).join(named, on=["u", "entry_id"], how="semi")


def _twice(entries: pl.DataFrame, raw: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Second entries of one id; which of two is kept never depends on their order."""
    likely = book.told(alike(entries, pl.col("name"))).with_columns(row=book.text("row"))
    same = likely.filter(pl.struct("u", "entry_id").is_duplicated())
    if same.is_empty():
        return same
    rows = raw.filter(pl.col("row").is_in(same["row"].implode())).sort("row")
    # Of rows that are alike in every cell the first is kept; only the others are looked into.
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
    return ranked.filter(~pl.struct("u", "entry_id").is_first_distinct())


def alike(entries: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """Entries whose key, a whole number, another entry has too."""
    keys = entries.select(key.alias("key")).to_series()
    in_order = keys.sort()
    again = in_order.filter(in_order == in_order.shift())
    if again.is_empty():
        return entries.clear()
    return entries.filter(keys.is_in(again.unique().implode()))


def _taken_back(accepted: pl.DataFrame, book: Book) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The payments of which something is ``taken``, and reversals without a payment."""
    back = book.told(accepted.filter(pl.col("fen") < 0), "reverses")
    payments = _payments_of(back, accepted, book)
    named = payments.select("u", "p", "purpose", paid="at", reverses="entry_id")
    found = back.join(named, on=["u", "p", "purpose", "reverses"], how="left")
    orphans = found.filter(pl.col("paid").is_null())
    taken = (
        found.drop_nulls("paid")
        .group_by(at="paid")
        .agg(taken=-pl.col("fen").sum(), taken_by=pl.col("entry_id").sort())
    )
    return payments.join(taken, on="at"), orphans


def _totals(accepted: pl.DataFrame, book: Book) -> dict[str, int]:
    """The sums of the accepted rows in fen, by purpose."""
    known = accepted.group_by("kind").agg(pl.col("fen").sum()).drop_nulls("kind")
    totals = {PURPOSES[kind]: fen for kind, fen in known.iter_rows()}
    others = book.told(accepted.filter(pl.col("kind").is_null()))
    return {**totals, **dict(others.group_by("purpose").agg(pl.col("fen").sum()).iter_rows())}
