"""Medical bills as a query reads them, and what those of a household leave to it."""

from datetime import date

from ..aids import Law
from ..bills import AMOUNTS, OTHERS, PAYERS
from ..dates import FIRST, LAST
from ..people import MOST_BILLS
from ..rules import medical_aid
from .layout import Written
from .phrases import known_to_hold, or_null, selected, within
from .speech import Speech


def bills(written: Written, law: Law) -> str:
    """One row a bill: its amounts, whether it counts, whether it is in order."""
    year = within("billed_on", date(law.on.year, 1, 1), date(law.on.year, 12, 31))
    in_order = [
        "bill_id is not null",
        "people.member_id is not null",
        or_null("billed_on", within("billed_on", FIRST, LAST)),
        *map(written.in_order, AMOUNTS),
    ]
    known = ["people.serious_illness", "billed_on is not null"]
    columns = [
        "medical_bills.household_id",
        "bill_id",
        *(f"{written.money(name)} as {name}" for name in AMOUNTS),
        f"coalesce(people.serious_illness, true) and coalesce({year}, true) as counts",
        f"{known_to_hold(known, by=' ')} as sure",
        f"{known_to_hold(in_order)} as in_order",
    ]
    whose = "people.household_id = medical_bills.household_id"
    whose += " and people.member_id = medical_bills.member_id"
    return selected(columns, f"from medical_bills\nleft join people\n  on {whose}")


def burdens(written: Written, law: Law, bill: medical_aid.BillSheet) -> str:
    """What each bill leaves; an amount that is not known counts for nothing here."""
    speech = Speech(written.dialect, {}, {name: f"coalesce({name}, 0)" for name in AMOUNTS})
    lines = [f"{speech.said(line)} as {name}_of_bill" for name, line in bill._asdict().items()]
    known = " and ".join(("sure", *(f"{name} is not null" for name in law.asked_of_bills)))
    paid = " + ".join(f"coalesce({name}, 0)" for name in (*PAYERS, OTHERS))
    refuses = law.choices["medical.payers_exceed"] == "refuse"
    possible = f"in_order and coalesce({paid} <= total, true)" if refuses else "in_order"
    columns = [
        "household_id",
        "bill_id",
        "counts",
        "total is not null as bounded",
        f"{known} as known",
        f"{possible} as in_order",
        *lines,
    ]
    return selected(columns, "from bills")


def of_bills(written: Written, law: Law) -> str:
    """One row a household with bills: the sums of those that count."""
    sums = [
        f"cast(sum(case when counts then {line}_of_bill end) as bigint) as {line}"
        for line in medical_aid.BillSheet._fields
    ]
    origin = "from burdens"
    if law.figures.medical_aid.bill_by_bill:
        borne = "sum(case when counts then least(burden_of_bill, homes.bearable) end)"
        sums.append(f"cast({borne} as bigint) as borne")
        origin += "\nleft join homes on homes.household_id = burdens.household_id"
    open_bill = "counts and not known and not (bounded and burden_of_bill < 1)"
    fitting = [
        "bool_and(burdens.in_order)",
        f"{written.dialect.different.format('bill_id')} = count(*)",
        f"count(*) <= {MOST_BILLS}",
    ]
    columns = [
        "burdens.household_id",
        "count(case when counts then 1 end) as bills",
        *sums,
        f"bool_or({open_bill}) as bills_open",
        f"{known_to_hold(fitting)} as in_order",
    ]
    return selected(columns, f"{origin}\ngroup by burdens.household_id")
