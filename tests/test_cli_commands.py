"""The other commands, the options they share, their help, and arguments that cannot be read."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

from lnunion_rules import load_policy
from lnunion_rules.cli import main
from lnunion_rules.cli.options import language_of
from lnunion_rules.resources import table
from lnunion_rules.rulebook import rule_names
from lnunion_rules.schemas import SCHEMAS, schema
from lnunion_rules.sql import query, tables_in
from lnunion_rules.upkeep import lint as checks
from lnunion_rules.version import __version__

pytest_plugins = ["cli_runs"]

ON = ("--on", "2018-12-31")
FAMILY = Path(__file__).parent.parent / "examples" / "one_family.json"
MARKER, NUMBER = "张三丰MARKER", "210302196703011234"


@pytest.fixture
def today(monkeypatch) -> date:
    """A day that stands for today in the command line."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2018, 12, 31, 12)

    monkeypatch.setattr("lnunion_rules.cli.options.datetime", Clock)
    return date(2018, 12, 31)


# ── demo ──


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_demo_shows_a_made_up_family_a_what_if_and_where_to_go_next(lnunion, language):
    run = lnunion("demo", "--lang", language)
    assert (run.status, run.err) == (0, "")
    made_up = {"zh": "编造", "en": "made up"}[language]
    for word in (made_up, "6,350.00", "20,000.00", "15,087.60", "lnunion assess case.json"):
        assert word in run.text
    assert max(map(cell_len, run.text.splitlines())) <= 80


def test_the_demo_gives_its_package_as_json(lnunion):
    run = lnunion("demo", "--json")
    assert run.json["package"]["on"] == "2018-12-31"
    assert run.json["package"]["total_grants"] == "6350.00"
    assert run.json["what_if"] == {
        "parameters": {"dibao.factor": "1.08"},
        "category": "deep",
        "total_grants": "15087.60",
        "total_grants_range": None,
    }
    assert "invented" in run.json["about"]["en"]


def test_the_demo_checks_a_made_up_ledger_and_plans_a_made_up_province(lnunion):
    found = lnunion("demo", "--json").json
    breaches, total = found["welfare"]["breaches"], found["targets"]["total"]
    assert found["welfare"]["compliant"] is False
    assert [area["targets"] for area in found["targets"]["areas"] if not area["parent"]] == [total]
    shown = lnunion("demo", "--lang", "en").text
    for words in (f"{len(breaches)} breaches", f"{total[0]} by 2018-12-31", "lnunion targets"):
        assert words in shown


def test_the_demo_takes_another_day_and_another_reading(lnunion):
    other = lnunion("demo", "--json", "--on", "2020-12-31", "--reading", "education.who=deep")
    assert other.json["package"]["hardship"]["generation"] == "2020"
    assert "education.who=deep" in json.dumps(other.json)
    stays = lnunion("demo", "--lang", "en", "--reading", "hardship.generation=2020")
    assert "stays" in stays.text


# ── policy ──


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["show", "coverage", "stale", "lint"])
def test_a_policy_command_shows_its_day_and_keeps_to_the_width(lnunion, command, language):
    run = lnunion("policy", command, *ON, "--lang", language)
    assert (run.status, run.err) == (0, "")
    assert "2018-12-31" in run.text
    assert max(map(cell_len, run.text.splitlines())) <= 80
    as_json = lnunion("policy", command, *ON, "--lang", language, "--json")
    assert as_json.json["on"] == "2018-12-31"


def test_the_law_of_today_is_shown_where_no_day_is_given(lnunion, today):
    assert lnunion("policy", "show", "--json").json["on"] == today.isoformat()
    assert today.isoformat() in lnunion("policy", "show").text


