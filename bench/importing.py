"""How long importing takes, and what it loads: fresh processes, one statement each."""

import json
import subprocess
import sys
from time import perf_counter

STATEMENTS = {
    "python": "pass",
    "pydantic": "from pydantic import BaseModel",
    "lnunion_rules": "import lnunion_rules",
    "household": "from lnunion_rules import Household, assess_household",
}

OPTIONAL = frozenset(
    (
        "altair",
        "cyclopts",
        "duckdb",
        "hypothesis",
        "narwhals",
        "numba",
        "numpy",
        "pandas",
        "polars",
        "pyarrow",
        "pyspark",
        "python_calamine",
        "rich",
        "vl_convert",
        "xlsxwriter",
    )
)
"""Modules of the optional extras, and of other users' frames: none belongs to the import."""

_TIMED = """
import sys
from time import perf_counter
started = perf_counter()
{statement}
took = perf_counter() - started
import json
roots = sorted({{name.partition(".")[0] for name in sys.modules}})
json.dump([took * 1000, roots], sys.stdout)
"""


def imported(name: str) -> tuple[float, float, set[str]]:
    """Milliseconds of one statement and of its whole process, and the packages then loaded."""
    command = [sys.executable, "-c", _TIMED.format(statement=STATEMENTS[name])]
    started = perf_counter()
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    process = (perf_counter() - started) * 1000
    statement, loaded = json.loads(done.stdout)
    return statement, process, set(loaded)


def rounds(times: int) -> tuple[dict[str, list[float]], set[str]]:
    """Milliseconds of each statement, interleaved; and the optional packages the library loads.

    Bare Python has no statement to time: its figure is the whole process.
    """
    figures: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    optional: set[str] = set()
    for _ in range(times):
        for name, found in figures.items():
            statement, process, loaded = imported(name)
            found.append(process if name == "python" else statement)
            if name == "household":
                optional |= loaded & OPTIONAL
    return figures, optional
