"""What a peer is to the bench."""

from collections.abc import Callable
from typing import Any, NamedTuple

from columns import Answers, Columns


def _as_given(given: Any) -> Any:
    return given


class Peer(NamedTuple):
    """One way to answer many households. ``answered`` alone is what the targets are held to."""

    given: Callable[[Columns], Any]
    """The columns in the peer's own form, made once; not timed."""
    answered: Callable[[Any], Any]
    """Everything asked, worked out; timed."""
    read: Callable[[Any], Answers]
    """What it found as plain columns, in order; not timed."""
    started: Callable[[Any], Any] = _as_given
    """What each call needs afresh, such as a simulation with its inputs set; timed apart."""
