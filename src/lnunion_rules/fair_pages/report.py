"""A fair's statistics as one page: it stands alone, offline and on paper."""

from collections.abc import Container, Iterator, Sequence
from html import escape

from ..errors import Language
from ..explain.words import spoken_by
from ..fair_findings import FairReport
from ..rules.job_fair import rates
from ..sheets import Cell, Page
from .chart import svg
from .pages import counted_of, figures_in, pages_of
from .telling import about, answer_of, basis, column_named, count, percent, said, title_of
from .workbook import readings_taken, sources_of

_STYLE = """
@page{size:A4;margin:10mm 12mm}
*{box-sizing:border-box}
body{font:10pt/1.33 "Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
 color:#1d2733;max-width:186mm;margin:0 auto;padding:5mm .5mm;
 -webkit-print-color-adjust:exact;print-color-adjust:exact}
h1{font-size:15pt;line-height:1.25;margin:0 0 1mm}h2{font-size:10.5pt;margin:2.5mm 0 .8mm}
p{margin:.4mm 0}.answer{font-weight:600;font-size:11.5pt;margin:1mm 0}
.about{color:#566372;font-size:8.5pt}.small{color:#566372;font-size:7.5pt}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1.5mm;margin:2.5mm 0;padding:0}
.figures div{border:1px solid #d5dce4;border-radius:1.2mm;padding:.8mm 2mm}
.figures dt{font-size:8pt;color:#566372}
.figures dd{margin:0;font-size:13pt;line-height:1.25;font-weight:600;
 font-variant-numeric:tabular-nums}
figure{margin:0 0 2mm}figure svg{max-width:100%;height:auto;display:block}
table{border-collapse:collapse;width:100%;font-size:8pt}
th,td{border-bottom:1px solid #d5dce4;padding:.5mm 1.2mm;text-align:left;vertical-align:top}
th{background:#eef2f7;font-weight:600}
td:first-child{white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead{display:table-header-group}tr,figure{break-inside:avoid}h2{break-after:avoid}
tr.whole td{font-weight:600;border-top:1.5px solid #566372}
@media print{body{padding-top:0;padding-bottom:0;max-width:none}}
"""
_ON_ONE_LINE = " · "
_FIGURE = ' class="n"'
_SHOWN = ("employers", "post_kinds", "planned_hires", "visitors")
_CAME = ("cvs_delivered", "intentions", "hired_on_spot", "reached")
MOST_FOUND = 6
"""How many breaches, queries or open rows the page lists; the workbook has them all."""


def html(report: FairReport, language: Language = "zh") -> str:
    """The statistics of a fair on one page of HTML, with a chart.

    Raises ``InputError`` (``extra-missing``) without the extra ``charts``.
    """
    title = escape(title_of(report, language))
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        + "\n".join(_body(report, language))
        + "\n</body></html>\n"
    )


def _body(report: FairReport, language: Language) -> Iterator[str]:
    answer = answer_of(report, language)
    yield f'<p class="answer">{escape(answer[0])}</p>'
    yield from (f"<p>{escape(line)}</p>" for line in answer[1:])
    yield f'<p class="about">{escape(_ON_ONE_LINE.join(about(report, language)))}</p>'
    yield _figures(report, language)
    caption = escape(said("phrase.chart_note", language))
    yield f"<h2>{escape(said('phrase.chart', language))}</h2>"
    caption = f'<figcaption class="small">{caption}</figcaption>'
    yield f"<figure>{svg(report, language)}{caption}</figure>"
    pages = pages_of(report, language)
    if report.industries:
        yield _table(pages["industries"], language, whole=True)
    for name in ("breaches", "queries", "undetermined", "rejects"):
        yield from _found(pages[name], language)
    yield f"<h2>{escape(said('phrase.sources', language))}</h2>"
    told = (readings_taken(report, language), sources_of(report, language))
    for row in (row for page in told for row in page.rows):
        yield f'<p class="small">{escape(" — ".join(map(str, row)))}</p>'
    for line in (said("phrase.bounds", language), *basis(report, language)):
        yield f'<p class="small">{escape(line)}</p>'


def _figures(report: FairReport, language: Language) -> str:
    """The figures of the whole fair, large: what was offered, what came of it, and the rates."""
    boxes = [
        (column_named(name, language), count(counted_of(report, name), language))
        for name in (*_SHOWN, *_CAME)
    ]
    boxes += [
        (spoken_by(rates()[name].label, language), percent(rate, language))
        for name, rate in report.total.rates.items()
    ]
    inside = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(figure)}</dd></div>" for label, figure in boxes
    )
    return f'<dl class="figures">{inside}</dl>'


def _found(page: Page, language: Language) -> Iterator[str]:
    if not page.rows:
        return
    yield f"<h2>{escape(page.title)}</h2>"
    yield _table(page._replace(rows=page.rows[:MOST_FOUND]), language)
    if len(page.rows) > MOST_FOUND:
        more = said("phrase.more", language, count=len(page.rows) - MOST_FOUND)
        yield f'<p class="small">{escape(more)}</p>'


def _table(page: Page, language: Language, *, whole: bool = False) -> str:
    """A table, figures to the right; with ``whole`` the last row stands out."""
    figures = figures_in(page, language)
    rows = [f"<tr>{_cells('td', row, figures)}</tr>" for row in page.rows]
    if whole:
        rows[-1] = rows[-1].replace("<tr>", '<tr class="whole">', 1)
    head = _cells("th", page.headings, figures)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cells(tag: str, cells: Sequence[Cell], figures: Container[int]) -> str:
    return "".join(
        f"<{tag}{_FIGURE if place in figures else ''}>{escape(_text(cell))}</{tag}>"
        for place, cell in enumerate(cells)
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
