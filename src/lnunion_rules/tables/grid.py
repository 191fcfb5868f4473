"""A file laid open as rows of cells, whatever its form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import InputError


class Row(NamedTuple):
    """One row: its number as the file's own program shows it, and its cells.

    A row that cannot be taken apart has an error in place of cells.
    """

    number: int
    cells: Sequence[Any] | InputError


@dataclass
class Grid:
    """A header and the rows below it; the rows are read once."""

    form: str
    header: Sequence[Any]
    rows: Iterator[Row]
    encoding: str = ""
    ragged: bool = False
    """Whether rows can have more or fewer cells than the header."""
    most: int | None = None
    """How many rows there are at most, where that is known."""
    notices: list[str] = field(default_factory=list)
