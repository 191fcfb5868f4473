"""``make bench``: every figure of the library beside its peers, in one table.

    python bench                        everything, some forty minutes
    python bench cases                  one household, imports, columns: two minutes
    python bench gaps                   households of whom amounts are unknown, and one by one
    python bench ledgers                ledgers beside DuckDB and Polars by hand, and to a workbook
    python bench scale                  ledgers of ten and a hundred million rows, by the command
    python bench targets                a province's plan; a country's households placed in years
    python bench services               employment services of a million people
    python bench screening              three million women planned, from their file
    python bench households             a million households beside nine peers: ten minutes
    python bench millions               ten million of them, beside the bandwidth of the memory
    python bench --quick                that it runs: one round of little, without OpenFisca

Every measure is taken in processes of its own, in turns, so that a slow minute of the machine
falls on all of them. Ends with 1 where peers disagree; a missed target is only said.
"""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import gaps
import importing
import ledgers
import many
from machine import shape
from measure import Spread, spread
from peers import PEERS
from table import Row, printed, timed

HERE = Path(__file__).parent
ROUNDS, REPEATS, IMPORTS, HOUSEHOLDS, PEOPLE = 7, 5, 21, 1_000_000, 1_000_000
WHOLE, UNKNOWN, RULES, FISCA, BUILDING = PEERS
MOST_WHOLE, MOST_RULES, LEAST_TIMES = 100, 10, 100
MOST_IMPORT, MOST_TIMES_PYDANTIC, MOST_SERVICES = 200, 2.5, 2
WOMEN, MOST_PLAN, MOST_PLAN_MIB, PLANS = 3_000_000, 20, 3_072, 3
HOUSEHOLD_ROUNDS, MILLIONS_ROUNDS, TIMES_OVER = 5, 3, 10
COUNTRY = 5_500_000
MOST_PROVINCE, MOST_COUNTRY, MOST_MEMORY = 100, 30, 2_048


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and say whether all answers agree."""
    quick = "--quick" in arguments
    parts = [name for name in arguments if name != "--quick"] or list(PARTS)
    if not set(parts) <= set(PARTS):
        print(__doc__)
        return 2
    print("\n".join(shape()))
    differing = 0
    for name in parts:
        rows, of_part = PARTS[name](quick)
        print(f"\n{rows if isinstance(rows, str) else printed(rows)}", flush=True)
        differing += of_part
    return 1 if differing else 0


def _of_cases(quick: bool) -> tuple[list[Row], int]:
    names = [name for name in PEERS if not (quick and "openfisca" in name)]
    found = _in_turns(names, 1 if quick else ROUNDS, quick=quick)
    disagreeing = _disagreeing(found)
    columns, differing = _columns(1_000 if quick else HOUSEHOLDS)
    rows = [
        *_cases({name: spread(result["microseconds"]) for name, result in found.items()}),
        Row("families on which these peers disagree", str(disagreeing), "", "0", disagreeing == 0),
        *_imports(1 if quick else IMPORTS),
        *columns,
    ]
    return rows, disagreeing + differing


def _of_ledgers(quick: bool) -> tuple[list[Row], int]:
    rows, differing = ledgers.beside_peers(quick=quick)
    return [*rows, *ledgers.to_workbook(quick=quick)], differing


def _of_scale(quick: bool) -> tuple[list[Row], int]:
    return ledgers.at_scale(quick=quick), 0


def _of_targets(quick: bool) -> tuple[list[Row], int]:
    return _leaving(10_000 if quick else COUNTRY), 0


def _of_services(quick: bool) -> tuple[list[Row], int]:
    return _services(1_000 if quick else PEOPLE)


def _of_screening(quick: bool) -> tuple[list[Row], int]:
    return _screening(1_000 if quick else WOMEN, 1 if quick else PLANS), 0


def _of_households(quick: bool) -> tuple[str, int]:
    households, rounds = (1_000, 1) if quick else (HOUSEHOLDS, HOUSEHOLD_ROUNDS)
    names = many.QUICK if quick else many.PEERS
    found = many.measured(households, rounds, names)
    tables = many.table(found, households, names), printed(many.rows(found))
    return "\n\n".join(tables), many.wrong(found)


def _of_millions(quick: bool) -> tuple[list[Row], int]:
    households, rounds = (1_000, 1) if quick else (HOUSEHOLDS, MILLIONS_ROUNDS)
    return many.at_scale(households, TIMES_OVER, rounds), 0


def _of_gaps(quick: bool) -> tuple[list[Row], int]:
    if quick:
        return gaps.measured(20, 1, {1: 2, 2: 1, 3: 1})
    return gaps.measured(gaps.HOUSEHOLDS, gaps.ROUNDS)


PARTS = {
    "cases": _of_cases,
    "gaps": _of_gaps,
    "households": _of_households,
    "millions": _of_millions,
    "ledgers": _of_ledgers,
    "scale": _of_scale,
    "targets": _of_targets,
    "services": _of_services,
    "screening": _of_screening,
}


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
        timed("whole case: dict to package", whole, MOST_WHOLE),
        timed("  the same, two wishes unknown", found[UNKNOWN]),
        timed("rules alone, on ints", rules, MOST_RULES),
    ]
    if FISCA in found:
        fisca, building = found[FISCA], found[BUILDING]
        rows += [
            timed("OpenFisca-Core, one case", fisca),
            timed("  of which building its simulation", building),
            _times("OpenFisca-Core / rules alone", fisca.median / rules.median, LEAST_TIMES),
            _times("OpenFisca-Core / whole case", fisca.median / whole.median),
        ]
    return rows


def _times(what: str, ratio: float, least: int | None = None) -> Row:
    if least is None:
        return Row(what, f"{ratio:,.1f} times")
    return Row(what, f"{ratio:,.0f} times", "", f"at least {least} times", ratio >= least)


def _imports(times: int) -> list[Row]:
    figures, optional = importing.rounds(times)
    found = {name: spread(taken) for name, taken in figures.items()}
    bare = found["pydantic"].median
    ratio, with_rules = found["lnunion_rules"].median / bare, found["household"].median / bare
    return [
        timed("a bare Python process", found["python"], unit="ms"),
        timed("from pydantic import BaseModel", found["pydantic"], unit="ms"),
        timed("import lnunion_rules", found["lnunion_rules"], MOST_IMPORT, "ms"),
        Row(
            "  times the bare pydantic import",
            f"{ratio:.2f} times",
            "",
            f"at most {MOST_TIMES_PYDANTIC} times",
            ratio <= MOST_TIMES_PYDANTIC,
        ),
        timed("  with all that one household needs", found["household"], MOST_IMPORT, "ms"),
        Row("  times the bare pydantic import, of that", f"{with_rules:.2f} times"),
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
        timed(f"a screening of {women:,} women planned", taken, MOST_PLAN, "s"),
        Row(
            "  the most memory it takes",
            f"{memory:,} MiB",
            "",
            f"at most {MOST_PLAN_MIB:,} MiB",
            memory <= MOST_PLAN_MIB,
        ),
    ]


def _leaving(households: int) -> list[Row]:
    """The plan for leaving hardship: a province, and a country down to its households."""
    found = _in_its_own_process("leaving_hardship.py", str(households))
    seconds = found["plan_seconds"] + found["place_seconds"]
    peak = found["peak_mib"]
    return [
        timed(
            "targets of 14 cities, 100 counties", spread(found["province_ms"]), MOST_PROVINCE, "ms"
        ),
        Row(
            f"targets of a country, {households:,} households placed",
            f"{seconds:.1f} s",
            "",
            f"at most {MOST_COUNTRY} s",
            seconds <= MOST_COUNTRY,
        ),
        Row(
            "  most memory it held",
            f"{peak:,.0f} MiB",
            "",
            f"at most {MOST_MEMORY:,} MiB",
            peak <= MOST_MEMORY,
        ),
    ]


def _services(people: int) -> tuple[list[Row], int]:
    """Employment services over columns, and how many of a part differ from the list."""
    result = _in_its_own_process("services.py", str(people))
    differing = int(result["disagreements"])
    complete, with_gaps = result["complete"], result["with_gaps"]
    return [
        timed(
            f"employment services of {people:,} people",
            spread(complete["seconds"]),
            MOST_SERVICES,
            "s",
        ),
        timed("  of the processor", spread(complete["processor"]), unit="s"),
        timed("  a tenth of the facts unknown", spread(with_gaps["seconds"]), unit="s"),
        timed("  of the processor", spread(with_gaps["processor"]), unit="s"),
        Row(
            f"  of {result['held']:,} people those who differ from the list",
            str(differing),
            "",
            "0",
            differing == 0,
        ),
    ], differing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
