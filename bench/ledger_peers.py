"""One check of a ledger in a process of its own: ``ledger_peers.py NAME FOLDER OUT``.

Prints JSON: seconds by the clock and of the processor, and the totals in fen by purpose.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time

ON = date(2026, 12, 31)


def columns(data: Path, out: Path) -> dict[str, int]:
    """The library's own check by columns."""
    from lnunion_rules.audit import unions_from
    from lnunion_rules.batch.ledger import check_ledger_files

    unions = unions_from((data / "unions.parquet").read_bytes(), "parquet")
    found = check_ledger_files(data / "ledger", data / "roster", unions, out, on=ON)
    return {purpose: int(yuan * 100) for purpose, yuan in found.totals.items()}


def _by_hand(module: str) -> Callable[[Path, Path], dict[str, int]]:
    def check(data: Path, out: Path) -> dict[str, int]:
        out.mkdir()
        totals: dict[str, int] = import_module(module).check(data, out)
        return totals

    return check


PEERS = {
    "columns": columns,
    "duckdb": _by_hand("welfare_duckdb"),
    "polars": _by_hand("welfare_polars"),
}
_ENGINES = {"columns": "lnunion_rules.batch.ledger", "duckdb": "duckdb", "polars": "polars"}


if __name__ == "__main__":
    name, folder, findings = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    import_module(_ENGINES[name])
    began, idle = perf_counter(), process_time()
    totals = PEERS[name](folder, findings)
    taken, worked = perf_counter() - began, process_time() - idle
    json.dump({"seconds": taken, "processor": worked, "totals": totals}, sys.stdout)
