"""What a fair's statistics look like when they are handed on: both languages, every form."""

import csv
import io
import re
import sys
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lnunion_rules import Employer, Fair, InputError, check_fair
from lnunion_rules.bounds import UNKNOWN, Bounds
from lnunion_rules.cli.fairs import show_fair
from lnunion_rules.fair_findings import Rate
from lnunion_rules.fair_pages import (
    check_employers,
    employers_from,
    fair_from,
    html,
    workbook,
    write_folder,
    write_wall,
)
from lnunion_rules.fair_pages.folder import PAGES
from lnunion_rules.fair_pages.pages import pages_of
from lnunion_rules.fair_pages.telling import count, percent
from lnunion_rules.fair_pages.wall import link_of
from lnunion_rules.pages import csv_of
from lnunion_rules.resources import table
from lnunion_rules.sheets import Page
from lnunion_rules.testing import counts, fair_cases

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden"
ON = date(2019, 12, 31)
CHINESE = re.compile("[一-鿿]")


def example(language="zh"):
    fair = fair_from((EXAMPLES / "job_fair.csv").read_bytes(), "csv")
    listed = employers_from((EXAMPLES / "job_fair_employers.csv").read_bytes(), "csv")
    return check_employers(listed, fair=fair, on=ON, language=language)


def article():
    return check_fair(
        fair=fair_from((EXAMPLES / "job_fair_article.csv").read_bytes(), "csv"), on=ON
    )


def screen(report, language, monkeypatch) -> str:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys, "stdout", printed)
    show_fair(report, language, unread=(2,), written=True, uncoded=1)
    lines = printed.buffer.getvalue().decode().splitlines()
    # The hash of the law changes with every revision of any rule.
    return re.sub(r"[0-9a-f]{12}", "…", "".join(f"{line.rstrip()}\n" for line in lines))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["job_fair", "job_fair_article"])
def test_the_statistics_read_as_they_did(name, language, monkeypatch):
    report = example(language) if name == "job_fair" else article()
    golden = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert screen(report, language, monkeypatch) == golden


