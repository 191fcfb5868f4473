"""Hypothesis strategies for tests of your own: one per noun, each drawing what the library accepts.

Needs Hypothesis (``pip install hypothesis``), which no other module imports. Every person drawn
is made up. Amounts lean towards the small and the round, where the rules have their lines.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

from hypothesis import strategies as st

from .areas import areas
from .claims import Deceased, ExpenseClaim, Form, Purpose, RosterEntry, Union
from .dibao import standard_of
from .errors import NoStandard
from .history import Parameter, figure
from .people import (
    Exclusion,
    Household,
    MedicalBill,
    Member,
    Origin,
    Relation,
    Schooling,
    Sex,
    Work,
)
from .policy import Policy, load_policy, policy_from
from .readings import readings
from .units import MOST, fen, yuan

T = TypeVar("T")

PLAN = (date(2018, 9, 26), date(2020, 12, 31))
"""The days of the three-year plan, on which every aid and service is in force."""

WELFARE = (date(2024, 1, 1), date(2026, 12, 31))
"""The days of drawn ledgers: a year before, the year in which caps change, and a year after."""
UNIONS = ("u1", "u2")
PERSONS = ("m1", "m2", "m3")

_BORN = {
    "head": (date(1950, 1, 1), date(1999, 12, 31)),
    "spouse": (date(1950, 1, 1), date(1999, 12, 31)),
    "child": (date(1990, 1, 1), date(2018, 6, 30)),
    "parent": (date(1930, 1, 1), date(1955, 12, 31)),
    "other": (date(1930, 1, 1), date(2018, 6, 30)),
}
_OTHERS: tuple[Relation, ...] = ("spouse", "child", "child", "parent", "other")
_MAY_BE_UNKNOWN = (
    "filed",
    "annual_disposable_income",
    "annual_rigid_expenditure",
    "annual_accident_loss",
    "annual_medical_bearable",
    "single_parent",
    "exclusions",
    "filed_on",
    "medical_bills",
)
_OF_A_MEMBER = (
    "birth_date",
    "union_member",
    "disabled",
    "serious_illness",
    "can_work",
    "wants_work",
    "schooling",
)
_PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")


class Case(NamedTuple):
    """A household and a day on which it can be assessed."""

    household: Household
    on: date


def money(least: str = "0", most: str = "9999999999.99") -> st.SearchStrategy[Decimal]:
    """Amounts in yuan with two places, from ``least`` to ``most``."""
    low, high = fen(least), fen(most)
    ordinary = st.integers(low, max(low, min(high, fen("100000"))))
    whole = ordinary.map(lambda amount: max(low, amount - amount % 100))
    return st.one_of(ordinary, whole, st.integers(low, high)).map(yuan)


def days(first: date = PLAN[0], last: date = PLAN[1]) -> st.SearchStrategy[date]:
    """Days from ``first`` through ``last``; left out, those of the three-year plan."""
    return st.dates(first, last)


def areas_with_dibao(on: date) -> st.SearchStrategy[str]:
    """Codes of the areas whose dibao standard is on record for that day.

    Raises ``ValueError`` where there is none at all.
    """
    known = [code for code in areas() if _has_standard(code, on)]
    if not known:
        raise ValueError("no area has a dibao standard on record for that day")
    return st.sampled_from(known)


def _has_standard(code: str, on: date) -> bool:
    try:
        standard_of(code, on)
    except NoStandard:
        return False
    return True


def _stated(fact: st.SearchStrategy[T], *, complete: bool) -> st.SearchStrategy[T | None]:
    return fact if complete else st.none() | fact


def _word(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


@st.composite
def members(
    draw: st.DrawFn,
    *,
    member_id: str = "m1",
    relation: Relation | None = None,
    complete: bool = True,
) -> Member:
    """One person of a household; every fact is stated, or with ``complete=False`` maybe not."""
    related: Relation = draw(_word(Relation)) if relation is None else relation

    def fact(strategy: st.SearchStrategy[T]) -> T | None:
        return draw(_stated(strategy, complete=complete))

    flags = st.booleans()
    return Member(
        member_id=member_id,
        relation=related,
        birth_date=fact(st.dates(*_BORN[related])),
        sex=fact(_word(Sex)),
        work=fact(_word(Work)),
        union_member=fact(flags),
        disabled=fact(flags),
        serious_illness=fact(flags),
        ill=draw(flags),
        can_work=fact(flags),
        wants_work=fact(flags),
        wants_business=fact(flags),
        schooling=fact(_word(Schooling)),
        migrant=fact(flags),
        labour_relation_since=fact(st.dates(date(2015, 1, 1), date(2020, 12, 31))),
        graduated_on=draw(st.none() | st.dates(date(2012, 6, 30), date(2018, 7, 1))),
        origin=draw(st.none() | _word(Origin)),
        hard_to_place=fact(flags),
        special_mode=draw(st.sampled_from(("school", "integrated", "home"))),
        special_stage=fact(st.sampled_from(("compulsory", "senior_secondary"))),
        part_time=draw(flags),
        postgraduate=fact(flags),
        other_education_aid=draw(st.none() | money(most="8000")),
    )


@st.composite
def medical_bills(
    draw: st.DrawFn,
    *,
    bill_id: str = "b1",
    member_id: str = "m1",
    year: int = 2018,
    complete: bool = True,
) -> MedicalBill:
    """One bill of a member, of ``year`` or now and then of the year before.

    Together the payers never pay more than the bill.
    """
    total = left = draw(st.integers(0, fen("200000")) | st.integers(0, MOST))
    paid: dict[str, Decimal | None] = {}
    for payer in (*_PAYERS, "other_payers"):
        share = draw(st.integers(0, left))
        left -= share
        known = complete and payer in _PAYERS
        paid[payer] = yuan(share) if known or draw(st.booleans()) else None
    outside = st.integers(0, total).map(yuan)
    billed = st.dates(date(year, 1, 1), date(year, 12, 31))
    last_year = st.just(date(year - 1, 12, 31))
    return MedicalBill(
        bill_id=bill_id,
        member_id=member_id,
        billed_on=draw(_stated(st.one_of(billed, billed, last_year), complete=complete)),
        total=yuan(total) if complete or draw(st.booleans()) else None,
        out_of_catalogue=draw(_stated(outside, complete=complete)),
        **paid,
    )


@st.composite
def households(
    draw: st.DrawFn,
    *,
    area: str = "210302",
    complete: bool = True,
    year: int = 2018,
    most_members: int = 5,
) -> Household:
    """One household's file, the worker first; its bills lie in or just before ``year``.

    Every fact that a rule may ask for is stated, or with ``complete=False`` all but a few.
    """
    relations: list[Relation] = ["head"]
    relations.extend(draw(st.lists(st.sampled_from(_OTHERS), max_size=most_members - 1)))
    people = tuple(
        draw(members(member_id=f"m{number}", relation=relation))
        for number, relation in enumerate(relations, start=1)
    )
    income = draw(money(most="150000"))
    filed_on = draw(st.dates(date(year - 2, 1, 1), date(year, 12, 31)))
    received = st.just(Decimal("0.00")) | st.integers(0, fen(income)).map(yuan)
    monthly = st.lists(money(most="10000"), min_size=6, max_size=12).map(tuple)
    grounds = st.lists(_word(Exclusion), unique=True, max_size=2).map(tuple)
    household = Household(
        household_id=draw(st.integers(1, 9999).map("LN-{:04d}".format)),
        area=area,
        filed=draw(st.booleans()),
        annual_disposable_income=income,
        annual_rigid_expenditure=draw(money(most="150000")),
        annual_accident_loss=draw(st.just(Decimal("0.00")) | money(most="150000")),
        annual_medical_bearable=draw(money(most="150000")),
        annual_dibao_received=draw(received),
        monthly_incomes=draw(st.none() | st.none() | monthly),
        single_parent=draw(st.booleans()),
        other_cause=draw(st.booleans()),
        exclusions=draw(st.just(()) | st.just(()) | grounds),
        registered_area=area,
        resident_area=area,
        filed_on=filed_on,
        off_file_on=draw(st.none() | st.dates(filed_on, date(year + 1, 12, 31))),
        members=people,
        medical_bills=draw(_bills(people, year)),
    )
    return household if complete else draw(_with_gaps(household))


@st.composite
def _with_gaps(draw: st.DrawFn, household: Household) -> Household:
    """The household with up to three facts of its own and one of each member left out."""
    gaps = draw(st.lists(st.sampled_from(_MAY_BE_UNKNOWN), unique=True, max_size=3))
    people = tuple(
        person.model_copy(update={draw(st.sampled_from(_OF_A_MEMBER)): None})
        for person in household.members
    )
    return household.model_copy(update={**dict.fromkeys(gaps), "members": people})


def _bills(people: Sequence[Member], year: int) -> st.SearchStrategy[tuple[MedicalBill, ...]]:
    owners = st.lists(st.sampled_from([person.member_id for person in people]), max_size=3)
    return owners.flatmap(
        lambda listed: st.tuples(
            *(
                medical_bills(bill_id=f"b{number}", member_id=owner, year=year)
                for number, owner in enumerate(listed, start=1)
            )
        )
    )


@st.composite
def cases(draw: st.DrawFn, *, complete: bool = True, most_members: int = 5) -> Case:
    """A household and a day of the three-year plan on which its dibao standard is on record."""
    on = draw(days())
    area = draw(areas_with_dibao(on))
    household = draw(
        households(area=area, complete=complete, year=on.year, most_members=most_members)
    )
    return Case(household, on)


@st.composite
def policies(draw: st.DrawFn, *, choices: bool = True, figures: bool = True) -> Policy:
    """The law on record, with other readings (``choices``) and other figures within bounds.

    A figure is revised in every period in which it is in force.
    """
    changes: dict[str, dict[str, str]] = {}
    if choices:
        gaps = draw(st.lists(st.sampled_from(sorted(readings())), unique=True, max_size=6))
        changes["readings"] = {gap: draw(_choice(gap)) for gap in gaps}
    if figures:
        known = _figures(load_policy())
        names = draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=4))
        changes["parameters"] = {name: draw(_values(known[name])) for name in names}
    # Built from its changes, so that Hypothesis can tell a policy in a few words.
    return draw(st.builds(policy_from, st.just(changes)))


def _choice(gap: str) -> st.SearchStrategy[str]:
    return st.sampled_from(tuple(readings()[gap].choices))


def _figures(policy: Policy) -> dict[str, Parameter]:
    return {
        parameter.name: parameter
        for rule in policy.rules.values()
        for period in rule.periods
        for parameter in period.parameters
    }


def _values(parameter: Parameter) -> st.SearchStrategy[str]:
    return st.integers(parameter.least, parameter.most).map(
        lambda number: figure(number, parameter.unit)
    )


@st.composite
def unions(draw: st.DrawFn, *, union_id: str = "u1", area: str | None = None) -> Union:
    """One primary union, single or joint, maybe with lower caps of its own."""
    caps = st.dictionaries(_word(Purpose), money(most="1000"), max_size=2)
    return Union(
        union_id=union_id,
        kind=draw(st.sampled_from(("single", "joint"))),
        area=area or draw(st.sampled_from(sorted(areas()))),
        caps=draw(caps),
    )


@st.composite
def roster_entries(draw: st.DrawFn, *, union_id: str = "u1", member_id: str = "m1") -> RosterEntry:
    """One membership; the first and the last day may lie in ``WELFARE`` or be left out."""
    joined, left = sorted((draw(days(*WELFARE)), draw(days(*WELFARE))))
    return RosterEntry(
        member_id=member_id,
        union_id=union_id,
        joined_on=draw(st.none() | st.just(joined)),
        left_on=draw(st.none() | st.just(left)),
        sex=draw(st.none() | _word(Sex)),
    )


@st.composite
def expense_claims(
    draw: st.DrawFn, *, entry_id: str = "e1", union_id: str = "u1", member_id: str = "m1"
) -> ExpenseClaim:
    """One payment out of collective-welfare funds, now and then for an unknown purpose.

    Days and amounts lean towards those at which a cap changes or is reached.
    """
    purpose = draw(st.just("festival") | _word(Purpose) | st.sampled_from(("illness", "travel")))
    return ExpenseClaim(
        entry_id=entry_id,
        union_id=union_id,
        member_id=member_id,
        paid_on=draw(_near_changes() | days(*WELFARE)),
        purpose=purpose,
        amount=draw(_near_caps() | money(least="0.01", most="2500")),
        form=draw(st.none() | _word(Form)),
        event_id=draw(st.none() | st.sampled_from(("v1", "v2"))),
        event_on=draw(st.none() | days(*WELFARE)),
        policy_compliant=draw(st.none() | st.booleans()) if purpose == "birth" else None,
        festival=draw(st.none() | st.sampled_from(("春节", "店庆"))),
        deceased=draw(st.none() | _word(Deceased)) if purpose == "bereavement" else None,
    )


@cache
def _near_changes() -> st.SearchStrategy[date]:
    since = [period.since for period in load_policy().rules["collective_welfare"].periods[1:]]
    return st.sampled_from([*since, *(day - timedelta(days=1) for day in since)])


@cache
def _near_caps() -> st.SearchStrategy[Decimal]:
    caps = [
        figure.number
        for period in load_policy().rules["collective_welfare"].periods
        for figure in period.parameters
        if figure.number
    ]
    parts = st.tuples(st.sampled_from(caps), st.sampled_from((1, 2)), st.integers(-1, 1))
    return parts.map(lambda drawn: yuan(drawn[0] // drawn[1] + drawn[2]))


@st.composite
def reversals(draw: st.DrawFn, *, entry: ExpenseClaim, entry_id: str = "r1") -> ExpenseClaim:
    """One entry that takes another back: in part, in full, or by a fen too much."""
    paid = fen(entry.amount)
    back = draw(st.just(paid) | st.integers(1, min(paid + 1, MOST)))
    return ExpenseClaim(
        entry_id=entry_id,
        union_id=entry.union_id,
        member_id=entry.member_id,
        paid_on=draw(st.dates(entry.paid_on, WELFARE[1])),
        purpose=entry.purpose,
        amount=yuan(-back),
        reverses=entry.entry_id,
    )


class WelfareCase(NamedTuple):
    """What a ledger is checked against: its rows, the roster (or none) and the unions."""

    claims: tuple[ExpenseClaim, ...]
    roster: tuple[RosterEntry, ...] | None
    unions: tuple[Union, ...]


@st.composite
def welfare_cases(draw: st.DrawFn, *, most_payments: int = 8, faults: bool = True) -> WelfareCase:
    """A ledger of two unions and three persons, with reversals, their roster and own caps.

    ``faults`` adds what a ledger should not hold: an entry id used twice and a reversal of an
    entry that is not there. Without them entry ids are unique in the whole ledger.
    """
    who = st.sampled_from([(union, member) for union in UNIONS for member in PERSONS])

    def payment(entry_id: str) -> ExpenseClaim:
        union, member = draw(who)
        return draw(expense_claims(entry_id=entry_id, union_id=union, member_id=member))

    payments = [payment(f"e{number}") for number in range(draw(st.integers(0, most_payments)))]
    taken = draw(st.lists(st.sampled_from(payments), max_size=3)) if payments else []
    back = [draw(reversals(entry=entry, entry_id=f"r{n}")) for n, entry in enumerate(taken)]
    claims = [*payments, *back]
    if faults and draw(st.booleans()):
        claims += [payment("e0"), draw(st.sampled_from(claims or [payment("e1")]))]
    if faults and draw(st.booleans()):
        claims.append(draw(reversals(entry=payment("gone"), entry_id="r9")))
    listed = draw(st.lists(who, max_size=8))
    roster = [draw(roster_entries(union_id=union, member_id=member)) for union, member in listed]
    own = [draw(unions(union_id=union)) for union in UNIONS if draw(st.booleans())]
    return WelfareCase(tuple(claims), draw(st.sampled_from((None, tuple(roster)))), tuple(own))
