"""A screening at scale: a roster of millions of rows planned over columns, with Polars.

Rows of which the same is known become the same, so each combination of facts that occurs is
judged once, by the very judge of :func:`lnunion_rules.plan_screening`; joining, ordering and
counting are done in columns. What comes out is that plan, row by row; the tests hold the two
together on rosters of every kind.
"""

from .plan import plan_roster_file
from .planned import PlannedRoster, everyone

__all__ = ["PlannedRoster", "everyone", "plan_roster_file"]
