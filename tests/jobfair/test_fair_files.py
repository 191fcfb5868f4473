"""Fairs and employers from files: both languages, every form, and bad input row by row."""

import json
from datetime import date

import pytest
from spreadsheets import xlsx_of

from lnunion_rules import Employer, Fair, InputError
from lnunion_rules.bounds import UNKNOWN, Bounds
from lnunion_rules.fair_pages import check_employers, employers_from, fair_from
from lnunion_rules.fairs import STANDS
from lnunion_rules.resources import table
from lnunion_rules.tables import columns_of

ON = date(2018, 12, 31)
HEADER = "employer_id,name,post_kinds,planned_hires,intentions,hired_on_spot"


def listed(*rows, header=HEADER):
    return employers_from("\n".join((header, *rows)).encode(), "csv")


def rejected(read):
    return [(bad.row, bad.refused.path, bad.refused.code) for bad in read.rejects]


@pytest.mark.parametrize(("section", "noun"), [("fair", Fair), ("employers", Employer)])
def test_every_fact_has_its_column_and_no_header_means_two(section, noun):
    columns = columns_of(section, noun).columns
    assert [column.name for column in columns] == list(noun.model_fields)
    headers = [header for column in columns for header in column.headers]
    assert len(headers) == len(set(headers))


def test_every_stand_has_its_chinese_words():
    rows = table("data/headers.toml")["words"]["stand"]
    assert tuple(rows) == STANDS
    said = [word for words in rows.values() for word in words]
    assert len(said) == len(set(said))


def test_chinese_headers_in_gbk_read_alike():
    english = listed("E1,虚构甲厂,3,>=10,4,2")
    chinese = employers_from(
        "企业编号,企业名称,岗位种类,预聘人数,达成意向人数,现场录用\nE1,虚构甲厂,3,10余,4,2\n".encode(
            "gbk"
        ),
        "csv",
    )
    assert chinese.nouns == english.nouns
    assert chinese.encoding == "gb18030"


def test_a_workbooks_number_cells_are_counts():
    header = HEADER.split(",")
    data = xlsx_of([["E1", "虚构甲厂", 3, 10, "近20", None]], header)
    (employer,) = employers_from(data, "xlsx").nouns
    assert employer.planned_hires == Bounds.exactly(10)
    assert employer.intentions == Bounds(0, 20)
    assert employer.hired_on_spot == UNKNOWN


@pytest.mark.parametrize("cell", [1.5, 1e12, date(2019, 1, 1), -1, True, "十人", "1,000"])
def test_a_cell_that_is_no_count_is_a_rejected_row(cell):
    data = xlsx_of([["E1", "虚构甲厂", cell], ["E2", "虚构乙厂", 3]], HEADER.split(",")[:3])
    read = employers_from(data, "xlsx")
    assert rejected(read) == [(2, "post_kinds", "not-a-count-or-bound")]
    assert [one.employer_id for one in read.nouns] == ["E2"]


def test_json_rows_take_numbers_and_bounds_as_text():
    rows = [{"employer_id": "E1", "name": "虚构甲厂", "planned_hires": 10, "intentions": "2..4"}]
    (employer,) = employers_from(json.dumps(rows).encode(), "json").nouns
    assert (employer.planned_hires, employer.intentions) == (Bounds.exactly(10), Bounds(2, 4))
    rows.append({**rows[0], "employer_id": "E2", "planned_hires": 10.5})
    bad = employers_from(json.dumps(rows).encode(), "json")
    assert rejected(bad) == [(2, "planned_hires", "number-with-fraction")]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",虚构甲厂,1,1,1,1", "employer_id", "field-missing"),
        ("E1,,1,1,1,1", "name", "field-missing"),
        ("E1,虚构甲厂,-1,1,1,1", "post_kinds", "not-a-count-or-bound"),
        ("E1,虚构甲厂,1,1e3,1,1", "planned_hires", "not-a-count-or-bound"),
        ("E1,虚构甲厂,1,1,９,1", "intentions", "not-a-count-or-bound"),
        ("E1,虚构甲厂,1,1,1,NaN", "hired_on_spot", "not-a-count-or-bound"),
        ("E 1,虚构甲厂,1,1,1,1", "employer_id", "not-an-identifier"),
        (f"E1,{'长' * 101},1,1,1,1", "name", "text-too-long"),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_go_on(row, column, code):
    read = listed(row, "E9,虚构己厂,1,1,1,1")
    assert rejected(read) == [(2, column, code)]
    report = check_employers(read, fair=None, on=ON)
    assert (report.rows_in, report.rows_accepted, report.rows_rejected) == (2, 1, 1)
    (told,) = report.rejects
    assert (told.row, told.column, told.code) == (2, column, code)
    assert told.reason
    assert told.fix


