"""ttsim, the engine of GETTSIM, on its backends numpy (the default) and JAX (compiled).

A policy function is written of one person and vectorised by ttsim; what is said of a household is
a column of persons (``_hh``), and so are the bills. Money is whole fen in 64-bit integers, so its
answers are exact. Called is the function that ttsim makes once, on data that it has processed;
the checks and conversions of its ``main`` are not timed. Its environment is its own:
``make .venv-ttsim/ttsim.installed``.
"""

from functools import partial
from typing import Any

import jax
import numpy as np
from columns import HIGHER, ON, PAYERS, SENIOR, SPECIAL, TOTAL, Answers, Columns
from peer import Peer
from ttsim import MainTarget, TTTargets, main
from ttsim.tt import (
    AggType,
    Currency,
    ScalarParam,
    TTSIMUnit,
    UnitSystem,
    agg_by_group_function,
    policy_function,
    policy_input,
)

jax.config.update("jax_enable_x64", True)

UNITS = UnitSystem(currencies={"CNY": Currency(statutory_from="0001-01-01")})
PLAIN: Any = {"unit": TTSIMUnit.DIMENSIONLESS}
RULE: Any = {**PLAIN, "verify_units": False}
CLAIMS = ("child", "ill", "serious", "disabled", "part_time", "in_school")
CLAIMS_OF_HOUSEHOLD = ("filed_hh", "covered_hh", "single_parent_hh", "other_cause_hh")
WHOLE = ("p_id", "hh_id", "schooling", TOTAL, *PAYERS)
WHOLE_OF_HOUSEHOLD = ("dibao_hh", "excluded_hh", "income_hh", "loss_hh", "bearable_hh")
PARAMETERS = {
    "months_of_relief": 12,
    "months_of_aid": 10,
    "tenths_of_secondary": 7,
    "floor_of_secondary": 300_000,
    "halves_of_relative": 3,
    "times_of_accident": 3,
}
NONE = 3


def _input(name: str, kind: type) -> Any:
    def stated() -> Any:
        """A column of the data."""

    stated.__name__, stated.__annotations__ = name, {"return": kind}
    return policy_input(**PLAIN)(stated)


@policy_function(**RULE)
def own_cause(ill: bool, serious: bool, disabled: bool, child: bool, schooling: int) -> bool:
    return ill or serious or disabled or (child and schooling > 0)


@agg_by_group_function(agg_type=AggType.COUNT, **RULE)
def persons_hh(hh_id: int) -> int: ...


@agg_by_group_function(agg_type=AggType.ANY, **RULE)
def any_cause_hh(own_cause: bool, hh_id: int) -> bool: ...


@agg_by_group_function(agg_type=AggType.ANY, **RULE)
def seriously_ill_hh(serious: bool, hh_id: int) -> bool: ...


@policy_function(**RULE)
def dibao_of_year_hh(dibao_hh: int, persons_hh: int) -> int:
    return dibao_hh * persons_hh * 12


@policy_function(**RULE)
def near_hh(income_hh: int, dibao_of_year_hh: int, halves_of_relative: int) -> bool:
    return 2 * income_hh <= halves_of_relative * dibao_of_year_hh


@policy_function(**RULE)
def hardship_reason_hh(
    excluded_hh: int,
    covered_hh: bool,
    income_hh: int,
    dibao_of_year_hh: int,
    near_hh: bool,
    any_cause_hh: bool,
    single_parent_hh: bool,
    other_cause_hh: bool,
    loss_hh: int,
    times_of_accident: int,
) -> int:
    cause = any_cause_hh or single_parent_hh or other_cause_hh
    by_accident = loss_hh > 0 and income_hh <= times_of_accident * dibao_of_year_hh
    if excluded_hh > 0 or not covered_hh:
        out = 5 + excluded_hh
    elif income_hh < dibao_of_year_hh:
        out = 0
    elif cause and near_hh:
        out = 1
    elif by_accident:
        out = 2
    elif near_hh:
        out = 4
    else:
        out = 3
    return out


@policy_function(**RULE)
def category_hh(hardship_reason_hh: int) -> int:
    return min(hardship_reason_hh, NONE)


@policy_function(**RULE)
def living_reason_hh(filed_hh: bool, category_hh: int) -> int:
    if not filed_hh:
        out = 1
    elif category_hh > 0:
        out = 2
    else:
        out = 0
    return out


@policy_function(**RULE)
def living_hh(living_reason_hh: int, dibao_hh: int, months_of_relief: int) -> int:
    return dibao_hh * months_of_relief if living_reason_hh == 0 else 0


@policy_function(**RULE)
def education_reason(
    filed_hh: bool,
    category_hh: int,
    schooling: int,
    part_time: bool,
    disabled: bool,
    in_school: bool,
) -> int:
    if not filed_hh:
        out = 1
    elif category_hh == NONE:
        out = 2
    elif schooling < SENIOR:
        out = 3
    elif schooling == HIGHER and part_time:
        out = 4
    elif schooling == SPECIAL and not disabled:
        out = 5
    elif schooling == SPECIAL and not in_school:
        out = 6
    else:
        out = 0
    return out


