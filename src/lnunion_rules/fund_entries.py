"""The noun of the training funds: one entry of their ledger, a commitment or a payment.

Purpose is free text here: a purpose that the fund does not pay is a finding, not bad input.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .dates import Day
from .nouns import Identifier, Noun, refuse
from .units import SignedYuan

FundName = Literal["employment", "skills"]
EntryKind = Literal["commitment", "payment"]


class FundEntry(Noun):
    """One commitment or payment; a negative amount takes back the entry named in ``reverses``."""

    entry_id: Identifier
    fund: FundName
    kind: EntryKind
    booked_on: Day
    purpose: Annotated[str, Field(strict=True, min_length=1, max_length=100)]
    amount: SignedYuan
    commitment_id: Identifier | None = None
    """Of a payment: the commitment it is made on; left out, it is paid from the pot itself."""
    reverses: Identifier | None = None
    payee: Annotated[str, Field(strict=True, max_length=100)] | None = None
    voucher_no: Annotated[str, Field(strict=True, max_length=100)] | None = None
    note: Annotated[str, Field(strict=True, max_length=1000)] | None = None

    @model_validator(mode="after")
    def _possible(self) -> "FundEntry":
        if self.reverses is not None and not self.amount.is_signed():
            refuse("reversal-not-negative", "amount")
        if not self.amount:
            refuse("amount-zero", "amount")
        if self.commitment_id is not None and self.kind == "commitment":
            refuse("commitment-of-commitment", "commitment_id")
        return self
