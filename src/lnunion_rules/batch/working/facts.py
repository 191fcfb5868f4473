"""The facts of plain households as ready columns: which are stated, and which are unknown.

The same step from tables to plain values as ``households`` and ``bills`` take from models.
"""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
from dateutil.relativedelta import relativedelta

from ...aids import Law
from ...algebra import share_of
from ...bills import AMOUNTS
from ...households import SCHOOLING, covered, months_on_file
from ...people import age_on
from ...persons import NO, UNKNOWN, YES
from ..reading.gathering import Gathered, Owned
from .ready import BillColumns, ChildColumns, Column, HouseholdColumns, MemberColumns, Ready


def ready_columns(found: Gathered, law: Law) -> tuple[Ready, Column]:
    """The plain households as ready columns, and their places among all."""
    places = np.flatnonzero(found.plain)
    numbers = np.cumsum(found.plain) - 1
    values = found.households.values
    if len(places) < values.height:
        values = values[places]
    members = found.members.within(found.plain, numbers)
    kept = found.plain[found.bills.of]
    bills = found.bills.within(found.plain, numbers)
    moved = np.cumsum(found.plain[found.members.of]) - 1
    patient = moved[found.patient[kept]] if len(kept) else found.patient
    people = _members(members, law)
    children = _children(members, people, law)
    counted = _bills(bills, patient, people, law)
    return Ready(
        _households(values, members, children, counted.household, law), people, children, counted
    ), places


def claims(values: pl.Series, absent: int = UNKNOWN) -> Column:
    """Flags as claims."""
    if values.dtype != pl.Boolean:
        return np.full(len(values), absent, np.uint8)
    return (values.cast(pl.UInt8) * YES).fill_null(absent).to_numpy()


def _opposite(claims_held: Column) -> Column:
    """Claims of the opposite; what is unknown stays so."""
    opposites: Column = _OPPOSITES[claims_held]
    return opposites


_OPPOSITES = np.array([YES, UNKNOWN, NO, NO], np.uint8)


def amounts(values: pl.Series) -> tuple[Column, Column | None]:
    """Fen, 0 where unknown, and which are known; None where all are."""
    if values.dtype != pl.Int64:
        return np.zeros(len(values), np.int64), np.zeros(len(values), np.bool_)
    known = values.is_not_null().to_numpy() if values.null_count() else None
    return values.fill_null(0).to_numpy(), known


def _first(of: Column, rows: int) -> Column:
    """Where the rows of each household begin, and at the end how many there are."""
    return np.searchsorted(of, np.arange(rows + 1))


def _households(
    values: pl.DataFrame, members: Owned, children: ChildColumns, bills_of: Column, law: Law
) -> HouseholdColumns:
    rows, choices, figures = values.height, law.choices, law.figures
    income, income_known = amounts(values["annual_disposable_income"])
    rigid, rigid_known = amounts(values["annual_rigid_expenditure"])
    loss, loss_known = amounts(values["annual_accident_loss"])
    bearable, bearable_known = amounts(values["annual_medical_bearable"])
    if law.bearable == "none":
        bearable, bearable_known = np.zeros(rows, np.int64), None
    elif law.bearable == "share_of_income":
        bearable = share_of(income, figures.medical_aid.bearable_share)
        bearable_known = income_known
    received, received_known = amounts(values["annual_dibao_received"])
    absent = NO if choices["hardship.exclusions_unstated"] == "none" else -1
    first_member = _first(members.of, rows)
    is_head = (members.rows.values["relation"] == "head").to_numpy()
    head = np.flatnonzero(is_head)
    in_union, long_enough = _covered(members.rows.values[head], law)
    return HouseholdColumns(
        dibao_per_month=_each(values[law.area], law.monthly_dibao, np.int64),
        filed=claims(values["filed"]),
        single_parent=claims(values["single_parent"]),
        other_cause=claims(values["other_cause"], NO),
        covered=np.minimum(in_union, long_enough),
        in_union=in_union,
        long_enough=long_enough,
        income=income,
        income_known=income_known,
        highest_month=_highest(values["monthly_incomes"], figures.hardship.running_months),
        rigid=rigid,
        rigid_known=rigid_known,
        loss=loss,
        loss_known=loss_known,
        bearable=bearable,
        bearable_known=bearable_known,
        received=received,
        received_known=received_known,
        excluded=values["exclusions"].cast(pl.Int8).fill_null(absent).to_numpy(),
        on_file=_on_file(values, law) if figures.living_relief.by_months_on_file else None,
        head=head,
        first_member=first_member,
        first_child=_first(members.of[children.place], rows),
        first_bill=_first(bills_of, rows),
    )


def _each(values: pl.Series, meaning: Callable[[Any], Any], dtype: Any) -> Column:
    """What each of a few different values means, worked out once."""
    told = values.unique().drop_nulls()
    absent = meaning(None) if values.null_count() else None
    if told.is_empty():
        return np.full(len(values), absent or 0, dtype)
    meant = np.array([meaning(value) for value in told], dtype)
    return values.replace_strict(told, pl.Series(meant), default=absent).to_numpy()