def test_the_whole_law_is_shown(lnunion):
    run = lnunion("policy", "show", *ON, "--json", "--area", "鞍山市")
    assert [rule["rule"] for rule in run.json["rules"]] == list(rule_names())
    assert run.json["dibao"]["monthly"] == "635.00"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_rule_is_shown_with_every_figure_and_reading(lnunion, language):
    run = lnunion("policy", "show", "education_aid", *ON, "--area", "210302", "--lang", language)
    for word in ("3000.00", "0.70", "不低于3000元", "opinion_2018", "education.who", "635.00"):
        assert word in run.text
    assert "living_relief" not in run.text


def test_a_rule_not_in_force_is_shown_as_such_and_refused_by_name(lnunion):
    run = lnunion("policy", "show", "--on", "2018-08-15")
    assert run.status == 0
    assert "not-in-force" in run.text
    one = lnunion("policy", "show", "living_relief", "--on", "2018-08-15")
    assert (one.status, one.code) == (2, "not-in-force")
    none = lnunion("policy", "show", "--on", "2010-01-01", "--json")
    assert (none.status, none.json["error"]["code"]) == (2, "no-law-that-day")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no_such_rule",), "rule-unknown"),
        (("--area", "锦州市"), "no-dibao-standard"),
        (("--area", "北京市"), "area-unknown"),
        (("--area", "铁西区"), "area-ambiguous"),
    ],
)
def test_what_the_law_does_not_have_is_refused(lnunion, arguments, code):
    run = lnunion("policy", "show", *arguments, *ON)
    assert (run.status, run.code, run.out) == (2, code, b"")


def test_a_changed_policy_is_shown_with_its_changes(lnunion):
    run = lnunion(
        "policy", "show", *ON, "--reading", "living.who=deep_and_relative", "--lang", "en"
    )
    assert "Changes to the law on record: 1." in run.text
    assert "deep_and_relative (or: deep)" in run.text
    changed = lnunion("policy", "show", "--json", *ON, "--monthly-dibao", "700", "--area", "锦州市")
    assert changed.json["changes"] == {"monthly_dibao": "700.00"}
    assert changed.json["dibao"]["monthly"] == "700.00"
    assert (
        "700.00"
        in lnunion("policy", "show", *ON, "--monthly-dibao", "700", "--area", "锦州市").text
    )


def test_coverage_has_every_sentence(lnunion):
    run = lnunion("policy", "coverage", "--json")
    assert run.json["counts"]["sentences"] == len(run.json["clauses"]) == 74
    text = lnunion("policy", "coverage", "--lang", "en").text
    assert all(clause["sha256"] in text for clause in run.json["clauses"])


def test_stale_takes_a_number_of_days(lnunion):
    some = lnunion("policy", "stale", "--on", "2027-01-01", "--json")
    more = lnunion("policy", "stale", "--on", "2027-01-01", "--json", "--days", "10")
    assert (some.json["days"], more.json["days"]) == (365, 10)
    assert len(some.json["found"]) < len(more.json["found"])
    assert "2026-11-24" in lnunion("policy", "stale", "--on", "2027-01-01", "--days", "10").text
    nothing = lnunion("policy", "stale", "--on", "2018-10-01", "--lang", "en")
    assert "Due for review on 2018-10-01: 0" in nothing.text


@pytest.mark.parametrize("days", ["-1", "x", "100000", "1.5", "", "３"])
def test_a_number_of_days_that_is_none_is_refused(lnunion, days):
    run = lnunion("policy", "stale", "--days", days)
    assert (run.status, run.code) == (2, "argument-not-read")
    assert "--days" in run.err


def test_lint_passes_and_fails_by_its_exit_status(lnunion, monkeypatch):
    passed = lnunion("policy", "lint", *ON, "--json")
    assert (passed.status, passed.json["failing"]) == (0, 0)
    broken = checks.record_of(load_policy())._replace(sources=frozenset())
    monkeypatch.setattr(checks, "record_of", lambda policy: broken)
    for language, word in (("zh", "检查不通过"), ("en", "Checks failed")):
        failed = lnunion("policy", "lint", *ON, "--lang", language)
        assert failed.status == 1
        assert failed.text.startswith(word)
    assert lnunion("policy", "lint", *ON, "--json").status == 1


