"""This library's paths over ready columns; each is a row of the bench.

Beside what the peers answer they look whether everything asked for is known.
"""

from typing import Any

from columns import Answers, Columns
from making import ON, ready_of
from peer import Peer

from lnunion_rules import load_policy
from lnunion_rules.batch.law import Law
from lnunion_rules.batch.work import Worked, work_out

THREADS = 2


def given(columns: Columns) -> Any:
    """The library's own ready columns, and the figures of the law."""
    return ready_of(columns), Law(load_policy(), ON).figures


def blocks(given: Any) -> Worked:
    """Blocks of numpy: the default of the ``batch`` extra."""
    ready, figures = given
    return work_out(ready, figures, threads=THREADS)


def read(worked: Worked) -> Answers:
    """The answers."""
    assert worked.complete.all()
    lines = worked.lines
    return Answers(
        lines["hardship"]["category"],
        lines["hardship"]["reason"],
        lines["living_relief"]["amount"],
        lines["living_relief"]["reason"],
        lines["education_aid"]["amount"],
        lines["education_aid"]["reason"],
        lines["medical_aid"]["amount"],
        lines["medical_aid"]["reason"],
    )


PATHS = {"blocks": Peer(given, blocks, read)}
