"""The findings of a network of culture groups: links, counts by kind and level, activities."""

from datetime import date
from typing import Any, Literal

from .bounds import Counted
from .findings import Finding, PolicyStamp, Sheet
from .groups import Form, Level
from .welfare_findings import Reject


class Linkage(Finding):
    """Whether one group stands where it belongs, and why not."""

    rule: str
    group_id: str
    outcome: Literal["in_order", "not_in_order"]
    reason: str
    worksheet: Sheet
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("outcome", self.outcome), ("reason", self.reason))


class Reached(Finding):
    """Groups of a kind and level together; ``memberships == persons + overlap``.

    A person counts once in ``persons``, however many of the groups she is in; where a group's
    members are not listed by name, only bounds are known.
    """

    kind: str | None
    """None for all kinds together."""
    level: Level | None
    """None for all levels together."""
    groups: Counted
    memberships: Counted
    persons: Counted
    overlap: Counted
    teams: Counted
    reach: Counted
    """People reached, at least those who are members."""

    def __repr_args__(self) -> Any:
        return (("kind", self.kind), ("level", self.level), ("groups", str(self.groups)))


class Chain(Finding):
    """One kind of group: how far its levels are linked down from the province."""

    kind: str
    levels: tuple[Level, ...]
    """The levels that have a group linked all the way up to the province's."""
    three_levels: bool
    in_chain: int
    """Rows linked all the way up, the province's among them."""
    out_of_chain: int

    def __repr_args__(self) -> Any:
        return (("kind", self.kind), ("three_levels", self.three_levels))


class Broken(Finding):
    """A group that does not stand where it belongs, or whose list is not as long as it says."""

    row: int
    group_id: str
    code: str

    def __repr_args__(self) -> Any:
        return (("row", self.row), ("code", self.code))


class Held(Finding):
    """The activities of a kind of group, on line or off."""

    kind: str
    form: Form
    activities: int
    participants: Counted

    def __repr_args__(self) -> Any:
        return (("kind", self.kind), ("form", self.form))


class RowsRead(Finding):
    """The rows of one file: in are accepted and rejected."""

    table: Literal["groups", "members", "activities"]
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rejects: tuple[Reject, ...]

    def __repr_args__(self) -> Any:
        return (("table", self.table), ("rows_in", self.rows_in))


class CultureNetwork(Finding):
    """A network of culture groups on a day."""

    on: date
    policy: PolicyStamp
    reached: tuple[Reached, ...]
    """By kind and level, each kind of several levels as a whole, then all kinds; the whole last."""
    chains: tuple[Chain, ...]
    activities: tuple[Held, ...]
    breaches: tuple[Broken, ...]
    tables: tuple[RowsRead, ...]
    readings: tuple[str, ...]
    sources: tuple[str, ...]

    def __repr_args__(self) -> Any:
        return (("breaches", len(self.breaches)),)