# ── schema ──


def test_schemas_are_listed_and_printed(lnunion):
    assert lnunion("schema").text.split() == list(SCHEMAS)
    assert lnunion("schema", "--json").json == {"schemas": list(SCHEMAS)}
    for name in SCHEMAS:
        assert lnunion("schema", name).json == schema(name)
    assert lnunion("schema", "none").code == "schema-unknown"


# ── verify ──


def receipt(lnunion, tmp_path, **changed) -> Path:
    run = lnunion("assess", FAMILY, *ON, "--json")
    path = tmp_path / "r.json"
    path.write_text(json.dumps({**run.json, **changed}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("language", "word"), [("zh", "成立"), ("en", "Holds")])
def test_a_decision_that_was_printed_holds(lnunion, tmp_path, language, word):
    path = receipt(lnunion, tmp_path)
    run = lnunion("verify", path, "--lang", language)
    assert (run.status, run.err) == (0, "")
    assert run.text.startswith(word)
    assert lnunion("verify", path, "--json").json["holds"] is True
    assert lnunion("verify", "-", stdin=path.read_bytes()).status == 0


def test_a_decision_under_a_changed_policy_holds_by_its_own_receipt(lnunion, tmp_path):
    run = lnunion(
        "assess", FAMILY, *ON, "--json", "--monthly-dibao", "300", "--reading", "living.per=person"
    )
    path = tmp_path / "r.json"
    path.write_bytes(run.out)
    assert lnunion("verify", path).status == 0


@pytest.mark.parametrize(("language", "word"), [("zh", "不成立"), ("en", "Does not hold")])
def test_a_decision_that_was_changed_does_not_hold(lnunion, tmp_path, language, word):
    path = receipt(lnunion, tmp_path, total_grants="9999.00", extra=[1])
    run = lnunion("verify", path, "--lang", language)
    assert (run.status, run.err) == (1, "")
    assert run.text.startswith(word)
    for shown in ("total_grants", "9999.00", "6350.00", "extra"):
        assert shown in run.text
    assert lnunion("verify", path, "--json").status == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changed_facts_policies_and_libraries_are_named(lnunion, tmp_path, language):
    path = receipt(lnunion, tmp_path)
    recorded = json.loads(path.read_bytes())
    recorded["receipt"]["facts"]["filed"] = False
    recorded["receipt"]["changes"] = {"monthly_dibao": "700"}
    recorded["receipt"]["library"] = "0.0.1"
    path.write_text(json.dumps(recorded), encoding="utf-8")
    run = lnunion("verify", path, "--lang", language)
    assert run.status == 1
    assert "0.0.1" in run.text
    words = {"zh": ("事实被改动", "政策被改动"), "en": ("facts do not", "policy does not")}
    assert all(word in run.text for word in words[language])


def test_a_receipt_that_cannot_be_recomputed_does_not_hold(lnunion, tmp_path):
    run = lnunion("verify", receipt(lnunion, tmp_path, on="2015-01-01"))
    assert run.status == 1
    assert "not-in-force" in run.text


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"{}", "not-a-decision", "receipt"),
        (b"[]", "not-a-decision", "receipt"),
        (b"", "file-empty", "RECEIPT"),
        (b"{", "json-broken", "RECEIPT"),
        (FAMILY.read_bytes(), "not-a-decision", "receipt"),
    ],
)
def test_what_is_no_receipt_cannot_be_verified(lnunion, data, code, place):
    run = lnunion("verify", "-", "--json", stdin=data)
    assert (run.status, run.code) == (2, code)
    assert run.json["error"]["path"] == place


# ── The options that commands share ──


