"""The synthetic population of the bench as columns: ``python bench/households/making.py N FOLDER``.

Every fact is known, some migrants are covered and some are not, some children get their special
education at home. Written are the library's own ready columns and the plain columns of the peers.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl
from columns import ON, PAYERS, TOTAL, Columns, load, save

from lnunion_rules import load_policy
from lnunion_rules.aids import Law
from lnunion_rules.batch.reading.gathering import gathered
from lnunion_rules.batch.reading.rows import FEN, read_rows
from lnunion_rules.batch.working.facts import ready_columns
from lnunion_rules.batch.working.ready import (
    BillColumns,
    ChildColumns,
    HouseholdColumns,
    MemberColumns,
    Ready,
)
from lnunion_rules.persons import YES
from lnunion_rules.synthetic.population import MONEY, population

MODES = ("school", "school", "integrated")


def ready(households: int) -> Ready:
    """A population of which every fact is known, as this library's ready columns."""
    law = Law(load_policy(), ON)
    homes, members, bills = (
        table.with_columns(
            pl.selectors.boolean().fill_null(value=False), pl.selectors.integer().fill_null(0)
        ).rename({name: f"{name}{FEN}" for name in MONEY if name in table.columns})
        for table in population(households, seed=1, on=ON)[:3]
    )
    members = members.with_columns(
        pl.col("schooling").fill_null("none"),
        special_mode=pl.Series(MODES).gather(np.arange(members.height) % len(MODES)),
    )
    tables = {"households": homes, "members": members, "medical_bills": bills}
    found = gathered({name: read_rows(table, name) for name, table in tables.items()}, law)
    columns, _ = ready_columns(found, law)
    assert columns.rows == households
    return columns


FORMS = Ready(HouseholdColumns, MemberColumns, ChildColumns, BillColumns)


def ready_of(columns: Columns) -> Ready:
    """The same as ``columns``, as this library's ready columns."""
    tables = [
        form(**dict.fromkeys(form._fields) | load(columns.folder, f"ready-{name}"))
        for name, form in zip(Ready._fields, FORMS, strict=True)
    ]
    whole = Ready._make(tables)
    if columns.alone is not None:
        return whole.of(np.array([columns.alone]))
    if columns.times > 1:
        return whole.of(np.tile(np.arange(whole.rows), columns.times))
    return whole


def write(of: Ready, folder: Path) -> None:
    """Write the ready columns, and the plain ones."""
    for name, table in zip(Ready._fields, of, strict=True):
        known = {column: v for column, v in table._asdict().items() if v is not None}
        save(known, folder, f"ready-{name}")
    homes, members, children, bills = of
    numbers = np.arange(of.rows, dtype=np.int32)
    place = children.place
    at_school = np.zeros((2, len(members.child)), np.bool_)
    at_school[:, place] = children.part_time, children.in_school
    save(
        {
            "h": numbers,
            "dibao": homes.dibao_per_month,
            "filed": homes.filed == YES,
            "covered": homes.covered == YES,
            "single_parent": homes.single_parent == YES,
            "other_cause": homes.other_cause == YES,
            "excluded": homes.excluded,
            "income": homes.income,
            "rigid": homes.rigid,
            "loss": homes.loss,
            "bearable": homes.bearable,
        },
        folder,
        "households",
    )
    h = np.repeat(numbers, np.diff(homes.first_member))
    person = {
        "h": h,
        "child": members.child,
        "ill": members.ill == YES,
        "serious": members.serious_illness == YES,
        "disabled": members.disabled == YES,
        "schooling": members.schooling,
        "part_time": at_school[0],
        "in_school": at_school[1],
    }
    save(person, folder, "members")
    of_children = ("h", "disabled", "schooling", "part_time", "in_school")
    save({"person": place} | {n: person[n][place] for n in of_children}, folder, "children")
    amounts = {name: getattr(bills, name) for name in (TOTAL, *PAYERS)}
    of_bills = np.repeat(numbers, np.diff(homes.first_bill))
    # Each household's bills are its first patient's here.
    ill = np.flatnonzero(person["serious"])
    patient = ill[np.searchsorted(h[ill], of_bills)] if len(ill) else of_bills
    save({"h": of_bills, "person": patient, **amounts}, folder, "bills")


if __name__ == "__main__":
    write(ready(int(sys.argv[1])), Path(sys.argv[2]))
