"""Optional extras: imported where they are used, and named where they are missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import InputError


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """A block that imports what an extra brings; ``extra-missing`` names the extra."""
    try:
        yield
    except ModuleNotFoundError:
        raise InputError("extra-missing", extra=extra) from None
