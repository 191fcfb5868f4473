"""One peer in a process of its own.

    python bench/households/making.py 1000000 FOLDER          the population, once
    python bench/households/one.py by_polars FOLDER           a peer of one way
    python bench/households/one.py by_ttsim FOLDER jax        one of several ways
    python bench/households/one.py by_polars FOLDER "" 10     the population ten times over

Prints what it took as JSON, and leaves its answers in the folder. The interpreter is that of
``.venv-bench``, and of ``.venv-ttsim`` for ttsim.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from columns import Columns
from peer import Peer

sys.path.append(str(Path(__file__).parents[1]))  # the rules in OpenFisca, which one family shares

CALLS, SINGLE_SECONDS, MOST_SINGLES = 3, 0.5, 2_000


def run(module: str, folder: Path, path: str = "", times: int = 1) -> dict[str, Any]:
    """Seconds of importing, of the first call, and of each call; MiB; seconds of one household."""
    columns = Columns(folder, times=times)
    began = perf_counter()
    made = import_module(module)
    imported = perf_counter() - began
    peer: Peer = made.PATHS[path] if path else made.PEER
    given = peer.given(columns)
    starting, seconds, _ = _call(peer, given)
    first = starting + seconds
    calls = []
    for _ in range(CALLS):
        *taken, found = _call(peer, given)
        calls.append(taken)
    peak = _peak_mib()
    if times == 1:
        _keep(peer.read(found)._asdict(), folder / f"answers-{module}-{path}.npz")
    return {
        "imported": imported,
        "first": first,
        "starting": [starting for starting, _ in calls],
        "seconds": [seconds for _, seconds in calls],
        "mib": peak,
        "single": _single(peer, columns.one()),
    }


def _call(peer: Peer, given: Any) -> tuple[float, float, Any]:
    began = perf_counter()
    started = peer.started(given)
    ready = perf_counter()
    found = peer.answered(started)
    return ready - began, perf_counter() - ready, found


def _single(peer: Peer, one: Columns) -> list[float]:
    """Seconds of single calls for one household, what each needs afresh among them."""
    given = peer.given(one)
    _call(peer, given)
    seconds: list[float] = []
    while sum(seconds) < SINGLE_SECONDS and len(seconds) < MOST_SINGLES:
        seconds.append(sum(_call(peer, given)[:2]))
    return seconds


def _keep(answers: dict[str, Any], path: Path) -> None:
    np.savez(path, **{name: np.asarray(of).astype(np.int64) for name, of in answers.items()})


def _peak_mib() -> float:
    """The most memory this process held, its columns among it; 0 where the system is silent."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    name, place, *others = sys.argv[1:]
    print(json.dumps(run(name, Path(place), others[0] if others else "", *map(int, others[1:2]))))