def _highest(months: pl.Series, asked: int) -> Column | None:
    """The highest of the last months of income, where as many are stated as are asked for."""
    if months.null_count() == len(months) or asked < 1:
        return None
    enough = pl.when(pl.col("months").list.len() >= asked)
    highest = enough.then(pl.col("months").list.tail(asked).list.max()).otherwise(-1)
    return months.to_frame("months").select(highest.fill_null(-1)).to_series().to_numpy()


def _covered(heads: pl.DataFrame, law: Law) -> tuple[Column, Column]:
    """What makes the head a worker whom the rule covers, two claims; both hold of who is asked
    for neither."""
    migrant = claims(heads["migrant"], NO) == YES
    everyone = np.full(len(migrant), YES, np.uint8)
    if law.choices["hardship.migrant"] == "as_others" or not migrant.any():
        return everyone, everyone

    years = law.figures.hardship.labour_years

    def long_enough(since: date) -> bool:
        head: Any = SimpleNamespace(
            member_id="", migrant=True, union_member=True, labour_relation_since=since
        )
        return covered(head, law.on, years) is True

    since = _through(heads["labour_relation_since"], long_enough, law.on, years)
    asked = (claims(heads["union_member"]), since)
    in_union, since = (np.where(migrant, claim, everyone) for claim in asked)
    return in_union, since


def _through(days: pl.Series, holds: Callable[[date], bool], on: date, years: int) -> Column:
    """A claim that holds of days up to one that lies so many years before another."""
    about = on - relativedelta(years=years)
    # One day more or less, where one of the two is a 29 February.
    last = max(day for day in (about + timedelta(days=n) for n in (-1, 0, 1)) if holds(day))
    return claims(days.cast(pl.Date) <= last)


def _on_file(values: pl.DataFrame, law: Law) -> Column:
    """In how many months of the year each household was on file, -1 unknown."""
    spans = values.select(pl.col("filed_on", "off_file_on").cast(pl.Date))
    different = spans.unique()
    months = []
    for filed_on, off_file_on in different.iter_rows():
        stub: Any = SimpleNamespace(filed_on=filed_on, off_file_on=off_file_on)
        counted = months_on_file(stub, law.on.year)
        months.append(counted if isinstance(counted, int) else -1)
    told = different.with_columns(months=pl.Series(months, dtype=pl.Int64))
    joined = spans.join(
        told, on=["filed_on", "off_file_on"], nulls_equal=True, how="left", maintain_order="left"
    )
    return joined["months"].to_numpy()


def _members(members: Owned, law: Law) -> MemberColumns:
    values = members.rows.values
    return MemberColumns(
        child=(values["relation"] == "child").to_numpy(),
        ill=claims(values["ill"], NO),
        serious_illness=claims(values["serious_illness"]),
        disabled=claims(values["disabled"]),
        unable=_opposite(claims(values["can_work"])),
        schooling=_schooling(values["schooling"]),
        adult=_adult(values, law) if law.choices["safety_net.who"] == "every_adult" else None,
    )


def _schooling(values: pl.Series) -> Column:
    stages = values.cast(pl.Enum(SCHOOLING)).to_physical().cast(pl.Int8)
    return stages.fill_null(-1).to_numpy()


def _adult(values: pl.DataFrame, law: Law) -> Column:
    """Whether of age, as a claim; the head is asked at any age."""
    age = law.figures.safety_net.adult_age
    found = _through(values["birth_date"], lambda born: age_on(born, law.on) >= age, law.on, age)
    return np.where((values["relation"] == "head").to_numpy(), YES, found)


def _children(members: Owned, people: MemberColumns, law: Law) -> ChildColumns:
    place = np.flatnonzero(people.child)
    values, p = members.rows.values[place], law.figures.education_aid
    stage = values["special_stage"]
    senior = (stage == "senior_secondary") if stage.dtype == pl.String else stage
    mode = values["special_mode"].fill_null("school")
    return ChildColumns(
        place=place,
        household=members.of[place],
        schooling=people.schooling[place],
        disabled=people.disabled[place],
        part_time=claims(values["part_time"], NO) == YES,
        postgraduate=claims(values["postgraduate"]) if p.undergraduate_only else None,
        in_school=(mode == "school").to_numpy(),
        senior_stage=claims(senior) if p.senior_only else None,
        other_aid=amounts(values["other_education_aid"])[0],
    )


def _bills(bills: Owned, patient: Column, people: MemberColumns, law: Law) -> BillColumns:
    """The bills of the year of those who are, or may be, seriously ill."""
    values = bills.rows.values
    day = values["billed_on"].cast(pl.Date)
    ill = people.serious_illness[patient]
    counts = (ill != NO) & (day.dt.year() == law.on.year).fill_null(value=True).to_numpy()
    stated = day.is_not_null().to_numpy().copy()
    known = {name: amounts(values[name]) for name in AMOUNTS}
    for name in law.asked_of_bills:
        if known[name][1] is not None:
            stated &= known[name][1]
    bounded = known["total"][1]
    bounded = np.ones(len(counts), np.bool_) if bounded is None else bounded
    sums = (known[name][0] for name in AMOUNTS)
    every = (bills.of, *sums, patient, stated, stated & (ill == YES), bounded)
    return BillColumns._make(column[counts] for column in every)
