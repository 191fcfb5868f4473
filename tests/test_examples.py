"""The examples give the outcomes that examples/README.md states."""

import csv
import runpy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lnunion_rules import (
    InputError,
    Package,
    WelfareReport,
    assess_household,
    check_welfare,
    plan_targets,
)
from lnunion_rules.audit import ledger_from, roster_from, unions_from
from lnunion_rules.cases import household_from, lines_of
from lnunion_rules.planning import table_from
from lnunion_rules.rules import screening_tender
from lnunion_rules.screening_report import (
    bids_from,
    capacity_from,
    plan_roster,
    scoring_from,
)
from lnunion_rules.screening_report import (
    roster_from as screening_from,
)
from lnunion_rules.targets.extra import extra_targets
from lnunion_rules.targets.lists import assign
from lnunion_rules.targets.progress import progress_of

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
    return {
        service.member_id: service.outcome
        for service in found.services
        if service.rule == "employment_support"
    }


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


def year_of_a_branch_union() -> WelfareReport:
    ledger = ledger_from((EXAMPLES / "branch_union_year.csv").read_bytes(), "csv")
    roster = roster_from((EXAMPLES / "branch_union_roster.csv").read_bytes(), "csv")
    unions = unions_from((EXAMPLES / "branch_union_unions.csv").read_bytes(), "csv")
    assert not ledger.rejects
    return check_welfare(ledger.nouns, on=date(2019, 12, 31), roster=roster, unions=unions)


def test_a_branch_unions_year_has_five_breaches():
    report = year_of_a_branch_union()
    assert (report.rows_in, report.rows_accepted, report.compliant) == (43, 43, False)
    found = [
        (breach.code, breach.entry_ids, breach.member_id, breach.source)
        for breach in report.breaches
    ]
    assert found == [
        ("purpose-not-permitted", ("E041",), "M04", "welfare_plan_2018"),
        ("over-cap", ("E039",), "M02", "union_own_rule"),
        ("over-cap", ("E002", "E013", "E026", "E033"), "M02", "welfare_plan_2018"),
        ("not-a-member", ("E030",), "M07", "welfare_plan_2018"),
        ("form-not-permitted", ("E034",), "M03", "welfare_plan_2018"),
    ]
    money = [(str(breach.spent), str(breach.cap), str(breach.over)) for breach in report.breaches]
    assert money == [
        ("300.00", "None", "300.00"),
        ("1000.00", "800.00", "200.00"),
        ("1900.00", "1800.00", "100.00"),
        ("500.00", "None", "None"),
        ("400.00", "None", "None"),
    ]


def test_a_branch_unions_year_has_six_queries_and_one_entry_undetermined():
    report = year_of_a_branch_union()
    assert [(query.code, query.member_id) for query in report.queries] == [
        ("festival-unequal", None),
        ("second-hospital-stay", "M01"),
        ("reads-like-hardship-aid", "M05"),
        ("paid-before-leaving", "M07"),
        ("form-to-be-asked", "M06"),
        ("festival-left-out", "M05"),
    ]
    assert [(entry.entry_id, entry.missing) for entry in report.undetermined] == [
        ("E009", ("policy_compliant",))
    ]


def test_a_branch_unions_year_adds_up():
    report = year_of_a_branch_union()
    assert {purpose: str(total) for purpose, total in report.totals.items()} == {
        "bereavement": "1000.00",
        "birth": "2000.00",
        "birthday": "600.00",
        "festival": "13100.00",
        "illness": "2500.00",
        "marriage": "1200.00",
        "retirement": "300.00",
        "旅游": "300.00",
    }
    (average,) = report.averages
    assert (average.members, str(average.festival_average)) == (8, "1637.50")
    left = {
        (row.member_id, row.purpose): str(row.remaining)
        for row in report.remaining
        if row.remaining
    }
    assert left == {
        ("M05", "festival"): "500.00",
        ("M05", "illness"): "500.00",
        ("M07", "festival"): "400.00",
        ("M08", "festival"): "500.00",
    }


def test_the_ledger_in_chinese_says_the_same():
    english = ledger_from((EXAMPLES / "branch_union_year.csv").read_bytes(), "csv")
    chinese = ledger_from((EXAMPLES / "branch_union_year.zh.csv").read_bytes(), "csv")
    assert (english.encoding, chinese.encoding) == ("utf-8", "gb18030")
    assert chinese.nouns == english.nouns


def test_every_example_is_described():
    described = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for example in EXAMPLES.iterdir():
        if example.name not in {"README.md", ".ipynb_checkpoints"}:
            assert f"| `{example.name}` |" in described


def test_the_screening_roster_is_planned_as_its_readme_says():
    plan = plan_roster(
        screening_from((EXAMPLES / "screening_roster.csv").read_bytes(), "csv"),
        unions=unions_from((EXAMPLES / "screening_unions.csv").read_bytes(), "csv"),
        capacity=capacity_from((EXAMPLES / "screening_capacity.csv").read_bytes(), "csv"),
        on=ON,
        from_year=2019,
        budget="1500",
    )
    assert plan.rows_in == 20
    assert plan.batches[0].member_ids == ("W001", "W002", "W003")
    assert [(row.about, row.member_id) for row in plan.undetermined] == [
        ("first_batch", "W007"),
        ("plan", "W012"),
    ]
    assert [row.member_id for row in plan.not_due] == ["W009", "W014"]
    assert [row.member_id for row in plan.excluded] == ["W005", "W006", "W011", "W015", "W016"]
    assert [bad.row for bad in plan.rejects] == [20, 21]


def test_the_bids_are_ranked_as_their_readme_says():
    bids = bids_from((EXAMPLES / "hospital_bids.csv").read_bytes(), "csv")
    scoring = scoring_from((EXAMPLES / "hospital_scoring.toml").read_bytes())
    found = screening_tender.plan(bids.nouns, scoring, on=ON)
    assert [(bid.bid_id, bid.rank) for bid in found.bids[:3]] == [("B2", 1), ("B1", 2), ("B5", 2)]
    assert [bid.outcome for bid in found.bids[3:]] == ["undetermined", "knocked_out", "knocked_out"]
    assert found.ties == (("B1", "B5"),)


def province(name: str) -> Any:
    files = {"areas": "baseline", "events": "events", "extra": "extra", "households": "households"}
    data = (EXAMPLES / f"province_{files[name]}.csv").read_bytes()
    return table_from(name, data, "csv").nouns


def test_the_province_is_planned_and_half_done():
    on = date(2019, 9, 30)
    schedule = plan_targets(province("areas"), on=on)
    assert (len(schedule.areas), schedule.total) == (115, (253, 760, 253))
    listed = province("households")
    lists = assign(listed, schedule)
    assert (len(lists.placed), len(lists.apart)) == (1266, 49)
    extra = extra_targets(province("extra"), schedule, listed)
    assert [row.households for row in extra] == [2, 3, 4]
    assert all(row.persons and not row.notices for row in extra)
    events = province("events")
    progress = progress_of(schedule, events, on=on, households=listed, extra=extra)
    whole = progress.areas[0]
    assert (whole.due_so_far, whole.done, whole.returned, whole.new) == (253, 770, 13, 49)


def test_the_province_is_written_by_its_program():
    made = runpy.run_path(str(EXAMPLES / "make_province.py"))["tables"]()
    for name, rows in made.items():
        with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == rows, name
