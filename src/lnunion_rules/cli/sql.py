"""``lnunion sql``: the rule of an aid as a query of a database."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ..sql import query, tables_in
from .options import Asked
from .output import answer_to, json_line

_TABLES = "schema"


def sql(
    rule: Annotated[
        str,
        Parameter(
            metavar="RULE",
            help="哪一条规则；all 为全部，schema 为三张表的建表语句。"
            "\nWhich rule; all for every one, schema for the statements that make the tables.",
        ),
    ],
    /,
    *,
    asked: Asked | None = None,
    dialect: Annotated[
        str,
        Parameter(
            metavar="NAME",
            help="SQL 方言：duckdb（默认）、postgres、spark。"
            "\nDialect of SQL: duckdb (default), postgres, spark.",
        ),
    ] = "duckdb",
    fen: Annotated[
        bool,
        Parameter(
            help="表中的金额是整数分，列名以 _fen 结尾。"
            "\nMoney in the tables is whole fen, in columns whose names end in _fen."
        ),
    ] = False,
    out: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="写到这个文件。\nWrite to this file."),
    ] = None,
) -> int:
    """Print one query, or with ``--json`` the query as a field."""
    asked = asked or Asked()
    if rule == _TABLES:
        told = tables_in(dialect, fen=fen)
    else:
        told = query(rule, on=asked.day, policy=asked.law(), dialect=dialect, fen=fen)
    about = {"rule": rule, "dialect": dialect, "on": asked.day.isoformat(), "sql": told}
    with answer_to(out) as stream:
        stream.write(json_line(about) if asked.json else told.encode())
    return 0
