"""Zero-employment households over columns: those whose members are alike are answered once."""

from datetime import date
from typing import get_args

import polars as pl

from ...people import Member, Sex, Work
from ...rules.employment_support import Parameters, working_ages
from ...workforce import WorkingAges, told_by, ways_to_count
from .kinds import FLAG, Kinds
from .rows import states


def with_home(sound: pl.DataFrame, on: date, p: Parameters) -> pl.DataFrame:
    """The rows with whether theirs is a zero-employment household, null where that is open.

    It is asked only of households in which someone may have to be placed.
    """
    asks = ~states("hard", False)
    own = pl.lit("h:") + pl.col("household_id")
    sound = sound.with_columns(home=pl.coalesce(own, pl.lit("p:") + pl.col("person_id")))
    asking = sound.filter(asks).select("home").unique()
    ages = working_ages(p)
    kinds = _kinds(ages)
    members = sound.join(asking, on="home", how="semi").with_columns(reached=_reached(ages, on))
    members = members.select("home", code=kinds.code())
    codes = members["code"].unique()
    found = [_ways(code, kinds, on, ages, p) for code in codes]
    ways = list(dict.fromkeys(found))
    counts = pl.DataFrame({"code": codes, "way": [ways.index(one) for one in found]})
    homes = members.join(counts, on="code").group_by("home").agg(pl.col("way").unique().sort())
    alike = homes["way"].unique()
    told = [told_by(ways[place] for place in places) for places in alike.to_list()]
    answers = pl.DataFrame({"way": alike, "unemployed": pl.Series(told, dtype=pl.Boolean)})
    homes = homes.join(answers, on="way", how="left").drop("way")
    joined = sound.join(homes, on="home", how="left")
    known = pl.when(asks).then("unemployed").otherwise(pl.lit(value=False))
    return joined.with_columns(unemployed_home=known)


def _kinds(ages: WorkingAges) -> Kinds:
    """The facts by which members count; an age is the last of the ages that it has reached."""
    return Kinds(
        {
            "reached": (0, *sorted(set(ages))),
            "sex": get_args(Sex),
            "cadre": FLAG,
            "can_work": FLAG,
            "work": get_args(Work),
            "registered_unemployed": FLAG,
        }
    )


def _reached(ages: WorkingAges, on: date) -> pl.Expr:
    born = pl.col("birth_date").dt
    later = (born.month() > on.month) | ((born.month() == on.month) & (born.day() > on.day))
    age = on.year - born.year() - later.cast(pl.Int32)
    reached = pl.when(age.is_not_null()).then(0)
    return pl.max_horizontal(reached, *(pl.when(age >= line).then(line) for line in set(ages)))


def _ways(code: int, kinds: Kinds, on: date, ages: WorkingAges, p: Parameters) -> frozenset[int]:
    """How members of one kind may count."""
    facts = {name: value for name, value in kinds.read(code).items() if value is not None}
    if "reached" in facts:
        facts["birth_date"] = date(on.year - facts.pop("reached"), 1, 1)
    one = Member(member_id="m", relation="other", **facts)
    return ways_to_count(one, on, ages, registered_only=p.registered_only > 0)
