"""Three tables put together: whose members and bills are whose, and who can be worked by columns.

A household is *plain* where all its rows are plainly fine and fit together as the nouns ask. The
others are read one by one; what belongs to no household, or to one that stands in two rows, is
rejected here.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from ...aids import Law
from ...bills import OTHERS, PAYERS
from ...errors import InputError, LnunionError
from ...people import MOST_BILLS, MOST_MEMBERS
from ...tables.cells import BLANK
from ..working.ready import Column
from .rows import Rows


class Refused(NamedTuple):
    """A row that is rejected: of which table, its number, its household, and the error."""

    table: str
    row: int
    household_id: str | None
    error: LnunionError


class Owned(NamedTuple):
    """Rows that belong to households, in their order, and the place ``of`` each one's household."""

    rows: Rows
    of: Column

    def within(self, chosen: Column, numbers: Column) -> "Owned":
        """The rows of some households, which are counted anew."""
        kept = chosen[self.of]
        if kept.all():
            return Owned(self.rows, numbers[self.of])
        mask = pl.Series(kept)
        rows = Rows(self.rows.raw.filter(mask), self.rows.values.filter(mask))
        return Owned(rows, numbers[self.of[kept]])


class Gathered(NamedTuple):
    """The tables put together; ``patient`` is each bill's place among the members, -1 nobody.

    ``plain`` and ``single`` say which households are worked by columns and which one by one;
    those that are neither are among ``refused``.
    """

    households: Rows
    members: Owned
    bills: Owned
    patient: Column
    plain: Column
    single: Column
    refused: list[Refused]


def gathered(tables: Mapping[str, Rows], law: Law) -> Gathered:
    """Put the tables together."""
    households = tables["households"]
    refused: list[Refused] = []
    key = _keys(households)
    twice = np.zeros(len(key), np.bool_)
    if not _ascending(key):
        twice = (key.is_duplicated() & key.is_not_null()).to_numpy()
    error = InputError("household-in-two-rows", "household_id")
    refused += _refused("households", households.raw, twice, key, error)
    members = _owned("members", tables["members"], key, refused)
    bills = _owned("medical_bills", tables["medical_bills"], key, refused)
    patient = _patients(members, bills)
    broken = ~households.values["fine"].to_numpy() | _misfits(len(key), members, bills, patient)
    broken |= _against_each_other(households, bills, law)
    area = households.values[law.area]
    broken |= area.is_null().to_numpy()
    absent = _without_standard(area, law)
    for code, no_standard in absent.items():
        here = (area == code).fill_null(value=False).to_numpy() & ~broken & ~twice
        refused += _refused("households", households.raw, here, key, no_standard)
    lacking = area.is_in([*absent]).fill_null(value=False).to_numpy()
    plain, single = ~(broken | twice | lacking), broken & ~twice
    return Gathered(households, members, bills, patient, plain, single, refused)


def _keys(rows: Rows) -> pl.Series:
    """The household each row names; blanks around an id do not count."""
    named = rows.values["household_id"]
    return named if rows.values["fine"].all() else named.str.strip_chars(BLANK)


def _owned(name: str, rows: Rows, key: pl.Series, refused: list[Refused]) -> Owned:
    """A table's rows in the order of the households; those without one are refused."""
    named = _keys(rows)
    in_order = _of_runs(named, key)
    if in_order is not None:
        return Owned(rows, in_order)
    of = _places(named, key)
    if of.null_count():
        nameless = named.is_null()
        wrong = InputError("household-nameless", "household_id")
        refused += _refused(name, rows.raw, (of.is_null() & nameless).to_numpy(), named, wrong)
        wrong = InputError("household-unknown", "household_id")
        refused += _refused(name, rows.raw, (of.is_null() & ~nameless).to_numpy(), named, wrong)
        known = of.is_not_null()
        rows, of = Rows(rows.raw.filter(known), rows.values.filter(known)), of.drop_nulls()
    if not of.is_sorted():
        order = of.to_frame("of").with_row_index("at").sort("of", maintain_order=True)["at"]
        rows, of = Rows(rows.raw[order], rows.values[order]), of.gather(order)
    return Owned(rows, of.to_numpy())


