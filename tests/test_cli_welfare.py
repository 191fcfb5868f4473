import json
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from spreadsheets import HEADER as COLUMNS
from spreadsheets import Formula, csv_of, row, swollen, xlsx_of

from lnunion_rules.cli import large_ledgers, main

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


# ── Bad input ──


SECRET = "张三丰MARKER"


def refused(file, capfdbinary, *more):
    """The code of the one message of a file that is refused whole; nothing is written."""
    out = file.with_name("findings.xlsx")
    status, printed, err = run(["welfare", file, *ON, "--out", out, *more], capfdbinary)
    assert (status, printed) == (2, "")
    (message,) = err.splitlines()
    assert "MARKER" not in message
    assert "Traceback" not in err
    assert {entry.name for entry in file.parent.iterdir()} == {file.name}
    return message.split()[1].partition("（")[0].partition("：")[0]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.csv", b"", "file-empty"),
        ("blank.csv", b"\r\n \n", "file-empty"),
        ("header.csv", HEADER.encode(), "no-rows"),
        ("lacks.csv", csv_of([row()[1:]], COLUMNS[1:]).encode(), "columns-missing"),
        ("garbled.csv", "编号".encode().decode("gbk", "replace").encode(), "columns-missing"),
        ("utf16.csv", HEADER.encode("utf-16-le"), "encoding-unknown"),
        ("binary.csv", b"\x81\x00\xff" * 9, "encoding-unknown"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(99), "file-broken"),
        ("bomb.xlsx", swollen(xlsx_of([row()])), "zip-bomb"),
        (
            "merged.xlsx",
            xlsx_of([row()], more=lambda _, s: s.merge_range("A1:B1", "x")),
            "header-merged",
        ),
        ("broken.parquet", b"PAR1" + SECRET.encode(), "file-broken"),
        ("broken.json", b"[{", "json-broken"),
        ("picture.png", b"\x89PNG", "form-unknown"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path, capfdbinary, name, data, code):
    file = tmp_path / name
    file.write_bytes(data)
    assert refused(file, capfdbinary).startswith(code)


BAD_CELLS = [
    ("amount", "1,800.00元", "not-money"),
    ("amount", "1800.005", "not-money"),
    ("amount", "NaN", "not-money"),
    ("amount", "1e9", "not-money"),
    ("amount", "0", "amount-zero"),
    ("paid_on", "2019/2/30", "not-a-date"),
    ("paid_on", "43500", "date-as-number"),
    ("paid_on", "2018-08-31", "not-in-force"),
    ("member_id", "=1+1", "not-an-identifier"),
    ("member_id", "2.1E+17", "id-as-number"),
    ("union_id", None, "field-missing"),
    ("entry_id", SECRET + " 1", "not-an-identifier"),
    ("purpose", "x" * 101, "text-too-long"),
    ("form", SECRET, "not-a-choice"),
    ("note", "x" * 1001, "text-too-long"),
]


def bad_rows():
    """A good row, then one row for each bad cell, then a row of an id used before."""
    rows = [row(entry_id="E0")]
    rows += [
        row(**{"entry_id": f"E{number}", column: cell})
        for number, (column, cell, _) in enumerate(BAD_CELLS, 1)
    ]
    return [*rows, row(entry_id="E0", voucher_no="V-2")]


EXPECTED = [
    *((number, column, code) for number, (column, _, code) in enumerate(BAD_CELLS, 2)),
    (len(BAD_CELLS) + 2, "entry_id", "duplicate-entry"),
]


def quoted(cell):
    return f'"{cell}"' if cell and "," in cell else cell


def as_csv(folder):
    file = folder / "ledger.csv"
    file.write_text(csv_of([map(quoted, cells) for cells in bad_rows()]), encoding="utf-8")
    return file


def as_xlsx(folder):
    file = folder / "ledger.xlsx"
    file.write_bytes(xlsx_of(bad_rows()))
    return file


def as_json(folder):
    file = folder / "ledger.json"
    stated = [dict(zip(COLUMNS, cells, strict=True)) for cells in bad_rows()]
    file.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    return file


def as_parquet(folder):
    file = folder / "ledger.parquet"
    pl.DataFrame(bad_rows(), schema=dict.fromkeys(COLUMNS, pl.String), orient="row").write_parquet(
        file
    )
    return file


def as_parts(folder):
    """The same as two parts in a folder, which is checked by columns."""
    rows = pl.read_parquet(as_parquet(folder))
    parts = folder / "parts"
    parts.mkdir()
    rows.head(4).write_parquet(parts / "1.parquet")
    rows.tail(-4).write_parquet(parts / "2.parquet")
    return parts


# How a form counts its rows: a spreadsheet shows the header as row 1.
FIRST_ROW = {as_csv: 2, as_xlsx: 2, as_json: 1, as_parquet: 1, as_parts: 1}


