"""The dialects of SQL that queries are written in: the few words in which they differ."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..errors import PolicyError


class Dialect(NamedTuple):
    """One dialect; names that it keeps for itself are written between ``quote`` signs."""

    name: str
    title: str
    divided: str
    """The sign of a division that leaves whole numbers whole."""
    quote: str
    types: Mapping[str, str]
    """What a column of each kind is declared as."""
    held: str = ""
    """What keeps the columns of a step from being put into the next as expressions, which grow
    from step to step where a planner does that."""
    meeting: str = ""
    """What says that the rows of a household are brought together, for all groupings at once."""
    stored: str = ""
    """What stands behind the columns of a table that is made."""

    def named(self, column: str) -> str:
        """A column's name as it can stand in a query.

        >>> dialect("spark").named("months")
        '`months`'
        """
        return f"{self.quote}{column}{self.quote}" if column in _KEPT else column


_KEPT = ("months",)
"""Names of columns that a dialect keeps for itself: DuckDB reads a bare one as a span of time."""


def _types(text: str, money: str) -> Mapping[str, str]:
    return MappingProxyType({"text": text, "money": money, "day": "date", "flag": "boolean"})


DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        one.name: one
        for one in (
            Dialect("duckdb", "DuckDB", "//", '"', _types("varchar", "decimal(18, 2)")),
            Dialect(
                "postgres",
                "PostgreSQL",
                "/",
                '"',
                _types("text", "numeric(18, 2)"),
                held="materialized ",
            ),
            Dialect(
                "spark",
                "Spark SQL",
                "div",
                "`",
                _types("string", "decimal(18, 2)"),
                meeting="\ndistribute by household_id",
                stored=" using parquet",
            ),
        )
    }
)
"""The dialects by name."""


def dialect(name: str) -> Dialect:
    """A dialect by its name; ``PolicyError`` (``dialect-unknown``) for another."""
    if name not in DIALECTS:
        raise PolicyError("dialect-unknown", dialects=", ".join(DIALECTS))
    return DIALECTS[name]
