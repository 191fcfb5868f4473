"""``lnunion employment fund`` and ``lnunion skills fund``: one command under two names."""

import json
from pathlib import Path
from typing import Any

import pytest

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
LEDGER = EXAMPLES / "training_fund.csv"
ON = ["--on", "2019-12-31"]
HEADER = "entry_id,fund,kind,booked_on,purpose,amount,commitment_id,reverses\n"


def run(arguments: Any, capfdbinary: Any, name: str = "employment") -> tuple[int, str, str]:
    status = main([name, "fund", *(str(argument) for argument in arguments)])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def ledger(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "ledger.csv"
    file.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["employment", "skills"])
def test_the_example_ledger_gives_what_its_readme_says(capfdbinary: Any, name: str) -> None:
    status, out, _ = run([LEDGER, *ON, "--json"], capfdbinary, name)
    found = json.loads(out)
    assert status == 1
    assert [(breach["code"], breach["entry_ids"]) for breach in found["breaches"]] == [
        ("over-pot", ["F004"]),
        ("purpose-not-permitted", ["F005"]),
        ("reversal-without-entry", ["F013"]),
    ]
    assert found["breaches"][0]["over"] == "0.01"
    assert [(bad["row"], bad["code"]) for bad in found["rejects"]] == [(10, "not-in-force")]
    assert found["pots"][0]["remaining"] == "0.00"


def test_a_sound_ledger_exits_with_nothing(tmp_path: Path, capfdbinary: Any) -> None:
    file = ledger(tmp_path, "e1,就业,支付,2019-02-01,培训补助,20000000,,")
    status, out, _ = run([file, *ON, "--json"], capfdbinary)
    assert (status, json.loads(out)["compliant"]) == (0, True)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("e2,就业,支付,2019-02-01,培训补助,1.005,,", "amount", "not-money"),
        ("e2,就业,支付,2019-02-01,培训补助,NaN,,", "amount", "not-money"),
        ("e2,别的,支付,2019-02-01,培训补助,1,,", "fund", "not-a-choice"),
        ("e2,就业,支付,2017-02-01,培训补助,1,,", "booked_on", "not-in-force"),
        ("e1,就业,支付,2019-02-01,培训补助,1,,", "entry_id", "duplicate-entry"),
        ("e2,就业,承诺,2019-02-01,培训补助,1,e1,", "commitment_id", "commitment-of-commitment"),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_the_rest_go_on(
    tmp_path: Path, capfdbinary: Any, row: str, column: str, code: str
) -> None:
    file = ledger(tmp_path, "e1,就业,支付,2019-01-01,培训补助,5,,", row)
    status, out, _ = run([file, *ON, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 1
    assert (found["rows_in"], found["rows_accepted"], found["rows_rejected"]) == (2, 1, 1)
    assert [(bad["row"], bad["column"], bad["code"]) for bad in found["rejects"]] == [
        (3, column, code)
    ]
    assert found["totals"]["employment"]["training_subsidy"] == "5.00"


def test_a_negative_payment_without_its_entry_is_a_breach(tmp_path: Path, capfdbinary: Any) -> None:
    file = ledger(tmp_path, "e1,就业,支付,2019-01-01,培训补助,-5,,")
    status, out, _ = run([file, *ON, "--json"], capfdbinary)
    assert status == 1
    assert [breach["code"] for breach in json.loads(out)["breaches"]] == ["reversal-without-entry"]


def test_a_reading_changes_the_answer_and_is_named(capfdbinary: Any) -> None:
    _, out, _ = run(
        [LEDGER, *ON, "--json", "--reading", "funds.late_payment=own_year"], capfdbinary
    )
    found = json.loads(out)
    late = [breach for breach in found["breaches"] if breach["code"] == "paid-after-year"]
    assert [(one["entry_ids"], one["reading"]) for one in late] == [
        (["F008"], "funds.late_payment=own_year")
    ]


def test_after_the_skills_action_a_notice_says_so(tmp_path: Path, capfdbinary: Any) -> None:
    file = ledger(tmp_path, "e1,技能,支付,2022-02-01,岗位练兵,5,,")
    status, out, _ = run([file, "--on", "2021-12-31", "--json"], capfdbinary)
    assert (status, json.loads(out)["notices"]) == (0, ["plan-period-over"])
    refusing = ["--reading", "aid.after_plan=refuse"]
    status, out, _ = run([file, "--on", "2021-12-31", *refusing, "--json"], capfdbinary)
    assert status == 1
    assert json.loads(out)["rejects"][0]["code"] == "not-in-force"


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_a_report_is_written_in_each_form(tmp_path: Path, capfdbinary: Any, form: str) -> None:
    out = tmp_path / f"fund.{form}"
    assert run([LEDGER, *ON, "--out", out], capfdbinary)[0] == 1
    assert out.stat().st_size > 100


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screen_tells_breaches_and_pots(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    _, out, _ = run([LEDGER, *ON, "--lang", language], capfdbinary)
    assert "10,799,999.50" in out
    if language == "en":
        rest = out.replace("招聘会场地费", "")
        assert not any("一" <= letter <= "鿿" for letter in rest)
