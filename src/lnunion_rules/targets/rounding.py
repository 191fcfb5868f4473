"""Rounding the cells of a tree together, so that every sum holds at every level at once.

Each cell (an area in a year) has an exact share, ``whole + part``. Think of the parts as water
in pipes: from the province down to the cities and counties, one system of pipes a year, and the
years' systems meeting in the areas that have none below them. What comes to a meeting point
leaves it again: an area's years add up to its households, its children to itself. So no point
can have exactly one pipe with a broken part, and wherever there is a broken part one can walk
from broken pipe to broken pipe until the walk closes a ring. Around a ring some water can be
pushed, more in the one direction of flow and less against it, and every sum stays as it is; push
until the first pipe of the ring is whole. Nothing ever passes a whole number, so every cell
ends as the floor or the ceiling of its exact share. Every push makes a pipe whole, so there is an
end, and at the end all are. That is at once the proof that such a rounding always exists and the
way it is found.

Which of the roundings is found does not depend on the order of the rows. Ties are settled by
subtree, then by code, then by year: a walk starts in the areas in the order of the tree, at
their earlier years first, and at every point turns to the areas below, by code, before it goes
on above. A ring is pushed the way it has less far to go, and where both are as far, its first
pipe up.
"""

from collections.abc import Sequence

Pipe = tuple[int, int]
"""A cell: the place of the area in the tree, and the year."""

Ring = list[tuple[Pipe, bool]]
"""Pipes in the order of a walk, each with whether it is walked downwards."""

_SOURCE = (-1, -1)
"""The point from which the root is fed in every year."""


def rounded_up(parents: Sequence[int], parts: Sequence[Sequence[int]], one: int) -> list[list[int]]:
    """Which cells take the ceiling of their share (1) and which the floor (0).

    ``parents`` are the places of the areas' parents (-1 at the root, a parent before its
    children); ``parts[area][year]`` what the exact share is above its floor, in ``one``-ths. An
    area's parts must add up to a whole number.

    >>> rounded_up([-1], [[2_000, 6_000, 2_000]], 10_000)
    [[0, 1, 0]]
    """
    pipes = _Pipes(parents, parts, one)
    for at, row in enumerate(parts):
        for year in range(len(row)):
            while pipes.is_broken((at, year)):
                pipes.push(pipes.ring((at, year)))
    return [[int(fill == one) for fill in row] for row in pipes.fill]


class _Pipes:
    """How full each pipe is, and which broken pipes meet at each point."""

    def __init__(self, parents: Sequence[int], parts: Sequence[Sequence[int]], one: int) -> None:
        self._parents, self._one = parents, one
        self._inner = set(parents)
        self.fill = [list(row) for row in parts]
        broken = [
            (at, year)
            for at, row in enumerate(parts)
            for year, part in enumerate(row)
            if 0 < part < one
        ]
        self._broken: dict[Pipe, dict[Pipe, None]] = {}
        for side in (0, 1):  # those below a point come before the one above it
            for pipe in broken:
                self._broken.setdefault(self._ends(pipe)[side], {})[pipe] = None

    def is_broken(self, pipe: Pipe) -> bool:
        """Whether a pipe still holds a part."""
        return 0 < self.fill[pipe[0]][pipe[1]] < self._one

    def _ends(self, pipe: Pipe) -> tuple[Pipe, Pipe]:
        """The points a pipe joins, the upper and the lower; where years meet, the year is -1."""
        at, year = pipe
        parent = self._parents[at]
        upper = (parent, year) if parent >= 0 else _SOURCE
        return upper, (at, year) if at in self._inner else (at, -1)

    def ring(self, start: Pipe) -> Ring:
        """The first ring of broken pipes on a walk that goes up through ``start``."""
        point, lower = self._ends(start)
        walk: Ring = [(start, False)]
        seen = {lower: 0, point: 1}
        while True:
            came_by = walk[-1][0]
            pipe = next(pipe for pipe in self._broken[point] if pipe != came_by)
            upper, lower = self._ends(pipe)
            down = upper == point
            walk.append((pipe, down))
            point = lower if down else upper
            if point in seen:
                return walk[seen[point] :]
            seen[point] = len(walk)

    def push(self, ring: Ring) -> None:
        """Push around a ring, the less far way, until a pipe of it is empty or full."""
        first_way = ring[0][1]
        along = [pipe for pipe, down in ring if down == first_way]
        against = [pipe for pipe, down in ring if down != first_way]
        up = min(self._room(along), self._held(against))
        down = min(self._held(along), self._room(against))
        by = up if up <= down else -down
        for pipes, change in ((along, by), (against, -by)):
            for at, year in pipes:
                self.fill[at][year] += change
        for pipe, _ in ring:
            if not self.is_broken(pipe):
                for point in self._ends(pipe):
                    del self._broken[point][pipe]

    def _held(self, pipes: list[Pipe]) -> int:
        return min((self.fill[at][year] for at, year in pipes), default=self._one)

    def _room(self, pipes: list[Pipe]) -> int:
        return min((self._one - self.fill[at][year] for at, year in pipes), default=self._one)
