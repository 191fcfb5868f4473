"""Made-up families for the tests: plain, complete, and changed fact by fact."""

from datetime import date
from typing import Any

from lnunion_rules import Household, Member, Policy, load_policy
from lnunion_rules.units import fen

IN_2018 = date(2018, 12, 31)
"""The 2016 set is in force; Anshan's dibao is 635 yuan."""
IN_2020 = date(2020, 12, 31)
"""The newer set is in force; Anshan's dibao is 700 yuan."""
ANSHAN = "210302"

HEAD = {
    "member_id": "m1",
    "relation": "head",
    "birth_date": "1967-03-01",
    "sex": "male",
    "work": "employed",
    "union_member": True,
    "disabled": False,
    "serious_illness": False,
    "can_work": True,
    "wants_work": False,
    "wants_business": False,
    "schooling": "none",
    "migrant": False,
}
HOUSEHOLD = {
    "household_id": "LN-0001",
    "area": ANSHAN,
    "filed": True,
    "annual_disposable_income": "23400.00",
    "annual_rigid_expenditure": "0",
    "annual_accident_loss": "0",
    "annual_medical_bearable": "0",
    "single_parent": False,
    "exclusions": [],
    "medical_bills": [],
}
BILL = {
    "bill_id": "b1",
    "member_id": "m1",
    "billed_on": "2018-05-01",
    "total": "80000",
    "basic_insurance": "0",
    "major_illness_insurance": "0",
    "supplementary_insurance": "0",
    "mutual_aid": "0",
    "out_of_catalogue": "0",
}


def member(member_id: str, relation: str, **facts: Any) -> dict[str, Any]:
    """A person of whom every fact is stated; a fact given as None is left out."""
    return _without_none({**HEAD, "member_id": member_id, "relation": relation, **facts})


def head(**facts: Any) -> dict[str, Any]:
    """The worker: employed, healthy, in the union, 51 years old in 2018."""
    return member("m1", "head", **facts)


def spouse(**facts: Any) -> dict[str, Any]:
    """The worker's wife, born in 1970."""
    return member("m2", "spouse", **{"birth_date": "1970-05-06", "sex": "female", **facts})


def child(member_id: str = "m3", **facts: Any) -> dict[str, Any]:
    """A child born in 1999, at no school."""
    return member(member_id, "child", **{"birth_date": "1999-07-08", "work": "student", **facts})


def bill(**facts: Any) -> dict[str, Any]:
    """The worker's bill of 80,000 yuan, nothing of it paid yet."""
    return _without_none({**BILL, **facts})


def household(*members: dict[str, Any], **facts: Any) -> Household:
    """A household on file in Anshan; a fact given as None is left out."""
    people = [*(members or (head(),))]
    return Household.model_validate(_without_none({**HOUSEHOLD, "members": people, **facts}))


def of_three(income: str = "23400.00", **facts: Any) -> Household:
    """Worker, disabled wife, daughter at university; the household of the article, made up."""
    people = (head(), spouse(disabled=True), child(schooling="higher"))
    return household(*people, annual_disposable_income=income, **facts)


def alone(income: str, **facts: Any) -> Household:
    """The worker alone: no illness, no child, no cause of hardship but those given."""
    return household(head(), annual_disposable_income=income, **facts)


def revisited(given: Household, **facts: Any) -> Household:
    """The same household with other facts, read anew."""
    plain = given.model_dump(mode="json", exclude_none=True)
    return Household.model_validate(_without_none({**plain, **facts}))


def income_of(given: Household) -> int:
    """The stated income of a year in fen."""
    assert given.annual_disposable_income is not None
    return fen(given.annual_disposable_income)


def person(given: Household, member_id: str) -> Member:
    """One member of a household."""
    return next(member for member in given.members if member.member_id == member_id)


def reading(**choices: str) -> Policy:
    """The law on record under other readings; ``__`` stands for the point in a reading's id."""
    return load_policy().with_readings(
        {name.replace("__", "."): choice for name, choice in choices.items()}
    )


def dibao(monthly: str, policy: Policy | None = None) -> Policy:
    """A policy with one dibao standard everywhere."""
    return (policy or load_policy()).with_monthly_dibao(monthly)


def _without_none(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
