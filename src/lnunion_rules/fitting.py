"""The services of one rule: which fit someone who may be served, and which are still open."""

from collections.abc import Iterator, Mapping
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from .doors import MISSING
from .findings import Fit
from .resources import table
from .rulebook import Label
from .unknowns import Body, names_of, settle


class Fitting(NamedTuple):
    """One service: its label, the line of the worksheet that says whether it fits, and why.

    Without a line it fits everyone who may be served; ``first`` is the line that puts it before.
    """

    label: Label
    line: str
    reason: str
    first: str


@cache
def services(rule: str) -> Mapping[str, Fitting]:
    """The services of a rule, in the order of its data file."""
    rows = table(f"rules/{rule}.toml").get("services", {})
    return MappingProxyType(
        {
            name: Fitting(
                label=Label(row["zh"], row["en"]),
                line=row.get("line", ""),
                reason=row["reason"],
                first=row.get("first", ""),
            )
            for name, row in rows.items()
        }
    )


def fits(rule: str, body: Body, known: Mapping[str, Any]) -> Iterator[Fit]:
    """The services that fit someone who may be served, and those that are still open."""
    for name, service in services(rule).items():
        if not service.line:
            yield Fit.made(service=name, outcome="entitled", reason=service.reason)
            continue
        answer = settle(body, known, attrgetter(service.line))
        if len(answer.outcomes) > 1:
            missing = names_of(known, answer.movers)
            yield Fit.made(service=name, outcome="undetermined", reason=MISSING, missing=missing)
        elif True in answer.outcomes:
            order = _order(body, known, service.first) if service.first else {}
            yield Fit.made(service=name, outcome="entitled", reason=service.reason, **order)


def _order(body: Body, known: Mapping[str, Any], line: str) -> dict[str, Any]:
    """Whether a service comes first, and the facts that would tell where it is not known."""
    answer = settle(body, known, attrgetter(line))
    first = None if len(answer.outcomes) > 1 else getattr(answer.sheets[0], line)
    return {"first": first, "missing": names_of(known, answer.movers)}
