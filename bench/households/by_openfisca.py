"""OpenFisca-Core: the rules of ``openfisca_family``, one simulation of the whole population.

Each call has a fresh simulation whose inputs are set. The targets are held to the calculation
alone, since every peer starts from ready columns in its own form; what building the simulation
takes is told beside it. Bills are columns of persons. It counts in 32-bit floats.
"""

from typing import Any

import numpy as np
import openfisca_family as rules
from columns import PAYERS, TOTAL, Answers, Columns, whole_fen
from openfisca_core.simulations import SimulationBuilder
from peer import Peer

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


def given(columns: Columns) -> Any:
    """The inputs by their names and periods, whose is who, and the children."""
    home, who, bill = columns.households, columns.members, columns.bills
    claims = (*rules.CLAIMS_OF_HOUSEHOLD, "covered", "excluded")
    now = {name: home[name] for name in claims} | {"dibao_per_month": home["dibao"] / 100}
    now |= {name: who[name] for name in ("disabled", "ill", "part_time", "in_school", "schooling")}
    now["serious_illness"] = who["serious"]
    money = ("income", "rigid", "loss", "bearable")
    yearly = dict(zip(rules.MONEY_OF_HOUSEHOLD, (home[name] / 100 for name in money), strict=True))
    for name in (TOTAL, *PAYERS):
        of_person = np.zeros(len(who["h"]), np.int64)
        np.add.at(of_person, bill["person"], bill[name])
        yearly[name] = of_person / 100
    first = np.searchsorted(who["h"], home["h"])
    roles = np.where(who["child"], "child", "spouse")
    roles[first] = "head"
    return now, yearly, (who["h"], roles), columns.children["person"]


def started(given: Any) -> Any:
    """A simulation with its inputs set."""
    now, yearly, (h, roles), children = given
    builder = SimulationBuilder()
    builder.create_entities(rules.SYSTEM)
    builder.declare_person_entity("person", np.arange(len(h)))
    households = builder.declare_entity("household", np.arange(h[-1] + 1))
    builder.join_with_persons(households, h, roles)
    made = builder.build(rules.SYSTEM)
    for period, inputs in ((rules.DAY, now), (rules.YEAR_OF, yearly)):
        for name, column in inputs.items():
            made.set_input(name, period, column)
    return made, children


def answered(started: Any) -> Any:
    """Every answer, education aid of every person."""
    simulation, children = started
    return [simulation.calculate(name, rules.DAY) for name in ASKED], children


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
