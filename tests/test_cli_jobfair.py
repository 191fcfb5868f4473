"""``lnunion jobfair``: what it answers, writes and refuses."""

import json
from pathlib import Path

import pytest

from lnunion_rules import FairReport

pytest_plugins = ["cli_runs"]

EXAMPLES = Path(__file__).parent.parent / "examples"
EMPLOYERS = EXAMPLES / "job_fair_employers.csv"
FAIR = EXAMPLES / "job_fair.csv"
ARTICLE = EXAMPLES / "job_fair_article.csv"
ON = ("--on", "2019-12-31")
BOTH = ("jobfair", EMPLOYERS, "--fair", FAIR, *ON)


def test_the_articles_fair_is_answered_with_its_bounds(lnunion):
    done = lnunion("jobfair", "--fair", ARTICLE, *ON, "--json")
    assert done.status == 0
    report = FairReport.model_validate_json(done.out)
    assert report.reconciled
    assert done.json["total"]["rates"]["hired_of_planned"] == {
        "part": 118,
        "whole": ">=5000",
        "least": "0",
        "most": "59/2500",
    }
    assert done.json["total"]["employers"] == ">=140"


def test_a_reading_changes_who_was_reached(lnunion):
    done = lnunion(
        "jobfair", "--fair", ARTICLE, *ON, "--json", "--reading", "jobfair.intentions=included"
    )
    assert done.json["total"]["reached"] == 990


def test_figures_that_contradict_each_other_exit_with_1_and_the_rest_goes_on(lnunion):
    done = lnunion(*BOTH, "--json")
    assert done.status == 1
    assert (done.json["rows_in"], done.json["rows_accepted"]) == (13, 12)
    assert [(one["row"], one["code"]) for one in done.json["breaches"]] == [
        (None, "total-not-matched"),
        (11, "hires-without-posts"),
        (11, "hires-above-planned"),
    ]
    assert [(bad["row"], bad["code"]) for bad in done.json["rejects"]] == [
        (14, "not-a-count-or-bound")
    ]
    assert [left["row"] for left in done.json["undetermined"]] == [None, 12]


@pytest.mark.parametrize("name", ["r.html", "r.xlsx", "r.json", "folder"])
def test_a_report_is_written_in_the_form_its_name_says(lnunion, tmp_path, name):
    out = tmp_path / name
    done = lnunion(*BOTH, "--out", out, "--lang", "zh")
    assert done.status == 1
    assert done.text.rstrip().endswith("已写出。")
    starts = {"r.html": b"<!doctype html>", "r.xlsx": b"PK", "r.json": b"{"}
    if name in starts:
        assert out.read_bytes().startswith(starts[name])
    else:
        assert len(list(out.iterdir())) == 7
    assert lnunion(*BOTH, "--out", out).status == 1  # and written over


def test_json_written_is_json_printed(lnunion, tmp_path):
    out = tmp_path / "r.json"
    printed = lnunion(*BOTH, "--json", "--out", out)
    assert json.loads(out.read_bytes()) == printed.json


def test_the_wall_holds_the_employers_that_count(lnunion, tmp_path):
    twice = tmp_path / "employers.csv"
    text = EMPLOYERS.read_text(encoding="utf-8")
    twice.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    wall = tmp_path / "wall"
    done = lnunion("jobfair", twice, "--fair", FAIR, *ON, "--wall", wall, "--json")
    assert done.json["rows_rejected"] == 2
    assert len(list(wall.glob("*.svg"))) == 12
    done = lnunion("jobfair", EMPLOYERS, *ON, "--wall", wall, "--lang", "en")
    assert "without a code: 12." in done.text.replace("\n", " ")
    assert not list(wall.glob("*.svg"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("jobfair",), "fair-missing"),
        (("jobfair", "--fair", ARTICLE, "--wall", "w"), "employers-missing"),
        (("jobfair", EMPLOYERS, "--out", "r.pdf"), "fair-out-form-unknown"),
        (("jobfair", "--far"), "option-unknown"),
        (("jobfair", "--fair", "gone.csv"), "file-not-found"),
        (("jobfair", EXAMPLES / "README.md"), "form-unknown"),
        (("jobfair", EMPLOYERS, "--on", "2018-11-02"), "not-in-force"),
        (("jobfair", EXAMPLES / "branch_union_year.csv"), "columns-missing"),
    ],
)
def test_what_cannot_be_answered_exits_with_2_and_one_message(lnunion, arguments, code):
    done = lnunion(*arguments)
    assert (done.status, done.code, done.out) == (2, code, b"")


def test_a_file_that_is_read_is_never_written_over(lnunion, tmp_path):
    rows = [{"fair_id": "F1", "held_on": "2018-11-03", "visitors": 10}]
    fair = tmp_path / "fair.json"
    fair.write_text(json.dumps(rows), encoding="utf-8")
    before = fair.read_bytes()
    done = lnunion("jobfair", "--fair", fair, *ON, "--out", fair)
    assert (done.status, done.code) == (2, "out-is-input")
    assert fair.read_bytes() == before
