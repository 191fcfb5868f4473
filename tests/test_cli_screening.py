import csv
import json
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
ROSTER = EXAMPLES / "screening_roster.csv"
UNIONS = ["--unions", EXAMPLES / "screening_unions.csv"]
LIMITS = ["--capacity", EXAMPLES / "screening_capacity.csv", "--budget", "1500"]
ON = ["--from", "2019", "--on", "2018-12-31"]
BIDS = EXAMPLES / "hospital_bids.csv"
SCORING = ["--scoring", EXAMPLES / "hospital_scoring.toml", "--on", "2018-12-31"]
HEADER = (
    "member_id,union_id,sex,birth_date,consents,last_screened_on,gynaecological_exam_2016_2018\n"
)


def run(arguments, capfdbinary):
    status = main([str(argument) for argument in arguments])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def roster(tmp_path, *rows, header=HEADER, encoding="utf-8"):
    file = tmp_path / "roster.csv"
    file.write_text(header + "".join(f"{row}\n" for row in rows), encoding=encoding)
    return file


def test_a_plan_is_answered_in_the_contracts_shape(capfdbinary):
    status, out, _ = run(["screening", ROSTER, *UNIONS, *LIMITS, *ON, "--json"], capfdbinary)
    plan = json.loads(out)
    assert status == 1
    assert plan["from"] == 2019
    assert plan["batches"][0] == {
        "year": 2019,
        "area": "210302",
        "priority": True,
        "women": 3,
        "subsidy": "900.00",
        "member_ids": ["W001", "W002", "W003"],
    }
    assert plan["not_due"][0] == {"member_id": "W009", "due": 2020, "due_on": "2020-01-01"}
    assert {row["member_id"]: row["reason"] for row in plan["excluded"]} == {
        "W005": "no-consent",
        "W006": "not-a-woman",
        "W011": "consent-not-stated",
        "W015": "union-founded-later",
        "W016": "unit-without-union",
    }
    assert [(bad["row"], bad["column"], bad["code"]) for bad in plan["rejects"]] == [
        (20, "last_screened_on", "screened-after-start"),
        (21, "member_id", "person-twice"),
    ]
    assert (plan["subsidy_total"], plan["shortfall"]) == ("2700.00", "1200.00")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_chinese_headers_and_words_give_the_same_plan(tmp_path, capfdbinary, encoding):
    header = "职工编号,工会名称,性别,出生日期,是否同意,上次筛查日期,2016-2018年做过妇科体检\n"
    words = ("会1,U-MILL,女,1979-03-02,是,,否", "会2,U-MILL,男,,,,")
    chinese = roster(tmp_path, *words, header=header, encoding=encoding)
    _, out, _ = run(["screening", chinese, *UNIONS, *ON, "--json"], capfdbinary)
    plan = json.loads(out)
    assert [(b["priority"], b["member_ids"]) for b in plan["batches"]] == [(True, ["会1"])]
    assert plan["excluded"][0]["reason"] == "not-a-woman"