@pytest.mark.parametrize("written", FIRST_ROW)
def test_each_bad_row_is_rejected_with_row_column_code_reason_and_fix(
    tmp_path, capfdbinary, written
):
    status, out, err = run(["welfare", written(tmp_path), *ON, "--json"], capfdbinary)
    report = json.loads(out)
    assert (status, err) == (1, "")
    assert (report["rows_in"], report["rows_accepted"]) == (len(EXPECTED) + 1, 1)
    shift = FIRST_ROW[written] - 1
    expected = [(number + shift, column, code) for number, column, code in EXPECTED]
    assert [(bad["row"], bad["column"], bad["code"]) for bad in report["rejects"]] == expected
    assert all(bad["reason"] and bad["fix"] for bad in report["rejects"])
    assert "MARKER" not in out
    assert [breach["code"] for breach in report["breaches"]] == ["duplicate-entry"]


@pytest.mark.parametrize("written", [as_csv, as_xlsx, as_json, as_parquet])
def test_rejected_rows_have_a_sheet_with_reasons(tmp_path, capfdbinary, written):
    book = tmp_path / "findings.xlsx"
    assert run(["welfare", written(tmp_path), *ON, "--out", book], capfdbinary)[0] == 1
    sheet = CalamineWorkbook.from_path(book).get_sheet_by_name("退回行").to_python()
    assert sheet[0] == ["行号", "列", "原因", "怎么办", "代码"]
    assert [cells[4] for cells in sheet[1:]] == [code for _, _, code in EXPECTED]
    assert all(cells[2] and cells[3] for cells in sheet[1:])


def test_a_merged_cell_and_a_formula_reject_the_rows_they_touch(tmp_path, capfdbinary):
    file = tmp_path / "ledger.xlsx"
    rows = [row(entry_id="E1"), row(entry_id="E2"), row(entry_id="E3", amount=Formula("=SUM(1)"))]
    file.write_bytes(xlsx_of(rows, more=lambda _, s: s.merge_range("C2:C3", "M1")))
    status, out, _ = run(["welfare", file, *ON, "--json"], capfdbinary)
    rejects = [(bad["row"], bad["code"]) for bad in json.loads(out)["rejects"]]
    assert (status, rejects) == (
        1,
        [(2, "merged-cell"), (3, "merged-cell"), (4, "formula-in-cell")],
    )


# ── Large ledgers: by columns, in parts ──


@pytest.fixture
def small_is_large(monkeypatch):
    """Parquet files of any size are checked by columns."""
    monkeypatch.setattr(large_ledgers, "MOST_ROWS", 0)


def parquet_of(folder):
    """The example ledger and roster as Parquet files."""
    made = []
    for name, source in (("ledger", LEDGER), ("roster", ROSTER)):
        table = pl.read_csv(source, infer_schema=False)
        table.write_parquet(folder / f"{name}.parquet")
        made.append(folder / f"{name}.parquet")
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("more", [["--json"], ["--json", "--remaining"], []])
def test_both_ways_of_checking_give_the_same_answer(tmp_path, capfdbinary, monkeypatch, lang, more):
    ledger, roster = parquet_of(tmp_path)
    command = ["welfare", ledger, "--roster", roster, "--unions", UNIONS, *ON, "--lang", lang]
    small = run([*command, *more], capfdbinary)
    monkeypatch.setattr(large_ledgers, "MOST_ROWS", 0)
    large = run([*command, *more], capfdbinary)
    monkeypatch.undo()
    parts = tmp_path / "parts"
    parts.mkdir()
    ledger.rename(parts / "1.parquet")
    command[1] = parts
    in_parts = run([*command, *more], capfdbinary)
    assert small[0] == large[0] == in_parts[0] == 1
    if more:
        assert json.loads(small[1]) == json.loads(large[1]) == json.loads(in_parts[1])
    else:
        assert large == in_parts
        assert small[1].splitlines()[:2] == large[1].splitlines()[:2]


def tables_of(folder):
    return {
        file.name: file.read_text() if file.suffix == ".json" else pl.read_parquet(file).to_dicts()
        for file in folder.iterdir()
    }


def test_both_ways_of_checking_write_the_same_folder(tmp_path, capfdbinary, monkeypatch):
    ledger, roster = parquet_of(tmp_path)
    command = ["welfare", ledger, "--roster", roster, "--unions", UNIONS, *ON, "--out"]
    run([*command, tmp_path / "small"], capfdbinary)
    monkeypatch.setattr(large_ledgers, "MOST_ROWS", 0)
    run([*command, tmp_path / "large"], capfdbinary)
    assert tables_of(tmp_path / "small") == tables_of(tmp_path / "large")


def test_a_roster_of_any_form_goes_with_a_large_ledger(tmp_path, capfdbinary, small_is_large):
    ledger, roster = parquet_of(tmp_path)
    _, one, _ = run(["welfare", ledger, "--roster", roster, *ON, "--json"], capfdbinary)
    _, other, _ = run(["welfare", ledger, "--roster", ROSTER, *ON, "--json"], capfdbinary)
    assert json.loads(one) == json.loads(other)
    assert json.loads(one)["notices"] == []


