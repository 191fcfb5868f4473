"""The door: a frame of people in, a frame with their services out."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from ...doors import filled
from ...fitting import services
from ...policy import Law, Policy, load_policy
from ...rules.employment_support import (
    CORE_FAMILY,
    OUT_OF_WORK,
    RULE,
    Parameters,
    Told,
    answered,
)
from ...unknowns import Unknown
from ...workforce import AT_WORK
from .homes import with_home
from .kinds import FLAG, Kinds
from .rows import rows_of, states

_KINDS = Kinds(
    {
        "filed": FLAG,
        "kin": ("head", "spouse", "other"),
        "at_work": ("unemployed", "employed", "retired"),
        "moved": FLAG,
        "graduated": FLAG,
        "group": ("stated",),
        "wants_work": FLAG,
        "wants_business": FLAG,
        "hard": FLAG,
        "unemployed_home": FLAG,
    }
)
"""The facts that people of one kind share, each with a word for all that count alike."""

OPEN = Unknown(("zero_employment",), (False, True))
"""Whether a household is a zero-employment one, where it is not known."""


def services_of(people: Any, *, on: date, policy: Policy | None = None) -> pl.DataFrame:
    """The services of every person of a frame (Polars, pandas, PyArrow, a DuckDB relation).

    Out, a row for a row: ``person_id``, ``refused`` (the code for which a row is not answered),
    ``outcome``, ``reason``, ``missing``, for each service ``entitled``, ``undetermined`` or
    null, and ``first`` of a placement. Raises ``NotInForce`` outside the plan's time.
    """
    policy = policy or load_policy()
    law = policy.law(RULE, on)
    p = filled(law, Parameters)
    rows = rows_of(people)
    sound = rows.filter(pl.col("refused").is_null()).with_columns(_shared(p))
    kinds = with_home(sound, on, p).select("row", kind=_KINDS.code())
    answers = pl.DataFrame(list(_answers(kinds["kind"].unique(), law)), _schema())
    found = kinds.join(answers, on="kind", how="left").drop("kind")
    whole = rows.select("row", "person_id", "refused").join(found, on="row", how="left")
    return whole.sort("row").drop("row")


def _shared(p: Parameters) -> list[pl.Expr]:
    """The facts by which people are of one kind; what cannot matter is the same for all."""
    family = pl.col("relation").is_in(CORE_FAMILY) | pl.lit(p.any_member > 0)
    by_file = states("filed", True) & family
    works = pl.col("work").is_in(AT_WORK).fill_null(value=False)
    placed = (pl.col("relation") == "head") | (family & pl.lit(p.family_placed > 0))
    waits = placed & ~states("filed", False) & ~states("wants_work", False) & ~works
    stated = pl.when(pl.col("work").is_not_null()).then(pl.lit("retired"))
    work = pl.when(pl.col("work").is_in(OUT_OF_WORK)).then(pl.lit("unemployed"))
    status = work.when(works).then(pl.lit("employed")).otherwise(stated)
    graduate = (pl.col("origin") == "graduate").fill_null(value=False)
    return [
        pl.col("relation").replace(dict.fromkeys(CORE_FAMILY[1:], "spouse")).alias("kin"),
        pl.when(by_file).then(pl.lit("retired")).otherwise(status).alias("at_work"),
        (pl.col("migrant") & ~by_file).alias("moved"),
        (pl.col("graduated_on").is_not_null() | graduate).alias("graduated"),
        pl.when(~by_file & pl.col("origin").is_not_null()).then(pl.lit("stated")).alias("group"),
        pl.when(waits).then("hard_to_place").otherwise(pl.lit(value=False)).alias("hard"),
    ]


def _schema() -> dict[str, Any]:
    return {
        "kind": pl.Int64,
        "outcome": pl.String,
        "reason": pl.String,
        "missing": pl.List(pl.String),
        **dict.fromkeys(services(RULE), pl.String),
        "first": pl.Boolean,
    }


def _answers(codes: Iterable[int], law: Law) -> Iterator[dict[str, Any]]:
    """The rule's own answer to each kind of people."""
    for code in codes:
        kind = _KINDS.read(code)
        person = Told(
            filed=kind["filed"],
            relation=kind["kin"],
            work=kind["at_work"],
            migrant=kind["moved"],
            origin=kind["group"],
            graduated=kind["graduated"],
            wants_work=kind["wants_work"],
            wants_business=kind["wants_business"],
            hard_to_place=kind["hard"],
        )
        unemployed = kind["unemployed_home"]
        found = answered(law, person, OPEN if unemployed is None else unemployed)
        fits = {fit.service: fit for fit in found["fits"]}
        yield {
            "kind": code,
            **{name: found[name] for name in ("outcome", "reason", "missing")},
            **{name: fits[name].outcome if name in fits else None for name in services(RULE)},
            "first": next((fit.first for fit in fits.values() if fit.first is not None), None),
        }
