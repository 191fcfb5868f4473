"""What is missing of a household, by the names that a person knows."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from ...persons import UNKNOWN, YES
from ..working.ready import Column, Ready

_STATED: Mapping[str, str] = {
    "income_per_year": "annual_disposable_income",
    "dibao_received_per_year": "annual_dibao_received",
    "rigid_per_year": "annual_rigid_expenditure",
    "loss_per_year": "annual_accident_loss",
    "excluded": "exclusions",
    "bearable": "annual_medical_bearable",
}
"""Facts of a household: as a rule names them, as the file does."""


class Names:
    """The names of what is missing of some households; members are named in the order of ids.

    ``patients`` are those of whom it is unknown whether their bills count, at most one each.
    """

    def __init__(self, ready: Ready, members: pl.Series, patients: Column) -> None:
        self._ready, self._ids, self._patients = ready, members, patients

    def of(self, movers: Mapping[str, Column], where: Column, whose: Column) -> list[list[str]]:
        """For each row, of the household ``whose``, what is missing where something is."""
        found: list[dict[str, None]] = [{} for _ in whose]
        for name, moved in movers.items():
            for row in np.flatnonzero(moved & where).tolist():
                found[row].update(dict.fromkeys(self._names(name, int(whose[row]))))
        return [[*names] for names in found]

    def _names(self, name: str, household: int) -> list[str]:
        if name == "cause":
            return self._cause(household)
        patient = int(self._patients[household])
        if name in ("burden", "seriously_ill") and patient >= 0:
            # Only the illness of those whose bills leave something open can change the ceiling.
            return [f"members[{self._ids[patient]}].serious_illness"]
        if name == "seriously_ill":
            return [
                f"members[{who}].serious_illness"
                for at, who in self._people(household)
                if self._ready.members.serious_illness[at] == UNKNOWN
            ]
        if name == "covered":
            return self._covered(household)
        if name == "lost_ability":
            return self._ability(household)
        return [_STATED.get(name, name)]

    def _people(self, household: int) -> Iterator[tuple[int, str]]:
        """The members' places, in the order of their ids."""
        first = self._ready.households.first_member
        places = range(int(first[household]), int(first[household + 1]))
        yield from sorted(((at, str(self._ids[at])) for at in places), key=lambda who: who[1])

    def _cause(self, household: int) -> list[str]:
        members, whole = self._ready.members, self._ready.households
        names = ["single_parent"] if whole.single_parent[household] == UNKNOWN else []
        for at, who in self._people(household):
            if members.serious_illness[at] == UNKNOWN:
                names.append(f"members[{who}].serious_illness")
            if members.disabled[at] == UNKNOWN:
                names.append(f"members[{who}].disabled")
            if members.child[at] and members.schooling[at] < 0:
                names.append(f"members[{who}].schooling")
        return names

    def _covered(self, household: int) -> list[str]:
        whole = self._ready.households
        asked = {"union_member": whole.in_union, "labour_relation_since": whole.long_enough}
        return self._of_head(household, {fact: claims[household] for fact, claims in asked.items()})

    def _ability(self, household: int) -> list[str]:
        members, at = self._ready.members, int(self._ready.households.head[household])
        grounds = {"disabled": members.disabled[at], "serious_illness": members.serious_illness[at]}
        asked = {"can_work": members.unable[at]}
        return self._of_head(household, asked if YES in grounds.values() else asked | grounds)

    def _of_head(self, household: int, claims: Mapping[str, int]) -> list[str]:
        """The claims of the head that are unknown."""
        head = self._ids[int(self._ready.households.head[household])]
        return [f"members[{head}].{fact}" for fact, claim in claims.items() if claim == UNKNOWN]
