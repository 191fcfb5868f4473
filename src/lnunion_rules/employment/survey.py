"""A survey: demand for labour in the four fields, and counts of those who look for work.

It says where training should lead. Nobody's right to a service depends on it: no rule is asked
here, and no person named.
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from ..applicants import Demand, FieldOfDemand, Headcount
from ..people import Origin
from ..repeats import without_repeats
from ..service_findings import Counted, Sought, Survey


def survey(demand: Sequence[Demand], counts: Sequence[Headcount] = ()) -> Survey:
    """Demand by field and counts by group, in the order of the source.

    A second row of one id is rejected; rows are counted from 1, each list by itself.
    """
    sought, demand_rejects = without_repeats(demand, "demand_id")
    known, counts_rejects = without_repeats(counts, "count_id")
    by_field = tuple(
        Sought(
            field=name,
            entries=sum(one.field == name for one in sought),
            workers=sum(one.workers for one in sought if one.field == name),
        )
        for name in get_args(FieldOfDemand)
    )
    return Survey(
        demand=by_field,
        workers=sum(one.workers for one in by_field),
        counts=tuple(
            _counted(name, [one for one in known if one.origin == name])
            for name in get_args(Origin)
        ),
        diverted_workers=sum(one.diverted_workers for one in known),
        graduates=sum(one.graduates for one in known),
        rows_in=len(demand) + len(counts),
        rows_accepted=len(sought) + len(known),
        rows_rejected=len(demand_rejects) + len(counts_rejects),
        rejects=demand_rejects,
        counts_rejects=counts_rejects,
    )


def _counted(origin: str, those: Iterable[Headcount]) -> Counted:
    rows = list(those)
    return Counted(
        origin=origin,
        entries=len(rows),
        diverted_workers=sum(one.diverted_workers for one in rows),
        graduates=sum(one.graduates for one in rows),
        want_skills=_sum([one.want_skills for one in rows]),
        want_training=_sum([one.want_training for one in rows]),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    """The sum of counts; None where one of them was not asked."""
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
