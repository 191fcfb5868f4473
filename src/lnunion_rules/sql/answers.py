"""What frames a query: its heading, and the last step, which tells answers in words and yuan."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..aids import Law
from ..findings import CATEGORIES
from ..history import MONEY_UNITS
from ..households import SCHOOLING
from ..resources import table
from ..rulebook import Label, rule
from ..rules import room
from ..sources import sources
from ..version import __version__
from .dialects import Dialect

_SAID = ("head.whole", "head.complete")


class Answer(NamedTuple):
    """One column of the answer: its name, its expression, what it says, and of which rows."""

    name: str
    told: str
    label: Label
    where: str = "complete"


def phrase(key: str, title: Label | None = None, **details: object) -> Label:
    """A phrase of ``data/queries.toml``, with its details and a title filled in."""
    section, _, name = key.partition(".")
    row = table("data/queries.toml")[section][name]
    return Label(
        row["zh"].format_map({**details, "title": title and title.zh}),
        row["en"].format_map({**details, "title": title and title.en}),
    )


def heading(title: Label, rules: Iterable[str], law: Law, dialect: Dialect) -> str:
    """The comment at the head of a query: title, day, law, sources, readings, figures."""
    policy, spoken = law.policy, Label(dialect.title, dialect.title)
    laws = [policy.law(name, law.on) for name in rules]
    stamp = {"id": policy.id, "version": policy.version, "sha256": policy.sha256}
    about = phrase("head.law", spoken, on=law.on, library=__version__, **stamp)
    texts = [
        sources()[name].title
        for name in dict.fromkeys(text for one in laws for text in one.sources)
    ]
    readings = dict.fromkeys(reading for one in laws for reading in one.readings)
    lines = [
        _both(title),
        *(line for told in (about, *map(phrase, _SAID)) for line in (told.zh, told.en)),
        *map(_both, texts),
        *readings,
        *(f"{figure.name} = {figure.value}" for one in laws for figure in one.parameters),
    ]
    return "".join(f"-- {line}\n" for line in lines)


def _both(label: Label) -> str:
    return f"{label.zh} · {label.en}"


def worksheet(name: str, lines: Mapping[str, str]) -> list[Answer]:
    """The lines of a rule's worksheet, from their expressions."""
    labels = rule(name).lines
    return [
        Answer(line, in_words(told, labels[line].unit, name), labels[line])
        for line, told in lines.items()
    ]


def in_words(told: str, unit: str, name: str, *more: str) -> str:
    """An inner number as the word it stands for, and fen as yuan; ``more`` are further reasons."""
    words = {
        "category": CATEGORIES,
        "schooling": SCHOOLING,
        "reason": (*room(name).REASONS, *more),
    }
    if unit in words:
        cases = (f"\n    when {n} then '{word}'" for n, word in enumerate(words[unit]))
        return f"case {told}{''.join(cases)} end"
    return yuan(told) if unit in MONEY_UNITS else told


def yuan(told: str) -> str:
    """Fen as yuan: times a hundredth, as a quotient would be a double in some dialects."""
    return f"cast({told} * 0.01 as decimal(18, 2))"


def answered(whose: Iterable[str], answers: list[Answer], last: str, dialect: Dialect) -> str:
    """The last select; where a row is not complete its answers are null."""
    told = [
        f"case when {one.where} then {one.told} end as {dialect.named(one.name)}" for one in answers
    ]
    commas = [","] * (len(told) - 1) + [""]
    rows = zip(told, commas, answers, strict=True)
    lines = [f"  {column}{comma} -- {_both(one.label)}" for column, comma, one in rows]
    return "\n".join(("select", *(f"  {column}," for column in whose), *lines, f"from {last}"))
