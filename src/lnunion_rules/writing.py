"""Writing a file whole or not at all: to a name beside it first, then in its place at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import InputError


@contextmanager
def written_whole(path: Path, place: str) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file when the block ends well; otherwise nothing is left.

    ``place`` names the argument in the ``InputError`` (``file-not-written``) raised where the
    file cannot be written. Anything that is no ordinary file is never replaced.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part") if path.name else path
    try:
        if path.exists() and not path.is_file():
            raise InputError("file-not-written", place)
        stream = beside.open("xb")
    except (OSError, ValueError):
        raise InputError("file-not-written", place) from None
    try:
        with stream:
            yield stream
        try:
            beside.replace(path)
        except OSError:
            raise InputError("file-not-written", place) from None
    finally:
        beside.unlink(missing_ok=True)
