"""``lnunion targets``: the plan, lists, progress and payments from files."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

pytest_plugins = ["cli_runs"]

EXAMPLES = Path(__file__).parent.parent / "examples"
BASELINE = EXAMPLES / "province_baseline.csv"
MORE = [
    "--progress",
    EXAMPLES / "province_events.csv",
    "--households",
    EXAMPLES / "province_households.csv",
    "--extra",
    EXAMPLES / "province_extra.csv",
]
ON = ["--on", "2019-09-30"]


def file(folder: Path, name: str, *rows: str) -> Path:
    made = folder / name
    made.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return made


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return file(tmp_path, "baseline.csv", "area,parent,households", "A,P,5", "B,P,5")


def test_the_plan_is_answered_in_the_contracts_shape(lnunion: Any, small: Path) -> None:
    run = lnunion("targets", small, "--on", "2018-12-31", "--json")
    assert run.status == 0
    told = run.json
    assert told["baseline"] == "2018-06-30"
    assert told["deadlines"] == ["2018-12-31", "2019-12-31", "2020-06-30"]
    assert told["total"] == [2, 6, 2]
    names = "area", "parent", "households", "targets"
    assert [[row[name] for name in names] for row in told["areas"]] == [
        ["P", None, 10, [2, 6, 2]],
        ["A", "P", 5, [1, 3, 1]],
        ["B", "P", 5, [1, 3, 1]],
    ]
    assert not {"lists", "progress", "extra", "aid"} & set(told)


def test_a_plan_can_be_asked_for_today_and_under_another_reading(lnunion: Any, small: Path) -> None:
    run = lnunion("targets", small, "--json", "--reading", "targets.deadlines=each_june")
    assert (run.status, run.json["deadlines"][0]) == (0, "2018-06-30")
    assert run.json["notices"] == ["targets-period-over"]
    assert lnunion("targets", small, "--on", "2018-06-29").code == "not-in-force"


def test_chinese_headers_in_gbk_give_the_same_plan(
    lnunion: Any, small: Path, tmp_path: Path
) -> None:
    chinese = tmp_path / "基数.csv"
    chinese.write_bytes("地区,上级,户数\nB,P,5\nA,P,5\n".encode("gbk"))
    one, other = (lnunion("targets", path, *ON, "--json") for path in (small, chinese))
    assert one.out == other.out


# ---- The province of the examples ----


def test_the_whole_province_is_planned_listed_and_followed(lnunion: Any) -> None:
    run = lnunion("targets", BASELINE, *MORE, *ON, "--json")
    assert run.status == 0
    told = run.json
    assert len(told["areas"]) == 115
    whole = told["progress"]["areas"][0]
    assert whole["done"] + whole["apart"] + whole["to_go"] == whole["households"]
    assert len(told["lists"]["placed"]) == whole["households"] == sum(told["total"])
    assert [row["households"] for row in told["extra"]] == [2, 3, 4]


def test_the_answer_is_told_in_both_languages(lnunion: Any) -> None:
    zh = lnunion("targets", BASELINE, *MORE, *ON, "--lang", "zh").text
    assert zh.startswith("到 2019-09-30：应完成 253 户，已完成 ")
    en = lnunion("targets", BASELINE, *MORE, *ON, "--lang", "en").text
    assert "By 2019-09-30: 253 due" in en
    assert not any("一" <= sign <= "鿿" for sign in en.replace("省", "").replace("市", ""))
    plan = lnunion("targets", BASELINE, "--on", "2018-12-31", "--lang", "en").text
    assert "Target 2018" in plan


def test_the_workbook_has_a_sheet_for_every_table(lnunion: Any, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert lnunion("targets", BASELINE, *MORE, *ON, "--lang", "zh", "--out", book).status == 0
    sheets = CalamineWorkbook.from_path(book)
    assert sheets.sheet_names == [
        "汇总",
        "分年目标",
        "进度",
        "分年进度",
        "自增目标",
        "存量户名单",
        "新增和返困计划",
        "新增和返困名单",
        "所采解读",
        "来源",
    ]
    plan = sheets.get_sheet_by_name("分年目标").to_python()
    assert plan[1][:6] == ["SYN省", "", 1266, 253, 760, 253]
    again = tmp_path / "again.xlsx"
    lnunion("targets", BASELINE, *MORE, *ON, "--lang", "zh", "--out", again)
    assert again.read_bytes() == book.read_bytes()


def test_csv_json_and_a_folder_hold_the_same_plan(lnunion: Any, tmp_path: Path) -> None:
    plan, told, folder = (tmp_path / name for name in ("plan.csv", "plan.json", "tables"))
    for out in (plan, told, folder):
        assert lnunion("targets", BASELINE, *MORE, *ON, "--lang", "en", "--out", out).status == 0
    rows = list(csv.DictReader(io.StringIO(plan.read_bytes().decode("utf-8-sig"))))
    areas = json.loads(told.read_bytes())["areas"]
    assert [int(row["Target 2019"]) for row in rows] == [row["targets"][1] for row in areas]
    assert (folder / "plan.csv").read_bytes() == plan.read_bytes()
    assert {path.stem for path in folder.iterdir()} == {
        "plan",
        "progress",
        "years",
        "extra",
        "households",
        "apart_by_area",
        "apart",
    }
    assert lnunion("targets", plan, *ON, "--json").json["total"] == [253, 760, 253]


def test_the_page_stands_alone(lnunion: Any, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert lnunion("targets", BASELINE, *MORE, *ON, "--lang", "zh", "--out", page).status == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 1
    assert "<script" not in text
    assert "SYN14市" in text
    for word in ("src=", "href=", "url(http", "@import"):
        assert word not in text.replace("xlink:href", "")
    lnunion("targets", BASELINE, "--on", "2018-12-31", "--lang", "en", "--out", page)
    assert "Targets by area and year" in page.read_text(encoding="utf-8")


def test_a_page_of_one_area_without_any_below_it(lnunion: Any, tmp_path: Path) -> None:
    one = file(tmp_path, "one.csv", "area,parent,households", "A,,5")
    page = tmp_path / "one.html"
    assert lnunion("targets", one, *ON, "--out", page).status == 0
    assert ">A</text>" in page.read_text(encoding="utf-8")


# ---- Household files and payments ----

FILES = EXAMPLES / "like_the_article.json"


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return file(tmp_path, "district.csv", "area,parent,households", "210302,210300,1")


def test_households_can_be_given_as_the_files_that_assess_reads(
    lnunion: Any, district: Path, tmp_path: Path
) -> None:
    case = json.loads(FILES.read_text(encoding="utf-8"))
    files = tmp_path / "files.jsonl"
    files.write_text(json.dumps(case) + "\n", encoding="utf-8")
    header = "payment_id,household_id,rule,paid_on,amount"
    pay = file(tmp_path, "pay.csv", header, f"p1,{case['household_id']},助学,2018-10-01,6350")
    common = ["targets", district, "--households", files, "--on", "2018-12-31", "--json"]
    run = lnunion(*common, "--payments", pay)
    assert (run.status, run.json["aid"]["findings"]) == (0, [])
    (placed,) = run.json["lists"]["placed"]
    assert (placed["route"], len(placed["members"])) == ("above_line", 3)
    again = f"p2,{case['household_id']},education_aid,2018-10-02,6350"
    twice = file(
        tmp_path, "pay.csv", header, f"p1,{case['household_id']},助学,2018-10-01,6350", again
    )
    run = lnunion(*common, "--payments", twice)
    assert (run.status, run.json["aid"]["findings"][0]["code"]) == (1, "paid-twice")
    common.remove("--json")
    assert "同一项帮扶" in lnunion(*common, "--payments", twice, "--lang", "zh").text


def test_payments_need_the_households_files(lnunion: Any, small: Path, tmp_path: Path) -> None:
    pay = file(tmp_path, "pay.csv", "payment_id,household_id,rule,paid_on,amount")
    assert lnunion("targets", small, "--payments", pay).code == "files-needed"


# ---- Bad input: one message naming the row, exit 2 ----


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        (["A,B,1", "B,A,"], "area-cycle", "BASELINE[2]"),
        (["A,P,1", "A,Q,1"], "area-two-parents", "BASELINE[3].parent"),
        (["A,P,1", "P,,2"], "count-not-the-sum", "BASELINE[3].households"),
        (["A,P,-1"], "not-a-count", "BASELINE[2].households"),
        (["A,P,1.5"], "not-a-count", "BASELINE[2].households"),
        (["A,P,"], "count-missing", "BASELINE[2].households"),
        (["A,P,1", ",P,1"], "field-missing", "BASELINE[3].area"),
        (["A,P,1,9"], "row-length", "BASELINE[2]"),
        ([], "no-rows", "BASELINE"),
    ],
)
def test_a_baseline_that_is_no_tree_is_refused_by_its_row(
    lnunion: Any, tmp_path: Path, rows: list[str], code: str, place: str
) -> None:
    bad = file(tmp_path, "bad.csv", "area,parent,households", *rows)
    run = lnunion("targets", bad, "--lang", "en")
    assert (run.status, run.out) == (2, b"")
    assert (run.code, run.err.partition(" at ")[2].partition(":")[0]) == (code, place)


@pytest.mark.parametrize(
    ("option", "rows", "code", "place"),
    [
        ("--households", ["h1,A", "h1,B"], "household-in-two-areas", "--households[3].area"),
        ("--households", ["h1,A", "h1,A"], "household-twice", "--households[3].household_id"),
        ("--households", ["h1,P"], "area-not-a-leaf", "--households[2].area"),
        ("--households", ["h1,A"], "list-not-the-count", "--households"),
        ("--progress", ["h1,2019-01-01,脱困,A,"], "event-not-allowed", "--progress[2]"),
        (
            "--progress",
            ["h1,2019-01-01,建档,A,存量", "h1,2020-01-01,aided,,"],
            "event-not-allowed",
            "--progress[3]",
        ),
        ("--progress", ["h1,2019-01-01,filed,,stock"], "field-missing", "--progress[2].area"),
        ("--progress", ["h1,2019-01-01,gone,,"], "not-a-choice", "--progress[2].event"),
        ("--extra", ["A,2021,1"], "year-not-planned", "--extra[2].year"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_its_row(
    lnunion: Any,
    small: Path,
    tmp_path: Path,
    option: str,
    rows: list[str],
    code: str,
    place: str,
) -> None:
    heads = {
        "--households": "household_id,area",
        "--progress": "household_id,on,event,area,origin",
        "--extra": "area,year,households",
    }
    bad = file(tmp_path, "bad.csv", heads[option], *rows)
    run = lnunion("targets", small, option, bad, *ON, "--lang", "en")
    assert (run.status, run.out) == (2, b"")
    assert (run.code, run.err.partition(" at ")[2].partition(":")[0]) == (code, place)


def test_a_bad_household_file_is_refused_by_its_line(
    lnunion: Any, district: Path, tmp_path: Path
) -> None:
    files = file(tmp_path, "files.jsonl", FILES.read_text(encoding="utf-8").replace("\n", ""), "{")
    run = lnunion("targets", district, "--households", files, "--lang", "en")
    assert run.code == "json-broken"
    assert "--households[2]" in run.err


@pytest.mark.parametrize("name", ["plan.doc", "baseline.csv"])
def test_an_answer_that_cannot_be_written_is_refused_first(
    lnunion: Any, small: Path, tmp_path: Path, name: str
) -> None:
    code = "out-is-input" if name == small.name else "plan-form-unknown"
    assert lnunion("targets", small, "--out", tmp_path / name).code == code
    assert small.read_text(encoding="utf-8").startswith("area")


def test_shares_revised_apart_are_refused(lnunion: Any, small: Path, tmp_path: Path) -> None:
    policy = file(tmp_path, "ours.toml", "[parameters]", '"depoverty_targets.first_share" = "0.3"')
    assert lnunion("targets", small, "--policy", policy).code == "shares-not-one"
