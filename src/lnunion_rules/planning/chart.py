"""The chart of a plan by area, as SVG: it needs no network, and prints as sharp as text."""

from collections.abc import Sequence
from typing import Any

from ..casework_findings import AreaProgress
from ..errors import Language
from ..tables.extras import needed
from ..targets_findings import AreaTarget
from .pages import second_level
from .report import Report
from .telling import said

_DONE, _APART, _TO_GO, _DUE = "#2f6f4f", "#9aa7b0", "#dfe5e8", "#b3261e"
_YEARS = ("#8fb8a3", "#2f6f4f", "#c9b458")
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_WIDTH, _STEP = 700, 25


def chart_of(report: Report, language: Language) -> str:
    """Progress by area, or without it the targets, of the areas just below the top.

    Raises ``InputError`` (``extra-missing``) without the extra ``charts``.
    """
    with needed("charts"):
        from vl_convert import vegalite_to_svg
    if report.progress is None:
        chart = _plan(second_level(report.schedule.areas), report, language)
    else:
        chart = _progress(second_level(report.progress.areas), language)
    svg: str = vegalite_to_svg(chart.to_dict())
    return svg


def _progress(rows: Sequence[AreaProgress], language: Language) -> Any:
    """What is done, what has left otherwise and what is to go; a line marks what is due."""
    import altair as alt

    parts = {"done": _DONE, "apart": _APART, "to_go": _TO_GO}
    names = {part: said(f"phrase.series_{part}", language) for part in parts}
    values = [
        {"area": row.area, "part": names[part], "order": at, "count": getattr(row, part)}
        for row in rows
        for at, part in enumerate(parts)
    ]
    coming = [row.next_due for row in rows if row.next_due is not None]
    due = [
        {"area": row.area, "due": row.due_so_far if row.next_due is None else row.next_due}
        for row in rows
    ]
    base = alt.Chart(_rows(values))
    bars = base.mark_bar().encode(
        x=alt.X("count:Q", stack=True, title=None, axis=alt.Axis(tickMinStep=1)),
        y=_area_axis(alt, [row.area for row in rows]),
        order="order:O",
        color=_colours(alt, list(names.values()), list(parts.values())),
    )
    lines = alt.Chart(_rows(due)).mark_tick(color=_DUE, thickness=2, size=_STEP - 8)
    marked = lines.encode(x="due:Q", y=_area_axis(alt, [row.area for row in rows]))
    title = said("phrase.chart_progress", language)
    mark = "phrase.mark_next" if coming else "phrase.mark_due"
    return _styled(bars + marked, title, said(mark, language))


def _plan(rows: Sequence[AreaTarget], report: Report, language: Language) -> Any:
    import altair as alt

    years = [str(day.year) for day in report.schedule.deadlines]
    values = [
        {"area": row.area, "part": year, "order": at, "count": target}
        for row in rows
        for at, (year, target) in enumerate(zip(years, row.targets, strict=True))
    ]
    bars = (
        alt.Chart(_rows(values))
        .mark_bar()
        .encode(
            x=alt.X("count:Q", stack=True, title=None, axis=alt.Axis(tickMinStep=1)),
            y=_area_axis(alt, [row.area for row in rows]),
            order="order:O",
            color=_colours(alt, years, list(_YEARS)),
        )
    )
    return _styled(bars, said("phrase.chart_plan", language), "")


def _rows(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.InlineData(values=values)


def _area_axis(alt: Any, areas: list[str]) -> Any:
    return alt.Y("area:N", sort=areas, title=None, axis=alt.Axis(labelLimit=200))


def _colours(alt: Any, names: list[str], colours: list[str]) -> Any:
    legend = alt.Legend(title=None, orient="top")
    return alt.Color("part:N", scale=alt.Scale(domain=names, range=colours), legend=legend)


def _styled(chart: Any, title: str, below: str) -> Any:
    import altair as alt

    told = alt.TitleParams(title, subtitle=below, anchor="start")
    sized = chart.properties(width=_WIDTH, height=alt.Step(_STEP), title=told)
    return sized.configure(font=_FONT, background="#ffffff").configure_view(stroke=None)
