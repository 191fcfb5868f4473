# ruff: noqa: N801, N805 (OpenFisca's own way of naming)
"""The same rules in OpenFisca-Core, written as its users write them, for the same families.

Entities, variables and dated parameters; the system is built once, a simulation is built for
every case. Whatever makes it quicker is granted: facts at their default are not stated, the
local standard is an input as it is for the rules alone, the readings are fixed, one bill a
person, reasons are numbers, and the safety net and the services are left out. ``by_openfisca``
asks the same system about many households.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from families import Answer
from numpy import maximum, ndarray, select, where
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH, YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

DAY, YEAR_OF = "2018-12", "2018"
DIBAO = 635.0
MONTHS = 12

Person = build_entity("person", "persons", "A member of a household", is_person=True)
Household = build_entity(
    "household",
    "households",
    "A household's file",
    roles=[
        {"key": "head", "label": "Head", "max": 1},
        {"key": "spouse", "plural": "spouses", "label": "Spouse"},
        {"key": "child", "plural": "children", "label": "Child"},
    ],
)


def _dated(**values: dict[str, float]) -> dict[str, Any]:
    return {
        name: {"values": {day: {"value": value} for day, value in dated.items()}}
        for name, dated in values.items()
    }


OLD, NEW, AID = "2016-01-01", "2020-01-01", "2018-09-26"
PARAMETERS: dict[str, Any] = {
    "hardship": _dated(
        rigid_counts={OLD: 0, NEW: 1},
        relative_share={OLD: 1.5, NEW: 2},
        relative_included={OLD: 1, NEW: 0},
        needs_cause={OLD: 1, NEW: 0},
        accident_share={OLD: 3, NEW: 0},
        loss_share={OLD: 0, NEW: 0.8},
    ),
    "living_relief": _dated(months={AID: 12}),
    "education_aid": _dated(
        months={AID: 10}, secondary_share={AID: 0.7}, secondary_floor={AID: 3000}
    ),
}


class Schooling(Enum):
    none = "None"
    compulsory = "Compulsory"
    senior_secondary = "Senior secondary"
    vocational_secondary = "Secondary vocational"
    higher = "Higher education"
    special_education = "Special education"


GRANTED, NOT_FILED, CATEGORY = range(3)
STAGE, FULL_TIME, DISABLED, MODE = range(3, 7)
NOBODY_ILL, NO_BURDEN, BEARABLE = range(3, 6)
ABOVE_LINES, NO_CAUSE, NOT_COVERED = range(3, 6)
"""Reasons by their numbers; of hardship the first three are the categories."""


class Category(Enum):
    deep = "Deep hardship"
    relative = "Relative hardship"
    accident = "Hardship from an unforeseen event"
    none = "None"


DEEP, RELATIVE, ACCIDENT, NONE = (kind.index for kind in Category)


def _input(name: str, of: Any, kind: type, period: Any, **more: Any) -> type[Variable]:
    about = {"value_type": kind, "entity": of, "definition_period": period, "label": name}
    return type(name, (Variable,), {**about, **more})


CLAIMS_OF_HOUSEHOLD = ("filed", "single_parent", "other_cause")
CLAIMS_OF_PERSON = ("disabled", "serious_illness", "ill", "part_time")
MONEY_OF_HOUSEHOLD = (
    "annual_disposable_income",
    "annual_rigid_expenditure",
    "annual_accident_loss",
    "annual_medical_bearable",
)
MONEY_OF_BILLS = (
    "total",
    "basic_insurance",
    "major_illness_insurance",
    "supplementary_insurance",
    "mutual_aid",
)
INPUTS = (
    *(_input(name, Household, bool, MONTH) for name in CLAIMS_OF_HOUSEHOLD),
    *(_input(name, Person, bool, MONTH) for name in CLAIMS_OF_PERSON),
    *(_input(name, Household, float, YEAR) for name in MONEY_OF_HOUSEHOLD),
    *(_input(name, Person, float, YEAR) for name in MONEY_OF_BILLS),
    _input("covered", Household, bool, MONTH, default_value=True),
    _input("excluded", Household, int, MONTH),
    _input("in_school", Person, bool, MONTH, default_value=True),
    _input("dibao_per_month", Household, float, MONTH),
    _input(
        "schooling",
        Person,
        Enum,
        MONTH,
        possible_values=Schooling,
        default_value=Schooling.none,
    ),
)


class dibao_per_year(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Dibao of the whole household for a year"

    def formula(household, period, parameters):
        return household("dibao_per_month", period) * household.nb_persons() * MONTHS


class cause(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "A cause of hardship is in the file"

    def formula(household, period, parameters):
        members = household.members
        at_school = members("schooling", period) != Schooling.none
        own = (
            members("ill", period)
            + members("serious_illness", period)
            + members("disabled", period)
            + at_school * members.has_role(Household.CHILD)
        )
        stated = household("single_parent", period) + household("other_cause", period)
        return stated + household.any(own)


class category(Variable):
    value_type = Enum
    possible_values = Category
    default_value = Category.none
    entity = Household
    definition_period = MONTH
    label = "Category of hardship"

    def formula(household, period, parameters):
        p = parameters(period).hardship
        year = period.this_year
        income = household("annual_disposable_income", year)
        tested = income - household("annual_rigid_expenditure", year) * p.rigid_counts
        dibao = household("dibao_per_year", period)
        loss = household("annual_accident_loss", year)
        line = dibao * p.relative_share
        within = where(p.relative_included, tested <= line, tested < line)
        caused = household("cause", period) + (not p.needs_cause)
        capped = (income <= dibao * p.accident_share) + (p.accident_share == 0)
        lost = loss > where(p.loss_share, income * p.loss_share, 0)
        barred = (household("excluded", period) > 0) + (household("covered", period) == 0)
        return select(
            [barred, tested < dibao, within * caused, lost * capped],
            [NONE, DEEP, RELATIVE, ACCIDENT],
            default=NONE,
        )


class hardship_reason(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Why the category, by its number"

    def formula(household, period, parameters):
        p = parameters(period).hardship
        year = period.this_year
        income = household("annual_disposable_income", year)
        tested = income - household("annual_rigid_expenditure", year) * p.rigid_counts
        line = household("dibao_per_year", period) * p.relative_share
        within = where(p.relative_included, tested <= line, tested < line)
        uncaused = within * (household("cause", period) == 0) * (p.needs_cause == 1)
        excluded, found = household("excluded", period), household("category", period)
        barred = (excluded > 0) + (household("covered", period) == 0)
        return select(
            [barred, found != Category.none, uncaused],
            [NOT_COVERED + excluded, found.view(ndarray), NO_CAUSE],
            default=ABOVE_LINES,
        )


class living_reason(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Why living relief is due or not, by its number"

    def formula(household, period, parameters):
        deep = household("category", period) == Category.deep
        return where(household("filed", period), where(deep, GRANTED, CATEGORY), NOT_FILED)


class living_relief(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Living relief of the year"

    def formula(household, period, parameters):
        due = household("living_reason", period) == GRANTED
        months = parameters(period).living_relief.months
        return due * household("dibao_per_month", period) * months


class education_reason(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "Why education aid is due or not, by its number"

    def formula(person, period, parameters):
        schooling = person("schooling", period)
        special = schooling == Schooling.special_education
        higher = schooling == Schooling.higher
        at_no_stage = (schooling == Schooling.none) + (schooling == Schooling.compulsory)
        return select(
            [
                person.household("filed", period) == 0,
                person.household("category", period) == Category.none,
                at_no_stage,
                higher * person("part_time", period),
                special * (person("disabled", period) == 0),
                special * (person("in_school", period) == 0),
            ],
            [NOT_FILED, CATEGORY, STAGE, FULL_TIME, DISABLED, MODE],
            default=GRANTED,
        )


class education_aid(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Education aid of one child for the year"

    def formula(person, period, parameters):
        p = parameters(period).education_aid
        higher = person.household("dibao_per_month", period) * p.months
        secondary = maximum(higher * p.secondary_share, p.secondary_floor)
        granted = person("education_reason", period) == GRANTED
        at_higher = person("schooling", period) == Schooling.higher
        return granted * person.has_role(Household.CHILD) * where(at_higher, higher, secondary)


class education_aids(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Education aid of all children for the year"

    def formula(household, period, parameters):
        return household.sum(household.members("education_aid", period))


class burden(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "What the bills of the seriously ill leave for the year"

    def formula(household, period, parameters):
        year = period.this_year
        members = household.members
        paid = sum(members(payer, year) for payer in MONEY_OF_BILLS[1:])
        left = maximum(members("total", year) - paid, 0) * members("serious_illness", period)
        return household.sum(left)


class medical_reason(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Why medical aid is due or not, by its number"

    def formula(household, period, parameters):
        burden = household("burden", period)
        return select(
            [
                household("filed", period) == 0,
                household("category", period) == Category.none,
                household.any(household.members("serious_illness", period)) == 0,
                burden == 0,
                burden <= household("annual_medical_bearable", period.this_year),
            ],
            [NOT_FILED, CATEGORY, NOBODY_ILL, NO_BURDEN, BEARABLE],
            default=GRANTED,
        )


class medical_aid(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Ceiling of medical aid for the year"

    def formula(household, period, parameters):
        bearable = household("annual_medical_bearable", period.this_year)
        granted = household("medical_reason", period) == GRANTED
        return where(granted, household("burden", period) - bearable, 0)


FORMULAS = (
    dibao_per_year,
    cause,
    category,
    hardship_reason,
    living_reason,
    living_relief,
    education_reason,
    education_aid,
    education_aids,
    burden,
    medical_reason,
    medical_aid,
)
ASKED = ("category", "living_relief", "education_aids", "medical_aid")


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([Person, Household])
    system.parameters = ParameterNode("", data=PARAMETERS)
    system.add_variables(*INPUTS, *FORMULAS)
    return system


def situation(case: dict[str, Any]) -> dict[str, Any]:
    """A family as OpenFisca's users state one: entities, their variables, each at a period."""
    roles: dict[str, list[str]] = {"head": [], "spouses": [], "children": []}
    persons: dict[str, dict[str, Any]] = {}
    for member in case["members"]:
        name, relation = member["member_id"], member["relation"]
        roles[{"spouse": "spouses", "child": "children"}.get(relation, relation)].append(name)
        persons[name] = _stated(member, (*CLAIMS_OF_PERSON, "schooling"), DAY)
    for bill in case["medical_bills"]:
        persons[bill["member_id"]].update(_stated(_amounts(bill), MONEY_OF_BILLS, YEAR_OF))
    facts = {
        **_amounts(case),
        "excluded": int(bool(case["exclusions"])),
        "dibao_per_month": DIBAO,
    }
    household = {
        **roles,
        **_stated(facts, (*CLAIMS_OF_HOUSEHOLD, "excluded", "dibao_per_month"), DAY),
        **_stated(facts, MONEY_OF_HOUSEHOLD, YEAR_OF),
    }
    return {"persons": persons, "households": {case["household_id"]: household}}


