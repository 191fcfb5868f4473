"""What an auditor would ask about: nothing here makes a ledger non-compliant."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from ...dates import FIRST
from ...rules.collective_welfare import purposes
from ...welfare.queries import NATIONAL_RULE, WITH_EVENTS, audit
from .breaches import FORM_SOURCE, NET, NO_STAY
from .entries import alike
from .festivals import festival_queries
from .findings import found
from .groups import KEY, keyed
from .law import FORMS, Law, of_kinds
from .people import People

ALIKE = ("p", "day", "purpose", "fen", "festival", "event_id")


def queries(
    standing: pl.DataFrame, groups: pl.DataFrame, people: People, law: Law
) -> Iterator[pl.DataFrame]:
    """Every query about the payments of a part."""
    yield from _of_entries(standing, law)
    if people.on_roster:
        yield _near_leaving(standing, people)
    yield from _repeated(standing, groups, law)
    yield _possible_duplicates(standing)
    yield from festival_queries(standing, people)


def _of_entries(standing: pl.DataFrame, law: Law) -> Iterator[pl.DataFrame]:
    if law.choice("illness_stay") == "query":
        reading = "welfare.illness_stay=query"
        yield found(standing.filter(NO_STAY), "illness-without-stay", spent=NET, reading=reading)
    unstated = of_kinds(*WITH_EVENTS) & pl.col("event_id").is_null() & ~NO_STAY
    reading = law.reading("event_unstated")
    yield found(standing.filter(unstated), "event-unstated", spent=NET, reading=reading)
    yield _of_forms(standing, law)
    if law.choice("festivals") == "statutory_seven":
        odd = _festival_named() & ~pl.col("festival").is_in(audit()["festivals"])
        yield found(
            standing.filter(odd),
            "festival-not-statutory",
            spent=NET,
            source=NATIONAL_RULE,
            reading="welfare.festivals=statutory_seven",
        )
    like_aid = pl.col("like_aid") & pl.col("kind").is_not_null()
    yield found(standing.filter(like_aid), "reads-like-hardship-aid", spent=NET)
    if law.choice("uncapped") == "query":
        uncapped = of_kinds(*(name for name, purpose in purposes().items() if not purpose.cap))
        reading = "welfare.uncapped=query"
        yield found(standing.filter(uncapped), "cap-not-stated", spent=NET, reading=reading)


def _of_forms(standing: pl.DataFrame, law: Law) -> pl.DataFrame:
    asked = standing.filter(law.form("query"))
    at_bedside = of_kinds("illness") & (pl.col("form") == FORMS.index("goods"))
    shared = {"spent": NET, "source": FORM_SOURCE, "reading": "welfare.form=checked"}
    return pl.concat(
        [
            found(asked.filter(at_bedside), "goods-at-bedside", **shared),
            found(asked.filter(~at_bedside), "form-to-be-asked", **shared),
        ]
    )


def _festival_named() -> pl.Expr:
    return of_kinds("festival") & (pl.col("festival") != "")


def _near_leaving(standing: pl.DataFrame, people: People) -> pl.DataFrame:
    """Payments to members who were soon to leave."""
    day, days = pl.col("day"), audit()["leaving_days"]
    left = people.of_person("left")
    far = people.covers(day) & ((left - day).dt.total_days() >= days)
    others = [name for name in purposes() if name not in ("retirement", "bereavement")]
    likely = standing.filter(of_kinds(*others) & ~far)
    stated = people.covering(likely.select("row", "p", "day"), "day").filter(
        pl.col("left") < date.max
    )
    leaving = stated.group_by("row", maintain_order=True).agg(pl.col("left").first())
    near = likely.join(leaving, on="row").filter((pl.col("left") - day).dt.total_days() < days)
    return found(near, "paid-before-leaving", spent=NET)


def _repeated(
    standing: pl.DataFrame, groups: pl.DataFrame, law: Law
) -> Iterator[pl.DataFrame]:
    """Second hospital stays of a year, second birthday gifts of a year, second retirements."""
    many = groups.filter(pl.col("payments") > 1)
    if law.choice("birthday_per") == "yearly":
        reading = "welfare.birthday_per=yearly"
        twice = many.filter(of_kinds("birthday"))
        yield _several(_entries(standing, twice, law), KEY, "birthday-twice", reading)
    twice = many.filter(of_kinds("retirement"))
    reading = law.reading("retirement_who")
    yield _several(_entries(standing, twice, law), KEY, "retirement-twice", reading)
    stays = groups.filter(of_kinds("illness") & pl.col("event").is_not_null()).with_columns(
        stayed=pl.col("first").dt.year()
    )
    stays = stays.filter(pl.struct("p", "stayed").is_duplicated())
    reading = "welfare.illness_per=stay"
    entries = _entries(standing, stays, law)
    yield _several(entries, ("p", "stayed"), "second-hospital-stay", reading)


def _entries(standing: pl.DataFrame, groups: pl.DataFrame, law: Law) -> pl.DataFrame:
    """The payments of some persons' groups, with what the groups have more."""
    persons = pl.col("p").is_in(groups["p"].unique().implode())
    kinds = pl.col("kind").is_in(groups["kind"].unique().implode())
    likely = keyed(standing.lazy().filter(persons & kinds), law)
    more = [*KEY, *(name for name in groups.columns if name == "stayed")]
    return likely.join(groups.lazy().select(more), on=KEY, nulls_equal=True).collect()


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
    return found(sets, code, entry_ids=pl.col("entry_ids"), reading=reading)


def _possible_duplicates(standing: pl.DataFrame) -> pl.DataFrame:
    """Payments alike in everything but their id."""
    day = (pl.col("day") - FIRST).dt.total_days()
    key = (pl.col("p").cast(pl.Int64) * 2**16 + day) * 2**16 + pl.col("fen") % 2**16
    likely = alike(standing, key)
    same = likely.with_columns(
        same=pl.col("row").min().over(ALIKE), payments=pl.len().over(ALIKE)
    ).filter(pl.col("payments") > 1)
    return _several(same, ("same",), "possible-duplicate")