class Outline(HTMLParser):
    """The tags of a page, and whatever would have to be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "href") and value]


def outline(page: str) -> Outline:
    made = Outline()
    made.feed(page)
    return made


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_stands_alone_with_its_chart_inside(language):
    for report in (example(language), article()):
        page = html(report, language)
        made = outline(page)
        assert made.tags.count("svg") == 1
        assert "script" not in made.tags
        assert made.fetched == []
        assert "@import" not in page
        assert "url(http" not in page
        assert html(report, language) == page


def test_the_report_keeps_bounds_in_figures_and_in_the_chart():
    page = html(article(), "zh")
    svg = page[page.index("<svg") : page.index("</svg>")]
    for shown in ("≥5,000", "≥4,000", "990", "118"):
        assert shown in svg
    for shown in ("≥140", "≥750", "≤2.36%", "≤24.75%"):
        assert f"<dd>{shown}</dd>" in page


def test_what_a_page_has_no_room_for_is_counted():
    rows = [
        Employer(employer_id=f"E{at}", name="虚构企业", post_kinds=0, hired_on_spot=1)
        for at in range(10)
    ]
    assert "其余 4 项见 --out 写出的文件。" in html(check_fair(rows, on=ON), "zh")


def test_names_are_text_and_never_markup_formula_or_link(tmp_path):
    evil = "<script>alert(1)</script>"
    row = Employer(employer_id="E1", name=evil, industry="=1+1", post_kinds=0, hired_on_spot=2)
    fair = Fair(fair_id="F", held_on="2018-11-03", title=evil, cv_link="https://a.cn/{employer_id}")
    report = check_fair([row], fair=fair, on=ON)
    write_wall([row], tmp_path / "wall", fair=fair)
    wall = (tmp_path / "wall" / "wall.html").read_text(encoding="utf-8")
    for page in (html(report), wall):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    write_folder(report, tmp_path / "csv")
    text = (tmp_path / "csv" / "industries.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report)))
    assert book.get_sheet_by_name("分行业").to_python()[1][0] == "=1+1"


def test_the_workbook_has_every_page_and_counts_as_numbers():
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(example(), "zh")))
    titles = [page.title for page in pages_of(example(), "zh").values()]
    assert book.sheet_names == titles
    last = book.get_sheet_by_name("分行业").to_python()[-1]
    assert last[:4] == ["合计", 12.0, 54.0, 203.0]
    assert last[6] == "≥48"
    assert workbook(example(), "en") == workbook(example(), "en")


def test_the_folder_has_every_page_as_csv(tmp_path):
    folder = tmp_path / "out"
    write_folder(example(), folder, "en")
    write_folder(example(), folder, "en")  # its own folder is replaced
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in PAGES}
    with (folder / "employers.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 1 + 12
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("write", [write_folder, write_wall])
def test_a_folder_with_other_files_is_left_alone(write, tmp_path):
    (tmp_path / "mine.txt").touch()
    what = example() if write is write_folder else []
    with pytest.raises(InputError) as refused:
        write(what, tmp_path)
    assert refused.value.code == "folder-not-ours"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_text_of_csv_is_no_formula():
    made = csv_of(Page("t", ("a",), [("=1",), ("+1",), ("-1",), ("@a",), ("1",), (-1,), (None,)]))
    assert made.decode("utf-8-sig").splitlines()[1:5] == ["'=1", "'+1", "'-1", "'@a"]
    assert made.decode("utf-8-sig").splitlines()[5:] == ["1", "-1", '""']


def test_the_wall_has_a_code_for_every_employer_with_a_link(tmp_path):
    import segno

    rows = [
        Employer(employer_id="E/1", name="虚构甲厂", booth="A1", industry="机械"),
        Employer(employer_id="企2", name="虚构乙厂", cv_link="https://own.cn/x?id=2"),
    ]
    fair = Fair(fair_id="F", held_on="2018-11-03", cv_link="https://cv.cn/{employer_id}")
    assert write_wall(rows, tmp_path / "wall", fair=fair) == 0
    files = {path.name: path for path in (tmp_path / "wall").iterdir()}
    assert set(files) == {"wall.html", "0001-E_1.svg", "0002-企2.svg"}
    page = files["wall.html"].read_text(encoding="utf-8")
    links = ("https://cv.cn/E%2F1", "https://own.cn/x?id=2")
    for link, name in zip(links, ("0001-E_1.svg", "0002-企2.svg"), strict=True):
        made = io.BytesIO()
        code = segno.make_qr(link, error="q")
        code.save(made, kind="svg", border=4, omitsize=True, xmldecl=False, nl=False, light="#fff")
        assert files[name].read_bytes().rstrip() == made.getvalue()
        assert made.getvalue().decode() in page
    assert page.index("虚构甲厂") < page.index("虚构乙厂")
    assert outline(page).fetched == []


def test_an_employer_without_a_link_stands_on_the_wall_without_a_code(tmp_path):
    rows = [Employer(employer_id="E1", name="虚构甲厂")]
    assert link_of(rows[0], None) is None
    assert write_wall(rows, tmp_path / "wall", language="zh") == 1
    assert [path.name for path in (tmp_path / "wall").iterdir()] == ["wall.html"]
    page = (tmp_path / "wall" / "wall.html").read_text(encoding="utf-8")
    assert "虚构甲厂" in page
    assert "未提供投递网址" in page


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [
        ("0", "0", "0.00%"),
        ("1/3", "1/3", "33.33%"),
        ("2/3", "2/3", "66.67%"),
        ("1/20000", "1/20000", "0.01%"),
        ("59/2500", "59/2500", "2.36%"),
        ("0", "1/3", "≤33.34%"),
        ("1/3", None, "≥33.33%"),
        ("1/3", "2/3", "33.33%–66.67%"),
        ("0", None, "not known"),
        ("13", "13", "1,300.00%"),
    ],
)
def test_a_rate_is_printed_to_two_places_and_a_bound_never_narrower(least, most, shown):
    rate = Rate(part=UNKNOWN, whole=UNKNOWN, least=least, most=most)
    assert percent(rate, "en") == shown


@given(st.fractions(0, 2), st.fractions(0, 2))
def test_a_printed_bound_holds_the_exact_one(one, other):
    least, most = sorted((one, other))
    shown = percent(Rate(part=UNKNOWN, whole=UNKNOWN, least=least, most=most), "en")
    ends = [Fraction(end.strip("≤≥%")) / 100 for end in shown.split("–")]
    if least == most:
        assert abs(ends[0] - least) * 20_000 <= 1
    elif least == 0:
        assert ends[0] >= most
    else:
        assert ends[0] <= least
        assert ends[1] >= most


@given(counts())
def test_a_count_shows_whether_it_is_a_bound(number):
    shown = count(number, "en")
    assert (shown.replace(",", "").isdigit()) is number.is_exact
    assert (shown == "not known") is (number == UNKNOWN)
    assert count(Bounds(1), "zh") == "≥1"


@given(fair_cases())
def test_every_fair_can_be_told_in_both_languages(case):
    report = check_fair(case.employers, fair=case.fair, on=ON)
    for language in ("zh", "en"):
        for page in pages_of(report, language).values():
            assert all(len(row) == len(page.headings) for row in page.rows)
    for page in pages_of(report, "en").values():
        assert not any(CHINESE.search(heading) for heading in page.headings)


def test_every_word_is_there_in_both_languages():
    for section in table("data/jobfair.toml").values():
        for name, words in section.items():
            assert set(words) == {"zh", "en"}, name
            assert not CHINESE.search(words["en"]), name


def write_golden() -> None:
    with pytest.MonkeyPatch.context() as patch:
        made = {
            f"{name}.{language}.txt": screen(report(language), language, patch)
            for name, report in (("job_fair", example), ("job_fair_article", lambda _: article()))
            for language in ("zh", "en")
        }
    for name, text in made.items():
        (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":  # Writes the golden texts anew: python tests/jobfair/test_fair_pages.py
    write_golden()
