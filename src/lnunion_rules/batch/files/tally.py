"""What a batch comes to: counted part by part, and summed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from ...aids import ROOMS, Law
from ...answers import Answer
from ...findings import Amount, PolicyStamp
from ...units import yuan
from ..evaluation import Evaluated


class OfCategory(Answer):
    """The households of one area and category."""

    area: str
    category: str
    households: int
    undetermined: int
    """Of how many of them a finding is undetermined."""
    total_grants: Amount
    """In yuan; households whose total is not settled are not in it. The same of ceilings."""
    total_ceilings: Amount


class OfRule(Answer):
    """The awards of one rule: those due, and those undetermined."""

    rule: str
    kind: str
    entitled: int
    amount: Amount
    """Yuan of those due; of a referral, the sum of the monthly gaps."""
    undetermined: int


class BatchSummary(Answer):
    """What a batch comes to: every row that came in, and every total."""

    on: date
    policy: PolicyStamp
    households_in: int
    households_answered: int
    households_rejected: int
    members_in: int
    members_rejected: int
    """Rows of members that belong to no household; the same of bills."""
    medical_bills_in: int
    medical_bills_rejected: int
    undetermined: int
    """Households of which a finding is undetermined."""
    by_category: Mapping[str, int]
    total_grants: Amount
    total_ceilings: Amount
    by_area: tuple[OfCategory, ...]
    by_rule: tuple[OfRule, ...]
    rejects: Mapping[str, int]
    """How many rows were rejected for each reason, by its code."""
    readings: tuple[str, ...]


Tally = dict[str, Any]


def tally(found: Evaluated, rows: Mapping[str, int]) -> Tally:
    """One part counted, in plain values, money in fen."""
    results, awards, rejects = found.results, found.awards, found.rejects
    of_area = results.group_by("area", "category").agg(
        pl.len(),
        pl.col("undetermined").sum(),
        _fen("total_grants").sum(),
        _fen("total_ceilings").sum(),
    )
    due = pl.col("outcome") == "entitled"
    of_rule = awards.group_by("rule", "kind").agg(
        due.sum().alias("entitled"),
        _fen("amount").filter(due).sum(),
        (~due).sum().alias("undetermined"),
    )
    ownerless = rejects.filter(pl.col("code").is_in(_OWNERLESS))
    return {
        "households_in": rows["households"],
        "members_in": rows["members"],
        "medical_bills_in": rows["medical_bills"],
        "answered": results.height,
        "by_area": [list(row) for row in of_area.sort("area", "category").iter_rows()],
        "by_rule": [list(row) for row in of_rule.sort("rule", "kind").iter_rows()],
        "rejects": dict(rejects["code"].value_counts().iter_rows()),
        "ownerless": dict(ownerless["table"].value_counts().iter_rows()),
    }


_OWNERLESS = ("household-unknown", "household-nameless")


def _fen(name: str) -> pl.Expr:
    # Wide enough for any number of households at the bounds of money.
    return pl.col(name).to_physical().cast(pl.Int128).alias(name)


def summed(parts: Iterable[Tally], law: Law) -> BatchSummary:
    """The parts of a batch summed."""
    counts: Counter[str] = Counter()
    rejects: Counter[str] = Counter()
    ownerless: Counter[str] = Counter()
    of_area: dict[tuple[str, str], list[int]] = {}
    of_rule: dict[tuple[str, str], list[int]] = {}
    for part in parts:
        counts.update({name: part[name] for name in part if isinstance(part[name], int)})
        rejects.update(part["rejects"])
        ownerless.update(part["ownerless"])
        for total, rows in ((of_area, part["by_area"]), (of_rule, part["by_rule"])):
            for one, other, *numbers in rows:
                sums = total.setdefault((one, other), [0] * len(numbers))
                total[one, other] = [a + b for a, b in zip(sums, numbers, strict=True)]
    categories: Counter[str] = Counter()
    for (_, category), numbers in of_area.items():
        categories[category] += numbers[0]
    policy = law.policy
    readings = [name for room in ROOMS for name in policy.law(room.RULE, law.on).readings]
    return BatchSummary(
        on=law.on,
        policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
        households_in=counts["households_in"],
        households_answered=counts["answered"],
        households_rejected=counts["households_in"] - counts["answered"],
        members_in=counts["members_in"],
        members_rejected=ownerless["members"],
        medical_bills_in=counts["medical_bills_in"],
        medical_bills_rejected=ownerless["medical_bills"],
        undetermined=sum(numbers[1] for numbers in of_area.values()),
        by_category=dict(sorted(categories.items())),
        total_grants=yuan(sum(numbers[2] for numbers in of_area.values())),
        total_ceilings=yuan(sum(numbers[3] for numbers in of_area.values())),
        by_area=tuple(
            OfCategory(
                area=area,
                category=category,
                households=numbers[0],
                undetermined=numbers[1],
                total_grants=yuan(numbers[2]),
                total_ceilings=yuan(numbers[3]),
            )
            for (area, category), numbers in sorted(of_area.items())
        ),
        by_rule=tuple(
            OfRule(
                rule=rule,
                kind=kind,
                entitled=numbers[0],
                amount=yuan(numbers[1]),
                undetermined=numbers[2],
            )
            for (rule, kind), numbers in sorted(of_rule.items())
        ),
        rejects=dict(sorted(rejects.items())),
        readings=tuple(dict.fromkeys(readings)),
    )
