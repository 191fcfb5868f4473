"""Facts that are not known: which of them matter, and what the answer may be.

A rule's body never meets an unknown. It is run at every combination of values that can change
its form; where all answers agree the unknown facts do not matter, otherwise a fact is missing
exactly when changing it alone, the others somehow given, changes the answer.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from .along import turning_points


class Unknown(NamedTuple):
    """A fact that is not given: its values, or its least and most amount.

    ``names`` are the facts a person would have to supply; ``bounded`` is False where the
    largest amount is only the largest this library can count.
    """

    names: tuple[str, ...]
    values: tuple[Any, ...] = ()
    least: int = 0
    most: int = 0
    bounded: bool = True


class Settled(NamedTuple):
    """What a body answers over all completions of the unknown facts.

    ``moves`` holds, per unknown fact, the sets of outcomes seen when it alone changed.
    """

    sheets: tuple[Any, ...]
    outcomes: frozenset[Hashable]
    moves: Mapping[str, frozenset[frozenset[Hashable]]]

    @property
    def movers(self) -> tuple[str, ...]:
        """The facts that can change the outcome alone."""
        return tuple(fact for fact, groups in self.moves.items() if groups)


Body = Callable[..., Any]
Facts = Mapping[str, Any]


def settle(body: Body, facts: Facts, outcome: Callable[[Any], Hashable]) -> Settled:
    """Run a body on facts of which some may be :class:`Unknown`."""
    if Unknown not in map(type, facts.values()):
        sheet = body(**facts)
        return Settled((sheet,), frozenset((outcome(sheet),)), {})
    unknown = [name for name, value in facts.items() if type(value) is Unknown]
    if len(unknown) == 1:
        return _settle_one(body, facts, outcome, unknown[0])
    amounts = [name for name in unknown if not facts[name].values]
    choices = [name for name in unknown if facts[name].values]
    groups = {name: list(_along(body, facts, name, amounts, choices)) for name in amounts}
    groups.update(_choices(body, facts, amounts, choices) if choices else {})
    told: dict[Any, Hashable] = {}
    for group in groups[unknown[0]]:
        told.update((sheet, outcome(sheet)) for sheet in group)
    moves = {name: _moves(found, told, outcome) for name, found in groups.items()}
    return Settled(tuple(told), frozenset(told.values()), moves)


def _settle_one(body: Body, facts: Facts, outcome: Callable[[Any], Hashable], name: str) -> Settled:
    """The frequent case of one unknown fact, without grouping."""
    values = _values(body, facts, name, [])
    told = {sheet: outcome(sheet) for sheet in (body(**{**facts, name: at}) for at in values)}
    outcomes = frozenset(told.values())
    moves = frozenset((outcomes,)) if len(outcomes) > 1 else frozenset()
    return Settled(tuple(told), outcomes, {name: moves})


def _moves(
    groups: list[list[Any]], told: dict[Any, Hashable], outcome: Callable[[Any], Hashable]
) -> frozenset[frozenset[Hashable]]:
    found = set()
    for group in groups:
        told.update((sheet, outcome(sheet)) for sheet in group if sheet not in told)
        found.add(frozenset(told[sheet] for sheet in group))
    return frozenset(outcomes for outcomes in found if len(outcomes) > 1)


def _along(
    body: Body, facts: Facts, last: str, amounts: list[str], choices: list[str]
) -> Iterator[list[Any]]:
    """The body's sheets, grouped: in a group only the amount ``last`` changes."""
    others = [name for name in amounts if name != last]
    for known in _known(body, facts, others, [*choices, last]):
        for way in product(*(facts[name].values for name in choices)):
            given = {**known, **dict(zip(choices, way, strict=True))}
            yield [body(**{**given, last: value}) for value in _values(body, given, last, [])]


def _choices(
    body: Body, facts: Facts, amounts: list[str], choices: list[str]
) -> dict[str, list[list[Any]]]:
    """The body's sheets over every combination of choices, grouped choice by choice."""
    ways = list(product(*(facts[name].values for name in choices)))
    groups: dict[str, list[list[Any]]] = {name: [] for name in choices}
    for known in _known(body, facts, amounts, choices):
        sheets = [body(**{**known, **dict(zip(choices, way, strict=True))}) for way in ways]
        for place, name in enumerate(choices):
            alike: dict[tuple[Any, ...], list[Any]] = {}
            for way, sheet in zip(ways, sheets, strict=True):
                alike.setdefault(way[:place] + way[place + 1 :], []).append(sheet)
            groups[name].extend(alike.values())
    return groups


