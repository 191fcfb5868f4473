"""Who a ledger and its roster speak of, by number, and who was a member on which days.

A person is one member id in one union; persons are numbered ``p`` in the order of union and
member id, unions ``u`` in their order, so that numbers sort as the names do.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from .law import of_kinds

WHO = ("union_id", "member_id")

SexesOf = Callable[[pl.Series], pl.DataFrame]
"""The sexes, ``member_id, sex``, that any union's roster states of some members."""


class People:
    """The persons of one part; ``persons`` has a row for each, ``spells`` one for each membership.

    ``persons``: ``p, u, union_id, member_id`` and, for those on the roster, ``joined`` and
    ``left`` from the first to the last day of all spells and whether there is a ``single`` one.
    ``spells``: ``p, u, joined, left`` in order; days not stated are the first and last there are.
    """

    def __init__(
        self,
        entries: pl.DataFrame,
        roster: pl.DataFrame | None,
        sexes: SexesOf | None = None,
    ) -> None:
        named = entries.lazy().select(WHO)
        if roster is None:
            persons = _collected(named.unique())
        else:
            listed = roster.lazy().select(WHO)
            others = named.join(listed, on=WHO, how="anti")
            persons = _collected(pl.concat([listed, others]).unique())
        self.on_roster = roster is not None
        self._sexes_of = sexes
        self.persons = _numbered(persons)
        self._unions = self.persons["union_id"].unique(maintain_order=True)
        self.spells = pl.DataFrame(schema={"p": pl.UInt32, "joined": pl.Date, "left": pl.Date})
        if roster is not None:
            self._with_spells(roster)

    def _with_spells(self, roster: pl.DataFrame) -> None:
        known = self.persons.lazy().select("p", "u", *WHO)
        spells = roster.lazy().join(known, on=WHO).select(
            "p", "u", pl.col("joined").fill_null(date.min), pl.col("left").fill_null(date.max)
        )
        self.spells = _collected(spells).sort("p", "joined", "left")
        hulls = self.spells.group_by("p").agg(
            pl.col("joined").min(), pl.col("left").max(), single=pl.len() == 1
        )
        self.persons = self.persons.join(hulls, on="p", how="left", maintain_order="left")

    def numbered(self, entries: pl.DataFrame) -> pl.DataFrame:
        """Entries with the numbers of their person and union in place of the ids."""
        known = self.persons.lazy().select("p", "u", *WHO)
        return _collected(entries.lazy().join(known, on=WHO).drop(WHO))

    def births(self, standing: pl.DataFrame) -> pl.DataFrame:
        """Birth gifts with the ``sex`` of the payee, where a roster states it."""
        member = self.of_person("member_id").alias("member_id")
        births = standing.filter(of_kinds("birth")).with_columns(member)
        if self._sexes_of is None:
            return births.with_columns(sex=pl.lit(None, pl.String))
        sexes = self._sexes_of(births["member_id"].unique())
        return births.join(sexes, on="member_id", how="left")

    def of_person(self, name: str, p: str = "p") -> pl.Expr:
        """A column of ``persons`` by a column of numbers."""
        return pl.lit(self.persons[name]).gather(pl.col(p))

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with the ids of unions and persons in place of their numbers."""
        names = {"union_id": pl.lit(self._unions).gather("u")}
        if "p" in rows.columns:
            names["member_id"] = self.of_person("member_id")
        return rows.with_columns(**names).select(pl.exclude("u", "p"))

    def covers(self, day: pl.Expr) -> pl.Expr:
        """Whether one single spell of the person covers a day; unknown otherwise."""
        joined, left = self.of_person("joined"), self.of_person("left")
        within = (joined <= day) & (day <= left) & self.of_person("single")
        return within.fill_null(value=False)

    def covering(self, rows: pl.DataFrame, day: str) -> pl.DataFrame:
        """Rows with every spell that covers their day, ``joined`` and ``left``, in order."""
        found = rows.join(self.spells.select("p", "joined", "left"), on="p")
        return found.filter(pl.col(day).is_between("joined", "left")).sort("joined", "left")

    def members(self, of: pl.DataFrame, since: str, through: str) -> pl.DataFrame:
        """For each row about a union ``u`` everyone, ``p``, who was a member in its days."""
        found = of.join(self.spells, on="u")
        met = (pl.col("joined") <= pl.col(through)) & (pl.col(since) <= pl.col("left"))
        return found.filter(met).drop("joined", "left").unique()


def _collected(frame: pl.LazyFrame) -> pl.DataFrame:
    return frame.collect(engine="streaming")


def _numbered(persons: pl.DataFrame) -> pl.DataFrame:
    persons = persons.sort(WHO)
    another = pl.col("union_id") != pl.col("union_id").shift()
    return persons.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("p"),
        another.fill_null(value=False).cum_sum().cast(pl.UInt32).alias("u"),
        *WHO,
    )
