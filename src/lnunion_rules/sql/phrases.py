"""The few turns of SQL that the steps of a query are made of."""

from collections.abc import Iterable
from datetime import date


def text(word: str) -> str:
    """One of the library's own words as a literal."""
    return f"'{word}'"


def selected(columns: Iterable[str], origin: str) -> str:
    """A query of columns, each on a line of its own."""
    return "select\n  " + ",\n  ".join(columns) + "\n" + origin


def on(day: date) -> str:
    """A day as a literal."""
    return f"date '{day.isoformat()}'"


def within(column: str, first: date, last: date) -> str:
    """Whether a day lies between two others, both included."""
    return f"{column} between {on(first)} and {on(last)}"


def among(column: str, words: Iterable[str]) -> str:
    """Whether a word is one of those that are known."""
    return f"{column} in ({', '.join(map(text, words))})"


def or_null(column: str, condition: str) -> str:
    """Whether a condition holds of a column, or the column is null."""
    return f"({column} is null or {condition})"


def known_to_hold(conditions: Iterable[str], *, by: str = "\n    ") -> str:
    """Whether all conditions hold; what is unknown does not hold."""
    return f"coalesce({f'{by}and '.join(conditions)}, false)"


def any_of(claim: str) -> str:
    """Whether a claim holds of any row of a group; unknown where only unknown ones might."""
    return f"case when bool_or({claim}) then true when count({claim}) = count(*) then false end"


def all_of(claim: str) -> str:
    """Whether a claim holds of every row of a group; unknown where only unknown ones might not."""
    return (
        f"case when not bool_and({claim}) then false when count({claim}) = count(*) then true end"
    )
