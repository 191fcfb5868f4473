"""A policy: the law, the readings and the local standards, as one immutable value."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from families import IN_2018, IN_2020, of_three
from hypothesis import given

from lnunion_rules import (
    InputError,
    NotInForce,
    Policy,
    PolicyError,
    assess_household,
    load_policy,
    testing,
)
from lnunion_rules.dibao import standard_from
from lnunion_rules.policy import policy_from
from lnunion_rules.readings import readings

FLOOR = "education_aid.secondary_floor"
SHARE = "education_aid.secondary_share"
MONTHS = "living_relief.months"


def figure(policy: Policy, name: str, on: date = IN_2018) -> Any:
    rule = name.partition(".")[0]
    return next(f for f in policy.law(rule, on).parameters if f.name == name)


def test_the_law_on_record_changes_nothing() -> None:
    assert load_policy().changes == {}
    assert load_policy() is load_policy()


@pytest.mark.parametrize(
    ("name", "value", "number", "told"),
    [
        (FLOOR, "3600", 360_000, "3600.00"),
        (FLOOR, "3600.5", 360_050, "3600.50"),
        (FLOOR, Decimal("3600.55"), 360_055, "3600.55"),
        (FLOOR, 3600, 360_000, "3600.00"),
        (SHARE, "0.725", 7_250, "0.725"),
        (SHARE, "0.7001", 7_001, "0.7001"),
        (SHARE, "1", 10_000, "1.00"),
        (MONTHS, 6, 6, "6"),
        (MONTHS, "6", 6, "6"),
    ],
)
def test_a_figure_is_revised_exactly_and_says_so(
    name: str, value: str | Decimal | int, number: int, told: str
) -> None:
    policy = load_policy().revised({name: value})
    found = figure(policy, name)
    assert (found.number, found.value) == (number, told)
    assert (found.source, found.says) == ("caller_revision", told)
    assert policy.changes == {"parameters": {name: told}}


def test_a_figure_that_only_one_reading_asks_for_is_cited_under_that_reading_alone() -> None:
    revised = load_policy().revised({"medical_aid.bearable_share": "0.1"})
    assert revised.law("medical_aid", IN_2018).parameters == ()
    asked = revised.with_readings({"medical.bearable": "share_of_income"})
    assert figure(asked, "medical_aid.bearable_share").value == "0.10"


def test_a_revision_leaves_the_policy_it_came_from_as_it_is() -> None:
    law = load_policy()
    before = law.sha256
    revised = law.revised({FLOOR: "3600"})
    assert figure(law, FLOOR).value == "3000.00"
    assert law.sha256 == before
    assert revised != law
    assert revised.sha256 != law.sha256


def test_a_policy_cannot_be_changed_in_place() -> None:
    law = load_policy()
    with pytest.raises(FrozenInstanceError):
        law.version = "mine"  # type: ignore[misc]
    with pytest.raises(TypeError):
        law.choices["living.per"] = "person"  # type: ignore[index]
    with pytest.raises(TypeError):
        law.rules["living_relief"] = law.rules["hardship"]  # type: ignore[index]
    with pytest.raises(TypeError):
        law.law("living_relief", IN_2018).numbers["months"] = 0  # type: ignore[index]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "education_aid",
        "education_aid.",
        ".secondary_floor",
        "education_aid.secondary_flor",
        "education_aid.deep_only",
        "education.secondary_floor",
        "living_relief.secondary_floor",
        "hardship.period",
        "dibao",
        "dibao.monthly",
    ],
)
def test_a_name_the_law_does_not_use_is_refused(name: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy().revised({name: "1"})
    assert (refused.value.code, refused.value.path) == ("parameter-unknown", name)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        (FLOOR, "3000.001", "yuan/year"),
        (FLOOR, "-1", "yuan/year"),
        (FLOOR, "three thousand", "yuan/year"),
        (FLOOR, "", "yuan/year"),
        (FLOOR, 3600.0, "yuan/year"),
        (FLOOR, True, "yuan/year"),
        (FLOOR, "1e3", "yuan/year"),
        (FLOOR, Decimal("NaN"), "yuan/year"),
        (FLOOR, "３６００", "yuan/year"),
        (FLOOR, None, "yuan/year"),
        (SHARE, "70%", "share"),
        (SHARE, "0.70001", "share"),
        (MONTHS, "6.5", "months"),
        (MONTHS, "06", "months"),
        (MONTHS, "9" * 5_000, "months"),
    ],
)
def test_a_value_that_is_not_exact_in_the_unit_is_refused(name: str, value: Any, unit: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy().revised({name: value})
    assert (refused.value.code, refused.value.path) == ("parameter-not-exact", name)
    assert refused.value.details == {"unit": unit}


@pytest.mark.parametrize(
    ("name", "inside", "outside", "least", "most"),
    [
        (FLOOR, "1000000", "1000000.01", "0.00", "1000000.00"),
        (SHARE, "10", "10.0001", "0.00", "10.00"),
        (MONTHS, "120", "121", "0", "120"),
        ("safety_net.adult_age", "14", "13", "14", "30"),
        ("safety_net.adult_age", "30", "31", "14", "30"),
    ],
)
def test_a_value_outside_its_bounds_is_refused_with_the_bounds(
    name: str, inside: str, outside: str, least: str, most: str
) -> None:
    load_policy().revised({name: inside})
    with pytest.raises(PolicyError) as refused:
        load_policy().revised({name: outside})
    assert (refused.value.code, refused.value.path) == ("parameter-out-of-bounds", name)
    assert refused.value.details == {"least": least, "most": most}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0.0001", ""),
        ("10", ""),
        ("0", "parameter-out-of-bounds"),
        ("10.0001", "parameter-out-of-bounds"),
        ("1.00001", "parameter-not-exact"),
        ("8%", "parameter-not-exact"),
    ],
)
def test_the_factor_of_dibao_has_bounds_too(value: str, code: str) -> None:
    if not code:
        assert load_policy().revised({"dibao.factor": value}).dibao_factor > 0
        return
    with pytest.raises(PolicyError) as refused:
        load_policy().revised({"dibao.factor": value})
    assert (refused.value.code, refused.value.path) == (code, "dibao.factor")


def test_a_revision_holds_in_every_period() -> None:
    policy = load_policy().revised({"hardship.relative_share": "1.80"})
    for on in (IN_2018, IN_2020):
        assert figure(policy, "hardship.relative_share", on).value == "1.80"
    assert policy.changes == {"parameters": {"hardship.relative_share": "1.80"}}


def test_todays_values_revised_in_are_the_same_policy() -> None:
    law = load_policy()
    same = law.revised({FLOOR: "3000.00", SHARE: "0.7", MONTHS: 12, "dibao.factor": "1"})
    assert same == law
    assert hash(same) == hash(law)
    assert (same.sha256, same.changes) == (law.sha256, {})


def test_a_figure_revised_there_and_back_is_the_law_again() -> None:
    law = load_policy()
    back = law.revised({FLOOR: "3600"}).revised({FLOOR: "3000"})
    assert (back, back.sha256, back.changes) == (law, law.sha256, {})


def test_the_same_changes_in_another_order_are_the_same_policy() -> None:
    one = load_policy().revised({FLOOR: "3600", MONTHS: 11})
    other = load_policy().revised({MONTHS: "11"}).revised({FLOOR: Decimal("3600.00")})
    assert (one, one.sha256, hash(one)) == (other, other.sha256, hash(other))


def test_every_choice_of_every_reading_can_be_taken() -> None:
    hashes = set()
    for name, reading in readings().items():
        for choice in reading.choices:
            policy = load_policy().with_readings({name: choice})
            assert policy.choices[name] == choice
            assert policy.changes == (
                {} if choice == reading.default else {"readings": {name: choice}}
            )
            hashes.add(policy.sha256)
    alternatives = sum(len(reading.choices) - 1 for reading in readings().values())
    assert len(hashes) == alternatives + 1


def test_an_unknown_reading_or_choice_is_refused_with_the_choices_there_are() -> None:
    with pytest.raises(PolicyError) as unknown:
        load_policy().with_readings({"living.pro": "person"})
    assert (unknown.value.code, unknown.value.path) == ("reading-unknown", "living.pro")
    with pytest.raises(PolicyError) as refused:
        load_policy().with_readings({"living.per": "head"})
    assert (refused.value.code, refused.value.path) == ("choice-unknown", "living.per")
    assert refused.value.details == {"choices": "household|person"}


OWN = {"area": "210602", "since": "2018-07-01", "monthly": "580.00", "source": "a notice"}


def changed() -> Policy:
    policy = load_policy().revised({FLOOR: "3600", "dibao.factor": "1.08"})
    policy = policy.with_readings({"living.per": "person", "education.who": "deep"})
    return policy.with_dibao([standard_from(OWN, "dibao[0]")])


def test_changes_make_the_policy_again() -> None:
    policy = changed()
    assert policy.changes == {
        "parameters": {FLOOR: "3600.00", "dibao.factor": "1.08"},
        "readings": {"living.per": "person", "education.who": "deep"},
        "dibao": [{**OWN, "through": "2019-06-30"}],
    }
    again = policy_from(policy.changes)
    assert (again, again.sha256) == (policy, policy.sha256)
    one = load_policy().with_monthly_dibao("700")
    assert one.changes == {"monthly_dibao": "700.00"}
    assert policy_from(one.changes) == one


@pytest.mark.parametrize("policy", [load_policy(), changed()], ids=["law", "changed"])
def test_a_policy_survives_pickling(policy: Policy) -> None:
    again = pickle.loads(pickle.dumps(policy))
    assert (again, again.sha256, hash(again)) == (policy, policy.sha256, hash(policy))
    family = of_three()
    assert assess_household(family, on=IN_2018, policy=again) == assess_household(
        family, on=IN_2018, policy=policy
    )


@given(testing.policies())
def test_any_policy_is_made_again_from_its_changes(policy: Policy) -> None:
    again = policy_from(policy.changes)
    assert (again, again.sha256, again.changes) == (policy, policy.sha256, policy.changes)
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_everything_that_can_change_an_answer_changes_the_hash() -> None:
    law = load_policy()
    others = [
        law.revised({MONTHS: 11}),
        law.revised({"dibao.factor": "1.01"}),
        law.with_readings({"living.per": "person"}),
        law.with_dibao([standard_from(OWN, "dibao[0]")]),
        law.with_monthly_dibao("635"),
    ]
    assert len({law.sha256, *(policy.sha256 for policy in others)}) == 6


@pytest.mark.parametrize("sections", [{"parameter": {}}, {"parameters": {}, "extra": 1}])
def test_an_unknown_section_is_refused_with_the_sections_there_are(
    sections: dict[str, Any],
) -> None:
    with pytest.raises(PolicyError) as refused:
        policy_from(sections)
    assert refused.value.code == "policy-section-unknown"
    assert refused.value.details == {"sections": "dibao|monthly_dibao|parameters|readings|title"}


@pytest.mark.parametrize(
    ("name", "value"), [("parameters", []), ("readings", "x"), ("dibao", {}), ("parameters", None)]
)
def test_a_broken_section_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(PolicyError) as refused:
        policy_from({name: value})
    assert (refused.value.code, refused.value.path) == ("policy-section-broken", name)


def test_a_title_changes_no_answer() -> None:
    assert policy_from({"title": "a what-if"}) == load_policy()
    assert policy_from({"monthly_dibao": None}) == load_policy()


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy().law("dental_aid", IN_2018)
    assert (refused.value.code, refused.value.path) == ("rule-unknown", "dental_aid")


def test_the_law_of_a_day_names_its_period_readings_sources_and_notices() -> None:
    law = load_policy().law("living_relief", date(2021, 1, 1))
    assert law.period.since == date(2018, 9, 26)
    assert dict(law.numbers) == {
        "months": 12,
        "widest_category": 0,
        "per_person": 0,
        "by_months_on_file": 0,
    }
    assert law.readings[0] == "aid.start=opinion"
    assert law.sources == ("opinion_2018",)
    assert law.notices == ("plan-period-over",)
    assert load_policy().law("living_relief", date(2020, 12, 31)).notices == ()


@pytest.mark.parametrize("rule", ["living_relief", "education_aid", "medical_aid", "safety_net"])
def test_the_aids_are_not_in_force_before_their_first_day(rule: str) -> None:
    launch = load_policy().with_readings({"aid.start": "launch"})
    for policy, first in ((load_policy(), date(2018, 9, 26)), (launch, date(2018, 8, 1))):
        assert policy.law(rule, first).period.since == date(2018, 9, 26)
        before = date.fromordinal(first.toordinal() - 1)
        with pytest.raises(NotInForce) as refused:
            policy.law(rule, before)
        assert (refused.value.code, refused.value.path) == ("not-in-force", rule)
        assert refused.value.details["day"] == before.isoformat()
        assert refused.value.details["rule_zh"]
        assert refused.value.details["text_zh"]
        assert refused.value.details["since"] == "2018-09-26"
        assert refused.value.details["through"] == ""


def test_a_day_after_the_last_text_names_that_text_and_its_end() -> None:
    with pytest.raises(NotInForce) as refused:
        load_policy().law("employment_support", date(2021, 1, 1))
    assert refused.value.details["text_en"].startswith("Three-Year")
    assert refused.value.details["through"] == "2020-12-31"
    assert "2020-12-31" in refused.value.message("zh")


@pytest.mark.parametrize("on", ["2018-12-31", datetime(2018, 12, 31, tzinfo=UTC), None, 20181231])
def test_a_day_is_a_date_and_nothing_else(on: Any) -> None:
    for asked in (
        lambda: assess_household(of_three(), on=on),
        lambda: load_policy().law("hardship", on),
        lambda: load_policy().standard("210302", on),
    ):
        with pytest.raises(InputError) as refused:
            asked()
        assert (refused.value.code, refused.value.path) == ("not-a-date", "on")


@pytest.mark.parametrize(
    ("choice", "on", "label"),
    [
        ("by_date", date(2016, 1, 1), "2016"),
        ("by_date", date(2019, 12, 31), "2016"),
        ("by_date", date(2020, 1, 1), "2020"),
        ("2016", date(2020, 1, 1), "2016"),
        ("2020", date(2019, 12, 31), "2020"),
        ("2020", date(2015, 1, 1), "2020"),
    ],
)
def test_a_reading_may_choose_the_period(choice: str, on: date, label: str) -> None:
    policy = load_policy().with_readings({"hardship.generation": choice})
    assert policy.law("hardship", on).period.label == label


def test_before_2016_no_identification_standard_is_on_record() -> None:
    with pytest.raises(NotInForce):
        load_policy().law("hardship", date(2015, 12, 31))


def test_a_policy_is_safe_to_share_between_threads() -> None:
    policy = load_policy().revised({FLOOR: "3601"})
    family = of_three()
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: assess_household(family, on=IN_2018, policy=policy), range(64))
        )
    assert all(package == found[0] for package in found)
    assert len({package.policy.sha256 for package in found}) == 1


def test_a_policy_shows_itself_in_one_line() -> None:
    assert len(repr(changed())) < 200
