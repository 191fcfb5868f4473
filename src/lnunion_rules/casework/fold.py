"""A file's life: its events, one after the other, and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Literal

from ..casework_findings import Step
from ..doors import MISSING, filled, last_gate, remembered
from ..errors import InputError
from ..hardship_files import CaseEvent
from ..households import flag
from ..policy import Law, Policy, load_policy
from ..rulebook import rule
from ..rules.case_file import (
    AFTER_THE_DAY,
    ALLOWED,
    EVENTS,
    NOT_FILED,
    OUT_OF_ORDER,
    REASONS,
    RULE,
    STATES,
    Parameters,
    Worksheet,
    work_out,
)
from ..unknowns import Unknown, settle

Outcome = Literal["allowed", "not_allowed", "undetermined"]
FOR_GOOD = ("death", "retirement", "merged")
"""The closings after which a file is never opened again."""
_OUT = ("lifted_out", "relieved", "to_safety_net")
_LONG = 1200
"""As many months as an event may state."""


@dataclass
class Stay:
    """One time out of hardship: since when, by which way, and until when (None: to this day)."""

    left_on: date
    by: str
    back_on: date | None = None


@dataclass
class Life:
    """What the events of one file come to."""

    household_id: str
    state: int = NOT_FILED
    events: list[CaseEvent] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    unstated: list[CaseEvent] = field(default_factory=list)
    """The events whose own condition is not stated; they are taken as they are recorded."""

    @property
    def filing(self) -> CaseEvent:
        """The first filing."""
        return self.events[0]

    @property
    def closing(self) -> CaseEvent | None:
        """The closing by which the file ended, if it is closed now."""
        closings = [event for event in self.events if event.event == "closed"]
        return closings[-1] if closings and STATES[self.state] in ("closed", "ended") else None

    @property
    def since(self) -> date:
        """The day from which the file has been kept this time: filed, or returned."""
        days = [event.on for event in self.events if event.event in ("filed", "returned")]
        return days[-1]

    def enter(self, event: CaseEvent, next_state: int) -> None:
        """Take up an event that is allowed."""
        last = self.stays[-1] if self.stays and self.stays[-1].back_on is None else None
        if event.event in _OUT:
            if last:
                last.by = event.event
            else:
                self.stays.append(Stay(event.on, event.event))
        elif last and event.event in ("filed", "returned"):
            last.back_on = event.on
        self.state = next_state
        self.events.append(event)


def life_of(events: Iterable[CaseEvent], *, on: date, policy: Policy | None = None) -> Life:
    """The life of one file, from its events in any order; those of a day stay in their order.

    Raises ``InputError`` (``event-not-allowed``) with the place of the first event that the
    file's state does not allow, or that lies after ``on``.
    """
    found = lives_of(events, on=on, policy=policy)
    if len(found) != 1:
        raise InputError("one-file-only", "events")
    return next(iter(found.values()))


def lives_of(
    events: Iterable[CaseEvent], *, on: date, policy: Policy | None = None
) -> Mapping[str, Life]:
    """The lives of many files by household id; see :func:`life_of`."""
    law = (policy or load_policy()).law(RULE, on)
    p = filled(law, Parameters)
    files: dict[str, list[tuple[int, CaseEvent]]] = defaultdict(list)
    for at, event in enumerate(events):
        files[event.household_id].append((at, event))
    found = {}
    refused: list[tuple[int, int]] = []
    for name, rows in files.items():
        life = found[name] = Life(name)
        for at, event in sorted(rows, key=lambda row: row[1].on):
            reason = _taken_up(life, event, on, p)
            if reason != ALLOWED:
                refused.append((at, reason))
                break
    if refused:
        raise not_allowed(*min(refused))
    return found


def not_allowed(at: int, reason: int) -> InputError:
    """The refusal of an event by its place among the events."""
    label = rule(RULE).reasons[REASONS[reason]]
    told = {"reason_zh": label.zh, "reason_en": label.en}
    return InputError("event-not-allowed", f"events[{at}]", **told)


def _taken_up(life: Life, event: CaseEvent, on: date, p: Parameters) -> int:
    """Enter an event in a life, or say why not; what is not stated is taken as recorded."""
    if event.on > on:
        return AFTER_THE_DAY
    sheet = _supposed(event, life.state, p, met=True)
    if sheet.reason == ALLOWED:
        if _supposed(event, life.state, p, met=False).reason != ALLOWED:
            life.unstated.append(event)
        life.enter(event, sheet.next_state)
    reason: int = sheet.reason
    return reason


def _facts(event: CaseEvent, state: int) -> dict[str, Any]:
    months = event.months_above
    return {
        "state": state,
        "event": EVENTS.index(event.event),
        "for_good": event.closing in FOR_GOOD,
        "cause_removed": flag(event.cause_removed, "cause_removed"),
        "months_above": Unknown(("months_above",), (0, _LONG)) if months is None else months,
        "reaches_line": flag(event.reaches_line, "reaches_line"),
        "lost_ability": flag(event.lost_ability, "lost_ability"),
        "must_meet": _must_meet(event),
        "meets_standard": flag(event.meets_standard, "meets_standard"),
    }


def _supposed(event: CaseEvent, state: int, p: Parameters, *, met: bool) -> Worksheet:
    """The decision where every condition that is not stated is met, or none is."""
    months = event.months_above
    return _decided(
        state=state,
        event=EVENTS.index(event.event),
        for_good=event.closing in FOR_GOOD,
        cause_removed=met if event.cause_removed is None else event.cause_removed,
        months_above=(_LONG if met else 0) if months is None else months,
        reaches_line=met if event.reaches_line is None else event.reaches_line,
        lost_ability=met if event.lost_ability is None else event.lost_ability,
        must_meet=_must_meet(event),
        meets_standard=met if event.meets_standard is None else event.meets_standard,
        p=p,
    )


@remembered
def _decided(**facts: Any) -> Worksheet:
    """The few decisions that the events of many files share are worked out once."""
    return work_out(**facts)


def _must_meet(event: CaseEvent) -> bool:
    return event.event == "returned" or event.origin in ("new", "returned")


def check_event(
    event: CaseEvent,
    history: Iterable[CaseEvent] = (),
    *,
    on: date,
    policy: Policy | None = None,
) -> Step:
    """Whether an event may be entered in a file; see the room's own door, ``check``."""
    law = (policy or load_policy()).law(RULE, on)
    earlier = tuple(history)
    life = life_of(earlier, on=on, policy=policy) if earlier else Life(event.household_id)
    if life.household_id != event.household_id:
        raise InputError("one-file-only", "history")
    if life.events and event.on < life.events[-1].on:
        return _step(law, "not_allowed", REASONS[OUT_OF_ORDER], life.state)
    if event.on > on:
        return _step(law, "not_allowed", REASONS[AFTER_THE_DAY], life.state)
    body = partial(work_out, p=filled(law, Parameters))
    answer = settle(body, _facts(event, life.state), lambda sheet: sheet.reason == ALLOWED)
    if len(answer.outcomes) > 1:
        return _step(law, "undetermined", MISSING, life.state, answer.movers)
    sheet = answer.sheets[0]
    outcome: Outcome = "allowed" if sheet.reason == ALLOWED else "not_allowed"
    return _step(law, outcome, last_gate(REASONS, answer), sheet.next_state)


def _step(
    law: Law, outcome: Outcome, reason: str, state: int, missing: tuple[str, ...] = ()
) -> Step:
    return Step(
        rule=RULE,
        outcome=outcome,
        reason=reason,
        state=STATES[state],
        missing=missing,
        readings=law.readings,
        sources=law.sources,
    )
