"""The nouns of case files: extra targets, filed households, their events, aid paid.

Areas are whatever the caller calls them. A fact that is left out is unknown, unless its
docstring says otherwise.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints, model_validator

from .dates import Day
from .nouns import Identifier, Noun, refuse
from .units import Count, Yuan

Origin = Literal["stock", "new", "returned"]
Cause = Literal["unemployment", "schooling", "accident", "other", "illness", "disability"]
EventKind = Literal[
    "filed", "aided", "reviewed", "lifted_out", "relieved", "to_safety_net", "closed", "returned"
]
Closing = Literal["death", "transfer", "retirement", "mistaken", "merged"]
AidRule = Literal["living_relief", "education_aid", "medical_aid"]

_PERSON = r"^[0-9A-Za-z_\-.:/一-鿿]{1,129}$"
_BETWEEN = re.compile(r"[;；,，、\s]+")


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(name for name in _BETWEEN.split(value) if name)


Names = Annotated[tuple[Identifier, ...], BeforeValidator(_listed), Field(max_length=10_000)]
"""Identifiers, each once; as text they stand apart by semicolons, commas or spaces."""


Person = Annotated[str, StringConstraints(strict=True, pattern=_PERSON)]
People = Annotated[tuple[Person, ...], BeforeValidator(_listed), Field(max_length=10_000)]
"""The ids of people, written like ``Names``; one person has one id wherever it stands."""


class ExtraTarget(Noun):
    """What an area takes on beyond its part of the provincial target in one year."""

    area: Identifier
    year: Count
    """The calendar year of one of the deadlines."""
    households: Count
    household_ids: Names = ()
    """The households named for it; left out means not named yet."""

    @model_validator(mode="after")
    def _named_once(self) -> "ExtraTarget":
        if len(set(self.household_ids)) < len(self.household_ids):
            refuse("named-twice", "household_ids")
        if len(self.household_ids) > self.households:
            refuse("more-named-than-counted", "household_ids")
        return self


class FiledHousehold(Noun):
    """One household on the list: where it is on file, and what its place in the order turns on."""

    household_id: Identifier
    area: Identifier
    origin: Origin = "stock"
    """Of the stock on the baseline day, new, or returned; left out means of the stock."""
    category: Literal["deep", "relative", "accident", "none"] | None = None
    cause: Cause | None = None
    lost_ability: StrictBool | None = None
    """Whether the head lost the ability to work through disability or serious illness."""
    lifted_by: Literal["income", "aid"] | None = None
    """What already lifts it to the dibao line: its income, or income and aids; none stated."""
    filed_on: Day | None = None
    planned_on: Day | None = None
    """Of a new or returned household: the day by which its union means to lift it out."""
    members: People = ()
    """The ids of its people; left out means not listed."""

    @model_validator(mode="after")
    def _planned_later(self) -> "FiledHousehold":
        if self.planned_on and self.filed_on and self.planned_on < self.filed_on:
            refuse("planned-before-filed", "planned_on")
        return self


class CaseEvent(Noun):
    """One thing that happened to one household's file on one day."""

    household_id: Identifier
    on: Day
    event: EventKind
    area: Identifier | None = None
    """Where the file is kept from now on; needed when it is filed."""
    origin: Origin | None = None
    """Of a filing: of the stock, new, or returned."""
    continues: Identifier | None = None
    """Of a filing: the file that this one carries on, after a transfer or a split."""
    closing: Closing | None = None
    """Of a closing: why."""
    into: Identifier | None = None
    """Of a closing because two files are merged: the file that goes on."""
    cause_removed: StrictBool | None = None
    months_above: Count | None = None
    """The months running, up to the event, in which income per person was above dibao."""
    reaches_line: StrictBool | None = None
    """Whether government and union aid bring the household to the dibao line."""
    lost_ability: StrictBool | None = None
    meets_standard: StrictBool | None = None
    """Of a new or returned household: whether it meets the identification standard."""
    members: People = ()
    """Of a filing: the ids of its people."""

    @model_validator(mode="after")
    def _possible(self) -> "CaseEvent":
        if self.event == "filed":
            for fact in ("area", "origin"):
                if getattr(self, fact) is None:
                    refuse("field-missing", fact)
        if self.event == "closed" and self.closing is None:
            refuse("field-missing", "closing")
        into_itself = self.into == self.household_id
        if into_itself or (self.closing == "merged") is (self.into is None):
            refuse("merged-into-what", "into")
        return self


class AidPayment(Noun):
    """One payment of one aid to one household, or for one of its children at school."""

    payment_id: Identifier
    household_id: Identifier
    rule: AidRule
    paid_on: Day
    amount: Yuan
    member_id: Identifier | None = None
    """Of education aid: the child."""
