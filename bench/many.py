"""Many households: the same rules in each peer's own best style, on the same synthetic columns.

Rules only, on ready columns: classification (2016 set), living relief, education aid of each
child, medical aid, and of each its reason. What a peer is stands in ``households/``: one file
each, which ``households/one.py`` runs in a process of its own, in turns with the others. Making
its columns is not timed. Every answer is held to plain Python on whole numbers.

The rules of those written by hand are those of one day; OpenFisca's has its dated figures. What
nobody in this population states (other payers, other aid for a child) is spared to all of them.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from measure import Spread, spread
from table import Row, aligned, timed

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(__file__).parent / "households"
MILLION = 1_000_000


class Place(NamedTuple):
    """Where a peer is: its file, one of several ways in it, and what it needs to be there."""

    module: str
    path: str = ""
    needs: str = ""
    own: str = ""
    """The name of its own environment, where it cannot share the bench's."""
    floats: bool = False
    """Whether it counts in 32-bit floats, so that wrong answers are no fault of the rules here."""


BLOCKS, COMPILED = "this library, numpy blocks", "this library, compiled"
NARWHALS = "this library, narwhals on Polars"
NUMPY, POLARS, PYTHON = "numpy, whole columns", "Polars", "plain Python on ints"
OPENFISCA, POLICYENGINE = "OpenFisca-Core", "PolicyEngine-core"
TTSIM, TTSIM_JAX = "ttsim, numpy backend", "ttsim, JAX backend"

PEERS = {
    BLOCKS: Place("by_lnunion", "blocks"),
    COMPILED: Place("by_lnunion", "compiled", needs="numba"),
    NARWHALS: Place("by_lnunion", "narwhals"),
    NUMPY: Place("by_numpy"),
    POLARS: Place("by_polars"),
    "pandas": Place("by_pandas", needs="pandas"),
    "DuckDB": Place("by_duckdb", needs="duckdb"),
    TTSIM: Place("by_ttsim", "numpy", own="ttsim"),
    TTSIM_JAX: Place("by_ttsim", "jax", own="ttsim"),
    OPENFISCA: Place("by_openfisca", needs="openfisca_core", floats=True),
    POLICYENGINE: Place("by_policyengine", needs="policyengine_core", floats=True),
    PYTHON: Place("by_python"),
}
QUICK = (BLOCKS, COMPILED, NARWHALS, NUMPY, POLARS, PYTHON)
OURS = (BLOCKS, COMPILED, NARWHALS)

LEAST = {
    BLOCKS: {OPENFISCA: 5, POLICYENGINE: 1.3, TTSIM: 2.5, TTSIM_JAX: 2.5, POLARS: 2.5},
    COMPILED: {OPENFISCA: 10, POLICYENGINE: 2.5, TTSIM: 5, TTSIM_JAX: 5, POLARS: 5},
    NARWHALS: {POLARS: 0.9},
}
"""How many times as long as a path of this library a peer should take."""
MOST_SINGLE = 1_000
"""Microseconds of one household through the columns."""
LEAST_SHARE = 0.12
"""Of the bandwidth limit with sparse bills, at ten million households."""


class Found(NamedTuple):
    """One peer: what its processes told, and on how many households it is wrong."""

    told: list[dict[str, Any]]
    wrong: int

    def of(self, name: str) -> Spread:
        """A measure over all calls, in seconds."""
        return spread([second for one in self.told for second in _listed(one[name])])

    @property
    def seconds(self) -> Spread:
        """The calls that the targets are held to."""
        return self.of("seconds")


def _listed(figure: Any) -> list[float]:
    return figure if isinstance(figure, list) else [figure]


def measured(households: int, rounds: int, names: Iterable[str] = PEERS) -> dict[str, Found]:
    """Every peer that can be had, in turns, each in a process of its own."""
    pythons = {name: python for name in names if (python := _python(PEERS[name]))}
    with TemporaryDirectory() as folder:
        _script("making.py", str(households), folder)
        told: dict[str, list[dict[str, Any]]] = {name: [] for name in pythons}
        for _ in range(rounds):
            for name, python in pythons.items():
                told[name].append(_one(PEERS[name], folder, python))
        return {name: Found(of, _wrong(Path(folder), PEERS[name])) for name, of in told.items()}


def at_scale(households: int, times: int, rounds: int) -> list[Row]:
    """This library's paths on a population and on the same several times over, and the limit."""
    limits = []
    names = [name for name in OURS if _python(PEERS[name])]
    told: dict[str, dict[int, list[Any]]] = {name: {1: [], times: []} for name in names}
    with TemporaryDirectory() as folder:
        _script("making.py", str(households), folder)
        for _ in range(rounds):
            for name, of in told.items():
                for many, of_size in of.items():
                    of_size.append(_one(PEERS[name], folder, sys.executable, many))
            limits.append(json.loads(_script("bandwidth.py", folder, str(times))))
    found = {name: (Found(of[1], 0), Found(of[times], 0)) for name, of in told.items()}
    return [*_scale_rows(found, households, times), *_limit_rows(found, limits, households * times)]


