"""Rows of a ledger as columns of plain values; what columns cannot vouch for, the noun judges.

A row is taken as it stands where every cell is plainly fine. Every other row goes through the
reader of small tables and the noun itself, so that both paths accept and reject alike.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

import polars as pl

from ...claims import Deceased, ExpenseClaim
from ...errors import InputError, Language
from ...tables.columns import Columns, columns_of, header_of
from ...tables.grid import Row
from ...tables.reading import _noun_of as noun_of
from ...units import signed_fen
from ...welfare.queries import audit
from .cells import Cells, cells_of
from .law import FORMS, KIND, PURPOSES
from .rejects import of_rows

LEDGER: Columns = columns_of("ledger", ExpenseClaim)
NAMES = tuple(column.name for column in LEDGER.columns)
HEADER = header_of(NAMES, LEDGER)
DECEASED: tuple[str, ...] = get_args(Deceased)

ENTRIES = {
    "row": pl.UInt32,
    "entry_id": pl.String,
    "union_id": pl.String,
    "member_id": pl.String,
    "day": pl.Date,
    "purpose": pl.String,
    "kind": pl.UInt8,
    "fen": pl.Int64,
    "form": pl.UInt8,
    "event_id": pl.String,
    "event_on": pl.Date,
    "compliant": pl.Boolean,
    "reverses": pl.String,
    "festival": pl.String,
    "deceased": pl.UInt8,
    "like_aid": pl.Boolean,
}
"""One row: one entry as it was read. ``kind``, ``form`` and ``deceased`` are numbers of words."""

class Read(NamedTuple):
    """The rows of a part: those accepted as entries, and those rejected."""

    entries: pl.DataFrame
    rejects: pl.DataFrame


def read_rows(raw: pl.DataFrame, language: Language | None = None) -> Read:
    """Entries and rejects of raw rows: the contract's columns by name, and ``row`` from 1."""
    read = {column.name: cells_of(raw, column) for column in LEDGER.columns}
    takes_back = pl.col("reverses").is_null() | (read["amount"].values < 0)
    every = [cells.all_fine.alias(name) for name, cells in read.items()]
    looked = raw.lazy().select(takes_back.all().alias("takes_back"), *every).collect()
    if all(looked.row(0)):
        entries = raw.lazy().select("row", *_entry(read)).collect()
        return Read(entries, of_rows((), language))
    fine = pl.all_horizontal(takes_back, *(cells.fine for cells in read.values()))
    found = raw.lazy().select("row", *_entry(read), fine=fine).collect()
    claims, refused = _judged(raw.filter(~found["fine"]))
    entries = pl.concat([found.filter("fine").drop("fine"), entries_of(claims)])
    return Read(entries, of_rows(refused, language))


def _entry(read: Mapping[str, Cells]) -> Iterable[pl.Expr]:
    """The columns of an entry, but for its row."""
    values = {name: cells.values for name, cells in read.items()}
    values |= {"day": values["paid_on"], "fen": values["amount"]}
    values["compliant"] = values["policy_compliant"]
    values["kind"] = _number(values["purpose"], PURPOSES)
    values["form"] = _number(values["form"], FORMS)
    values["deceased"] = _number(values["deceased"], DECEASED)
    like_aid = values["note"].str.contains_any(audit()["hardship_words"])
    values["like_aid"] = like_aid.fill_null(value=False)
    return [values[name].cast(dtype).alias(name) for name, dtype in ENTRIES.items() if name != "row"]


def _number(words: pl.Expr, known: tuple[str, ...]) -> pl.Expr:
    return words.cast(pl.Enum(known), strict=False).to_physical()


def _judged(
    raw: pl.DataFrame,
) -> tuple[list[tuple[int, ExpenseClaim]], list[tuple[int, InputError]]]:
    """Rows judged one by one by the noun: those it accepts and those it refuses."""
    claims, refused = [], []
    for number, found in claims_of(raw):
        if isinstance(found, InputError):
            refused.append((number, found))
        else:
            claims.append((number, found))
    return claims, refused


def claims_of(raw: pl.DataFrame) -> Iterable[tuple[int, ExpenseClaim | InputError]]:
    """Raw rows as nouns, or as what is wrong with them."""
    for number, *cells in raw.select("row", *NAMES).iter_rows():
        yield number, noun_of(Row(number, cells), HEADER, False, LEDGER, ExpenseClaim)


def entries_of(claims: Iterable[tuple[int, ExpenseClaim]]) -> pl.DataFrame:
    """Nouns as entries."""
    words = audit()["hardship_words"]
    rows = [
        {
            **claim.model_dump(include=set(ENTRIES)),
            "row": number,
            "day": claim.paid_on,
            "kind": KIND.get(claim.purpose),
            "fen": signed_fen(claim.amount),
            "form": FORMS.index(claim.form) if claim.form else None,
            "compliant": claim.policy_compliant,
            "deceased": DECEASED.index(claim.deceased) if claim.deceased else None,
            "like_aid": any(word in (claim.note or "") for word in words),
        }
        for number, claim in claims
    ]
    return pl.DataFrame(rows, schema=ENTRIES, orient="row")