def _ascending(key: pl.Series) -> bool:
    return not key.null_count() and bool((key[1:] > key[:-1]).all())


def _places(named: pl.Series, key: pl.Series) -> pl.Series:
    """The place of the household that each row names, null where there is none."""
    if _ascending(key) and len(key):
        at = key.search_sorted(named.fill_null("")).clip(upper_bound=len(key) - 1)
        return pl.select(pl.when(key.gather(at) == named).then(at.cast(pl.Int64))).to_series()
    places = pl.DataFrame({"key": key, "of": np.arange(len(key))}).drop_nulls()
    places = places.unique("key", keep="first")
    return named.to_frame("key").join(places, on="key", how="left", maintain_order="left")["of"]


def _of_runs(named: pl.Series, key: pl.Series) -> Column | None:
    """Whose each row is, where they stand household by household just as the households do."""
    if named.null_count() or named.is_empty():
        return None
    begins = (named != named.shift(1)).fill_null(value=True)
    if begins.sum() != len(key) or not (named.filter(begins) == key).all():
        return None
    return np.cumsum(begins.to_numpy()) - 1


def _refused(
    table: str,
    raw: pl.DataFrame,
    here: Column,
    key: pl.Series,
    error: LnunionError,
) -> list[Refused]:
    rows, keys = raw["row"].filter(pl.Series(here)), key.filter(pl.Series(here))
    return [Refused(table, row, named, error) for row, named in zip(rows, keys, strict=True)]


def _patients(members: Owned, bills: Owned) -> Column:
    """The place of each bill's patient among the members."""
    here = np.isin(members.of, bills.of)
    who = pl.DataFrame({"of": members.of, "at": np.arange(len(members.of))}).with_columns(
        members.rows.values["member_id"]
    )
    who = who.filter(pl.Series(here, dtype=pl.Boolean)).unique(["of", "member_id"], keep="first")
    asked = pl.DataFrame({"of": bills.of}).with_columns(bills.rows.values["member_id"])
    found = asked.join(who, on=["of", "member_id"], how="left", maintain_order="left")
    return found["at"].fill_null(-1).to_numpy()


def _misfits(households: int, members: Owned, bills: Owned, patient: Column) -> Column:
    """The households whose rows are not fine, or do not make a household together."""
    broken = np.zeros(households, np.bool_)
    for owned, most, name in ((members, MOST_MEMBERS, "member_id"), (bills, MOST_BILLS, "bill_id")):
        broken[owned.of[~owned.rows.values["fine"].to_numpy()]] = True
        broken |= np.bincount(owned.of, minlength=households) > most
        broken[_repeated(owned.of, owned.rows.values[name].hash().to_numpy(), most)] = True
    heads = (members.rows.values["relation"] == "head").fill_null(value=False).to_numpy()
    broken |= np.bincount(members.of[heads], minlength=households) != 1
    broken[bills.of[patient < 0]] = True
    return broken


def _repeated(of: Column, names: Column, most: int) -> Column:
    """The households in which two rows have one name; now and then one that has not."""
    found = [of[:0]]
    for apart in range(1, most + 1):
        together = of[apart:] == of[:-apart]
        if not together.any():
            break
        found.append(of[apart:][together & (names[apart:] == names[:-apart])])
    return np.concatenate(found)


def _against_each_other(households: Rows, bills: Owned, law: Law) -> Column:
    """The households whose facts contradict one another."""
    values = households.values
    left_before = (values["off_file_on"] < values["filed_on"]).fill_null(value=False)
    broken = left_before.to_numpy().copy()
    if law.choices["medical.payers_exceed"] == "refuse":
        paid = pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in (*PAYERS, OTHERS))
        over = bills.rows.values.select(paid > pl.col("total").cast(pl.Int64)).to_series()
        broken[bills.of[over.fill_null(value=False).to_numpy()]] = True
    return broken


def _without_standard(area: pl.Series, law: Law) -> dict[str, LnunionError]:
    found = {code: law.monthly_dibao(code) for code in area.unique().drop_nulls()}
    return {code: told for code, told in found.items() if isinstance(told, LnunionError)}
