"""The law of the household aids on one day, as columns ask for it."""

from datetime import date
from typing import Any, NamedTuple

from .bills import OUTSIDE, PAYERS
from .doors import filled
from .errors import NoStandard, PolicyError
from .policy import Policy
from .rules import education_aid, hardship, living_relief, medical_aid, safety_net

ROOMS = (hardship, living_relief, education_aid, medical_aid, safety_net)
AIDS = tuple(room.RULE for room in ROOMS[1:])
"""The rules that end in an award, in the order in which a package lists them."""


class Figures(NamedTuple):
    """What the bodies of the rules take: each room's parameters, plain numbers all."""

    hardship: hardship.Parameters
    living_relief: living_relief.Parameters
    education_aid: education_aid.Parameters
    medical_aid: medical_aid.Parameters
    safety_net: safety_net.Parameters
    largest_only: bool


class Law:
    """The rules as they stand on a day under a policy.

    Raises ``NotInForce`` where one of the aids is not in force, ``PolicyError`` where a reading
    asks for a figure that no text states.
    """

    def __init__(self, policy: Policy, on: date) -> None:
        self.policy, self.on, self.choices = policy, on, policy.choices
        rooms = [filled(policy.law(room.RULE, on), room.Parameters) for room in ROOMS]
        largest = self.choices["package.stacking"] == "largest"
        self.figures = Figures._make((*rooms, largest))
        medical = self.figures.medical_aid
        self.bearable = self.choices["medical.bearable"]
        if self.bearable == "share_of_income" and medical.bearable_share is None:
            raise PolicyError("parameter-not-stated", "medical_aid.bearable_share")
        self.asked_of_bills = ("total", *PAYERS, *((OUTSIDE,) if medical.catalogue_only else ()))
        self.living_kind = "ceiling" if self.choices["living.amount"] == "ceiling" else "grant"
        place = self.choices["dibao.place"]
        self.area = "area" if place == "filed" else f"{place}_area"

    def monthly_dibao(self, area: str) -> int | NoStandard:
        """The standard of an area in fen a month, or why there is none."""
        try:
            return self.policy.standard(area, self.on).monthly
        except NoStandard as absent:
            return absent

    def kind(self, rule: str) -> str:
        """What an award of a rule is."""
        kinds: dict[str, Any] = {
            "living_relief": self.living_kind,
            "education_aid": "grant",
            "medical_aid": "ceiling",
            "safety_net": "referral",
        }
        return str(kinds[rule])
