"""A rule's own text: every line of its worksheet as the formula that makes it, in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..errors import Language
from ..policy import Law
from ..rulebook import rule
from ..rules import room
from ..terms import WHERE, Part, Term, leaves, spoken
from .branches import Case
from .formulas import case_of
from .speech import Speech
from .words import spoken_by

INDENT = "    "


def rule_text(
    name: str, language: Language = "zh", *, law: Law | None = None
) -> dict[str, tuple[str, ...]]:
    """A rule's own text: by its label, each line that is not a plain fact, as lines of text.

    With a ``law`` the figures and readings of its day stand in it, without one their names. What
    is used in several places has a number and stands before the line that first uses it.

    >>> rule_text("safety_net", "en")["level of the whole household for a year"]
    ('level to be reached per person and month × people in the file × 12',)
    """
    case, labels = case_of(name, law.numbers if law else {}), rule(name).lines
    shared = {
        term: kind
        for term, kind in _shared(case, name).items()
        if isinstance(taken := case.opened(term, None, []), Term) and not taken.name
    }
    apart = replace(case, names={**case.names, **dict.fromkeys(shared, "")})
    text = _Text(apart, shared, name, language)
    told: dict[str, tuple[str, ...]] = {}
    for term, line in case.names.items():
        if not term.name:
            label = spoken_by(labels[line], language)
            told |= text.told(term, labels[line].unit, label)
    return told


def _shared(case: Case, name: str) -> dict[Term, str]:
    """The branching terms used in several places that are no line, with the unit of each."""
    uses: Counter[Term] = Counter()
    kinds: dict[Term, str] = {}
    labels = rule(name).lines
    # The answer comes last: its own parts are of its own unit, wherever else they are used.
    for term, line in reversed(tuple(case.names.items())):
        for part, kind in _parts(term, labels[line].unit):
            _count(part, kind, case, uses, kinds)
    often = (term for term, times in uses.items() if times > 1)
    return {term: kinds[term] for term in often if term.word in ("&", "|", WHERE)}


def _count(part: Part, kind: str, case: Case, uses: Counter[Term], kinds: dict[Term, str]) -> None:
    if not isinstance(part, Term) or part.name or part in case.names:
        return
    uses[part] += 1
    kinds.setdefault(part, kind)
    if uses[part] == 1:
        for inner, inner_kind in _parts(part, kind):
            _count(inner, inner_kind, case, uses, kinds)


def _parts(term: Term, kind: str) -> Iterator[tuple[Part, str]]:
    """What a term is said of, with the unit that is the term's own where it is that."""
    if (made := spoken(term)) is not None:
        yield from ((part, "") for part in made.parts)
    elif term.word == WHERE:
        yield from zip(term.parts, ("", kind, kind), strict=True)
    else:
        yield from ((part, "") for part in term.parts)


class _Text:
    """The text of lines one after another, each shared part told before its first use."""

    def __init__(
        self, case: Case, shared: Mapping[Term, str], name: str, language: Language
    ) -> None:
        self.case, self.shared = case, shared
        self.numbered: dict[Term, tuple[str, str]] = {}
        reasons: tuple[str, ...] = room(name).REASONS
        self.speech = Speech(rule(name), reasons, case, language, numbered=self.numbered)

    def told(self, term: Term, kind: str, label: str = "") -> dict[str, tuple[str, ...]]:
        """A line, or a shared part under its number, after the shared parts it is first to use."""
        taken = self.case.opened(term, None, [])
        kind = kind or self.speech.kind(taken)
        text: dict[str, tuple[str, ...]] = {}
        for part in leaves(taken, self.shared):
            if part in self.shared and part not in self.numbered:
                text |= self.told(part, self.shared[part])
        if not label:
            number = str(len(self.numbered) + 1)
            self.numbered[term] = number, kind
            label = self.speech.phrase("part", number=number)
        return text | {label: tuple(self._listed(taken, kind))}

    def _listed(self, part: Part, kind: str) -> list[str]:
        """A term as lines of text, each branch on a line of its own."""
        rows: list[str] = []
        opening = "if"
        while isinstance(part, Term) and self.speech.is_branching(part):
            condition, then, part = part.parts
            head = self.speech.phrase(opening, condition=self.speech.condition(condition))
            inner = self._listed(then, kind)
            if len(inner) == 1:
                rows.append(head + inner[0])
            else:
                rows += [head.rstrip(), *(INDENT + row for row in inner)]
            opening = "else_if"
        last = self.speech.said(part, kind)
        return [*rows, self.speech.phrase("else") + last if rows else last]
