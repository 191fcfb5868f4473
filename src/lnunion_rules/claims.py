"""The nouns of primary unions: a union, who belongs to it, and one claim on its funds.

Purpose is free text here: a purpose outside the seven is a finding, not bad input.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from .dates import Day
from .nouns import Identifier, Noun, refuse
from .people import AreaCode, Sex
from .units import SignedYuan, Yuan

Form = Literal["goods", "goods_voucher", "cake_voucher", "money", "souvenir", "shopping_card"]
Deceased = Literal["member", "spouse", "parent", "child", "parent_in_law"]
Purpose = Literal[
    "festival", "birthday", "marriage", "birth", "illness", "bereavement", "retirement"
]


class Union(Noun):
    """A primary trade union (基层工会), of one employer or of several jointly."""

    union_id: Identifier
    kind: Literal["single", "joint"] | None = None
    area: AreaCode | None = None
    caps: Mapping[Purpose, Yuan] = Field(default_factory=dict)
    """The union's own lower caps, by purpose, in yuan."""
    established: Day | None = None
    """The day on which the union was founded; left out means before any day asked about."""
    in_difficulty_2016_2018: StrictBool | None = None
    """Whether the unit was in operating difficulty in those years."""
    own_checkup: StrictBool = False
    """Whether the screening is part of the unit's own check-up; left out means it is not."""


class RosterEntry(Noun):
    """One person's membership of one union, from the day of joining to the last day."""

    member_id: Identifier
    union_id: Identifier
    joined_on: Day | None = None
    left_on: Day | None = None
    """The last day of membership, itself included; left out means none stated."""
    sex: Sex | None = None


class ExpenseClaim(Noun):
    """One payment, made or proposed, out of a union's collective-welfare funds.

    A negative amount takes back the entry named in ``reverses``.
    """

    entry_id: Identifier
    union_id: Identifier
    member_id: Identifier
    paid_on: Day
    purpose: Annotated[str, Field(strict=True, min_length=1, max_length=100)]
    amount: SignedYuan
    form: Form | None = None
    event_id: Identifier | None = None
    event_on: Day | None = None
    policy_compliant: StrictBool | None = None
    reverses: Identifier | None = None
    festival: Annotated[str, Field(strict=True, max_length=100)] | None = None
    deceased: Deceased | None = None
    voucher_no: Annotated[str, Field(strict=True, max_length=100)] | None = None
    note: Annotated[str, Field(strict=True, max_length=1000)] | None = None

    @model_validator(mode="after")
    def _possible(self) -> "ExpenseClaim":
        if self.reverses is not None and not self.amount.is_signed():
            refuse("reversal-not-negative", "amount")
        if not self.amount:
            refuse("amount-zero", "amount")
        return self
