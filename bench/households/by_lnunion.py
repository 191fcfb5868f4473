"""This library's paths over ready columns; each is a row of the bench.

The blocks also look whether everything that is asked for is known. The rules' own bodies as
narwhals expressions are pushed down into Polars, joined as the Polars peer joins.
"""

from typing import Any

import narwhals as nw
import polars as pl
from columns import ON, PAYERS, TOTAL, Answers, Columns
from making import ready_of
from peer import Peer

from lnunion_rules import load_policy
from lnunion_rules.batch.law import Figures, Law
from lnunion_rules.batch.work import Worked, work_out
from lnunion_rules.rules import education_aid, hardship, living_relief, medical_aid

THREADS = 2


def _figures() -> Figures:
    return Law(load_policy(), ON).figures


def own_columns(columns: Columns) -> Any:
    """The library's own ready columns, and the figures of the law."""
    return ready_of(columns), _figures()


def blocks(given: Any) -> Worked:
    """Blocks of numpy: the default of the ``batch`` extra."""
    ready, figures = given
    return work_out(ready, figures, threads=THREADS)


def of_blocks(worked: Worked) -> Answers:
    """The answers."""
    assert worked.complete.all()
    lines = worked.lines
    return Answers(
        lines["hardship"]["category"],
        lines["hardship"]["reason"],
        lines["living_relief"]["amount"],
        lines["living_relief"]["reason"],
        lines["education_aid"]["amount"],
        lines["education_aid"]["reason"],
        lines["medical_aid"]["amount"],
        lines["medical_aid"]["reason"],
    )


def frames(columns: Columns) -> Any:
    """Polars frames, whose households stand in order, and the figures of the law."""
    tables = columns.households, columns.members, columns.children, columns.bills
    sorted_by_h = pl.col("h").set_sorted()
    return [pl.DataFrame(table).with_columns(sorted_by_h) for table in tables], _figures()


def narwhals(given: Any) -> Any:
    """The bodies as expressions: one plan for the households and one for the children."""
    tables, figures = given
    households, members, children, bills = (nw.from_native(table.lazy()) for table in tables)
    identified = _identified(households, members, figures)
    burdens = identified.join(_burdens(bills, figures), on="h", how="left")
    with_burdens = burdens.with_columns(nw.col("burden").fill_null(0))
    found = with_burdens.select("h", "category", "hardship_reason", *_aids(figures))
    whose = identified.select("h", "dibao", "filed", "category")
    of_children = children.join(whose, on="h").select("person", *_education(figures))
    return pl.collect_all([found.to_native(), of_children.to_native()])


def _burdens(bills: Any, figures: Figures) -> Any:
    stated = {name: nw.col(name) for name in (TOTAL, *PAYERS)}
    bill = medical_aid.burden_of(
        **stated, out_of_catalogue=0, other_payers=0, p=figures.medical_aid
    )
    return bills.with_columns(burden=bill.burden).group_by("h").agg(nw.col("burden").sum())


def _identified(households: Any, members: Any, figures: Figures) -> Any:
    at_school = nw.col("child") & (nw.col("schooling") > 0)
    own = nw.col("ill") | nw.col("serious") | nw.col("disabled") | at_school
    of_members = (
        members.with_columns(own=own)
        .group_by("h")
        .agg(nw.len().cast(nw.Int64).alias("persons"), nw.col("own", "serious").any())
    )
    sheet = hardship.work_out(
        persons=nw.col("persons"),
        dibao_per_month=nw.col("dibao"),
        income_per_year=nw.col("income"),
        dibao_received_per_year=0,
        rigid_per_year=nw.col("rigid"),
        by_month=False,
        highest_month=0,
        loss_per_year=nw.col("loss"),
        cause=nw.col("own") | nw.col("single_parent") | nw.col("other_cause"),
        covered=nw.col("covered"),
        excluded=nw.col("excluded").cast(nw.Int64),
        p=figures.hardship,
    )
    joined = households.join(of_members, on="h")
    return joined.with_columns(category=sheet.category, hardship_reason=sheet.reason)


def _aids(figures: Figures) -> list[Any]:
    filed, category = nw.col("filed"), nw.col("category")
    relief = living_relief.work_out(
        nw.col("persons"), filed, category, nw.col("dibao"), 0, figures.living_relief
    )
    ceiling = medical_aid.work_out(
        filed, category, nw.col("serious"), nw.col("burden"), nw.col("bearable")
    )
    return [
        relief.amount.alias("living"),
        relief.reason.alias("living_reason"),
        ceiling.amount.alias("medical"),
        ceiling.reason.alias("medical_reason"),
    ]


def _education(figures: Figures) -> list[Any]:
    facts = ("filed", "category", "schooling", "disabled", "part_time", "in_school")
    aid = education_aid.work_out(
        **{name: nw.col(name) for name in facts},
        postgraduate=False,
        senior_stage=True,
        other_aid=0,
        dibao_per_month=nw.col("dibao"),
        p=figures.education_aid,
    )
    return [aid.amount.alias("education"), aid.reason.alias("education_reason")]


def of_frames(found: Any) -> Answers:
    """The answers in order."""
    households, children = found[0].sort("h"), found[1].sort("person")
    columns = households.to_dict() | children.to_dict()
    return Answers(*(columns[name] for name in Answers._fields))


PATHS = {
    "blocks": Peer(own_columns, blocks, of_blocks),
    "narwhals": Peer(frames, narwhals, of_frames),
}
