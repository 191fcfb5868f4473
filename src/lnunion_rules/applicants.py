"""The nouns of employment support: one person who may be served, demand for labour, counts.

A fact left out is unknown, as it is of a household's member.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from .dates import BirthDate, Day
from .nouns import Identifier, Noun, refuse
from .people import AreaCode, Member, Origin, Relation, Sex, Work
from .units import Count

FieldOfDemand = Literal[
    "reform_and_innovation", "key_industries", "major_projects", "livelihood_projects"
]
Name = Annotated[str, Field(strict=True, min_length=1, max_length=100)]


class Applicant(Noun):
    """One person, with the household lived in; rows of one household are one household."""

    person_id: Identifier
    household_id: Identifier | None = None
    """Left out: a household of one."""
    area: AreaCode | None = None
    filed: StrictBool | None = None
    relation: Relation | None = None
    """To the worker in whose name the file is kept; who lives alone is that worker."""
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    work: Work | None = None
    can_work: StrictBool | None = None
    wants_work: StrictBool | None = None
    wants_business: StrictBool | None = None
    migrant: StrictBool | None = None
    graduated_on: Day | None = None
    origin: Origin | None = None
    hard_to_place: StrictBool | None = None
    cadre: StrictBool | None = None
    registered_unemployed: StrictBool | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Applicant":
        if self.household_id is not None and self.relation is None:
            refuse("field-missing", "relation")
        return self

    def as_member(self) -> Member:
        """The same facts as those of a household's member."""
        own = {"person_id", "household_id", "area", "filed", "relation"}
        facts = {name: value for name, value in self if name not in own and value is not None}
        return Member(member_id=self.person_id, relation=self.relation or "head", **facts)


class Demand(Noun):
    """How many workers one employer or project of a surveyed field looks for."""

    demand_id: Identifier
    field: FieldOfDemand
    workers: Count
    employer: Name | None = None
    industry: Name | None = None
    post: Name | None = None
    area: AreaCode | None = None


class Headcount(Noun):
    """Workers diverted from their posts and graduates, counted at one place; nobody is named."""

    count_id: Identifier
    origin: Origin
    diverted_workers: Count
    graduates: Count
    want_skills: Count | None = None
    """How many of them ask for training in a skill; left out, not asked."""
    want_training: Count | None = None
    """How many of them ask for training for work; left out, not asked."""
    area: AreaCode | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Headcount":
        everyone = self.diverted_workers + self.graduates
        for name in ("want_skills", "want_training"):
            if (getattr(self, name) or 0) > everyone:
                refuse("more-than-counted", name)
        return self
