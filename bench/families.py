"""The made-up families that the bench puts to every peer, each with every fact stated."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

ON = date(2018, 12, 31)

FAMILY: dict[str, Any] = {
    "household_id": "LN-0001",
    "area": "210302",
    "filed": True,
    "annual_disposable_income": "23400.00",
    "annual_rigid_expenditure": "8400.00",
    "annual_accident_loss": "0",
    "annual_medical_bearable": "5000",
    "single_parent": False,
    "exclusions": [],
    "members": [
        {
            "member_id": "m1",
            "relation": "head",
            "birth_date": "1967-03-01",
            "sex": "male",
            "work": "employed",
            "union_member": True,
            "migrant": False,
            "disabled": False,
            "serious_illness": True,
            "can_work": True,
            "wants_work": False,
            "wants_business": False,
            "schooling": "none",
        },
        {
            "member_id": "m2",
            "relation": "spouse",
            "birth_date": "1969-07-15",
            "sex": "female",
            "work": "unemployed",
            "union_member": False,
            "migrant": False,
            "disabled": True,
            "serious_illness": False,
            "can_work": True,
            "wants_work": True,
            "wants_business": False,
            "schooling": "none",
        },
        {
            "member_id": "m3",
            "relation": "child",
            "birth_date": "1998-05-20",
            "sex": "female",
            "work": "student",
            "union_member": False,
            "migrant": False,
            "disabled": False,
            "serious_illness": False,
            "can_work": True,
            "wants_work": False,
            "wants_business": False,
            "schooling": "higher",
        },
    ],
    "medical_bills": [
        {
            "bill_id": "b1",
            "member_id": "m1",
            "billed_on": "2018-05-01",
            "total": "80000",
            "basic_insurance": "40000",
            "major_illness_insurance": "10000",
            "supplementary_insurance": "0",
            "mutual_aid": "5000",
        }
    ],
}
"""Three people in an Anshan district like the article's family: the case that is timed."""


class Answer(NamedTuple):
    """What peers are compared by: the category and the three aids, in yuan a year."""

    category: str
    living: Decimal
    education: Decimal
    medical: Decimal


def family(*, schooling: str = "higher", **facts: Any) -> dict[str, Any]:
    """The family with other facts of the household, or the daughter at another school."""
    changed = {**deepcopy(FAMILY), **facts}
    changed["members"][2]["schooling"] = schooling
    return changed


def families() -> tuple[dict[str, Any], ...]:
    """The timed family first, then one for each other branch that the peers must agree on."""
    return (
        FAMILY,
        family(annual_disposable_income="15000"),
        family(annual_disposable_income="22859.50", schooling="senior_secondary"),
        family(annual_disposable_income="60000", annual_accident_loss="20000"),
        family(annual_disposable_income="90000"),
        family(exclusions=["two_homes"]),
        family(filed=False),
        family(medical_bills=[]),
        family(annual_medical_bearable="25000"),
    )


def example() -> dict[str, Any]:
    """The family of ``examples/one_family.json``, of whom two wishes are not known."""
    path = Path(__file__).parents[1] / "examples" / "one_family.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