def _known(
    body: Body, facts: Facts, amounts: list[str], rest: list[str]
) -> Iterator[dict[str, Any]]:
    """The facts with every combination of amounts, each followed with those still open."""
    if not amounts:
        yield dict(facts)
        return
    name, *others = amounts
    for value in _values(body, facts, name, [*others, *rest]):
        yield from _known(body, {**facts, name: value}, others, rest)


def _values(body: Body, facts: Facts, name: str, rest: list[str]) -> tuple[Any, ...]:
    unknown: Unknown = facts[name]
    if unknown.values:
        return unknown.values
    points: set[int] = set()
    for end in (0, -1) if rest else (0,):
        ends = {other: _end(facts[other], end) for other in rest}

        def along(value: Any, ends: dict[str, Any] = ends) -> Any:
            return body(**{**facts, **ends, name: value})

        points.update(turning_points(along, unknown.least, unknown.most))
    return tuple(sorted(points))


def _end(unknown: Unknown, end: int) -> Any:
    return unknown.values[end] if unknown.values else (unknown.least, unknown.most)[end]


def names_of(facts: Facts, movers: Iterable[str]) -> tuple[str, ...]:
    """What a person must supply for the facts that move an answer."""
    names = (name for fact in movers for name in facts[fact].names)
    return tuple(dict.fromkeys(names))


def agreed(sheets: tuple[Any, ...]) -> Any:
    """One sheet: each line where all agree on it, None where it depends on the unknown."""
    first = sheets[0]
    if len(sheets) == 1:
        return first
    return first._make(
        values[0] if all(value == values[0] for value in values) else None
        for values in zip(*sheets, strict=True)
    )


def any_of(claims: Mapping[str, bool | None]) -> "bool | Unknown":
    """Whether any claim holds, by name; unknown claims matter only where none is known to hold."""
    if True in claims.values():
        return True
    names = tuple(name for name, claim in claims.items() if claim is None)
    return Unknown(names, values=(False, True)) if names else False


def all_of(claims: Mapping[str, bool | None]) -> "bool | Unknown":
    """Whether all claims hold, by name; unknown claims matter only where none is known to fail."""
    if False in claims.values():
        return False
    names = tuple(name for name, claim in claims.items() if claim is None)
    return Unknown(names, values=(False, True)) if names else True


class Upstream(NamedTuple):
    """An answer on which another depends: what it may be, and the facts that can move it.

    ``moves`` holds, for each such fact, what a person would have to supply and the sets of
    outcomes seen when it alone changed.
    """

    outcomes: frozenset[Hashable]
    moves: tuple[tuple[tuple[str, ...], frozenset[frozenset[Hashable]]], ...] = ()

    @classmethod
    def of(cls, answer: Settled, facts: Facts) -> "Upstream":
        """A settled answer, with the facts it was settled on."""
        if not answer.moves:
            return cls(answer.outcomes)
        moves = tuple((facts[fact].names, answer.moves[fact]) for fact in answer.movers)
        return cls(answer.outcomes, moves)

    @classmethod
    def known(cls, value: Hashable) -> "Upstream":
        """An upstream answer that is certain."""
        return cls(frozenset((value,)))

    @classmethod
    def unknown(cls, name: str, values: tuple[Any, ...]) -> "Upstream":
        """An upstream answer of which only the possible values are known."""
        outcomes = frozenset(values)
        return cls(outcomes, (((name,), frozenset((outcomes,))),))


def depend(
    body: Body, facts: Facts, outcome: Callable[[Any], Hashable], name: str, upstream: Upstream
) -> tuple[Settled, tuple[str, ...]]:
    """Run a body that takes an upstream answer under ``name``; with it the names that are missing.

    An upstream fact is missing when the set of answers between which it alone can move the
    upstream makes a difference here.
    """
    if len(upstream.outcomes) == 1:
        (value,) = upstream.outcomes
        answer = settle(body, {**facts, name: value}, outcome)
        return answer, names_of(facts, answer.movers) if answer.moves else ()
    values = tuple(sorted(upstream.outcomes))  # type: ignore[type-var]
    answer = settle(body, {**facts, name: Unknown((), values)}, outcome)
    own = [fact for fact in answer.movers if fact != name]

    def differs(group: frozenset[Hashable]) -> bool:
        among = {**facts, name: Unknown((), tuple(sorted(group)))}
        return bool(settle(body, among, outcome).moves[name])

    every = {group for _, groups in upstream.moves for group in groups}
    telling = {group for group in every if differs(group)}
    above = [
        name for names, groups in upstream.moves if not telling.isdisjoint(groups) for name in names
    ]
    return answer, (*dict.fromkeys(above), *names_of(facts, own))
