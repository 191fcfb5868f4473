"""The examples give the outcomes that examples/README.md states."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lnunion_rules import InputError, Package, assess_household
from lnunion_rules.cases import household_from, lines_of

EXAMPLES = Path(__file__).parent.parent / "examples"
ON = date(2018, 12, 31)


def package(name: str) -> Package:
    return assess_household(household_from((EXAMPLES / name).read_bytes()), on=ON)


def aids(found: Package) -> dict[str, tuple[str, str | None]]:
    return {
        award.rule: (award.outcome, None if award.amount is None else str(award.amount))
        for award in found.awards
    }


def services(found: Package) -> dict[str, str]:
    return {service.member_id: service.outcome for service in found.services}


def test_one_family_has_education_aid_and_a_medical_ceiling():
    found = package("one_family.json")
    assert found.hardship.category == "relative"
    assert aids(found) == {
        "living_relief": ("not_entitled", "0.00"),
        "education_aid": ("entitled", "6350.00"),
        "medical_aid": ("entitled", "20000.00"),
        "safety_net": ("not_entitled", "0.00"),
    }
    assert (str(found.total_grants), str(found.total_ceilings)) == ("6350.00", "20000.00")
    assert services(found)["m2"] == "entitled"


def test_the_family_like_the_articles_is_in_relative_hardship():
    found = package("like_the_article.json")
    assert found.hardship.category == "relative"
    assert found.hardship.worksheet["deep_end"] == "22860.00"
    assert aids(found) == {
        "living_relief": ("not_entitled", "0.00"),
        "education_aid": ("entitled", "6350.00"),
        "medical_aid": ("not_entitled", "0.00"),
        "safety_net": ("not_entitled", "0.00"),
    }
    assert services(found) == {"m1": "not_entitled", "m2": "entitled", "m3": "not_entitled"}


def test_serious_illness_brings_every_aid_and_a_referral():
    found = package("serious_illness.json")
    assert found.hardship.category == "deep"
    assert aids(found) == {
        "living_relief": ("entitled", "7860.00"),
        "education_aid": ("entitled", "4585.00"),
        "medical_aid": ("entitled", "21040.40"),
        "safety_net": ("entitled", "465.03"),
    }
    assert (str(found.total_grants), str(found.total_ceilings)) == ("12445.00", "21040.40")
    assert found.awards[2].notices == ("bill-of-other-year",)
    assert services(found)["m2"] == "entitled"


def test_the_undetermined_family_gets_ranges_and_is_told_what_is_missing():
    found = package("undetermined.json")
    assert found.hardship.possible == ("deep", "relative", "none")
    assert found.hardship.missing == ("annual_disposable_income",)
    ranges = {award.rule: award.range for award in found.awards if award.range}
    assert ranges == {
        "living_relief": (Decimal("0.00"), Decimal("6480.00")),
        "education_aid": (Decimal("0.00"), Decimal("3780.00")),
        "medical_aid": (Decimal("0.00"), Decimal("10000.00")),
    }
    asked = {name for award in found.awards for name in award.missing}
    assert asked == {"annual_disposable_income", "annual_medical_bearable"}
    assert found.total_grants is None
    assert found.total_grants_range == (Decimal("0.00"), Decimal("10260.00"))


def test_the_impossible_bill_is_refused_by_its_place():
    with pytest.raises(InputError) as refused:
        package("refused.json")
    assert (refused.value.code, refused.value.path) == ("payers-exceed-bill", "medical_bills[0]")


def test_a_bad_line_leaves_the_other_families_alone():
    answers = {}
    with (EXAMPLES / "families.jsonl").open("rb") as stream:
        for line in lines_of(stream):
            try:
                found = assess_household(household_from(line.data), on=ON)
            except InputError as refused:
                answers[line.number] = (refused.code, refused.path)
            else:
                answers[line.number] = (found.hardship.category, found.total_grants)
    assert answers == {
        1: ("relative", Decimal("6350.00")),
        2: ("deep", Decimal("9215.00")),
        3: ("none", Decimal("0.00")),
        4: ("number-with-fraction", "annual_disposable_income"),
        5: ("accident", Decimal("4550.00")),
        6: ("deep", None),
    }


def test_every_example_is_described():
    described = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for example in EXAMPLES.iterdir():
        if example.name not in {"README.md", ".ipynb_checkpoints"}:
            assert f"| `{example.name}` |" in described
