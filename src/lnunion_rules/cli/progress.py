"""Progress on the error stream: only on a terminal, and only where the work takes a while."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from ..audit.telling import said
from ..errors import Language

_LONG_WORK = 5_000
"""Fewer rows than this are done before a bar could be read."""
_INSTANT = 1e-6


class Steps:
    """Told which step of a command begins and how many rows of it are done."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._name, self._began = "", 0.0
        self._bar: Any = None
        self._task: Any = None

    def begin(self, name: str) -> None:
        """A step begins, by its name in ``data/audit.toml``."""
        self._name, self._began = name, perf_counter()
        if self._bar is not None:
            self._bar.remove_task(self._task)
            self._add_task()

    def rows(self, done: int, of: int | None) -> None:
        """So many rows are done, of so many where that is known."""
        if self._bar is None:
            if of is None or of < _LONG_WORK or not sys.stderr.isatty():
                return
            self._show()
        self._bar.update(self._task, completed=done, total=of, rate=self._rate(done))

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, TextColumn

        columns = (*Progress.get_default_columns(), TextColumn("{task.fields[rate]}"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._add_task()

    def _add_task(self) -> None:
        told = said(f"phrase.{self._name}", self._language)
        self._task = self._bar.add_task(told, total=None, rate="")

    def _rate(self, done: int) -> str:
        rate = done / max(perf_counter() - self._began, _INSTANT)
        return said("phrase.rate", self._language, rows=f"{rate:,.0f}") if done else ""


@contextmanager
def steps(language: Language) -> Iterator[Steps]:
    """The steps of a long command; their bar goes away when the work is done or fails."""
    made = Steps(language)
    try:
        yield made
    finally:
        made.end()
