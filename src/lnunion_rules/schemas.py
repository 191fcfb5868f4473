"""JSON Schema (draft 2020-12) of every input and output, by name.

What a schema cannot say stands in its description: ids are unique, a bill names a member of the
household, its payers do not exceed it.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from .applicants import Applicant, Demand, Headcount
from .areas import areas, full_name
from .bids import Bid, Scoring
from .candidates import AreaCapacity, Candidate
from .claims import ExpenseClaim, RosterEntry, Union
from .counted_areas import AreaCount
from .culture_findings import CultureNetwork
from .dates import FIRST, LAST
from .errors import InputError
from .fair_findings import FairReport
from .fairs import Employer, Fair
from .findings import Package, Receipt
from .fund_entries import FundEntry
from .fund_findings import FundReport
from .groups import Activity, CultureGroup, GroupMember
from .hardship_files import AidPayment, CaseEvent, ExtraTarget, FiledHousehold
from .history import DAY, MONEY_UNITS
from .nouns import Noun
from .people import Household
from .policy import DIBAO_FACTOR, load_policy
from .programmes import Programme, TrainingOrder, TrainingPlaces
from .readings import readings
from .screening_findings import ScreeningPlan
from .service_findings import ServicePlan, Survey
from .skills_findings import Matching, ProgrammeReport
from .targets_findings import Schedule
from .tender_findings import Tender
from .units import MONEY_PATTERN
from .upkeep.covered import Coverage
from .upkeep.lint import Lint
from .upkeep.shown import LawOnDay
from .upkeep.stale import StaleLaw
from .verifying import Verification
from .welfare_findings import WelfareReport

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_MONEY = {"type": "string", "pattern": MONEY_PATTERN}
_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_FIGURES = {"share": r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$", "": "^(0|[1-9][0-9]{0,9})$"}


def schema(name: str) -> Schema:
    """The schema of one input or output; ``InputError`` (``schema-unknown``) names those there are.

    >>> schema("household")["properties"]["annual_accident_loss"]["anyOf"][0]["pattern"]
    '^(0|[1-9][0-9]{0,9})(\\\\.[0-9]{1,2})?$'
    """
    if name not in SCHEMAS:
        raise InputError("schema-unknown", "NAME", names=", ".join(SCHEMAS))
    return {"$schema": DIALECT, **SCHEMAS[name]()}


def _output(model: type[BaseModel]) -> Callable[[], Schema]:
    return lambda: model.model_json_schema(mode="serialization")


def _of_a_day(model: type[BaseModel]) -> Callable[[], Schema]:
    """The schema of an output that also says on which day it was asked for."""

    def made() -> Schema:
        found = _output(model)()
        found["properties"] = {"on": _DAY, **found["properties"]}
        found["required"] = ["on", *found["required"]]
        return found

    return made


def _household() -> Schema:
    made: Schema = _dated(Household.model_json_schema())
    members = made["properties"]["members"]
    head = {"properties": {"relation": {"const": "head"}}, "required": ["relation"]}
    members.update(contains=head, minContains=1, maxContains=1)
    for name in ("area", "registered_area", "resident_area"):
        place = made["properties"][name]
        stated = place["anyOf"][0] if "anyOf" in place else place
        stated["description"] = "An area of Liaoning: GB/T 2260 code of six digits, or its name."
        stated["enum"] = [*areas(), *_area_names()]
    made["description"] += (
        " Any fact left out or null is unknown, unless its description says otherwise. Ids are"
        " unique; a bill names a member; a bill's payers do not exceed it; days lie between"
        f" {FIRST} and {LAST}; nobody leaves the file before coming on it."
    )
    return made


def _area_names() -> list[str]:
    """Every name that says by itself which area is meant."""
    short = Counter(area.name for area in areas().values())
    long = dict.fromkeys(full_name(code) for code in areas())
    return list(dict.fromkeys((*long, *(name for name, times in short.items() if times == 1))))


def _dated(part: Any) -> Any:
    """The same schema in which every day also states its form."""
    if isinstance(part, list):
        return [_dated(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _dated(value) for key, value in part.items()}
    return {**made, **_DAY} if made.get("format") == "date" else made


def _object(properties: Mapping[str, Any], required: tuple[str, ...] = (), **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _policy() -> Schema:
    """A policy file: the sections that ``policy_from`` reads."""
    units = {
        figure.name: figure.unit
        for rule in load_policy().rules.values()
        for period in rule.periods
        for figure in period.parameters
    }
    row = {
        "area": {"type": "string"},
        "since": _DAY,
        "monthly": _MONEY,
        "source": {"type": "string"},
        "through": _DAY,
    }
    choices = {name: {"enum": list(gap.choices)} for name, gap in readings().items()}
    return _object(
        {
            "title": {"type": "string"},
            "parameters": _object(
                {name: _figure(unit) for name, unit in {**units, DIBAO_FACTOR: "share"}.items()}
            ),
            "readings": _object(choices),
            "dibao": {"type": "array", "items": _object(row, ("area", "since", "monthly"))},
            "monthly_dibao": _MONEY,
        },
        title="Policy",
        description="What a policy changes of the law on record.",
    )


def _figure(unit: str) -> Schema:
    if unit == DAY:
        return {"description": unit, **_DAY}
    pattern = MONEY_PATTERN if unit in MONEY_UNITS else _FIGURES.get(unit, _FIGURES[""])
    return {
        "description": unit,
        "anyOf": [{"type": "string", "pattern": pattern}, {"type": "integer", "minimum": 0}],
    }


def _error() -> Schema:
    text = {"type": "string"}
    told = {"code": text, "path": text, "message": text, "fix": text}
    line = {"type": "integer", "minimum": 1, "description": "Of a stream of cases: the line."}
    about = _object({**told, "line": line}, tuple(told))
    return _object(
        {"error": about},
        ("error",),
        title="Error",
        description="What a question that cannot be answered is answered with.",
    )


def _welfare() -> Schema:
    """A checked ledger as the command prints it: how it was read, and what remains if asked."""
    made = WelfareReport.model_json_schema(mode="serialization")
    read = {
        "form": {"type": "string"},
        "encoding": {"type": ["string", "null"]},
        "columns_not_read": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    }
    made["properties"]["read"] = _object(read, tuple(read))
    made["required"].remove("remaining")
    return made


ROWS: tuple[type[Noun], ...] = (
    ExpenseClaim,
    RosterEntry,
    Union,
    AreaCount,
    FiledHousehold,
    CaseEvent,
    ExtraTarget,
    AidPayment,
    Candidate,
    AreaCapacity,
    Bid,
    Applicant,
    Demand,
    Headcount,
    FundEntry,
    Programme,
    TrainingOrder,
    TrainingPlaces,
    Fair,
    Employer,
    CultureGroup,
    GroupMember,
    Activity,
)
"""The nouns that rows of tables become; a row is what its schema says, each table has many."""


def _named(noun: type[Noun]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", noun.__name__).lower()


def _row(noun: type[Noun]) -> Callable[[], Schema]:
    return lambda: _dated(noun.model_json_schema())


SCHEMAS: Mapping[str, Callable[[], Schema]] = MappingProxyType(
    {
        "household": _household,
        "policy": _policy,
        "package": _output(Package),
        "receipt": _output(Receipt),
        "welfare_report": _welfare,
        "schedule": _output(Schedule),
        "verification": _output(Verification),
        "screening": _output(ScreeningPlan),
        "scoring": Scoring.model_json_schema,
        "tender": _output(Tender),
        "culture": _output(CultureNetwork),
        "law": _output(LawOnDay),
        "coverage": _of_a_day(Coverage),
        "stale": _output(StaleLaw),
        "lint": _of_a_day(Lint),
        "service_plan": _output(ServicePlan),
        "survey": _output(Survey),
        "fund_report": _output(FundReport),
        "programme_report": _output(ProgrammeReport),
        "matching": _output(Matching),
        "fair_report": _output(FairReport),
        "error": _error,
        **{_named(noun): _row(noun) for noun in ROWS},
    }
)
"""What makes each schema, by the name it is asked for."""