def test_the_locale_decides_the_language_and_chinese_is_the_default(monkeypatch, lnunion):
    assert language_of({}) == "zh"
    assert language_of({"LANG": "C"}) == "zh"
    assert language_of({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language_of({"LANG": "en_US.UTF-8"}) == "en"
    assert language_of({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}) == "zh"
    assert language_of({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}) == "en"
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert lnunion("demo").text.startswith("An example")
    assert lnunion("demo", "--lang", "zh").text.startswith("示例")
    assert lnunion("assess", "none.json").err.startswith("error")
    monkeypatch.setenv("LANG", "C")
    assert lnunion("demo").text.startswith("示例")


def test_readings_are_repeatable(lnunion):
    run = lnunion(
        "assess", FAMILY, *ON, "--json", "--reading", "living.who=deep_and_relative",
        "--reading", "education.who=deep", "--reading", "education.who=deep",
    )  # fmt: skip
    assert run.json["receipt"]["changes"] == {
        "readings": {"education.who": "deep", "living.who": "deep_and_relative"}
    }


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (("--reading", "x=y"), "reading-unknown", "x"),
        (("--reading", f"{NUMBER}=y"), "reading-unknown", "?"),
        (("--reading", "living.who=x"), "choice-unknown", "living.who"),
        (("--reading", "living.who"), "reading-form", "--reading"),
        (
            ("--reading", "living.who=deep", "--reading", "living.who=deep_and_relative"),
            "reading-twice",
            "--reading",
        ),
        (("--monthly-dibao", "1e999999"), "not-money", "monthly_dibao"),
        (("--monthly-dibao", "０"), "not-money", "monthly_dibao"),
        (("--monthly-dibao", "0"), "dibao-out-of-range", "monthly_dibao"),
        (("--on", "31.12.2018"), "not-a-date", "--on"),
        (("--on", "2019-02-29"), "not-a-date", "--on"),
        (("--on", "0000-01-01"), "not-a-date", "--on"),
        (("--on", "9999-01-01"), "date-out-of-range", "--on"),
        (("--on", "2015-01-01"), "not-in-force", "hardship"),
        (("--policy", "none.toml"), "file-not-found", "--policy"),
        (("--dibao", "none.csv"), "file-not-found", "--dibao"),
        (("--lang", "fr"), "not-a-choice", "--lang"),
        (("--format", "html"), "options-conflict", "--format"),
        (("--format", "pdf"), "argument-not-read", "--format"),
        (("--nope",), "option-unknown", "--nope"),
        ((f"--{NUMBER}",), "option-unknown", "--?"),
        ((f"--{MARKER}",), "option-unknown", "--?"),
        (("--monthly-dibaoo", "1"), "option-unknown", "--monthly-dibaoo"),
        (("--lang", "zh", "--lang", "en"), "option-twice", "--lang"),
        (("--on",), "argument-missing", "--on"),
        (("--reading",), "argument-missing", "--reading"),
        ((MARKER,), "argument-unexpected", ""),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused(lnunion, arguments, code, place):
    run = lnunion("assess", FAMILY, *(() if "--on" in arguments else ON), "--json", *arguments)
    assert (run.status, run.code) == (2, code)
    assert (run.json["error"]["code"], run.json["error"]["path"]) == (code, place)
    assert "MARKER" not in run.text + run.err
    assert NUMBER not in run.text + run.err


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (("nope",), "command-unknown", ""),
        ((MARKER,), "command-unknown", ""),
        (("policy", "nope"), "command-unknown", ""),
        (("assess",), "argument-missing", "CASE"),
        (("verify",), "argument-missing", "RECEIPT"),
        (("assess", "--jsno"), "option-unknown", ""),
        (("verify", "--jsno"), "option-unknown", ""),
        (("--json", "assess", "x"), "command-unknown", ""),
        (("verify", "x", "--on", "2018-12-31"), "option-unknown", "--on"),
    ],
)
def test_a_command_line_that_makes_no_command_is_refused(lnunion, arguments, code, place):
    run = lnunion(*arguments, "--lang", "en")
    assert (run.status, run.code) == (2, code)
    assert "MARKER" not in run.text + run.err
    assert f"error {code}{f' at {place}' if place else ''}: " in run.err


