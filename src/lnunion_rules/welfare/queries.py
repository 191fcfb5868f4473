"""What an auditor would ask about: nothing here makes a ledger non-compliant."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..claims import ExpenseClaim
from ..resources import table
from ..rules.collective_welfare import RULE, purposes
from ..units import yuan
from ..welfare_findings import Breach
from .breaches import form_found, found, no_stay
from .entries import Entry
from .ledger import Ledger, ids_of

NATIONAL_RULE = "acftu_funds_rule_2017"
WITH_EVENTS = ("marriage", "birth", "illness")


@cache
def audit() -> dict[str, Any]:
    """The grounds of queries, out of the rule's data file."""
    grounds: dict[str, Any] = table(f"rules/{RULE}.toml")["audit"]
    return grounds


def queries(ledger: Ledger) -> Iterator[Breach]:
    """Every query about a ledger."""
    for entry in ledger.standing():
        if entry.claim.purpose in purposes():
            yield from _of_entry(entry, ledger)
    yield from _repeated(ledger)
    yield from _possible_duplicates(ledger)
    yield from _festivals(ledger)


def _of_entry(entry: Entry, ledger: Ledger) -> Iterator[Breach]:
    claim, spent = entry.claim, entry.net
    if claim.purpose == "illness" and no_stay(claim):
        if ledger.choice("illness_stay") == "query":
            reading = "welfare.illness_stay=query"
            yield found("illness-without-stay", claim, spent=spent, reading=reading)
    elif claim.purpose in WITH_EVENTS and claim.event_id is None:
        reading = ledger.reading("event_unstated")
        yield found("event-unstated", claim, spent=spent, reading=reading)
    if form_found(claim, ledger) == "query":
        at_bedside = claim.purpose == "illness" and claim.form == "goods"
        code = "goods-at-bedside" if at_bedside else "form-to-be-asked"
        source, reading = purposes()[claim.purpose].source, "welfare.form=checked"
        yield found(code, claim, spent=spent, source=source, reading=reading)
    if _odd_festival(claim, ledger):
        reading = "welfare.festivals=statutory_seven"
        code = "festival-not-statutory"
        yield found(code, claim, spent=spent, source=NATIONAL_RULE, reading=reading)
    if any(word in (claim.note or "") for word in audit()["hardship_words"]):
        yield found("reads-like-hardship-aid", claim, spent=spent)
    if not purposes()[claim.purpose].cap and ledger.choice("uncapped") == "query":
        yield found("cap-not-stated", claim, spent=spent, reading="welfare.uncapped=query")
    yield from _near_leaving(entry, ledger)


def _odd_festival(claim: ExpenseClaim, ledger: Ledger) -> bool:
    named = claim.purpose == "festival" and claim.festival
    if not named or ledger.choice("festivals") == "any":
        return False
    return claim.festival not in audit()["festivals"]


def _near_leaving(entry: Entry, ledger: Ledger) -> Iterator[Breach]:
    claim = entry.claim
    if ledger.roster is None or claim.purpose in ("retirement", "bereavement"):
        return
    left = ledger.roster.left_on(claim.union_id, claim.member_id, claim.paid_on)
    if left is not None and (left - claim.paid_on).days < audit()["leaving_days"]:
        yield found("paid-before-leaving", claim, spent=entry.net)


def _repeated(ledger: Ledger) -> Iterator[Breach]:
    """Second hospital stays of a year, second birthday gifts of a year, second retirements."""
    stays: dict[tuple[str, str, int], dict[str | None, list[Entry]]] = defaultdict(dict)
    for group, entries in ledger.groups.items():
        if group.purpose == "illness" and group.event is not None:
            year = min(entry.claim.paid_on for entry in entries).year
            stays[group.union_id or "", group.member_id or "", year][group.event] = entries
        many = len(entries) > 1
        if many and group.purpose == "birthday" and ledger.choice("birthday_per") == "yearly":
            yield _several("birthday-twice", entries, "welfare.birthday_per=yearly")
        if many and group.purpose == "retirement":
            reading = ledger.reading("retirement_who")
            yield _several("retirement-twice", entries, reading)
    for events in stays.values():
        if len(events) > 1:
            entries = [entry for stay in events.values() for entry in stay]
            yield _several("second-hospital-stay", entries, "welfare.illness_per=stay")


def _several(code: str, entries: list[Entry], reading: str | None = None) -> Breach:
    first = min(entries, key=lambda entry: (entry.claim.paid_on, entry.claim.entry_id)).claim
    spent = sum(entry.net for entry in entries)
    return found(code, first, spent=spent, reading=reading, entry_ids=ids_of(entries))


def _possible_duplicates(ledger: Ledger) -> Iterator[Breach]:
    alike: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for entry in ledger.standing():
        claim = entry.claim
        what = claim.union_id, claim.member_id, claim.paid_on, claim.purpose, claim.amount
        alike[(*what, claim.festival, claim.event_id)].append(entry)
    for entries in alike.values():
        if len(entries) > 1:
            yield _several("possible-duplicate", entries)


def _festivals(ledger: Ledger) -> Iterator[Breach]:
    """Members left out of a festival gift or given unequal ones, festival by festival."""
    given: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
    for entry in ledger.standing():
        claim = entry.claim
        if claim.purpose == "festival" and claim.festival:
            given[claim.union_id, claim.paid_on.year, claim.festival].append(entry)
    for key in sorted(given):
        union, year, _ = key
        entries = given[key]
        sums: dict[str, int] = defaultdict(int)
        for entry in entries:
            sums[entry.claim.member_id] += entry.net
        if len(set(sums.values())) > 1:
            yield _of_union("festival-unequal", union, year, entries, None)
        days = [entry.claim.paid_on for entry in entries]
        present = ledger.roster.members(union, min(days), max(days)) if ledger.roster else ()
        for member in present:
            if member not in sums:
                yield _of_union("festival-left-out", union, year, entries[:0], member)


def _of_union(code: str, union: str, year: int, entries: list[Entry], member: str | None) -> Breach:
    return Breach(
        code=code,
        entry_ids=ids_of(entries),
        union_id=union,
        member_id=member,
        purpose="festival",
        year=year,
        spent=yuan(sum(entry.net for entry in entries)) if entries else None,
        source="welfare_plan_2018",
    )
