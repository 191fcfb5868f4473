"""The house itself: what a module may import and say, and that the package works wherever it lies.

Which floor a module stands on is drawn in docs/house.md and held by tests/test_docs.py.
"""

import ast
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from packaging.requirements import Requirement

import lnunion_rules

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "lnunion_rules"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path for path in (PACKAGE / "rules").glob("*.py") if path.stem != "__init__")
BODIES = ("work_out", "burden_of")
CORE = ("pydantic", "python-dateutil")
AT_HOME = {
    "columns.py": {"narwhals", "numpy"},
    "batch/working/compiled.py": {"numba"},
    "synthetic/chance.py": {"numpy"},
    "synthetic/population.py": {"numpy", "polars", "pyarrow"},
    "synthetic/ledger_columns.py": {"numpy", "polars", "pyarrow"},
    "testing.py": {"hypothesis"},
    "testing_fairs.py": {"hypothesis"},
    "testing_services.py": {"hypothesis"},
    "testing_culture.py": {"hypothesis"},
    "testing_ledgers.py": {"hypothesis"},
    "testing_screening.py": {"hypothesis"},
    "testing_targets.py": {"hypothesis"},
}
"""Optional libraries that are a module's very business, and so stand at its top."""
IN_BATCH = {"narwhals", "numpy", "polars", "pyarrow"}
"""The same of every module in ``batch/``, which nothing loads but those who ask for it."""
FOLDERS = (
    "audit/folder.py",
    "batch/files/parts.py",
    "batch/files/job.py",
    "batch/ledger/across.py",
    "batch/ledger/check.py",
    "batch/ledger/output.py",
    "synthetic/population.py",
    "fair_pages/wall.py",
)
"""Modules that lay out folders, where a slash joins paths."""
OPTIONAL = (
    "altair",
    "cyclopts",
    "dask",
    "distributed",
    "duckdb",
    "hypothesis",
    "narwhals",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pyspark",
    "python_calamine",
    "rich",
    "segno",
    "vl_convert",
    "xlsxwriter",
)


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


every_module = pytest.mark.parametrize("path", MODULES, ids=relative)
every_room = pytest.mark.parametrize("path", ROOMS, ids=relative)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def imported(path: Path, *, top_only: bool = False) -> Iterator[str]:
    """The libraries a module imports, relative imports of its own package left out."""
    found = tree(path).body if top_only else ast.walk(tree(path))
    for node in found:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


@every_module
def test_a_module_names_its_own_package_only_by_dots(path: Path) -> None:
    assert "lnunion_rules" not in set(imported(path))


@every_module
def test_a_library_beyond_the_core_is_imported_where_it_is_used(path: Path) -> None:
    core = {*sys.stdlib_module_names, "pydantic", "pydantic_core", "dateutil"}
    if path.parent.name == "cli":
        core |= {"cyclopts", "rich"}
    if relative(path).startswith("batch/"):
        core |= IN_BATCH
    assert set(imported(path, top_only=True)) - core == AT_HOME.get(relative(path), set())


def test_what_only_engines_bring_is_imported_where_a_test_runs() -> None:
    # Plain `make test` reads these modules too, and has none of their libraries.
    for path in sorted((Path(__file__).parent / "engines").glob("*.py")):
        taken = set(imported(path, top_only=True))
        assert not taken & {"dask", "distributed", "psycopg", "pyspark"}, path.name


@every_module
def test_no_module_but_its_own_imports_numpy_narwhals_or_hypothesis(path: Path) -> None:
    taken = set(imported(path)) & {"numpy", "narwhals", "hypothesis"}
    if relative(path).startswith("batch/"):
        taken -= IN_BATCH
    assert taken <= AT_HOME.get(relative(path), set())


@every_room
def test_no_room_imports_another(path: Path) -> None:
    rooms = {room.stem for room in ROOMS}
    for node in nodes(path, ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        if node.level == 1:
            assert (node.module or "").partition(".")[0] not in rooms
            assert not rooms & {alias.name for alias in node.names}
        assert not (node.module or "").startswith("rules")


def numbers(path: Path) -> Iterator[tuple[int, object]]:
    for node in nodes(path, ast.Constant):
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, (int, float, complex)) and not isinstance(node.value, bool):
            yield node.lineno, node.value


@every_room
def test_no_number_of_the_law_stands_in_a_room(path: Path) -> None:
    # A count of how many bills or values there are (len(...) > 1) needs no more than 0, 1 and 2.
    counting = {
        id(part)
        for node in nodes(path, ast.Compare)
        if isinstance(node, ast.Compare) and _counts(node)
        for part in ast.walk(node)
    }
    bare = [
        (node.lineno, node.value)
        for node in nodes(path, ast.Constant)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in (0, 1)
        and id(node) not in counting
    ]
    assert not bare


