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
from ...tables.reading import noun_of
from ...units import signed_fen
from ...welfare.queries import audit
from ..reading.cells import Cells, cells_of
from .law import FORMS, KIND, PURPOSES
from .rejects import of_rows

LEDGER: Columns = columns_of("ledger", ExpenseClaim)
NAMES = tuple(column.name for column in LEDGER.columns)
HEADER = header_of(NAMES, LEDGER)
DECEASED: tuple[str, ...] = get_args(Deceased)

MOST_BITS = 62

ENTRIES = {
    "union_id": pl.String,
    "member_id": pl.String,
    "day": pl.Date,
    "kind": pl.UInt8,
    "fen": pl.Int64,
    "form": pl.UInt8,
    "event_on": pl.Date,
    "compliant": pl.Boolean,
    "deceased": pl.UInt8,
    "like_aid": pl.Boolean,
}
"""What is judged of an entry; ``kind``, ``form`` and ``deceased`` are numbers of words."""

TEXTS = {
    "row": pl.UInt32,
    "entry_id": pl.String,
    "event_id": pl.String,
    "reverses": pl.String,
    "purpose": pl.String,
    "festival": pl.String,
}
"""What is only looked up for the few entries about which something is found."""


class Read(NamedTuple):
    """The rows of a part: those accepted as entries, and those rejected.

    ``entries`` has the columns of ``ENTRIES``, the place ``at`` of each in ``texts``, a ``name``
    that is the same for entries of one id in one union, whether an event is stated, ``of_event``,
    whether it takes another entry ``back``, and the number ``fest`` of its festival, whose names
    are ``festivals``; the first of these have each a ``bit``.
    """

    entries: pl.LazyFrame
    texts: pl.DataFrame
    festivals: pl.Series
    rejects: pl.DataFrame


def read_rows(raw: pl.DataFrame, language: Language | None = None) -> Read:
    """Entries and rejects of raw rows: the contract's columns by name, and ``row`` from 1."""
    read = {column.name: cells_of(raw, column) for column in LEDGER.columns}
    takes_back = pl.col("reverses").is_null() | (read["amount"].values < 0)
    every = [cells.all_fine.alias(name) for name, cells in read.items()]
    looked = raw.lazy().select(takes_back.all().alias("takes_back"), *every).collect()
    refused: list[tuple[int, InputError]] = []
    if all(looked.row(0)):
        rows = raw.lazy().select(_columns(read)).collect()
    else:
        fine = pl.all_horizontal(takes_back, *(cells.fine for cells in read.values()))
        found = raw.lazy().select(*_columns(read), fine=fine).collect()
        claims, refused = _judged(raw.filter(~found["fine"]))
        rows = pl.concat([found.filter("fine").drop("fine"), rows_of(claims)])
    festivals = rows["festival"].unique().drop_nulls().sort()
    return Read(
        _entries(rows, festivals), rows.select(*TEXTS), festivals, of_rows(refused, language)
    )


def _entries(rows: pl.DataFrame, festivals: pl.Series) -> pl.LazyFrame:
    number = pl.col("festival").cast(pl.Enum(festivals)).to_physical()
    named = (pl.col("festival") != "") & (pl.col("kind") == KIND["festival"])
    return (
        rows.lazy()
        .select(
            *ENTRIES,
            at=pl.int_range(pl.len(), dtype=pl.UInt32),
            name=name_of("entry_id", pl.col("union_id")),
            of_event=pl.col("event_id").is_not_null(),
            back=pl.col("reverses").is_not_null(),
            fest=pl.when(named).then(number).cast(pl.UInt32),
        )
        .with_columns(
            bit=pl.when(pl.col("fest") < MOST_BITS).then(2 ** pl.col("fest").cast(pl.Int64))
        )
    )


def name_of(entry_id: str, union: pl.Expr) -> pl.Expr:
    """A number that is the same for one entry id in one union, and rarely for another."""
    return pl.col(entry_id).hash() ^ union.hash(1)


def _columns(read: Mapping[str, Cells]) -> Iterable[pl.Expr]:
    """The columns of a row as it was read."""
    values = {name: cells.values for name, cells in read.items()}
    values |= {"row": pl.col("row"), "day": values["paid_on"], "fen": values["amount"]}
    values["compliant"] = values["policy_compliant"]
    values["kind"] = _number(values["purpose"], PURPOSES)
    values["form"] = _number(values["form"], FORMS)
    values["deceased"] = _number(values["deceased"], DECEASED)
    like_aid = values["note"].str.contains_any(audit()["hardship_words"])
    values["like_aid"] = like_aid.fill_null(value=False)
    return [values[name].cast(dtype).alias(name) for name, dtype in (ENTRIES | TEXTS).items()]


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


def rows_of(claims: Iterable[tuple[int, ExpenseClaim]]) -> pl.DataFrame:
    """Nouns as rows that were read."""
    words, columns = audit()["hardship_words"], ENTRIES | TEXTS
    rows = [
        {
            **claim.model_dump(include=set(columns)),
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
    return pl.DataFrame(rows, schema=columns, orient="row")