@policy_function(**RULE)
def education(
    education_reason: int,
    child: bool,
    schooling: int,
    dibao_hh: int,
    months_of_aid: int,
    tenths_of_secondary: int,
    floor_of_secondary: int,
) -> int:
    higher = dibao_hh * months_of_aid
    lower = max((higher * tenths_of_secondary + 5) // 10, floor_of_secondary)
    if education_reason > 0 or not child:
        out = 0
    elif schooling == HIGHER:
        out = higher
    else:
        out = lower
    return out


@policy_function(**RULE)
def burden(
    total: int,
    basic_insurance: int,
    major_illness_insurance: int,
    supplementary_insurance: int,
    mutual_aid: int,
) -> int:
    insured = basic_insurance + major_illness_insurance + supplementary_insurance
    return max(total - insured - mutual_aid, 0)


@agg_by_group_function(agg_type=AggType.SUM, **RULE)
def burden_hh(burden: int, hh_id: int) -> int: ...


@policy_function(**RULE)
def medical_reason_hh(
    filed_hh: bool,
    category_hh: int,
    seriously_ill_hh: bool,
    burden_hh: int,
    bearable_hh: int,
) -> int:
    if not filed_hh:
        out = 1
    elif category_hh == NONE:
        out = 2
    elif not seriously_ill_hh:
        out = 3
    elif burden_hh < 1:
        out = 4
    elif burden_hh <= bearable_hh:
        out = 5
    else:
        out = 0
    return out


@policy_function(**RULE)
def medical_hh(medical_reason_hh: int, burden_hh: int, bearable_hh: int) -> int:
    return burden_hh - bearable_hh if medical_reason_hh == 0 else 0


OF_HOUSEHOLD = (
    "category_hh",
    "hardship_reason_hh",
    "living_hh",
    "living_reason_hh",
    "medical_hh",
    "medical_reason_hh",
)
OF_PERSON = ("education", "education_reason")
FUNCTIONS = (
    own_cause,
    persons_hh,
    any_cause_hh,
    seriously_ill_hh,
    dibao_of_year_hh,
    near_hh,
    hardship_reason_hh,
    category_hh,
    living_reason_hh,
    living_hh,
    education_reason,
    education,
    burden,
    burden_hh,
    medical_reason_hh,
    medical_hh,
)


def _environment() -> dict[str, Any]:
    inputs = [_input(name, bool) for name in (*CLAIMS, *CLAIMS_OF_HOUSEHOLD)]
    inputs += [_input(name, int) for name in (*WHOLE, *WHOLE_OF_HOUSEHOLD)]
    parameters = {
        name: ScalarParam(value=value, unit="DIMENSIONLESS") for name, value in PARAMETERS.items()
    }
    return {made.leaf_name: made for made in (*inputs, *FUNCTIONS)} | parameters


def given(columns: Columns, *, backend: str) -> Any:
    """The function, its data on the backend's device, and where the households begin."""
    home, who, bill = columns.households, columns.members, columns.bills
    h = who["h"]
    data = {"p_id": np.arange(len(h)), "hh_id": h}
    data |= {name: who[name] for name in (*CLAIMS, "schooling")}
    for name in (TOTAL, *PAYERS):
        data[name] = np.zeros(len(h), np.int64)
        np.add.at(data[name], bill["person"], bill[name])
    for name in (*CLAIMS_OF_HOUSEHOLD, *WHOLE_OF_HOUSEHOLD):
        data[name] = home[name.removesuffix("_hh")][h]
    function = main(
        main_target=MainTarget.tt_function,
        policy_environment=_environment(),
        processed_data=data,
        tt_targets=TTTargets(tree=dict.fromkeys((*OF_HOUSEHOLD, *OF_PERSON))),
        policy_date=ON,
        evaluation_date=ON,
        unit_system=UNITS,
        backend=backend,
        include_fail_nodes=False,
        include_warn_nodes=False,
    )
    on_device = jax.numpy.asarray if backend == "jax" else np.asarray
    asked = {name: on_device(column) for name, column in data.items() if name != "p_id"}
    return function, asked, np.searchsorted(h, home["h"]), columns.children["person"]


def answered(given: Any) -> Any:
    """Every answer, of every person."""
    function, data, first, children = given
    return jax.block_until_ready(function(data)), first, children


def read(found: Any) -> Answers:
    """The answers of households and children."""
    of, first, children = found
    columns = {name.removesuffix("_hh"): np.asarray(of[name])[first] for name in OF_HOUSEHOLD}
    columns |= {name: np.asarray(of[name])[children] for name in OF_PERSON}
    return Answers(*(columns[name] for name in Answers._fields))


PATHS = {
    backend: Peer(partial(given, backend=backend), answered, read) for backend in ("numpy", "jax")
}
