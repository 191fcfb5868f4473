"""``lnunion assess``: one household, many, and everything that can be wrong with them."""

import decimal
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from lnunion_rules import assess_household
from lnunion_rules.cases import household_from
from lnunion_rules.documents import MOST_BYTES

pytest_plugins = ["cli_runs"]

ON = ("--on", "2018-12-31")
EXAMPLES = Path(__file__).parent.parent / "examples"
FAMILY = EXAMPLES / "one_family.json"
MARKER = "张三丰MARKER"
NUMBER = "210302196703011234"
"""What no message may ever show: a name and a number that stand for a person's."""

ONE = {
    "household_id": "LN-1",
    "area": "210302",
    "filed": True,
    "annual_disposable_income": "23400.00",
    "members": [{"member_id": "m1", "relation": "head"}],
}


def case(**facts) -> dict:
    return {**ONE, **facts}


def written(tmp_path: Path, data, name: str = "case.json") -> Path:
    path = tmp_path / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


# ── One household ──


def test_json_is_the_package_and_nothing_else(lnunion):
    run = lnunion("assess", FAMILY, *ON, "--json")
    package = assess_household(household_from(FAMILY.read_bytes()), on=date(2018, 12, 31))
    assert (run.status, run.err) == (0, "")
    assert run.json == package.model_dump(mode="json")
    assert list(run.json)[:5] == ["household_id", "on", "policy", "hardship", "awards"]
    assert next(iter(run.json["hardship"])) == "category"
    assert list(run.json)[-1] == "receipt"


def test_the_same_case_gives_the_same_bytes(lnunion):
    runs = {lnunion("assess", FAMILY, *ON, *more).out for more in ((), ()) for _ in range(2)}
    assert len(runs) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screen_shows_the_answer_first_then_the_worksheets(lnunion, language):
    run = lnunion("assess", FAMILY, *ON, "--lang", language)
    assert run.status == 0
    words = {
        "zh": ("2018-12-31", "相对困难", "6,350.00", "计算过程"),
        "en": ("2018-12-31", "relative hardship", "6,350.00", "Worksheet"),
    }
    places = [run.text.index(word) for word in words[language]]
    assert places == sorted(places)
    assert max(width_of(line) for line in run.text.splitlines()) <= 80


