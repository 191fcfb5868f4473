"""A fair as bars: what was planned, what was intended and who was hired, as SVG for a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..bounds import Bounds
from ..errors import Language
from ..fair_findings import FairReport
from ..tables.extras import needed
from .pages import counted_of
from .telling import column_named, count, industry_named

_FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_MEASURES = (
    ("planned_hires", "#4f81bd", "#c3d5ea"),
    ("intentions", "#d98d3e", "#f2d9bd"),
    ("hired_on_spot", "#5a9a57", "#c8e0c7"),
)
_OF_FAIR = ("planned_hires", "visitors", "intentions", "hired_on_spot")
_ROOM = 145
"""How many hundredths of its longest bar a panel is wide: the figure stands beside the bar."""
_WIDTH, _WIDE, _STEP = 200, 600, 17
_NAME = 150

Bar = tuple[str, Bounds]


def svg(report: FairReport, language: Language = "zh") -> str:
    """The chart of a fair: by industry where employers are listed, else of the fair as stated.

    Raises ``InputError`` (``extra-missing``) without the extra ``charts``.
    """
    with needed("charts"):
        import altair as alt
        from vl_convert import vegalite_to_svg
    if report.industries:
        panels = [
            _panel(
                [
                    (industry_named(one.industry, language), getattr(one, name))
                    for one in report.industries
                ],
                (strong, light),
                language,
                title=column_named(name, language),
                width=_WIDTH,
                named=number == 0,
            )
            for number, (name, strong, light) in enumerate(_MEASURES)
        ]
        chart: Any = alt.hconcat(*panels, spacing=8)
    else:
        bars = [(column_named(name, language), counted_of(report, name)) for name in _OF_FAIR]
        chart = _panel(bars, _MEASURES[0][1:], language, width=_WIDE, named=True)
    chart = chart.configure(font=_FONT).configure_view(stroke=None)
    made: str = vegalite_to_svg(chart.to_json())
    return made


def _panel(
    bars: Sequence[Bar],
    colours: tuple[str, str],
    language: Language,
    *,
    width: int,
    named: bool,
    title: str = "",
) -> Any:
    """Bars below one another: what is known for certain, what may be, and the figure beside it."""
    import altair as alt

    rows = alt.InlineData(values=list(_rows(bars, language)))
    axis = alt.Axis(title=None, ticks=False, domain=False, labelLimit=_NAME, labels=named)
    order = [name for name, _ in bars]
    y = alt.Y("name:N", sort=order, axis=axis)
    longest = max((_end(bounds) for _, bounds in bars), default=0)
    scale = alt.Scale(domain=[0, max(longest, 1) * _ROOM // 100])
    strong, light = colours
    x = alt.X("least:Q", scale=scale, axis=None)
    base = alt.Chart(rows, width=width, height=alt.Step(_STEP))
    sure = base.mark_bar(color=strong).encode(x=x, y=y)
    maybe = base.mark_bar(color=light).encode(x=x, x2="most:Q", y=y)
    figure = base.mark_text(align="left", dx=4).encode(
        x=alt.X("most:Q", scale=scale, axis=None), y=y, text="figure:N"
    )
    heading = alt.TitleParams(title, anchor="start", fontSize=12)
    return alt.layer(maybe, sure, figure, title=heading)


def _rows(bars: Iterable[Bar], language: Language) -> Iterable[dict[str, Any]]:
    for name, bounds in bars:
        shown = count(bounds, language)
        yield {"name": name, "least": bounds.least, "most": _end(bounds), "figure": shown}


def _end(bounds: Bounds) -> int:
    """Where a bar ends: at the most there may be, or at the least where that has no end."""
    return bounds.least if bounds.most is None else bounds.most
