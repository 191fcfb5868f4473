"""Who a ledger and its roster speak of, by number, and who was a member on which days.

A person is one member id in one union; persons are numbered ``p`` in the order of union and
member id, unions ``u`` in their order, so that numbers sort as the names do.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

WHO = ("union_id", "member_id")

SexesOf = Callable[[pl.Series], pl.DataFrame]
"""The sexes, ``member_id, sex``, that the rosters of all unions agree on, of some members."""


class People:
    """The persons of one part; ``persons`` has a row for each, ``spells`` one for each membership.

    ``persons``: ``p, u, union_id, member_id`` and, for those on the roster, ``joined`` and
    ``left`` from the first to the last day of all spells and whether there is a ``single`` one.
    ``spells``: ``p, u, joined, left`` in order; days not stated are the first and last there are.
    """

    def __init__(
        self, named: pl.LazyFrame, roster: pl.DataFrame | None, sexes: SexesOf | None = None
    ) -> None:
        self.on_roster, self.sexes_of = roster is not None, sexes
        persons = named.select(WHO)
        if roster is None:
            persons = persons.unique()
        else:
            listed = roster.lazy().select(WHO)
            persons = pl.concat([listed, persons.join(listed, on=WHO, how="anti")]).unique()
        self.persons = _numbered(persons.collect(engine="streaming"))
        self.unions = self.persons["union_id"].unique(maintain_order=True)
        self.spells = pl.DataFrame(schema=SPELLS)
        if roster is not None:
            self._with_spells(roster)

    def _with_spells(self, roster: pl.DataFrame) -> None:
        known = self.persons.lazy().select("p", "u", *WHO)
        joined, left = pl.col("joined").fill_null(date.min), pl.col("left").fill_null(date.max)
        spells = roster.lazy().join(known, on=WHO).select("p", "u", joined, left)
        self.spells = spells.collect(engine="streaming").sort("p", "joined", "left")
        hulls = self.spells.group_by("p").agg(
            pl.col("joined").min(), pl.col("left").max(), single=pl.len() == 1
        )
        self.persons = self.persons.join(hulls, on="p", how="left", maintain_order="left")

    def numbered(self, named: pl.LazyFrame) -> pl.DataFrame:
        """Rows with the number of their person in place of the ids; their order is lost."""
        known = self.persons.lazy().select("p", *WHO)
        return named.join(known, on=WHO).select(pl.exclude(WHO)).collect(engine="streaming")

    def of_person(self, name: str) -> pl.Expr:
        """A column of ``persons`` by the numbers ``p``."""
        return pl.lit(self.persons[name]).gather("p")

    def covers(self, day: pl.Expr) -> pl.Expr:
        """Whether one single spell of the person covers a day; unknown otherwise."""
        joined, left = self.of_person("joined"), self.of_person("left")
        within = (joined <= day) & (day <= left) & self.of_person("single")
        return within.fill_null(value=False)

    def covering(self, rows: pl.DataFrame, day: str) -> pl.DataFrame:
        """Rows with every spell that covers their day, ``joined`` and ``left``, in order."""
        found = rows.join(self.spells.select("p", "joined", "left"), on="p")
        return found.filter(pl.col(day).is_between("joined", "left")).sort("joined", "left")

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with the ids of unions and persons beside their numbers."""
        names = {"union_id": pl.lit(self.unions).gather("u")}
        if "p" in rows.columns:
            names["member_id"] = self.of_person("member_id")
        return rows.with_columns(**names)


SPELLS = {"p": pl.UInt32, "u": pl.UInt32, "joined": pl.Date, "left": pl.Date}


def _numbered(persons: pl.DataFrame) -> pl.DataFrame:
    persons = persons.sort(WHO)
    another = pl.col("union_id") != pl.col("union_id").shift()
    return persons.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("p"),
        another.fill_null(value=False).cum_sum().cast(pl.UInt32).alias("u"),
        *WHO,
    )