def _counts(node: ast.Compare) -> bool:
    left = node.left
    return isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "len"


def bodies(path: Path) -> Iterator[ast.FunctionDef]:
    for node in nodes(path, ast.FunctionDef):
        assert isinstance(node, ast.FunctionDef)
        if node.name in BODIES:
            yield node


@every_room
def test_a_body_says_only_what_reads_the_same_on_columns(path: Path) -> None:
    found = list(bodies(path))
    assert "work_out" in [body.name for body in found]
    for body in found:
        for node in ast.walk(body):
            where = f"{relative(path)}:{getattr(node, 'lineno', '')}"
            assert not isinstance(
                node,
                ast.BoolOp
                | ast.If
                | ast.IfExp
                | ast.For
                | ast.While
                | ast.Try
                | ast.With
                | ast.Match
                | ast.Lambda
                | ast.ListComp
                | ast.GeneratorExp
                | ast.Assert
                | ast.Raise,
            ), where
            if isinstance(node, ast.UnaryOp):
                assert not isinstance(node.op, ast.Not | ast.Invert), where
            if isinstance(node, ast.BinOp):
                assert isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.FloorDiv), where
            if isinstance(node, ast.Compare):
                assert len(node.ops) == 1, where
                assert isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq), where
            if isinstance(node, ast.Call):
                assert isinstance(node.func, ast.Name), where
                assert node.func.id in SPOKEN, where


SPOKEN = {
    "BillSheet",
    "Worksheet",
    "at_least",
    "at_most",
    "both",
    "either",
    "end_of",
    "negated",
    "share_of",
    "split",
    "where",
}
"""The words of the algebra, and the sheet that a body ends in."""


@every_module
def test_no_float_comes_near_money(path: Path) -> None:
    if path.parent.name in ("cli", "upkeep") or path.name == "along.py":
        return  # what is printed of a time is no money; fractions there are exact
    if path.name == "ledger_columns.py":
        return  # how large a made-up union is, and how its payments are spread, is no law's money
    assert not [value for _, value in numbers(path) if isinstance(value, float | complex)]
    for node in nodes(path, ast.Call, ast.BinOp):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("float", "round"), node.lineno
        divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        if divided and relative(path) not in FOLDERS:
            assert isinstance(node, ast.BinOp)
            assert not isinstance(node.right, ast.Constant | ast.Name), node.lineno


@every_module
def test_a_module_stays_short_enough_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 300


def test_every_rule_has_its_code_its_law_and_its_tests() -> None:
    for room in ROOMS:
        assert room.with_suffix(".toml").is_file()
        assert (ROOT / "tests" / "rules" / f"test_{room.stem}.py").is_file()
    assert {path.stem for path in (PACKAGE / "rules").glob("*.toml")} == {r.stem for r in ROOMS}


# From here on the package is moved about and run in a process of its own.


@pytest.fixture(scope="session")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the core's own libraries and nothing else, for a Python without packages."""
    folder = tmp_path_factory.mktemp("core")
    for needed in _closure(CORE):
        for file in needed.files or ():
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(needed.locate_file(top))
    return folder


def _closure(names: tuple[str, ...]) -> list[Distribution]:
    found: dict[str, Distribution] = {}
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = distribution(name)
            needed = map(Requirement, found[name].requires or ())
            wanted += [r.name for r in needed if not r.marker or r.marker.evaluate({"extra": ""})]
    return list(found.values())


