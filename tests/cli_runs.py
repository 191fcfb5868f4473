"""Running the command line in the same process, as the tests do."""

import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from lnunion_rules.cli import main


class Run(NamedTuple):
    """What one command came to."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def code(self) -> str:
        """The code in the one message of the error stream."""
        (message,) = self.err.splitlines()
        assert message.startswith(("错误 ", "error "))
        return message.split()[1].partition("（")[0].partition("：")[0].rstrip(":")


Command = Callable[..., Run]


@pytest.fixture
def lnunion(capsysbinary, monkeypatch) -> Command:
    """Runs one command: ``lnunion("assess", path, stdin=b"...")``."""

    def run(*arguments: Any, stdin: bytes | None = None) -> Run:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Run(status, out, err.decode())

    return run
