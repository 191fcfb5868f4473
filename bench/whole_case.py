"""One whole case: a dict through the models to the package of aids."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from families import ON, Answer

from lnunion_rules import Household, Package, assess_household


def prepared(case: dict[str, Any]) -> Callable[[], Package]:
    """What is timed: one case as a caller brings it, to the answer."""
    return lambda: assess_household(Household.model_validate(case), on=ON)


def read(package: Package) -> Answer:
    """The answer of one case, to be compared."""
    amounts: dict[str, Decimal] = {}
    for award in package.awards:
        assert award.amount is not None, award.missing
        amounts[award.rule] = amounts.get(award.rule, Decimal(0)) + award.amount
    return Answer(
        package.hardship.category,
        amounts["living_relief"],
        amounts["education_aid"],
        amounts["medical_aid"],
    )
