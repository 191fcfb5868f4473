"""A roster sorted out: who is due and in which order, who is not, and what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any, Literal, NamedTuple

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

Kind = Literal["due", "own", "not_due", "excluded", "open"]

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


class Standing(NamedTuple):
    """What becomes of a row, by its facts alone."""

    kind: Kind
    reason: str = ""
    missing: tuple[str, ...] = ()
    """What would have to be stated for it to be settled."""
    due_year: int = 0
    first_batch: bool = False
    cost: int = 0
    """What the fund pays for her, in fen."""


class Judge:
    """Judges rows for a plan that begins on a day; rows of which the same is known share it."""

    def __init__(self, law: Law, start: date) -> None:
        self.p = filled(law, Parameters)
        self.start = start
        self.by_day = "screening.interval=months_36" in law.readings and not self.p.rounds
        self._body = partial(work_out, worker=True, year=start.year, p=self.p)
        self._known: dict[tuple[Any, ...], Standing] = {}

    def standing(self, candidate: Candidate, union: Union | None, price: int) -> Standing:
        """What becomes of a candidate of a union's unit, where a screening costs so many fen."""
        known = self._facts(candidate, union)
        known["cost"] = price
        key = (candidate.consents, union is None, *known.values())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._judged(candidate, union, known)
        return found

    def due_on(self, due_year: int, last_screened_on: date | None) -> date:
        """The first day on which she is due: of the year, or when so many months are full."""
        if self.by_day and last_screened_on is not None:
            return last_screened_on + relativedelta(years=self.p.interval)
        return date(due_year, 1, 1)

    def _judged(
        self, candidate: Candidate, union: Union | None, known: Mapping[str, Any]
    ) -> Standing:
        answer = settle(self._body, known, _becomes)
        sheet = answer.sheets[0]
        if len(answer.outcomes) > 1:
            return Standing("open", missing=names_of(known, answer.movers))
        if sheet.reason == NOT_DUE:
            return Standing("not_due", REASONS[NOT_DUE], due_year=sheet.due_year)
        if sheet.reason == OWN:
            return Standing("own", REASONS[OWN])
        if sheet.reason == DUE:
            return self._due(known, answer)
        # Reasons stand in the order of the gates: the last one reached holds in every case.
        return _excluded(candidate, union, max(sheet.reason for sheet in answer.sheets))

    def _due(self, known: Mapping[str, Any], answer: Settled) -> Standing:
        first = {sheet.priority for sheet in answer.sheets}
        missing: tuple[str, ...] = ()
        if len(first) > 1:
            settled = settle(self._body, known, lambda sheet: sheet.priority)
            missing = names_of(known, settled.movers)
        cost = answer.sheets[0].amount
        return Standing("due", missing=missing, first_batch=first == {True}, cost=cost)

    def _facts(self, candidate: Candidate, union: Union | None) -> dict[str, Any]:
        p, last = self.p, candidate.last_screened_on
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
        }


def _becomes(sheet: Worksheet) -> int | None:
    """What becomes of a row; None where it is excluded, for whichever reason."""
    return sheet.reason if sheet.reason in (DUE, NOT_DUE, OWN) else None


def _excluded(candidate: Candidate, union: Union | None, reason: int) -> Standing:
    if reason == NO_UNION and union is not None:
        return Standing("excluded", FOUNDED_LATER)
    if reason == NO_CONSENT and candidate.consents is None:
        return Standing("excluded", NOT_ASKED, ("consents",))
    return Standing("excluded", REASONS[reason])


@dataclass
class Queue:
    """Candidates sorted out, one by one."""

    judge: Judge
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

    def add(self, candidate: Candidate) -> None:
        """Sort one candidate out."""
        union = self.register.union_of(candidate)
        area = union.area if union else None
        found = self.judge.standing(candidate, union, self.register.price_of(area))
        name, last = candidate.member_id, candidate.last_screened_on
        if found.kind == "open":
            self._leave_open(name, "plan", found.missing)
        elif found.kind == "not_due":
            due_on = self.judge.due_on(found.due_year, last)
            self.not_due.append(NotDue(member_id=name, due=found.due_year, due_on=due_on))
        elif found.kind == "excluded" or union is None:
            excluded = Excluded(member_id=name, reason=found.reason, missing=found.missing)
            self.excluded.append(excluded)
        elif found.kind == "own":
            self.own.setdefault(union.union_id, []).append(self._woman(candidate, found))
        elif missing := self.register.missing(area, with_price=self.judge.p.cost_up_to > 0):
            self._leave_open(name, "plan", missing)
        else:
            self.waiting.setdefault(area, []).append(self._woman(candidate, found))
            self.costs[area] = found.cost
            if found.missing:
                self._leave_open(name, "first_batch", found.missing)

    def _woman(self, candidate: Candidate, found: Standing) -> Waiting:
        return Waiting(
            later=not found.first_batch,
            last_screened_on=candidate.last_screened_on or date.min,
            lot=lot(candidate.member_id, self.judge.start.year),
            member_id=candidate.member_id,
        )

    def _leave_open(self, name: str, about: About, missing: tuple[str, ...]) -> None:
        self.undetermined.append(Open(member_id=name, about=about, missing=missing))
