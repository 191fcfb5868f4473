"""What a household's members come to for its rules, said of claims that may be unknown.

A claim is two bits, *possible* and *certain*, so that ``either`` and ``both`` put the unknown in
its right place; a database's booleans with null do the same. ``households`` says this of models,
with the names of what is missing; here it is said once for columns, compiled loops and queries.

Checked with: the examples below, and every engine against the single case.
"""

from typing import Any

from .algebra import both, either

NO, UNKNOWN, YES = 0b00, 0b01, 0b11
"""Impossible, possible, certain: in this order, so that *any* is also the greatest."""


def own_cause(ill: Any, serious_illness: Any, disabled: Any, child_at_school: Any) -> Any:
    """Whether a member is a cause of hardship: by illness, disability, or a child's schooling.

    >>> own_cause(NO, UNKNOWN, NO, NO) == UNKNOWN, own_cause(NO, UNKNOWN, YES, NO) == YES
    (True, True)
    """
    return either(either(ill, serious_illness), either(disabled, child_at_school))


def lost_ability(unable: Any, disabled: Any, serious_illness: Any) -> Any:
    """Whether a member lost the ability to work: cannot, and is disabled or seriously ill.

    >>> lost_ability(YES, UNKNOWN, NO) == UNKNOWN, lost_ability(NO, UNKNOWN, NO) == NO
    (True, True)
    """
    return both(unable, either(disabled, serious_illness))