# ── Policy files and standards ──

POLICY = {
    "parameters": {"education_aid.secondary_floor": "3600"},
    "readings": {"living.per": "person"},
}
TOML = (
    '[parameters]\n"education_aid.secondary_floor" = 3600.00\n[readings]\nliving.per = "person"\n'
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.json", json.dumps(POLICY).encode()),
        ("p.toml", TOML.encode()),
        ("p.TOML", TOML.encode("utf-16")),
        ("policy", json.dumps(POLICY).encode("utf-8-sig")),
        ("policy", TOML.encode()),
    ],
)
def test_a_policy_file_is_toml_or_json(lnunion, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    run = lnunion("assess", FAMILY, *ON, "--json", "--policy", path)
    assert run.json["receipt"]["changes"] == {
        "parameters": {"education_aid.secondary_floor": "3600.00"},
        "readings": {"living.per": "person"},
    }


@pytest.mark.parametrize(
    ("name", "data", "code", "place"),
    [
        ("p.json", b"{", "json-broken", "--policy"),
        ("p.json", b"[]", "policy-section-broken", "--policy"),
        ("p.json", b"", "file-empty", "--policy"),
        ("p.toml", b"", "file-empty", "--policy"),
        ("p.toml", b"a = ", "toml-broken", "--policy"),
        ("p.toml", b"a = '''x", "toml-broken", "--policy"),
        ("p.toml", b"a = " + b"[" * 50_000, "nested-too-deep", "--policy"),
        ("p.toml", b"\xff\xff", "encoding-unknown", "--policy"),
        ("p.toml", b"a = 1", "policy-section-unknown", "--policy"),
        ("p.json", FAMILY.read_bytes(), "policy-section-unknown", "--policy"),
        ("p.toml", b"parameters = 1", "policy-section-broken", "parameters"),
        ("p.toml", b"[parameters]\nx.y = 1", "parameter-unknown", "x.y"),
        ("p.toml", f'[parameters]\n"{NUMBER}" = 1'.encode(), "parameter-unknown", "?"),
        (
            "p.toml",
            b"[parameters]\nliving_relief.months = 1.5",
            "parameter-not-exact",
            "living_relief.months",
        ),
        (
            "p.toml",
            b"[parameters]\nliving_relief.months = 500",
            "parameter-out-of-bounds",
            "living_relief.months",
        ),
        ("p.toml", b"[readings]\nliving.who = 1", "choice-unknown", "living.who"),
        ("p.toml", b"[[dibao]]\narea = '210302'", "dibao-columns", "dibao[0]"),
        ("p.toml", b"dibao = [1]", "dibao-columns", "dibao[0]"),
        ("p.toml", b"monthly_dibao = 700", "money-as-number", "monthly_dibao"),
        ("p.toml", b"monthly_dibao = nan", "not-money", "monthly_dibao"),
    ],
)
def test_a_policy_file_that_cannot_be_used_is_refused(lnunion, tmp_path, name, data, code, place):
    path = tmp_path / name
    path.write_bytes(data)
    run = lnunion("assess", FAMILY, *ON, "--json", "--policy", path)
    assert (run.status, run.code) == (2, code)
    assert run.json["error"]["path"] == place
    assert NUMBER not in run.err + run.text


def dibao(tmp_path, text: str | bytes) -> Path:
    path = tmp_path / "dibao.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_own_standards_come_before_those_on_record(lnunion, tmp_path, encoding):
    text = "area,since,monthly,source\n鞍山市铁东区,2018-07-01,700,本市文件\n"
    path = dibao(tmp_path, text.encode(encoding))
    run = lnunion("assess", FAMILY, *ON, "--json", "--dibao", path)
    assert run.json["hardship"]["worksheet"]["dibao_per_month"] == "700.00"
    assert "本市文件" in run.json["hardship"]["sources"]
    shown = lnunion("policy", "show", *ON, "--area", "210302", "--dibao", path)
    assert "700.00" in shown.text


def test_one_standard_for_all_comes_before_everything_and_areas_must_still_exist(lnunion, tmp_path):
    path = dibao(tmp_path, "area,since,monthly\n210302,2018-07-01,700\n")
    run = lnunion("assess", FAMILY, *ON, "--json", "--dibao", path, "--monthly-dibao", "800")
    assert run.json["hardship"]["worksheet"]["dibao_per_month"] == "800.00"
    nowhere = {
        "household_id": "x",
        "area": "999999",
        "members": [{"member_id": "a", "relation": "head"}],
    }
    refused = lnunion(
        "assess", "-", *ON, "--monthly-dibao", "800", stdin=json.dumps(nowhere).encode()
    )
    assert (refused.status, refused.code) == (2, "area-unknown")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "file-empty", "--dibao"),
        ("area,since,monthly\n", "file-empty", "--dibao"),
        ("area,since\n210302,2018-07-01\n", "dibao-columns", "--dibao"),
        ("area,since,monthly\n210302,2018-07-01\n", "dibao-columns", "--dibao:2"),
        ("area,since,monthly\n210302,2018-07-01,1,2,3\n", "dibao-columns", "--dibao:2"),
        ("area,since,monthly,x\n210302,2018-07-01,1,2\n", "dibao-columns", "--dibao:2"),
        ("area,since,monthly\n999999,2018-07-01,700\n", "area-unknown", "--dibao:2.area"),
        ("area,since,monthly\n210302,1.7.2018,700\n", "not-a-date", "--dibao:2.since"),
        ("area,since,monthly\n210302,2018-07-01,7e2\n", "not-money", "--dibao:2.monthly"),
        ("area,since,monthly\n210302,2018-07-01,0\n", "dibao-out-of-range", "--dibao:2.monthly"),
        (f"area,since,monthly\n{'x' * 200_000},2018-07-01,1\n", "dibao-columns", "--dibao:2"),
        (b"\xff\xff", "encoding-unknown", "--dibao"),
        (b" " * (9 * 1024 * 1024), "file-too-large", "--dibao"),
    ],
)
def test_a_table_of_standards_that_cannot_be_used_is_refused(lnunion, tmp_path, text, code, place):
    run = lnunion("assess", FAMILY, *ON, "--json", "--dibao", dibao(tmp_path, text))
    assert (run.status, run.code) == (2, code)
    assert run.json["error"]["path"] == place


