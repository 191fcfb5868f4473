"""Progress on the error stream: only on a terminal, and only where the work takes a while."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..audit.telling import said
from ..errors import Language

_LONG_WORK = 5_000
"""Fewer rows than this are done before a bar could be read."""


class Steps:
    """Told which step of a command begins and how many rows of it are done."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._name = ""
        self._bar: Any = None
        self._task: Any = None

    def begin(self, name: str) -> None:
        """A step begins, by its name in ``data/audit.toml``."""
        self._name = name
        if self._bar is not None:
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(self._told(), total=None)

    def rows(self, done: int, of: int | None) -> None:
        """So many rows are done, of so many where that is known."""
        if self._bar is None:
            if of is None or of < _LONG_WORK or not sys.stderr.isatty():
                return
            self._show()
        self._bar.update(self._task, completed=done, total=of)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, ProgressColumn, Task
        from rich.text import Text

        class Rate(ProgressColumn):
            """How many rows a second."""

            def render(self, task: Task) -> Text:
                """The rate, once there is one."""
                return Text(f"{task.speed:,.0f}/s" if task.speed else "")

        columns = (*Progress.get_default_columns(), Rate())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self._told(), total=None)

    def _told(self) -> str:
        return said(f"phrase.{self._name}", self._language)


@contextmanager
def steps(language: Language) -> Iterator[Steps]:
    """The steps of a long command; their bar goes away when the work is done or fails."""
    made = Steps(language)
    try:
        yield made
    finally:
        made.end()
