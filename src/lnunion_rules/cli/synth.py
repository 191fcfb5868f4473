"""``lnunion synth``: a synthetic population, marked as such."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..dates import day
from ..errors import InputError
from ..tables.extras import needed
from .options import Spoken
from .output import print_json, print_lines, said
from .progress import steps

_ON = "2018-12-31"
"""The end of the plan's first year, for which dibao standards are on record."""


def synth(
    *,
    households: Annotated[int, Parameter(metavar="N", help="要多少户。\nHow many households.")],
    out: Annotated[Path, Parameter(metavar="DIR", help="写到这个文件夹。\nFolder to be written.")],
    seed: Annotated[
        int,
        Parameter(metavar="S", help="种子，相同则结果相同。\nSeed; the same makes the same files."),
    ] = 1,
    on: Annotated[
        str,
        Parameter(
            metavar="DATE",
            help="按哪一天的低保标准，默认 2018-12-31。"
            "\nDay whose dibao standards are used; default 2018-12-31.",
        ),
    ] = _ON,
    spoken: Spoken | None = None,
) -> None:
    """Make up households; no figure of theirs comes from statistics."""
    spoken = spoken or Spoken()
    if households < 1 or seed < 0:
        raise InputError("number-out-of-range", "--households" if households < 1 else "--seed")
    made_for = day(on, "--on")
    with needed("batch"):
        from ..synthetic.population import write_population
    with steps(spoken.language) as step:
        step.begin("writing")
        write_population(out, households=households, seed=seed, on=made_for, progress=step.rows)
    if spoken.json:
        print_json({"households": households, "seed": seed, "on": made_for.isoformat()})
    else:
        print_lines([said("synth.written", spoken.language, households=f"{households:,}")])
