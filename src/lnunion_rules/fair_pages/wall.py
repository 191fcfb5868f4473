"""The wall of codes: a QR code for each employer, and a page of them all to print and put up."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..errors import Language
from ..explain.words import plain
from ..fairs import EMPLOYER_ID, Employer, Fair
from ..tables.extras import needed
from ..writing import folder_whole
from .telling import said

WALL = "wall.html"
_OURS = re.compile(r"wall\.html|[0-9]{4,}-[^/]*\.svg")
_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z_\-一-鿿]")
_QUIET = 4
"""The white border that a reader needs, in modules, as the standard asks."""

_STYLE = """
@page{size:A4;margin:10mm}
*{box-sizing:border-box}
body{font-family:"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
 color:#000;background:#fff;max-width:190mm;margin:0 auto;padding:0 .5mm}
h1{font-size:20pt;text-align:center;margin:2mm 0 5mm}
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(3,1fr);gap:4mm}
li{border:1px solid #999;border-radius:2mm;padding:3mm 3mm 4mm;text-align:center;
 break-inside:avoid;overflow-wrap:anywhere}
.code{height:48mm;display:flex;align-items:center;justify-content:center;color:#555;font-size:10pt}
.code svg{width:48mm;height:48mm}
.name{font-size:12.5pt;font-weight:600;line-height:1.3;margin-top:1mm}
.about{font-size:9.5pt;color:#333;min-height:1.4em}
"""


class Card(NamedTuple):
    """One employer on the wall; without a link there is no code."""

    employer: Employer
    file: str
    svg: str | None


def link_of(employer: Employer, fair: Fair | None) -> str | None:
    """Where an employer's CVs are handed in: by its own link, else by the fair's.

    >>> fair = Fair(fair_id="F", held_on="2018-11-03", cv_link="https://cv.example/{employer_id}")
    >>> link_of(Employer(employer_id="企1", name="虚构企业"), fair)
    'https://cv.example/%E4%BC%811'
    """
    if employer.cv_link is not None:
        return employer.cv_link
    if fair is None or fair.cv_link is None:
        return None
    return fair.cv_link.replace(EMPLOYER_ID, quote(employer.employer_id, safe=""))


def write_wall(
    employers: Sequence[Employer],
    folder: Path,
    *,
    fair: Fair | None = None,
    language: Language = "zh",
) -> int:
    """Write a wall of codes into a folder, whole or not at all: a page and an SVG for each.

    Employers stand in the order given. Returns how many have no link, and so no code. Raises
    ``InputError``: ``extra-missing``, ``folder-not-ours``, ``file-not-written``.
    """
    cards = [
        Card(employer, f"{number:04d}-{_named(employer)}.svg", _code(link_of(employer, fair)))
        for number, employer in enumerate(employers, 1)
    ]
    with folder_whole(folder, "--wall", lambda name: bool(_OURS.fullmatch(name))) as made:
        for card in cards:
            if card.svg is not None:
                (made / card.file).write_text(f"{card.svg}\n", encoding="utf-8", newline="\n")
        page = wall_page(cards, fair, language)
        (made / WALL).write_text(page, encoding="utf-8", newline="\n")
    return sum(card.svg is None for card in cards)


def _named(employer: Employer) -> str:
    """An employer's id as part of a file name."""
    return _NOT_IN_NAMES.sub("_", employer.employer_id)


def _code(link: str | None) -> str | None:
    """A QR code as SVG, which holds up where a quarter of it is dirty or torn."""
    if link is None:
        return None
    with needed("qr"):
        import segno
    made = io.BytesIO()
    code = segno.make_qr(link, error="q")
    code.save(made, kind="svg", border=_QUIET, omitsize=True, xmldecl=False, nl=False, light="#fff")
    return made.getvalue().decode()


def wall_page(cards: Iterable[Card], fair: Fair | None, language: Language) -> str:
    """The page to print: every employer with its code, three beside one another."""
    named = fair.title if fair else None
    key = "wall_of" if named else "wall"
    title = escape(said(f"phrase.{key}", language, title=plain(named or "")))
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n<ul>\n"
        + "\n".join(_cards(cards, language))
        + "\n</ul>\n</body></html>\n"
    )


def _cards(cards: Iterable[Card], language: Language) -> Iterator[str]:
    for employer, _, svg in cards:
        code = svg or escape(said("phrase.no_code", language))
        about = " · ".join(plain(text) for text in (employer.booth, employer.industry) if text)
        yield (
            f'<li><div class="code">{code}</div><div class="name">{escape(plain(employer.name))}'
            f'</div><div class="about">{escape(about)}</div></li>'
        )
