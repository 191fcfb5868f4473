"""The command line as a program of its own: other locales, pipes, ``-O``, ``-m``, no extras."""

import io
import json
import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from lnunion_rules import load_policy
from lnunion_rules.cases import lines_of
from lnunion_rules.cli.assess import _answer_lines
from lnunion_rules.synthetic.ledger_columns import write_synthetic_ledger

ROOT = Path(__file__).parent.parent
FAMILY, FAMILIES = ROOT / "examples" / "one_family.json", ROOT / "examples" / "families.jsonl"
ON = ("--on", "2018-12-31")
PLAIN = {"PATH": os.environ["PATH"]}


def ran(*command: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(word) for word in command],
        check=False,
        capture_output=True,
        input=stdin,
        timeout=60,
        env={**PLAIN, **environment},
    )


def program(*arguments: object, **more) -> subprocess.CompletedProcess:
    return ran(sys.executable, "-m", "lnunion_rules", *arguments, **more)


IN_C = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
IN_LATIN = {**IN_C, "PYTHONIOENCODING": "latin-1"}


@pytest.mark.parametrize("locale", [IN_C, IN_LATIN, {"LANG": "zh_CN.UTF-8"}])
def test_output_is_utf_8_whatever_the_locale(locale):
    shown = program("assess", FAMILY, *ON, "--lang", "zh", **locale)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "困难类别：相对困难" in shown.stdout.decode()
    as_json = program("assess", FAMILY, *ON, "--json", **locale)
    assert json.loads(as_json.stdout.decode())["household_id"] == "LN-0001"
    refused = program("assess", "没有.json", "--lang", "zh", **locale)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode().startswith("错误 file-not-found（CASE）：找不到这个文件。")
    helped = program("--help", **locale)
    assert helped.returncode == 0


def test_the_same_bytes_come_out_of_every_process():
    runs = {
        program("assess", FAMILY, *ON, "--json", PYTHONHASHSEED=seed).stdout for seed in ("0", "7")
    }
    runs.add(
        ran(sys.executable, "-O", "-m", "lnunion_rules", "assess", FAMILY, *ON, "--json").stdout
    )
    assert len(runs) == 1


def test_optimised_python_refuses_the_same():
    probes = [b"[" * 100_000, b'{"annual_disposable_income": 1e999999}', b"{}", b"\xff\xff"]
    for data in probes:
        usual, optimised = (
            ran(sys.executable, *flags, "-m", "lnunion_rules", "assess", "-", "--json", stdin=data)
            for flags in ((), ("-OO",))
        )
        assert (usual.returncode, optimised.returncode) == (2, 2)
        assert usual.stdout == optimised.stdout
        assert b"Traceback" not in usual.stderr + optimised.stderr


def test_the_installed_command_is_the_same_program():
    command = Path(sys.executable).with_name("lnunion")
    assert ran(command, "assess", FAMILY, *ON, "--json").stdout == (
        program("assess", FAMILY, *ON, "--json").stdout
    )


def test_a_reader_that_goes_away_is_met_with_silence():
    many = b"\n".join([FAMILIES.read_bytes().splitlines()[0]] * 20)
    reader, writer = os.pipe()
    os.close(reader)
    for stdin, arguments in ((many, ("assess", "-", *ON)), (b"", ("assess", FAMILY, *ON)),
                             (b"", ("assess", "none", "--json")), (b"", ("--help",))):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "lnunion_rules", *map(str, arguments)],
            check=False,
            input=stdin,
            stdout=writer,
            stderr=subprocess.PIPE,
            env=PLAIN,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (141, b""), arguments
    os.close(writer)


def test_many_cases_flow_through_a_pipe():
    data = FAMILIES.read_bytes() * 3
    done = program("assess", "-", *ON, stdin=data)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(data.splitlines())
    assert done.stderr == b""


WITHOUT = (
    "import sys; sys.modules[{name!r}] = None; "
    "from lnunion_rules.cli import main; sys.exit(main({arguments!r}))"
)


@pytest.mark.parametrize("name", ["cyclopts", "rich"])
def test_without_its_extra_the_command_line_says_in_one_line_what_to_install(name):
    done = ran(sys.executable, "-c", WITHOUT.format(name=name, arguments=["demo"]))
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.count("pip install 'lnunion-rules[cli]'") == 2
    assert "附加组件" in line
    assert "extra" in line


LOADED = (
    "import sys; from lnunion_rules.cli import main; "
    "status = main({arguments!r}); print(*sys.modules, file=sys.stderr); sys.exit(status)"
)


def test_an_answer_as_json_loads_nothing_it_does_not_need():
    arguments = ["assess", str(FAMILY), *ON, "--json"]
    done = ran(sys.executable, "-c", LOADED.format(arguments=arguments))
    assert done.returncode == 0
    loaded = done.stderr.decode().split()
    ours = ("explain", "upkeep", "schemas", "policy_files", "cli.policy", "cli.tables")
    unneeded = {"rich", "numpy", "polars", "narwhals", *(f"lnunion_rules.{name}" for name in ours)}
    assert "lnunion_rules.cli.assess" in loaded
    assert unneeded.isdisjoint(loaded)


class Endless(io.RawIOBase):
    """A stream of the same case, so many times."""

    def __init__(self, line: bytes, times: int) -> None:
        self.line, self.left, self.rest = line, times, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self.rest and self.left:
            self.left -= 1
            self.rest = self.line
        some, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


class Nowhere(io.BytesIO):
    """Somewhere to write that keeps nothing."""

    def write(self, data) -> int:
        return len(data)


def test_a_stream_of_cases_takes_no_more_memory_the_longer_it_is():
    line = FAMILIES.read_bytes().splitlines()[0] + b"\n"

    def peak(times: int) -> int:
        tracemalloc.start()
        stream = io.BufferedReader(Endless(line, times))
        found = _answer_lines(lines_of(stream), Nowhere(), date(2018, 12, 31), load_policy(), "zh")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (found.cases, found.refused) == (times, None)
        return highest

    peak(20)
    assert peak(1000) < peak(100) + 200_000


@pytest.mark.parametrize(("lang", "rate"), [("zh", "每秒"), ("en", "rows/s")])
def test_long_work_shows_how_far_it_is_and_how_fast_on_a_terminal_only(tmp_path, lang, rate):
    write_synthetic_ledger(tmp_path, rows=6_000)
    command = ("welfare", tmp_path / "ledger", "--roster", tmp_path / "roster", "--lang", lang)
    silent = program(*command, "--json")
    assert (silent.returncode, silent.stderr) == (1, b"")
    terminal, stderr = os.openpty()
    words = [sys.executable, "-m", "lnunion_rules", *map(str, command), "--json"]
    environment = {**PLAIN, "TERM": "xterm", "COLUMNS": "120"}
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=stderr, env=environment) as shown,
        ThreadPoolExecutor() as reader,
    ):
        os.close(stderr)
        told = reader.submit(everything_on, terminal)
        out, _ = shown.communicate()
    os.close(terminal)
    assert out == silent.stdout
    assert rate in told.result()
    assert "100%" in told.result()


def everything_on(terminal: int) -> str:
    """What a program writes on a terminal until it ends."""
    told = b""
    while True:
        try:
            piece = os.read(terminal, 10_000)
        except OSError:  # nobody is left to write
            piece = b""
        if not piece:
            return told.decode()
        told += piece
