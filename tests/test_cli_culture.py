import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
GROUPS = EXAMPLES / "culture_groups.csv"
ACTIVITIES = ["--activities", EXAMPLES / "culture_activities.csv"]
ON = ["--on", "2019-06-30"]


def run(arguments, capfdbinary):
    status = main([str(argument) for argument in arguments])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def table(tmp_path, name, *rows):
    file = tmp_path / name
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_the_articles_network_is_answered_with_its_bounds(capfdbinary):
    status, out, _ = run(["culture", GROUPS, *ACTIVITIES, *ON, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 0
    assert found["reached"][-1]["persons"] == ">=2000"
    assert [chain["kind"] for chain in found["chains"] if chain["three_levels"]] == ["reading"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("至少10000", "≥300")), ("en", ("reaching at least", "≥300", "≤100"))],
)
def test_the_screen_says_bounds_as_bounds(capfdbinary, lang, words):
    status, out, _ = run(["culture", GROUPS, *ACTIVITIES, *ON, "--lang", lang], capfdbinary)
    assert status == 0
    assert all(word in out for word in words)


def test_bad_rows_of_each_file_are_told_by_their_numbers_and_the_rest_goes_on(
    tmp_path, capfdbinary
):
    groups = table(
        tmp_path,
        "groups.csv",
        "group_id,kind,level,parent,members",
        "p,reading,province,,50..60",
        "c,reading,village,p,5",
        "k,reading,county,,5",
        "x,stamps,city,p,many",
        "s,stamps,city,p,2",
        "p,reading,province,,1",
    )
    members = table(tmp_path, "members.csv", "group_id,member_id", "s,m1", "s,m1", "gone,m2")
    status, out, _ = run(["culture", groups, "--members", members, *ON, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 1
    assert [(bad["row"], bad["group_id"], bad["code"]) for bad in found["breaches"]] == [
        (4, "k", "parent-not-stated"),
        (6, "s", "parent-of-another-kind"),
        (6, "s", "members-differ"),
    ]
    told = [
        [(bad["row"], bad["column"], bad["code"]) for bad in read["rejects"]]
        for read in found["tables"]
    ]
    assert told == [
        [
            (3, "level", "not-a-choice"),
            (5, "members", "not-a-count"),
            (7, "group_id", "row-twice"),
        ],
        [(3, "group_id", "row-twice"), (4, "group_id", "group-unknown")],
        [],
    ]
    status, out, _ = run(
        ["culture", groups, "--members", members, *ON, "--lang", "en"], capfdbinary
    )
    assert "No kind of group is linked at three levels" in out
    assert "the list of members is not as long" in out
    assert "50–60" in out


def test_the_network_is_written_as_workbook_csv_and_json(tmp_path, capfdbinary):
    book, lines, whole = (tmp_path / f"net.{form}" for form in ("xlsx", "csv", "json"))
    for out in (book, lines, whole):
        arguments = ["culture", GROUPS, *ACTIVITIES, *ON, "--lang", "zh", "--out", out]
        assert run(arguments, capfdbinary)[0] == 0
    sheets = CalamineWorkbook.from_path(book)
    assert sheets.sheet_names == ["职工文化群", "各类各级", "联动", "活动", "问题", "退回行"]
    rows = list(csv.DictReader(lines.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[-1]["辐射人数"] == "≥10000"
    _, out, _ = run(["culture", GROUPS, *ACTIVITIES, *ON, "--json"], capfdbinary)
    assert json.loads(whole.read_text(encoding="utf-8")) == json.loads(out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--out", "net.pdf"], "answer-form-unknown"),
        (["--out", GROUPS], "out-is-input"),
        (["--members", "nowhere.csv"], "file-not-found"),
        (["--on", "2017-12-31"], "not-in-force"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_one_message(capfdbinary, arguments, code):
    on = [] if "--on" in arguments else ON
    status, out, err = run(["culture", GROUPS, *on, *arguments, "--json"], capfdbinary)
    assert (status, json.loads(out)["error"]["code"]) == (2, code)
    assert len(err.strip().splitlines()) == 1
