"""Folded terms said in SQL, and terms that several others share laid out as columns.

Whole numbers are bigint and a division leaves them whole; the numerators of the rules are never
negative, so that every dialect rounds them down alike.

Checked with: every line of every rule against the single case, on the databases themselves.
Limits: facts that are known; a column that is null makes the answer worth nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

from ..folding import AT_LEAST, AT_MOST, steps
from ..terms import NOT, WHERE, Part, Term
from .dialects import Dialect

_BINDS = {"|": 1, "&": 2, NOT: 3, "<": 4, "<=": 4, "==": 4, "+": 5, "-": 5, "*": 6, "//": 6}
"""How closely a word binds its parts; what binds less closely stands in brackets."""
_ALONE = 7
_WORDS = {"|": "or", "&": "and", "==": "="}
_TURNED = {"<": ">", "<=": ">="}
"""A comparison with a plain number on the left is said the other way round."""
_LIMITS = {AT_LEAST: "greatest", AT_MOST: "least"}
_WORTH_A_COLUMN = 3
"""A term that others share gets a column of its own from so many words on."""
_WIDTH = 80


class Speech(NamedTuple):
    """Says terms in a dialect; a fact or a term that has a column is that column."""

    dialect: Dialect
    columns: Mapping[Term, str]
    facts: Mapping[str, str]
    """How facts are said that are no plain columns of their own name."""

    def said(self, part: Part) -> str:
        """A term or a plain number as an expression.

        >>> from ..terms import FACT
        >>> from .dialects import dialect
        >>> income, dibao = Term(FACT, name="income"), Term(FACT, name="dibao")
        >>> Speech(dialect("duckdb"), {}, {}).said((income < dibao) & ~(dibao < 1))
        'income < dibao and not (dibao < 1)'
        """
        return self._said(part)[0]

    def line(self, term: Term) -> str:
        """What a column of a term comes to."""
        return self._worded(term)[0]

    def _said(self, part: Part) -> tuple[str, int]:
        """The expression, and how closely it binds."""
        if not isinstance(part, Term):
            return str(part).lower(), _ALONE if part >= 0 else 0
        if part in self.columns:
            return self.dialect.named(self.columns[part]), _ALONE
        if part.name:
            return self.facts.get(part.name, self.dialect.named(part.name)), _ALONE
        return self._worded(part)

    def _worded(self, part: Term) -> tuple[str, int]:
        if part.word in _LIMITS:
            return f"{_LIMITS[part.word]}({', '.join(map(self.said, part.parts))})", _ALONE
        if part.word == WHERE:
            return self._chosen(part), _ALONE
        binds = _BINDS[part.word]
        if part.word == NOT:
            return f"not {self._within(part.parts[0], _BINDS['<'] + 1)}", binds
        one, other = part.parts
        if part.word in _TURNED and not isinstance(one, Term):
            return f"{self._within(other, binds + 1)} {_TURNED[part.word]} {self.said(one)}", binds
        word = self.dialect.divided if part.word == "//" else _WORDS.get(part.word, part.word)
        # What is alike on the left reads on; comparisons stand in brackets on both sides.
        left = self._within(one, binds + (binds == _BINDS["<"]))
        same = part.word in ("&", "|", "+")
        return f"{left} {word} {self._within(other, binds + (not same))}", binds

    def _within(self, part: Part, least: int) -> str:
        text, binds = self._said(part)
        return text if binds >= least else f"({text})"

    def _chosen(self, part: Term) -> str:
        """One case for choices within choices."""
        cases, otherwise = [], part
        while True:
            condition, then, last = otherwise.parts
            cases.append(f"when {self.said(condition)} then {_indented(self.said(then))}")
            if not isinstance(last, Term) or not self._goes_on(last):
                break
            otherwise = last
        told = ["case", *cases, f"else {self.said(last)} end"]
        short = " ".join(told)
        return short if len(short) <= _WIDTH else "\n      ".join(told)

    def _goes_on(self, part: Term) -> bool:
        """Whether what remains is a choice too, without a column of its own."""
        return part.word == WHERE and part not in self.columns


def _indented(told: str) -> str:
    return told.replace("\n", "\n    ")


class Column(NamedTuple):
    """A column of a step: its name, and the term that it comes to."""

    name: str
    term: Term


def laid_out(lines: Iterable[Part], names: Mapping[Term, str]) -> list[list[Column]]:
    """The steps in which lines are worked out, each from columns of the steps before it.

    Terms that have a name get a column of their own, and so do terms that several others share.
    """
    order = list(steps(lines))
    uses = Counter(part for term in order for part in _within(term))
    made: list[list[Column]] = []
    words, level, shared = Counter[Term](), Counter[Term](), count(1)
    for term in order:
        words[term] = 1 + sum(words[part] for part in _within(term))
        level[term] = max((level[part] for part in _within(term)), default=0)
        if term in names or (uses[term] > 1 and words[term] >= _WORTH_A_COLUMN):
            name = names.get(term) or f"shared_{next(shared)}"
            made.extend([] for _ in range(level[term] + 1 - len(made)))
            made[level[term]].append(Column(name, term))
            words[term] = 0
            level[term] += 1
    return made


def _within(term: Term) -> list[Term]:
    return [part for part in term.parts if isinstance(part, Term)]