def width_of(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_the_screen_keeps_to_the_width_of_the_terminal(lnunion, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("one_family", "undetermined"):
        run = lnunion("assess", EXAMPLES / f"{name}.json", *ON)
        assert run.status == 0
        assert max(map(width_of, run.text.splitlines())) <= int(columns)


def test_no_colour_is_written_where_none_is_wanted(lnunion, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b[3" not in lnunion("assess", FAMILY, *ON).out
    monkeypatch.delenv("FORCE_COLOR")
    assert b"\x1b" not in lnunion("assess", FAMILY, *ON).out


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_full_explanation_has_the_same_words_on_the_screen_and_in_a_file(
    lnunion, tmp_path, form, language
):
    asked = ("assess", FAMILY, *ON, "--lang", language, "--format", form)
    shown = lnunion(*asked)
    out = tmp_path / "explanation"
    assert lnunion(*asked, "--out", out) == (0, b"", "")
    assert shown.text.split() == out.read_text(encoding="utf-8").split() or form == "text"
    assert "opinion_2018" not in shown.text
    assert "6,350.00" in out.read_text(encoding="utf-8")


def test_a_page_says_how_its_characters_are_written(lnunion, tmp_path):
    page = lnunion("assess", FAMILY, *ON, "--lang", "zh", "--format", "html").text
    assert page.startswith('<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">')
    assert page.rstrip().endswith("</div></body></html>")


@pytest.mark.parametrize("option", ["--out", "--letter"])
def test_no_answer_replaces_a_file_that_is_read(lnunion, tmp_path, option):
    case, law = written(tmp_path, ONE), tmp_path / "law.toml"
    law.write_text('[parameters]\n"education_aid.months" = "9"\n', encoding="utf-8")
    (tmp_path / "again.json").symlink_to(case)
    before = case.read_bytes(), law.read_bytes()
    for target in (case, tmp_path / "again.json", law):
        run = lnunion("assess", case, *ON, "--policy", law, option, target)
        assert (run.status, run.code) == (2, "out-is-input")
        assert option in run.err
    assert (case.read_bytes(), law.read_bytes()) == before


def test_answer_and_letter_are_not_written_into_one_file(lnunion, tmp_path):
    one = tmp_path / "one.md"
    run = lnunion("assess", FAMILY, *ON, "--out", one, "--letter", tmp_path / "." / "one.md")
    assert (run.status, run.code, run.out) == (2, "outs-are-one", b"")
    assert not one.exists()


def test_an_answer_is_written_whole(lnunion, tmp_path):
    out = tmp_path / "r.json"
    out.write_text("before", encoding="utf-8")
    assert lnunion("assess", FAMILY, *ON, "--json", "--out", out) == (0, b"", "")
    assert json.loads(out.read_bytes())["household_id"] == "LN-0001"
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_is_written_where_there_is_no_answer(lnunion, tmp_path):
    out = tmp_path / "r.json"
    out.write_text("before", encoding="utf-8")
    refused = EXAMPLES / "refused.json"
    letter = tmp_path / "letter.md"
    run = lnunion("assess", refused, *ON, "--json", "--out", out, "--letter", letter)
    assert (run.status, run.code) == (2, "payers-exceed-bill")
    assert out.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("option", ["--out", "--letter"])
@pytest.mark.parametrize("place", ["missing/r.json", ".", ""])
def test_a_file_that_cannot_be_written_is_named_by_its_option(lnunion, tmp_path, option, place):
    run = lnunion("assess", FAMILY, *ON, option, tmp_path / place)
    assert (run.status, run.code) == (2, "file-not-written")
    assert option in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_letter_is_written_beside_the_answer(lnunion, tmp_path):
    letter = tmp_path / "letter.md"
    run = lnunion("assess", FAMILY, *ON, "--json", "--letter", letter)
    assert run.json["household_id"] == "LN-0001"
    text = letter.read_text(encoding="utf-8")
    assert "6,350.00" in text
    assert "陆仟叁佰伍拾元" in text


def test_undetermined_is_an_answer(lnunion):
    run = lnunion("assess", EXAMPLES / "undetermined.json", *ON, "--json")
    assert (run.status, run.err) == (0, "")
    assert run.json["hardship"]["category"] == "undetermined"
    assert run.json["hardship"]["missing"]


def test_a_household_is_read_from_standard_input(lnunion):
    expected = lnunion("assess", FAMILY, *ON, "--json")
    for data in (FAMILY.read_bytes(), json.dumps(json.loads(FAMILY.read_bytes())).encode()):
        run = lnunion("assess", "-", *ON, "--json", stdin=data)
        assert (run.status, run.json, run.err) == (0, expected.json, "")


@pytest.mark.parametrize("spread", [None, 1])
def test_one_case_on_standard_input_is_shown_to_people(lnunion, spread):
    data = json.dumps(json.loads(FAMILY.read_bytes()), indent=spread).encode()
    run = lnunion("assess", "-", *ON, "--lang", "en", stdin=data)
    assert run.text == lnunion("assess", FAMILY, *ON, "--lang", "en").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_case_is_read_in_the_usual_encodings(lnunion, tmp_path, encoding):
    data = json.dumps(case(area="鞍山市铁东区"), ensure_ascii=False).encode(encoding)
    path = written(tmp_path, data)
    run = lnunion("assess", path, *ON, "--json")
    assert run.status == 0
    assert run.json["receipt"]["facts"]["area"] == "210302"


# ── Many households ──


def test_one_answer_a_line_in_order_and_a_bad_line_by_its_number(lnunion):
    run = lnunion("assess", EXAMPLES / "families.jsonl", *ON, "--lang", "en")
    assert (run.status, run.err) == (1, "")
    told = [line.get("household_id", line.get("error", {}).get("line")) for line in run.lines]
    cases = (EXAMPLES / "families.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(told) == len(cases)
    bad = {number: line["error"] for number, line in enumerate(run.lines, 1) if "error" in line}
    assert bad[4] == {
        "code": "number-with-fraction",
        "path": "annual_disposable_income",
        "message": "A number with a fraction or an exponent would lose digits and is refused.",
        "fix": 'Write amounts in quotes, such as "1800.50".',
        "line": 4,
    }


def test_a_line_answers_as_the_case_alone(lnunion, tmp_path):
    many = written(
        tmp_path, f"{json.dumps(ONE)}\n{json.dumps(case(household_id='LN-2'))}\n", "c.jsonl"
    )
    run = lnunion("assess", many, *ON)
    assert run.status == 0
    assert run.lines[0] == lnunion("assess", written(tmp_path, ONE), *ON, "--json").json
    assert run.lines[1]["household_id"] == "LN-2"


def test_blank_lines_are_skipped_and_counted(lnunion, tmp_path):
    many = written(tmp_path, f"\n{json.dumps(ONE)}\n \n{{}}\n\n", "c.jsonl")
    run = lnunion("assess", many, *ON)
    assert run.status == 1
    assert [line.get("household_id") for line in run.lines] == ["LN-1", None]
    assert run.lines[1]["error"]["line"] == 4


def test_many_cases_come_on_standard_input(lnunion):
    data = f"{json.dumps(ONE)}\nnot json\n{json.dumps(ONE)}".encode()
    for more in ((), ("--json",)):
        run = lnunion("assess", "-", *ON, *more, stdin=data)
        assert run.status == 1
        assert [line.get("household_id") for line in run.lines] == ["LN-1", None, "LN-1"]
        assert run.lines[1]["error"]["code"] == "json-broken"


def test_a_broken_line_is_named_by_its_own_number(lnunion, tmp_path):
    many = written(tmp_path, f'{json.dumps(ONE)}\n\n{{"household_id":\n', "c.jsonl")
    told = lnunion("assess", many, *ON, "--lang", "en").lines[1]["error"]
    assert (told["code"], told["line"]) == ("json-broken", 3)
    assert "line 3, column 17 " in told["message"]


BAD_FIRST = (
    b"not json",
    b'{"household_id": "LN',
    b"[]",
    b'{"a": NaN}',
    b"{}",
    b"\xff\xff",
    b"[" * 100_000,
    b'{"a": ' + b"9" * 5000 + b"}",
    '{"area": "鞍山'.encode("gbk"),
)


def test_a_bad_first_line_does_not_stop_the_rest(lnunion):
    for bad in BAD_FIRST:
        data = b"\n".join((bad, json.dumps(ONE).encode(), json.dumps(ONE).encode()))
        for more in ((), ("--json",)):
            run = lnunion("assess", "-", *ON, *more, stdin=data)
            assert run.status == 1, bad[:50]
            assert [line.get("household_id") for line in run.lines] == [None, "LN-1", "LN-1"]


BAD_ALONE = {"field-missing", "json-broken", "not-an-object", "file-empty", "number-not-finite"}


@pytest.mark.parametrize("more", [(), ("--json",)])
@pytest.mark.parametrize("data", [b"{}", b'{"area": tru', b"[]", b"", b"\n \n", b'{\n"a": NaN}'])
def test_one_bad_case_on_standard_input_cannot_be_answered(lnunion, data, more):
    run = lnunion("assess", "-", *ON, *more, stdin=data)
    assert run.status == 2
    assert run.code in {
        "field-missing",
        "json-broken",
        "not-an-object",
        "file-empty",
        "number-not-finite",
    }
    if more:
        assert run.json["error"]["code"] == run.code
    else:
        assert run.out == b""


def test_one_bad_line_of_a_file_of_cases_is_a_bad_line(lnunion, tmp_path):
    run = lnunion("assess", written(tmp_path, "{}", "c.jsonl"), *ON)
    assert (run.status, run.err) == (1, "")
    assert run.json["error"]["code"] == "field-missing"


def test_a_file_of_no_cases_cannot_be_answered(lnunion, tmp_path):
    run = lnunion("assess", written(tmp_path, "\n\n", "c.jsonl"), *ON)
    assert (run.status, run.code, run.out) == (2, "file-empty", b"")


def test_a_day_without_law_stops_the_whole_file(lnunion):
    run = lnunion("assess", EXAMPLES / "families.jsonl", "--on", "2015-01-01")
    assert (run.status, run.code, run.out) == (2, "not-in-force", b"")


def test_many_answers_are_written_whole(lnunion, tmp_path):
    out = tmp_path / "answers.jsonl"
    shown = lnunion("assess", EXAMPLES / "families.jsonl", *ON)
    run = lnunion("assess", EXAMPLES / "families.jsonl", *ON, "--out", out)
    assert (run.status, run.out) == (1, b"")
    assert out.read_bytes() == shown.out
    stopped = lnunion("assess", EXAMPLES / "families.jsonl", "--on", "2015-01-01", "--out", out)
    assert stopped.status == 2
    assert out.read_bytes() == shown.out


@pytest.mark.parametrize("option", [("--letter", "x.md"), ("--format", "html")])
def test_a_letter_is_for_one_household(lnunion, option):
    run = lnunion("assess", EXAMPLES / "families.jsonl", *ON, *option)
    assert (run.status, run.code, run.out) == (2, "one-case-only", b"")


def test_each_answer_leaves_before_the_next_case_is_there(lnunion, monkeypatch):
    """A program at the other end may wait for an answer before it sends the next case."""
    from lnunion_rules.cli import main

    case_in, ours = os.pipe()
    theirs, answer_out = os.pipe()
    statuses = []
    with os.fdopen(case_in, "rb") as stdin, os.fdopen(answer_out, "wb") as stdout:
        monkeypatch.setattr("sys.stdin", type("In", (), {"buffer": stdin}))
        monkeypatch.setattr("sys.stdout", type("Out", (), {"buffer": stdout}))
        answering = threading.Thread(
            target=lambda: statuses.append(main(["assess", "-", *ON, "--json"]))
        )
        answering.start()
        with os.fdopen(ours, "wb", buffering=0) as to, os.fdopen(theirs, "rb") as answers:
            for number in range(3):
                to.write(json.dumps(case(household_id=f"LN-{number}")).encode() + b"\n")
                assert json.loads(answers.readline())["household_id"] == f"LN-{number}"
            to.close()
            answering.join(timeout=30)
    monkeypatch.undo()
    assert statuses == [0]


# ── Whatever can be wrong with a case ──

HEAD = ONE["members"][0]
INCOME, BORN, KEY = "annual_disposable_income", "members[0].birth_date", "members[0].member_id"


def income(stated) -> dict:
    return case(annual_disposable_income=stated)


def number(stated: str) -> str:
    return f'{{"{INCOME}": {stated}}}'


def born(stated) -> dict:
    return case(members=[{**HEAD, "birth_date": stated}])


def key(stated) -> dict:
    return case(members=[{**HEAD, "member_id": stated}])


PROBES = [
    # what stands in the file, the code, the place
    (income("1e999999"), "not-money", INCOME),
    (income("NaN"), "not-money", INCOME),
    (income("Infinity"), "not-money", INCOME),
    (income("-0"), "not-money", INCOME),
    (income("-1"), "not-money", INCOME),
    (income("1_000"), "not-money", INCOME),
    (income(" 12 "), "not-money", INCOME),
    (income("12\n"), "not-money", INCOME),
    (income("１２３"), "not-money", INCOME),
    (income("١٢٣"), "not-money", INCOME),
    (income("1.234"), "not-money", INCOME),
    (income("10000000000"), "not-money", INCOME),
    (income("9" * 5000), "not-money", INCOME),
    (income(""), "not-money", INCOME),
    (income([]), "not-money", INCOME),
    (income(MARKER), "not-money", INCOME),
    (income(True), "money-as-number", INCOME),
    (income(23400), "money-as-number", INCOME),
    (income(0), "money-as-number", INCOME),
    (income(23400.5), "number-with-fraction", INCOME),
    (number("1e999999"), "number-with-fraction", INCOME),
    (number("NaN"), "number-not-finite", INCOME),
    (number("-Infinity"), "number-not-finite", INCOME),
    (number("9" * 5000), "number-too-long", INCOME),
    (number("-0"), "field-missing", "household_id"),
    ('{"filed": true, "filed": false}', "key-twice", "filed"),
    (f'{{"{MARKER}": 1, "{MARKER}": 2}}', "key-twice", "?"),
    ("[" * 100_000, "nested-too-deep", "CASE"),
    ('{"members":' * 100_000 + "1" + "}" * 100_000, "nested-too-deep", "CASE"),
    (f'{{"household_id": "{MARKER}', "json-broken", "CASE"),
    ("", "file-empty", "CASE"),
    (b"\xff\xff\xff", "encoding-unknown", "CASE"),
    (b" " * (MOST_BYTES + 1), "file-too-large", "CASE"),
    (b'{"household_id": "\\ud800"}', "lone-surrogate", "household_id"),
    (b"\xef\xbb\xbf", "file-empty", "CASE"),
    ([], "not-an-object", "CASE"),
    ([ONE], "not-an-object", "CASE"),
    (MARKER, "json-broken", "CASE"),
    ("null", "not-an-object", "CASE"),
    (case(members=[]), "list-empty", "members"),
    (case(members={}), "not-a-list", "members"),
    (case(members=[HEAD] * 101), "list-too-long", "members"),
    (case(members=[MARKER]), "not-an-object", "members[0]"),
    (case(members=None), "not-a-list", "members"),
    (case(members=[{"member_id": "m1", "relation": "spouse"}]), "head-missing", "members"),
    (case(members=[HEAD, {**HEAD, "member_id": "m2"}]), "two-heads", "members"),
    (case(members=[HEAD, {**HEAD, "relation": "child"}]), "duplicate-id", "members[1]"),
    (case(members=[{"member_id": "m1"}]), "field-missing", "members[0].relation"),
    (case(members=[{**HEAD, "relation": MARKER}]), "not-a-choice", "members[0].relation"),
    (case(members=[{**HEAD, "disabled": "true"}]), "not-true-or-false", "members[0].disabled"),
    (case(members=[{**HEAD, "disabled": 1}]), "not-true-or-false", "members[0].disabled"),
    (key(1), "not-text", KEY),
    (
        case(members=[{**HEAD, "member_id": f"=cmd({MARKER})"}]),
        "not-an-identifier",
        KEY,
    ),
    (key("a b"), "not-an-identifier", KEY),
    (key("m1\n"), "not-an-identifier", KEY),
    (key(""), "not-an-identifier", KEY),
    (case(members=[{**HEAD, "name": MARKER}]), "field-unknown", "members[0].name"),
    (case(members=[{**HEAD, NUMBER: MARKER}]), "field-unknown", "members[0].?"),
    (case(household_id=int(NUMBER)), "not-text", "household_id"),
    (case(household_id=2.1e17), "number-with-fraction", "household_id"),
    (case(household_id=int(NUMBER + "000")), "number-too-long", "household_id"),
    (born("0000-01-01"), "not-a-date", BORN),
    (born("10000-01-01"), "not-a-date", BORN),
    (
        born("1899-12-31"),
        "date-out-of-range",
        BORN,
    ),
    (
        born("9999-12-31"),
        "date-out-of-range",
        BORN,
    ),
    (born("2019-02-29"), "not-a-date", BORN),
    (born(0), "not-a-date", BORN),
    (born(1530316800), "not-a-date", BORN),
    (
        born("１９６７-03-01"),
        "not-a-date",
        BORN,
    ),
    (born(MARKER), "not-a-date", BORN),
    (case(exclusions=[MARKER]), "not-a-choice", "exclusions[0]"),
    (case(filed_on="2018-06-02", off_file_on="2018-06-01"), "off-file-before-filed", "off_file_on"),
    (case(monthly_incomes=["1"] * 5), "list-empty", "monthly_incomes"),
    (case(monthly_incomes=["1"] * 13), "list-too-long", "monthly_incomes"),
    (case(area="999999"), "area-unknown", "area"),
    (case(area=MARKER), "area-unknown", "area"),
    (case(area="110101"), "area-unknown", "area"),
    (case(area="铁西区"), "area-ambiguous", "area"),
    (case(area=210302), "not-text", "area"),
    (case(area="210700"), "no-dibao-standard", "area"),
    (case(category="deep"), "field-unknown", "category"),
    (
        case(medical_bills=[{"bill_id": "b1", "member_id": "m9"}]),
        "bill-of-nobody",
        "medical_bills[0].member_id",
    ),
    (
        case(medical_bills=[{"bill_id": "b1", "member_id": "m1"}] * 2),
        "duplicate-id",
        "medical_bills[1]",
    ),
    (
        case(medical_bills=[{"bill_id": "b1", "member_id": "m1", "total": "1", "mutual_aid": "2"}]),
        "payers-exceed-bill",
        "medical_bills[0]",
    ),
]


def named(probe) -> str:
    data, code, place = probe
    return f"{code}-{place}-{len(data)}"


@pytest.mark.parametrize("probe", PROBES, ids=map(named, PROBES))
def test_a_case_that_cannot_be_answered_gets_one_message_without_a_persons_value(
    lnunion, tmp_path, probe
):
    data, code, place = probe
    if isinstance(data, dict):
        data = {**data, "annual_accident_loss": "4815162342.00"}
    path = written(tmp_path, data, f"{NUMBER}.json")
    for language in ("zh", "en"):
        run = lnunion("assess", path, *ON, "--lang", language, "--json")
        assert (run.status, run.code) == (2, code)
        error = run.json["error"]
        assert list(run.json) == ["error"]
        assert list(error) == ["code", "path", "message", "fix"]
        assert (error["code"], error["path"]) == (code, place)
        for written_out in (run.text, run.err):
            assert MARKER not in written_out
            assert "MARKER" not in written_out
            assert NUMBER not in written_out
            assert "4815162342" not in written_out
            assert "Traceback" not in written_out
        assert error["message"] in run.err
        assert error["fix"] in run.err


@pytest.mark.parametrize("probe", PROBES, ids=map(named, PROBES))
def test_a_line_that_cannot_be_answered_leaves_the_others_be(lnunion, tmp_path, probe):
    data, code, place = probe
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    if not data.strip(b" \xef\xbb\xbf"):
        return
    good = json.dumps(ONE).encode()
    run = lnunion("assess", written(tmp_path, b"\n".join((good, data, good)), "c.jsonl"), *ON)
    assert (run.status, run.err) == (1, "")
    assert [line.get("household_id") for line in run.lines] == ["LN-1", None, "LN-1"]
    error = run.lines[1]["error"]
    assert (error["code"], error["line"]) == (code, 2)
    assert error["path"] == ("" if place == "CASE" else place)
    assert "MARKER" not in run.text
    assert NUMBER not in run.text


def test_thirty_one_members_are_many_but_possible(lnunion, tmp_path):
    people = [HEAD, *({"member_id": f"m{n}", "relation": "child"} for n in range(2, 32))]
    run = lnunion("assess", written(tmp_path, case(members=people)), *ON, "--json")
    assert run.status == 0
    assert run.json["hardship"]["worksheet"]["persons"] == "31"
    assert len([award for award in run.json["awards"] if award["rule"] == "education_aid"]) == 30


def test_a_birthday_on_29_february_is_a_day(lnunion, tmp_path):
    person = {**HEAD, "birth_date": "2000-02-29"}
    assert lnunion("assess", written(tmp_path, case(members=[person])), *ON, "--json").status == 0


def test_an_unexpected_failure_shows_its_kind_and_nothing_else(lnunion, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError(f"{MARKER} {NUMBER}")

    monkeypatch.setattr("lnunion_rules.cli.assess.assess_household", fails)
    run = lnunion("assess", FAMILY, *ON, "--json")
    assert (run.status, run.code) == (2, "internal-error")
    assert "RuntimeError" in run.err
    assert "MARKER" not in run.err + run.text
    many = lnunion("assess", EXAMPLES / "families.jsonl", *ON)
    assert many.status == 1
    assert {line["error"]["code"] for line in many.lines} == {
        "internal-error",
        "number-with-fraction",
    }
    assert "MARKER" not in many.err + many.text


@pytest.mark.parametrize(
    ("name", "code"), [("none.json", "file-not-found"), (".", "file-not-readable")]
)
def test_a_file_that_is_not_there_is_refused_without_its_name(lnunion, tmp_path, name, code):
    folder = tmp_path / NUMBER
    folder.mkdir()
    run = lnunion("assess", folder / name, *ON)
    assert (run.status, run.code) == (2, code)
    assert NUMBER not in run.err


def test_a_hostile_decimal_context_changes_no_answer(lnunion):
    asked = [("assess", FAMILY, *ON, *more) for more in ((), ("--json",), ("--format", "html"))]
    usual = [lnunion(*words).out for words in asked]
    hostile = decimal.Context(prec=2, Emax=2, rounding=decimal.ROUND_UP, traps=[decimal.Inexact])
    with decimal.localcontext(hostile):
        assert [lnunion(*words).out for words in asked] == usual


def test_threads_that_ask_at_once_get_the_same_answers():
    data = FAMILY.read_bytes()

    def answer(_: int) -> str:
        return assess_household(household_from(data), on=date(2018, 12, 31)).model_dump_json()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(answer, range(64)))) == 1
