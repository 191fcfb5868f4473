"""Members and bills joined to households in SQL, as ``batch.working`` joins columns.

A claim is a boolean and null is unknown, so that ``and`` and ``or`` put the unknown in its right
place. A household is *complete* where every fact that the aids ask for is known and its rows fit
together; only such a household is answered.

Checked with: ``batch`` and the single case, household by household, with facts left out.
Limits: a household with incomes by month is not complete here.
"""

from ..aids import Law
from ..rules import medical_aid
from .bills import bills, burdens, of_bills
from .homes import homes, standards
from .layout import Written
from .members import of_members, people
from .phrases import known_to_hold, selected

Steps = dict[str, str]
"""The steps of a query by name, each made of steps before it."""


def joined(written: Written, law: Law, bill: medical_aid.BillSheet) -> Steps:
    """The steps from the three tables to ``facts``: one row a household."""
    return {
        "dibao (area, dibao_per_month)": standards(law),
        "twice": "select household_id from households group by household_id having count(*) > 1",
        "homes": homes(written, law),
        "people": people(written, law),
        "of_members": of_members(written, law),
        "bills": bills(written, law),
        "burdens": burdens(written, law, bill),
        "of_bills": of_bills(written, law),
        "facts": _facts(law),
    }


_WHY_OPEN = """case when twice.household_id is not null then 'household-in-two-rows'
    when homes.area is not null and dibao.area is null then 'no-dibao-standard'
    else 'ask-batch' end"""


def _facts(law: Law) -> str:
    bearable = "homes.bearable"
    if law.figures.medical_aid.bill_by_bill:
        bearable = "case when of_bills.bills > 1 then of_bills.borne else homes.bearable end"
    homes = ["income_per_year", "rigid_per_year", "loss_per_year", "excluded", "filed"]
    members = ["persons", "covered", "seriously_ill", "lost_ability"]
    cause = "(homes.cause_stated or of_members.cause)"
    asked = [f"homes.{name}" for name in homes] + [f"of_members.{name}" for name in members]
    asked += ["homes.dibao_received_per_year", "homes.bearable", "dibao.dibao_per_month", cause]
    if law.figures.living_relief.by_months_on_file:
        asked.append("homes.on_file")
    complete = [
        "twice.household_id is null",
        "homes.in_order",
        "of_members.in_order",
        "of_members.children_known",
        "coalesce(of_bills.in_order and not of_bills.bills_open, true)",
        *(f"{name} is not null" for name in asked),
    ]
    columns = [
        "homes.household_id",
        "homes.area",
        *(name for name in asked if name not in (cause, "homes.bearable")),
        f"{cause} as cause",
        f"{bearable} as bearable",
        "coalesce(of_bills.burden, 0) as burden",
        "coalesce(of_bills.bills, 0) as bills",
        *(f"of_bills.{line}" for line in medical_aid.BillSheet._fields[:-1]),
        f"{known_to_hold(complete)} as complete",
        f"{_WHY_OPEN} as why_open",
    ]
    joins = ["from homes", "left join dibao on dibao.area = homes.area"]
    joins += [
        f"left join {name} on {name}.household_id = homes.household_id"
        for name in ("twice", "of_members", "of_bills")
    ]
    return selected(columns, "\n".join(joins))
