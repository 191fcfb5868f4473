"""``make bench``: every figure of the library beside its peers, in one table.

    python bench            everything: 7 rounds, some three minutes
    python bench --quick    that it runs: one round of one call, without OpenFisca

Every measure is taken in processes of its own, in turns, so that a slow minute of the machine
falls on all of them. Ends with 1 where peers disagree; a missed target is only said.
"""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import importing
from machine import shape
from measure import Spread, spread
from peers import PEERS
from table import Row, printed

HERE = Path(__file__).parent
ROUNDS, REPEATS, IMPORTS, HOUSEHOLDS = 7, 5, 21, 1_000_000
WHOLE, UNKNOWN, RULES, FISCA, BUILDING = PEERS
MOST_WHOLE, MOST_RULES, LEAST_TIMES = 100, 10, 100
MOST_IMPORT, MOST_TIMES_PYDANTIC = 200, 2.5
WOMEN, MOST_PLAN, MOST_PLAN_MIB, PLANS = 3_000_000, 20, 3_072, 3


def main(arguments: list[str]) -> int:
    """Measure, print the table, and say whether all answers agree."""
    quick = arguments == ["--quick"]
    if arguments and not quick:
        print(__doc__)
        return 2
    print("\n".join(shape()), end="\n\n")
    names = [name for name in PEERS if not (quick and "openfisca" in name)]
    found = _in_turns(names, 1 if quick else ROUNDS, quick=quick)
    disagreeing = _disagreeing(found)
    columns, differing = _columns(1_000 if quick else HOUSEHOLDS)
    rows = [
        *_cases({name: spread(result["microseconds"]) for name, result in found.items()}),
        Row("families on which these peers disagree", str(disagreeing), "", "0", disagreeing == 0),
        *_imports(1 if quick else IMPORTS),
        *columns,
        *_screening(1_000 if quick else WOMEN, 1 if quick else PLANS),
    ]
    print(printed(rows))
    return 1 if disagreeing or differing else 0


def _in_turns(names: list[str], rounds: int, *, quick: bool) -> dict[str, dict[str, Any]]:
    """Each peer's figures over all rounds, and its answers, which every round must repeat."""
    found: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for name in names:
            loops, repeats = (1, 1) if quick else (PEERS[name].loops, REPEATS)
            result = _in_its_own_process("peers.py", name, str(loops), str(repeats))
            known = found.setdefault(name, {"microseconds": [], "answers": result["answers"]})
            known["microseconds"] += result["microseconds"]
            assert known["answers"] == result["answers"], name
    return found


def _in_its_own_process(script: str, *arguments: str) -> Any:
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _disagreeing(found: dict[str, dict[str, Any]]) -> int:
    """How many families the peers answer differently; equal means equal to the fen."""
    answers = [
        [(category, *map(Decimal, amounts)) for category, *amounts in result["answers"]]
        for result in found.values()
        if result["answers"]
    ]
    return sum(len(set(family)) > 1 for family in zip(*answers, strict=True))


def _cases(found: dict[str, Spread]) -> list[Row]:
    whole, rules = found[WHOLE], found[RULES]
    rows = [
        _timed("whole case: dict to package", whole, MOST_WHOLE),
        _timed("  the same, two wishes unknown", found[UNKNOWN]),
        _timed("rules alone, on ints", rules, MOST_RULES),
    ]
    if FISCA in found:
        fisca, building = found[FISCA], found[BUILDING]
        rows += [
            _timed("OpenFisca-Core, one case", fisca),
            _timed("  of which building its simulation", building),
            _times("OpenFisca-Core / rules alone", fisca.median / rules.median, LEAST_TIMES),
            _times("OpenFisca-Core / whole case", fisca.median / whole.median),
        ]
    return rows


def _timed(what: str, found: Spread, most: int | None = None, unit: str = "us") -> Row:
    between = f"{found.least:,.1f} to {found.most:,.1f}"
    if most is None:
        return Row(what, f"{found.median:,.1f} {unit}", between)
    met = found.median <= most
    return Row(what, f"{found.median:,.1f} {unit}", between, f"at most {most} {unit}", met)


def _times(what: str, ratio: float, least: int | None = None) -> Row:
    if least is None:
        return Row(what, f"{ratio:,.1f} times")
    return Row(what, f"{ratio:,.0f} times", "", f"at least {least} times", ratio >= least)


def _imports(times: int) -> list[Row]:
    figures, optional = importing.rounds(times)
    found = {name: spread(taken) for name, taken in figures.items()}
    ratio = found["lnunion_rules"].median / found["pydantic"].median
    return [
        _timed("a bare Python process", found["python"], unit="ms"),
        _timed("from pydantic import BaseModel", found["pydantic"], unit="ms"),
        _timed("import lnunion_rules", found["lnunion_rules"], MOST_IMPORT, "ms"),
        Row(
            "  times the bare pydantic import",
            f"{ratio:.2f} times",
            "",
            f"at most {MOST_TIMES_PYDANTIC} times",
            ratio <= MOST_TIMES_PYDANTIC,
        ),
        Row(
            "  optional libraries it loads",
            ", ".join(sorted(optional)) or "none",
            "",
            "none",
            not optional,
        ),
    ]


def _columns(households: int) -> tuple[list[Row], int]:
    """The columns path held to the scalar path on random households."""
    if not (HERE / "columns_agree.py").exists():
        return [Row("columns against scalars", "not there yet")], 0
    result = _in_its_own_process("columns_agree.py", str(households))
    differing = int(result["disagreements"])
    return [
        Row(f"columns against scalars, {households:,} households", f"{result['seconds']:.1f} s"),
        Row("  households on which they disagree", str(differing), "", "0", differing == 0),
    ], differing


def _screening(women: int, times: int) -> list[Row]:
    """A roster planned from its file to everyone's year: seconds, and the process's memory."""
    found = [_in_its_own_process("screening.py", str(women)) for _ in range(times)]
    taken = spread([result["seconds"] for result in found])
    memory = max(int(result["mib"]) for result in found)
    return [
        _timed(f"a screening of {women:,} women planned", taken, MOST_PLAN, "s"),
        Row(
            "  the most memory it takes",
            f"{memory:,} MiB",
            "",
            f"at most {MOST_PLAN_MIB:,} MiB",
            memory <= MOST_PLAN_MIB,
        ),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
