"""The plan over columns: every combination of facts judged once, everyone placed in order."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from ...candidates import AreaCapacity, Candidate
from ...claims import Union
from ...dates import LAST
from ...errors import Language
from ...policy import Policy, load_policy
from ...rules.cancer_screening import RULE
from ...screening.budget import AreaYear, Need, years_of
from ...screening.plan import money_of, notices, start_of, why_not
from ...screening.queue import Judge, lot
from ...screening.register import Register
from ...units import yuan
from ..ledger.files import scanned
from ..reading.money import as_money
from .planned import PlannedRoster
from .rows import ROSTER, read_rows

_FACTS = ("sex", "consents", "gynaecological_exam_2016_2018", "union_member")
KEY = (*_FACTS, "last_year", "birth_year", "unit", "founded", "difficulty", "own", "price")
"""All that decides what becomes of a row; whose it is and where has no part in it."""

_UNITS = pl.Schema(
    {
        "union_id": pl.String,
        "area": pl.String,
        "founded": pl.Boolean,
        "difficulty": pl.Boolean,
        "own": pl.Boolean,
        "unit": pl.Boolean,
        "price": pl.Int64,
        "no_place": pl.String,
    }
)
_STANDING = pl.Schema(
    {
        "kind": pl.String,
        "reason": pl.String,
        "missing": pl.String,
        "due_year": pl.Int32,
        "first_batch": pl.Boolean,
        "cost": pl.Int64,
    }
)
_RESULTS = {"own": "own_checkup", "open": "undetermined"}


def plan_roster_file(
    path: Path,
    *,
    on: date,
    unions: Iterable[Union] | None = None,
    from_year: int | None = None,
    budget: str | Decimal | None = None,
    capacity: Iterable[AreaCapacity] | None = None,
    policy: Policy | None = None,
    language: Language | None = None,
) -> PlannedRoster:
    """Plan a roster in a Parquet file, or a folder of such, as ``plan_screening`` would.

    Without a language the reasons of rejects are their codes. Raises what ``plan_screening``
    raises, and ``InputError`` for a file that is no roster.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    start = start_of(law, on.year if from_year is None else from_year)
    money = money_of(budget)
    judge, register = Judge(law, start), Register.of(unions, capacity)
    scan = scanned(path, ROSTER)
    read = read_rows(scan.frame.collect(), start, language)
    rows = _judged(read.accepted, judge, register)
    queue = _queue(rows, start.year)
    needs = _needs(queue, register)
    years = years_of(needs, start.year, money)
    placed = _placed(queue, needs, years, money)
    spent = sum(_paid(years, needs))
    due = sum((need.first_batch + need.others) * need.cost for need in needs)
    return PlannedRoster(
        from_year=start.year,
        people=_people(rows, placed, start.year),
        batches=_batches(placed),
        years=tuple(years),
        rejects=read.rejects,
        rows_in=scan.rows,
        subsidy_total=yuan(spent),
        shortfall=yuan(0 if money is None else max(due - money, 0)),
        notices=notices(law, years, register),
    )


def _judged(rows: pl.DataFrame, judge: Judge, register: Register) -> pl.DataFrame:
    """The rows with what becomes of each by its facts, and by its area's hospitals."""
    known = _with_units(rows, judge, register).with_columns(
        last_year=pl.col("last_screened_on").dt.year(),
        birth_year=pl.col("birth_date").dt.year() if judge.p.with_age else pl.lit(None, pl.Int32),
        union_member=pl.col("union_member") if judge.p.members_only else pl.lit(None, pl.Boolean),
    )
    combinations = known.select(KEY).unique()
    found = [_standing(key, judge) for key in combinations.iter_rows(named=True)]
    standing = combinations.hstack(pl.DataFrame(found, schema=_STANDING, orient="row"))
    joined = known.join(standing, on=KEY, how="left", nulls_equal=True, maintain_order="left")
    due = (pl.col("kind") == "due") & (pl.col("no_place") != "")
    return joined.with_columns(
        kind=pl.when(due).then(pl.lit("open")).otherwise("kind"),
        missing=pl.when(due).then("no_place").otherwise("missing"),
        due_on=_due_on(judge),
    ).drop("no_place", "last_year", "birth_year", "union_member")


def _with_units(rows: pl.DataFrame, judge: Judge, register: Register) -> pl.DataFrame:
    """The rows with what is known of their units and of the hospitals of their areas."""
    if register.unions is None:
        units = rows.select("union_id").unique().drop_nulls()
        listed = [Union(union_id=name) for name in units.to_series()]
    else:
        listed = list(register.unions.values())
    by_cost = judge.p.cost_up_to > 0
    facts = [
        (
            union.union_id,
            union.area,
            union.established is None or union.established <= judge.start,
            union.in_difficulty_2016_2018,
            union.own_checkup,
            True,
            register.price_of(union.area) if by_cost else 0,
            _text(register.missing(union.area, with_price=by_cost)),
        )
        for union in listed
    ]
    units = pl.DataFrame(facts, schema=_UNITS, orient="row")
    return rows.join(units, on="union_id", how="left", maintain_order="left").with_columns(
        pl.col("founded", "own", "unit").fill_null(value=False), pl.col("price").fill_null(0)
    )


