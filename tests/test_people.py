"""The nouns: facts as given, unknown apart from false and zero, impossible data refused."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from families import BILL, HEAD, HOUSEHOLD, bill, child, head, household, member, spouse
from hypothesis import given
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from lnunion_rules import (
    ExpenseClaim,
    Household,
    InputError,
    MedicalBill,
    Member,
    Union,
    assess_household,
    testing,
)
from lnunion_rules.nouns import Noun
from lnunion_rules.people import age_on
from lnunion_rules.schemas import schema

PLAIN = {**HOUSEHOLD, "members": [HEAD], "medical_bills": [BILL]}

READERS: dict[str, Callable[[dict[str, Any]], Household]] = {
    "called": lambda facts: Household(**facts),
    "from python": Household.model_validate,
    "from json": lambda facts: Household.model_validate_json(json.dumps(facts)),
}
read_by = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def changed(place: str, value: Any) -> dict[str, Any]:
    """The plain facts with one of them replaced; None takes it away."""
    facts: dict[str, Any] = json.loads(json.dumps(PLAIN))
    part: Any = facts
    *steps, last = [0 if step == "0" else step for step in place.split(".")]
    for step in steps:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return facts


@read_by
@pytest.mark.parametrize(
    ("place", "value", "code", "path"),
    [
        ("household_id", None, "field-missing", "household_id"),
        ("area", None, "field-missing", "area"),
        ("members", None, "field-missing", "members"),
        ("members", [], "list-empty", "members"),
        ("members", "m1", "not-a-list", "members"),
        ("members.0", "m1", "not-an-object", "members[0]"),
        ("members.0.relation", None, "field-missing", "members[0].relation"),
        ("members.0.relation", "cousin", "not-a-choice", "members[0].relation"),
        ("members.0.disabled", "yes", "not-true-or-false", "members[0].disabled"),
        ("members.0.disabled", 1, "not-true-or-false", "members[0].disabled"),
        ("members.0.birth_date", "1967-2-30", "not-a-date", "members[0].birth_date"),
        ("members.0.birth_date", "1899-12-31", "date-out-of-range", "members[0].birth_date"),
        ("members.0.member_id", "m 1", "not-an-identifier", "members[0].member_id"),
        ("members.0.member_id", "", "not-an-identifier", "members[0].member_id"),
        ("members.0.member_id", "m" * 65, "not-an-identifier", "members[0].member_id"),
        ("members.0.member_id", 1, "not-text", "members[0].member_id"),
        ("members.0.phone", "1", "field-unknown", "members[0].phone"),
        ("members.0.13912345678", "1", "field-unknown", "members[0].?"),
        ("annual_disposable_income", 23400, "money-as-number", "annual_disposable_income"),
        ("annual_disposable_income", "-1", "not-money", "annual_disposable_income"),
        ("filed", "true", "not-true-or-false", "filed"),
        ("exclusions", ["yacht"], "not-a-choice", "exclusions[0]"),
        ("area", "999999", "area-unknown", "area"),
        ("area", 210302, "not-text", "area"),
        ("monthly_incomes", ["1"] * 5, "list-empty", "monthly_incomes"),
        ("monthly_incomes", ["1"] * 13, "list-too-long", "monthly_incomes"),
        ("medical_bills.0.total", "8e4", "not-money", "medical_bills[0].total"),
        ("medical_bills.0.member_id", "m7", "bill-of-nobody", "medical_bills[0].member_id"),
    ],
)
def test_bad_facts_are_refused_by_code_and_place_without_the_value(
    read: Callable[[dict[str, Any]], Household], place: str, value: Any, code: str, path: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(changed(place, value))
    assert (refused.value.code, refused.value.path) == (code, path)
    assert refused.value.__cause__ is None
    assert "13912345678" not in str(refused.value)


@read_by
@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"members": [spouse()]}, "head-missing", "members"),
        ({"members": [head(), member("m2", "head")]}, "two-heads", "members"),
        ({"members": [head(), member("m1", "spouse")]}, "duplicate-id", "members[1]"),
        ({"medical_bills": [bill(), bill()]}, "duplicate-id", "medical_bills[1]"),
        (
            {"filed_on": "2018-05-02", "off_file_on": "2018-05-01"},
            "off-file-before-filed",
            "off_file_on",
        ),
    ],
)
def test_impossible_households_are_refused(
    read: Callable[[dict[str, Any]], Household], facts: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(InputError) as refused:
        read({**PLAIN, "members": [head()], **facts})
    assert (refused.value.code, refused.value.path) == (code, path)


def test_what_is_not_json_is_refused_without_a_traceback_into_the_value() -> None:
    with pytest.raises(InputError) as refused:
        Household.model_validate_json('{"household_id": ')
    assert refused.value.__cause__ is None


def test_a_number_used_as_a_key_is_hidden() -> None:
    with pytest.raises(InputError) as refused:
        Household.model_validate({**PLAIN, 13912345678: "1"})
    assert refused.value.path == "?"


@pytest.mark.parametrize(
    "noun",
    [
        Household.model_validate(PLAIN),
        Member.model_validate(HEAD),
        MedicalBill.model_validate(BILL),
        Union(union_id="u-secret"),
        household(head(), child()),
    ],
)
def test_no_noun_shows_a_persons_facts(noun: Any) -> None:
    for text in (repr(noun), str(noun), f"{noun!r}"):
        assert text in (f"{type(noun).__name__}()", "")


def test_a_finding_shows_no_persons_facts() -> None:
    found = assess_household(Household.model_validate(PLAIN), on=date(2018, 12, 31))
    shown = " ".join(
        map(repr, (found, found.hardship, *found.awards, *found.services, found.receipt))
    )
    for personal in ("23400", "m1", "LN-0001", "1967", "80000"):
        assert personal not in shown
    assert "23400" not in repr(found.hardship.worksheet)
    assert len({found.hardship.worksheet, found.awards[0].worksheet}) == 2


def test_a_noun_cannot_be_changed() -> None:
    family = Household.model_validate(PLAIN)
    with pytest.raises(ValidationError):
        family.filed = False  # type: ignore[misc]


def test_left_out_is_unknown_but_for_what_means_none_stated() -> None:
    bare = Household.model_validate(
        {"household_id": "x", "area": "210302", "members": [{"member_id": "a", "relation": "head"}]}
    )
    assert (bare.filed, bare.annual_disposable_income, bare.medical_bills) == (None, None, None)
    assert (bare.single_parent, bare.exclusions, bare.monthly_incomes) == (None, None, None)
    assert bare.other_cause is False
    (one,) = bare.members
    assert (one.disabled, one.serious_illness, one.schooling, one.can_work) == (None,) * 4
    assert (one.ill, one.part_time, one.special_mode) == (False, False, "school")
    assert bare.head is one


def test_null_is_the_same_as_left_out_for_every_optional_fact() -> None:
    def optional(noun: type[Noun]) -> dict[str, None]:
        fields = noun.model_fields.items()
        return dict.fromkeys(name for name, field in fields if not field.is_required())

    person = {"member_id": "a", "relation": "head"}
    bill = {"bill_id": "b", "member_id": "a"}
    least = {"household_id": "x", "area": "210302", "members": [person], "medical_bills": [bill]}
    nulls = {
        **optional(Household),
        **least,
        "members": [{**optional(Member), **person}],
        "medical_bills": [{**optional(MedicalBill), **bill}],
    }
    left_out = Household.model_validate(least)
    assert Household.model_validate(nulls) == left_out
    assert Household.model_validate(nulls).canonical() == left_out.canonical()
    assert Draft202012Validator(schema("household")).is_valid(nulls)


@pytest.mark.parametrize("name", ["二〇一八-17", "铁东区/㐀", "LN_1.a:b"])
def test_an_identifier_may_be_written_in_chinese(name: str) -> None:
    assert household(household_id=name).household_id == name


def test_an_area_may_be_named_in_chinese() -> None:
    assert household(area="鞍山市铁东区").area == "210302"


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2000, 12, 31), date(2018, 12, 30), 17),
        (date(2000, 12, 31), date(2018, 12, 31), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2018, 1, 1), date(2018, 1, 1), 0),
    ],
)
def test_age_is_counted_in_whole_years(birth: date, on: date, age: int) -> None:
    assert age_on(birth, on) == age


@given(testing.households(complete=False))
def test_a_household_survives_json(family: Household) -> None:
    assert Household.model_validate_json(family.model_dump_json()) == family
    assert Household.model_validate(family.stated()) == family
    assert Household.model_validate_json(family.canonical()) == family


@given(testing.expense_claims())
def test_a_claim_survives_json(claim: ExpenseClaim) -> None:
    assert ExpenseClaim.model_validate_json(claim.model_dump_json()) == claim


def test_a_hundred_members_are_accepted_and_no_more() -> None:
    people = [head(), *(member(f"o{number}", "other") for number in range(99))]
    assert len(household(*people).members) == 100
    with pytest.raises(InputError) as refused:
        household(*people, member("one-more", "other"))
    assert (refused.value.code, refused.value.path) == ("list-too-long", "members")