def _amounts(facts: dict[str, Any]) -> dict[str, Any]:
    money = {*MONEY_OF_HOUSEHOLD, *MONEY_OF_BILLS}
    return {name: float(fact) if name in money else fact for name, fact in facts.items()}


def _stated(facts: dict[str, Any], names: tuple[str, ...], period: str) -> dict[str, Any]:
    """The named facts that are not at their default: leaving the others out is quicker."""
    return {
        name: {period: facts[name]} for name in names if facts.get(name) not in (None, 0, "none")
    }


SYSTEM = _system()


def prepared(case: dict[str, Any]) -> Callable[[], tuple[Any, ...]]:
    """What is timed: a new simulation of one family, and the four answers."""
    entities = situation(case)

    def one_case() -> tuple[Any, ...]:
        simulation = SimulationBuilder().build_from_entities(SYSTEM, entities)
        return tuple(simulation.calculate(name, DAY) for name in ASKED)

    return one_case


def built(case: dict[str, Any]) -> Callable[[], object]:
    """The part of it that only builds the simulation."""
    entities = situation(case)
    return lambda: SimulationBuilder().build_from_entities(SYSTEM, entities)


def read(results: tuple[Any, ...]) -> Answer:
    """The answer of one case, to be compared."""
    found, *amounts = results
    return Answer(found.decode_to_str()[0], *(Decimal(float(amount[0])) for amount in amounts))
