"""Hypothesis strategies for tests of your own: one per noun, each drawing what the library accepts.

Needs Hypothesis (``pip install hypothesis``), which no module but these imports. Every person drawn
is made up. Amounts lean towards the small and the round, where the rules have their lines.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, get_args

from hypothesis import strategies as st

from . import people
from .areas import areas
from .bills import PAYERS
from .dibao import standard_of
from .errors import NoStandard
from .history import Parameter, figure
from .nouns import Noun
from .people import Household, MedicalBill, Member, Relation
from .policy import Policy, load_policy, policy_from
from .readings import readings
from .testing_culture import *  # noqa: F403
from .testing_fairs import *  # noqa: F403 - one place to find every strategy
from .testing_ledgers import *  # noqa: F403 - one place to find every strategy
from .testing_screening import *  # noqa: F403
from .testing_services import *  # noqa: F403
from .testing_targets import *  # noqa: F403
from .units import MOST, fen, yuan

N = TypeVar("N", bound=Noun)

PLAN = (date(2018, 9, 26), date(2020, 12, 31))
"""The days of the three-year plan, on which every aid and service is in force."""


_BORN = {
    "head": (date(1950, 1, 1), date(1999, 12, 31)),
    "spouse": (date(1950, 1, 1), date(1999, 12, 31)),
    "child": (date(1990, 1, 1), date(2018, 6, 30)),
    "parent": (date(1930, 1, 1), date(1955, 12, 31)),
    "other": (date(1930, 1, 1), date(2018, 6, 30)),
}
_OTHERS: tuple[Relation, ...] = ("spouse", "child", "child", "parent", "other")
_FLAGS = (
    "union_member",
    "disabled",
    "serious_illness",
    "can_work",
    "wants_work",
    "wants_business",
    "migrant",
    "hard_to_place",
    "cadre",
    "registered_unemployed",
    "postgraduate",
    "unit_has_union",
)
_GAPS = (
    "filed",
    "annual_disposable_income",
    "annual_rigid_expenditure",
    "annual_accident_loss",
    "annual_medical_bearable",
    "single_parent",
    "exclusions",
    "medical_bills",
)


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


def _word(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


@st.composite
def _left_out(draw: st.DrawFn, noun: N, names: Sequence[str]) -> N:
    """The noun with one or two of its facts left out."""
    gaps = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=2))
    return noun.model_copy(update=dict.fromkeys(gaps))


@st.composite
def members(
    draw: st.DrawFn,
    *,
    member_id: str = "m1",
    relation: Relation | None = None,
    complete: bool = True,
) -> Member:
    """One person; every fact is stated, or with ``complete=False`` all but one or two."""
    related: Relation = draw(_word(Relation)) if relation is None else relation
    flags = {name: draw(st.booleans()) for name in _FLAGS}
    member = Member(
        member_id=member_id,
        relation=related,
        birth_date=draw(st.dates(*_BORN[related])),
        sex=draw(_word(people.Sex)),
        work=draw(_word(people.Work)),
        ill=draw(st.booleans()),
        schooling=draw(_word(people.Schooling)),
        last_screened_on=draw(st.none() | st.dates(date(2012, 1, 1), date(2018, 12, 31))),
        labour_relation_since=draw(st.dates(date(2015, 1, 1), date(2020, 12, 31))),
        graduated_on=draw(st.none() | st.dates(date(2012, 6, 30), date(2018, 7, 1))),
        origin=draw(st.none() | _word(people.Origin)),
        special_mode=draw(st.sampled_from(("school", "integrated", "home"))),
        special_stage=draw(st.sampled_from(("compulsory", "senior_secondary"))),
        part_time=draw(st.booleans()),
        other_education_aid=draw(st.none() | money(most="8000")),
        **flags,
    )
    return (
        member
        if complete
        else draw(_left_out(member, ("birth_date", "schooling", "sex", "work", *_FLAGS)))
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
    paid = {}
    for payer in PAYERS:
        paid[payer] = yuan(share := draw(st.integers(0, left)))
        left -= share
    billed = st.dates(date(year, 1, 1), date(year, 12, 31))
    bill = MedicalBill(
        bill_id=bill_id,
        member_id=member_id,
        billed_on=draw(billed | billed | st.just(date(year - 1, 12, 31))),
        total=yuan(total),
        other_payers=draw(st.none() | st.integers(0, left).map(yuan)),
        out_of_catalogue=draw(st.integers(0, total).map(yuan)),
        **paid,
    )
    return bill if complete else draw(_left_out(bill, ("billed_on", "total", *PAYERS)))


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

    Every fact that a rule may ask for is stated, or with ``complete=False`` all but a few of the
    household's own and of its members'.
    """
    relations: list[Relation] = ["head"]
    relations.extend(draw(st.lists(st.sampled_from(_OTHERS), max_size=most_members - 1)))
    persons = tuple(
        draw(members(member_id=f"m{number}", relation=relation, complete=complete))
        for number, relation in enumerate(relations, start=1)
    )
    owners = draw(st.lists(st.sampled_from([one.member_id for one in persons]), max_size=3))
    bills = tuple(
        draw(medical_bills(bill_id=f"b{number}", member_id=owner, year=year))
        for number, owner in enumerate(owners, start=1)
    )
    income = draw(money(most="150000"))
    filed_on = draw(st.dates(date(year - 2, 1, 1), date(year, 12, 31)))
    received = st.just(Decimal("0.00")) | st.integers(0, fen(income)).map(yuan)
    monthly = st.lists(money(most="10000"), min_size=6, max_size=12).map(tuple)
    grounds = st.lists(_word(people.Exclusion), unique=True, max_size=2).map(tuple)
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
        members=persons,
        medical_bills=bills,
    )
    return household if complete else draw(_left_out(household, _GAPS))


@st.composite
def cases(draw: st.DrawFn, *, complete: bool = True, most_members: int = 5) -> Case:
    """A household and a day of the three-year plan on which its dibao standard is on record."""
    on = draw(days())
    area = draw(areas_with_dibao(on))
    household = draw(
        households(area=area, complete=complete, year=on.year, most_members=most_members)
    )
    return Case(household, on)


def policies(*, choices: bool = True, figures: bool = True) -> st.SearchStrategy[Policy]:
    """The law on record, with other readings (``choices``) and other figures within bounds.

    A figure is revised in every period in which it is in force; ``changes`` says what was drawn.
    """
    return st.builds(policy_from, changes=_changes(choices=choices, figures=figures))


@st.composite
def _changes(draw: st.DrawFn, *, choices: bool, figures: bool) -> dict[str, dict[str, str]]:
    found = {}
    if choices:
        gaps = draw(st.lists(st.sampled_from(sorted(readings())), unique=True, max_size=6))
        found["readings"] = {gap: draw(st.sampled_from([*readings()[gap].choices])) for gap in gaps}
    if figures:
        names = draw(st.lists(st.sampled_from(sorted(_figures())), unique=True, max_size=4))
        found["parameters"] = {name: draw(_values(name)) for name in names}
    return found


def _values(name: str) -> st.SearchStrategy[str]:
    known = _figures()[name]
    return st.integers(known.least, known.most).map(lambda number: figure(number, known.unit))


def _figures() -> dict[str, Parameter]:
    periods = [period for rule in load_policy().rules.values() for period in rule.periods]
    return {known.name: known for period in periods for known in period.parameters}
