"""Steps worked out for some rows after another, always in the same columns."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .ready import Column

if TYPE_CHECKING:
    from .steps import Steps


_LINE = 64
"""Bytes that a processor reads at once; every column begins at the start of such a line."""


def side_by_side(kinds: Sequence[Any], rows: int) -> list[Column]:
    """A column of each kind, all in one piece of memory.

    The system hands out a large piece in large pages: many small ones take a third of the time of
    a million households.
    """
    sizes = [-(-rows * kind.itemsize // _LINE) * _LINE for kind in kinds]
    piece = np.empty(sum(sizes) + _LINE, np.uint8)
    at = -piece.ctypes.data % _LINE
    columns = []
    for kind, size in zip(kinds, sizes, strict=True):
        columns.append(piece[at : at + rows * kind.itemsize].view(kind))
        at += size
    return columns


def of_kind(column: Column, kind: Any) -> Column:
    """A fact's column as the steps read it."""
    if column.dtype == kind:
        return column
    return column.view(kind) if column.itemsize == kind.itemsize else column.astype(kind)


class Worker:
    """Works the calls of steps out; each thread has one of its own."""

    def __init__(self, plan: "Steps") -> None:
        self._plan, self._columns = plan, plan.numbers.copy()
        self._room: list[Column] = []
        self._rows = -1

    def work_out(self, facts: Mapping[str, Any], answers: Mapping[Any, Column], rows: int) -> None:
        """Write the answers to the facts of so many rows."""
        columns = self._columns
        if rows != self._rows:
            self._make_room(rows)
        for name, kind, at, _ in self._plan.taken:
            columns[at] = of_kind(facts[name], kind)
        for name, kind, at, as_bools in self._plan.written:
            columns[at] = of_kind(answers[name], kind)
            if as_bools:
                columns[as_bools] = answers[name].view(np.bool_)
        for write, one, other, out in self._plan.calls:
            write(columns[one], columns[other], columns[out])
        for name, at in self._plan.copies.items():
            answers[name][:] = columns[at]

    def _make_room(self, rows: int) -> None:
        placed, columns, self._rows = self._plan.registers, self._columns, rows
        if not self._room or rows > len(self._room[0]):
            self._room = side_by_side([register.kind for register in placed], rows)
        for column, (_, _, at, as_bools) in zip(self._room, placed, strict=True):
            columns[at] = column[:rows]
            if as_bools:
                columns[as_bools] = columns[at].view(np.bool_)
