"""The law of collective welfare as small tables, looked up by columns.

Every figure, form, festival and choice comes out of the room's data file and the policy through
the functions that the small check uses too; a table has a row for each purpose and span of days,
never one for a payment.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Any, get_args

import polars as pl

from ...claims import Form
from ...policy import Policy
from ...rules.collective_welfare import (
    NO_CAP,
    RULE,
    form_verdict,
    legal_cap,
    purposes,
    source_of_cap,
)
from ...welfare.caps import changes, law_day
from ...welfare.ledger import Ledger, covered

FORMS: tuple[str, ...] = get_args(Form)
PURPOSES: tuple[str, ...] = tuple(purposes())
KIND = {name: number for number, name in enumerate(PURPOSES)}
"""The purposes by number, in the order of the source; any other purpose has none."""


def looked_up(values: list[Any], at: pl.Expr) -> pl.Expr:
    """The values that stand at the places of a column."""
    return pl.lit(pl.Series(values)).gather(at)


class Law:
    """What a check asks of the law: figures by day, and the choices of the readings."""

    def __init__(self, policy: Policy, on: date, *, with_roster: bool) -> None:
        self.policy, self.on, self.with_roster = policy, on, with_roster
        # An empty ledger of the small check: it knows how the readings join payments.
        roster = () if with_roster else None
        self.ledger = Ledger((), on=on, roster=roster, unions=(), policy=policy)
        self.choice, self.reading = self.ledger.choice, self.ledger.reading

    @property
    def by_membership(self) -> bool:
        """Whether a year runs from the day of joining; without a roster none does."""
        return self.with_roster and self.choice("year") == "membership"

    @property
    def by_average(self) -> bool:
        """Whether a union's average is held to the festival cap, not each member."""
        return self.choice("festival_measure") == "union_average"

    @property
    def mother_only(self) -> bool:
        """Whether only the mother may receive a birth gift."""
        return self.choice("birth_per") == "mother"

    def across_unions(self, purpose: str) -> bool:
        """Whether a member's payments by several unions are held to the rule's cap together."""
        return self.ledger.across_unions(purpose)

    @cached_property
    def ends(self) -> tuple[date, ...]:
        """The last day of every replaced cap, in order."""
        return tuple(changes(self.ledger))

    @cached_property
    def _starts(self) -> list[date]:
        """The first day of every span in which neither coverage nor figures change."""
        law = self.policy.rules[RULE]
        since = [*law.starts.values(), *(period.since for period in law.periods)]
        after = [p.through + timedelta(days=1) for p in law.periods if p.through < date.max]
        new_years = [day.replace(month=1, day=1) for day in since]
        return sorted({date.min, *since, *after, *new_years})

    def span(self, day: pl.Expr) -> pl.Expr:
        """The number of the span in which a day lies."""
        return pl.sum_horizontal((day >= since).cast(pl.UInt32) for since in self._starts[1:])

    def in_force(self, day: pl.Expr) -> pl.Expr:
        """Whether the rule is in force on a day."""
        held = [covered(since, self.policy) for since in self._starts]
        if held == sorted(held):
            return day >= self._starts[held.index(True)]
        return looked_up(held, self.span(day))

    def cap(self, kind: pl.Expr, through: pl.Expr) -> pl.Expr:
        """The rule's cap in fen for payments through a day; ``NO_CAP`` where none is on record."""
        caps = [cap for caps, _ in self._by_span for cap in caps]
        return looked_up(caps, self.span(through) * len(PURPOSES) + kind)

    def source_of_cap(self, kind: pl.Expr, through: pl.Expr) -> pl.Expr:
        """The text that states that cap."""
        sources = [source for _, sources in self._by_span for source in sources]
        return looked_up(sources, self.span(through) * len(PURPOSES) + kind)

    @cached_property
    def _by_span(self) -> list[tuple[list[int | None], list[str | None]]]:
        return [self._on(law_day(since, self.ledger)) for since in self._starts]

    def _on(self, day: date) -> tuple[list[int | None], list[str | None]]:
        if not covered(day, self.policy):
            return [None for _ in PURPOSES], [None for _ in PURPOSES]
        caps = [legal_cap(purpose, day, self.policy) for purpose in PURPOSES]
        sources = [
            source_of_cap(purpose, day, self.policy) if cap < NO_CAP else None
            for purpose, cap in zip(PURPOSES, caps, strict=True)
        ]
        return [*caps], sources

    def form(self, verdict: str) -> pl.Expr:
        """Whether a form is found to be ``breach`` or ``query``; of columns ``kind``, ``form``."""
        if self.choice("form") == "unchecked":
            return pl.lit(False)
        found = [
            form_verdict(purpose, form) == verdict  # type: ignore[arg-type]
            for purpose in PURPOSES
            for form in FORMS
        ]
        at = pl.col("kind").cast(pl.UInt32) * len(FORMS) + pl.col("form")
        return looked_up(found, at)


def of_kinds(*names: str) -> pl.Expr:
    """Whether a payment is for one of some purposes."""
    return pl.col("kind").is_in([KIND[name] for name in names])
