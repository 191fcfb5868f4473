"""A household's medical bills as plain facts: what each leaves to the family, and their sum.

How much one bill leaves is the rule's business and handed in; this module knows which bills
count, which facts are not known, and how bills join.
"""

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from .errors import InputError
from .households import of_member
from .people import Household, MedicalBill
from .units import MOST, fen
from .unknowns import Unknown

PAYERS = ("basic_insurance", "major_illness_insurance", "supplementary_insurance", "mutual_aid")
"""Who pays before the family does, in the order of the source."""
OTHERS = "other_payers"
OUTSIDE = "out_of_catalogue"
AMOUNTS = ("total", OUTSIDE, *PAYERS, OTHERS)
"""What stands on a bill, in the order in which a rule's body takes it."""
_amounts_of = attrgetter(*AMOUNTS)
_TOTAL, _FIRST_PAYER = AMOUNTS.index("total"), AMOUNTS.index(PAYERS[0])


class Bill(NamedTuple):
    """What one bill may leave to the family, in fen, and the facts that would settle it."""

    least: int
    most: int
    bounded: bool
    names: tuple[str, ...]
    sheet: Any


def read(
    household: Household,
    on: date,
    leaves: Callable[..., Any],
    *,
    asked: tuple[str, ...],
    refuse_overpaid: bool,
) -> list[Bill]:
    """The bills of the year of ``on`` of those who are, or may be, seriously ill.

    ``leaves`` works out one bill's sheet, ending in its ``burden``; ``asked`` are the amounts
    that it cannot do without. Raises ``InputError`` (``payers-exceed-bill``) naming the place of
    a bill of which more is paid than it comes to.
    """
    people = {member.member_id: member for member in household.members}
    found = []
    for index, bill in enumerate(household.medical_bills or ()):
        amounts = _amounts_of(bill)
        stated = [0 if amount is None else fen(amount) for amount in amounts]
        bounded = bill.total is not None
        if refuse_overpaid and bounded and sum(stated[_FIRST_PAYER:]) > stated[_TOTAL]:
            raise InputError("payers-exceed-bill", f"medical_bills[{index}]")
        patient = people[bill.member_id]
        if patient.serious_illness is False or not _of_year(bill, on.year):
            continue
        unknown = [
            f"medical_bills[{index}].{name}"
            for name, amount in zip(AMOUNTS, amounts, strict=True)
            if amount is None and name in asked
        ]
        if bill.billed_on is None:
            unknown.append(f"medical_bills[{index}].billed_on")
        if patient.serious_illness is None:
            unknown.append(of_member(patient, "serious_illness"))
        sheet = leaves(*stated)
        most = sheet.burden if bounded else MOST
        least = 0 if unknown else sheet.burden
        found.append(Bill(least, most, bounded, tuple(unknown) if least < most else (), sheet))
    return found


def _of_year(bill: MedicalBill, year: int) -> bool:
    return bill.billed_on is None or bill.billed_on.year == year


def joined(bills: list[Bill]) -> int | Unknown:
    """The burdens of all bills in one sum."""
    least, most = sum([bill.least for bill in bills]), sum([bill.most for bill in bills])
    if least == most:
        return least
    names = tuple(dict.fromkeys(name for bill in bills for name in bill.names))
    return Unknown(names, (), least, most, all(bill.bounded for bill in bills))


def joined_one_by_one(
    bills: list[Bill], bearable: int | Unknown
) -> tuple[int | Unknown, int | Unknown]:
    """Burden and bearable part where the family bears its part of every single bill."""
    if isinstance(bearable, Unknown):
        return joined(bills), bearable
    # Up to the part that the family bears, it makes no difference what is unknown of a bill.
    borne = [min(bill.most, bearable) for bill in bills]
    held = [
        bill._replace(least=max(bill.least, part), names=bill.names if bill.most > part else ())
        for bill, part in zip(bills, borne, strict=True)
    ]
    return joined(held), sum(borne)


def lines(bills: list[Bill]) -> dict[str, int | None]:
    """The bills' own lines summed; None where not every bill is settled."""
    if not bills:
        return {}
    names = bills[0].sheet._fields[:-1]
    if any(bill.names for bill in bills):
        return dict.fromkeys(names)
    sums = map(sum, zip(*[bill.sheet for bill in bills], strict=True))
    return dict(zip(names, sums, strict=False))


def of_other_years(household: Household, on: date) -> bool:
    """Whether a bill of another year is in the file; it does not count."""
    return False in [_of_year(bill, on.year) for bill in household.medical_bills or ()]
