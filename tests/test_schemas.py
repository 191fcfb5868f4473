"""JSON Schema of every input and output: valid, true of what is printed, and enough to write by."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from families import IN_2018, of_three
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lnunion_rules import InputError, assess_household, load_policy
from lnunion_rules.cases import household_from
from lnunion_rules.cli import main
from lnunion_rules.dates import FIRST, LAST
from lnunion_rules.errors import LnunionError
from lnunion_rules.policy import policy_from
from lnunion_rules.schemas import DIALECT, SCHEMAS, schema
from lnunion_rules.testing import policies
from lnunion_rules.units import MONEY_PATTERN
from lnunion_rules.upkeep.shown import law_on
from lnunion_rules.upkeep.stale import stale_on
from lnunion_rules.verifying import verify

pytest_plugins = ["cli_runs"]

EXAMPLES = Path(__file__).parent.parent / "examples"
LAW = load_policy()


def valid(name: str, value: Any) -> bool:
    return Draft202012Validator(schema(name)).is_valid(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_says_its_dialect(name):
    made = schema(name)
    assert made["$schema"] == DIALECT
    Draft202012Validator.check_schema(made)
    assert json.loads(json.dumps(made)) == made


def test_a_name_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(InputError) as refused:
        schema("none")
    assert refused.value.code == "schema-unknown"
    assert refused.value.details == {"names": ", ".join(SCHEMAS)}


def money_fields(part: Any, found: set[str], path: str = "") -> set[str]:
    if isinstance(part, dict):
        if part.get("pattern") == MONEY_PATTERN:
            found.add(path)
        for key, inner in part.items():
            money_fields(inner, found, key if key not in ("anyOf", "items") else path)
    elif isinstance(part, list):
        for inner in part:
            money_fields(inner, found, path)
    return found


def test_every_amount_of_a_household_has_the_pattern_of_money():
    assert money_fields(schema("household"), set()) == {
        "annual_disposable_income",
        "annual_rigid_expenditure",
        "annual_accident_loss",
        "annual_medical_bearable",
        "annual_dibao_received",
        "monthly_incomes",
        "other_education_aid",
        "total",
        "basic_insurance",
        "major_illness_insurance",
        "supplementary_insurance",
        "mutual_aid",
        "other_payers",
        "out_of_catalogue",
    }


def drawn(part: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a schema allows; enough of the language for the schemas of this library."""
    if "$ref" in part:
        return drawn(whole["$defs"][part["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in part:
        return st.one_of([drawn(choice, whole) for choice in part["anyOf"]])
    if "enum" in part:
        return st.sampled_from(part["enum"])
    match part["type"]:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "string" if part.get("format") == "date":
            return st.dates(FIRST, LAST).map(date.isoformat)
        case "string":
            return st.from_regex(part["pattern"].replace("$", r"\Z"), fullmatch=True)
        case "array":
            least, most = part.get("minItems", 0), part.get("maxItems", 100)
            return st.lists(
                drawn(part["items"], whole), min_size=least, max_size=min(most, least + 3)
            )
        case "object":
            fields = {name: drawn(inner, whole) for name, inner in part["properties"].items()}
            required = {name: fields.pop(name) for name in part.get("required", ())}
            return st.fixed_dictionaries(required, optional=fields)
    raise AssertionError(part)


def possible(household: dict[str, Any]) -> dict[str, Any]:
    """What the schema leaves to its description: unique ids, one head, bills of members."""
    people = household["members"]
    for index, person in enumerate(people):
        person["member_id"] = f"{person['member_id'][:60]}{index}"
        person["relation"] = "head" if index == 0 else "child"
    for index, bill in enumerate(household.get("medical_bills") or ()):
        bill["bill_id"] = f"{bill['bill_id'][:60]}{index}"
        bill["member_id"] = people[index % len(people)]["member_id"]
    if household.get("filed_on") and household.get("off_file_on"):
        household["off_file_on"] = max(household["filed_on"], household["off_file_on"])
    return household


HOUSEHOLD = schema("household")


@given(drawn(HOUSEHOLD, HOUSEHOLD).map(possible))
@settings(max_examples=200)
def test_a_household_written_by_the_schema_is_accepted(household):
    assert valid("household", household)
    assert household_from(json.dumps(household)).household_id == household["household_id"]


@pytest.mark.parametrize(
    "name", ["one_family", "like_the_article", "undetermined", "serious_illness"]
)
def test_the_examples_are_valid(name):
    assert valid("household", json.loads((EXAMPLES / f"{name}.json").read_bytes()))


MEMBER = {"member_id": "m1", "relation": "head"}
LEAST = {"household_id": "LN-1", "area": "210302", "members": [MEMBER]}


@pytest.mark.parametrize(
    "facts",
    [
        {"annual_disposable_income": 23400},
        {"annual_disposable_income": "-1"},
        {"annual_disposable_income": "1.234"},
        {"area": "999999"},
        {"area": "铁西区"},
        {"members": []},
        {"members": [{**MEMBER, "relation": "spouse"}]},
        {"members": [MEMBER, {**MEMBER, "member_id": "m2"}]},
        {"members": [{**MEMBER, "birth_date": "1967-3-1"}]},
        {"members": [{**MEMBER, "disabled": "true"}]},
        {"members": [{**MEMBER, "name": "x"}]},
        {"monthly_incomes": ["1"] * 5},
        {"exclusions": ["x"]},
        {"unknown": 1},
    ],
)
def test_what_the_library_refuses_is_not_valid_either(facts):
    assert valid("household", LEAST)
    household_from(LEAST)
    assert not valid("household", {**LEAST, **facts})
    with pytest.raises(InputError):
        household_from({**LEAST, **facts})


def test_what_is_printed_is_valid():
    package = assess_household(of_three(), on=IN_2018)
    open_one = assess_household(household_from(LEAST), on=IN_2018)
    for answer in (package, open_one):
        plain = answer.model_dump(mode="json")
        assert valid("package", plain)
        assert valid("receipt", plain["receipt"])
        assert valid("household", plain["receipt"]["facts"])
        assert valid("verification", verify(answer).plain())
    assert valid("law", law_on(IN_2018, LAW, area="210302").plain())
    assert valid("law", law_on(date(2018, 8, 15), LAW).plain())
    assert valid("stale", stale_on(date(2030, 1, 1), LAW).plain())


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("law", ("policy", "show")),
        ("coverage", ("policy", "coverage")),
        ("stale", ("policy", "stale")),
        ("lint", ("policy", "lint")),
    ],
)
def test_what_a_command_prints_as_json_is_valid(lnunion, name, command):
    run = lnunion(*command, "--json", "--on", "2019-06-30")
    assert run.json["on"] == "2019-06-30"
    assert valid(name, run.json)
    assert not valid(name, {**run.json, "more": 1})


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("service_plan", "employment services job_seekers.csv"),
        ("survey", "employment survey labour_demand.csv"),
        ("fund_report", "employment fund training_fund.csv"),
        ("programme_report", "skills programmes skills_programmes.csv"),
        ("matching", "skills match training_orders.csv --places training_places.csv"),
    ],
)
def test_what_a_command_prints_of_a_table_is_valid(name, asked, monkeypatch, capfdbinary):
    monkeypatch.chdir(EXAMPLES)
    main([*asked.split(), "--on", "2018-12-31", "--json"])
    assert valid(name, json.loads(capfdbinary.readouterr().out))


