"""One page in HTML: the answer, a chart by area and a table, for a screen and for paper.

Everything is in the page itself: no script, no picture and no font is fetched.
"""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from ..errors import Language
from ..explain.words import money
from ..sheets import Cell, Page
from ..units import fen
from .chart import chart_of
from .pages import basis_pages, top_page
from .report import Report
from .telling import answer_of, said

STYLE = (
    "body{font:15px/1.55 'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;"
    "color:#1c2429;background:#fff;max-width:52rem;margin:1.5rem auto;padding:0 1rem}"
    "h1{font-size:1.5rem;margin:0 0 .6rem}h2{font-size:1.05rem;margin:1.4rem 0 .4rem}"
    "p{margin:.2rem 0}p.first{font-size:1.1rem;font-weight:600}"
    "figure{margin:1rem 0}figure svg{max-width:100%;height:auto}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.8rem}"
    "th,td{border-bottom:1px solid #ccd4d9;padding:.22rem .4rem;text-align:left;"
    "vertical-align:top}th{border-bottom:2px solid #8794a0;font-weight:600}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".basis{font-size:.78rem;color:#4a565e}"
    "@page{size:A4;margin:12mm}"
    "@media print{body{font-size:9pt;margin:0;max-width:none;padding:0}"
    "h1{font-size:14pt}h2{margin:2mm 0 1mm}.basis{font-size:6.5pt}"
    "table{font-size:7pt}th,td{padding:.08rem .22rem}"
    "figure{margin:2mm 0}figure svg{max-height:92mm}.wide{overflow:visible}"
    "thead{display:table-header-group}tr,figure{break-inside:avoid}}"
)


def html_page(report: Report, language: Language = "zh") -> bytes:
    """A plan and its progress as one page of HTML, by the areas just below the top.

    Raises ``InputError`` (``extra-missing``) without the extra ``charts``.
    """
    title = escape(said("phrase.title", language))
    first, *others = answer_of(report, language)
    told = "".join(f"<p>{escape(line)}</p>" for line in others)
    basis = "".join(_paragraph(page, language) for page in basis_pages(report, language))
    return (
        f'<!DOCTYPE html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
        f'<h1>{title}</h1><p class="first">{escape(first)}</p>{told}'
        f"<figure>{chart_of(report, language)}</figure>{_table(top_page(report, language))}"
        f'<div class="basis">{basis}</div></body></html>\n'
    ).encode()


def _paragraph(page: Page, language: Language) -> str:
    """A page as one paragraph of small print, the last cell of each row one after the other."""
    told = said("phrase.joined", language).join(text_of(row[-1]) for row in page.rows)
    return f"<p><b>{escape(page.title)}</b> {escape(told)}</p>"


def _table(page: Page) -> str:
    numeric = {
        at for row in page.rows for at, cell in enumerate(row) if isinstance(cell, int | Decimal)
    }
    heads = "".join(_cell("th", text, right=at in numeric) for at, text in enumerate(page.headings))
    body = "".join(f"<tr>{''.join(_cells(row, numeric))}</tr>" for row in page.rows)
    return (
        f'<h2>{escape(page.title)}</h2><div class="wide"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(row: Iterable[Cell], numeric: set[int]) -> Iterable[str]:
    for at, cell in enumerate(row):
        yield _cell("td", text_of(cell), right=at in numeric)


def text_of(cell: Cell) -> str:
    """A cell as it is shown: amounts and counts with thousands separators."""
    if isinstance(cell, Decimal):
        return money(fen(cell))
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _cell(tag: str, text: str, *, right: bool) -> str:
    side = ' class="n"' if right else ""
    return f"<{tag}{side}>{escape(text)}</{tag}>"
