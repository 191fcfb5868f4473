# ruff: noqa: N801, N805, RUF012 (PolicyEngine's own ways)
"""PolicyEngine-core: the same rules as its users write them, one simulation of the population.

Variables of a year and dated parameters, reasons as numbers, bills as columns of persons. Each
call has a fresh simulation whose inputs are set. The targets are held to the calculation alone,
as for OpenFisca-Core; what building the simulation takes is told beside it. It counts in 32-bit
floats.
"""

from typing import Any

import numpy as np
from columns import HIGHER, PAYERS, SENIOR, SPECIAL, TOTAL, Answers, Columns, whole_fen
from peer import Peer
from policyengine_core.entities import build_entity
from policyengine_core.model_api import (
    YEAR,
    Enum,
    ParameterNode,
    Variable,
    max_,
    select,
    where,
)
from policyengine_core.simulations import SimulationBuilder
from policyengine_core.taxbenefitsystems import TaxBenefitSystem

PERIOD = "2018"

Person = build_entity("person", "people", "A member of a household", is_person=True)
Household = build_entity(
    "household",
    "households",
    "A household's file",
    roles=[{"key": "member", "plural": "members", "label": "Member"}],
)


class Category(Enum):
    DEEP = "Deep hardship"
    RELATIVE = "Relative hardship"
    ACCIDENT = "Hardship from an unforeseen event"
    NONE = "None"


DEEP, RELATIVE, ACCIDENT, NONE = (kind.index for kind in Category)
GRANTED, NOT_FILED, CATEGORY = range(3)
STAGE, FULL_TIME, DISABLED, MODE = range(3, 7)
NOBODY_ILL, NO_BURDEN, BEARABLE = range(3, 6)
ABOVE_LINES, NO_CAUSE, NOT_COVERED = range(3, 6)


def _since(day: str, **values: float) -> dict[str, Any]:
    return {name: {"values": {day: {"value": value}}} for name, value in values.items()}


PARAMETERS = {
    "hardship": _since("2016-01-01", relative_share=1.5, accident_share=3),
    "living_relief": _since("2018-01-01", months=12),
    "education_aid": _since("2018-01-01", months=10, secondary_share=0.7, secondary_floor=3000),
}


def _input(name: str, of: Any, kind: type) -> type[Variable]:
    about = {"value_type": kind, "entity": of, "definition_period": YEAR, "label": name}
    return type(name, (Variable,), about)


CLAIMS_OF_HOUSEHOLD = ("filed", "covered", "single_parent", "other_cause")
MONEY_OF_HOUSEHOLD = ("dibao", "income", "loss", "bearable")
CLAIMS_OF_PERSON = ("child", "ill", "serious", "disabled", "part_time", "in_school")
INPUTS = (
    *(_input(name, Household, bool) for name in CLAIMS_OF_HOUSEHOLD),
    *(_input(name, Household, float) for name in MONEY_OF_HOUSEHOLD),
    *(_input(name, Person, bool) for name in CLAIMS_OF_PERSON),
    *(_input(name, Person, float) for name in (TOTAL, *PAYERS)),
    _input("excluded", Household, int),
    _input("schooling", Person, int),
)


class household_dibao(Variable):
    value_type = float
    entity = Household
    definition_period = YEAR
    label = "Dibao of the whole household for a year"

    def formula(household, period, parameters):
        return household("dibao", period) * household.nb_persons() * 12


class own_cause(Variable):
    value_type = bool
    entity = Person
    definition_period = YEAR
    label = "A cause of hardship in this person"

    def formula(person, period, parameters):
        at_school = person("child", period) & (person("schooling", period) > 0)
        ill = person("ill", period) | person("serious", period)
        return ill | person("disabled", period) | at_school


class cause(Variable):
    value_type = bool
    entity = Household
    definition_period = YEAR
    label = "A cause of hardship is in the file"

    def formula(household, period, parameters):
        stated = household("single_parent", period) | household("other_cause", period)
        return stated | household.any(household.members("own_cause", period))


class hardship_reason(Variable):
    value_type = int
    entity = Household
    definition_period = YEAR
    label = "Why the category, by its number"

    def formula(household, period, parameters):
        p = parameters(period).hardship
        income, dibao = household("income", period), household("household_dibao", period)
        excluded = household("excluded", period)
        near = income <= dibao * p.relative_share
        by_accident = (household("loss", period) > 0) & (income <= dibao * p.accident_share)
        return select(
            [
                (excluded > 0) | ~household("covered", period),
                income < dibao,
                near & household("cause", period),
                by_accident,
                near,
            ],
            [NOT_COVERED + excluded, DEEP, RELATIVE, ACCIDENT, NO_CAUSE],
            default=ABOVE_LINES,
        )


class category(Variable):
    value_type = Enum
    possible_values = Category
    default_value = Category.NONE
    entity = Household
    definition_period = YEAR
    label = "Category of hardship"

    def formula(household, period, parameters):
        return np.minimum(household("hardship_reason", period), NONE)


class shut_out(Variable):
    value_type = int
    entity = Household
    definition_period = YEAR
    label = "Not filed, or of no category"

    def formula(household, period, parameters):
        none = household("category", period) == Category.NONE
        return where(household("filed", period), where(none, CATEGORY, GRANTED), NOT_FILED)


