"""What a finding rests on: figures with date and source, readings with their alternatives."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..doors import DIBAO
from ..errors import Language, PolicyError
from ..findings import Figure
from ..history import REVISION, in_units
from ..readings import readings
from ..resources import table
from ..rulebook import rule, rule_names
from ..sources import sources
from .explanation import FigureUsed, ReadingUsed, SourceUsed
from .naming import Explained, rule_of
from .words import day, has, plain, quantity, spoken_by, word


def cited(source: str, language: Language) -> str:
    """A source as one would cite it; a caller's own words stand as they are."""
    known = sources().get(source)
    return known.cited(language) if known else plain(source)


def numbers_of(finding: Explained) -> dict[str, int]:
    """The figures and readings of a finding by the names of its rule's ``Parameters``."""
    chosen = dict(named.split("=", 1) for named in finding.readings if "=" in named)
    found: dict[str, int] = {}
    for field, gap in rule(rule_of(finding)).readings.items():
        if chosen.get(gap) in readings()[gap].choices:
            found[field] = readings()[gap].number(chosen[gap])
    for figure in getattr(finding, "parameters", ()):
        number = _number(figure)
        if figure.name != DIBAO and number is not None:
            found[figure.name.rpartition(".")[2]] = number
    return found


def _number(figure: Figure) -> int | None:
    try:
        return in_units(figure.value, figure.unit, figure.name)
    except PolicyError:
        return None


def figures_used(
    figures: Iterable[Figure], language: Language, *, of_rules: bool = False
) -> tuple[FigureUsed, ...]:
    """The figures findings rest on; with ``of_rules``, each says which rule it belongs to."""
    return tuple(_figure_used(figure, language, of_rules=of_rules) for figure in figures)


def _figure_used(figure: Figure, language: Language, *, of_rules: bool) -> FigureUsed:
    number = _number(figure)
    value = plain(figure.value)
    if number is not None:
        own_unit = has("unit", figure.name)
        value = quantity(number, figure.name if own_unit else figure.unit, language)
    row = _row_of(figure)
    origin = [cited(figure.source, language)]
    if figure.since is not None:
        origin.insert(0, word("phrase.since", language, since=day(figure.since, language)))
    if figure.source != REVISION and row.get("says"):
        origin.append(word("phrase.says", language, says=row["says"]))
    if remark := _remark(row, language):
        origin.append(remark)
    label = str(row.get(language) or plain(figure.name))
    owner = figure.name.partition(".")[0]
    if of_rules and owner in rule_names():
        title = spoken_by(rule(owner).title, language)
        label = word("value.of", language, owner=title, fact=label)
    return FigureUsed(label, value, word("value.pause", language).join(origin))


def _remark(row: Mapping[str, Any], language: Language) -> str:
    """How sure a figure is: its precision where it is not to the day, and a note."""
    precision, note = row.get("precision", ""), row.get(f"note_{language}", "").rstrip("。.")
    if not has("precision", precision):
        return str(note)
    said = word(f"precision.{precision}", language)
    return word("phrase.remark", language, precision=said, note=note) if note else said


def _row_of(figure: Figure) -> Mapping[str, Any]:
    """What the data files say beside a figure: its label, the words that state it, its caveats."""
    if figure.name == DIBAO:
        label = rule("hardship").lines["dibao_per_month"]
        return {"zh": label.zh, "en": label.en, **_standard(figure)}
    name, _, _ = figure.name.partition(".")
    for period in reversed(rule(name).periods):
        for row in period.parameters:
            if row.name == figure.name and row.since == figure.since:
                return {"zh": row.zh, "en": row.en, "says": row.says, "precision": row.precision}
    return {}


def _standard(figure: Figure) -> Mapping[str, Any]:
    """The row of the dibao table behind a standard; rows of several areas may say the same."""
    for row in table("data/dibao.toml")["standard"]:
        is_it = (row["source"], row["since"]) == (figure.source, figure.since)
        if is_it and in_units(row["monthly"], figure.unit, DIBAO) == _number(figure):
            found: Mapping[str, Any] = row
            return found
    return {}


def readings_used(named: Iterable[str], language: Language) -> tuple[ReadingUsed, ...]:
    """The readings a finding rests on, as ``id=choice``."""
    return tuple(_reading_used(*text.partition("=")[::2], language) for text in named)


def _reading_used(name: str, choice: str, language: Language) -> ReadingUsed:
    gap = readings().get(name)
    if gap is None or choice not in gap.choices:
        return ReadingUsed(plain(name), plain(name), plain(choice), "")
    others = [spoken_by(label, language) for key, label in gap.choices.items() if key != choice]
    return ReadingUsed(
        id=name,
        question=spoken_by(gap.question, language),
        choice=spoken_by(gap.choices[choice], language),
        others=word("value.pause", language).join(others),
    )


def sources_of(finding: Explained) -> tuple[str, ...]:
    """The sources of a finding; a caller's revision only where a figure was revised."""
    revised = any(figure.source == REVISION for figure in getattr(finding, "parameters", ()))
    return tuple(name for name in finding.sources if revised or name != REVISION)


def sources_used(named: Iterable[str], language: Language) -> tuple[SourceUsed, ...]:
    """The sources a finding rests on, as they are cited."""
    return tuple(
        SourceUsed(
            cited(name, language),
            spoken_by(sources()[name].note, language) if name in sources() else "",
        )
        for name in named
    )
