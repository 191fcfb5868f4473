"""The ledger at scale: the law of collective welfare over columns, part by part.

The engine is Polars. A ledger is parted by union, so that every group that shares a cap lies
whole in one part, and parts are so small that they fit in memory: nothing has to spill, which
is what DuckDB would have been taken for. Polars is in the ``batch`` extra already, its
expressions are put together in Python by the readings of a policy where SQL would be pasted from
text, and the room's own ``work_out`` runs on its columns.

What is found is what :func:`lnunion_rules.check_welfare` finds, finding by finding; the tests
hold the two together on ledgers of every kind.
"""

from .check import check_ledger_files, unread_columns

__all__ = ["check_ledger_files", "unread_columns"]
