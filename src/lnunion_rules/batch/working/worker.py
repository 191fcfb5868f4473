"""Steps worked out for some rows after another, always in the same columns."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .ready import Column

if TYPE_CHECKING:
    from .steps import Steps


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
        columns, self._rows = self._columns, rows
        if not self._room or rows > self._room[0].shape[1]:
            self._room = [np.empty((len(of), rows), kind) for kind, of in self._plan.registers]
        for room, (_, placed) in zip(self._room, self._plan.registers, strict=True):
            for column, (_, _, at, as_bools) in zip(room[:, :rows], placed, strict=True):
                columns[at] = column
                if as_bools:
                    columns[as_bools] = column.view(np.bool_)
