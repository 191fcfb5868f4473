"""Tables from files: every form, every spelling, and everything that can be wrong with them."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import get_args

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq
from spreadsheets import (
    HEADER,
    ROW,
    Formula,
    changed,
    csv_of,
    row,
    swollen,
    with_dimension,
    with_far_cell,
    xlsx_of,
)

from lnunion_rules import ExpenseClaim, Household, InputError, RosterEntry, Union, people
from lnunion_rules.batch.reading.rows import TABLES, BillRow, MemberRow
from lnunion_rules.claims import Deceased, Form, Purpose
from lnunion_rules.people import Sex
from lnunion_rules.resources import table
from lnunion_rules.tables import Table, columns_of, form_of, read_table
from lnunion_rules.tables.cells import value_of
from lnunion_rules.tables.reading import MOST_BYTES
from lnunion_rules.tables.text import text_of

LEDGER = columns_of("ledger", ExpenseClaim)
ROSTER = columns_of("roster", RosterEntry)
UNIONS = columns_of("unions", Union)
CHINESE = [column.label for name in HEADER for column in LEDGER.columns if column.name == name]


def read(data: bytes | str, form: str = "csv") -> Table[ExpenseClaim]:
    data = data.encode() if isinstance(data, str) else data
    return read_table(data, form, LEDGER, ExpenseClaim)


def rejected(found: Table) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.refused.path, bad.refused.code) for bad in found.rejects]


def refused(data: bytes | str, form: str = "csv", columns=LEDGER, noun=ExpenseClaim) -> InputError:
    data = data.encode() if isinstance(data, str) else data
    with pytest.raises(InputError) as caught:
        read_table(data, form, columns, noun)
    assert caught.value.message("zh")
    assert caught.value.fix("en")
    return caught.value


def parquet_of(**columns) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({**{name: [ROW[name]] for name in HEADER[:7]}, **columns}), data)
    return data.getvalue()


def json_of(*rows) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False).encode()


FULL = {name: cell for name, cell in ROW.items() if cell is not None}


# ── Every form gives the same claims ──


def test_every_form_of_file_gives_the_same_claims():
    wanted = ExpenseClaim(**FULL)
    found = {
        "csv": read(csv_of([row()])),
        "xlsx": read(xlsx_of([row(amount=500, paid_on=date(2019, 2, 3))]), "xlsx"),
        "json": read(json_of(FULL), "json"),
        "lines": read(json.dumps(FULL) + "\n", "json"),
        "parquet": read(
            parquet_of(
                amount=pa.array([Decimal("500.00")], pa.decimal128(18, 2)),
                paid_on=[date(2019, 2, 3)],
                voucher_no=["V-1"],
            ),
            "parquet",
        ),
    }
    for form, one in found.items():
        assert one.nouns == (wanted,), form
        assert (one.rejects, one.notices, one.unread) == ((), (), ()), form


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_chinese_headers_and_words_are_read_in_every_encoding(encoding, named):
    cells = row(purpose="节日慰问品", form="实物", note="春节慰问，全体会员每人一份")
    cells[-1] = f'"{cells[-1]}"'
    found = read(csv_of([cells], CHINESE).encode(encoding))
    assert found.encoding == named
    assert found.nouns == (ExpenseClaim(**{**FULL, "note": "春节慰问，全体会员每人一份"}),)


def test_headers_may_be_written_in_any_width_case_and_spacing():
    spoken = [
        "Entry ID",
        "UNION_ID",
        "会员编号*",
        " 支付日期 ",
        "用途（必填）",
        "金额（元）",
        "发放形式（选填）",
    ]
    found = read(csv_of([row()[:7]], spoken))
    assert found.nouns[0].amount == Decimal("500.00")


def test_columns_that_are_no_columns_of_a_ledger_are_left_alone_and_named():
    found = read(csv_of([["一车间", *row(), "x"]], ["部门", *HEADER, "other"]))
    assert found.unread == (0, len(HEADER) + 1)
    assert found.nouns == read(csv_of([row()])).nouns


def test_tabs_and_semicolons_stand_apart_too():
    for sign in "\t;":
        assert read(csv_of([row()]).replace(",", sign)).nouns == read(csv_of([row()])).nouns


def test_blanks_around_a_cell_do_not_count():
    found = read(csv_of([row(member_id=" M1\u3000", amount=" 500.00 ", note="\t")]))
    assert found.nouns == read(csv_of([row()])).nouns


def test_a_ledger_needs_six_columns_only():
    needed = ["entry_id", "union_id", "member_id", "paid_on", "purpose", "amount"]
    assert [column.name for column in LEDGER.columns if column.required] == needed
    assert read(csv_of([row()[:6]], needed)).nouns[0].form is None


@pytest.mark.parametrize(
    ("columns", "noun"), [(LEDGER, ExpenseClaim), (ROSTER, RosterEntry), (UNIONS, Union)]
)
def test_every_fact_of_a_noun_has_its_column(columns, noun):
    facts = {column.to[0] for column in columns.columns}
    assert facts == set(noun.model_fields)
    assert all(column.label and column.headers for column in columns.columns)


@pytest.mark.parametrize(("name", "noun"), [("members", MemberRow), ("medical_bills", BillRow)])
def test_every_fact_of_a_members_or_bills_row_has_its_column(name, noun):
    assert {column.name for column in TABLES[name].columns} == set(noun.model_fields)


def test_every_fact_of_a_household_has_its_column_or_its_table():
    columns = {column.name for column in TABLES["households"].columns}
    assert columns | {"members", "medical_bills"} == set(Household.model_fields)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("two_homes；自有店铺", ["two_homes", "owns_shop"]),
        (["motor_vehicle"], ["motor_vehicle"]),
        ("无", []),
        ([], []),
    ],
)
def test_several_words_stand_apart_by_signs_or_in_a_list(cell, meant):
    exclusions = next(c for c in TABLES["households"].columns if c.name == "exclusions")
    assert value_of(cell, exclusions) == meant


def test_several_amounts_are_read_one_by_one():
    incomes = next(c for c in TABLES["households"].columns if c.name == "monthly_incomes")
    assert value_of("1200; 1300.50", incomes) == ["1200", "1300.50"]
    with pytest.raises(InputError) as caught:
        value_of([1200.5], incomes)
    assert caught.value.code == "money-as-number"


@pytest.mark.parametrize("section", ["ledger", "roster", "unions", *TABLES])
def test_no_header_means_two_columns(section):
    nouns = {
        "ledger": ExpenseClaim,
        "roster": RosterEntry,
        "unions": Union,
        "households": Household,
        "members": MemberRow,
        "medical_bills": BillRow,
    }
    headers = [h for column in columns_of(section, nouns[section]).columns for h in column.headers]
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("purpose", get_args(Purpose)),
        ("form", get_args(Form)),
        ("deceased", get_args(Deceased)),
        ("sex", get_args(Sex)),
        ("relation", get_args(people.Relation)),
        ("work", get_args(people.Work)),
        ("schooling", get_args(people.Schooling)),
        ("exclusion", ("none", *get_args(people.Exclusion))),
        ("member_origin", get_args(people.Origin)),
    ],
)
def test_every_word_of_a_choice_has_its_chinese_and_no_chinese_word_means_two(section, words):
    rows = table("data/headers.toml")["words"][section]
    assert set(rows) == set(words)
    said = [word for spoken in rows.values() for word in spoken]
    assert len(said) == len(set(said))
    assert all(rows.values())


@pytest.mark.parametrize("ending", ["慰问品", "慰问", ""])
@pytest.mark.parametrize(
    ("word", "purpose"),
    [
        ("节日", "festival"),
        ("生日", "birthday"),
        ("结婚", "marriage"),
        ("生育", "birth"),
        ("生病", "illness"),
        ("去世", "bereavement"),
        ("退休离岗", "retirement"),
    ],
)
def test_each_purpose_is_known_with_and_without_its_ending(word, purpose, ending):
    assert read(csv_of([row(purpose=word + ending)])).nouns[0].purpose == purpose


def test_any_other_purpose_is_kept_as_it_stands():
    assert read(csv_of([row(purpose=" 春游 ")])).nouns[0].purpose == "春游"


@pytest.mark.parametrize(("said", "meant"), [("是", True), ("否", False), ("TRUE", True)])
def test_yes_and_no_are_read_in_both_languages(said, meant):
    header = [*HEADER, "是否符合政策"]
    assert read(csv_of([[*row(), said]], header)).nouns[0].policy_compliant is meant


def test_a_unions_own_caps_are_columns_of_their_own():
    text = "工会编号,工会类型,节日慰问品上限,cap_marriage\nU1,联合,1500,\nU2,single,,300.50\n"
    found = read_table(text.encode(), "csv", UNIONS, Union)
    assert found.nouns == (
        Union(union_id="U1", kind="joint", caps={"festival": "1500"}),
        Union(union_id="U2", kind="single", caps={"marriage": "300.50"}),
    )


def test_a_bad_cap_is_rejected_under_the_name_of_its_column():
    found = read_table("工会编号,生育上限\nU1,1e3\n".encode(), "csv", UNIONS, Union)
    assert rejected(found) == [(2, "cap_birth", "not-money")]


# ── Bad rows are rejected one by one ──


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("amount", '"1,800.00元"', "not-money"),
        ("amount", "1800元", "not-money"),
        ("amount", "1800.005", "not-money"),
        ("amount", "NaN", "not-money"),
        ("amount", "1e9", "not-money"),
        ("amount", "1e999999", "not-money"),
        ("amount", "Infinity", "not-money"),
        ("amount", "１８００", "not-money"),
        ("amount", "+5", "not-money"),
        ("amount", "-0", "not-money"),
        ("amount", "1_000", "not-money"),
        ("amount", "10000000000", "not-money"),
        ("amount", "9" * 5000, "not-money"),
        ("amount", "0", "amount-zero"),
        ("amount", "", "field-missing"),
        ("paid_on", "2019/2/30", "not-a-date"),
        ("paid_on", "2019-02-30", "not-a-date"),
        ("paid_on", "2019年2月3日", "not-a-date"),
        ("paid_on", "0", "not-a-date"),
        ("paid_on", "1530316800", "not-a-date"),
        ("paid_on", "43500", "date-as-number"),
        ("paid_on", "43500.5", "date-as-number"),
        ("paid_on", "1900-01-01", "date-out-of-range"),
        ("paid_on", "9999-12-31", "date-out-of-range"),
        ("member_id", "2.1E+17", "id-as-number"),
        ("member_id", "=1+1", "not-an-identifier"),
        ("member_id", "张 三", "not-an-identifier"),
        ("member_id", "M" * 65, "not-an-identifier"),
        ("member_id", "\u3000", "field-missing"),
        ("purpose", "x" * 101, "text-too-long"),
        ("form", "微信红包", "not-a-choice"),
        ("note", "x" * 1001, "text-too-long"),
    ],
)
def test_a_bad_cell_rejects_its_row_and_no_other(column, cell, code):
    found = read(csv_of([row(entry_id="E0"), row(**{column: cell}), row(entry_id="E2")]))
    assert rejected(found) == [(3, column, code)]
    assert found.rows == (2, 4)
    assert found.rows_in == 3


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("是否符合政策", "也许", "not-yes-or-no"),
        ("是否符合政策", "1", "not-yes-or-no"),
        ("去世人员", "邻居", "not-a-choice"),
        ("冲销编号", "E0", "reversal-not-negative"),
        ("事项日期", "2019.2.3", "not-a-date"),
    ],
)
def test_the_columns_that_may_be_missing_are_read_as_strictly(column, cell, code):
    name = next(one.name for one in LEDGER.columns if one.label == column)
    found = read(csv_of([[*row(), cell]], [*HEADER, column]))
    path = "amount" if code == "reversal-not-negative" else name
    assert rejected(found) == [(2, path, code)]


def test_an_amount_with_a_comma_outside_quotes_does_not_shift_the_row():
    found = read(csv_of([row(amount="1,800.00元"), row()]))
    assert rejected(found) == [(2, "", "row-length")]
    assert found.rows == (3,)


def test_a_last_row_that_was_cut_off_is_rejected():
    text = csv_of([row(entry_id="E1"), row(entry_id="E2", amount="1500.00")])
    cut = text[: text.index("1500") + 1]
    assert rejected(read(cut)) == [(3, "", "row-length")]


def test_row_numbers_are_those_a_spreadsheet_shows():
    text = csv_of([row(note='"two\nlines"'), [None] * 9, row(amount="x")])
    assert rejected(read("\n\n" + text)) == [(6, "amount", "not-money")]


def test_a_row_with_several_faults_is_one_reject():
    found = read(csv_of([row(amount="x", paid_on="x", member_id="")]))
    assert rejected(found) == [(2, "member_id", "field-missing")]
    assert found.rows_in == 1


def test_nothing_a_person_stated_is_in_a_reject():
    secret = "张三丰MARKER"
    rows = [row(**{name: f"{secret} 1.5.5"}) for name in HEADER if name not in ("purpose", "note")]
    found = read(csv_of(rows))
    told = [
        f"{bad.refused} {bad.refused.message(lang)} {bad.refused.fix(lang)} {bad!r}"
        for bad in found.rejects
        for lang in ("zh", "en")
    ]
    assert len(found.rejects) == len(rows) - 1  # voucher numbers are free text
    assert not any("MARKER" in text for text in told)
    assert "MARKER" not in repr(found)


@given(
    st.lists(
        st.lists(
            st.one_of(st.sampled_from([*FULL.values(), "-5", "=1"]), st.text(max_size=6)),
            min_size=9,
            max_size=9,
        ),
        max_size=6,
    )
)
def test_the_rows_of_a_file_are_the_rows_accepted_and_the_rows_rejected(rows):
    import csv

    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([HEADER, row(), *rows])
    blank = sum(not any(cell.strip(" \t\r\n\u3000\u00a0\ufeff") for cell in one) for one in rows)
    if "\0" in text.getvalue():
        assert refused(text.getvalue()).code == "encoding-unknown"
        return
    found = read(text.getvalue())
    assert found.rows_in == len(found.nouns) + len(found.rejects) == 1 + len(rows) - blank
    numbers = sorted([*found.rows, *(bad.row for bad in found.rejects)])
    assert numbers == sorted(set(numbers))


# ── Files refused whole ──


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    for form in ("csv", "json"):
        assert refused(data, form).code == "file-empty"


def test_a_header_with_nothing_below_is_refused():
    assert refused(csv_of([])).code == "no-rows"
    assert refused(xlsx_of([]), "xlsx").code == "no-rows"
    assert refused(csv_of([[" "] * 9])).code == "no-rows"


def test_a_missing_column_is_named_in_both_languages():
    header = [name if name not in ("paid_on", "amount") else "x" for name in HEADER]
    error = refused(csv_of([row()], header))
    assert error.code == "columns-missing"
    assert "支付日期（paid_on）、金额（amount）" in error.message("zh")
    assert "paid_on, amount." in error.message("en")


@pytest.mark.parametrize(
    "garble",
    [
        lambda text: text.encode().decode("gb18030", "replace").encode(),
        lambda text: text.encode("gbk").decode("latin-1").encode(),
        lambda text: text.encode("big5", "replace"),
    ],
    ids=["utf-8 taken for gbk", "gbk taken for latin-1", "big5"],
)
def test_a_header_in_the_wrong_encoding_is_refused(garble):
    text = csv_of([row(note="春节慰问品")], CHINESE)
    assert refused(garble(text)).code in ("columns-missing", "encoding-unknown")


def test_a_header_and_rows_in_different_encodings_are_refused():
    text = csv_of([row(purpose="节日慰问品", note="春节前发放到每位会员手中")] * 3, CHINESE)
    header, _, body = text.partition("\n")
    assert refused(header.encode("gbk") + b"\n" + body.encode()).code == "encoding-unknown"
    assert refused(header.encode() + b"\n" + body.encode("gbk")).code == "encoding-unknown"


def test_utf_8_that_was_cut_is_not_taken_for_another_encoding():
    data = csv_of([row(note="春节慰问品")] * 3, CHINESE).encode()
    assert refused(data[:-2]).code == "encoding-unknown"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\0b,c\n", b"\x80\xff,\n", b"\xff\xff\xff"])
def test_bytes_that_are_no_text_are_refused(data):
    assert refused(data).code == "encoding-unknown"


def test_big5_and_gbk_are_not_told_apart_by_guessing():
    assert text_of("慰问".encode("gbk")) == ("慰问", "gb18030")


def test_two_headers_for_one_column_are_refused():
    error = refused(csv_of([[*row(), "1"]], [*HEADER, "金额"]))
    assert (error.code, error.path) == ("column-twice", "amount")
    assert "F" in error.message("en")
    assert "J" in error.message("en")


def test_a_quote_that_is_never_closed_is_refused():
    assert refused(csv_of([row(), row(note='"open'), row()])).code == "csv-broken"


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("A.XLSX", "xlsx"), ("a.jsonl", "json"), ("a.b.parquet", "parquet")],
)
def test_the_form_is_told_by_the_ending(name, form, tmp_path):
    assert form_of(tmp_path / name) == form


@pytest.mark.parametrize("name", ["a.xls", "a.doc", "a", "-", "csv"])
def test_an_ending_that_says_nothing_is_refused(name, tmp_path):
    with pytest.raises(InputError) as caught:
        form_of(tmp_path / name)
    assert caught.value.code == "form-unknown"


def test_a_file_that_is_not_what_its_name_says_is_refused():
    forms = {
        "csv": csv_of([row()]).encode(),
        "xlsx": xlsx_of([row()]),
        "parquet": parquet_of(),
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }
    for said in ("csv", "xlsx", "parquet", "json"):
        for kind, data in forms.items():
            if kind == said or (kind, said) == ("csv", "json"):
                continue
            assert refused(data, said).code == "form-not-as-named", (said, kind)


def test_a_file_beyond_the_bound_is_refused_unread():
    assert refused(b"x" * (MOST_BYTES + 1)).code == "table-too-large"


def test_more_rows_than_can_be_read_one_by_one_are_refused(monkeypatch):
    monkeypatch.setattr("lnunion_rules.tables.reading.MOST_ROWS", 2)
    assert read(csv_of([row(), row()])).rows_in == 2
    assert refused(csv_of([row()] * 3)).code == "too-many-rows"


@pytest.mark.parametrize(
    ("module", "extra", "form"),
    [("python_calamine", "excel", "xlsx"), ("pyarrow", "batch", "parquet")],
)
def test_a_missing_extra_is_named(monkeypatch, module, extra, form):
    data = {"xlsx": xlsx_of([row()]), "parquet": parquet_of()}[form]
    monkeypatch.setitem(sys.modules, module, None)
    error = refused(data, form)
    assert error.code == "extra-missing"
    assert f"lnunion-rules[{extra}]" in error.fix("en")


# ── XLSX ──


def xlsx(*rows, **more) -> Table[ExpenseClaim]:
    return read(xlsx_of(rows, **more), "xlsx")


@pytest.mark.parametrize("amount", [500, 500.0, 500.5, 500.55, 0.01, 9999999999.99, 1e9, -500])
def test_a_number_cell_of_money_is_taken_where_it_is_exact(amount):
    assert xlsx(row(amount=amount)).nouns[0].amount == Decimal(repr(amount))


@pytest.mark.parametrize("amount", [1800.005, 1e10, 1e-5, 2.1e17, True, date(2019, 2, 3)])
def test_a_number_cell_of_money_that_is_not_exact_is_rejected(amount):
    assert rejected(xlsx(row(amount=amount))) == [(2, "amount", "not-money")]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("member_id", 2.1e17, "id-as-number"),
        ("member_id", 210302196703011234, "id-as-number"),
        ("member_id", 7.5, "id-as-number"),
        ("member_id", date(2019, 3, 12), "text-as-date"),
        ("voucher_no", date(2019, 3, 12), "text-as-date"),
        ("voucher_no", 2.1e17, "id-as-number"),
        ("paid_on", 43500, "date-as-number"),
        ("paid_on", datetime.fromisoformat("2019-02-03 10:30"), "date-with-time"),
        ("paid_on", time(10, 30), "time-in-cell"),
        ("note", timedelta(hours=30), "time-in-cell"),
        ("paid_on", "2019/2/30", "not-a-date"),
        ("amount", "1,800.00元", "not-money"),
        ("amount", "1e9", "not-money"),
        ("note", True, "not-text"),
        ("member_id", "=1+1", "not-an-identifier"),
        ("member_id", Formula('="M"&"1"'), "formula-in-cell"),
        ("note", Formula('=HYPERLINK("http://example.invalid","M1")'), "formula-in-cell"),
        ("amount", Formula("=B2*2"), "formula-in-cell"),
    ],
)
def test_a_cell_that_a_spreadsheet_spoiled_rejects_its_row(column, cell, code):
    found = xlsx(row(entry_id="E0"), row(**{column: cell}), row(entry_id="E2"))
    assert rejected(found) == [(3, column, code)]
    assert found.rows == (2, 4)


def test_an_identifier_that_is_a_whole_number_is_taken_with_a_notice():
    found = xlsx(row(member_id=7, voucher_no=12))
    assert (found.nouns[0].member_id, found.nouns[0].voucher_no) == ("7", "12")
    assert found.notices == ("ids-as-numbers",)


def test_text_that_looks_like_a_formula_stays_text():
    note = '=HYPERLINK("http://example.invalid","x")'
    assert xlsx(row(note=note)).nouns[0].note == note


def test_a_number_that_arithmetic_left_inexact_is_rejected():
    data = changed(
        xlsx_of([row(amount=0.5)]),
        "sheet1.xml",
        lambda xml: xml.replace(b"<v>0.5</v>", b"<v>0.30000000000000004</v>"),
    )
    assert rejected(read(data, "xlsx")) == [(2, "amount", "not-money")]


def test_an_error_of_the_spreadsheet_is_not_taken_for_nothing():
    error = b'<c r="I3" t="e"><v>#N/A</v></c>'
    data = changed(
        xlsx_of([row(), row(note="x")]),
        "sheet1.xml",
        lambda xml: re.sub(rb'<c r="I3".*?</c>', error, xml),
    )
    assert rejected(read(data, "xlsx")) == [(3, "note", "error-in-cell")]


def test_a_row_of_formulas_without_results_is_not_lost():
    data = xlsx_of([row()])
    tail = b'<row r="9"><c r="F9"><f>SUM(F2:F8)</f></c></row></sheetData>'
    more = changed(data, "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", tail))
    found = read(more, "xlsx")
    assert rejected(found) == [(9, "amount", "formula-in-cell")]
    assert found.rows_in == 2


def test_merged_cells_reject_every_row_they_touch():
    found = xlsx(
        *[row(entry_id=f"E{number}") for number in range(5)],
        more=lambda book, sheet: sheet.merge_range(2, 1, 4, 1, "U1"),
    )
    wrong = "union_id", "merged-cell"
    assert rejected(found) == [(3, *wrong), (4, *wrong), (5, *wrong)]
    assert found.rows == (2, 6)


def test_merged_cells_beside_the_table_do_not_matter():
    found = xlsx(row(), row(), more=lambda book, sheet: sheet.merge_range(1, 9, 2, 9, "一车间"))
    assert (found.rows, found.rejects) == ((2, 3), ())


def test_a_merged_title_above_the_header_is_refused():
    title = xlsx_of([row()], top=1, more=lambda book, sheet: sheet.merge_range(0, 0, 0, 8, "台账"))
    assert refused(title, "xlsx").code == "header-merged"


def test_row_numbers_are_those_of_excel_though_rows_above_are_empty():
    found = xlsx(row(), [None] * 9, row(amount="x"), top=4)
    assert found.rows == (6,)
    assert rejected(found) == [(8, "amount", "not-money")]


@pytest.mark.parametrize("said", ["A1:A1", "A1:B2", "A1:XFD1048576", "Z99:Z99"])
def test_a_lying_dimension_loses_no_row(said):
    data = xlsx_of([row(entry_id=f"E{number}") for number in range(20)])
    assert read(with_dimension(data, said), "xlsx").rows == tuple(range(2, 22))


def test_a_cell_in_the_far_corner_is_refused_before_room_is_made_for_it():
    assert refused(with_far_cell(xlsx_of([row()])), "xlsx").code == "sheet-too-large"


def test_far_cells_on_other_sheets_count_too():
    def more(book, sheet):
        for _ in range(3):
            book.add_worksheet().write(1_000_000, 8, "x")

    data = xlsx_of(
        [row()],
        more=lambda book, sheet: [
            (other := book.add_worksheet()).write(0, 0, "x") or other.write(1_000_000, 8, "x")
            for _ in range(3)
        ],
    )
    assert refused(data, "xlsx").code == "sheet-too-large"


@pytest.mark.parametrize("part", ["sheet1.xml", "styles.xml", "sharedStrings.xml"])
def test_a_zip_bomb_is_refused(part):
    assert refused(swollen(xlsx_of([row()]), part=part), "xlsx").code == "zip-bomb"


def test_a_zip_that_declares_less_than_it_holds_is_refused():
    data = bytearray(xlsx_of([row()] * 50))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert int.from_bytes(data[entry + 24 : entry + 28], "little") == part.file_size
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert refused(bytes(data), "xlsx").code == "zip-bomb"


def test_a_list_that_counts_on_billions_is_refused_before_room_is_made_for_it():
    data = changed(
        xlsx_of([row()]),
        "sharedStrings.xml",
        lambda xml: xml.replace(b'uniqueCount="', b'uniqueCount="4000000'),
    )
    assert refused(data, "xlsx").code == "zip-bomb"


def test_an_honest_file_of_many_alike_rows_is_no_bomb():
    assert read(xlsx_of([row()] * 2000), "xlsx").rows_in == 2000


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"PK\x03\x04" + b"x" * 200,
        lambda data: data[:200] + bytes([data[200] ^ 255]) + data[201:],
        lambda data: changed(data, "sheet1.xml", lambda xml: xml[: len(xml) // 2]),
        lambda data: changed(
            data, "sheet1.xml", lambda xml: xml.replace(b"<v>0</v>", b"<v>99</v>")
        ),
        lambda data: changed(data, "sheet1.xml", lambda xml: xml.decode().encode("utf-16")),
        lambda data: changed(
            data,
            "sheet1.xml",
            lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1),
        ),
        lambda data: changed(
            data, "workbook.xml.rels", lambda xml: xml.replace(b"sheet1", b"none")
        ),
        lambda data: changed(data, "workbook.xml.rels", lambda xml: b"\xff"),
    ],
    ids=range(9),
)
def test_a_broken_workbook_is_refused(spoil):
    assert refused(spoil(xlsx_of([row()])), "xlsx").code == "file-broken"


def test_an_empty_workbook_is_refused():
    assert refused(xlsx_of([], []), "xlsx").code == "file-empty"


def test_a_second_sheet_with_the_same_columns_is_refused_and_any_other_is_named():
    def ledger(book, sheet):
        book.add_worksheet().write_row(0, 0, HEADER)

    def notes(book, sheet):
        book.add_worksheet().write(0, 0, "填表说明")

    assert refused(xlsx_of([row()], more=ledger), "xlsx").code == "several-sheets"
    assert xlsx(row(), more=notes).notices == ("sheets-not-read",)


def test_the_sheet_that_is_a_ledger_is_found_behind_a_cover():
    def ledger(book, sheet):
        second = book.add_worksheet()
        for number, cells in enumerate([HEADER, row()]):
            second.write_row(number, 0, [cell or "" for cell in cells])

    assert read(xlsx_of([], ["封面"], more=ledger), "xlsx").rows == (2,)


# ── Parquet ──


@pytest.mark.parametrize(
    ("type_", "code"),
    [
        (pa.float64(), "money-column-not-exact"),
        (pa.float32(), "money-column-not-exact"),
        (pa.int64(), "money-column-without-unit"),
    ],
)
def test_a_money_column_that_is_not_exact_is_refused_whole(type_, code):
    error = refused(parquet_of(amount=pa.array([500], type_)), "parquet")
    assert (error.code, error.path) == (code, "amount")
    assert "decimal(18,2)" in error.fix("zh")


def test_an_identifier_column_of_floats_is_refused_whole():
    error = refused(parquet_of(member_id=[2.1e17]), "parquet")
    assert (error.code, error.path) == ("id-column-not-exact", "member_id")


def test_whole_numbers_and_dictionaries_are_exact_identifiers():
    data = parquet_of(member_id=[7], union_id=pa.array(["U1"]).dictionary_encode())
    claim = read(data, "parquet").nouns[0]
    assert (claim.member_id, claim.union_id) == ("7", "U1")


def test_a_decimal_with_more_places_is_rejected_unless_they_are_zeros():
    for amount, wrong in (("1800.0050", [(1, "amount", "not-money")]), ("1800.5000", [])):
        cells = pa.array([Decimal(amount)], pa.decimal128(18, 4))
        assert rejected(read(parquet_of(amount=cells), "parquet")) == wrong


def test_rows_of_parquet_count_from_one_and_nulls_are_empty_cells():
    data = io.BytesIO()
    columns = {name: [FULL.get(name), None] for name in HEADER}
    pq.write_table(pa.table(columns), data)
    found = read(data.getvalue(), "parquet")
    assert found.rows == (1,)
    assert rejected(found) == [(2, "entry_id", "field-missing")]


@pytest.mark.parametrize("cut", [8, 100, 700])
def test_a_truncated_parquet_file_is_refused(cut):
    data = parquet_of()
    assert refused(data[:-cut], "parquet").code == "file-broken"
    assert refused(b"PAR1" + data[cut:], "parquet").code == "file-broken"


# ── JSON rows ──


def test_a_bad_row_of_json_does_not_spoil_the_others():
    rows = [
        json.dumps(FULL),
        json.dumps({**FULL, "amount": 500}),
        json.dumps({**FULL, "amount": 500.5}),
        '{"entry_id": "E4", "entry_id": "E5"}',
        "[1]",
        json.dumps({**FULL, "policy_compliant": True, "amount": "-5"}),
        json.dumps({**FULL, "amount": "500"}).replace('"500"', "NaN"),
        json.dumps({**FULL, "note": ["x"]}),
    ]
    wrong = [
        (2, "amount", "money-as-number"),
        (3, "amount", "number-with-fraction"),
        (4, "entry_id", "key-twice"),
        (5, "", "not-an-object"),
        (7, "amount", "number-not-finite"),
        (8, "note", "not-text"),
    ]
    for text in ("[" + ",\n ".join(rows) + "]", "\n".join(rows)):
        found = read(text, "json")
        assert rejected(found) == wrong
        assert found.rows == (1, 6)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "file-empty"),
        ("{}", "columns-missing"),
        ("[{}, {}]", "columns-missing"),
        ("[1, 2]", "not-an-object"),
        ('[{"a": 1}', "json-broken"),
        ('[{"a": 1},]', "json-broken"),
        ('[{"a": 1}] x', "json-broken"),
        ('[{"a" 1}]', "json-broken"),
        ("not json", "json-broken"),
        ('[{"a": 1}]', "columns-missing"),
        ("[" * 100_000, "nested-too-deep"),
        ('{"a": ' * 100_000, "nested-too-deep"),
    ],
)
def test_json_that_is_no_table_is_refused(text, code):
    assert refused(text, "json").code == code


def test_json_rows_may_have_chinese_keys_in_any_order():
    names = {column.name: column.label for column in LEDGER.columns}
    turned = {names[name]: cell for name, cell in reversed(FULL.items())}
    assert read(json_of(turned), "json").nouns == (ExpenseClaim(**FULL),)


# ── The house ──


def test_reading_a_csv_file_needs_no_extra():
    program = (
        "import sys; sys.modules.update(dict.fromkeys("
        "['pyarrow', 'python_calamine', 'xlsxwriter', 'polars', 'numpy', 'narwhals']))\n"
        "from lnunion_rules.tables import columns_of, read_table\n"
        "from lnunion_rules import RosterEntry\n"
        "columns = columns_of('roster', RosterEntry)\n"
        "print(read_table(b'member_id,union_id\\nM1,U1\\n', 'csv', columns, RosterEntry).rows)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "(2,)\n"