# ── Help, version, completion ──

COMMANDS = [
    (),
    ("demo",),
    ("assess",),
    ("schema",),
    ("verify",),
    ("policy",),
    ("policy", "show"),
    ("policy", "coverage"),
    ("policy", "stale"),
    ("policy", "lint"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_in_both_languages(lnunion, command):
    run = lnunion(*command, "--help")
    assert (run.status, run.err) == (0, "")
    assert "Usage: lnunion" in run.text
    assert any("一" <= char <= "鿿" for char in run.text)
    assert max(map(cell_len, run.text.splitlines())) <= 80
    assert lnunion(*command, "-h").text == run.text


def test_help_tells_every_option_and_gives_examples(lnunion):
    text = lnunion("assess", "--help").text
    common = "--json --lang --reading --policy --on --dibao --monthly-dibao"
    for option in f"{common} --format --out --letter".split():
        assert option in text
    assert "lnunion assess" in text
    assert "lnunion demo" in lnunion("--help").text


def test_without_a_command_the_help_is_shown(lnunion):
    run = lnunion()
    assert run.status == 0
    assert run.text == lnunion("--help").text


def test_the_version_is_told(lnunion):
    run = lnunion("--version")
    assert (run.status, run.text.strip(), run.err) == (0, __version__, "")


def test_completion_is_installed_where_the_shell_looks_for_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "lnunion_rules", "--install-completion", "--shell", "bash"],
        check=False,
        capture_output=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    (script,) = (path for path in tmp_path.rglob("*") if path.name == "lnunion")
    text = script.read_text(encoding="utf-8")
    assert all(name in text for name in ("assess", "coverage", "--monthly-dibao"))


def test_main_takes_the_programs_own_arguments(monkeypatch, capsysbinary):
    monkeypatch.setattr("sys.argv", ["lnunion", "--version"])
    assert main() == 0
    assert capsysbinary.readouterr().out.strip().decode() == __version__


def test_an_interruption_is_no_answer_and_no_traceback(lnunion, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("lnunion_rules.cli.assess.assess_household", interrupted)
    assert lnunion("assess", FAMILY, *ON) == (130, b"", "")


def test_an_unexpected_failure_of_any_command_shows_only_its_kind(lnunion, monkeypatch):
    def fails(*_, **__):
        raise ValueError(MARKER)

    monkeypatch.setattr("lnunion_rules.cli.policy.law_on", fails)
    run = lnunion("policy", "show", "--json", "--lang", "en")
    assert (run.status, run.code) == (2, "internal-error")
    assert "ValueError" in run.err
    assert "MARKER" not in run.err + run.text


def test_every_phrase_of_the_screens_is_in_both_languages_with_the_same_details():
    def details(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for section, rows in table("data/screens.toml").items():
        for name, phrase in rows.items():
            assert set(phrase) == {"zh", "en"}, f"{section}.{name}"
            assert details(phrase["zh"]) == details(phrase["en"]), f"{section}.{name}"


# ── sql ──


def test_sql_prints_the_query_of_a_rule(lnunion):
    run = lnunion("sql", "living_relief", *ON, "--dialect", "postgres", "--lang", "en")
    assert (run.status, run.err) == (0, "")
    assert run.text == query("living_relief", on=date(2018, 12, 31), dialect="postgres")


def test_sql_takes_the_policy_the_readings_and_fen(lnunion):
    reading, dibao = ("--reading", "living.per=person"), ("--monthly-dibao", "600")
    run = lnunion("sql", "all", *ON, *reading, *dibao, "--fen", "--json")
    policy = load_policy().with_readings({"living.per": "person"}).with_monthly_dibao("600")
    assert run.json == {
        "rule": "all",
        "dialect": "duckdb",
        "on": "2018-12-31",
        "sql": query("all", on=date(2018, 12, 31), policy=policy, fen=True),
    }


def test_sql_writes_the_query_to_a_file(lnunion, tmp_path):
    run = lnunion("sql", "all", *ON, "--out", str(tmp_path / "aids.sql"))
    assert (run.status, run.out) == (0, b"")
    written = (tmp_path / "aids.sql").read_text(encoding="utf-8")
    assert written == query("all", on=date(2018, 12, 31))


def test_sql_prints_the_statements_that_make_the_tables(lnunion):
    run = lnunion("sql", "schema", "--dialect", "spark", "--fen")
    assert run.text == tables_in("spark", fen=True)
    assert run.text.count("create table") == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("sql", "welfare", *ON), "query-unknown"),
        (("sql", "all", *ON, "--dialect", "oracle"), "dialect-unknown"),
        (("sql", "schema", "--dialect", "oracle"), "dialect-unknown"),
        (("sql", "all", "--on", "2030-01-01"), "no-standard-for-query"),
        (("sql", "all", "--on", "2017-01-01"), "not-in-force"),
        (("sql",), "argument-missing"),
    ],
)
def test_sql_refuses_what_no_query_can_say(lnunion, words, code):
    run = lnunion(*words)
    assert (run.status, run.out, run.code) == (2, b"", code)