class living_reason(Variable):
    value_type = int
    entity = Household
    definition_period = YEAR
    label = "Why living relief is due or not, by its number"

    def formula(household, period, parameters):
        deep = household("category", period) == Category.DEEP
        return where(household("filed", period), where(deep, GRANTED, CATEGORY), NOT_FILED)


class living_relief(Variable):
    value_type = float
    entity = Household
    definition_period = YEAR
    label = "Living relief of the year"

    def formula(household, period, parameters):
        due = household("living_reason", period) == GRANTED
        return due * household("dibao", period) * parameters(period).living_relief.months


class education_reason(Variable):
    value_type = int
    entity = Person
    definition_period = YEAR
    label = "Why education aid is due or not, by its number"

    def formula(person, period, parameters):
        schooling, shut = person("schooling", period), person.household("shut_out", period)
        special = schooling == SPECIAL
        return select(
            [
                shut > GRANTED,
                schooling < SENIOR,
                (schooling == HIGHER) & person("part_time", period),
                special & ~person("disabled", period),
                special & ~person("in_school", period),
            ],
            [shut, STAGE, FULL_TIME, DISABLED, MODE],
            default=GRANTED,
        )


class education_aid(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "Education aid of one child for the year"

    def formula(person, period, parameters):
        p = parameters(period).education_aid
        higher = person.household("dibao", period) * p.months
        secondary = max_(higher * p.secondary_share, p.secondary_floor)
        due = (person("education_reason", period) == GRANTED) & person("child", period)
        return due * where(person("schooling", period) == HIGHER, higher, secondary)


class bill_burden(Variable):
    value_type = float
    entity = Person
    definition_period = YEAR
    label = "What one person's bills leave"

    def formula(person, period, parameters):
        paid = sum(person(payer, period) for payer in PAYERS)
        return max_(person(TOTAL, period) - paid, 0)


class burden(Variable):
    value_type = float
    entity = Household
    definition_period = YEAR
    label = "What the household's bills leave"
    adds = ["bill_burden"]


class medical_reason(Variable):
    value_type = int
    entity = Household
    definition_period = YEAR
    label = "Why medical aid is due or not, by its number"

    def formula(household, period, parameters):
        shut, left = household("shut_out", period), household("burden", period)
        return select(
            [
                shut > GRANTED,
                ~household.any(household.members("serious", period)),
                left == 0,
                left <= household("bearable", period),
            ],
            [shut, NOBODY_ILL, NO_BURDEN, BEARABLE],
            default=GRANTED,
        )


class medical_aid(Variable):
    value_type = float
    entity = Household
    definition_period = YEAR
    label = "Ceiling of medical aid for the year"

    def formula(household, period, parameters):
        granted = household("medical_reason", period) == GRANTED
        return where(granted, household("burden", period) - household("bearable", period), 0)


FORMULAS = (
    household_dibao,
    own_cause,
    cause,
    hardship_reason,
    category,
    shut_out,
    living_reason,
    living_relief,
    education_reason,
    education_aid,
    bill_burden,
    burden,
    medical_reason,
    medical_aid,
)
ASKED = (
    "category",
    "hardship_reason",
    "living_relief",
    "living_reason",
    "education_aid",
    "education_reason",
    "medical_aid",
    "medical_reason",
)
"""In the order of the answers."""


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([Person, Household])
    system.parameters = ParameterNode("", data=PARAMETERS)
    system.add_variables(*INPUTS, *FORMULAS)
    return system


SYSTEM = _system()


def given(columns: Columns) -> Any:
    """The inputs by their names, whose is who, and the children."""
    home, who, bill = columns.households, columns.members, columns.bills
    inputs = {name: home[name] for name in (*CLAIMS_OF_HOUSEHOLD, "excluded")}
    inputs |= {name: home[name] / 100 for name in MONEY_OF_HOUSEHOLD}
    inputs |= {name: who[name] for name in (*CLAIMS_OF_PERSON, "schooling")}
    for name in (TOTAL, *PAYERS):
        of_person = np.zeros(len(who["h"]), np.int64)
        np.add.at(of_person, bill["person"], bill[name])
        inputs[name] = of_person / 100
    return inputs, who["h"], columns.children["person"]


def started(given: Any) -> Any:
    """A simulation with its inputs set."""
    inputs, h, children = given
    builder = SimulationBuilder()
    builder.populations = SYSTEM.instantiate_entities()
    builder.declare_person_entity("person", np.arange(len(h)))
    households = builder.declare_entity("household", np.arange(h[-1] + 1))
    builder.join_with_persons(households, h, np.full(len(h), "member"))
    made = builder.build(SYSTEM)
    for name, column in inputs.items():
        made.set_input(name, PERIOD, column)
    return made, children


def answered(started: Any) -> Any:
    """Every answer, education aid of every person."""
    simulation, children = started
    return [simulation.calculate(name, PERIOD) for name in ASKED], children


def read(found: Any) -> Answers:
    """The answers in whole fen, education aid of the children."""
    columns, children = found
    answers = Answers(*columns)
    return answers._replace(
        living=whole_fen(answers.living),
        medical=whole_fen(answers.medical),
        education=whole_fen(answers.education)[children],
        education_reason=answers.education_reason[children],
    )


PEER = Peer(given, answered, read, started)
