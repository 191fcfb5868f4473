"""Pages of headings, paragraphs and tables, as plain text, Markdown and HTML.

Nothing here knows what a page is about. Whatever stands on it is shown as text: no character
of it can become markup, in either format.
"""

import html as markup
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WIDEST_NAME = 40
"""How many columns of a terminal the names of lines may take, at most."""

_MARKS = re.compile(r"([\\`*_{}\[\]#|~]|^[-+=])")
_NUMBER = re.compile(r"^([0-9]+)([.)])(?=\s|$)")

_PIECE = re.compile("[（“‘《〔]*(?:[^\\s\u2e80-\uffef（）“”‘’]+|[^\\s])[，。；：、）”’》〕]*\\s*")
"""What stays together where a line is broken: a word or a character, with its marks."""

STYLE = (
    ".lnunion{font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',"
    "sans-serif;line-height:1.5;max-width:60rem}"
    ".lnunion h2{font-size:1.2em;margin:.8em 0 .3em}"
    ".lnunion .part>summary{font-size:1.05em;margin:.7em 0 .2em}"
    ".lnunion h4,.lnunion summary{font-size:.95em;font-weight:600;margin:.5em 0 .2em}"
    ".lnunion p{margin:.2em 0}"
    ".lnunion table{border-collapse:collapse;font-size:.9em;margin:.2em 0 .6em;width:100%}"
    ".lnunion th,.lnunion td{border:1px solid rgba(128,128,128,.45);padding:.2em .5em;"
    "text-align:left;vertical-align:top;color:inherit;background:transparent;white-space:normal}"
    ".lnunion td:nth-child(2){font-variant-numeric:tabular-nums;min-width:9em}"
    ".lnunion section+section{border-top:2px solid rgba(128,128,128,.45);margin-top:1.2em}"
)


class Table(NamedTuple):
    """Rows under a heading; without columns a list.

    A folded table is secondary; of a stacked one, plain text says what each cell is.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False
    stacked: bool = False
    colon: str = ": "


class Page(NamedTuple):
    """A title, paragraphs and tables, the pages it is made of, and more tables after them."""

    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]
    pages: tuple["Page", ...]
    more: tuple[Table, ...]
    language: str


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width_of("低保 dibao")
    10
    """
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int) -> str:
    """A text filled up with spaces to a width in columns."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """A text in lines of at most that width; Chinese breaks anywhere but at its marks."""
    lines = [indent]
    for piece in _PIECE.findall(text):
        used = lines[-1] != indent
        if used and width_of(lines[-1]) + width_of(piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(indent)
        lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return lines


def text(page: Page, width: int) -> str:
    """A page as plain text."""
    return "\n".join(_text(page, width, "=")) + "\n"


def _text(page: Page, width: int, rule: str) -> Iterator[str]:
    yield page.title
    yield rule * width_of(page.title)
    for paragraph in page.paragraphs:
        yield from wrapped(paragraph, width)
    for table in page.tables:
        yield from _text_table(table, width)
    for inner in page.pages:
        yield ""
        yield from _text(inner, width, "-")
    for table in page.more:
        yield from _text_table(table, width)


def _text_table(table: Table, width: int) -> Iterator[str]:
    yield ""
    yield table.heading
    if not table.columns:
        for (item,) in table.rows:
            yield from wrapped(f"- {item}", width, "  ")
        return
    if table.stacked:
        yield from _text_stacked(table, width)
        return
    names = [width_of(row[0]) for row in table.rows if width_of(row[0]) <= WIDEST_NAME]
    column = max(names, default=0) + 2
    for name, value, *notes in table.rows:
        beside = wrapped(value, width, " " * (column + 2))
        if width_of(name) <= column - 2:
            beside[0] = f"  {padded(name, column)}{beside[0].lstrip()}".rstrip()
        else:
            yield from wrapped(name, width, "  ")
        yield from beside
        for note in filter(None, notes):
            yield from wrapped(note, width, "      ")


def _text_stacked(table: Table, width: int) -> Iterator[str]:
    for name, *cells in table.rows:
        yield from wrapped(f"- {name}", width, "  ")
        for column, cell in zip(table.columns[1:], cells, strict=True):
            if cell:
                yield from wrapped(f"{column}{table.colon}{cell}", width, "      ")


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, wherever it stands."""
    shown = _MARKS.sub(r"\\\1", markup.escape(text, quote=False).replace("\n", " "))
    return _NUMBER.sub(r"\1\\\2", shown)


def markdown(page: Page) -> str:
    """A page as Markdown."""
    return "\n".join(_markdown(page, "#")) + "\n"


def _markdown(page: Page, mark: str) -> Iterator[str]:
    yield f"{mark} {escaped(page.title)}"
    for paragraph in page.paragraphs:
        yield f"\n{escaped(paragraph)}"
    for table in page.tables:
        yield from _markdown_table(table, f"{mark}#")
    for inner in page.pages:
        yield ""
        yield from _markdown(inner, f"{mark}#")
    for table in page.more:
        yield from _markdown_table(table, f"{mark}#")


def _markdown_table(table: Table, mark: str) -> Iterator[str]:
    yield f"\n{mark} {escaped(table.heading)}\n"
    if not table.columns:
        yield from (f"- {escaped(item)}" for (item,) in table.rows)
        return
    yield _markdown_row(table.columns)
    yield "|" + " --- |" * len(table.columns)
    yield from map(_markdown_row, table.rows)


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"


def html(*pages: Page, folded: bool = False) -> str:
    """Pages as one piece of HTML, with its style in it; ``folded`` folds the pages inside them."""
    sections = (
        f'<section lang="{_language(page)}"><h2>{markup.escape(page.title)}</h2>'
        f"{''.join(_html(page, folded))}</section>"
        for page in pages
    )
    return f'<div class="lnunion"><style>{STYLE}</style>{"".join(sections)}</div>'


def document(page: Page) -> str:
    """A page as an HTML file of its own, which says how its characters are written."""
    return (
        f'<!doctype html><html lang="{_language(page)}"><head><meta charset="utf-8">'
        f"<title>{markup.escape(page.title)}</title></head><body>{html(page)}</body></html>"
    )


def _language(page: Page) -> str:
    return "zh-CN" if page.language == "zh" else "en"


def _html(page: Page, folded: bool) -> Iterator[str]:
    for paragraph in page.paragraphs:
        yield f"<p>{markup.escape(paragraph)}</p>"
    for table in page.tables:
        yield from _html_table(table)
    for inner in page.pages:
        yield f'<details class="part"{"" if folded else " open"}>'
        yield f"<summary>{markup.escape(inner.title)}</summary>"
        yield from _html(inner, folded)
        yield "</details>"
    for table in page.more:
        yield from _html_table(table)


def _html_table(table: Table) -> Iterator[str]:
    heading = markup.escape(table.heading)
    yield f"<details><summary>{heading}</summary>" if table.folded else f"<h4>{heading}</h4>"
    if table.columns:
        yield f"<table><thead>{_html_row('th', table.columns)}</thead><tbody>"
        yield from (_html_row("td", row) for row in table.rows)
        yield "</tbody></table>"
    else:
        items = (f"<li>{markup.escape(item)}</li>" for (item,) in table.rows)
        yield f"<ul>{''.join(items)}</ul>"
    if table.folded:
        yield "</details>"


def _html_row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{markup.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
