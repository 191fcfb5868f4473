"""Rosters and capacities from files, and a roster planned with its true row numbers."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..bids import Bid, Scoring
from ..candidates import AreaCapacity, Candidate
from ..claims import Union
from ..errors import InputError, Language
from ..pages import rejected
from ..policy import Policy
from ..policy_files import document
from ..screening import plan_screening
from ..screening.plan import TWICE
from ..screening_findings import ScreeningPlan
from ..tables import Table, columns_of, every_row, read_table
from ..tables.reading import Watch
from ..welfare_findings import Reject


def roster_from(data: bytes, form: str, *, watch: Watch | None = None) -> Table[Candidate]:
    """A roster's rows as candidates; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("screening", Candidate), Candidate, watch=watch)


def capacity_from(data: bytes, form: str) -> tuple[AreaCapacity, ...]:
    """Every row of a list of capacities; a single bad row refuses it."""
    return every_row(data, form, columns_of("capacity", AreaCapacity), AreaCapacity).nouns


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
    rejects = rejected(roster, plan.rejects, language, _error)
    return plan.model_copy(
        update={
            "rows_in": roster.rows_in,
            "rows_rejected": len(rejects),
            "rejects": rejects,
            "notices": (*plan.notices, *roster.notices),
        }
    )


def _error(_: Candidate, bad: Reject) -> InputError:
    """A row that was set apart: the person stands twice, or was screened after the start."""
    return InputError(
        "person-twice" if bad.code == TWICE else "screened-after-start", bad.column or ""
    )
