"""The nouns of skills training: a programme, an employer's order, a provider's places."""

from typing import Annotated, Literal

from pydantic import Field

from .dates import Day
from .nouns import Identifier, Noun
from .people import AreaCode
from .units import Count, Yuan

Kind = Literal[
    "order_based_training",
    "staff_training",
    "competition",
    "drill",
    "apprentice_pair",
    "skills_to_enterprise",
]
Title = Literal["master_artisan", "chief_technician", "gold_medal_worker", "star_employee"]
Trade = Annotated[str, Field(strict=True, min_length=1, max_length=100)]


class Programme(Noun):
    """One programme at one enterprise; nobody is named. A title left out was not reported."""

    programme_id: Identifier
    enterprise_id: Identifier
    kind: Kind
    held_on: Day
    staff: Count
    """All staff of the enterprise."""
    covered: Count
    """Staff who took part."""
    budget: Yuan
    """What the skills fund gives for it."""
    cost: Yuan
    order_id: Identifier | None = None
    """Of order-based training: the employer's order it follows."""
    area: AreaCode | None = None
    master_artisan: Count | None = None
    chief_technician: Count | None = None
    gold_medal_worker: Count | None = None
    star_employee: Count | None = None


class TrainingOrder(Noun):
    """How many people an enterprise orders to be trained in one trade."""

    order_id: Identifier
    enterprise_id: Identifier
    trade: Trade
    places: Count
    area: AreaCode


class TrainingPlaces(Noun):
    """How many places a provider has in one trade, and what one costs."""

    offer_id: Identifier
    provider_id: Identifier
    trade: Trade
    places: Count
    area: AreaCode
    fee: Yuan
    """Yuan per place."""