def _python(place: Place) -> str | None:
    """The interpreter that has what a peer needs; its own environment is made where it is not."""
    if not place.own:
        return None if place.needs and not find_spec(place.needs) else sys.executable
    home = ROOT / f".venv-{place.own}"
    target = f"{home.name}/{place.own}.installed"
    made = subprocess.run(["make", target], stdout=subprocess.DEVNULL, cwd=ROOT, check=False)
    return None if made.returncode else str(home / "bin" / "python")


def _script(script: str, *arguments: str, python: str = sys.executable) -> str:
    command = [python, str(SCRIPTS / script), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def _one(place: Place, folder: str, python: str, times: int = 1) -> dict[str, Any]:
    printed = _script("one.py", place.module, folder, place.path, str(times), python=python)
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


def _wrong(folder: Path, place: Place) -> int:
    """On how many households a peer answers anything else than plain Python on whole numbers."""
    children = np.load(folder / "children.h.npy")
    theirs, exact = (
        np.load(folder / f"answers-{of.module}-{of.path}.npz") for of in (place, PEERS[PYTHON])
    )
    wrong = np.zeros(len(exact["category"]), np.bool_)
    for name in exact.files:
        differing = np.flatnonzero(theirs[name] != exact[name])
        wrong[children[differing] if name.startswith("education") else differing] = True
    return int(wrong.sum())


HEADS = (
    "million/s", "s, best to worst", "wrong", "inputs set, s", "import, s", "first, s", "one, us",
    "MiB",
)  # fmt: skip
ABSENT = ("not here", *[""] * (len(HEADS) - 1))


def table(found: dict[str, Found], households: int, names: Iterable[str] = PEERS) -> str:
    """One line a peer: its rate and all that is told beside it."""
    lines = [
        (name, *(_figures(found[name], households) if name in found else ABSENT)) for name in names
    ]
    return aligned([(f"{households:,} households", *HEADS), *lines])


def _figures(of: Found, households: int) -> tuple[str, ...]:
    seconds, starting = of.seconds, of.of("starting").median
    return (
        f"{households / seconds.median / MILLION:.2f}",
        f"{seconds.least:.4f} to {seconds.most:.4f}",
        f"{of.wrong:,}",
        f"{starting:.2f}" if starting > seconds.median / 100 else "",
        f"{of.of('imported').median:.2f}",
        f"{of.of('first').median:.2f}",
        f"{of.of('single').median * MILLION:,.0f}",
        f"{of.of('mib').most:,.0f}",
    )


def rows(found: dict[str, Found]) -> list[Row]:
    """Peers' times held to the targets, and wrong answers of those that count in whole numbers."""
    held = []
    for path, targets in LEAST.items():
        for name, least in targets.items():
            if name in found and path in found:
                theirs, ours = found[name].seconds, found[path].seconds
                times = theirs.median / ours.median
                best = f"best by best {theirs.least / ours.least:.2f}"
                what = f"{name}: its time / {path}"
                held.append(Row(what, f"{times:.2f}", best, f"at least {least}", times >= least))
    for path in (BLOCKS, COMPILED):
        if path in found:
            taken = Spread(*(second * MILLION for second in found[path].of("single")))
            held.append(timed(f"{path}: one household", taken, MOST_SINGLE))
    differing = wrong(found)
    return [*held, Row("wrong, in whole numbers", f"{differing:,}", "", "0", not differing)]


def wrong(found: dict[str, Found]) -> int:
    """Wrong answers of the peers that count in whole numbers."""
    return sum(of.wrong for name, of in found.items() if not PEERS[name].floats)


def _scale_rows(
    found: dict[str, tuple[Found, Found]], households: int, times: int
) -> Iterable[Row]:
    for name, (small, large) in found.items():
        growth = large.seconds.median / small.seconds.median
        yield _rate(f"{name}: {households * times:,} households", large.seconds, households * times)
        yield Row("  peak memory", f"{large.of('mib').most:,.0f} MiB")
        what = f"  times its {households:,}"
        yield Row(what, f"{growth:.1f}", "", f"at most {times}", growth <= times)


def _limit_rows(
    found: dict[str, tuple[Found, Found]], limits: list[dict[str, Any]], households: int
) -> Iterable[Row]:
    """The limits, and how near the fastest path comes; it has bills as a table, which are held."""
    best = min(large.seconds.median for _, large in found.values())
    for bills, least in (("sparse", LEAST_SHARE), ("dense", None)):
        taken = spread([second for limit in limits for second in limit[bills]["seconds"]])
        size, share = limits[0][bills]["bytes"], taken.median / best
        what = f"bandwidth limit, {bills} bills, {size:.0f} bytes a household"
        yield _rate(what, taken, households)
        target = (f"at least {least:.0%}", share >= least) if least else ()
        yield Row("  the fastest path / the limit", f"{share:.1%}", "", *target)


def _rate(what: str, taken: Spread, households: int) -> Row:
    between = f"{taken.least:.3f} to {taken.most:.3f} s"
    return Row(what, f"{households / taken.median / MILLION:.1f} M/s", between)
