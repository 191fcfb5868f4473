import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
LEDGER = EXAMPLES / "branch_union_year.csv"
ROSTER = EXAMPLES / "branch_union_roster.csv"
UNIONS = EXAMPLES / "branch_union_unions.csv"
ON = ["--on", "2019-12-31"]
WITH_ALL = ["--roster", str(ROSTER), "--unions", str(UNIONS)]
HEADER = "entry_id,union_id,member_id,paid_on,purpose,amount,form\n"


def run(arguments, capfdbinary):
    status = main([str(argument) for argument in arguments])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def ledger(tmp_path, *rows, header=HEADER):
    file = tmp_path / "ledger.csv"
    file.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_a_ledger_with_breaches_is_answered_in_the_contracts_shape(capfdbinary):
    status, out, _ = run(["welfare", LEDGER, *WITH_ALL, *ON, "--json"], capfdbinary)
    report = json.loads(out)
    assert status == 1
    assert (report["rows_in"], report["rows_accepted"], report["rows_rejected"]) == (43, 43, 0)
    assert report["compliant"] is False
    assert len(report["breaches"]) == 5
    assert len(report["queries"]) == 6
    first = report["breaches"][0]
    assert (first["code"], first["purpose"], first["over"]) == (
        "purpose-not-permitted",
        "旅游",
        "300.00",
    )


def test_what_remains_is_in_json_only_when_asked_for(capfdbinary):
    _, out, _ = run(["welfare", LEDGER, *WITH_ALL, *ON, "--json"], capfdbinary)
    assert not json.loads(out).get("remaining")
    _, out, _ = run(["welfare", LEDGER, *WITH_ALL, *ON, "--json", "--remaining"], capfdbinary)
    assert json.loads(out)["remaining"]


def test_chinese_headers_in_gbk_give_the_same_findings(capfdbinary):
    chinese = EXAMPLES / "branch_union_year.zh.csv"
    _, one, _ = run(["welfare", LEDGER, *WITH_ALL, *ON, "--json"], capfdbinary)
    _, other, _ = run(["welfare", chinese, *WITH_ALL, *ON, "--json"], capfdbinary)
    assert json.loads(one)["breaches"] == json.loads(other)["breaches"]


def test_a_clean_ledger_exits_with_nothing(tmp_path, capfdbinary):
    clean = ledger(tmp_path, "e1,u1,m1,2019-02-01,festival,1800,goods")
    status, out, _ = run(["welfare", clean, *ON, "--json"], capfdbinary)
    assert status == 0
    assert json.loads(out)["compliant"] is True


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("1,800.00元", "amount"),
        ("1800.005", "amount"),
        ("NaN", "amount"),
        ("1e9", "amount"),
    ],
)
def test_a_bad_amount_is_a_rejected_row_and_the_rest_go_on(tmp_path, capfdbinary, cell, column):
    mixed = ledger(
        tmp_path,
        f'e1,u1,m1,2019-02-01,festival,"{cell}",goods',
        "e2,u1,m1,2019-02-02,festival,5,goods",
    )
    status, out, _ = run(["welfare", mixed, *ON, "--json"], capfdbinary)
    report = json.loads(out)
    assert status == 1
    assert (report["rows_in"], report["rows_accepted"], report["rows_rejected"]) == (2, 1, 1)
    (reject,) = report["rejects"]
    assert (reject["column"], reject["row"]) == (column, 2)
    assert cell not in json.dumps(reject, ensure_ascii=False)


@pytest.mark.parametrize("text", ["", "entry_id,union_id\n1,2\n"])
def test_a_file_that_is_no_ledger_is_refused_with_one_message(tmp_path, capfdbinary, text):
    file = tmp_path / "ledger.csv"
    file.write_text(text, encoding="utf-8")
    status, out, err = run(["welfare", file, *ON], capfdbinary)
    assert status == 2
    assert not out
    assert len(err.strip().splitlines()) == 1


def test_the_workbook_holds_ids_as_text_amounts_as_numbers_and_no_formula(tmp_path, capfdbinary):
    odd = ledger(
        tmp_path,
        "e1,u1,000123456789012345,2019-02-01,=1+1,1900,goods",
        "e2,u1,000123456789012345,2019-02-02,festival,1900.01,goods",
    )
    book = tmp_path / "findings.xlsx"
    assert run(["welfare", odd, *ON, "--out", book], capfdbinary)[0] == 1
    sheets = CalamineWorkbook.from_path(book)
    cells = [
        cell
        for name in sheets.sheet_names
        for row in sheets.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert "000123456789012345" in cells
    assert 1900.01 in cells
    assert any("=1+1" in cell for cell in cells if isinstance(cell, str))
    assert sheets.sheet_names == ["汇总", "问题", "疑点", "待补", "人均", "剩余额度", "退回行"]


def test_the_same_ledger_gives_the_same_workbook_byte_for_byte(tmp_path, capfdbinary):
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    for file in (one, other):
        run(["welfare", LEDGER, *WITH_ALL, *ON, "--out", file], capfdbinary)
    assert one.read_bytes() == other.read_bytes()


def test_a_folder_gets_the_findings_as_parquet(tmp_path, capfdbinary):
    folder = tmp_path / "out"
    assert run(["welfare", LEDGER, *WITH_ALL, *ON, "--out", folder], capfdbinary)[0] == 1
    assert {file.suffix for file in folder.iterdir() if file.is_file()} >= {".parquet"}


def test_the_answer_is_also_told_in_english(capfdbinary):
    status, out, _ = run(["welfare", LEDGER, *WITH_ALL, *ON, "--lang", "en"], capfdbinary)
    assert status == 1
    assert "600.00" in out
    assert not any("一" <= letter <= "鿿" for letter in out.replace("旅游", ""))
