"""The pages say what the data, the code and the other pages say."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "lnunion_rules"
PAGES = sorted(
    page
    for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "rules", ROOT / "examples")
    for page in folder.glob("*.md")
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
MAP = re.compile(r"## Floors\n.*?```text\n(.*?)```", re.DOTALL)
AT_CALL_TIME = {
    ("findings", "explain"),
    ("rules", "casework"),
    ("rules", "funds"),
    ("rules", "targets"),
    ("rules", "welfare"),
}
"""The imports against the stream; docs/house.md says why."""


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_the_made_parts_of_the_pages_are_what_the_data_makes():
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
    stale = [page.name for page, says in made.items() if page.read_bytes() != says.encode()]
    assert not stale, "run: python docs/generate.py"


def test_every_relative_link_leads_to_a_file():
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in LINK.findall(text(page))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert not broken


def test_every_rule_has_a_page_and_the_index_leads_to_every_page():
    index = text(ROOT / "docs" / "index.md").split()
    rules = {f"rules/{rule.stem}" for rule in PACKAGE.glob("rules/*.toml")}
    pages = {
        page.relative_to(ROOT / "docs").with_suffix("").as_posix()
        for page in PAGES
        if ROOT / "docs" in page.parents
    }
    assert rules <= pages
    assert pages - {"index"} <= set(index)


def test_both_readmes_show_the_same_family():
    blocks = [
        re.findall(r"```(?:python|output|sh)\n(.*?)```", text(ROOT / name), re.DOTALL)
        for name in ("README.md", "README.zh-CN.md")
    ]
    code = [[re.sub(r"#.*", "", block) for block in found] for found in blocks]
    assert code[0] == code[1]
    assert len(code[0]) == 7


def test_the_map_of_the_house_names_every_module_and_no_arrow_goes_up():
    floors = floors_on_the_map()
    modules = {room_of(path) for path in PACKAGE.rglob("*.py")}
    assert set(floors) == modules
    upward = {
        (module, imported)
        for path in PACKAGE.rglob("*.py")
        for module, imported in arrows(path)
        if floors[imported] < floors[module]
    }
    assert upward == AT_CALL_TIME


def floors_on_the_map() -> dict[str, int]:
    drawn = MAP.search(text(ROOT / "docs" / "house.md"))
    assert drawn is not None
    floors: dict[str, int] = {}
    for floor, line in enumerate(drawn[1].splitlines()):
        for name in re.findall(r"[a-z_]+(?=[ ,/]|$)", line.partition("  ")[2]):
            assert name not in floors, f"{name} stands on two floors"
            floors[name] = floor
    return floors


def room_of(path: Path) -> str:
    """The name on the map: a module, or the folder it lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def arrows(path: Path) -> Iterator[tuple[str, str]]:
    """Every import inside the package, wherever in the file it stands."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            named = [node.module] if node.module else [alias.name for alias in node.names]
            for name in named:
                yield room_of(path), name.partition(".")[0]