def test_the_workbook_and_the_csv_hold_everyone(tmp_path, capfdbinary):
    arguments = ["screening", ROSTER, *UNIONS, *LIMITS, *ON, "--lang", "zh", "--out"]
    book, lines, whole = (tmp_path / f"plan.{form}" for form in ("xlsx", "csv", "json"))
    for out in (book, lines, whole):
        assert run([*arguments, out], capfdbinary)[0] == 1
    sheets = CalamineWorkbook.from_path(book)
    assert sheets.sheet_names == [
        "汇总",
        "筛查名单",
        "各地各年",
        "分级责任",
        "单位自检",
        "未列入",
        "退回行",
    ]
    assert len(sheets.get_sheet_by_name("筛查名单").to_python()) == 1 + 9
    rows = list(csv.DictReader(lines.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 20
    assert [row["行号"] for row in rows if row["结果"] == "退回"] == ["20", "21"]
    _, out, _ = run(
        ["screening", ROSTER, *UNIONS, *LIMITS, *ON, "--lang", "zh", "--json"], capfdbinary
    )
    assert json.loads(whole.read_text(encoding="utf-8")) == json.loads(out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_says_the_answer_first(capfdbinary, lang):
    status, out, err = run(
        ["screening", ROSTER, *UNIONS, *LIMITS, *ON, "--lang", lang], capfdbinary
    )
    assert (status, err) == (1, "")
    assert ("从 2019 年排起，9 人" if lang == "zh" else "From 2019 on, 9 women") in out
    assert ("鞍山" in out) is ("1,500.00" in out) is True


def test_a_clean_roster_exits_with_nothing_and_says_that_units_are_not_known(tmp_path, capfdbinary):
    clean = roster(tmp_path, "m1,u1,female,1979-03-02,true,,true")
    status, out, _ = run(["screening", clean, *ON, "--lang", "zh"], capfdbinary)
    assert status == 0
    assert "没有提供工会名单" in out
    status, out, _ = run(["screening", clean, *ON, "--budget", "300", "--lang", "zh"], capfdbinary)
    assert "都够安排" in out


def test_more_rows_than_a_screen_has_room_for_are_counted(tmp_path, capfdbinary):
    many = roster(tmp_path, *(f"m{n},u1,robot,,,," for n in range(25)), "m,u1,female,,true,,")
    status, out, _ = run(["screening", many, *ON, "--lang", "en"], capfdbinary)
    assert status == 1
    assert "... and 5 more" in out


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("m1,u1,robot,,true,,", "sex", "not-a-choice"),
        ("m1,u1,female,1979-02-30,true,,", "birth_date", "not-a-date"),
        ("m1,u1,female,,maybe,,", "consents", "not-yes-or-no"),
        (",u1,female,,true,,", "member_id", "field-missing"),
        ("m1,u1,female,1980-01-01,true,1979-12-31,", "last_screened_on", "screened-before-birth"),
        ("m1,u1,female,,true,2019-01-02,", "last_screened_on", "screened-after-start"),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_go_on(tmp_path, capfdbinary, row, column, code):
    mixed = roster(tmp_path, row, "m2,u1,female,,true,,true")
    status, out, _ = run(["screening", mixed, *ON, "--json"], capfdbinary)
    plan = json.loads(out)
    assert status == 1
    assert (plan["rows_in"], plan["rows_accepted"], plan["rows_rejected"]) == (2, 1, 1)
    (reject,) = plan["rejects"]
    assert (reject["row"], reject["column"], reject["code"]) == (2, column, code)
    assert plan["batches"][0]["member_ids"] == ["m2"]


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (["--from", "19"], "not-a-year", "--from"),
        (["--from", "２０１９"], "not-a-year", "--from"),
        (["--from", "2017"], "not-in-force", "from"),
        (["--from", "2101"], "not-in-force", "from"),
        (["--budget", "1e9"], "not-money", "budget"),
        (["--budget", "1,000"], "not-money", "budget"),
        (["--out", "plan.pdf"], "answer-form-unknown", "--out"),
        (["--out", ROSTER], "out-is-input", "--out"),
        (["--capacity", ROSTER], "columns-missing", "--capacity"),
        (["--unions", "nowhere.csv"], "file-not-found", "--unions"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_one_message(capfdbinary, arguments, code, place):
    on = [] if "--from" in arguments else ["--from", "2019"]
    whole = ["screening", ROSTER, "--on", "2018-12-31", *on, *arguments, "--json"]
    status, out, err = run(whole, capfdbinary)
    assert status == 2
    error = json.loads(out)["error"]
    assert (error["code"], error["path"]) == (code, place)
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("cell", ["3.5", "-1", "three", "1,200", "100余", "1e3"])
def test_a_capacity_that_is_no_count_refuses_its_file(tmp_path, capfdbinary, cell):
    file = tmp_path / "capacity.csv"
    file.write_text(f'area,capacity\n210302,"{cell}"\n', encoding="utf-8")
    status, out, _ = run(["screening", ROSTER, *ON, "--capacity", file, "--json"], capfdbinary)
    assert status == 2
    assert json.loads(out)["error"]["path"] == "--capacity[2].capacity"


@pytest.mark.parametrize("form", ["json", "zh", "en"])
def test_a_large_roster_goes_from_parquet_to_parquet(tmp_path, capfdbinary, form):
    large, out = tmp_path / "roster.parquet", tmp_path / "plan.parquet"
    pl.read_csv(ROSTER, infer_schema=False).write_parquet(large)
    shown = ["--json"] if form == "json" else ["--lang", form]
    arguments = ["screening", large, *UNIONS, *LIMITS, *ON, "--out", out, *shown]
    status, told, _ = run(arguments, capfdbinary)
    assert status == 1
    rows = pl.read_parquet(out)
    assert rows.height == 20
    rejected = rows.filter(result="rejected").select("row", "reason", "column").rows()
    assert rejected == [
        (19, "screened-after-start", "last_screened_on"),
        (20, "person-twice", "member_id"),
    ]
    if form == "json":
        _, small, _ = run(["screening", ROSTER, *UNIONS, *LIMITS, *ON, "--json"], capfdbinary)
        plan, found = json.loads(small), json.loads(told)
        for batch in plan["batches"]:
            del batch["member_ids"]
        assert found["batches"] == plan["batches"]
        assert (found["subsidy_total"], found["rows_rejected"]) == ("2700.00", 2)
    else:
        assert ("9 人安排筛查" if form == "zh" else "9 women are called") in told


def test_many_batches_and_no_unions_are_said_of_a_large_roster(tmp_path, capfdbinary):
    large, out = tmp_path / "roster.parquet", tmp_path / "plan.parquet"
    rows = [
        {"member_id": f"m{n}", "union_id": "u", "sex": "female", "consents": True}
        for n in range(25)
    ]
    pl.DataFrame(rows).write_parquet(large)
    arguments = ["screening", large, *ON, "--budget", "300", "--out", out, "--lang", "en"]
    status, told, _ = run(arguments, capfdbinary)
    assert status == 0
    assert "... and 5 more" in told
    assert "Without a list of unions" in told


def test_a_plan_is_parquet_only_where_the_roster_is(tmp_path, capfdbinary):
    out = tmp_path / "plan.parquet"
    status, told, _ = run(["screening", ROSTER, *ON, "--out", out, "--json"], capfdbinary)
    assert (status, json.loads(told)["error"]["code"]) == (2, "parquet-from-parquet")


def test_a_tender_is_ranked_with_its_ties(capfdbinary):
    status, out, _ = run(["tender", BIDS, *SCORING, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 0
    assert [(bid["bid_id"], bid["rank"]) for bid in found["bids"]][:3] == [
        ("B2", 1),
        ("B1", 2),
        ("B5", 2),
    ]
    assert found["ties"] == [["B1", "B5"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tender_on_the_screen_says_whose_the_weights_are(capfdbinary, lang):
    status, out, _ = run(["tender", BIDS, *SCORING, "--lang", lang], capfdbinary)
    assert status == 0
    assert ("原文没有写" if lang == "zh" else "no text states them") in out
    assert ("同分" if lang == "zh" else "Tied") in out


def test_a_tender_in_which_nobody_is_ranked_and_a_row_is_bad(tmp_path, capfdbinary):
    file = tmp_path / "bids.csv"
    file.write_text("bid_id,qualified,reputation\nb1,false,50\nb2,true,150\n", encoding="utf-8")
    status, out, _ = run(["tender", file, *SCORING, "--lang", "en"], capfdbinary)
    assert status == 1
    assert "No bid is ranked." in out
    assert "out of 100" in out


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('[weights]\nreputation = "99"\n', "weights-not-100", "--scoring.weights"),
        ("[weights]\nreputation = 100\n", "money-as-number", "--scoring.weights.reputation"),
        ('[weights]\nprice = "100"\n', "field-unknown", "--scoring.weights.price"),
        ("not toml", "toml-broken", "--scoring"),
        ("", "file-empty", "--scoring"),
    ],
)
def test_a_scoring_that_cannot_be_read_is_refused(tmp_path, capfdbinary, text, code, path):
    file = tmp_path / "scoring.toml"
    file.write_text(text, encoding="utf-8")
    status, out, _ = run(["tender", BIDS, "--scoring", file, "--json"], capfdbinary)
    assert status == 2
    assert (json.loads(out)["error"]["code"], json.loads(out)["error"]["path"]) == (code, path)