def test_a_second_row_of_an_employer_is_rejected_in_words_with_its_row():
    read = listed("E1,虚构甲厂,1,9,1,1", "bad row", "E1,虚构甲厂,2,9,1,1")
    report = check_employers(read, fair=None, on=ON, language="en")
    assert [(bad.row, bad.code) for bad in report.rejects] == [
        (3, "row-length"),
        (4, "duplicate-employer"),
    ]
    assert report.rejects[1].reason.startswith("Another row")
    assert report.total.post_kinds == Bounds.exactly(1)


def test_findings_name_the_row_of_the_file():
    report = check_employers(
        listed("E1,虚构甲厂,1,9,1,1", "E2,虚构乙厂,0,5,1,10"), fair=None, on=ON
    )
    assert {(one.row, one.employer_id) for one in report.breaches} == {(3, "E2")}
    assert [line.row for line in report.employers] == [2, 3]


FAIR = "fair_id,held_on,stands,organisers,visitors\n"


def test_a_fair_is_one_row_with_lists_in_its_cells():
    fair = fair_from(
        f'{FAIR}F1,2018-11-03,"宣讲台、career_advice","甲;乙",4000余\n'.encode(), "csv"
    )
    assert fair.stands == ("pitch_stage", "career_advice")
    assert fair.organisers == ("甲", "乙")
    assert fair.visitors == Bounds(4000)
    rows = [{"fair_id": "F1", "held_on": "2018-11-03", "organisers": ["甲", "乙"]}]
    assert fair_from(json.dumps(rows).encode(), "json").organisers == ("甲", "乙")


@pytest.mark.parametrize(
    ("rows", "code", "path"),
    [
        ("F1,2018-11-03,,,1\nF2,2018-11-04,,,1\n", "fair-not-one", ""),
        ("F1,,,,1\n", "field-missing", "[2].held_on"),
        ("F1,2018-11-03,舞台,,1\n", "not-a-choice", "[2].stands[0]"),
        ("F1,2018-11-03,,,许多\n", "not-a-count-or-bound", "[2].visitors"),
        ("F1,2018-13-03,,,1\n", "not-a-date", "[2].held_on"),
    ],
)
def test_a_file_about_a_fair_is_refused_whole(rows, code, path):
    with pytest.raises(InputError) as refused:
        fair_from((FAIR + rows).encode(), "csv")
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("https://cv.cn/{employer_id}", None),
        ("http://cv.cn/?e={employer_id}&f=1", None),
        ("https://cv.cn/", "link-without-employer"),
        ("javascript:alert(1)//{employer_id}", "not-a-link"),
        ("https://招聘.cn/{employer_id}", "not-a-link"),
        ("https://cv.cn/ {employer_id}", "not-a-link"),
        ("https://cv.cn/" + "a" * 500, "not-a-link"),
    ],
)
def test_a_fairs_link_names_the_employer_in_ordinary_characters(link, code):
    def made():
        return Fair(fair_id="F1", held_on="2018-11-03", cv_link=link)

    if code is None:
        assert made().cv_link == link
        return
    with pytest.raises(InputError) as refused:
        made()
    assert (refused.value.code, refused.value.path) == (code, "cv_link")


def test_nothing_of_an_employer_is_shown_by_its_repr():
    assert repr(listed("E1,虚构甲厂,1,9,1,1").nouns[0]) == "Employer()"
