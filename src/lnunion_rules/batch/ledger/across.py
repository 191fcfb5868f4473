"""Members held to the rule's cap across unions, where the reading says so.

Such a group lies in several parts. Each part leaves behind what it paid for these purposes; when
all parts are checked, that is parted again, by member.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import polars as pl

from .book import Book
from .caps import over_caps, remaining, with_unpaid
from .groups import grouped, held, keyed
from .law import KIND, PURPOSES, Law, looked_up
from .members import EXPECTED
from .output import of_table
from .people import People

PAID = ("member_id", "kind", "year", "ends", "day", "net", "entry_id")


NO_CAPS = pl.DataFrame(schema={"u": pl.UInt32, "kind": pl.UInt8, "own": pl.Int64})
NO_HEADS = pl.DataFrame(schema={"u": pl.UInt32, "year": pl.Int32, "heads": pl.Int64})


class Across(NamedTuple):
    """What a part leaves behind: payments, and members who might be paid festival gifts."""

    paid: pl.DataFrame
    expected: pl.DataFrame


class AcrossFiles:
    """What the parts leave behind, kept in files until all of them are checked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = 0
        self._rows = 0

    def add(self, left: Across) -> None:
        """Keep what a part leaves behind."""
        if left.paid.is_empty() and left.expected.is_empty():
            return
        for name, rows in left._asdict().items():
            path = self._folder / name / f"{self._parts:06d}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            rows.write_parquet(path)
            self._rows += rows.height
        self._parts += 1

    def clear(self) -> None:
        """Take the files away."""
        rmtree(self._folder, ignore_errors=True)

    def members(self, most_rows: int) -> Iterator[Across]:
        """The same, parted by member into parts of about so many rows."""
        if not self._parts:
            return
        parts = self._rows // most_rows + 1
        part = pl.col("member_id").hash() % parts
        for number in range(parts):
            frames = (
                pl.scan_parquet(self._folder / name / "*.parquet").filter(part == number).collect()
                for name in Across._fields
            )
            yield Across(*frames)


def across_of(standing: pl.DataFrame, expected: pl.DataFrame, book: Book) -> Across:
    """What of a part is held to a cap together with payments of other unions."""
    kinds = [KIND[name] for name in PURPOSES if book.law.across_unions(name)]
    member = book.people.of_person("member_id").alias("member_id")
    paid = standing.filter(pl.col("kind").is_in(kinds))
    if not book.law.by_membership:
        paid = paid.with_columns(ends=pl.date(pl.col("year"), 12, 31))
    if KIND["festival"] not in kinds:
        expected = expected.clear()
    return Across(
        paid.with_columns(member, entry_id=book.text("entry_id")).select(PAID),
        expected.select(member, "year", "ends"),
    )


def held_across(left: Across, law: Law) -> dict[str, pl.DataFrame]:
    """Breaches and allowances of whole members, in the columns of the folder."""
    named = pl.concat(rows.lazy().select("member_id") for rows in left)
    people = People(named.with_columns(union_id=pl.lit("")), None)
    people.persons = people.persons.with_columns(u=pl.lit(None, pl.UInt32))
    members = people.persons.select("p", "u", "member_id")
    paid = left.paid.join(members, on="member_id").with_row_index("at")
    listed = left.expected.join(members, on="member_id", maintain_order="left")
    listed = listed.unique(["p", "year"], keep="last", maintain_order=True)
    texts = paid.select(
        "entry_id",
        event_id=pl.lit(None, pl.String),
        purpose=looked_up([*PURPOSES], pl.col("kind")),
    )
    book = Book(law, people, texts, pl.Series(dtype=pl.String))
    groups = grouped(keyed(paid.drop("entry_id", "member_id", "u"), book), law).collect()
    sheets = held(with_unpaid(groups, listed.select(*EXPECTED)), NO_CAPS, NO_HEADS, law)
    found = {
        "breaches": over_caps(paid, sheets, book),
        "remaining": remaining(sheets),
    }
    of_no_union = members.select("p", "member_id", union_id=pl.lit(None, pl.String))
    return {
        name: of_table(name, rows.join(of_no_union, on="p", how="left", maintain_order="left"))
        for name, rows in found.items()
    }
