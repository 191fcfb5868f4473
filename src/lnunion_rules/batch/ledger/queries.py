"""What an auditor would ask about: nothing here makes a ledger non-compliant."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from ...dates import FIRST
from ...rules.collective_welfare import purposes
from ...welfare.queries import NATIONAL_RULE, WITH_EVENTS, audit
from .book import Book
from .breaches import FORM_SOURCE, NET, NO_STAY
from .entries import alike
from .festivals import festival_queries
from .findings import found
from .groups import KEY, keyed
from .law import FORMS, looked_up, of_kinds

ALIKE = ("p", "day", "purpose", "fen", "festival", "event_id")


def queries(standing: pl.DataFrame, groups: pl.DataFrame, book: Book) -> Iterator[pl.DataFrame]:
    """Every query about the payments of a part."""
    yield from _of_entries(standing, book)
    if book.people.on_roster:
        yield _near_leaving(standing, book)
    yield from _repeated(standing, groups, book)
    yield _possible_duplicates(standing, book)
    yield from festival_queries(standing, groups, book)


def _of_entries(standing: pl.DataFrame, book: Book) -> Iterator[pl.DataFrame]:
    law = book.law

    def those(condition: pl.Expr) -> pl.DataFrame:
        return book.told(standing.filter(condition))

    if law.choice("illness_stay") == "query":
        reading = "welfare.illness_stay=query"
        yield found(those(NO_STAY), "illness-without-stay", spent=NET, reading=reading)
    unstated = of_kinds(*WITH_EVENTS) & ~pl.col("of_event") & ~NO_STAY
    reading = law.reading("event_unstated")
    yield found(those(unstated), "event-unstated", spent=NET, reading=reading)
    yield from _of_forms(those(law.form("query")))
    if law.choice("festivals") == "statutory_seven":
        odd = [name not in audit()["festivals"] for name in book.festivals]
        yield found(
            those(looked_up(odd, pl.col("fest"))) if any(odd) else those(pl.lit(value=False)),
            "festival-not-statutory",
            spent=NET,
            source=NATIONAL_RULE,
            reading="welfare.festivals=statutory_seven",
        )
    like_aid = pl.col("like_aid") & pl.col("kind").is_not_null()
    yield found(those(like_aid), "reads-like-hardship-aid", spent=NET)
    if law.choice("uncapped") == "query":
        uncapped = of_kinds(*(name for name, purpose in purposes().items() if not purpose.cap))
        reading = "welfare.uncapped=query"
        yield found(those(uncapped), "cap-not-stated", spent=NET, reading=reading)


def _of_forms(asked: pl.DataFrame) -> Iterator[pl.DataFrame]:
    at_bedside = of_kinds("illness") & (pl.col("form") == FORMS.index("goods"))
    shared = {"spent": NET, "source": FORM_SOURCE, "reading": "welfare.form=checked"}
    yield found(asked.filter(at_bedside), "goods-at-bedside", **shared)
    yield found(asked.filter(~at_bedside), "form-to-be-asked", **shared)


def _near_leaving(standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Payments to members who were soon to leave."""
    day, days = pl.col("day"), audit()["leaving_days"]
    soon = (pl.col("left") - day).dt.total_days() < days
    left = book.people.of_person("left")
    far = book.people.covers(day) & ((left - day).dt.total_days() >= days)
    others = [name for name in purposes() if name not in ("retirement", "bereavement")]
    likely = standing.filter(of_kinds(*others) & ~far)
    spells = book.people.covering(likely.select("at", "p", "day"), "day")
    stated = spells.filter(pl.col("left") < date.max)
    leaving = stated.group_by("at", maintain_order=True).agg(pl.col("left").first())
    near = likely.join(leaving, on="at").filter(soon)
    return found(book.told(near), "paid-before-leaving", spent=NET)


def _repeated(standing: pl.DataFrame, groups: pl.DataFrame, book: Book) -> Iterator[pl.DataFrame]:
    """Second hospital stays of a year, second birthday gifts of a year, second retirements."""
    many = groups.filter(pl.col("payments") > 1)
    if book.law.choice("birthday_per") == "yearly":
        reading = "welfare.birthday_per=yearly"
        twice = many.filter(of_kinds("birthday"))
        yield _several(_entries(standing, twice, book), KEY, "birthday-twice", reading)
    twice = many.filter(of_kinds("retirement"))
    reading = book.law.reading("retirement_who")
    yield _several(_entries(standing, twice, book), KEY, "retirement-twice", reading)
    stays = groups.filter(of_kinds("illness") & pl.col("event").is_not_null()).with_columns(
        stayed=pl.col("first").dt.year()
    )
    stays = stays.filter(pl.struct("p", "stayed").is_duplicated())
    entries, reading = _entries(standing, stays, book), "welfare.illness_per=stay"
    yield _several(entries, ("p", "stayed"), "second-hospital-stay", reading)


def _entries(standing: pl.DataFrame, groups: pl.DataFrame, book: Book) -> pl.DataFrame:
    """The payments of some persons' groups, with what the groups have more."""
    persons = pl.col("p").is_in(groups["p"].unique().implode())
    kinds = pl.col("kind").is_in(groups["kind"].unique().implode())
    likely = keyed(standing.filter(persons & kinds), book)
    more = [*KEY, *(name for name in groups.columns if name == "stayed")]
    return likely.join(groups.select(more), on=KEY, nulls_equal=True)


def _several(
    entries: pl.DataFrame, by: tuple[str, ...], code: str, reading: str | None = None
) -> pl.DataFrame:
    """One finding for every set of entries, dated by the first of them."""
    said = {name: pl.col(name).first() for name in ("u", "p", "purpose") if name not in by}
    sets = entries.group_by(by).agg(
        pl.col("entry_id").sort().alias("entry_ids"),
        pl.col("day").min(),
        spent=NET.sum(),
        **said,
    )
    year = pl.col("day").dt.year()
    return found(sets, code, entry_ids=pl.col("entry_ids"), year=year, reading=reading)


def _possible_duplicates(standing: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Payments alike in everything but their id."""
    day = (pl.col("day") - FIRST).dt.total_days()
    key = (pl.col("p").cast(pl.Int64) * 2**16 + day) * 2**16 + pl.col("fen") % 2**16
    likely = book.told(alike(standing, key), "festival", "event_id")
    same = likely.with_columns(
        same=pl.col("at").min().over(ALIKE), payments=pl.len().over(ALIKE)
    ).filter(pl.col("payments") > 1)
    return _several(same, ("same",), "possible-duplicate")
