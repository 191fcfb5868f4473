"""Members and bills joined to households in SQL, as ``batch.working`` joins columns.

A claim is a boolean and null is unknown, so that ``and`` and ``or`` put the unknown in its right
place. A household is *complete* where every fact that the aids ask for is known and its rows fit
together; only such a household is answered.

Checked with: ``batch`` and the single case, household by household, with facts left out.
Limits: a household with incomes by month is not complete here.
"""

from collections.abc import Iterable, Mapping

from ..aids import Law
from ..terms import Part
from .bills import bills, burdens, summed
from .homes import homes, standards
from .kinds import Kinds
from .layout import Written
from .members import each_member, listed, of_members, people
from .phrases import known_to_hold, selected

Steps = dict[str, str]
"""The steps of a query by name, each made of steps before it."""


def joined(written: Written, law: Law, kinds: Kinds, of_bills: Mapping[str, Part]) -> Steps:
    """The steps from the three tables to ``facts``: one row a household.

    ``kinds`` of children are counted, and lines ``of_bills`` summed, of which one is ``burden``.
    """
    sums = summed(law, of_bills)
    return {
        "dibao (area, dibao_per_month)": standards(law),
        "homes": homes(written, law),
        "people": people(written, law),
        "bills": bills(written, law),
        "burdens": burdens(written, law, of_bills),
        "listed": listed(written, kinds, sums),
        "each_member": each_member(kinds, sums),
        "of_members": of_members(law, kinds, sums),
        "facts": _facts(law, kinds, sums),
    }


_TWICE = "homes.household_id is not null and homes.in_rows > 1"
_WHY_OPEN = f"""case when {_TWICE} then 'household-in-two-rows'
    when homes.area is not null and dibao.area is null then 'no-dibao-standard'
    else 'ask-batch' end"""


def _facts(law: Law, kinds: Kinds, sums: Iterable[str]) -> str:
    bearable = "homes.bearable"
    if law.figures.medical_aid.bill_by_bill:
        bearable = "case when of_members.bills > 1 then of_members.borne else homes.bearable end"
    homes = ["income_per_year", "rigid_per_year", "loss_per_year", "excluded", "filed"]
    members = ["persons", "covered", "seriously_ill", "lost_ability"]
    cause = "(homes.cause_stated or of_members.cause)"
    asked = [f"homes.{name}" for name in homes] + [f"of_members.{name}" for name in members]
    asked += ["homes.dibao_received_per_year", "homes.bearable", "dibao.dibao_per_month", cause]
    if law.figures.living_relief.by_months_on_file:
        asked.append("homes.on_file")
    complete = [
        "homes.in_rows = 1",
        "homes.in_order",
        "of_members.in_order",
        *(f"{name} is not null" for name in asked),
    ]
    columns = [
        "homes.household_id",
        "homes.area",
        *(name for name in asked if name not in (cause, "homes.bearable")),
        *(f"of_members.{name}" for _, name in kinds.columns()),
        f"{cause} as cause",
        f"{bearable} as bearable",
        "coalesce(of_members.burden, 0) as burden",
        *(f"of_members.{line}" for line in sums if line not in ("burden", "borne")),
        f"{known_to_hold(complete)} as complete",
        f"{_WHY_OPEN} as why_open",
    ]
    joins = ["from homes", "left join dibao on dibao.area = homes.area"]
    joins += ["left join of_members on of_members.household_id = homes.household_id"]
    return selected(columns, "\n".join(joins))
