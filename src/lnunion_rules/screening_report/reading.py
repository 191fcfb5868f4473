"""Rosters and capacities from files, and a roster planned with its true row numbers."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..bids import Bid, Scoring
from ..candidates import AreaCapacity, Candidate
from ..claims import Union
from ..errors import InputError, Language
from ..policy import Policy
from ..policy_files import document
from ..screening import plan_screening
from ..screening.plan import TWICE
from ..screening_findings import ScreeningPlan
from ..tables import Table, columns_of, read_table
from ..tables.reading import Watch
from ..welfare_findings import Reject


def roster_from(data: bytes, form: str, *, watch: Watch | None = None) -> Table[Candidate]:
    """A roster's rows as candidates; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("screening", Candidate), Candidate, watch=watch)


def capacity_from(data: bytes, form: str) -> tuple[AreaCapacity, ...]:
    """Every row of a list of capacities; a single bad row refuses it."""
    read = read_table(data, form, columns_of("capacity", AreaCapacity), AreaCapacity)
    if read.rejects:
        first = read.rejects[0]
        raise first.refused.within(f"[{first.row}]")
    return read.nouns


def bids_from(data: bytes, form: str) -> Table[Bid]:
    """The bids of a tender; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("bids", Bid), Bid)


def scoring_from(data: bytes) -> Scoring:
    """A union's scoring out of TOML or JSON: ``[weights]`` and ``[least]``, numbers as text."""
    return Scoring.model_validate(document(data))


def plan_roster(
    roster: Table[Candidate],
    *,
    on: date,
    unions: Iterable[Union] | None = None,
    from_year: int | None = None,
    budget: str | Decimal | None = None,
    capacity: Iterable[AreaCapacity] | None = None,
    policy: Policy | None = None,
    language: Language = "zh",
) -> ScreeningPlan:
    """Plan a roster as it was read: rows by their numbers in the file, reasons in words.

    Rows that were not read are among the rejects, so that the rows of the file are the rows
    accepted and the rows rejected.
    """
    plan = plan_screening(
        roster.nouns,
        on=on,
        unions=unions,
        from_year=from_year,
        budget=budget,
        capacity=capacity,
        policy=policy,
    )
    rejects = [Reject.told(bad.row, bad.refused, language) for bad in roster.rejects]
    for bad in plan.rejects:
        refused = InputError(
            "person-twice" if bad.code == TWICE else "screened-after-start", bad.column or ""
        )
        rejects.append(Reject.told(roster.rows[bad.row - 1], refused, language))
    return plan.model_copy(
        update={
            "rows_in": roster.rows_in,
            "rows_rejected": len(rejects),
            "rejects": tuple(sorted(rejects, key=lambda reject: reject.row)),
            "notices": (*plan.notices, *roster.notices),
        }
    )
