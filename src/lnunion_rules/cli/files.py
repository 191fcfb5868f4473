"""Opening the files that arguments name; a file's own name is never shown, it may be a person's."""

import io
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from ..documents import MOST_BYTES
from ..errors import InputError, LnunionError
from ..tables import form_of
from ..tables.reading import MOST_BYTES as MOST_TABLE_BYTES

Read = TypeVar("Read")

STANDARD_INPUT = "-"


@contextmanager
def opened(path: Path, place: str) -> Iterator[BinaryIO]:
    """A file, or standard input for ``-``, to be read as bytes."""
    if str(path) == STANDARD_INPUT:
        yield sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
        return
    try:
        stream = path.open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise InputError("file-not-found", place) from None
    except OSError:
        raise InputError("file-not-readable", place) from None
    with stream:
        yield stream


def contents(path: Path, place: str) -> bytes:
    """A file's bytes, no more than are read as one document."""
    with opened(path, place) as stream:
        try:
            data = stream.read(MOST_BYTES + 1)
        except OSError:
            raise InputError("file-not-readable", place) from None
    if len(data) > MOST_BYTES:
        raise InputError("file-too-large", place, megabytes=MOST_BYTES // 1024**2)
    return data


def kept_apart(out: Path | None, place: str, read: Iterable[Path | None]) -> None:
    """Refuse an output that would replace a file that is read."""
    if out is None or not out.exists():
        return
    if any(path and path.exists() and path.samefile(out) for path in read):
        raise InputError("out-is-input", place)


def form_to_write(out: Path | None, forms: Collection[str], read: Iterable[Path | None]) -> str:
    """The ending that says how an answer is written; never onto a file that is read."""
    if out is None:
        return ""
    form = out.suffix.lower()
    if form not in forms:
        raise InputError("answer-form-unknown", "--out", forms=", ".join(forms))
    kept_apart(out, "--out", read)
    return form


def no_option(path: Path) -> None:
    """Refuse an option that is misspelt in front of the file and so was taken for the file."""
    if str(path).startswith("-") and str(path) != STANDARD_INPUT:
        raise InputError("option-unknown")


def table_in(path: Path, place: str, reader: Callable[[bytes, str], Read]) -> Read:
    """What a reader of tables makes of a file's bytes and form; errors name the argument."""
    try:
        form = form_of(path)
        with opened(path, place) as stream:
            data = stream.read(MOST_TABLE_BYTES + 1)
        return reader(data, form)
    except OSError:
        raise InputError("file-not-readable", place) from None
    except LnunionError as refused:
        raise refused if refused.path == place else refused.within(place) from None