def _standing(key: dict[str, Any], judge: Judge) -> tuple[Any, ...]:
    """What becomes of all rows of one combination of facts, judged on one of them."""
    candidate = Candidate(
        member_id="row",
        union_id="unit" if key["unit"] else None,
        birth_date=key["birth_year"] and date(key["birth_year"], 1, 1),
        last_screened_on=key["last_year"] and date(key["last_year"], 12, 31),
        **{name: key[name] for name in _FACTS},
    )
    union = Union(
        union_id="unit",
        established=None if key["founded"] else LAST,
        in_difficulty_2016_2018=key["difficulty"],
        own_checkup=key["own"],
    )
    found = judge.standing(candidate, union if key["unit"] else None, key["price"])
    text = _text(found.missing)
    return found.kind, found.reason, text, found.due_year, found.first_batch, found.cost


def _text(missing: Iterable[str]) -> str:
    return ", ".join(missing)


def _due_on(judge: Judge) -> pl.Expr:
    """The first day on which a woman is due, as the judge says of one."""
    day = pl.date(pl.col("due_year"), 1, 1)
    if judge.by_day:
        day = pl.col("last_screened_on").dt.offset_by(f"{judge.p.interval}y")
    return pl.when(pl.col("kind") == "not_due").then(day)


def _queue(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """The women who are due, area by area, each area's in the order in which they are called."""
    waiting = rows.lazy().filter(pl.col("kind") == "due")
    queue = waiting.select("row", "member_id", "area", "last_screened_on", "first_batch", "cost")
    women = queue.collect()
    lots = pl.Series("lot", (lot(name, year) for name in women["member_id"]), dtype=pl.Int64)
    return women.with_columns(lots, later=~pl.col("first_batch")).sort(
        "area", "later", "last_screened_on", "lot", "member_id"
    )


def _needs(queue: pl.DataFrame, register: Register) -> list[Need]:
    counted = (
        queue.group_by("area", maintain_order=True)
        .agg(first=pl.col("first_batch").sum(), women=pl.len(), cost=pl.col("cost").first())
        .sort("area")
    )
    return [
        Need(area, first, women - first, cost, register.capacity_of(area))
        for area, first, women, cost in counted.iter_rows()
    ]


def _placed(
    queue: pl.DataFrame, needs: Sequence[Need], years: Sequence[AreaYear], money: int | None
) -> pl.DataFrame:
    """The queue with everyone's year, place in the batch, and why there is none."""
    called: dict[str | None, list[tuple[int | None, str | None, int]]] = {}
    for row in years:
        of_area = called.setdefault(row.area, [])
        of_area += [(row.year, None, row.planned_first), (row.year, None, row.planned_others)]
    runs: list[tuple[int | None, str | None, int]] = []
    for need in needs:
        of_area = called.get(need.area, [])
        left = need.first_batch + need.others - sum(women for *_, women in of_area)
        runs += [*of_area, (None, why_not(need, money), left)]
    schema = pl.Schema({"year": pl.Int32, "why": pl.String, "women": pl.UInt32})
    every = pl.DataFrame(runs, schema=schema, orient="row").with_row_index("run")
    each = every.select(
        pl.col("run", "year", "why").repeat_by("women").explode(empty_as_null=False)
    )
    return queue.hstack(each).with_columns(place=pl.int_range(pl.len()).over("run") + 1)


def _paid(years: Iterable[AreaYear], needs: Iterable[Need]) -> Iterable[int]:
    costs = {need.area: need.cost for need in needs}
    return (row.planned * costs[row.area] for row in years)


def _batches(placed: pl.DataFrame) -> pl.DataFrame:
    """The batches without their names, in the order of a plan."""
    called = placed.lazy().filter(pl.col("year").is_not_null())
    by = ("year", "area", "later")
    counted = called.group_by(by).agg(women=pl.len(), fen=pl.col("cost").sum()).sort(by).collect()
    subsidy = pl.Series(values=as_money(counted["fen"]))
    return counted.select("year", "area", priority=~pl.col("later"), women="women", subsidy=subsidy)


def _people(rows: pl.DataFrame, placed: pl.DataFrame, first_year: int) -> pl.DataFrame:
    """Everyone's row with what becomes of it, in the order of the file."""
    kind = pl.col("kind")
    called = placed.select("row", "year", "why", "place", "first_batch")
    return (
        rows.drop("first_batch")
        .join(called, on="row", how="left", maintain_order="left")
        .select(
            "row",
            "member_id",
            result=pl.when(kind == "due")
            .then(
                pl.when(pl.col("year").is_null())
                .then(pl.lit("not_placed"))
                .otherwise(pl.lit("planned"))
            )
            .otherwise(kind.replace(_RESULTS)),
            year=pl.when(kind == "own").then(pl.lit(first_year, pl.Int32)).otherwise("year"),
            area="area",
            priority=pl.when(pl.col("year").is_not_null()).then("first_batch"),
            place=pl.when(pl.col("year").is_not_null()).then("place"),
            reason=pl.coalesce("why", pl.when(pl.col("reason") != "").then("reason")),
            due=pl.when(kind == "not_due").then("due_year"),
            due_on="due_on",
            missing=pl.when(pl.col("missing") != "").then("missing"),
        )
    )
