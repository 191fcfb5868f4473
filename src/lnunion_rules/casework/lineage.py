"""Which files carry a household of the baseline on, through transfers, splits and merges.

A household of the baseline is counted once, where it stood on the baseline day. A file that
carries it on after a transfer or a split is no household of its own, and a merged one goes on in
the file it was merged into. It has left hardship when every file that carries it on has.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from .fold import Life

_PASSED_ON = ("merged", "transfer")


class Exit(NamedTuple):
    """How and when a household stopped being one to be lifted out."""

    on: date
    way: str
    """The event by which it left hardship, or why its file was closed."""

    @property
    def is_done(self) -> bool:
        """Whether it left hardship, rather than the file."""
        return self.way in ("lifted_out", "relieved", "to_safety_net")


class Lineage:
    """The files of a province and how they follow from one another."""

    def __init__(self, lives: Mapping[str, Life]) -> None:
        self.lives = lives
        self._members: dict[str, frozenset[str]] = {}
        self._onward: dict[str, list[str]] = defaultdict(list)
        for name in sorted(lives):
            for event in lives[name].events:
                if event.continues not in (None, name):
                    self._onward[event.continues or ""].append(name)

    def is_root(self, life: Life) -> bool:
        """Whether a file is a household of its own, not one that carries another on."""
        return life.filing.continues in (None, life.household_id)

    def carried_by(self, name: str) -> list[tuple[str, date]]:
        """The files that carry a household on, itself first, each with the day it takes over."""
        found: dict[str, date] = {}
        waiting = [(name, date.min)]
        while waiting:
            name, since = waiting.pop()
            if name in found or name not in self.lives:
                continue
            found[name] = since
            life = self.lives[name]
            # What was split off before this file took over carries something else on.
            filed = [(part, self.lives[part].filing.on) for part in self._onward.get(name, ())]
            waiting += [(part, on) for part, on in filed if on >= since]
            if life.closing is not None and life.closing.into is not None:
                waiting.append((life.closing.into, life.closing.on))
        return list(found.items())

    def members_of(self, name: str) -> frozenset[str]:
        """The people of a household: those of its own file and of the files split off from it."""
        if name not in self._members:
            files = (file for file, _ in self.carried_by(name))
            own = [file for file in files if file == name or self._is_part(file)]
            events = (event for file in own for event in self.lives[file].events)
            self._members[name] = frozenset(person for event in events for person in event.members)
        return self._members[name]

    def _is_part(self, name: str) -> bool:
        return not self.is_root(self.lives[name])

    def exit_of(self, name: str) -> Exit | None:
        """How a household left, at the first moment when all that carries it on is out.

        What happens later does not undo it: who falls back is counted apart. None while any
        file that carries it on is still to be lifted out.
        """
        files = self.carried_by(name)
        days = sorted({day for file, since in files for day in (since, *self._days(file))})
        for day in days:
            found = [self._left_by(file, day) for file, since in files if since <= day]
            done = [exit_ for exit_ in found if exit_ is not None and exit_.is_done]
            if done and None not in found:
                return Exit(day, max(done, key=lambda exit_: exit_.on).way)
        found = [self._left_by(file, days[-1]) for file, _ in files]
        ended = [exit_ for exit_ in found if exit_ is not None]
        if len(ended) < len(found):
            return None
        own = [exit_ for exit_ in ended if exit_.way not in _PASSED_ON]
        return max(own or ended, key=lambda exit_: exit_.on)

    def _days(self, name: str) -> list[date]:
        life = self.lives[name]
        return [event.on for event in life.events]

    def _left_by(self, name: str, day: date) -> Exit | None:
        """How one file stands outside hardship, or outside the files, on a day."""
        life = self.lives[name]
        for stay in life.stays:
            if stay.left_on <= day and (stay.back_on is None or day < stay.back_on):
                return Exit(stay.left_on, stay.by)
        closing = life.closing
        if closing is None or day < closing.on:
            return None
        return Exit(closing.on, closing.closing or "")
