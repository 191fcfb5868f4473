"""Many households: the same rules in each peer's own best style, on the same synthetic columns.

    python bench/many.py [HOUSEHOLDS] [ROUNDS]

Rules only, on ready columns: classification (2016 set), living relief, education aid, medical aid.
Each peer runs in a process of its own, in turns; making its columns is not timed. What each
answers is compared with this library's answer household by household: category and three amounts.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from families import ON
from measure import Spread, spread
from table import Row, printed

from lnunion_rules import load_policy
from lnunion_rules.aids import Law
from lnunion_rules.batch.facts import ready_columns
from lnunion_rules.batch.gathering import gathered
from lnunion_rules.batch.rows import read_rows
from lnunion_rules.batch.work import work_out
from lnunion_rules.households import SCHOOLING
from lnunion_rules.synthetic.population import MONEY, population

Answers = tuple[Any, Any, Any, Any]
Once = Callable[[], Answers]
AMOUNTS = MONEY[-5:]
PAYERS = AMOUNTS[1:]
HIGHER, SPECIAL = SCHOOLING.index("higher"), SCHOOLING.index("special_education")
SECONDARY = (SCHOOLING.index("senior_secondary"), SCHOOLING.index("vocational_secondary"))


def made(households: int) -> dict[str, pl.DataFrame]:
    """A population of which every fact is known, no migrants, and bills of this year only."""
    part = population(households, seed=1, on=ON)
    homes, members, bills = (
        table.with_columns(
            pl.selectors.boolean().fill_null(value=False), pl.selectors.integer().fill_null(0)
        )
        for table in part[:3]
    )
    return {
        "households": homes,
        "members": members.with_columns(
            pl.col("schooling").fill_null("none"), migrant=pl.lit(value=False)
        ),
        "medical_bills": bills.filter(pl.col("billed_on").dt.year() == ON.year),
    }


class Columns:
    """The population as plain columns, with households by their number."""

    def __init__(self, folder: Path) -> None:
        self.tables = {
            name: pl.read_parquet(folder / f"{name}.parquet")
            for name in ("households", "members", "medical_bills")
        }
        households, members, bills = self.tables.values()
        numbers = households.select("household_id", h=pl.int_range(pl.len(), dtype=pl.Int32))
        law = Law(load_policy(), ON)
        dibao = {area: law.monthly_dibao(area) for area in households["area"].unique()}
        self.households = households.select(
            h=pl.int_range(pl.len(), dtype=pl.Int32),
            dibao=pl.col("area").replace_strict(dibao, return_dtype=pl.Int64),
            filed="filed",
            stated=pl.col("single_parent") | pl.col("other_cause"),
            excluded=pl.col("exclusions").list.len() > 0,
            income="annual_disposable_income",
            loss="annual_accident_loss",
            bearable="annual_medical_bearable",
        )
        self.members = members.join(numbers, on="household_id", maintain_order="left").select(
            "h",
            "member_id",
            "disabled",
            "ill",
            "part_time",
            serious="serious_illness",
            child=pl.col("relation") == "child",
            schooling=pl.col("schooling").cast(pl.Enum(SCHOOLING)).to_physical().cast(pl.Int8),
        )
        whose = self.members.select("h", "member_id", "serious", person=pl.int_range(pl.len()))
        self.bills = (
            bills.join(numbers, on="household_id", maintain_order="left")
            .join(whose, on=["h", "member_id"], maintain_order="left")
            .select("h", "person", "serious", *AMOUNTS)
        )


def lnunion(columns: Columns) -> Once:
    """This library: blocks of numpy, two threads."""
    law = Law(load_policy(), ON)
    tables = {
        name: read_rows(frame.rename({c: f"{c}_fen" for c in MONEY if c in frame.columns}), name)
        for name, frame in columns.tables.items()
    }
    ready, _ = ready_columns(gathered(tables, law), law)
    first = ready.households.first_child

    def once() -> Answers:
        lines = work_out(ready, law.figures, threads=2).lines
        aid = np.concatenate(([0], np.cumsum(lines["education_aid"]["amount"])))
        return (
            lines["hardship"]["category"],
            lines["living_relief"]["amount"],
            np.diff(aid[first]),
            lines["medical_aid"]["amount"],
        )

    return once


def numpy_whole(columns: Columns) -> Once:
    """Numpy over whole columns, written by hand."""
    home = {name: columns.households[name].to_numpy() for name in columns.households.columns}
    who = {name: columns.members[name].to_numpy() for name in columns.members.columns[:1]}
    who |= {n: columns.members[n].to_numpy() for n in columns.members.columns if n != "member_id"}
    bill = {name: columns.bills[name].to_numpy() for name in columns.bills.columns}
    starts = np.searchsorted(who["h"], np.arange(len(home["h"])))
    persons = np.diff(np.append(starts, len(who["h"])))

    def once() -> Answers:
        own = (
            who["ill"] | who["serious"] | who["disabled"] | (who["child"] & (who["schooling"] > 0))
        )
        cause = np.logical_or.reduceat(own, starts) | home["stated"]
        ill = np.logical_or.reduceat(who["serious"], starts)
        year = home["dibao"] * persons * 12
        income = home["income"]
        category = np.select(
            [
                home["excluded"],
                income < year,
                cause & (2 * income <= 3 * year),
                (home["loss"] > 0) & (income <= 3 * year),
            ],
            [3, 0, 1, 2],
            3,
        )
        living = np.where(home["filed"] & (category == 0), home["dibao"] * 12, 0)
        covered = (home["filed"] & (category < 3))[who["h"]] & who["child"]
        ten = home["dibao"][who["h"]] * 10
        special = (who["schooling"] == SPECIAL) & who["disabled"]
        secondary = np.isin(who["schooling"], SECONDARY) | special
        higher = (who["schooling"] == HIGHER) & ~who["part_time"]
        lower = np.maximum((ten * 7 + 5) // 10, 300_000)
        aid = np.where(covered, np.where(higher, ten, np.where(secondary, lower, 0)), 0)
        education = np.add.reduceat(aid, starts)
        left = bill["total"] - sum(bill[name] for name in PAYERS)
        burden = np.zeros(len(income), np.int64)
        np.add.at(burden, bill["h"], np.maximum(left, 0) * bill["serious"])
        due = home["filed"] & (category < 3) & ill
        return (
            category,
            living,
            education,
            np.where(due, np.maximum(burden - home["bearable"], 0), 0),
        )

    return once


def polars_lazy(columns: Columns) -> Once:
    """Polars, one lazy plan."""
    ten, schooling = pl.col("dibao") * 10, pl.col("schooling")

    def once() -> Answers:
        own = (
            pl.col("ill")
            | pl.col("serious")
            | pl.col("disabled")
            | (pl.col("child") & (schooling > 0))
        )
        of_members = (
            columns.members.lazy()
            .group_by("h")
            .agg(persons=pl.len(), cause=own.any(), serious=pl.col("serious").any())
        )
        left = pl.col("total") - sum(pl.col(name) for name in PAYERS)
        of_bills = (
            columns.bills.lazy()
            .filter("serious")
            .group_by("h")
            .agg(burden=left.clip(lower_bound=0).sum())
        )
        year = pl.col("dibao") * pl.col("persons").cast(pl.Int64) * 12
        income = pl.col("income")
        cause = pl.col("cause") | pl.col("stated")
        identified = (
            columns.households.lazy()
            .join(of_members, on="h")
            .join(of_bills, on="h", how="left")
            .with_columns(
                category=pl.when("excluded")
                .then(3)
                .when(income < year)
                .then(0)
                .when(cause & (2 * income <= 3 * year))
                .then(1)
                .when((pl.col("loss") > 0) & (income <= 3 * year))
                .then(2)
                .otherwise(3)
            )
        )
        higher = (schooling == HIGHER) & ~pl.col("part_time")
        special = (schooling == SPECIAL) & pl.col("disabled")
        lower = ((ten * 7 + 5) // 10).clip(lower_bound=300_000)
        aid = pl.when(higher).then(ten).when(schooling.is_in(SECONDARY) | special).then(lower)
        of_children = (
            columns.members.lazy()
            .filter("child")
            .join(
                identified.filter(pl.col("filed") & (pl.col("category") < 3)).select("h", "dibao"),
                on="h",
            )
            .group_by("h")
            .agg(education=aid.otherwise(0).sum())
        )
        deep = pl.col("filed") & (pl.col("category") == 0)
        due = pl.col("filed") & (pl.col("category") < 3) & pl.col("serious")
        beyond = (pl.col("burden").fill_null(0) - pl.col("bearable")).clip(lower_bound=0)
        found = (
            identified.join(of_children, on="h", how="left")
            .select(
                "h",
                "category",
                living=pl.when(deep).then(pl.col("dibao") * 12).otherwise(0),
                education=pl.col("education").fill_null(0),
                medical=pl.when(due).then(beyond).otherwise(0),
            )
            .collect()
        )
        return tuple(found)  # type: ignore[return-value]

    return lambda: _sorted(once)


def _sorted(once: Callable[[], Any]) -> Answers:
    number, *answers = once()
    order = np.empty(len(number), np.int64)
    order[number.to_numpy()] = np.arange(len(number))
    return tuple(np.asarray(answer)[order] for answer in answers)  # type: ignore[return-value]


SQL = """
with of_members as (
  select h, count(*) as persons, bool_or(serious) as serious,
         bool_or(ill or serious or disabled or (child and schooling > 0)) as cause
  from members group by h),
