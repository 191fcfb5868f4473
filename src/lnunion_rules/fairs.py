"""The nouns of a job fair (招聘会): the fair itself, and one employer at it.

Counts may be exact or within bounds; one that is left out is not known, never zero.
"""

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, StrictBool, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from .bounds import UNKNOWN, Count
from .dates import Day
from .nouns import Identifier, Noun, refuse

Stand = Literal["career_advice", "venture_projects", "pitch_stage"]
"""What a fair offers beside its employers: advice on careers, business projects, a stage."""

STANDS: tuple[Stand, ...] = get_args(Stand)

EMPLOYER_ID = "{employer_id}"
"""Stands in a fair's link for the id of the employer."""

_LINK_PATTERN = r"^https?://[!-~]{1,500}$"
_LINK = re.compile(r"https?://[!-~]{1,500}", re.ASCII)

Words = Annotated[str, Field(strict=True, min_length=1, max_length=100)]


def _link(value: Any) -> str:
    if isinstance(value, str) and _LINK.fullmatch(value):
        return value
    raise PydanticCustomError("not-a-link", "not a link")


Link = Annotated[
    str,
    BeforeValidator(_link),
    WithJsonSchema({"type": "string", "pattern": _LINK_PATTERN}),
]
"""A web address in ordinary characters, fit for a code that telephones read."""


class Fair(Noun):
    """A job fair, with whatever its organisers state of it as a whole."""

    fair_id: Identifier
    held_on: Day
    title: Words | None = None
    organisers: tuple[Words, ...] = ()
    industries: tuple[Words, ...] = ()
    stands: tuple[Stand, ...] = ()
    employers: Count = UNKNOWN
    post_kinds: Count = UNKNOWN
    """Kinds of post (岗位种类) on offer, not posts: one kind may be open to many."""
    planned_hires: Count = UNKNOWN
    visitors: Count = UNKNOWN
    """Job seekers who came."""
    cvs_delivered: Count = UNKNOWN
    """CVs handed in by scanning the employers' codes."""
    intentions: Count = UNKNOWN
    """Visitors who reached an intention with an employer."""
    hired_on_spot: Count = UNKNOWN
    cv_link: Link | None = None
    """Where CVs are handed in; ``{employer_id}`` in it stands for the employer."""

    @model_validator(mode="after")
    def _names_the_employer(self) -> "Fair":
        if self.cv_link is not None and EMPLOYER_ID not in self.cv_link:
            refuse("link-without-employer", "cv_link")
        return self


class Employer(Noun):
    """One employer at a fair: what it offers, the support it was given, and what came of it."""

    employer_id: Identifier
    name: Words
    industry: Words | None = None
    booth: Annotated[str, Field(strict=True, max_length=20)] | None = None
    post_kinds: Count = UNKNOWN
    planned_hires: Count = UNKNOWN
    cvs_delivered: Count = UNKNOWN
    intentions: Count = UNKNOWN
    hired_on_spot: Count = UNKNOWN
    posters_made: StrictBool | None = None
    """Whether the union made the employer's posters and banners."""
    travel_paid: StrictBool | None = None
    """Whether the union paid for the journey."""
    cv_link: Link | None = None
    """Where this employer's CVs are handed in, instead of by the fair's link."""
    note: Annotated[str, Field(strict=True, max_length=1000)] | None = None
