"""Printing: always UTF-8 bytes, whatever the locale; tables with rich."""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from ..errors import Language, LnunionError
from ..pages import Phrases
from ..writing import written_whole

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LONG_NUMBER = re.compile(r"[0-9]{6,}", re.ASCII)


@contextmanager
def answer_to(out: Path | None) -> Iterator[BinaryIO]:
    """Where an answer goes: standard output, or a file written whole or not at all."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with written_whole(out, "--out") as stream:
            yield stream


def json_line(value: Any) -> bytes:
    """One JSON document on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def print_json(value: Any) -> None:
    """Print one JSON document on standard output, indented."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


def error_object(refused: LnunionError, language: Language, line: int | None = None) -> Any:
    """The error object of JSON outputs, of a stream of cases with the line's number."""
    told = {**refused.as_dict(language), "path": _without_numbers(refused.path)}
    return {"error": told if line is None else {**told, "line": line}}


def print_error(refused: LnunionError, language: Language, *, as_json: bool) -> None:
    """Print one message on the error stream; with ``as_json`` also the object on the output."""
    if as_json:
        print_json(error_object(refused, language))
    path = _without_numbers(refused.path)
    if language == "zh":
        place = f"（{path}）" if path else ""
        told = f"错误 {refused.code}{place}：{refused.message('zh')}{refused.fix('zh')}"
    else:
        place = f" at {path}" if path else ""
        told = f"error {refused.code}{place}: {refused.message('en')} {refused.fix('en')}"
    sys.stderr.buffer.write(f"{told}\n".encode(errors="replace"))
    sys.stderr.buffer.flush()


def _without_numbers(path: str) -> str:
    """A place without anything that could be a person's number."""
    return _LONG_NUMBER.sub("?", path)


def print_lines(lines: Iterable[str]) -> None:
    """Print plain lines on standard output."""
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    sys.stdout.buffer.flush()


WORDS = Phrases("data/screens.toml")
said = WORDS.said


def headings(names: str, language: Language) -> list[str]:
    """The headings of a table by their names."""
    return [said(f"heading.{name}", language) for name in names.split()]


@contextmanager
def console() -> Iterator["Console"]:
    """A console on standard output."""
    from rich.console import Console

    sys.stdout.flush()
    text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="\n")
    try:
        yield Console(file=text, markup=False, highlight=False, emoji=False)
        text.flush()
    finally:
        text.detach()


def grid(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    first: int | None = None,
) -> "Table":
    """A table of text, fields in ``right`` aligned to the right, the first exactly so wide."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for number, heading in enumerate(columns):
        side: Literal["left", "right"] = "right" if number in right else "left"
        least = first if number == 0 else None
        made.add_column(Text(heading), justify=side, overflow="fold", width=least)
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
