"""DuckDB, written by hand: SQL over tables of its own, two threads."""

from typing import Any

import duckdb
import pyarrow as pa
from columns import HIGHER, SENIOR, SPECIAL, VOCATIONAL, Answers, Columns
from peer import Peer

IDENTIFIED = """
create or replace temp table identified as
with of_members as (
  select h, count(*) as persons, bool_or(serious) as serious,
         bool_or(ill or serious or disabled or (child and schooling > 0)) as own
  from members group by h),
of_bills as (
  select h, sum(greatest(total - basic_insurance - major_illness_insurance
                         - supplementary_insurance - mutual_aid, 0))::bigint as burden
  from bills group by h),
joined as (
  select households.*, serious, coalesce(burden, 0) as burden, dibao * persons * 12 as year,
         own or single_parent or other_cause as cause
  from households join of_members using (h) left join of_bills using (h))
select h, dibao, filed, serious, burden, burden - bearable as beyond,
  case when excluded > 0 or not covered then 5 + excluded
       when income < year then 0
       when cause and 2 * income <= 3 * year then 1
       when loss > 0 and income <= 3 * year then 2
       when 2 * income <= 3 * year then 4 else 3 end::tinyint as hardship_reason,
  least(hardship_reason, 3)::tinyint as category
from joined
"""

OF_HOUSEHOLDS = """
select h, category, hardship_reason,
  case when not filed then 1 when category > 0 then 2 else 0 end::tinyint as living_reason,
  case when living_reason = 0 then dibao * 12 else 0 end as living,
  case when not filed then 1 when category = 3 then 2 when not serious then 3
       when burden < 1 then 4 when beyond < 1 then 5 else 0 end::tinyint as medical_reason,
  case when medical_reason = 0 then beyond else 0 end as medical
from identified
"""

OF_CHILDREN = f"""
select person,
  case when not filed then 1 when category = 3 then 2
       when schooling not in ({SENIOR}, {VOCATIONAL}, {HIGHER}, {SPECIAL}) then 3
       when schooling = {HIGHER} and part_time then 4
       when schooling = {SPECIAL} and not disabled then 5
       when schooling = {SPECIAL} and not in_school then 6
       else 0 end::tinyint as education_reason,
  case when education_reason > 0 then 0 when schooling = {HIGHER} then dibao * 10
       else greatest((dibao * 70 + 5) // 10, 300000) end as education
from children join identified using (h)
"""


def given(columns: Columns) -> Any:
    """A database in memory that holds the four tables."""
    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in ("households", "members", "children", "bills"):
        base.register("given", pa.table(getattr(columns, name)))
        base.execute(f"create table {name} as select * from given")
        base.unregister("given")
    return base


def answered(base: Any) -> Any:
    """Every answer: one row a household, and one a child."""
    base.execute(IDENTIFIED)
    return [base.sql(query).to_arrow_table() for query in (OF_HOUSEHOLDS, OF_CHILDREN)]


def read(found: Any) -> Answers:
    """The answers in order."""
    households, children = found[0].sort_by("h"), found[1].sort_by("person")
    columns = {name: households[name] for name in households.column_names}
    columns |= {name: children[name] for name in children.column_names}
    return Answers(*(columns[name].to_numpy() for name in Answers._fields))


PEER = Peer(given, answered, read)
