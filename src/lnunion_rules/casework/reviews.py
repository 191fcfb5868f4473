"""Yearly reviews that fall due, and the files drawn for a spot check."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from dateutil.relativedelta import relativedelta

from ..algebra import WHOLE
from ..casework_findings import ReviewDue
from ..doors import filled
from ..policy import Policy, load_policy
from ..rules.case_file import LIFTED_OUT, RULE, Parameters
from .fold import Life


def review_due(life: Life, *, on: date, policy: Policy | None = None) -> ReviewDue | None:
    """The next full review of a file, overdue where its day has passed; None where it is not kept.

    Counted from the day of filing: a file of 29 February is due on 28 February, and on the 29th
    again in a leap year. As the reading ``case_file.review`` says, reviews stay on that
    anniversary, or the next one rolls on from the last.
    """
    if life.state <= LIFTED_OUT:
        return None
    p = filled((policy or load_policy()).law(RULE, on), Parameters)
    reviews = [event.on for event in life.events if event.event == "reviewed"]
    last = max([life.since, *reviews])
    anchor = last if p.review_rolls else life.since
    times, due = 0, anchor
    while due <= last:
        times += 1
        # Always from the anchor: adding to 28 February would lose the 29th for good.
        due = anchor + relativedelta(months=p.review_months * times)
    return ReviewDue(household_id=life.household_id, due=due, overdue=due < on)


def spot_check(
    household_ids: Iterable[str], *, seed: str, on: date, policy: Policy | None = None
) -> tuple[str, ...]:
    """The files drawn for a spot check: at least the stated share, in the order drawn.

    Files are drawn by a hash of the seed and their id, so that whoever knows the seed draws the
    same ones, from any order of the list; nobody can tell beforehand without it.

    >>> spot_check(["h1", "h2", "h3", "h4"], seed="2019", on=date(2019, 1, 1))
    ('h2', 'h3')
    """
    p = filled((policy or load_policy()).law(RULE, on), Parameters)
    files = set(household_ids)
    drawn = -(-len(files) * p.spot_share // WHOLE)
    return tuple(sorted(files, key=lambda name: (_draw(seed, name), name))[:drawn])


def _draw(seed: str, name: str) -> bytes:
    return sha256(f"{len(seed)}:{seed}:{name}".encode()).digest()