def test_a_checked_ledger_is_valid_with_what_remains_and_without(capfdbinary):
    ledger = ("welfare", str(EXAMPLES / "branch_union_year.csv"), "--on", "2019-12-31", "--json")
    for asked in (ledger, (*ledger, "--remaining")):
        main([*asked])
        report = json.loads(capfdbinary.readouterr().out)
        assert ("remaining" in report) is ("--remaining" in asked)
        assert valid("welfare_report", report)
        assert not valid("welfare_report", {**report, "member_name": "x"})


def test_every_row_of_a_table_has_a_schema_by_its_name():
    assert {"expense_claim", "roster_entry", "union", "candidate", "case_event"} <= set(SCHEMAS)
    claim = {"entry_id": "E1", "union_id": "U1", "member_id": "M1", "paid_on": "2019-02-01"}
    claim |= {"purpose": "festival", "amount": "500.00"}
    assert valid("expense_claim", claim)
    assert not valid("expense_claim", {**claim, "amount": 500.0})
    assert not valid("expense_claim", {**claim, "paid_on": "2019/2/1"})


def test_an_error_is_valid():
    error = {"error": LnunionError("file-empty", "CASE").as_dict("zh")}
    assert valid("error", error)
    assert valid("error", {"error": {**error["error"], "line": 3}})
    assert not valid("error", {"error": {**error["error"], "value": "x"}})


@given(policies())
@settings(max_examples=30)
def test_what_a_policy_changes_is_a_valid_policy_file(policy):
    assert valid("policy", policy.changes)
    assert policy_from(policy.changes) == policy


@pytest.mark.parametrize(
    "changes",
    [
        {"parameters": {"education_aid.none": "1"}},
        {"parameters": {"education_aid.secondary_floor": "-1"}},
        {"parameters": {"education_aid.secondary_share": "0.72555"}},
        {"parameters": {"living_relief.months": "1.5"}},
        {"readings": {"living.who": "nobody"}},
        {"dibao": [{"area": "210302"}]},
        {"monthly_dibao": 700},
        {"else": 1},
    ],
)
def test_a_policy_file_that_is_refused_is_not_valid_either(changes):
    assert not valid("policy", changes)
    with pytest.raises(LnunionError):
        policy_from(changes)


def test_plans_tenders_and_networks_are_as_their_schemas_say(capfdbinary):
    on, examples = ("--on", "2019-06-30", "--json"), str(EXAMPLES)
    commands = {
        "screening": ("screening", f"{examples}/screening_roster.csv", "--budget", "900"),
        "tender": (
            "tender",
            f"{examples}/hospital_bids.csv",
            "--scoring",
            f"{examples}/hospital_scoring.toml",
        ),
        "culture": ("culture", f"{examples}/culture_groups.csv"),
    }
    for name, command in commands.items():
        main([*command, *on])
        answer = json.loads(capfdbinary.readouterr().out)
        stated = {key: told for key, told in answer.items() if (name, key) != ("tender", "rejects")}
        assert valid(name, stated), name
    weights = {"qualification": "40", "reputation": "60"}
    assert valid("scoring", {"weights": weights})
    assert not valid("scoring", {"weights": {"price": "100"}})
