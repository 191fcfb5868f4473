"""Every way in which the unknown facts of a household may turn out, as far as it can matter.

A fact's values here are not the library's own: they are the ends of what it may be and both
sides of every line that the law draws, worked out again from the text.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import product
from typing import Any

from lnunion_rules import Household
from lnunion_rules.units import MOST, fen, printed

Plain = dict[str, Any]
Values = dict[str, Any]

SCHOOLING = (
    "none",
    "compulsory",
    "senior_secondary",
    "vocational_secondary",
    "higher",
    "special_education",
)
FLAGS = (False, True)
PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")
_OF_MEMBER = re.compile(r"members\[(\w+)\]\.(\w+)")
_OF_BILL = re.compile(r"medical_bills\[(\d+)\]\.(\w+)")


def owner(plain: Plain, path: str) -> tuple[Plain, str]:
    """The part of a household's plain facts that holds the fact, and its name there."""
    if found := _OF_MEMBER.fullmatch(path):
        return next(m for m in plain["members"] if m["member_id"] == found[1]), found[2]
    if found := _OF_BILL.fullmatch(path):
        return plain["medical_bills"][int(found[1])], found[2]
    return plain, path


def without(plain: Plain, paths: tuple[str, ...]) -> Plain:
    """The facts with some left out; what hangs on an unknown list is left out with it."""
    left = deepcopy(plain)
    for path in sorted(paths, key=lambda path: path == "medical_bills"):
        part, name = owner(left, path)
        part.pop(name, None)
    return left


def completed(plain: Plain, values: Values) -> Plain:
    """The facts with some filled in."""
    full = deepcopy(plain)
    for path, value in values.items():
        part, name = owner(full, path)
        part[name] = value
    return full


def possible(plain: Plain) -> bool:
    """Whether the facts can be true of one household."""
    filed_on, left_on = plain.get("filed_on"), plain.get("off_file_on")
    if filed_on and left_on and left_on < filed_on:
        return False
    return all(_paid(bill) <= fen(bill.get("total") or printed(MOST)) for bill in bills(plain))


def bills(plain: Plain) -> list[Plain]:
    """The bills that are stated."""
    return plain.get("medical_bills") or []


def _paid(bill: Plain) -> int:
    return sum(fen(bill.get(payer) or "0") for payer in (*PAYERS, "other_payers"))


def ways(plain: Plain, paths: tuple[str, ...], on: date, monthly: int) -> Iterator[Values]:
    """Every combination of values of the facts left out that may be true together."""
    choices = [values_of(plain, path, on, monthly) for path in paths]
    for values in product(*choices):
        way = dict(zip(paths, values, strict=True))
        if possible(completed(plain, way)):
            yield way


def count(plain: Plain, paths: tuple[str, ...], on: date, monthly: int) -> int:
    """How many combinations there are before the impossible ones are dropped."""
    number = 1
    for path in paths:
        number *= len(values_of(plain, path, on, monthly))
    return number


def values_of(plain: Plain, path: str, on: date, monthly: int) -> tuple[Any, ...]:
    """The values of one fact between which some answer may change."""
    name = path.rpartition(".")[2]
    own = {
        "schooling": SCHOOLING,
        "special_stage": ("compulsory", "senior_secondary"),
        "exclusions": ([], ["two_homes"], ["motor_vehicle"]),
        "birth_date": ("1960-01-01", f"{on.year - 5}-01-01"),
        "labour_relation_since": ("2001-01-01", on.isoformat()),
        "billed_on": (f"{on.year}-03-01", f"{on.year - 1}-03-01"),
        "annual_accident_loss": _losses(plain),
        "annual_rigid_expenditure": _money({0, 1, MOST, *_rigid(plain, monthly)}),
        "annual_medical_bearable": _money({0, 1, MOST}),
        "annual_dibao_received": _money({0, 1, *_received(plain, monthly)}),
        "annual_disposable_income": _money({0, MOST, *_incomes(plain, monthly)}),
    }
    if name in own:
        return own[name]
    if name == "filed_on":
        months = (f"{on.year}-{month:02d}-01" for month in range(1, 13))
        ends = (f"{on.year - 1}-05-01", f"{on.year + 1}-01-01")
        return (*ends, *months, *filter(None, [plain.get("off_file_on")]))
    if name == "medical_bills":
        return tuple(_lists_of_bills(plain, on))
    if found := _OF_BILL.fullmatch(path):
        return _of_bill(plain["medical_bills"][int(found[1])], found[2])
    return FLAGS


def _money(amounts: set[int]) -> tuple[str, ...]:
    return tuple(printed(amount) for amount in sorted(amounts) if 0 <= amount <= MOST)


def _lines(plain: Plain, monthly: int) -> list[int]:
    """The lines of both identification standards for the household's year, in fen."""
    year = monthly * 12 * len(plain["members"])
    return [year, year * 3 // 2, year * 2, year * 3]


def _known(plain: Plain, name: str) -> int:
    return fen(plain.get(name) or "0")


def _incomes(plain: Plain, monthly: int) -> set[int]:
    beside = {
        0,
        _known(plain, "annual_rigid_expenditure"),
        _known(plain, "annual_dibao_received"),
    }
    loss = _known(plain, "annual_accident_loss") * 5 // 4
    lines = {line + shift for line in _lines(plain, monthly) for shift in beside} | {loss}
    return {line + step for line in lines for step in (-1, 0, 1)}


def _rigid(plain: Plain, monthly: int) -> set[int]:
    income = _known(plain, "annual_disposable_income")
    return {income - line + step for line in _lines(plain, monthly) for step in (-1, 0, 1)}


def _received(plain: Plain, monthly: int) -> set[int]:
    return {_known(plain, "annual_disposable_income"), MOST, *_rigid(plain, monthly)}


def _losses(plain: Plain) -> tuple[str, ...]:
    line = _known(plain, "annual_disposable_income") * 4 // 5
    return _money({0, 1, line - 1, line, line + 1, MOST})


def _lists_of_bills(plain: Plain, on: date) -> Iterator[list[Plain]]:
    yield []
    bearable = _known(plain, "annual_medical_bearable")
    for person in plain["members"]:
        for total in sorted({1, min(bearable + 1, MOST), MOST}):
            paid = dict.fromkeys(PAYERS, "0")
            yield [
                {
                    "bill_id": "new",
                    "member_id": person["member_id"],
                    "billed_on": f"{on.year}-03-01",
                    "total": printed(total),
                    "out_of_catalogue": "0",
                    **paid,
                }
            ]


def _of_bill(bill: Plain, name: str) -> tuple[str, ...]:
    paid = _paid(bill)
    if name == "total":
        return _money({paid, paid + 1, MOST})
    total = _known(bill, "total") if "total" in bill else MOST
    if name == "out_of_catalogue":
        return _money({0, total})
    return _money({0, 1, total - paid})


def read(plain: Plain) -> Household:
    """The household of these plain facts."""
    return Household.model_validate(plain)
