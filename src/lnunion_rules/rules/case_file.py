"""The case file of a household (困难职工家庭档案): what may happen to it, and what then holds.

A household is filed (of the stock, new, or returned), aided and reviewed; it is lifted out
(脱困) when the cause is removed and income per person has been above dibao for six months
running, relieved (解困) when government and union aid bring it to the line, or moved to the
government safety net; its file is closed, or it falls back (返困). One event is one decision;
the state is what the events of a life come to, one after the other.

Source: the tests for leaving from texts of Fuzhou and Jiangsu; yearly review and the spot check
of 30 % from another province's rule. All of grade B: no national text was seen.
Checked with: every event in every state (``tests/rules/test_case_file.py``).
Limits: how long a file is kept and how soon after closing one may apply again are not modelled:
no text was found. Readings: ``case_file.review``, ``targets.line`` (where months are counted).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ..algebra import both, either, negated, where
from ..casework_findings import Step
from ..hardship_files import CaseEvent
from ..policy import Policy

RULE = "case_file"
STEPS = (
    "allowed",
    "before-filing",
    "filed-already",
    "left-already",
    "not-left",
    "closed-already",
    "out-already",
    "cause-remains",
    "months-too-few",
    "line-not-reached",
    "able-to-work",
    "standard-not-met",
    "out-of-order",
    "after-the-day",
)
"""Why an event may be entered in a file, or why not."""
HELD = (
    "paid-too-much",
    "paid-twice",
    "paid-not-due",
    "before-filing-paid",
    "other-household",
    "due-open",
    "not-yet-paid",
)
"""What is found where aid paid is held against aid due."""
REASONS = (*STEPS, *HELD)
(
    ALLOWED,
    BEFORE_FILING,
    FILED_ALREADY,
    LEFT_ALREADY,
    NOT_LEFT,
    CLOSED_ALREADY,
    OUT_ALREADY,
    CAUSE_REMAINS,
    MONTHS_TOO_FEW,
    LINE_NOT_REACHED,
    ABLE_TO_WORK,
    STANDARD_NOT_MET,
    OUT_OF_ORDER,
    AFTER_THE_DAY,
) = range(len(STEPS))

STATES = ("not_filed", "closed", "ended", "lifted_out", "on_file", "relieved", "safety_net")
NOT_FILED, CLOSED, ENDED, LIFTED_OUT, ON_FILE, RELIEVED, SAFETY_NET = range(len(STATES))
"""In an order in which the files still kept come last; a closed file may be filed again, one
that has ended may not."""

EVENTS = (
    "filed",
    "aided",
    "reviewed",
    "lifted_out",
    "relieved",
    "to_safety_net",
    "closed",
    "returned",
)
FILED, AIDED, REVIEWED, LIFT, RELIEVE, TO_NET, CLOSE, RETURN = range(len(EVENTS))


class Parameters(NamedTuple):
    """Months, and a share in ten-thousandths; readings are the numbers of their choices."""

    months_running: int
    review_months: int
    spot_share: int
    review_rolls: int


class Worksheet(NamedTuple):
    """One event in one state, line by line, the state after it last."""

    state: Any
    event: Any
    conditions: Any
    reason: Any
    next_state: Any


def work_out(
    state: Any,
    event: Any,
    for_good: Any,
    cause_removed: Any,
    months_above: Any,
    reaches_line: Any,
    lost_ability: Any,
    must_meet: Any,
    meets_standard: Any,
    p: Parameters,
) -> Worksheet:
    """Whether a state allows an event; ``for_good`` is a closing after which none can follow."""
    out = state == LIFTED_OUT
    shut = either(state == CLOSED, state == ENDED)
    open_file = where(state == NOT_FILED, BEFORE_FILING, where(shut, CLOSED_ALREADY, ALLOWED))
    kept_file = where(out, OUT_ALREADY, open_file)
    of_filing = where(
        state > LIFTED_OUT,
        FILED_ALREADY,
        where(out, LEFT_ALREADY, where(state == ENDED, CLOSED_ALREADY, ALLOWED)),
    )
    of_relief = where(state > ON_FILE, OUT_ALREADY, kept_file)
    of_net = where(state == SAFETY_NET, OUT_ALREADY, kept_file)
    of_return = where(state == ON_FILE, NOT_LEFT, open_file)

    of_kept = where(either(event == AIDED, event == LIFT), kept_file, open_file)
    of_way = where(event == RELIEVE, of_relief, where(event == TO_NET, of_net, of_kept))
    of_state = where(event == FILED, of_filing, where(event == RETURN, of_return, of_way))

    of_months = where(months_above < p.months_running, MONTHS_TOO_FEW, ALLOWED)
    of_lift = where(cause_removed, of_months, CAUSE_REMAINS)
    of_line = where(reaches_line, ALLOWED, LINE_NOT_REACHED)
    of_ability = where(lost_ability, ALLOWED, ABLE_TO_WORK)
    unmet = both(both(either(event == FILED, event == RETURN), must_meet), negated(meets_standard))
    of_standard = where(unmet, STANDARD_NOT_MET, ALLOWED)
    of_help = where(event == RELIEVE, of_line, where(event == TO_NET, of_ability, of_standard))
    of_condition = where(event == LIFT, of_lift, of_help)

    reason = where(of_state > ALLOWED, of_state, of_condition)
    closing = where(for_good, ENDED, CLOSED)
    coming = where(either(event == FILED, event == RETURN), ON_FILE, state)
    helped = where(event == RELIEVE, RELIEVED, where(event == TO_NET, SAFETY_NET, coming))
    after = where(event == LIFT, LIFTED_OUT, where(event == CLOSE, closing, helped))
    return Worksheet(
        state=state,
        event=event,
        conditions=of_condition == ALLOWED,
        reason=reason,
        next_state=where(reason > ALLOWED, state, after),
    )


def check(
    event: CaseEvent,
    history: Iterable[CaseEvent] = (),
    *,
    on: date,
    policy: Policy | None = None,
) -> Step:
    """Whether an event may be entered in a file after what has happened to it, and why not.

    ``history`` is the household's other events, in any order. Where a condition is not stated
    the step is ``undetermined`` and names the fact. Raises ``InputError`` where the history
    itself is not allowed, and ``NotInForce`` before files of this kind were kept.
    """
    # The state is what the events before come to: they are folded a floor above, by this body.
    from ..casework import check_event

    return check_event(event, history, on=on, policy=policy)
