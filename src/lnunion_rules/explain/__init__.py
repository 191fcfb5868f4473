"""Findings in words: for a terminal, a page, a notebook, and as a letter to the family.

What is explained is the finding itself, line by line, in Chinese or English; nothing is decided
here. A rule's own text comes from the same place as its answers: from its body.
"""

from html import escape

from ..findings import Award, Finding, Hardship, Package, Service
from . import pages
from .content import explain
from .explanation import Explanation, FigureUsed, Line, Missing, ReadingUsed, SourceUsed
from .letter import letter
from .rule_text import rule_text

__all__ = [
    "Explanation",
    "FigureUsed",
    "Line",
    "Missing",
    "ReadingUsed",
    "SourceUsed",
    "explain",
    "html",
    "letter",
    "rule_text",
]


def html(finding: Finding) -> str:
    """A finding in both languages, Chinese first, as HTML that stands on its own.

    A part of a finding that has no explanation of its own is shown by its ``repr``, which tells
    nothing of a person.
    """
    if not isinstance(finding, Hardship | Award | Service | Package):
        return f"<code>{escape(repr(finding))}</code>"
    both = (explain(finding, language).page() for language in ("zh", "en"))
    return pages.html(*both, folded=True)