def test_a_large_ledger_is_not_written_as_a_workbook(tmp_path, capfdbinary, small_is_large):
    ledger, roster = parquet_of(tmp_path)
    roster.unlink()
    assert refused(ledger, capfdbinary) == "ledger-too-large-for-workbook"


def spoilt(file):
    """The same Parquet file with its first data pages overwritten; the footer stays."""
    data = bytearray(file.read_bytes())
    data[4:400] = bytes(396)
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (lambda ledger, _: spoilt(ledger), "file-broken", "LEDGER"),
        (lambda _, roster: spoilt(roster), "file-broken", "--roster"),
        (lambda ledger, _: pl.read_parquet(ledger).clear().write_parquet(ledger), "no-rows", "LED"),
        (lambda _, roster: roster.write_bytes(b"PAR1"), "file-broken", "--roster"),
        (lambda _, roster: roster.unlink(), "file-not-found", "--roster"),
        (
            lambda ledger, _: pl.read_parquet(ledger).drop("amount").write_parquet(ledger),
            "columns-missing",
            "LEDGER",
        ),
        (
            lambda ledger, _: (
                pl.read_parquet(ledger)
                .with_columns(pl.col("amount").cast(pl.Float64))
                .write_parquet(ledger)
            ),
            "money-column-not-exact",
            "LEDGER.amount",
        ),
        (
            lambda _, roster: (
                pl.read_parquet(roster).with_columns(joined_on=pl.lit(SECRET)).write_parquet(roster)
            ),
            "not-a-date",
            "--roster[1].joined_on",
        ),
    ],
)
def test_bad_files_of_a_large_check_are_refused_whole(
    tmp_path, capfdbinary, small_is_large, spoil, code, place
):
    ledger, roster = parquet_of(tmp_path)
    spoil(ledger, roster)
    before = {entry.name for entry in tmp_path.iterdir()}
    status, out, err = run(
        ["welfare", ledger, "--roster", roster, *ON, "--out", tmp_path / "findings"], capfdbinary
    )
    assert (status, out) == (2, "")
    (message,) = err.splitlines()
    assert message.startswith(f"错误 {code}（{place}")
    assert "MARKER" not in message
    assert {entry.name for entry in tmp_path.iterdir()} == before


def test_parts_with_different_columns_are_refused(tmp_path, capfdbinary):
    ledger, _ = parquet_of(tmp_path)
    parts = tmp_path / "parts"
    parts.mkdir()
    pl.read_parquet(ledger).drop("note").write_parquet(parts / "2.parquet")
    ledger.rename(parts / "1.parquet")
    status, _, err = run(["welfare", parts, *ON], capfdbinary)
    assert (status, err.split()[1][: len("parts-differ")]) == (2, "parts-differ")


@pytest.mark.parametrize("large", [False, True])
def test_a_folder_with_other_files_is_left_alone(tmp_path, capfdbinary, monkeypatch, large):
    if large:
        monkeypatch.setattr(large_ledgers, "MOST_ROWS", 0)
    ledger, _ = parquet_of(tmp_path)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep")
    status, _, err = run(["welfare", ledger, *ON, "--out", folder], capfdbinary)
    assert status == 2
    assert "folder-not-ours" in err
    assert [entry.name for entry in folder.iterdir()] == ["letter.txt"]
    assert {entry.name for entry in tmp_path.iterdir()} == {
        "ledger.parquet",
        "roster.parquet",
        "mine",
    }


def test_a_refused_check_leaves_the_old_findings_as_they_were(tmp_path, capfdbinary):
    book = tmp_path / "findings.xlsx"
    run(["welfare", LEDGER, *ON, "--out", book], capfdbinary)
    before = book.read_bytes()
    empty = tmp_path / "ledger.csv"
    empty.touch()
    assert run(["welfare", empty, *ON, "--out", book], capfdbinary)[0] == 2
    assert book.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {"findings.xlsx", "ledger.csv"}


def test_findings_never_replace_the_ledger_they_are_about(tmp_path, capfdbinary):
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(xlsx_of([row()]))
    before = file.read_bytes()
    status, _, err = run(["welfare", file, *ON, "--out", file], capfdbinary)
    assert status == 2
    assert "out-is-input" in err
    assert file.read_bytes() == before


def test_queries_and_undetermined_entries_do_not_change_the_exit_status(tmp_path, capfdbinary):
    asked = ledger(
        tmp_path, "e1,u1,m1,2019-02-01,illness,500,goods", "e2,u1,m1,2019-02-01,birth,9,"
    )
    status, out, _ = run(["welfare", asked, *ON, "--json"], capfdbinary)
    report = json.loads(out)
    assert status == 0
    assert report["queries"]
    assert report["undetermined"][0]["missing"] == ["policy_compliant", "form"]


def test_a_day_that_no_law_covers_is_no_question_for_a_check(tmp_path, capfdbinary):
    status, out, err = run(["welfare", LEDGER, "--on", "2017-01-01"], capfdbinary)
    assert (status, out) == (2, "")
    assert "not-in-force" in err
