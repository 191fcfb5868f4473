"""Terms said aloud: as a phrase in one language, or with a case's figures put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..algebra import WHOLE
from ..errors import Language
from ..history import MONEY_UNITS
from ..readings import readings
from ..rulebook import Rule
from ..terms import ALGEBRA, FIGURE, NOT, WHERE, Part, Term, same, value
from .branches import COMPARED, Case
from .words import choices_of, figures_of, has, quantity, spoken_by, unit, unit_of_fact, word

SIGNS = {"+": "+", "-": "−", "*": "×", "//": "÷"}
COMPARISONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
TURNED = {"<": ">", "<=": ">="}
DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!="}
LOOSE, ADDED, MULTIPLIED, SINGLE = range(4)
QUOTIENTS = ("share_of", "split", "outweighed")
TIES = {"+": ADDED, "-": ADDED, **dict.fromkeys(("*", "//", *QUOTIENTS), MULTIPLIED)}


@dataclass(frozen=True)
class Speech:
    """How the terms of one rule are said; with ``put_in``, values stand where names would.

    ``numbered`` are terms that are told apart beside the lines: the number and unit of each.
    """

    rule: Rule
    reasons: tuple[str, ...]
    case: Case
    language: Language
    put_in: bool = False
    numbered: Mapping[Term, tuple[str, str]] | None = None

    def said(self, part: Part, kind: str = "") -> str:
        """One term; ``kind`` is the unit of a plain number."""
        if not isinstance(part, Term):
            return self._number(part, kind)
        if self.is_named(part):
            return self._named(part)
        if part.word in ALGEBRA:
            return self._made(part.word, *part.parts)
        if part.word == WHERE:
            condition, then, otherwise = part.parts
            return self.phrase(
                "where",
                condition=self.condition(condition),
                then=self._tied(then, ADDED, kind),
                otherwise=self.said(otherwise, kind),
            )
        if part.word == NOT:
            return self._denied(part.parts[0])
        if part.word in COMPARED:
            return self._compared(part)
        return self._combined(part, kind)

    def phrase(self, name: str, **details: str) -> str:
        """A phrase of formulas."""
        return word(f"formula.{name}", self.language, **details)

    def is_named(self, term: Term) -> bool:
        """Whether a term is a line, a fact, a figure or has a number of its own."""
        return term in self.case.names or bool(term.name) or term in (self.numbered or {})

    def is_branching(self, part: Part) -> bool:
        """Whether a term would be said as if and otherwise."""
        return self.case.is_branching(part) and part not in (self.numbered or {})

    def condition(self, part: Part) -> str:
        """A condition, in brackets where it has an if of its own."""
        said = self.said(part, "flag")
        return self._bracketed(said) if self.is_branching(part) else said

    def _bracketed(self, text: str) -> str:
        return f"（{text}）" if self.language == "zh" else f"({text})"

    def _number(self, number: int, kind: str) -> str:
        if words := choices_of(kind, self.rule, self.reasons, self.language):
            return words[number]
        if kind in MONEY_UNITS:
            said = quantity(number, kind, self.language, with_unit=False)
            if self.put_in:
                return f"({said})" if number < 0 else said
            if number == 0:
                return word("value.zero", self.language)
            return said + unit("yuan", self.language) if said[-1].isdigit() else said
        return quantity(number, kind, self.language, with_unit=not self.put_in)

    def _named(self, term: Term) -> str:
        """A line, a fact or a figure by its name, or by its value."""
        if self.numbered and term in self.numbered:
            return self.phrase("number", number=self.numbered[term][0])
        known, line = self.case.value(term), self.case.names.get(term)
        if known is not None and (self.put_in or term.word == FIGURE):
            return self._number(known, self.kind(term))
        name = f"{self.rule.name}.{line or term.name}"
        if has("name", name):
            return word(f"name.{name}", self.language)
        if line:
            return spoken_by(self.rule.lines[line], self.language)
        if term.word != FIGURE:
            return word(f"fact.{name}", self.language)
        if term.name in self.rule.readings:
            return self.phrase("reading", choice=self.rule.readings[term.name])
        row = figures_of(self.rule.name)[term.name]
        return self.phrase("figure", label=row.zh if self.language == "zh" else row.en)

    def kind(self, part: Part) -> str:
        """The unit of what a term comes to."""
        if not isinstance(part, Term):
            return ""
        if self.numbered and part in self.numbered:
            return self.numbered[part][1]
        if line := self.case.names.get(part):
            return self.rule.lines[line].unit
        if part.name:
            return self._kind_of_name(part)
        if part.word in ALGEBRA:
            return self.kind(part.parts[0]) or self.kind(part.parts[1])
        if part.word in (*COMPARED, NOT, "&", "|"):
            return "flag"
        parts = part.parts[1:] if part.word == WHERE else part.parts
        kinds = [kind for kind in map(self.kind, parts) if kind]
        return next((kind for kind in kinds if kind in MONEY_UNITS), kinds[0] if kinds else "")

    def _kind_of_name(self, term: Term) -> str:
        if term.word != FIGURE:
            return unit_of_fact(f"{self.rule.name}.{term.name}")
        return "" if term.name in self.rule.readings else figures_of(self.rule.name)[term.name].unit

    def _denied(self, claim: Part) -> str:
        if isinstance(claim, Term) and claim.word in COMPARED and not self.is_named(claim):
            return self._compared(claim, denied=True)
        return self.phrase("not", claim=self.said(claim))

    def _compared(self, term: Term, *, denied: bool = False) -> str:
        one, other, sign = *term.parts, term.word
        if not isinstance(one, Term) or (one.word == FIGURE and isinstance(other, Term)):
            one, other, sign = other, one, TURNED.get(sign, sign)
        if isinstance(one, Term) and not isinstance(other, Term):
            claim = Term(NOT, term) if denied else term
            if said := self._among(one, self._choices(one), claim):
                return said
        sign = DENIED[sign] if denied else sign
        kind = self.kind(one)
        left, right = self._tied(one, ADDED, kind), self._tied(other, ADDED, kind)
        if self.put_in:
            return f"{left} {COMPARISONS[sign]} {right}"
        return self.phrase(sign, one=left, other=right)

    def _choices(self, term: Term) -> list[str]:
        """The words that a term counts through, where it is told in words."""
        if term.word == FIGURE and term.name in self.rule.readings:
            return list(readings()[self.rule.readings[term.name]].choices)
        kind = self.kind(term)
        if kind == "flag" and term.word == FIGURE:
            return [quantity(flag, kind, self.language) for flag in (0, 1)]
        return choices_of(kind, self.rule, self.reasons, self.language)

    def _among(self, one: Term, choices: list[str], claim: Term) -> str:
        """A claim about something told in words: what it is, or else what it may be."""
        if not choices:
            return ""
        fit = [text for n, text in enumerate(choices) if value(claim, {one: n}, {})]
        if one.word == FIGURE and one.name in self.rule.readings:
            return self.phrase("reading", choice=f"{self.rule.readings[one.name]}={'|'.join(fit)}")
        known = self.case.value(one)
        fit = fit if known is None else [choices[known]]
        unfit = [text for text in choices if text not in fit]
        sign, told = ("!=", unfit) if len(unfit) == 1 < len(fit) else ("==", fit)
        quoted = [word("value.quoted", self.language, text=text) for text in told]
        named = replace(self, put_in=False).said(one)
        return self.phrase(sign, one=named, other=word("value.or", self.language).join(quoted))

    def _combined(self, term: Term, kind: str) -> str:
        one, other = term.parts
        if term.word in ("&", "|"):
            claims = {"one": self._claim(one, term), "other": self._claim(other, term)}
            return self.phrase(term.word, **claims)
        if kind == "reason":
            return self.phrase("numbered", one=self.said(one if isinstance(one, Term) else other))
        ties = TIES[term.word]
        inner = self.kind(term) if ties == ADDED else ""
        right = self._tied(other, ties + (term.word in ("-", "//")), inner)
        return f"{self._tied(one, ties, inner)} {SIGNS[term.word]} {right}"

    def _claim(self, part: Part, within: Term) -> str:
        """A claim beside another, in brackets where and and or would mix."""
        said = self.condition(part)
        if not isinstance(part, Term) or self.is_named(part):
            return said
        return self._bracketed(said) if {part.word, within.word} == {"&", "|"} else said

    def _tied(self, part: Part, ties: int, kind: str = "") -> str:
        """A part as it stands in a sum or product, in brackets where it would fall apart."""
        said = self.said(part, kind)
        if not isinstance(part, Term) or self.is_named(part):
            return said
        return said if TIES.get(part.word, LOOSE) >= ties else f"({said})"

    def _made(self, name: str, amount: Part, by: Part, included: Part = 0) -> str:
        """A term made with a word of the algebra, said with that word."""
        if name == "end_of":
            return self._end_of(amount, by, included)
        if name in QUOTIENTS:
            sign = SIGNS["*" if name == "share_of" else "//"]
            said = f"{self._tied(amount, MULTIPLIED)} {sign} {self._tied(by, SINGLE)}"
            if self.put_in or self._is_exact(name, amount, by):
                return said
            return self.phrase("raised" if name == "outweighed" else "rounded", quotient=said)
        kind = self.kind(amount) or self.kind(by)
        told = self._tied(amount, ADDED, kind)
        if name == "at_least" and same(by, 0):
            return self.phrase("not_negative", amount=told)
        return self.phrase(name, amount=told, bound=self._tied(by, ADDED, kind))

    def _is_exact(self, name: str, amount: Part, by: Part) -> bool:
        """Whether nothing is lost by rounding, in this case."""
        number, measure = self.case.value(amount), self.case.value(by)
        if number is None or measure is None:
            return False
        if name in ("share_of", "end_of"):
            return bool(number * measure % WHOLE == 0)
        parts = number * (WHOLE if name == "outweighed" else 1)
        return bool(measure and parts % measure == 0)

    def _end_of(self, amount: Part, share: Part, included: Part) -> str:
        product = f"{self._tied(amount, MULTIPLIED)} × {self._tied(share, SINGLE)}"
        if isinstance(included, Term):
            return self.phrase("end_open", product=product, included=self.said(included, "flag"))
        if not self.put_in:
            return self.phrase("end_included" if included else "end_excluded", product=product)
        if not self._is_exact("end_of", amount, share):
            return self.phrase("raised", quotient=product)
        return f"{product} + 0.01" if included else product
