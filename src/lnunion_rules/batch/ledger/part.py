"""One part of a ledger checked: raw rows in, findings out."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from ...errors import Language
from .breaches import entry_breaches, undetermined
from .across import Across, across_of
from .caps import held_to_caps
from .entries import sorted_out
from .law import Law
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
    ledger = sorted_out(people.numbered(read.entries), raw, law)
    ledger = ledger._replace(standing=with_years(ledger.standing, people, law))
    unions = people.persons.select("u", "union_id").unique()
    held = held_to_caps(ledger.standing, people, own.join(unions, on="union_id"), law)
    breaches = pl.concat([*entry_breaches(ledger, people, law), held.over])
    asked = pl.concat([*queries(ledger.standing, held.groups, people, law)])
    tables = {
        "breaches": breaches,
        "queries": asked,
        "undetermined": undetermined(ledger.standing, people, law),
        "averages": held.averages.rename({"heads": "members"}),
        "remaining": held.remaining,
    }
    named = {name: people.named(rows) for name, rows in tables.items()}
    named["rejects"] = pl.concat([read.rejects, of_entries(ledger.rejects, language)])
    return Checked(
        tables=named,
        totals=dict(ledger.totals.iter_rows()),
        across=across_of(ledger.standing, held.expected, people, law),
    )
