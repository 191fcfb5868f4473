"""The door: a ledger in Parquet files checked part by part, the findings written as a folder."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from ...claims import RosterEntry, Union
from ...errors import Language
from ...findings import PolicyStamp
from ...policy import Policy, load_policy
from ...rules.collective_welfare import RULE
from ...tables.cells import BLANK
from ...units import yuan
from ...welfare_findings import Breach
from .across import AcrossFiles, held_across
from .files import PART_ROWS, Parted, Range, ranges_of, scanned
from .law import Law
from .output import Tables, by_money, write_summary, written_folder
from .part import check_part
from .roster import ROSTER, memberships, of_nouns, own_caps
from .rows import LEDGER
from .summary import LedgerSummary

Watch = Callable[[int, int | None], None]
"""Told now and then how many rows have been checked, and of how many."""

_LARGEST = 20


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
    rows, own, tally = scanned(ledger, LEDGER, "ledger"), own_caps(unions), _Tally()
    parts = ranges_of(rows, part_rows)
    entries, members = Parted(rows.frame, parts), _Members(roster, parts)
    with written_folder(out) as folder:
        tables, across = Tables(folder), AcrossFiles(folder / "across")
        for part in parts:
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
        write_summary(folder, summary.model_dump(mode="json"))
    return summary


class _Members:
    """The roster, part by part; without one there is none."""

    def __init__(self, roster: Path | Iterable[RosterEntry] | None, parts: list[Range]) -> None:
        self._raw = scanned(roster, ROSTER, "roster").frame if isinstance(roster, Path) else None
        self._listed = None
        if roster is not None and not isinstance(roster, Path):
            self._listed = of_nouns(roster)
        frame = self._raw if self._listed is None else self._listed.lazy()
        self._parted = None if frame is None else Parted(frame, parts)

    def within(self, part: Range) -> pl.DataFrame | None:
        """The memberships of a part."""
        if self._parted is None:
            return None
        rows = self._parted.within(part)
        return rows if self._raw is None else memberships(rows)

    def sexes(self, members: pl.Series) -> pl.DataFrame:
        """The sexes that any union's roster states of some members, the last one of each."""
        listed = self._listed
        if self._raw is not None:
            named = pl.col("member_id").cast(pl.String).str.strip_chars(BLANK)
            rows = self._raw.filter(named.is_in(members.implode())).collect()
            listed = memberships(rows.sort("row"))
        stated = pl.DataFrame(schema={"member_id": pl.String, "sex": pl.String})
        if listed is not None:
            stated = listed.select("member_id", "sex").drop_nulls("sex")
        return stated.unique("member_id", keep="last", maintain_order=True)


class _Tally:
    """What is counted over all parts."""

    def __init__(self) -> None:
        self.rows = 0
        self._codes: dict[str, Counter[str]] = {"breaches": Counter(), "queries": Counter()}
        self._totals: Counter[str] = Counter()
        self._over = 0
        self._largest: list[pl.DataFrame] = []

    def add(self, tables: Mapping[str, pl.DataFrame], totals: Mapping[str, int], rows: int) -> None:
        """Count what is found in a part."""
        self.rows += rows
        self._totals.update(totals)
        for name, counter in self._codes.items():
            if name in tables:
                counter.update(dict(tables[name]["code"].value_counts().iter_rows()))
        breaches = tables["breaches"]
        self._over += int(breaches["over"].sum())
        largest = pl.concat([*self._largest, by_money(breaches).head(_LARGEST)])
        self._largest = [by_money(largest).head(_LARGEST)]

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
            breaches=dict(sorted(self._codes["breaches"].items())),
            queries=dict(sorted(self._codes["queries"].items())),
            undetermined=rows_of("undetermined"),
            over=yuan(self._over),
            largest=tuple(_breaches(self._largest)),
            totals={name: yuan(self._totals[name]) for name in sorted(self._totals)},
            by_union=by_union,
            readings=readings,
            notices=() if law.with_roster else ("no-roster",),
        )


def _breaches(frames: Iterable[pl.DataFrame]) -> Iterator[Breach]:
    for frame in frames:
        for row in frame.iter_rows(named=True):
            money: dict[str, Any] = {
                name: None if row[name] is None else yuan(row[name])
                for name in ("spent", "cap", "over")
            }
            yield Breach(**{**row, **money, "entry_ids": tuple(row["entry_ids"])})
