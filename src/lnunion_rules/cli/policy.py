"""``lnunion policy``: the law on record, what it covers, what is old in it, what is wrong in it."""

import re
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from ..errors import InputError, Language
from ..explain.words import unit as unit_in_words
from ..explain.words import word
from ..upkeep.covered import Clause, coverage
from ..upkeep.lint import lint
from ..upkeep.shown import LawOnDay, ShownFigure, ShownReading, ShownRule, ShownStandard, law_on
from ..upkeep.stale import A_YEAR, stale_on
from .options import Asked, examples
from .output import console, grid, headings, print_json, said

if TYPE_CHECKING:
    from rich.console import Console

_DAYS = re.compile("[0-9]{1,5}", re.ASCII)

policy = App(
    name="policy",
    help="现行政策：内容、逐句对照、待复核、检查。"
    "\nThe law on record: its content, coverage, what is due for review, checks.",
    help_epilogue=examples(
        "policy show education_aid --area 鞍山市铁东区 --on 2018-12-31",
        "policy coverage",
        "policy stale --days 180",
        "policy lint --policy ours.toml",
    ),
)


@policy.command(
    help="某日的规定。\nThe law of a day.",
    help_epilogue=examples("policy show", "policy show hardship --on 2020-06-30 --json"),
)
def show(
    rule: Annotated[
        str | None,
        Parameter(
            metavar="RULE", help="哪一条规则；不写则全部。\nWhich rule; left out, every rule."
        ),
    ] = None,
    /,
    *,
    asked: Asked | None = None,
    area: Annotated[
        str | None,
        Parameter(
            metavar="AREA",
            help="同时列出此地的低保标准（代码或名称）。"
            "\nShow the dibao standard of this area too (code or name).",
        ),
    ] = None,
) -> int:
    """Show each figure with its words and source, each reading with the choice taken."""
    asked = asked or Asked()
    law = law_on(asked.day, asked.law(), name=rule, area=area)
    if asked.json:
        print_json(law.plain())
        return 0
    with console() as screen:
        _show_law(screen, law, asked.language)
    return 0


def _show_law(screen: "Console", law: LawOnDay, language: Language) -> None:
    stamp = {"id": law.policy.id, "version": law.policy.version}
    screen.print(said("law.title", language, on=law.on, **stamp), style="bold")
    if law.changes:
        count = sum(len(c) if isinstance(c, dict | list) else 1 for c in law.changes.values())
        screen.print(said("law.changed", language, count=count))
    if law.dibao:
        screen.print(_dibao(law.dibao, language))
    for shown in law.rules:
        _show_rule(screen, shown, language)
    if law.sources:
        screen.print(said("law.sources", language), style="bold")
        for source in law.sources:
            title = source.zh if language == "zh" else source.en
            screen.print(f"  {source.id}: {title}")


def _dibao(standard: ShownStandard, language: Language) -> str:
    told = {"area": standard.name, "code": standard.area, "monthly": standard.monthly}
    if standard.since is None:
        return said("law.dibao_for_all", language, **told)
    graded = said("law.grade", language, source=standard.source, grade=standard.grade or "-")
    return said("law.dibao", language, since=standard.since, source=graded, **told)


def _show_rule(screen: "Console", shown: ShownRule, language: Language) -> None:
    title = {"title": shown.zh if language == "zh" else shown.en, "rule": shown.rule}
    if not shown.in_force:
        text = said("law.not_in_force", language, reason=shown.reason, **title)
    elif shown.through:
        dated = {"since": shown.since, "through": shown.through}
        text = said("law.in_force_until", language, **dated, **title)
    else:
        text = said("law.in_force", language, since=shown.since, **title)
    screen.print()
    screen.print(text, style="bold")
    if shown.figures:
        rows = [_figure(figure, language) for figure in shown.figures]
        longest = max(len(figure.name) for figure in shown.figures)
        columns = headings("what value says source", language)
        screen.print(grid(columns, rows, right=(1,), first=longest))
    if shown.readings:
        rows = [_reading(reading, language) for reading in shown.readings]
        screen.print(grid(headings("reading choice", language), rows))


def _figure(figure: ShownFigure, language: Language) -> tuple[str, ...]:
    name = figure.zh if language == "zh" else figure.en
    if figure.revised:
        name += said("law.revised", language)
    if figure.precision in ("inferred", "year", "month"):
        name += said(f"law.{figure.precision}", language)
    value = said("law.unstated", language)
    if figure.value is not None:
        value = _value(figure.value, figure.unit, language)
    source = said("law.grade", language, source=figure.source, grade=figure.grade or "-")
    return f"{name}\n{figure.name}", value, figure.says, f"{source}\n{figure.reviewed}"


