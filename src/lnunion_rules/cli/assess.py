"""``lnunion assess``: one household explained, or many, one a line."""

from collections.abc import Iterator
from datetime import date
from os.path import realpath
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, NamedTuple

from cyclopts import Parameter

from ..cases import Line, household_from, lines_of, one_or_many
from ..errors import InputError, Language, LnunionError, NotInForce, PolicyError, safe_name
from ..findings import Package
from ..package import assess_household
from ..policy import Policy
from ..writing import written_whole
from .files import STANDARD_INPUT, contents, kept_apart, no_option, opened
from .options import Asked
from .output import answer_to, error_object, json_line, print_error

Format = Literal["text", "markdown", "html"]
_BY_LINE = (".jsonl", ".ndjson")
_FOR_ALL = (NotInForce, PolicyError)
"""Errors of the day or the policy: no line of a stream could be answered."""


def assess(
    case: Annotated[
        Path,
        Parameter(
            metavar="CASE",
            allow_leading_hyphen=True,
            help="案卷：.json 一户；.jsonl 一行一户；- 为标准输入。"
            "\nThe case: .json, one household; .jsonl, one a line; - for standard input.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    format: Annotated[
        Format | None,
        Parameter(
            help="完整说明的格式；不写则显示摘要和计算过程。"
            "\nForm of the full explanation; left out, the answer and its worksheets are shown."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="写入文件而不显示，写全或不写。\nWrite the answer to a file, whole or not at all.",
        ),
    ] = None,
    letter: Annotated[
        Path | None,
        Parameter(
            metavar="FILE",
            help="另写一份决定书（Markdown）。\nWrite the decision letter too (Markdown).",
        ),
    ] = None,
) -> int:
    """Answer one household with its explanation or as JSON, many with one JSON line each."""
    asked = asked or Asked()
    no_option(case)
    if asked.json and format is not None:
        raise InputError("options-conflict", "--format", other="--json")
    read = (case, asked.policy, asked.dibao)
    kept_apart(out, "--out", read)
    kept_apart(letter, "--letter", read)
    if out and letter and realpath(out) == realpath(letter):
        raise InputError("outs-are-one", "--letter", other="--out")
    on, policy = asked.day, asked.law()
    if str(case) != STANDARD_INPUT and case.suffix.lower() not in _BY_LINE:
        package = _package(contents(case, "CASE"), on, policy)
        return _answer(package, asked, format, out, letter)
    with opened(case, "CASE") as stream:
        lines, whole = lines_of(stream), None
        if str(case) == STANDARD_INPUT:
            whole, lines = one_or_many(lines, at_once=asked.json)
        if whole is not None:
            return _answer(_package(whole, on, policy), asked, format, out, letter)
        for option, given in (("--letter", letter), ("--format", format)):
            if given is not None:
                raise InputError("one-case-only", option)
        with answer_to(out) as answers:
            found = _answer_lines(lines, answers, on, policy, asked.language)
    # One bad case on standard input is a question that cannot be answered.
    if found.cases == 1 and found.refused and str(case) == STANDARD_INPUT:
        print_error(found.refused, asked.language, as_json=False)
        return 2
    return 1 if found.refused else 0


def _package(data: bytes | str, on: date, policy: Policy) -> Package:
    try:
        return assess_household(household_from(data), on=on, policy=policy)
    except LnunionError as refused:
        raise refused if refused.path else refused.within("CASE") from None


def _answer(
    package: Package, asked: Asked, format: Format | None, out: Path | None, letter: Path | None
) -> int:
    if letter is not None:
        from ..explain import letter as letter_of

        with written_whole(letter, "--letter") as page:
            page.write(letter_of(package, asked.language).encode())
    with answer_to(out) as stream:
        if asked.json:
            stream.write(package.model_dump_json(indent=2).encode() + b"\n")
        elif format is None and out is None:
            from .tables import show_package

            show_package(package, asked.language)
        else:
            from .tables import explained

            stream.write(
                explained(package, asked.language, format or "text", to_screen=out is None)
            )
    return 0


class _Found(NamedTuple):
    cases: int
    refused: LnunionError | None


def _answer_lines(
    lines: Iterator[Line], answers: BinaryIO, on: date, policy: Policy, language: Language
) -> _Found:
    """One answer a line, as each line comes; how many there were, and the last one refused."""
    cases, refused = 0, None
    for line in lines:
        if line.blank:
            continue
        cases += 1
        answer = _answered(line, on, policy)
        if isinstance(answer, LnunionError):
            refused = answer
            answer = json_line(error_object(answer, language, line.number))
        answers.write(answer)
        answers.flush()
    if not cases:
        raise InputError("file-empty", "CASE")
    return _Found(cases, refused)


def _answered(line: Line, on: date, policy: Policy) -> bytes | LnunionError:
    try:
        household = household_from(line.data, first_line=line.number)
        package = assess_household(household, on=on, policy=policy)
        return package.model_dump_json().encode() + b"\n"
    except _FOR_ALL:
        raise
    except LnunionError as refused:
        return refused
    except Exception as unexpected:  # noqa: BLE001 - the other lines go on
        return LnunionError("internal-error", kind=safe_name(type(unexpected).__name__))
