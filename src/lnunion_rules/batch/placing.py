"""A country's households placed in their years over columns, as ``targets.lists`` does."""

from collections.abc import Sequence

import polars as pl

from ..errors import InputError
from ..rules.depoverty_targets import routes
from ..targets.lists import LAST_ROUTE
from ..targets.tree import leaves, tree_in
from ..targets_findings import Schedule

FACTS = ("household_id", "area", "category", "cause", "lost_ability", "lifted_by")


def place(
    households: pl.DataFrame, schedule: Schedule, *, order: Sequence[str] | None = None
) -> pl.DataFrame:
    """The year of each household of the stock; one row is one household, in any order.

    Columns as :class:`lnunion_rules.FiledHousehold`, of which ``FACTS`` are read; out come
    ``household_id, area, route, place, year`` by area in the order of the tree. Raises
    ``InputError`` as :func:`lnunion_rules.targets.lists.assign`, without the number of a row.
    """
    taken = tuple(routes() if order is None else order)
    if sorted(taken) != sorted(routes()):
        raise InputError("order-not-whole", "order", routes=", ".join(routes()))
    areas = _areas(schedule)
    known = households.select(FACTS).join(areas, on="area", how="left")
    if known["at"].null_count():
        raise InputError("area-not-a-leaf", "households.area")
    _check_counts(known, areas)
    ranks = {name: rank for rank, name in enumerate(taken)}
    ranked = known.select(
        "at",
        _route().replace_strict(ranks, return_dtype=pl.UInt8).alias("rank"),
        (pl.col("category") == "deep").fill_null(value=False).alias("deep"),
        "household_id",
        "first",
        "second",
    ).sort("at", "rank", "deep", "household_id")
    _check_once(ranked)
    places = pl.int_range(1, pl.len() + 1).over("at")
    years = [deadline.year for deadline in schedule.deadlines]
    by_place = (
        pl.when(pl.col("place") <= pl.col("first"))
        .then(years[0])
        .when(pl.col("place") <= pl.col("second"))
        .then(years[1])
        .otherwise(years[2])
    )
    names = {row["at"]: row["area"] for row in areas.iter_rows(named=True)}
    return ranked.with_columns(places.cast(pl.Int64).alias("place")).select(
        "household_id",
        pl.col("at").replace_strict(names, return_dtype=pl.String).alias("area"),
        pl.col("rank").replace_strict(dict(enumerate(taken))).alias("route"),
        "place",
        by_place.cast(pl.Int64).alias("year"),
    )


def _areas(schedule: Schedule) -> pl.DataFrame:
    """The areas that keep files: their place in the tree, their count, and where years change."""
    tree = tree_in(schedule)
    rows = [(at, schedule.areas[at]) for at in leaves(tree)]
    return pl.DataFrame(
        {
            "area": [row.area for _, row in rows],
            "at": [at for at, _ in rows],
            "counted": [row.households for _, row in rows],
            "first": [row.targets[0] for _, row in rows],
            "second": [row.targets[0] + row.targets[1] for _, row in rows],
        },
        schema_overrides={"at": pl.UInt32},
    )


def _route() -> pl.Expr:
    """What ``targets.lists.route_of`` says of one household, of a column of them."""
    to_net = (pl.col("category") == "deep") & pl.col("lost_ability")
    return (
        pl.when(to_net.fill_null(value=False))
        .then(pl.lit(LAST_ROUTE))
        .when(pl.col("lifted_by") == "income")
        .then(pl.lit("above_line"))
        .when(pl.col("lifted_by") == "aid")
        .then(pl.lit("lifted_by_aid"))
        .otherwise(pl.col("cause").fill_null("other"))
    )


def _check_counts(known: pl.DataFrame, areas: pl.DataFrame) -> None:
    listed = known.group_by("area").len("listed").join(areas, on="area")
    wrong = listed.filter(pl.col("listed") != pl.col("counted")).sort("at")
    if wrong.height:
        row = wrong.row(0, named=True)
        counts = {"listed": row["listed"], "counted": row["counted"]}
        raise InputError("list-not-the-count", "households", area=row["area"], **counts)


def _check_once(ranked: pl.DataFrame) -> None:
    if ranked["household_id"].n_unique() == ranked.height:
        return
    again = ranked.filter(pl.col("household_id").is_duplicated()).sort("household_id")
    places = again.group_by("household_id").agg(pl.col("at").n_unique())
    elsewhere = bool((places["at"] > 1).any())
    code = "household-in-two-areas" if elsewhere else "household-twice"
    raise InputError(code, "households.household_id")
