"""One peer in a process of its own: ``python bench/households/one.py MODULE FOLDER [PATH]``.

Prints what it took as JSON and leaves its answers in the folder. The folder is one that
``making.py`` has written; MODULE is a file of this folder, ``by_polars`` say, and PATH one of
several ways in it.
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

sys.path.append(str(Path(__file__).parents[1]))  # families, and the rules in OpenFisca
CALLS, SINGLE_SECONDS, MOST_SINGLES = 3, 0.5, 2_000


def run(module: str, folder: Path, path: str = "") -> dict[str, Any]:
    """Seconds of the import, the first call, each call and what it needs afresh; and the peak."""
    columns = Columns(folder)
    began = perf_counter()
    made = import_module(module)
    imported = perf_counter() - began
    peer: Peer = made.PATHS[path] if path else made.PEER
    given = peer.given(columns)
    first = sum(_call(peer, given)[:2])
    starting, answering = [], []
    for _ in range(CALLS):
        started, answered, found = _call(peer, given)
        starting.append(started)
        answering.append(answered)
    peak = _peak_mib()
    answers = peer.read(found)
    np.savez(folder / f"answers-{module}-{path}.npz", **_whole(answers._asdict()))
    return {
        "imported": imported,
        "first": first,
        "seconds": answering,
        "starting": starting,
        "mib": peak,
        "single": _single(peer, columns),
    }


def _call(peer: Peer, given: Any) -> tuple[float, float, Any]:
    began = perf_counter()
    started = peer.started(given)
    ready = perf_counter()
    found = peer.answered(started)
    return ready - began, perf_counter() - ready, found


def _single(peer: Peer, columns: Columns) -> list[float]:
    """Seconds of single calls for one household, what each needs afresh among them."""
    given = peer.given(columns.one())
    _call(peer, given)
    seconds: list[float] = []
    while sum(seconds) < SINGLE_SECONDS and len(seconds) < MOST_SINGLES:
        seconds.append(sum(_call(peer, given)[:2]))
    return seconds


def _whole(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: np.asarray(column).astype(np.int64) for name, column in answers.items()}


def _peak_mib() -> float:
    """The most memory this process held, its columns included; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:4])))
