"""The formula of each line of a worksheet: in words, and with a case's figures put in.

The words come from the rule's own body, read as terms. For a case only the branch it takes is
told, and figures are put in only where they come to the very result that the finding states.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..errors import Language
from ..findings import CATEGORIES
from ..history import MONEY_UNITS
from ..households import SCHOOLING
from ..rulebook import rule
from ..rules import room
from ..terms import FACT, Part, Term, leaves, record, value
from .branches import Case, compared
from .speech import Speech
from .words import choices_of, figures_of, plain, quantity, unit_of_fact, word

WORDS: Mapping[str, tuple[str, ...]] = {"category": CATEGORIES, "schooling": SCHOOLING}


class Formula(NamedTuple):
    """One line's formula in words and in figures; either may be empty, for a fact both are."""

    words: str = ""
    figures: str = ""


def case_of(
    name: str, numbers: Mapping[str, Any], values: Mapping[str, str | None] | None = None
) -> Case:
    """What is known of a rule's terms.

    ``numbers`` are figures and readings by the names of the rule's ``Parameters``; ``values``
    are a worksheet's printed lines.
    """
    law, of_the_rule = rule(name), room(name)
    names = {term: line for line, term in record(of_the_rule).items() if isinstance(term, Term)}
    words = {**WORDS, "reason": of_the_rule.REASONS}
    known = {
        term: read((values or {}).get(line), law.lines[line].unit, words)
        for term, line in names.items()
    }
    numbers = {field: number for field, number in numbers.items() if number is not None}
    if any(line == "highest_month" and known[term] for term, line in names.items()):
        # The highest of the monthly incomes is there: so monthly incomes were stated.
        facts = (leaf for term in names for leaf in leaves(term))
        known.update({leaf: True for leaf in facts if leaf.name == "by_month"})
    if values:
        known |= _inferred(known, numbers, name)
    flags = (field for field, figure in figures_of(name).items() if figure.unit == "flag")
    return Case(
        names=names,
        known=known,
        numbers=numbers,
        settled={*law.readings, *flags},
        money={term for term, line in names.items() if law.lines[line].unit in MONEY_UNITS},
    )


def read(printed: str | None, kind: str, words: Mapping[str, tuple[str, ...]] = WORDS) -> Any:
    """A printed value in the library's inner units; None where it is unknown or no value."""
    try:
        if printed is None:
            return None
        if kind in MONEY_UNITS:
            return int(printed.replace(".", "", 1))
        if kind == "flag":
            return {"true": True, "false": False}.get(printed)
        return words[kind].index(printed) if kind in words else int(printed)
    except ValueError:
        return None


def _inferred(known: Mapping[Term, Any], numbers: Mapping[str, int], name: str) -> dict[Term, bool]:
    """The claims that are no line of the worksheet, where its lines leave them only one value."""
    found: dict[Term, bool] = {}
    claims = {leaf for term in known for leaf in leaves(term) if leaf not in known}
    for claim in claims:
        if unit_of_fact(f"{name}.{claim.name}") == "flag":
            left = [told for told in (True, False) if _agrees({**known, claim: told}, numbers)]
            if len(left) == 1:
                found[claim] = left[0]
    return found


def _agrees(known: Mapping[Term, Any], numbers: Mapping[str, int]) -> bool:
    """Whether no line comes to anything else than it states."""
    return all(
        result is None or afresh(term, known, numbers) in (None, result)
        for term, result in known.items()
    )


def afresh(term: Term, known: Mapping[Term, Any], numbers: Mapping[str, int]) -> Any:
    """What a line comes to from the others, as if it were not known itself."""
    return value(term, {other: at for other, at in known.items() if other is not term}, numbers)


def _is_stated(term: Term, case: Case) -> bool:
    """Whether a term is a fact just as it was stated."""
    return term.word == FACT and term not in case.names


class Formulas:
    """The formulas of one case under one rule."""

    def __init__(
        self,
        name: str,
        language: Language,
        numbers: Mapping[str, Any],
        values: Mapping[str, str | None],
    ) -> None:
        self.rule, self.lines = rule(name), record(room(name))
        self.case = case_of(name, numbers, values)
        self.reasons: tuple[str, ...] = room(name).REASONS
        self.in_words = Speech(self.rule, self.reasons, self.case, language)
        self.in_figures = replace(self.in_words, put_in=True)
        self.language = language

    def of(self, line: str) -> Formula:
        """The formula of one line; empty for a fact."""
        term = self.lines[line]
        if not isinstance(term, Term) or term.name:
            return Formula()
        case, result, kind = self.case, self.case.known[term], self.rule.lines[line].unit
        because: list[Part] = []
        taken = case.opened(term, result, because)
        told = isinstance(taken, Term) and not (kind == "reason" and result is not None)
        then = taken if told and isinstance(taken, Term) else None
        if then is not None and (_is_stated(then, case) or case.branchings(then) > 1):
            return Formula()
        if then is not None or kind == "reason":
            # Above zero, below the largest amount: beside a formula or a reason, that says nothing.
            because = [
                part for part in because if self._is_telling(part) or not case.is_money(part)
            ]
        words = self._joined(self.in_words, because, then, kind)
        plain = then is not None and self.in_words.is_named(then)
        if plain or result is None or afresh(term, case.known, case.numbers) != result:
            return Formula(words)
        shown = [part for part in because if then is None and self._is_telling(part)]
        return Formula(words, self._joined(self.in_figures, shown, then, kind))

    def result(self, line: str, printed: str | None) -> str:
        """What a line comes to, with its unit; as printed where it is no value of its unit."""
        term = self.lines[line]
        number = self.case.known[term] if isinstance(term, Term) else None
        if printed is None:
            return word("value.unknown", self.language)
        if number is None:
            return plain(printed)
        kind = self.rule.lines[line].unit
        words = choices_of(kind, self.rule, self.reasons, self.language)
        return words[number] if words else quantity(number, kind, self.language)

    def how(self, line: str) -> str:
        """How a line is worked out: in words, then with the figures put in."""
        words, figures = self.of(line)
        return words + word("value.bracketed", self.language, text=figures) if figures else words

    def _is_telling(self, part: Part) -> bool:
        """Whether a claim compares two amounts, neither of them a plain number."""
        terms = [isinstance(inner, Term) for inner in compared(part)]
        return self.case.is_money(part) and all(terms)

    def _joined(self, speech: Speech, because: list[Part], then: Part | None, kind: str) -> str:
        """What decided, and what then holds."""
        said = dict.fromkeys(speech.said(part) for part in because)
        why = word("value.pause", self.language).join(said)
        told = "" if then is None else speech.said(then, kind)
        return word("value.colon", self.language).join(text for text in (why, told) if text)
