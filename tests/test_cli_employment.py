"""``lnunion employment``: lists and surveys, in and out as CSV, XLSX and JSON."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
PEOPLE = EXAMPLES / "job_seekers.csv"
DEMAND = EXAMPLES / "labour_demand.csv"
COUNTS = EXAMPLES / "displaced_workers.csv"
ON = ["--on", "2018-12-31"]


def run(arguments: Any, capfdbinary: Any) -> tuple[int, str, str]:
    status = main(["employment", *(str(argument) for argument in arguments)])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def test_a_list_is_answered_with_reasons_and_services(capfdbinary: Any) -> None:
    status, out, _ = run(["services", PEOPLE, *ON, "--json"], capfdbinary)
    plan = json.loads(out)
    assert status == 1  # two rows are rejected
    assert (plan["rows_in"], plan["rows_accepted"], plan["rows_rejected"]) == (11, 9, 2)
    first = plan["people"][0]
    assert (first["member_id"], first["outcome"], first["reason"]) == (
        "P01",
        "entitled",
        "may-be-trained",
    )
    assert first["grounds"] == {"person": "filed", "group": "filed", "wish": "wants_work"}
    assert [bad["row"] for bad in plan["rejects"]] == [11, 12]
    assert all(bad["fix"] for bad in plan["rejects"])


def test_json_rows_in_give_what_csv_rows_give(tmp_path: Path, capfdbinary: Any) -> None:
    with PEOPLE.open(encoding="utf-8", newline="") as stream:
        rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(stream)]
    file = tmp_path / "people.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    _, one, _ = run(["services", PEOPLE, *ON, "--json"], capfdbinary)
    _, other, _ = run(["services", file, *ON, "--json"], capfdbinary)
    assert json.loads(one)["people"] == json.loads(other)["people"]


def test_a_bad_cell_is_a_rejected_row_and_the_rest_go_on(tmp_path: Path, capfdbinary: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "person_id,work,origin,wants_work\np1,失业,僵尸企业,是\np2,飞行,僵尸企业,是\n",
        encoding="utf-8",
    )
    status, out, _ = run(["services", file, *ON, "--json"], capfdbinary)
    plan = json.loads(out)
    assert status == 1
    assert [(bad["row"], bad["column"], bad["code"]) for bad in plan["rejects"]] == [
        (3, "work", "not-a-choice")
    ]
    assert (plan["rows_in"], plan["rows_accepted"]) == (2, 1)


def test_a_day_without_the_plan_cannot_be_answered(capfdbinary: Any) -> None:
    status, out, err = run(["services", PEOPLE, "--on", "2021-01-01"], capfdbinary)
    assert (status, out) == (2, "")
    assert "not-in-force" in err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_holds_every_page(tmp_path: Path, capfdbinary: Any, language: str) -> None:
    book = tmp_path / "services.xlsx"
    asked = ["services", PEOPLE, *ON, "--lang", language, "--out", book]
    assert run(asked, capfdbinary)[0] == 1
    names = CalamineWorkbook.from_path(book).sheet_names
    assert names == (
        ["就业服务名单", "人员", "托底安置顺序", "各项服务人数", "退回行"]
        if language == "zh"
        else [
            "Employment services",
            "People",
            "Order of placing",
            "People per service",
            "Rejected rows",
        ]
    )


def test_a_csv_holds_the_first_page_and_no_formula(tmp_path: Path, capfdbinary: Any) -> None:
    file, out = tmp_path / "people.csv", tmp_path / "services.csv"
    file.write_text("person_id,filed,wants_work\n-1:1,是,是\n", encoding="utf-8")
    assert run(["services", file, *ON, "--out", out], capfdbinary)[0] == 0
    text = out.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][0] == "'-1:1"


def test_a_json_file_holds_what_json_prints(tmp_path: Path, capfdbinary: Any) -> None:
    out = tmp_path / "services.json"
    _, printed, _ = run(["services", PEOPLE, *ON, "--json", "--out", out], capfdbinary)
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(printed)


@pytest.mark.parametrize(
    ("name", "code"), [("services.txt", "report-form-unknown"), ("", "out-is-input")]
)
def test_a_report_is_not_written_just_anywhere(
    tmp_path: Path, capfdbinary: Any, name: str, code: str
) -> None:
    people = tmp_path / "people.csv"
    people.write_bytes(PEOPLE.read_bytes())
    out = tmp_path / name if name else people
    status, _, err = run(["services", people, *ON, "--out", out], capfdbinary)
    assert status == 2
    assert code in err
    assert people.read_bytes() == PEOPLE.read_bytes()


def test_a_survey_adds_up_and_says_that_it_decides_nothing(capfdbinary: Any) -> None:
    asked = ["survey", DEMAND, "--counts", COUNTS, *ON]
    status, out, _ = run([*asked, "--json"], capfdbinary)
    found = json.loads(out)
    assert (status, found["workers"], found["graduates"]) == (0, 335, 260)
    _, told, _ = run([*asked, "--lang", "en"], capfdbinary)
    assert "nobody's right to a service depends on them" in " ".join(told.split())
    _, alone, _ = run(["survey", DEMAND, *ON, "--json"], capfdbinary)
    assert json.loads(alone)["diverted_workers"] == 0


def test_a_bad_row_of_a_survey_is_reported_with_its_file(tmp_path: Path, capfdbinary: Any) -> None:
    file = tmp_path / "demand.csv"
    file.write_text("demand_id,field,workers\nd1,重点产业,-1\nd1,重点产业,2\n", encoding="utf-8")
    status, out, _ = run(["survey", file, "--counts", COUNTS, *ON, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 1
    assert [(bad["row"], bad["code"]) for bad in found["rejects"]] == [(2, "not-a-count")]
    assert found["counts_rejects"] == []


@pytest.mark.parametrize("arguments", [["services"], ["survey"]])
def test_both_are_told_in_english_too(capfdbinary: Any, arguments: list[str]) -> None:
    file = PEOPLE if arguments == ["services"] else DEMAND
    _, out, _ = run([*arguments, file, *ON, "--lang", "en"], capfdbinary)
    assert not any("一" <= letter <= "鿿" for letter in out)
