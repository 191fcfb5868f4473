"""``lnunion skills``: programmes and matching, in and out as CSV, XLSX and JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from lnunion_rules.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
PROGRAMMES = EXAMPLES / "skills_programmes.csv"
ORDERS = EXAMPLES / "training_orders.csv"
PLACES = EXAMPLES / "training_places.csv"
ON = ["--on", "2019-12-31"]


def run(arguments: Any, capfdbinary: Any) -> tuple[int, str, str]:
    status = main(["skills", *(str(argument) for argument in arguments)])
    out, err = capfdbinary.readouterr()
    return status, out.decode(), err.decode()


def test_the_example_programmes_give_what_their_readme_says(capfdbinary: Any) -> None:
    status, out, _ = run(["programmes", PROGRAMMES, *ON, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 1
    assert [(one["programme_id"], one["reason"]) for one in found["breaches"]] == [
        ("S04", "over-budget"),
        ("S05", "order-not-named"),
        ("S06", "covers-more-than-staff"),
    ]
    assert [(bad["row"], bad["code"]) for bad in found["rejects"]] == [(8, "not-in-force")]
    assert {one["title"]: one["won"] for one in found["titles"]} == {
        "master_artisan": 1,
        "chief_technician": 3,
        "gold_medal_worker": 11,
        "star_employee": 40,
    }
    steel = found["enterprises"][-1]
    assert (steel["least"]["fraction"], steel["most"]["fraction"]) == ("8/15", "41/60")


def test_the_example_orders_are_matched_as_their_readme_says(capfdbinary: Any) -> None:
    status, out, _ = run(["match", ORDERS, "--places", PLACES, "--json"], capfdbinary)
    found = json.loads(out)
    assert (status, found["placed"], found["fee"]) == (0, 85, "153100.00")
    assert [(one["order_id"], one["people"]) for one in found["short"]] == [("O3", 5), ("O5", 10)]


def test_a_repeated_row_is_rejected_by_its_row_in_the_file(
    tmp_path: Path, capfdbinary: Any
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(
        "order_id,enterprise_id,trade,places,area\n"
        "o1,u1,焊工,x,210302\no2,u1,焊工,5,210302\no2,u1,焊工,7,210302\n",
        encoding="utf-8",
    )
    status, out, _ = run(["match", file, "--places", PLACES, "--json"], capfdbinary)
    found = json.loads(out)
    assert status == 1
    assert [(bad["row"], bad["column"], bad["code"]) for bad in found["rejects"]] == [
        (2, "places", "not-a-count"),
        (4, "order_id", "duplicate-id"),
    ]
    assert found["ordered"] == 5


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("command", ["programmes", "match"])
def test_a_report_is_written_in_each_form(
    tmp_path: Path, capfdbinary: Any, form: str, command: str
) -> None:
    out = tmp_path / f"report.{form}"
    asked = [ORDERS, "--places", PLACES] if command == "match" else [PROGRAMMES, *ON]
    run([command, *asked, "--out", out], capfdbinary)
    assert out.stat().st_size > 100


def test_both_are_told_in_english_too(capfdbinary: Any) -> None:
    for asked in (["programmes", PROGRAMMES, *ON], ["match", ORDERS, "--places", PLACES]):
        _, out, _ = run([*asked, "--lang", "en"], capfdbinary)
        told = "".join(line for line in out.splitlines() if "示例" not in line)
        assert not any("一" <= letter <= "鿿" for letter in told)


def test_places_must_be_given(capfdbinary: Any) -> None:
    status, _, err = run(["match", ORDERS], capfdbinary)
    assert status == 2
    assert "argument-missing" in err
