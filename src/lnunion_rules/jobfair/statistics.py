"""Counts added up, by industry and for the whole fair; bounds stay bounds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from ..bounds import NONE, UNKNOWN, Bounds, spread, total
from ..doors import filled
from ..fair_findings import Statistics
from ..fairs import Employer
from ..policy import Law
from ..rules.job_fair import COUNTS, Parameters, rate, rates, work_out

Counts = Mapping[str, Bounds]


def summed(employers: Sequence[Employer], *, distinct: bool) -> dict[str, Bounds]:
    """The counts of some employers together.

    ``distinct``: a kind of post that several offer is one kind. Which of them do is not stated,
    so that the kinds are at least the most that one employer offers, at most all of them.
    """
    found = {name: total(getattr(one, name) for one in employers) for name in COUNTS}
    if distinct:
        most_of_one = max((one.post_kinds.least for one in employers), default=0)
        found["post_kinds"] = Bounds(most_of_one, found["post_kinds"].most)
    return {"employers": Bounds.exactly(len(employers)), **found}


def supported(employers: Sequence[Employer]) -> dict[str, Bounds]:
    """How many employers had posters made and their journey paid; not stated may be either.

    Nothing is known where no employer is listed.
    """
    if not employers:
        return {"posters_made": UNKNOWN, "travel_paid": UNKNOWN}
    found = {"posters_made": NONE, "travel_paid": NONE}
    for employer in employers:
        for name in found:
            given = getattr(employer, name)
            found[name] += Bounds(0, 1) if given is None else Bounds.exactly(int(given))
    return found


def statistics(
    law: Law, industry: str | None, counts: Counts, support: Counts, visitors: Bounds | None = None
) -> Statistics:
    """What an industry comes to or, with its ``visitors``, a whole fair."""
    facts = {name: counts[name] for name in COUNTS}
    facts["visitors"] = UNKNOWN if visitors is None else visitors
    sheet = spread(partial(work_out, p=filled(law, Parameters)), facts)._asdict()
    told = [name for name, of in rates().items() if visitors is not None or of.whole != "visitors"]
    known: dict[str, Any] = {**counts, **support, "reached": sheet["reached"]}
    return Statistics(industry=industry, **known, rates={name: rate(name, sheet) for name in told})


def by_industry(employers: Iterable[Employer]) -> dict[str | None, list[Employer]]:
    """The employers of each industry, in the order of their names; those of none come last."""
    found: dict[str | None, list[Employer]] = {}
    for employer in employers:
        found.setdefault(employer.industry, []).append(employer)
    return {
        name: found[name] for name in sorted(found, key=lambda name: (name is None, name or ""))
    }
