"""Writes the synthetic province of these examples anew: `python examples/make_province.py`."""

import csv
from collections.abc import Iterable
from pathlib import Path

from lnunion_rules.nouns import Noun
from lnunion_rules.synthetic.province import made_up

EXAMPLES = Path(__file__).parent


def tables() -> dict[str, list[list[str]]]:
    """Every file of the province by its name, rows under their header."""
    province = made_up()
    return {
        "province_baseline.csv": rows(province.areas),
        "province_households.csv": rows(province.households),
        "province_extra.csv": rows(province.extra),
        "province_events.csv": rows(province.events),
    }


def rows(nouns: Iterable[Noun]) -> list[list[str]]:
    """Nouns as rows of text; a column that no row needs is left out."""
    listed = [noun.model_dump(mode="json") for noun in nouns]
    names = [name for name in listed[0] if any(row[name] not in (None, []) for row in listed)]
    return [names, *([text(row[name]) for name in names] for row in listed)]


def text(value: object) -> str:
    """One cell."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    for name, lines in tables().items():
        with (EXAMPLES / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