of_bills as (
  select h, sum(greatest(total - basic_insurance - major_illness_insurance
                         - supplementary_insurance - mutual_aid, 0))::bigint as burden
  from bills where serious group by h),
identified as (
  select households.*, serious, coalesce(burden, 0) as burden,
    case when excluded then 3 when income < dibao * persons * 12 then 0
         when (cause or stated) and 2 * income <= 36 * dibao * persons then 1
         when loss > 0 and income <= 36 * dibao * persons then 2 else 3 end as category
  from households join of_members using (h) left join of_bills using (h)),
of_children as (
  select members.h, sum(case
      when schooling = {higher} and not part_time then dibao * 10
      when schooling in {secondary} or (schooling = {special} and members.disabled)
      then greatest((dibao * 70 + 5) // 10, 300000) else 0 end)::bigint as education
  from members join identified using (h)
  where child and filed and category < 3 group by members.h)
select h, category,
  case when filed and category = 0 then dibao * 12 else 0 end as living,
  coalesce(education, 0) as education,
  case when filed and category < 3 and serious then greatest(burden - bearable, 0) else 0 end
    as medical
from identified left join of_children using (h)
"""


def duckdb_sql(columns: Columns) -> Once:
    """DuckDB, one query over tables of its own, two threads."""
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in ("households", "members", "bills"):
        base.register("given", getattr(columns, name).to_arrow())
        base.execute(f"create table {name} as select * from given")
        base.unregister("given")
    query = SQL.format(higher=HIGHER, special=SPECIAL, secondary=SECONDARY)

    def once() -> Any:
        found = base.execute(query).fetchnumpy()
        return tuple(pl.Series(found[name]) for name in found)

    return lambda: _sorted(once)


def pandas_columns(columns: Columns) -> Once:
    """Pandas, grouped and mapped."""
    import pandas as pd

    home, who, bill = (
        pd.DataFrame({n: frame[n].to_numpy() for n in frame.columns if n != "member_id"})
        for frame in (columns.households, columns.members, columns.bills)
    )

    def once() -> Answers:
        own = who.ill | who.serious | who.disabled | (who.child & (who.schooling > 0))
        of = pd.DataFrame({"own": own, "serious": who.serious}).groupby(who.h).max()
        persons = who.groupby("h").size()
        year = home.dibao * persons * 12
        cause = of.own | home.stated
        category = np.select(
            [
                home.excluded,
                home.income < year,
                cause & (2 * home.income <= 3 * year),
                (home.loss > 0) & (home.income <= 3 * year),
            ],
            [3, 0, 1, 2],
            3,
        )
        covered = home.filed.to_numpy() & (category < 3)
        children = who[who.child & covered[who.h]]
        ten = home.dibao.to_numpy()[children.h] * 10
        special = (children.schooling == SPECIAL) & children.disabled
        secondary = children.schooling.isin(SECONDARY) | special
        higher = (children.schooling == HIGHER) & ~children.part_time
        lower = np.maximum((ten * 7 + 5) // 10, 300_000)
        aid = pd.Series(np.where(higher, ten, np.where(secondary, lower, 0)))
        education = aid.groupby(children.h.to_numpy()).sum().reindex(home.h, fill_value=0)
        ill = bill[bill.serious]
        left = (ill.total - sum(ill[name] for name in PAYERS)).clip(lower=0)
        burden = left.groupby(ill.h).sum().reindex(home.h, fill_value=0)
        beyond = (burden - home.bearable).clip(lower=0)
        living = np.where(home.filed & (category == 0), home.dibao * 12, 0)
        return category, living, education.to_numpy(), np.where(covered & of.serious, beyond, 0)

    return once


def openfisca(columns: Columns) -> Once:
    """OpenFisca-Core: the rules of ``openfisca_family``, one simulation of the whole population."""
    import openfisca_family as fisca
    from openfisca_core.simulations import SimulationBuilder

    home, who = columns.households, columns.members
    roles = pl.DataFrame({"h": who["h"], "child": who["child"]}).select(
        role=pl.when(pl.int_range(pl.len()).over("h") == 0)
        .then(pl.lit("head"))
        .when("child")
        .then(pl.lit("child"))
        .otherwise(pl.lit("spouse"))
    )
    per_person = pl.DataFrame({"person": np.arange(who.height)}).join(
        columns.bills.group_by("person").agg(pl.col(AMOUNTS).sum()),
        on="person",
        how="left",
        maintain_order="left",
    )
    of_home = {
        "filed": home["filed"],
        "single_parent": home["stated"],
        "excluded": home["excluded"],
        "dibao_per_month": home["dibao"] / 100,
    }
    of_person = {
        "disabled": who["disabled"],
        "serious_illness": who["serious"],
        "ill": who["ill"],
        "part_time": who["part_time"],
        "schooling": who["schooling"],
    }
    yearly = {
        "annual_disposable_income": home["income"],
        "annual_accident_loss": home["loss"],
        "annual_medical_bearable": home["bearable"],
        **{name: per_person[name].fill_null(0) for name in AMOUNTS},
    }

    def simulation() -> Any:
        builder = SimulationBuilder()
        builder.create_entities(fisca.SYSTEM)
        builder.declare_person_entity("person", np.arange(who.height))
        households = builder.declare_entity("household", np.arange(home.height))
        builder.join_with_persons(households, who["h"].to_numpy(), roles["role"].to_numpy())
        made = builder.build(fisca.SYSTEM)
        for name, column in {**of_home, **of_person}.items():
            made.set_input(name, fisca.DAY, column.to_numpy())
        for name, column in yearly.items():
            made.set_input(name, fisca.YEAR_OF, column.to_numpy() / 100)
        return made

    waiting = [simulation()]

    def once() -> Answers:
        asked = waiting.pop() if waiting else simulation()
        found, *amounts = (asked.calculate(name, fisca.DAY) for name in fisca.ASKED)
        return np.asarray(found), *(np.asarray(amount, np.float64) * 100 for amount in amounts)

    once.anew = lambda: waiting.append(simulation())  # type: ignore[attr-defined]
    return once


PEERS: dict[str, Callable[[Columns], Once]] = {
    "this library, numpy blocks, 2 threads": lnunion,
    "numpy, whole columns": numpy_whole,
    "Polars, lazy": polars_lazy,
    "DuckDB": duckdb_sql,
    "pandas": pandas_columns,
    **({"OpenFisca-Core": openfisca} if find_spec("openfisca_core") else {}),
}


OURS, POLARS = next(iter(PEERS)), "Polars, lazy"
LEAST_TIMES = {"OpenFisca-Core": 5, POLARS: 2.5}
"""How many times as long as this library a peer should take; OpenFisca counts in 32-bit floats."""


def run(name: str, folder: Path) -> None:
    """One peer once: seconds as JSON, and its answers in the folder."""
    once = PEERS[name](Columns(folder))
    once()
    seconds = []
    for _ in range(3):
        getattr(once, "anew", lambda: None)()
        started = perf_counter()
        answers = once()
        seconds.append(perf_counter() - started)
    whole = [np.rint(np.asarray(answer)).astype(np.int64) for answer in answers]
    np.save(folder / f"{[*PEERS].index(name)}.npy", np.stack(whole))
    print(json.dumps(seconds))


def wrong(folder: Path, name: str) -> int:
    """On how many households a peer's answer is another than this library's."""
    ours, theirs = (np.load(folder / f"{number}.npy") for number in (0, [*PEERS].index(name)))
    return int((ours != theirs).any(axis=0).sum())


class Found(NamedTuple):
    """One peer: seconds of every call, and on how many households it is wrong."""

    seconds: Spread
    wrong: int


def measured(households: int, rounds: int, peers: Iterable[str] = PEERS) -> dict[str, Found]:
    """Every peer in turns, each in a process of its own."""
    with TemporaryDirectory() as folder:
        for name, frame in made(households).items():
            frame.write_parquet(Path(folder) / f"{name}.parquet")
        seconds: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(rounds):
            for name, of_peer in seconds.items():
                command = [sys.executable, __file__, "run", name, folder]
                done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
                of_peer.extend(json.loads(done.stdout.splitlines()[-1]))
        return {
            name: Found(spread(of_peer), wrong(Path(folder), name))
            for name, of_peer in seconds.items()
        }


def rows(found: dict[str, Found], households: int) -> list[Row]:
    """What was measured, the peers' times held to the targets, wrong answers beside them."""
    ours = found[OURS].seconds.median
    table = []
    for name, (seconds, differing) in found.items():
        per_second = f"{households / seconds.median / 1e6:.1f} M/s"
        between = f"{seconds.least:.3f} to {seconds.most:.3f} s"
        table.append(Row(f"{name}: {households:,} households", per_second, between))
        exact = name not in LEAST_TIMES or name == POLARS
        target = "0" if exact else ""
        table.append(
            Row("  of them wrong", f"{differing:,}", "", target, not differing if exact else None)
        )
        if least := LEAST_TIMES.get(name):
            times = seconds.median / ours
            table.append(
                Row("  its time / ours", f"{times:.1f}", "", f"at least {least}", times >= least)
            )
    return table


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        asked = [int(word) for word in sys.argv[1:3]]
        size, times = asked + [1_000_000, 5][len(asked) :]
        print(printed(rows(measured(size, times), size)))
