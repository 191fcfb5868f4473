"""This library's paths over ready columns; each is a row of the bench.

Asked are the lines that the peers answer. The paths in blocks also look whether everything asked
for is known. In narwhals the folded terms of the rules are expressions that Polars runs, over
frames joined as the Polars peer joins them.
"""

from collections.abc import Mapping
from functools import partial, reduce
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl
from columns import ON, Answers, Columns
from making import ready_of
from peer import Peer

from lnunion_rules import load_policy
from lnunion_rules.aid_terms import AidTerms, aid_terms
from lnunion_rules.aids import Figures, Law
from lnunion_rules.batch.working.work import Worked, work_out
from lnunion_rules.columns import expressions
from lnunion_rules.terms import Term

THREADS = 2
PAID = ("reason", "amount")
LINES = {
    "hardship": ("category", "reason"),
    "living_relief": PAID,
    "education_aid": PAID,
    "medical_aid": PAID,
}


def _figures() -> Figures:
    return Law(load_policy(), ON).figures


def own_columns(columns: Columns) -> Any:
    """The library's own ready columns, and the figures of the law."""
    return ready_of(columns), _figures()


def in_blocks(given: Any, *, compiled: bool = False) -> Worked:
    """Blocks of numpy, the default of the ``batch`` extra; or compiled with ``fast``."""
    ready, figures = given
    return work_out(ready, figures, lines=LINES, threads=THREADS, compiled=compiled)


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


NAMES = {"dibao": "dibao_per_month", "income": "income_per_year", "loss": "loss_per_year"}
"""What the rules call columns of the bench."""


UNSTATED = {"other_payers": 0, "other_aid": 0}
"""What nobody in this population states."""


class Said(NamedTuple):
    """The rules of a law as expressions, said once and used for any frames."""

    identified: tuple[Any, ...]
    burden: Any
    households: tuple[Any, ...]
    children: tuple[Any, ...]


def said(terms: AidTerms) -> Said:
    """The folded terms as expressions, those first of which others make use."""
    found = terms.hardship
    year = {found.dibao_per_year: "year"}
    known = {**year, found.category: "category"}
    say = partial(expressions, folding=terms.folding)
    paid = {"living": terms.living_relief, "medical": terms.medical_aid}

    def told(sheets: Mapping[str, Any], known: Mapping[Term, str]) -> tuple[Any, ...]:
        """The reason, and then the amount, of each sheet; ``known`` terms are columns."""
        reasons = {f"{name}_reason": sheet.reason for name, sheet in sheets.items()}
        amounts = {name: sheet.amount for name, sheet in sheets.items()}
        with_reasons = {**known, **{term: name for name, term in reasons.items()}}
        return say(reasons, known=known), say(amounts, known=with_reasons)

    return Said(
        (
            say({"year": found.dibao_per_year}),
            say({"category": found.category}, known=year),
            say({"hardship_reason": found.reason}, known=known),
        ),
        say({"burden": terms.bill.burden}),
        told(paid, known),
        told({"education": terms.child}, {}),
    )


def frames(columns: Columns) -> Any:
    """Polars frames, whose households stand in order, and the rules as expressions."""
    homes = {NAMES.get(name, name): column for name, column in columns.households.items()}
    tables = homes, columns.members, columns.children, columns.bills
    in_order = pl.col("h").set_sorted()
    sorted_ones = [pl.DataFrame(table).with_columns(in_order) for table in tables]
    return sorted_ones, said(aid_terms(_figures(), known=UNSTATED))


def narwhals(given: Any) -> Any:
    """The rules as expressions: one plan for the households and one for the children."""
    tables, rules = given
    households, members, children, bills = (nw.from_native(table.lazy()) for table in tables)
    identified = _with(_joined(households, members), rules.identified)
    whose = identified.select("h", "dibao_per_month", "filed", "category")
    of_children = _with(children.join(whose, on="h"), rules.children)
    burdens = bills.with_columns(*rules.burden).group_by("h").agg(nw.col("burden").sum())
    with_burden = identified.join(burdens, on="h", how="left").with_columns(
        nw.col("burden").fill_null(0)
    )
    found = _with(with_burden, rules.households)
    return pl.collect_all(
        [
            found.select("h", *HOUSEHOLD_ANSWERS).to_native(),
            of_children.select("person", "education", "education_reason").to_native(),
        ]
    )


HOUSEHOLD_ANSWERS = [name for name in Answers._fields if not name.startswith("education")]


def _with(frame: Any, rules: tuple[Any, ...]) -> Any:
    return reduce(lambda made, step: made.with_columns(*step), rules, frame)


def _joined(households: Any, members: Any) -> Any:
    at_school = nw.col("child") & (nw.col("schooling") > 0)
    own = nw.col("ill") | nw.col("serious") | nw.col("disabled") | at_school
    of_members = (
        members.with_columns(own=own, seriously_ill="serious")
        .group_by("h")
        .agg(nw.len().cast(nw.Int64).alias("persons"), nw.col("own", "seriously_ill").any())
    )
    return households.join(of_members, on="h").with_columns(
        cause=nw.col("own") | nw.col("single_parent") | nw.col("other_cause")
    )


def of_frames(found: Any) -> Answers:
    """The answers in order."""
    households, children = found[0].sort("h"), found[1].sort("person")
    columns = households.to_dict() | children.to_dict()
    return Answers(*(columns[name] for name in Answers._fields))


PATHS = {
    "blocks": Peer(own_columns, in_blocks, of_blocks),
    "compiled": Peer(own_columns, partial(in_blocks, compiled=True), of_blocks),
    "narwhals": Peer(frames, narwhals, of_frames),
}
