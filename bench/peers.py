"""One peer in a process of its own: ``python bench/peers.py NAME LOOPS REPEATS`` prints JSON."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import families
from measure import runs


class Peer(NamedTuple):
    """A way to answer a family, by module; ``part`` is another function of it to be timed."""

    module: str
    loops: int
    case: Callable[[], dict[str, Any]] = lambda: families.FAMILY
    part: str = "prepared"
    answers: bool = True


PEERS = {
    "whole case": Peer("whole_case", 200),
    "whole case, two wishes unknown": Peer("whole_case", 200, families.example, answers=False),
    "rules alone": Peer("rules_alone", 4000),
    "openfisca": Peer("openfisca_family", 30),
    "openfisca, building": Peer("openfisca_family", 30, part="built", answers=False),
}


def result(name: str, loops: int, repeats: int) -> dict[str, Any]:
    """Microseconds a case, one figure a run, and the answers to be compared."""
    peer = PEERS[name]
    module = import_module(peer.module)
    once = getattr(module, peer.part)(peer.case())
    return {
        "microseconds": runs(once, loops=loops, repeats=repeats),
        "answers": [
            [str(part) for part in module.read(module.prepared(case)())]
            for case in families.families()
            if peer.answers
        ],
    }


if __name__ == "__main__":
    json.dump(result(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
