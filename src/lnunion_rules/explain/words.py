"""The words of explanations, and how amounts, days and unknowns are printed in them."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from .. import rulebook
from ..errors import Language
from ..findings import CATEGORIES
from ..history import DAY, MONEY_UNITS, Parameter, figure
from ..households import SCHOOLING
from ..resources import table
from ..rulebook import Label, Rule
from ..units import MOST

Row = Mapping[str, str]

_WORDS = "data/words.toml"


def word(key: str, language: Language, /, **details: Any) -> str:
    """One phrase of ``data/words.toml``, such as ``heading.result``, with its details filled in."""
    section, _, name = key.partition(".")
    row: Row = table(_WORDS)[section][name]
    return row[language].format_map(details)


def has(section: str, name: str) -> bool:
    """Whether there is a phrase of that name in a section."""
    return name in table(_WORDS)[section]


def unit_of_fact(name: str) -> str:
    """The unit of a fact that has no line of its own, such as ``living_relief.on_file``."""
    facts: Mapping[str, Row] = table(_WORDS)["fact"]
    return facts[name]["unit"] if name in facts else ""


def spoken_by(label: Label, language: Language) -> str:
    """A label in one language."""
    return label.zh if language == "zh" else label.en


def notice(code: str, language: Language) -> str:
    """A notice in one language; a code that is not on record stands for itself."""
    rows: Mapping[str, Row] = table("data/notices.toml")["notices"]
    return rows[code][language] if code in rows else plain(code)


def reason(code: str, of: Rule, language: Language) -> str:
    """A reason in one language; a code that is not on record stands for itself."""
    common: Mapping[str, Row] = table("data/notices.toml")["reasons"]
    if code in of.reasons:
        return spoken_by(of.reasons[code], language)
    return common[code][language] if code in common else plain(code)


def plain(text: str) -> str:
    """Text of a caller on one line, without anything that steers a terminal or a page."""
    shown = (char if not unicodedata.category(char).startswith("C") else " " for char in text)
    return " ".join("".join(shown).split())


def money(amount: int) -> str:
    """Fen as yuan with thousands separators.

    >>> money(762_000), money(-5)
    ('7,620.00', '-0.05')
    """
    whole, part = divmod(abs(amount), 100)
    return f"{'-' * (amount < 0)}{whole:,}.{part:02d}"


def percent(share: int) -> str:
    """Ten-thousandths as per cent.

    >>> percent(7_000), percent(7_250)
    ('70%', '72.5%')
    """
    return figure(share * 100, "share").rstrip("0").rstrip(".") + "%"


def unit(name: str, language: Language, number: int | str = 0) -> str:
    """What follows that number of a unit."""
    section = "unit_of_one" if str(number) == "1" and has("unit_of_one", name) else "unit"
    return word(f"{section}.{name}", language) if has(section, name) else ""


@cache
def figures_of(rule: str) -> Mapping[str, Parameter]:
    """A rule's figures by the names of its ``Parameters``, as its first period states them."""
    periods = rulebook.rule(rule).periods
    return {row.field: row for period in reversed(periods) for row in period.parameters}


def choices_of(kind: str, rule: Rule, reasons: tuple[str, ...], language: Language) -> list[str]:
    """The words that a line of words counts through, in the order of their inner numbers."""
    if kind == "category":
        return [word(f"category.{name}", language) for name in CATEGORIES]
    if kind == "schooling":
        return [word(f"schooling.{name}", language) for name in SCHOOLING]
    if kind in ("state", "event"):
        return [word(f"{kind}.{name}", language) for name in table(_WORDS)[kind]]
    if kind == "reason":
        return [reason(code, rule, language) for code in reasons]
    if kind == "count":
        grounds = [code for code in reasons if code.startswith("excluded-")]
        return [word("value.none", language)] + [reason(code, rule, language) for code in grounds]
    return []


def quantity(number: int, kind: str, language: Language, *, with_unit: bool = True) -> str:
    """A number in the library's inner units as people say it."""
    if kind in MONEY_UNITS:
        if number > MOST:
            return word("value.no_end", language)
        return money(number) + (unit(kind, language) if with_unit else "")
    if kind == "flag":
        return word(f"flag.{'true' if number else 'false'}", language)
    if kind == "share":
        return percent(number)
    if kind == DAY:
        return figure(number, DAY)
    return str(number) + (unit(kind, language, number) if with_unit else "")


def day(on: date, language: Language) -> str:
    """A day as people write it."""
    return word("value.day", language, year=on.year, month=on.month, day=on.day, iso=on.isoformat())
