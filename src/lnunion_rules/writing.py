"""Writing a file or folder whole or not at all: to a name beside it, then in its place at once."""

import os
import shutil
from collections.abc import Callable, Iterator
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


@contextmanager
def folder_whole(folder: Path, place: str, ours: Callable[[str], bool]) -> Iterator[Path]:
    """A new folder that takes the place of ``folder`` when the block ends well, or nothing.

    A folder that is there is replaced only where every name in it is one of ``ours``. Raises
    ``InputError`` naming the argument ``place``: ``folder-not-ours``, ``file-not-written``.
    """
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part") if folder.name else folder
    check_ours(folder, place, ours)
    try:
        beside.mkdir()
    except OSError:
        raise InputError("file-not-written", place) from None
    try:
        yield beside
        put_in_place(beside, folder)
    except OSError:
        raise InputError("file-not-written", place) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_ours(folder: Path, place: str, ours: Callable[[str], bool]) -> None:
    """Refuse a folder in which anything but what is ``ours`` lies, as ``folder_whole`` does."""
    try:
        there = [entry.name for entry in folder.iterdir()] if folder.exists() else []
    except OSError:
        raise InputError("file-not-written", place) from None
    if not all(map(ours, there)):
        raise InputError("folder-not-ours", place)


def put_in_place(made: Path, folder: Path) -> None:
    """Set the finished folder in the place of the old one."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.replace(old)
    made.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
