"""Every example in the pages and the docstrings runs: one page, one test.

In a page a `python` block is run, an `output` block must be exactly what the block before it
printed, and a `console` block holds commands after `$ ` with exactly what each of them prints,
up to a last line `...`. In a docstring `>>>` examples are run.
"""

import doctest
import io
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path

import pytest
from sybil import Document, Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.example import SybilFailure
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser

ROOT = Path(__file__).parent


def run_python(example: Example) -> None:
    lines = "\n" * (example.line + example.parsed.line_offset)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(lines + example.parsed, example.path, "exec"), example.namespace)
    example.namespace["printed"] = printed.getvalue()


def compare_output(example: Example) -> str | None:
    return differing(example.parsed, example.namespace.pop("printed"))


def run_commands(example: Example) -> str | None:
    for block in f"\n{example.parsed}".split("\n$ ")[1:]:
        command, _, shown = block.partition("\n")
        program, *words = shlex.split(command)
        if program != "lnunion":
            return f"only lnunion commands are run, not {program}"
        done = subprocess.run(
            [sys.executable, "-m", "lnunion_rules", *words],
            check=False,
            capture_output=True,
            encoding="utf-8",
            env={"COLUMNS": "120", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")},
        )
        if wrong := differing(shown, done.stdout + done.stderr):
            return wrong
    return None


def differing(shown: str, printed: str) -> str | None:
    expected, found = lines_of(shown), lines_of(printed)
    if expected[-1:] == ["..."]:
        expected.pop()
        found = found[: len(expected)]
    if expected == found:
        return None
    return f"the page shows:\n{shown}\nwhat is printed:\n{printed}"


def lines_of(block: str) -> list[str]:
    return [line.rstrip() for line in block.strip().splitlines()]


PAGES = Sybil(
    parsers=[
        CodeBlockParser("python", run_python),
        CodeBlockParser("output", compare_output),
        CodeBlockParser("console", run_commands),
    ],
    patterns=["*.md"],
)
DOCSTRINGS = Sybil(
    parsers=[DocTestParser(doctest.ELLIPSIS)],
    patterns=["src/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)


class Page(pytest.File):
    """One file with its examples, which share names and so must run in one place and in order."""

    def collect(self):
        sybil = PAGES if self.path.suffix == ".md" else DOCSTRINGS
        document = sybil.parse(self.path)
        if document.regions:
            yield Examples.from_parent(self, name="examples", document=document)


class Examples(pytest.Item):
    def __init__(self, *, document: Document, **kwargs) -> None:
        super().__init__(**kwargs)
        self.document = document

    def runtest(self) -> None:
        with chdir(ROOT):
            for example in self.document.examples():
                example.evaluate()

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, 0, f"examples of {self.path.relative_to(ROOT)}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    if file_path.suffix == ".md" or (
        file_path.suffix == ".py" and ROOT / "src" in file_path.parents
    ):
        return Page.from_parent(parent, path=file_path)
    return None
