"""Medical bills as a query reads them, and what each leaves to its household."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from ..aids import Law
from ..bills import AMOUNTS, OTHERS, PAYERS
from ..dates import FIRST, LAST
from ..terms import Part
from .layout import Written
from .phrases import known_to_hold, or_null, selected, within
from .speech import Speech


def bills(written: Written, law: Law) -> str:
    """One row a bill: its amounts, whether its day counts, whether it is in order."""
    year = within("billed_on", date(law.on.year, 1, 1), date(law.on.year, 12, 31))
    in_order = [
        "bill_id is not null",
        "count(*) over (partition by household_id, bill_id) = 1",
        or_null("billed_on", within("billed_on", FIRST, LAST)),
        *map(written.in_order, AMOUNTS),
    ]
    columns = [
        "household_id",
        "member_id",
        *(f"{written.money(name)} as {name}" for name in AMOUNTS),
        f"coalesce({year}, true) as counts",
        "billed_on is not null as dated",
        f"{known_to_hold(in_order)} as in_order",
    ]
    return selected(columns, "from medical_bills")


def burdens(written: Written, law: Law, lines: Mapping[str, Part]) -> str:
    """What each bill leaves, line by line; an amount that is not known counts for nothing here."""
    speech = Speech(written.dialect, {}, {name: f"coalesce({name}, 0)" for name in AMOUNTS})
    said = {name: speech.said(line) for name, line in lines.items()}
    origin = "from bills"
    if law.figures.medical_aid.bill_by_bill:
        said["borne"] = f"least({said['burden']}, homes.bearable)"
        origin += "\nleft join homes on homes.household_id = bills.household_id"
    known = " and ".join(("dated", *(f"{name} is not null" for name in law.asked_of_bills)))
    paid = " + ".join(f"coalesce({name}, 0)" for name in (*PAYERS, OTHERS))
    refuses = law.choices["medical.payers_exceed"] == "refuse"
    in_order = "bills.in_order"
    columns = [
        "bills.household_id",
        "member_id",
        "counts",
        "total is not null as bounded",
        f"{known} as known",
        f"{in_order} and coalesce({paid} <= total, true) as in_order" if refuses else in_order,
        *(f"{line} as {name}_of_bill" for name, line in said.items()),
    ]
    return selected(columns, origin)


def summed(law: Law, lines: Collection[str]) -> tuple[str, ...]:
    """What is summed of the bills of a household; how many they are only where that is asked."""
    if law.figures.medical_aid.bill_by_bill:
        return (*lines, "bills", "borne")
    return (*lines, "bills") if len(lines) > 1 else (*lines,)


def listed_bills(sums: Iterable[str]) -> dict[str, str]:
    """The columns of a bill in the list of members and bills.

    ``open_bill`` is 1 where a bill leaves something if its member is seriously ill, and 2 where
    it may leave something, but not all of it is known.
    """
    leaves = "counts and not (bounded and burden_of_bill < 1)"
    each = {name: f"{name}_of_bill" for name in sums} | ({"bills": "1"} if "bills" in sums else {})
    return {
        "open_bill": f"case when {leaves} then case when known then 1 else 2 end end",
        **{name: f"case when counts then {told} end" for name, told in each.items()},
    }
