"""Writes the tables that these pages draw from the library's data: `python docs/generate.py`.

A page is written by people down to the marker line and from there on by this script;
`tests/test_docs.py` holds every page to what this script writes.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lnunion_rules.areas import areas, full_name
from lnunion_rules.dibao import bundled
from lnunion_rules.history import DAY, Parameter, Period
from lnunion_rules.readings import Reading, readings
from lnunion_rules.resources import table
from lnunion_rules.rulebook import NO_END, Label, Rule, rule, rule_names
from lnunion_rules.rules import case_file, collective_welfare
from lnunion_rules.sources import CALLER, Source, sources
from lnunion_rules.units import printed
from lnunion_rules.upkeep.covered import Clause, coverage

DOCS = Path(__file__).parent
MARKER = (
    "<!-- 以下由 docs/generate.py 据数据文件写成 · written by docs/generate.py from here on -->"
)

UNITS = {
    "households": ("户", "households"),
    "flag": ("是否", "yes or no"),
    "share": ("比例", "share"),
    "count": ("个数", "count"),
    "category": ("类别", "category"),
    "schooling": ("就学阶段", "schooling"),
    "reason": ("理由代码", "reason code"),
    "points": ("分", "marks"),
    "year": ("年份", "year"),
    "state": ("档案状态", "state of the file"),
    "event": ("事项", "event"),
}
KINDS = {
    "press report": "报道",
    "official text": "文件原文",
    "local text": "地方文本",
    "arithmetic": "推算",
    "caller": "使用者自带",
}
PER = {
    "year": ("每位会员每年合计", "a member's year together"),
    "event": ("每次事项", "each event"),
    "membership": ("会员期间", "a membership"),
}
OF_WELFARE = {
    "允许的理由 · Why a payment is allowed": collective_welfare.ALLOWED,
    "问题：规定不允许的 · Breaches: what the law forbids": collective_welfare.BREACHES,
    "疑点：应当问一句的 · Queries: what an auditor would ask about": collective_welfare.QUERIES,
}
CODES = {
    collective_welfare.RULE: OF_WELFARE,
    case_file.RULE: {
        "事项能否记入 · Whether an event may be entered": case_file.STEPS,
        "发放核对 · Aid paid held to aid due": case_file.HELD,
    },
}
SECTIONS = {
    "text dibao aid": "用语和时间 · Words and time",
    "hardship": "困难职工家庭认定 · Hardship category",
    "living education medical package safety_net": "三项帮扶和兜底 · Household aids and safety net",
    "targets": "解困脱困目标 · Targets",
    "case_file": "困难职工家庭档案 · Case files",
    "welfare": "职工集体福利 · Collective welfare",
    "screening employment jobfair funds": "筛查、就业、资金 · Screening, employment, funds",
    "culture": "职工文化 · Workers' culture",
}
Row = tuple[str, ...]


def pages() -> dict[Path, str]:
    """Every page with a part made here, as it should read."""
    parts = {
        "readings": readings_part(),
        "clauses": clauses_part(),
        "sources": sources_part(),
        "dibao": dibao_part(),
        "errors": errors_part(),
    } | {f"rules/{name}": rule_part(rule(name)) for name in rule_names()}
    made = {}
    for name, lines in parts.items():
        page = DOCS / f"{name}.md"
        by_hand = page.read_text(encoding="utf-8").partition(MARKER)[0]
        made[page] = by_hand + "\n".join((MARKER, "", *lines)) + "\n"
    return made


def in_table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def both(zh: str, en: str) -> str:
    return f"{zh}<br>{en}" if zh or en else ""


def unit(name: str) -> str:
    word = table("data/words.toml")["unit"].get(name)
    zh, en = (word["zh"], word["en"].strip()) if word else UNITS[name]
    return f"{zh} · {en}"


def anchor(name: str) -> str:
    return name.replace(".", "").lower()


def source_link(name: str, folder: str = "") -> str:
    return f"[`{name}`]({folder}sources.md#{anchor(name)}) {sources()[name].grade}"


def rule_part(named: Rule) -> Iterator[str]:
    yield from ("## 数值和来源 · Figures and sources", "")
    for period in named.periods:
        yield from period_part(period)
    if named.name == collective_welfare.RULE:
        yield from purposes_part()
    yield from ("## 解读 · Readings", "")
    yield from in_table(
        ("id", "默认 · default", "原文未定之处 · what the text leaves open"),
        (reading_row(readings()[name]) for name in named.every_reading),
    )
    yield ""
    every = {"理由代码 · Reason codes": tuple(named.reasons)}
    for heading, codes in (CODES.get(named.name, every)).items():
        yield from codes_part(heading, {code: named.reasons[code] for code in codes})
    yield from ("## 工作表 · Worksheet", "")
    yield from in_table(
        ("行 · line", "中文", "English", "单位 · unit"),
        (line_row(name, label) for name, label in named.lines.items()),
    )


def codes_part(heading: str, codes: Mapping[str, Label]) -> Iterator[str]:
    yield from (f"## {heading}", "")
    yield from in_table(
        ("代码 · code", "中文", "English"),
        ((f"`{code}`", label.zh, label.en) for code, label in codes.items()),
    )
    yield ""


def purposes_part() -> Iterator[str]:
    """The purposes of collective welfare, what shares a cap, and in which form each is given."""
    yield from ("## 用途和发放形式 · Purposes and forms", "")
    yield from in_table(
        (
            "用途 · purpose",
            "上限按什么算 · cap per",
            "可以 · permitted",
            "问题 · breach",
            "疑点 · query",
            "形式出自 · forms from",
        ),
        (purpose_row(purpose) for purpose in collective_welfare.purposes().values()),
    )
    yield ""


def purpose_row(purpose: collective_welfare.Purpose) -> Row:
    words = table("data/headers.toml")["words"]["form"]
    found: dict[str, list[str]] = {"permitted": [], "breach": [], "query": []}
    for form, said in words.items():
        found[collective_welfare.form_verdict(purpose.name, form)].append(f"{said[0]} `{form}`")
    cap = both(*PER[purpose.per]) if purpose.cap else both("未见上限", "no cap on record")
    return (
        f"`{purpose.name}`<br>{purpose.label.zh}<br>{purpose.label.en}",
        cap,
        *("<br>".join(forms) or "—" for forms in found.values()),
        source_link(purpose.source, "../"),
    )


def period_part(period: Period) -> Iterator[str]:
    ends = period.through != NO_END
    zh = f"，至 {period.through}" if ends else "，未见终止日"
    en = f" through {period.through}" if ends else ", no end on record"
    yield f"**自 {period.since} 起{zh} · from {period.since}{en}**"
    yield ""
    known = table("data/words.toml")["precision"].get(period.precision)
    vague = f"（起始日{known['zh']} · start {known['en']}）" if known else ""
    yield f"来源 · source: {source_link(period.source, '../')}{vague}"
    yield ""
    if not period.parameters:
        yield from ("原文只有条件，没有数值。The text states conditions only, no figures.", "")
        return
    yield from in_table(
        ("名称 · name", "值 · value", "原文 · says", "含义 · meaning", "来源 · source"),
        (figure_row(figure) for figure in period.parameters),
    )
    yield ""


def figure_row(figure: Parameter) -> Row:
    stated = figure.number is not None
    said = unit(figure.unit) if stated and figure.unit != DAY else ""
    return (
        f"`{figure.name}`",
        f"{figure.value} {said}".strip() or "—",
        figure.says if stated else "原文未定，由使用者给出 · not stated, for the caller to bring",
        both(figure.zh, figure.en),
        source_link(figure.source, "../") if stated else "—",
    )


def reading_row(reading: Reading) -> Row:
    link = f"[`{reading.id}`](../readings.md#{anchor(reading.id)})"
    return link, f"`{reading.default}`", both(*reading.question[:2])


def line_row(name: str, label: Label) -> Row:
    return f"`{name}`", label.zh, label.en, unit(label.unit)


def readings_part() -> Iterator[str]:
    used = {reading for name in rule_names() for reading in rule(name).every_reading}
    for prefixes, heading in SECTIONS.items():
        yield f"## {heading}"
        for reading in readings().values():
            if reading.id.partition(".")[0] in prefixes.split():
                yield from reading_part(reading, used=reading.id in used)
        yield ""


def reading_part(reading: Reading, *, used: bool) -> Iterator[str]:
    yield from ("", f"### `{reading.id}`", "", reading.question.zh, "", reading.question.en, "")
    for choice, label in reading.choices.items():
        mark = "（默认 · default）" if choice == reading.default else " "
        yield f"- `{choice}`{mark}{label.zh} · {label.en}"
    yield ""
    if reading.why.zh:
        yield from (both(reading.why.zh, reading.why.en), "")
    later = "" if used else "；尚无规则用到 · no rule uses it yet"
    yield f"出自 · from: {source_link(reading.source)}{later}"


def clauses_part() -> Iterator[str]:
    found = coverage()
    yield from in_table(
        ("句数 · sentences", "已落实 · carried", "待收入 · to come", "不落实 · not modelled"),
        [tuple(str(count) for _, count in found.counts)],
    )
    yield ""
    yield from in_table(
        ("句 · no.", "指纹 · hash", "转述 · paraphrase", "落实 · carried by", "说明 · remark"),
        (clause_row(clause) for clause in found.clauses),
    )


def clause_row(clause: Clause) -> Row:
    carried = [f"`{name}`" for name in clause.covered_by]
    carried += [f"待收入 · to come: `{name}`" for name in clause.planned]
    return (
        str(clause.number),
        f"`{clause.sha256}`",
        both(clause.zh, clause.en),
        "<br>".join(carried) or "—",
        both(clause.why_zh, clause.why_en),
    )


def sources_part() -> Iterator[str]:
    for source in sources().values():
        yield from source_part(source)


def source_part(source: Source) -> Iterator[str]:
    yield from (f"## `{source.id}`", "", source.title.zh, "", source.title.en, "")
    if source.kind != CALLER:
        yield f"- {source.issuer.zh} · {source.issuer.en}"
    dated = source.date or ("" if source.kind == CALLER else "日期未见 · undated")
    yield f"- {dated}{'，' if dated else ''}{KINDS[source.kind]} · {source.kind}"
    yield f"- {source.grade} 级 · grade {source.grade}"
    if source.note.zh:
        yield f"- {source.note.zh} · {source.note.en}"
    yield ""


def dibao_part() -> Iterator[str]:
    rows = table("data/dibao.toml")["standard"]
    yield from in_table(
        (
            "地区 · area",
            "自 · since",
            "至 · through",
            "标准 · monthly",
            "来源 · source",
            "说明 · remark",
        ),
        (
            (
                f"{full_name(standard.area)} `{standard.area}`",
                standard.since.isoformat(),
                standard.through.isoformat(),
                printed(standard.monthly),
                source_link(standard.source),
                both(row.get("note_zh", ""), row.get("note_en", "")),
            )
            for standard, row in zip(bundled(), rows, strict=True)
        ),
    )
    listed = {standard.area for standard in bundled()}
    cities = (area for area in areas().values() if area.kind == "city")
    without = "、".join(city.name for city in cities if city.code not in listed)
    yield ""
    yield f"市区没有任何标准的市 · cities whose districts have none: {without}"


def errors_part() -> Iterator[str]:
    yield from in_table(
        ("代码 · code", "哪里不对 · what is wrong", "怎么办 · what to do"),
        (
            (f"`{code}`", both(text["zh"], text["en"]), both(text["fix_zh"], text["fix_en"]))
            for code, text in sorted(table("data/errors.toml").items())
        ),
    )


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
