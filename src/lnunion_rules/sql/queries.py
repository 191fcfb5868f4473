"""The door of queries: the rule of an aid, or of all aids, as one query of a database.

The rooms' bodies stand in it as they were written, with the figures of a day put in; nothing of
the law stands here.
"""

from datetime import date

from ..aids import ROOMS, Law
from ..errors import PolicyError
from ..policy import Policy, load_policy
from ..rulebook import rule as rule_named
from ..rules import education_aid
from ..stacking import STACKED
from .answers import heading, phrase
from .dialects import dialect as dialect_named
from .layout import Written
from .making import Making

ALL = "all"
"""What stands for every rule at once."""
RULES = tuple(room.RULE for room in ROOMS)
"""The rules that there is a query of."""


def query(
    rule: str,
    *,
    on: date,
    policy: Policy | None = None,
    dialect: str = "duckdb",
    fen: bool = False,
) -> str:
    """The query that answers one rule, or ``all``, for every household of three tables.

    One row a household, for ``education_aid`` one a child. ``complete`` says whether it was
    answered: where it was not, every answer is null, which is no zero. Amounts are yuan. The
    tables are those of :func:`tables_in`; with ``fen`` money is whole fen in columns whose names
    end in ``_fen``.

    Raises ``PolicyError`` for a rule or a dialect that there is no query of, and for one aid by
    itself where only the largest is paid; ``NotInForce`` where an aid is not in force that day,
    ``NoStandard`` where no area has a dibao standard.

    >>> told = query("living_relief", on=date(2018, 12, 31))
    >>> "dibao_per_month * 12 as standard_per_year" in told
    True
    """
    if rule not in (*RULES, ALL):
        raise PolicyError("query-unknown", rules=", ".join((*RULES, ALL)))
    law, written = Law(policy or load_policy(), on), Written(dialect_named(dialect), fen)
    if law.figures.largest_only and rule in STACKED:
        raise PolicyError("query-of-all-needed", "package.stacking")
    making = Making(law, written, None if rule == ALL else rule)
    if rule == ALL:
        answer = making.of_all()
    elif rule == education_aid.RULE:
        answer = making.of_children()
    else:
        answer = making.of_households(rule)
    title = phrase("head.all") if rule == ALL else rule_named(rule).title
    return heading(title, RULES, law, written.dialect) + making.text(answer)
