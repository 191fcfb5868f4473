"""The nouns of a screening plan: one worker on a roster, and what an area's hospitals can do."""

from pydantic import StrictBool, model_validator

from .dates import BirthDate, Day
from .nouns import Identifier, Noun, refuse
from .people import AreaCode, Sex
from .units import Count, Yuan


class Candidate(Noun):
    """One worker on the roster of a screening, man or woman, and what is known of her."""

    member_id: Identifier
    """Whose row it is; one person has one row, whatever her union."""
    union_id: Identifier | None = None
    """The union of her unit; left out, the unit has none."""
    sex: Sex | None = None
    birth_date: BirthDate | None = None
    consents: StrictBool | None = None
    last_screened_on: Day | None = None
    """Left out means that no screening is on record."""
    gynaecological_exam_2016_2018: StrictBool | None = None
    """Whether she had one in those years; a later exam does not change it."""
    union_member: StrictBool | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Candidate":
        if self.birth_date and self.last_screened_on and self.last_screened_on < self.birth_date:
            refuse("screened-before-birth", "last_screened_on")
        return self


class AreaCapacity(Noun):
    """What the hospitals chosen for one area can do in a year, and what they charge."""

    area: AreaCode
    capacity: Count
    """Women a year."""
    price: Yuan | None = None
    """Yuan a woman; asked for only where the subsidy follows the cost."""
