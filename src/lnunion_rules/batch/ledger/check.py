"""The door: a ledger in Parquet files checked part by part, the findings written as a folder."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from ...audit.folder import findings_folder, write_summary
from ...claims import RosterEntry, Union
from ...errors import Language
from ...findings import PolicyStamp
from ...policy import Policy, load_policy
from ...rules.collective_welfare import RULE
from ...tables.cells import BLANK
from ...tables.reading import Watch
from ...units import yuan
from ...welfare_findings import MOST_SHOWN, Breach, LedgerSummary
from .across import AcrossFiles, held_across
from .files import (
    PART_ROWS,
    Parted,
    Range,
    collected,
    of_argument,
    ranges_of,
    scanned,
)
from .law import Law
from .output import Tables, by_money
from .part import check_part
from .roster import ROSTER, memberships, of_nouns, own_caps
from .rows import LEDGER


def check_ledger_files(
    ledger: Path,
    roster: Path | Iterable[RosterEntry] | None,
    unions: Iterable[Union],
    out: Path,
    *,
    on: date,
    policy: Policy | None = None,
    progress: Watch | None = None,
    language: Language | None = None,
    part_rows: int = PART_ROWS,
) -> LedgerSummary:
    """Check a ledger of any size; the findings become the folder ``out``, or nothing is left.

    ``ledger`` is a Parquet file or a folder of such files, one row a payment or reversal;
    ``roster`` the same or the memberships themselves. About ``part_rows`` rows are in memory at
    a time, always of whole unions; how a ledger is parted changes nothing in what is found.
    Without a ``language`` the reason of a rejected row is its code.

    Raises ``NotInForce`` where no law covers ``on``, and ``InputError`` for files that are no
    such tables, a bad row of the roster, or a folder that cannot be written.
    """
    policy = policy or load_policy()
    readings = policy.law(RULE, on).readings
    law = Law(policy, on, with_roster=roster is not None)
    own, tally = own_caps(unions), _Tally()
    with of_argument("ledger"):
        rows = scanned(ledger, LEDGER)
        parts = ranges_of(rows, part_rows)
        entries = Parted(rows.frame, parts)
    members = _Members(roster, parts)
    with findings_folder(out) as folder:
        tables, across = Tables(folder), AcrossFiles(folder / "across")
        if progress:
            progress(0, rows.rows)
        for part in parts:
            with of_argument("ledger"):
                raw = entries.within(part)
            found = check_part(raw, members.within(part), members.sexes, own, law, language)
            tables.add(found.tables)
            across.add(found.across)
            tally.add(found.tables, found.totals, raw.height)
            if progress:
                progress(tally.rows, rows.rows)
        for left in across.members(part_rows):
            joint = held_across(left, law)
            tables.add(joint)
            tally.add(joint, {}, 0)
        across.clear()
        by_union = tables.close()
        summary = tally.summary(law, tables.rows, by_union, readings)
        write_summary(summary, folder)
    return summary


def unread_columns(ledger: Path) -> tuple[int, ...]:
    """The positions from 0 of the columns of a ledger's files that are not read."""
    with of_argument("ledger"):
        return scanned(ledger, LEDGER).unread


class _Members:
    """The roster, part by part; without one there is none."""

    def __init__(self, roster: Path | Iterable[RosterEntry] | None, parts: list[Range]) -> None:
        self._raw = self._listed = None
        with of_argument("roster"):
            if isinstance(roster, Path):
                self._raw = scanned(roster, ROSTER).frame
            elif roster is not None:
                self._listed = of_nouns(roster)
            frame = self._raw if self._listed is None else self._listed.lazy()
            self._parted = None if frame is None else Parted(frame, parts)

    def within(self, part: Range) -> pl.DataFrame | None:
        """The memberships of a part."""
        if self._parted is None:
            return None
        with of_argument("roster"):
            rows = self._parted.within(part)
            return rows if self._raw is None else memberships(rows)

    def sexes(self, members: pl.Series) -> pl.DataFrame:
        """The sexes that the rosters state of some members; none where they contradict another."""
        listed = self._listed
        if self._raw is not None:
            named = pl.col("member_id").cast(pl.String).str.strip_chars(BLANK)
            with of_argument("roster"):
                rows = collected(self._raw.filter(named.is_in(members.implode())))
            listed = memberships(rows.sort("row"))
        stated = pl.DataFrame(schema={"member_id": pl.String, "sex": pl.String})
        if listed is not None:
            stated = listed.select("member_id", "sex").drop_nulls("sex")
        sexes = stated.group_by("member_id").agg(pl.col("sex").unique())
        return sexes.filter(pl.col("sex").list.len() == 1).explode("sex")


class _Tally:
    """What is counted over all parts."""

    def __init__(self) -> None:
        self.rows = 0
        self._counts: dict[str, Counter[str]] = {"breaches": Counter(), "queries": Counter()}
        self._over: dict[str, Counter[str]] = {"code": Counter(), "purpose": Counter()}
        self._totals: Counter[str] = Counter()
        self._largest: list[pl.DataFrame] = []

    def add(self, tables: Mapping[str, pl.DataFrame], totals: Mapping[str, int], rows: int) -> None:
        """Count what is found in a part."""
        self.rows += rows
        self._totals.update(totals)
        for name, counts in self._counts.items():
            if name in tables:
                counts.update(dict(tables[name]["code"].value_counts().iter_rows()))
        breaches = tables["breaches"]
        for name, over in self._over.items():
            sums = breaches.drop_nulls("over").group_by(name).agg(pl.col("over").sum())
            over.update(dict(sums.iter_rows()))
        largest = pl.concat([*self._largest, by_money(breaches).head(MOST_SHOWN)])
        self._largest = [by_money(largest).head(MOST_SHOWN)]

    def summary(
        self,
        law: Law,
        rows_of: Callable[[str], int],
        by_union: tuple[str, ...],
        readings: tuple[str, ...],
    ) -> LedgerSummary:
        """What the parts come to."""
        policy, rejected = law.policy, rows_of("rejects")
        return LedgerSummary(
            on=law.on,
            policy=PolicyStamp(id=policy.id, version=policy.version, sha256=policy.sha256),
            rows_in=self.rows,
            rows_accepted=self.rows - rejected,
            rows_rejected=rejected,
            compliant=not rows_of("breaches"),
            breaches=dict(sorted(self._counts["breaches"].items())),
            queries=dict(sorted(self._counts["queries"].items())),
            undetermined=rows_of("undetermined"),
            over=yuan(sum(self._over["code"].values())),
            over_by_code=_in_yuan(self._over["code"]),
            over_by_purpose=_in_yuan(self._over["purpose"]),
            largest=tuple(_breaches(self._largest)),
            totals=_in_yuan(self._totals),
            by_union=by_union,
            readings=readings,
            notices=() if law.with_roster else ("no-roster",),
        )


def _in_yuan(sums: Mapping[str, int]) -> dict[str, Decimal]:
    return {name: yuan(sums[name]) for name in sorted(sums)}


def _breaches(frames: Iterable[pl.DataFrame]) -> Iterator[Breach]:
    for frame in frames:
        for row in frame.iter_rows(named=True):
            money: dict[str, Any] = {
                name: None if row[name] is None else yuan(row[name])
                for name in ("spent", "cap", "over")
            }
            yield Breach(**{**row, **money, "entry_ids": tuple(row["entry_ids"])})
