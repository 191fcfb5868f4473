"""One part of a ledger checked: raw rows in, findings out."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from ...errors import Language
from .across import Across, across_of
from .book import Book
from .breaches import entry_breaches, undetermined
from .caps import held_to_caps
from .entries import sorted_out
from .law import Law
from .output import of_table
from .people import People, SexesOf
from .queries import queries
from .rejects import of_entries
from .rows import read_rows
from .years import with_years


class Checked(NamedTuple):
    """What is found in a part, table by table, and what it adds to the summary."""

    tables: Mapping[str, pl.DataFrame]
    """The tables of the folder, with amounts in fen."""
    totals: Mapping[str, int]
    """The sums of the accepted rows in fen, by purpose."""
    across: Across
    """What is held to a cap together with payments of other parts."""


def check_part(
    raw: pl.DataFrame,
    roster: pl.DataFrame | None,
    sexes: SexesOf | None,
    own: pl.DataFrame,
    law: Law,
    language: Language | None = None,
) -> Checked:
    """Check the rows of whole unions; ``raw`` has the contract's columns and ``row``."""
    read = read_rows(raw, language)
    people = People(read.entries, roster, sexes)
    book = Book(law, people, read.texts, read.festivals)
    ledger = sorted_out(people.numbered(read.entries), raw, book)
    standing = with_years(ledger.standing, people, law)
    ledger = ledger._replace(standing=standing)
    unions = pl.DataFrame({"union_id": people.unions}).with_row_index("u")
    held = held_to_caps(standing, own.join(unions, on="union_id"), book)
    tables = {
        "breaches": pl.concat([*entry_breaches(ledger, book), held.over]),
        "queries": pl.concat([*queries(standing, held.groups, book)]),
        "undetermined": undetermined(standing, book),
        "averages": held.averages,
        "remaining": held.remaining,
    }
    named = {name: of_table(name, people.named(rows)) for name, rows in tables.items()}
    named["rejects"] = pl.concat([read.rejects, of_entries(ledger.rejects, language)])
    return Checked(
        tables=named,
        totals=ledger.totals,
        across=across_of(standing, held.expected, book),
    )
