"""``lnunion batch``: every rule for every household of a folder of tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import Language
from ..explain.words import spoken_by, word
from ..reports.report import WORDS
from ..rulebook import rule
from ..tables.extras import needed
from .files import no_option
from .options import Asked
from .output import console, grid, headings, print_json, said
from .progress import steps

if TYPE_CHECKING:
    from rich.console import Console

    from ..batch.files.tally import BatchSummary


def batch(
    folder: Annotated[
        Path,
        Parameter(
            metavar="DIR",
            allow_leading_hyphen=True,
            help="文件夹，内有 households、members、medical_bills 三张表，"
            "各为一个文件或一个文件夹。"
            "\nFolder with the tables households, members and medical_bills, "
            "each a file or a folder of parts.",
        ),
    ],
    /,
    *,
    out: Annotated[
        Path, Parameter(metavar="DIR", help="结果写到这个文件夹。\nFolder for the findings.")
    ],
    asked: Asked | None = None,
    form: Annotated[
        Literal["parquet", "csv", "xlsx"],
        Parameter(name="--format", help="结果的格式。\nForm of the findings."),
    ] = "parquet",
    parts: Annotated[
        bool,
        Parameter(help="每张结果表写成一个文件夹，分成几份。\nEach table as a folder of parts."),
    ] = False,
) -> int:
    """Work out a batch; 1 where a row was rejected."""
    asked = asked or Asked()
    no_option(folder)
    on, policy, language = asked.day, asked.law(), asked.language
    with needed("batch"):
        from ..batch.files.job import run_batch
    with steps(language) as step:
        step.begin("working")
        summary = run_batch(
            folder,
            out,
            on=on,
            policy=policy,
            language=language,
            form=form,
            parts=parts,
            progress=step.rows,
        )
    if asked.json:
        print_json(summary.plain())
    else:
        with console() as screen:
            _show(screen, summary, language)
    return 1 if summary.rejects else 0


def _show(screen: "Console", summary: "BatchSummary", language: Language) -> None:
    counts = {
        "households": summary.households_in,
        "answered": summary.households_answered,
        "rejected": sum(summary.rejects.values()),
        "undetermined": summary.undetermined,
    }
    on = summary.on.isoformat()
    screen.print(said("batch.answer", language, on=on, **counts), style="bold")
    categories = [
        (word(f"category.{category}", language), f"{households:,}")
        for category, households in summary.by_category.items()
    ]
    screen.print(grid(headings("category households", language), categories, right=(1,)))
    rules = [
        (
            spoken_by(rule(of.rule).title, language),
            WORDS.said(f"kind.{of.kind}", language),
            f"{of.entitled:,}",
            f"{of.amount:,}",
            f"{of.undetermined:,}",
        )
        for of in summary.by_rule
    ]
    names = "aid kind entitled amount undetermined"
    screen.print(grid(headings(names, language), rules, right=(2, 3, 4)))
    if summary.rejects:
        rejects = [(code, f"{rows:,}") for code, rows in summary.rejects.items()]
        screen.print(grid(headings("rejected rows", language), rejects, right=(1,)))
    screen.print(said("batch.written", language))
