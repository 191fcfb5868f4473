"""Queries on a real PostgreSQL server, started for the tests on this machine and stopped again."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from families import IN_2018
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from populations import households_of, made_up, populations
from query_tables import Rows, Tables, as_fen, held_to_single_cases, tables_of

from lnunion_rules import Household, Policy, load_policy
from lnunion_rules.sql import tables_in
from lnunion_rules.testing import policies

pytestmark = pytest.mark.engines

IN_MARCH_2020 = date(2020, 3, 1)
USER = "postgres"


def programs() -> Path:
    """Where the server's programs lie: the newest of Debian's packages."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    assert found, "install Debian's package postgresql"
    return found[-1].parent


def run(*words: str | Path) -> None:
    """Run a program of the server, which does not run as root."""
    as_user = ("runuser", "-u", USER, "--") if os.geteuid() == 0 else ()
    subprocess.run([*as_user, *map(str, words)], check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    import psycopg
    from psycopg.rows import dict_row

    folder, bin_ = Path(tempfile.mkdtemp(prefix="lnunion-postgres-")), programs()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    data, listening = folder / "data", f"-c listen_addresses=127.0.0.1 -c port={port} -k {folder}"
    try:
        run(bin_ / "initdb", "-D", data, "-U", USER, "--auth=trust", "-E", "UTF8", "--no-sync")
        run(bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", listening, "start")
        try:
            where = f"host=127.0.0.1 port={port} user={USER} dbname=postgres"
            with psycopg.connect(where, autocommit=True, row_factory=dict_row) as base:
                yield base
        finally:
            run(bin_ / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder)


class Base:
    """The three tables on the server, made by the statements of the library."""

    def __init__(self, server: Any, tables: Tables, *, fen: bool = False) -> None:
        self._server = server
        with server.cursor() as cursor:
            cursor.execute("drop table if exists households, members, medical_bills")
            cursor.execute(tables_in("postgres", fen=fen))
            for name, frame in (as_fen(tables) if fen else tables).items():
                with cursor.copy(f"copy {name} ({', '.join(frame.columns)}) from stdin") as copy:
                    for row in frame.rows():
                        copy.write_row(row)

    def __call__(self, text: str) -> Rows:
        with self._server.cursor() as cursor:
            return cursor.execute(text).fetchall()


def same(
    server: Any,
    population: list[Household],
    on: date,
    policy: Policy | None = None,
    *,
    fen: bool = False,
) -> None:
    base = Base(server, tables_of(population), fen=fen)
    held_to_single_cases(base, population, on, policy or load_policy(), fen=fen, dialect="postgres")


@pytest.mark.parametrize("fen", [False, True])
@pytest.mark.parametrize("on", [IN_2018, IN_MARCH_2020])
def test_postgres_says_what_a_single_case_says(server: Any, on: date, fen: bool) -> None:
    same(server, households_of(made_up(2000, on, seed=5)), on, fen=fen)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    population=populations(complete=False, most=20),
    on=st.sampled_from((IN_2018, IN_MARCH_2020)),
    policy=policies(),
)
def test_postgres_says_what_a_single_case_says_under_any_policy(
    server: Any, population: list[Household], on: date, policy: Policy
) -> None:
    same(server, population, on, policy.revised({"medical_aid.bearable_share": "0.10"}))
