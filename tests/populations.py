"""Households as the three tables of a batch, and the findings of a batch as one case tells them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import strategies as st

from lnunion_rules import Household, Package, Policy, assess_household
from lnunion_rules.batch.reading.rows import FEN, TABLES
from lnunion_rules.errors import InputError, NoStandard
from lnunion_rules.readings import readings
from lnunion_rules.synthetic.population import MONEY, population
from lnunion_rules.testing import households
from lnunion_rules.units import printed

OF_HOUSEHOLDS = ("dibao", "hardship", "living", "education", "medical", "package", "safety_net")
OTHERWISE = [
    (gap.id, choice)
    for gap in readings().values()
    if gap.id.startswith(OF_HOUSEHOLDS)
    for choice in gap.choices
    if choice != gap.default
]
"""Every way of reading a gap of the household aids that is not the default."""

Frames = dict[str, pl.DataFrame]
_TYPES = {
    "flag": pl.Boolean,
    "day": pl.Date,
    "choices": pl.List(pl.String),
    "amounts": pl.List(pl.String),
}


def schema(table: str) -> pl.Schema:
    """The columns of one table, money as text."""
    return pl.Schema({c.name: _TYPES.get(c.kind, pl.String) for c in TABLES[table].columns})


def frames_of(population: Iterable[Household]) -> Frames:
    """Households as three Polars frames, money as text, a fact left out as null."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for household in population:
        facts = household.model_dump(exclude={"members", "medical_bills"})
        rows["households"].append(_plain(facts))
        for name in ("members", "medical_bills"):
            for noun in getattr(household, name) or ():
                owned = {**noun.model_dump(), "household_id": household.household_id}
                rows[name].append(_plain(owned))
    return {name: pl.DataFrame(found, schema=schema(name)) for name, found in rows.items()}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in facts.items()}


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return [_text(one) for one in value] if isinstance(value, tuple) else value


@st.composite
def populations(draw: st.DrawFn, *, complete: bool = True, most: int = 6) -> list[Household]:
    """Some households of different ids, in Anshan, with no bill that is paid beyond its total."""
    drawn = draw(st.lists(households(complete=complete), min_size=1, max_size=most))
    return [
        one.model_copy(
            update={"household_id": f"LN-{number}", "medical_bills": one.medical_bills or ()}
        )
        for number, one in enumerate(drawn)
    ]


AMOUNTS = ("annual_disposable_income", "annual_rigid_expenditure", "annual_accident_loss")
"""What decides a category together, each of which a register may not have recorded at all."""


@st.composite
def without_amounts(draw: st.DrawFn, *, most: int) -> list[Household]:
    """Some households of which two or three amounts are unknown, and at times other facts."""
    found = draw(populations(complete=False, most=most))
    gaps = st.sets(st.sampled_from(AMOUNTS), min_size=2)
    more = st.sets(st.sampled_from(("exclusions", "annual_dibao_received", "single_parent")))
    return [one.model_copy(update=dict.fromkeys((*draw(gaps), *draw(more)), None)) for one in found]


Answer = dict[str, Any]


def one_case(household: Household, on: date, policy: Policy | None = None) -> Answer:
    """What a single case says of a household, in the words of a batch's tables."""
    try:
        package = assess_household(household, on=on, policy=policy)
    except (InputError, NoStandard) as refused:
        return {"code": refused.code}
    return {
        "result": _result(package),
        "awards": [
            (
                award.rule,
                award.member_id,
                award.kind,
                award.outcome,
                award.amount,
                award.range,
                award.reason,
                award.missing,
            )
            for award in package.awards
        ],
        "sheets": {(award.rule, award.member_id): dict(award.worksheet) for award in package.awards}
        | {("hardship", None): dict(package.hardship.worksheet)},
    }


def _result(package: Package) -> Answer:
    outcomes = {award.outcome for award in package.awards}
    category = package.hardship.category
    return {
        "category": category,
        "reason": package.hardship.reason,
        "total_grants": package.total_grants,
        "total_ceilings": package.total_ceilings,
        "undetermined": "undetermined" in {*outcomes, category},
        "missing": list(package.hardship.missing),
    }


def answers(found: Any) -> dict[str, Answer]:
    """What a batch says of each household, in the same words; its tables are Polars frames."""
    told: dict[str, Answer] = {}
    for row in found.results.to_dicts():
        told[row.pop("household_id")] = {"result": row, "awards": [], "sheets": {}}
        assert row.pop("area")
    for row in found.awards.to_dicts():
        span = None if row["least"] is None else (row["least"], row["most"])
        told[row["household_id"]]["awards"].append(
            (
                row["rule"],
                row["member_id"],
                row["kind"],
                row["outcome"],
                row["amount"],
                span,
                row["reason"],
                tuple(row["missing"]),
            )
        )
    for rule, sheet in found.worksheets.items():
        for row in sheet.to_dicts():
            whose = told[row.pop("household_id")]["sheets"]
            member = row.pop("member_id", None)
            whose[rule, member] = {name: said(value) for name, value in row.items()}
    for row in found.rejects.to_dicts():
        told[row["household_id"]] = {"code": row["code"]}
    return told


def said(value: Any) -> Any:
    """A cell as a worksheet prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def made_up(size: int, on: date, *, seed: int = 1) -> Frames:
    """A synthetic population as frames, money as whole fen."""
    part = population(size, seed=seed, on=on)
    tables = zip(TABLES, part[: len(TABLES)], strict=True)
    return {
        name: rows.rename({c: c + FEN for c in rows.columns if c in MONEY}) for name, rows in tables
    }


def households_of(frames: Frames) -> list[Household]:
    """The same households as nouns; every row of theirs is in order."""
    owned: dict[str, dict[str, list[Any]]] = {}
    for name in ("members", "medical_bills"):
        for row in frames[name].to_dicts():
            facts = _stated(row)
            owned.setdefault(facts.pop("household_id"), {}).setdefault(name, []).append(facts)
    nothing: dict[str, list[Any]] = {"medical_bills": []}
    return [
        Household.model_validate({**facts, **nothing, **owned[facts["household_id"]]})
        for facts in map(_stated, frames["households"].to_dicts())
    ]


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name.removesuffix(FEN): printed(value) if name.endswith(FEN) else value
        for name, value in row.items()
        if value is not None
    }
