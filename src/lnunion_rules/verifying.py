"""Verifying a decision: compute it again from its receipt and say what differs.

A receipt proves that an answer follows from the facts and the policy written in it. It is not a
signature: whoever changes the facts and computes everything anew has made another decision,
which holds as well.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from .answers import Answer
from .cases import household_from
from .dates import day
from .errors import InputError, LnunionError, place
from .findings import Package
from .package import assess_household
from .policy import policy_from
from .version import __version__


class Difference(Answer):
    """One place at which the recorded decision and the recomputed one are not the same."""

    path: str
    kind: Literal["changed", "only_recorded", "only_recomputed"]
    recorded: Any = None
    """The value in the decision, as plain JSON."""
    recomputed: Any = None

    def __repr_args__(self) -> Any:
        return (("path", self.path), ("kind", self.kind))


class Refused(Answer):
    """Why nothing could be recomputed: the error met, without a value."""

    code: str
    path: str


class Verification(Answer):
    """Whether a decision holds, and what differs where it does not."""

    holds: bool
    """True where recomputing gives the very same decision, whatever library recorded it."""
    household_id: str | None
    on: str | None
    same_facts: bool | None
    """Whether the facts in the receipt are those whose hash it states; None if not recomputed."""
    same_policy: bool | None
    """Whether the policy recomputed from the receipt has the hash it states."""
    same_library: bool
    recorded_library: str | None
    library: str
    differences: tuple[Difference, ...] = ()
    refused: Refused | None = None

    def __repr_args__(self) -> Any:
        return (("holds", self.holds), ("differences", len(self.differences)))


def verify(decision: Mapping[str, Any] | Package) -> Verification:
    """Recompute a decision from ``receipt.facts``, ``receipt.changes`` and ``on``, and compare.

    Every value is compared; the library's version alone may differ. A receipt from which nothing
    can be recomputed does not hold, and says why. Raises ``InputError`` (``not-a-decision``)
    where the value is no decision at all.
    """
    recorded = decision.model_dump(mode="json") if isinstance(decision, Package) else decision
    receipt = _receipt(recorded)
    library = _text(receipt.get("library"))
    about: dict[str, Any] = {
        "household_id": _text(recorded.get("household_id")),
        "on": _text(recorded["on"]),
        "same_library": library == __version__,
        "recorded_library": library,
        "library": __version__,
    }
    try:
        recomputed = _recomputed(recorded, receipt)
    except LnunionError as refused:
        why = Refused(code=refused.code, path=refused.path)
        return Verification(holds=False, same_facts=None, same_policy=None, refused=why, **about)
    now = recomputed["receipt"]
    found = tuple(
        difference
        for difference in _differences(recorded, recomputed, ())
        if difference.path != "receipt.library"
    )
    return Verification(
        holds=not found,
        same_facts=receipt.get("facts_sha256") == now["facts_sha256"],
        same_policy=receipt.get("policy_sha256") == now["policy_sha256"],
        differences=found,
        **about,
    )


def _receipt(recorded: Any) -> Mapping[str, Any]:
    receipt = recorded.get("receipt") if isinstance(recorded, Mapping) else None
    if not isinstance(receipt, Mapping):
        raise InputError("not-a-decision", "receipt")
    for name in ("facts", "changes"):
        if not isinstance(receipt.get(name), Mapping):
            raise InputError("not-a-decision", f"receipt.{name}")
    if "on" not in recorded:
        raise InputError("not-a-decision", "on")
    return receipt


def _recomputed(recorded: Mapping[str, Any], receipt: Mapping[str, Any]) -> dict[str, Any]:
    on = day(recorded["on"], "on")
    policy = policy_from(receipt["changes"])
    try:
        household = household_from(receipt["facts"])
    except InputError as refused:
        raise refused.within("receipt.facts") from None
    return assess_household(household, on=on, policy=policy).model_dump(mode="json")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _differences(
    recorded: Any, recomputed: Any, path: tuple[int | str, ...]
) -> Iterator[Difference]:
    if isinstance(recorded, (list, tuple)) and isinstance(recomputed, (list, tuple)):
        recorded, recomputed = dict(enumerate(recorded)), dict(enumerate(recomputed))
    if isinstance(recorded, Mapping) and isinstance(recomputed, Mapping):
        for name in dict.fromkeys((*recorded, *recomputed)):
            yield from _pair(recorded, recomputed, name, (*path, name))
    elif type(recorded) is not type(recomputed) or recorded != recomputed:
        yield Difference(path=place(path), kind="changed", recorded=recorded, recomputed=recomputed)


def _pair(
    recorded: Mapping[Any, Any],
    recomputed: Mapping[Any, Any],
    name: Any,
    path: tuple[int | str, ...],
) -> Iterator[Difference]:
    if name not in recomputed:
        yield Difference(path=place(path), kind="only_recorded", recorded=recorded[name])
    elif name not in recorded:
        yield Difference(path=place(path), kind="only_recomputed", recomputed=recomputed[name])
    else:
        yield from _differences(recorded[name], recomputed[name], path)
