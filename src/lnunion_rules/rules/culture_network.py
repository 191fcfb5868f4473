"""The network of workers' culture groups (职工文化群): which group is linked to which.

The province has groups for recitation, collecting, stamps, reading and more; Fuxin's reading
groups are linked at three levels. A city's group belongs under the province's of the same kind,
a county's under a city's of the same kind.

Source: the article of 2018; it tells of 30 groups and of one network, and states no more.
Checked with: every level under every other.
Limits: that levels are linked kind by kind is how the word 三级联动 is read here. How many
groups, members and people there are is counted a floor above, in ``culture/``. Readings:
``culture.linkage``.
"""

from datetime import date
from typing import Any, NamedTuple

from ..algebra import both, negated, where
from ..culture_findings import Linkage
from ..doors import filled, printed_sheet, sources
from ..groups import LEVELS, CultureGroup
from ..policy import Policy, load_policy

RULE = "culture_network"
REASONS = (
    "linked",
    "top-level",
    "parent-not-stated",
    "parent-unknown",
    "parent-of-another-kind",
    "parent-not-one-level-up",
)
LINKED, TOP, NOT_STATED, UNKNOWN, OTHER_KIND, OTHER_LEVEL = range(len(REASONS))
IN_ORDER = REASONS[: TOP + 1]
"""The reasons of a group that stands where it belongs."""


class Parameters(NamedTuple):
    """The one reading of the rule, as the number of its choice; the text gives no figure."""

    any_above: int


class Worksheet(NamedTuple):
    """One group's place in the network, line by line; ``reason`` 0 where it is linked."""

    top: Any
    same_kind: Any
    above: Any
    in_order: Any
    reason: Any


def work_out(
    level: Any,
    has_parent: Any,
    parent_listed: Any,
    same_kind: Any,
    parent_level: Any,
    p: Parameters,
) -> Worksheet:
    """Where a group stands; levels count from 0, the province, down to 2, the county."""
    top = both(level < 1, negated(has_parent))
    higher = where(p.any_above > 0, parent_level < level, parent_level + 1 == level)
    above = both(parent_listed, higher)
    of_level = where(above, LINKED, OTHER_LEVEL)
    of_kind = where(same_kind, of_level, OTHER_KIND)
    of_listed = where(parent_listed, of_kind, UNKNOWN)
    below = where(has_parent, of_listed, NOT_STATED)
    reason = where(top, TOP, below)
    return Worksheet(top, same_kind, above, reason < NOT_STATED, reason)


def check(
    group: CultureGroup,
    parent: CultureGroup | None,
    *,
    on: date,
    policy: Policy | None = None,
) -> Linkage:
    """Whether one group stands where it belongs, under the group that it names.

    ``parent`` is that group, None where it is not on the list. Raises ``NotInForce`` before the
    groups were set up.
    """
    law = (policy or load_policy()).law(RULE, on)
    sheet = work_out(
        level=LEVELS.index(group.level),
        has_parent=group.parent is not None,
        parent_listed=parent is not None,
        same_kind=parent is not None and parent.kind == group.kind,
        parent_level=0 if parent is None else LEVELS.index(parent.level),
        p=filled(law, Parameters),
    )
    return Linkage(
        rule=RULE,
        group_id=group.group_id,
        outcome="in_order" if sheet.in_order else "not_in_order",
        reason=REASONS[sheet.reason],
        worksheet=printed_sheet(RULE, REASONS, sheet),
        readings=law.readings,
        sources=sources(law),
    )