def run(code: str, *paths: Path, bare: bool = True) -> str:
    """What the code prints, run where only ``paths`` hold packages (``bare``), or beside ours."""
    flags = ["-S", "-s"] if bare else ["-s"]
    done = subprocess.run(
        [sys.executable, *flags, "-W", "error", "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


FAMILY = (ROOT / "examples" / "one_family.json").read_text(encoding="utf-8")
ANSWER = """
import datetime, sys
from {package} import Household, assess_household, load_policy
family = Household.model_validate_json({family!r})
found = assess_household(family, on=datetime.date(2018, 12, 31))
print(found.model_dump_json())
print(load_policy().sha256)
"""
LOADED = "print(sorted({m.partition('.')[0] for m in sys.modules} & set({optional!r})))"


def answer(package: str) -> str:
    return ANSWER.format(package=package, family=FAMILY)


@pytest.fixture(scope="session")
def expected() -> str:
    return run(answer("lnunion_rules"), PACKAGE.parent, bare=False)


def copied(to: Path) -> Path:
    """The package under another name, with its data and without what Python made of it."""
    vendor = to / "adapter" / "_vendor"
    copytree(PACKAGE, vendor / "lnunion_rules", ignore=ignore_patterns("__pycache__"))
    (to / "adapter" / "__init__.py").touch()
    (vendor / "__init__.py").touch()
    return to


VENDORED = "adapter._vendor.lnunion_rules"


def test_it_works_without_any_extra(core: Path, expected: str) -> None:
    loaded = LOADED.replace("{optional!r}", repr(OPTIONAL))
    found = run(answer("lnunion_rules") + loaded, PACKAGE.parent, core)
    assert found == expected + "[]\n"


def test_it_works_vendored_in_a_folder(tmp_path: Path, core: Path, expected: str) -> None:
    assert run(answer(VENDORED), copied(tmp_path), core) == expected


def test_it_works_vendored_in_a_zip(tmp_path: Path, core: Path, expected: str) -> None:
    copied(tmp_path / "files")
    archive = tmp_path / "adapter.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted((tmp_path / "files").rglob("*")):
            zipped.write(path, path.relative_to(tmp_path / "files"))
    assert run(answer(VENDORED), archive, core) == expected


def test_it_works_vendored_beside_an_installed_copy(tmp_path: Path, expected: str) -> None:
    both = f"""
{answer(VENDORED)}
mine = Household
{answer("lnunion_rules")}
assert mine is not Household
assert (mine.__module__, Household.__module__) == ("{VENDORED}.people", "lnunion_rules.people")
"""
    assert run(both, copied(tmp_path), bare=False) == expected * 2


def test_a_vendored_copy_does_not_load_the_installed_one(tmp_path: Path) -> None:
    told = (
        f"{answer(VENDORED)}\nassert not [m for m in sys.modules if m.startswith('lnunion_rules')]"
    )
    run(told, copied(tmp_path), bare=False)


AUDIT = """
import sys
opened = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
sys.addaudithook(note)
from lnunion_rules import *
print([path for path in opened if path.endswith((".toml", ".csv", ".json"))])
print(sorted({m.partition(".")[0] for m in sys.modules} & set(OPTIONAL)))
print(sorted(m for m in sys.modules if m.startswith("lnunion_rules.") and "explain" in m))
"""


def test_importing_every_name_reads_no_data_and_loads_no_optional_library() -> None:
    found = run(AUDIT.replace("OPTIONAL", repr(OPTIONAL)), PACKAGE.parent, bare=False)
    assert found.splitlines() == ["[]", "[]", "[]"]


ONE_FAMILY = """
import sys
import lnunion_rules
print(sorted(m for m in sys.modules if m.startswith("lnunion_rules.")))
from lnunion_rules import Household, assess_household
others = ("welfare", "targets", "casework", "screening", "jobfair", "fairs", "verifying")
print(sorted(m for m in sys.modules if m.removeprefix("lnunion_rules.") in others))
"""


def test_a_name_of_the_front_door_is_loaded_when_it_is_first_asked_for() -> None:
    found = run(ONE_FAMILY, PACKAGE.parent, bare=False)
    assert found.splitlines() == ["['lnunion_rules.version']", "[]"]


def test_the_front_door_says_of_each_name_where_it_lives_and_what_it_is() -> None:
    typed = {
        alias.name: str(node.module)
        for node in nodes(PACKAGE / "__init__.py", ast.ImportFrom)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    typed.pop("__version__")
    assert typed == lnunion_rules._MODULES
    assert sorted(lnunion_rules.__all__) == sorted([*typed, "__version__"])
    assert set(lnunion_rules.__all__) <= set(dir(lnunion_rules))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = lnunion_rules.no_such_name


def test_what_needs_an_extra_names_the_library_it_needs(core: Path) -> None:
    for module, library in (("columns", "narwhals"), ("testing", "hypothesis")):
        code = f"""
try:
    import lnunion_rules.{module}
except ModuleNotFoundError as missing:
    print(missing.name)
"""
        assert run(code, PACKAGE.parent, core) == f"{library}\n"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_is_pure_python_and_holds_code_data_and_types(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if name.startswith("lnunion_rules/")}
        licences = [name for name in packed.namelist() if name.endswith("LICENSE")]
    here = {
        f"lnunion_rules/{relative(path)}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == here
    assert "lnunion_rules/py.typed" in names
    assert "lnunion_rules/data/dibao.toml" in names
    assert len(licences) == 1


def test_the_wheel_works_where_it_lies(wheel: Path, core: Path, expected: str) -> None:
    assert run(answer("lnunion_rules"), wheel, core) == expected


def test_the_answer_does_not_depend_on_optimisation_locale_or_hashing(
    core: Path, expected: str
) -> None:
    for extra in ({"PYTHONOPTIMIZE": "2"}, {"LC_ALL": "C"}, {"PYTHONHASHSEED": "7"}):
        done = subprocess.run(
            [sys.executable, "-S", "-s", "-c", answer("lnunion_rules")],
            check=True,
            capture_output=True,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{core}",
                **extra,
            },
        )
        assert done.stdout.decode() == expected
    assert json.loads(expected.splitlines()[0])["household_id"] == "LN-0001"
