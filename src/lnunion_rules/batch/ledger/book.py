"""What the judgement of a part looks things up in: the law, the people, and the entries' texts."""

from dataclasses import dataclass

import polars as pl

from .law import Law, of_kinds
from .people import People


@dataclass(frozen=True)
class Book:
    """The law, the persons of a part, and the texts of its entries by their place ``at``."""

    law: Law
    people: People
    texts: pl.DataFrame
    festivals: pl.Series

    def text(self, name: str) -> pl.Expr:
        """A text of entries by their place."""
        return pl.lit(self.texts[name]).gather("at")

    def told(self, entries: pl.DataFrame, *more: str) -> pl.DataFrame:
        """Entries with their union ``u``, entry id and purpose, and ``more`` of their texts."""
        names = dict.fromkeys(("entry_id", "purpose", *more))
        union = self.people.of_person("u").alias("u")
        return entries.with_columns(union, *(self.text(name).alias(name) for name in names))

    def births(self, standing: pl.DataFrame) -> pl.DataFrame:
        """Birth gifts with the ``sex`` of the payee, where a roster states it."""
        member = self.people.of_person("member_id").alias("member_id")
        births = standing.filter(of_kinds("birth")).with_columns(member)
        if self.people.sexes_of is None:
            return births.with_columns(sex=pl.lit(None, pl.String))
        sexes = self.people.sexes_of(births["member_id"].unique())
        return births.join(sexes, on="member_id", how="left")
