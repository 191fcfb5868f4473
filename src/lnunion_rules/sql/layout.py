"""The tables that a query reads: their columns, and how money stands in them.

One layout for every dialect: the columns of a household's JSON that the household aids may ask
for. Other columns may stand beside them and are not read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..bills import AMOUNTS
from ..resources import table
from ..units import MOST, YUAN, printed
from .dialects import Dialect, dialect

TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "households": MappingProxyType(
            {
                "household_id": "text",
                "area": "text",
                "registered_area": "text",
                "resident_area": "text",
                "filed": "flag",
                "annual_disposable_income": "money",
                "annual_rigid_expenditure": "money",
                "annual_accident_loss": "money",
                "annual_medical_bearable": "money",
                "annual_dibao_received": "money",
                "monthly_incomes": "text",
                "single_parent": "flag",
                "other_cause": "flag",
                "exclusions": "text",
                "filed_on": "day",
                "off_file_on": "day",
            }
        ),
        "members": MappingProxyType(
            {
                "household_id": "text",
                "member_id": "text",
                "relation": "text",
                "birth_date": "day",
                "union_member": "flag",
                "disabled": "flag",
                "serious_illness": "flag",
                "ill": "flag",
                "can_work": "flag",
                "schooling": "text",
                "migrant": "flag",
                "labour_relation_since": "day",
                "special_mode": "text",
                "special_stage": "text",
                "part_time": "flag",
                "postgraduate": "flag",
                "other_education_aid": "money",
            }
        ),
        "medical_bills": MappingProxyType(
            {
                "household_id": "text",
                "bill_id": "text",
                "member_id": "text",
                "billed_on": "day",
                **dict.fromkeys(AMOUNTS, "money"),
            }
        ),
    }
)
"""The kind of every column, by table. Areas are six-digit codes, words those of the JSON;
``exclusions`` are words with ``;`` between them, or ``none``; what is null is unknown."""


class Written(NamedTuple):
    """How a query is written: in which dialect, and whether money stands there as whole fen."""

    dialect: Dialect
    fen: bool

    def money(self, column: str) -> str:
        """An amount in whole fen; null where it is none, or beyond what an amount may be."""
        name, fen = (f"{column}_fen", "") if self.fen else (column, f" * {YUAN}")
        whole = f"cast({name}{fen} as bigint)"
        return f"case when {self._between(name)} then {whole} end"

    def in_order(self, column: str) -> str:
        """Whether an amount that may be null is one."""
        name = f"{column}_fen" if self.fen else column
        return f"({name} is null or {self._between(name)})"

    def _between(self, name: str) -> str:
        return f"{name} between 0 and {MOST if self.fen else printed(MOST)}"


def tables_in(name: str, *, fen: bool = False) -> str:
    """The statements that make the three tables, empty, in a dialect.

    >>> print(tables_in("spark", fen=True).splitlines()[6])
      annual_disposable_income_fen bigint, -- 家庭年可支配收入
    """
    written = Written(dialect(name), fen)
    return "\n".join(_table(name, written) for name in TABLES)


def _table(name: str, written: Written) -> str:
    labels = table("data/headers.toml")[name]
    rows = []
    for column, kind in TABLES[name].items():
        is_fen = written.fen and kind == "money"
        held = f"  {column}_fen bigint" if is_fen else f"  {column} {written.dialect.types[kind]}"
        comma = "" if column == [*TABLES[name]][-1] else ","
        rows.append(f"{held}{comma} -- {labels[column]['zh'][0]}")
    return "\n".join((f"create table {name} (", *rows, f"){written.dialect.stored};", ""))
