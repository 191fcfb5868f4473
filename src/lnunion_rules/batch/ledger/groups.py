"""Payments joined into the groups that share a cap, and each group held to its caps.

A group is what one owner was paid for one purpose in one year, event or membership. The owner is
a person ``p`` of a union ``u``, a union alone, or, where the rule's cap holds a member across
unions, a person of no union. The formula is the room's own, run on columns.
"""

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from ... import columns  # noqa: F401  # from here on the room's formula reads columns
from ...rules.collective_welfare import NO_CAP, work_out
from ...welfare.ledger import ALONE
from .book import Book
from .law import KIND, PURPOSES, Law

KEY = ("p", "u", "kind", "year", "event")
FESTIVAL = KIND["festival"]
WHOLE = "whole"
"""The stage of all payments of a group; earlier stages are numbered."""


def keyed(payments: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Payments for the seven purposes, told, with the year and event that part their groups."""
    per = {purpose: book.law.ledger.per(purpose) for purpose in PURPOSES}
    by_year, by_event = (
        pl.col("kind").is_in([KIND[name] for name in PURPOSES if per[name] == one])
        for one in ("year", "event")
    )
    alone: pl.Expr = ALONE + pl.col("entry_id")
    if book.law.choice("event_unstated") == "same_event":
        by_year, alone = by_year | (by_event & pl.col("event_id").is_null()), pl.lit("")
    return book.told(payments, "event_id").with_columns(
        year=pl.when(by_year).then("year"),
        event=pl.when(by_event).then(pl.coalesce("event_id", alone)),
    )


def grouped(
    payments: pl.DataFrame, law: Law, key: Sequence[str] = KEY, **more: pl.Expr
) -> pl.LazyFrame:
    """Groups with what was spent, in all and through the last day of every replaced cap."""
    net, day = pl.col("net"), pl.col("day")
    spent = {
        f"spent_{stage}": pl.when(day <= end).then(net).otherwise(0).sum()
        for stage, end in enumerate(law.ends)
    }
    ends = {"ends": pl.col("ends").max()} if law.by_membership else {}
    found = (
        payments.lazy()
        .group_by(key)
        .agg(
            spent_whole=net.sum(),
            first=day.min(),
            last=day.max(),
            payments=pl.len().cast(pl.UInt32),
            **ends,
            **spent,
            **more,
        )
    )
    if law.by_membership:
        return found
    return found.with_columns(ends=pl.date(pl.col("year"), 12, 31))


def held(groups: pl.DataFrame, own: pl.DataFrame, heads: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Groups held to every cap that applies to them, stage by stage.

    Adds, for each stage, ``legal_``, ``own_``, ``cap_``, ``over_`` and ``remaining_``, null in
    stages a group does not have. ``own``: a union's own caps, ``u, kind, own``; ``heads``: the
    members of a union in a year, ``u, year, heads``, by which a union's own group is measured.
    """
    across = [KIND[name] for name in PURPOSES if law.across_unions(name)]
    joint = pl.col("kind").is_in(across) & pl.col("u").is_not_null()
    through = pl.when(pl.col("year").is_null()).then("last").otherwise("ends")
    known = groups.join(own, on=["u", "kind"], how="left").with_columns(
        pl.col("own").fill_null(NO_CAP), through=through
    )
    if across:
        # The rule's cap holds the person; a union's own cap still holds what it paid.
        known = known.filter(~joint | (pl.col("own") < NO_CAP))
    if law.by_average:
        known = known.join(heads, on=["u", "year"], how="left").with_columns(
            pl.col("heads").fill_null(0)
        )
    for stage, end in enumerate(law.ends):
        applies = (pl.lit(end) < pl.col("through")) & (pl.col("first") <= end)
        known = _staged(known, f"{stage}", pl.lit(end), joint, law, applies)
    return _staged(known, WHOLE, pl.col("through"), joint, law)


def _staged(
    groups: pl.DataFrame,
    stage: str,
    through: pl.Expr,
    joint: pl.Expr,
    law: Law,
    applies: pl.Expr | None = None,
) -> pl.DataFrame:
    legal = law.cap(pl.col("kind"), through)
    own = pl.col("own")
    if any(law.across_unions(name) for name in PURPOSES):
        legal = pl.when(joint).then(NO_CAP).otherwise(legal)
    if law.by_average:
        legal, own = _for_heads(legal), _for_heads(own)
    names = {f"legal_{stage}": legal, f"own_{stage}": own}
    spent = pl.col(f"spent_{stage}")
    asked = groups.with_columns(
        **{f"spent_{stage}": spent if applies is None else pl.when(applies).then(spent)}, **names
    )
    sheet = work_out(*(nw.col(f"{name}_{stage}") for name in ("spent", "legal", "own")))
    lines = {f"{name}_{stage}": getattr(sheet, name) for name in ("cap", "over", "remaining")}
    return nw.from_native(asked).with_columns(**lines).to_native()


def _for_heads(cap: pl.Expr) -> pl.Expr:
    """A cap per member as the cap of a union's group, where there is one."""
    of_union = pl.col("p").is_null() & (cap < NO_CAP)
    return pl.when(of_union).then(cap * pl.col("heads")).otherwise(cap)


def worst(groups: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The groups over a cap, each with the stage in which it is furthest over.

    Columns: the key, ``first``, and of that stage ``through``, ``spent``, ``legal``, ``own``,
    ``cap`` and ``over``. Of two stages equally far over the earlier is meant.
    """
    lines = ("spent", "legal", "own", "cap", "over")
    over = pl.max_horizontal(pl.col(f"over_{stage}") for stage in (*range(len(law.ends)), WHOLE))
    found = groups.filter(over > 0)
    chosen = {line: pl.col(f"{line}_{WHOLE}") for line in lines}
    chosen["through"] = pl.col("through")
    for stage in reversed(range(len(law.ends))):
        earlier = pl.col(f"over_{stage}") == over
        of_stage = {line: pl.col(f"{line}_{stage}") for line in lines}
        of_stage["through"] = pl.lit(law.ends[stage])
        chosen = {
            line: pl.when(earlier).then(of_stage[line]).otherwise(value)
            for line, value in chosen.items()
        }
    return found.select(*KEY, "first", **chosen).filter(pl.col("cap") < NO_CAP)
