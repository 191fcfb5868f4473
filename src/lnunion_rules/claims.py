"""The nouns of collective-welfare spending: a union, and one claim on its funds.

Purpose is free text here: a purpose outside the seven is a finding, not bad input.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from .dates import Day
from .nouns import Identifier, Noun
from .people import AreaCode
from .units import Yuan

Form = Literal["goods", "goods_voucher", "cake_voucher", "money", "souvenir", "shopping_card"]
Deceased = Literal["member", "spouse", "parent", "child"]
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


class ExpenseClaim(Noun):
    """One payment, made or proposed, out of a union's collective-welfare funds."""

    entry_id: Identifier
    union_id: Identifier
    member_id: Identifier
    paid_on: Day
    purpose: Annotated[str, Field(strict=True, min_length=1, max_length=100)]
    amount: Yuan
    form: Form | None = None
    event_id: Identifier | None = None
    event_on: Day | None = None
    policy_compliant: StrictBool | None = None
    reverses: Identifier | None = None
    """The entry that this one takes back, in whole or in part, by ``amount``."""
    festival: Identifier | None = None
    deceased: Deceased | None = None
    voucher_no: Identifier | None = None
    note: Annotated[str, Field(strict=True, max_length=1000)] | None = None
