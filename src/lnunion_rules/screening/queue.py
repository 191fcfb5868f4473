"""A roster sorted out: who is due and in which order, who is not, and what is not known."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from ..candidates import Candidate
from ..claims import Union
from ..doors import filled
from ..households import flag
from ..policy import Law
from ..rules.cancer_screening import (
    DUE,
    FOUNDED_LATER,
    NO_CONSENT,
    NO_UNION,
    NOT_ASKED,
    NOT_DUE,
    OWN,
    REASONS,
    Parameters,
    Worksheet,
    work_out,
    year_of_birth,
)
from ..screening_findings import About, Excluded, NotDue, Open
from ..unknowns import Settled, names_of, settle
from .register import Register

_LOT_BYTES = 7


class Waiting(NamedTuple):
    """A woman who is due; comparing two says who is called first."""

    later: bool
    """Not of the first batch."""
    last_screened_on: date
    """``date.min`` where no screening is on record."""
    lot: int
    member_id: str


def lot(member_id: str, year: int) -> int:
    """The lot by which women of equal standing follow one another, drawn anew for each plan.

    The first bytes of SHA-256 over ``year:member_id``: nobody's choice, and the same for
    everyone who draws it again.

    >>> lot("M01", 2019) == lot("M01", 2019) != lot("M01", 2022)
    True
    """
    return int.from_bytes(sha256(f"{year}:{member_id}".encode()).digest()[:_LOT_BYTES], "big")


@dataclass
class Queue:
    """Candidates sorted out, one by one, for a plan that begins on a day."""

    law: Law
    start: date
    register: Register
    waiting: dict[str | None, list[Waiting]] = field(default_factory=dict)
    """Those who are due, by area."""
    costs: dict[str | None, int] = field(default_factory=dict)
    """What the fund pays for a woman of each area, in fen."""
    own: dict[str, list[Waiting]] = field(default_factory=dict)
    """Those whose unit screens them itself, by union."""
    not_due: list[NotDue] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    undetermined: list[Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._p = filled(self.law, Parameters)
        self._by_day = "screening.interval=months_36" in self.law.readings and not self._p.rounds
        self._body = partial(work_out, worker=True, year=self.start.year, p=self._p)

    def add(self, candidate: Candidate) -> None:
        """Sort one candidate out."""
        union = self.register.union_of(candidate)
        known = self._facts(candidate, union)
        answer = settle(self._body, known, _becomes)
        sheet = answer.sheets[0]
        if len(answer.outcomes) > 1:
            self._leave_open(candidate, "plan", names_of(known, answer.movers))
        elif sheet.reason == NOT_DUE:
            self.not_due.append(self._not_due(candidate, sheet))
        elif union is None or sheet.reason not in (DUE, OWN):
            # Reasons stand in the order of the gates: the last one reached holds in every case.
            last = max(sheet.reason for sheet in answer.sheets)
            self.excluded.append(_excluded(candidate, union, last))
        elif sheet.reason == OWN:
            woman = self._woman(candidate, first_batch=False)
            self.own.setdefault(union.union_id, []).append(woman)
        elif missing := self.register.missing(union.area, with_price=self._p.cost_up_to > 0):
            self._leave_open(candidate, "plan", missing)
        else:
            self._wait(candidate, union, known, answer)

    def _facts(self, candidate: Candidate, union: Union | None) -> dict[str, Any]:
        p, last = self._p, candidate.last_screened_on
        exam = candidate.gynaecological_exam_2016_2018
        difficulty = union.in_difficulty_2016_2018 if union else None
        member = flag(candidate.union_member, "union_member") if p.members_only else True
        return {
            "female": flag(None if candidate.sex is None else candidate.sex == "female", "sex"),
            "unionised": union is not None and (union.established or date.min) <= self.start,
            "union_member": member,
            "birth_year": year_of_birth(candidate.birth_date) if p.with_age else 0,
            "consents": candidate.consents is True,
            "own_checkup": union is not None and union.own_checkup,
            "last_year": last.year if last else 0,
            "no_exam": flag(None if exam is None else not exam, "gynaecological_exam_2016_2018"),
            "in_difficulty": flag(difficulty, "in_difficulty_2016_2018"),
            "cost": self.register.price_of(union.area if union else None),
        }

    def _wait(
        self, candidate: Candidate, union: Union, known: dict[str, Any], answer: Settled
    ) -> None:
        first = {sheet.priority for sheet in answer.sheets}
        self.waiting.setdefault(union.area, []).append(
            self._woman(candidate, first_batch=first == {True})
        )
        self.costs[union.area] = answer.sheets[0].amount
        if len(first) > 1:
            settled = settle(self._body, known, lambda sheet: sheet.priority)
            self._leave_open(candidate, "first_batch", names_of(known, settled.movers))

    def _woman(self, candidate: Candidate, *, first_batch: bool) -> Waiting:
        return Waiting(
            later=not first_batch,
            last_screened_on=candidate.last_screened_on or date.min,
            lot=lot(candidate.member_id, self.start.year),
            member_id=candidate.member_id,
        )

    def _leave_open(self, candidate: Candidate, about: About, missing: tuple[str, ...]) -> None:
        found = Open(member_id=candidate.member_id, about=about, missing=missing)
        self.undetermined.append(found)

    def _not_due(self, candidate: Candidate, sheet: Worksheet) -> NotDue:
        """Due on the first day of the year, or on the day on which so many months are full."""
        due_on = date(sheet.due_year, 1, 1)
        if self._by_day and candidate.last_screened_on is not None:
            due_on = candidate.last_screened_on + relativedelta(years=self._p.interval)
        return NotDue(member_id=candidate.member_id, due=sheet.due_year, due_on=due_on)


def _becomes(sheet: Worksheet) -> int | None:
    """What becomes of a row; None where it is excluded, for whichever reason."""
    return sheet.reason if sheet.reason in (DUE, NOT_DUE, OWN) else None


def _excluded(candidate: Candidate, union: Union | None, reason: int) -> Excluded:
    code = REASONS[reason]
    missing: tuple[str, ...] = ()
    if reason == NO_UNION and union is not None:
        code = FOUNDED_LATER
    if reason == NO_CONSENT and candidate.consents is None:
        code, missing = NOT_ASKED, ("consents",)
    return Excluded(member_id=candidate.member_id, reason=code, missing=missing)