def _value(value: str, unit: str, language: Language) -> str:
    if unit == "flag":
        return word(f"flag.{'true' if value == '1' else 'false'}", language)
    return f"{value}{unit_in_words(unit, language, value)}"


def _reading(reading: ShownReading, language: Language) -> tuple[str, str]:
    question = reading.zh if language == "zh" else reading.en
    said_so = reading.choice_zh if language == "zh" else reading.choice_en
    others = [choice for choice in reading.choices if choice != reading.choice]
    choice = reading.choice
    if others:
        joined = word("value.joined", language).join(others)
        choice = said("law.alternatives", language, choice=reading.choice, others=joined)
    return f"{question}\n{reading.id}", f"{said_so}\n{choice}"


@policy.command(
    name="coverage",
    help="来源报道逐句对照。\nWhich sentence of the source has which rule.",
    help_epilogue=examples("policy coverage", "policy coverage --lang en --json"),
)
def covered(*, asked: Asked | None = None) -> int:
    """Show every sentence of the article: number, hash, paraphrase, and its rule or the reason."""
    asked = asked or Asked()
    on, found = asked.day, coverage()
    if asked.json:
        print_json({"on": on.isoformat(), **found.plain()})
        return 0
    language = asked.language
    rows = [_clause(clause, language) for clause in found.clauses]
    with console() as screen:
        screen.print(said("coverage.title", language, on=on, **found.counts.plain()), style="bold")
        screen.print(grid(headings("number hash sentence carried", language), rows, right=(0,)))
    return 0


def _clause(clause: Clause, language: Language) -> tuple[str, ...]:
    why = clause.why_zh if language == "zh" else clause.why_en
    to_come = said("coverage.planned", language, rules=", ".join(clause.planned))
    parts = [", ".join(clause.covered_by), to_come if clause.planned else "", why]
    carried = "\n".join(part for part in parts if part)
    sentence = clause.zh if language == "zh" else clause.en
    return str(clause.number), clause.sha256, sentence, carried


@policy.command(
    help="需要复核的内容。\nWhat is due for review.",
    help_epilogue=examples("policy stale", "policy stale --days 180 --on 2027-01-01"),
)
def stale(
    *,
    asked: Asked | None = None,
    days: Annotated[
        str,
        Parameter(
            metavar="DAYS",
            help="超过这么多天未核对的列出，默认 365。"
            "\nList what was not reviewed for so many days, default 365.",
        ),
    ] = str(A_YEAR),
) -> int:
    """List figures long not reviewed, plans that are over, standards that ran out."""
    asked = asked or Asked()
    if not _DAYS.fullmatch(days):
        raise InputError("argument-not-read", "--days")
    found = stale_on(asked.day, asked.law(), days=int(days))
    if asked.json:
        print_json(found.plain())
        return 0
    language = asked.language
    rows = [
        (
            said(f"stale.{item.code}", language),
            f"{item.zh if language == 'zh' else item.en}\n{item.path}",
            said(
                "stale.last_reviewed" if item.code == "review-due" else "stale.last_day",
                language,
                since=item.since,
            ),
        )
        for item in found.found
    ]
    with console() as screen:
        told = {"on": found.on, "days": found.days, "count": len(rows)}
        screen.print(said("stale.title", language, **told), style="bold")
        if rows:
            screen.print(grid(headings("finding what since", language), rows))
    return 0


@policy.command(
    name="lint",
    help="检查规则数据。\nCheck the law on record.",
    help_epilogue=examples("policy lint", "policy lint --policy ours.toml --json"),
)
def checked(*, asked: Asked | None = None) -> int:
    """Check the law on record; exit 1 where a check fails, not for remarks."""
    asked = asked or Asked()
    on, found = asked.day, lint(asked.law())
    status = 1 if found.failing else 0
    if asked.json:
        print_json({"on": on.isoformat(), **found.plain()})
        return status
    language = asked.language
    counts = {"failing": found.failing, "noted": len(found.checks) - found.failing}
    rows = [
        (
            said("lint.failing" if check.failing else "lint.noted", language),
            check.path,
            f"{check.zh if language == 'zh' else check.en} [{check.code}]",
        )
        for check in sorted(found.checks, key=lambda check: not check.failing)
    ]
    with console() as screen:
        result = "lint.failed" if found.failing else "lint.passed"
        screen.print(said(result, language, **counts), style="bold")
        stamp = {"id": found.policy.id, "version": found.policy.version}
        screen.print(said("lint.on", language, on=on, **stamp))
        if rows:
            screen.print(grid(headings("finding place what", language), rows))
        for key, names in (
            ("lint.readings", found.readings_not_yet_used),
            ("lint.sources", found.sources_not_yet_used),
        ):
            if names:
                told = {"count": len(names), "names": ", ".join(names)}
                screen.print(said(key, language, **told))
    return status
