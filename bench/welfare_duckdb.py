"""The whole check of a ledger as one would write it by hand in DuckDB, by the default readings."""

from pathlib import Path

import duckdb

SEVEN = "('festival', 'birthday', 'marriage', 'birth', 'illness', 'bereavement', 'retirement')"
STATUTORY = (
    "('元旦', '新年', '春节', '清明节', '清明', '劳动节', '五一', '端午节', '端午', '中秋节', "
    "'中秋', '国庆节', '国庆')"
)

ENTRIES = """
create temp table entries as
  select * replace (cast(amount * 100 as bigint) as amount) from read_parquet('{ledger}');
create temp table roster as
  select union_id, member_id, coalesce(joined_on, date '0001-01-01') as joined_on,
         coalesce(left_on, date '9999-12-31') as left_on
  from read_parquet('{roster}');
create temp table own as
  select union_id, cast(cast(cap_retirement as decimal(12, 2)) * 100 as bigint) as own
  from read_parquet('{unions}') where cap_retirement is not null;

create temp table back as select rowid as row, * from entries where reverses is not null;
create temp table outside as
  select rowid as row, 'paid_on' as "column" from entries
  where reverses is null and paid_on < date '2018-09-01'
  union all
  select row, if(held is null, 'paid_on', 'reverses') from back left join (
    select union_id, entry_id as reverses, bool_or(paid_on >= date '2018-09-01') as held
    from entries semi join (select union_id, reverses as entry_id from back)
      using (union_id, entry_id)
    where amount > 0 group by all
  ) using (union_id, reverses)
  where if(held is null, paid_on < date '2018-09-01', not held);
create temp table twice as
  select row from (
    select row, row_number() over (partition by union_id, entry_id order by member_id, paid_on,
      purpose, amount, form, event_id, event_on, policy_compliant, reverses, festival, deceased,
      voucher_no, note, row) as place
    from (select rowid as row, * from entries) semi join (
      select union_id, entry_id from (select rowid as row, * from entries) anti join outside
        using (row) group by all having count(*) > 1
    ) using (union_id, entry_id)
    anti join outside using (row)
  ) where place > 1;
create temp table rejected as
  select row, "column", 'not-in-force' as code from outside
  union all select row, 'entry_id', 'duplicate-entry' from twice;
create temp table accepted as
  select * exclude (note), regexp_matches(note, '困难|救助|帮扶|送温暖|助学') as like_aid
  from (select rowid as row, * from entries) anti join rejected using (row);
create temp table taken as
  select p.row, -sum(b.amount) as taken, list(b.entry_id order by b.entry_id) as taken_by
  from accepted b join accepted p
    on p.union_id = b.union_id and p.entry_id = b.reverses and p.member_id = b.member_id
    and p.purpose = b.purpose
  where b.amount < 0 and p.amount > 0 group by all;
create temp table standing as
  select * exclude (taken, taken_by), amount - coalesce(taken, 0) as net,
    year(paid_on) as year
  from accepted left join taken using (row)
  where amount > coalesce(taken, 0);
"""

GROUPS = """
create temp table groups as
  select union_id, member_id, purpose,
    if(purpose in ('festival', 'birthday'), year, null) as year,
    if(purpose in ('marriage', 'birth', 'illness', 'bereavement'),
       coalesce(event_id, '#' || entry_id), null) as event,
    sum(net)::bigint as spent,
    coalesce(sum(net) filter (paid_on <= date '2025-04-30'), 0)::bigint as before,
    min(paid_on) as first, max(paid_on) as last, count(*) as payments
  from standing where purpose in {seven} group by all;
create temp table gifts as
  select union_id, year, sum(spent)::bigint as total
  from groups where purpose = 'festival' group by all;
create temp table expected as
  select distinct union_id, member_id, year from roster join (
    select union_id, year from gifts union
    select distinct union_id, 2026 from roster
  ) using (union_id)
  where joined_on <= make_date(year, 12, 31) and left_on >= make_date(year, 1, 1);
create temp table capped as
  select *, coalesce(legal, 1e15::bigint) as rule_cap,
    least(coalesce(legal, 1e15::bigint), coalesce(own, 1e15::bigint)) as cap,
    case when first <= date '2025-04-30' and through > date '2025-04-30' then before end as held,
    least(coalesce(legal_before, 1e15::bigint), coalesce(own, 1e15::bigint)) as cap_before
  from (
    select *,
      case purpose when 'festival' then if(through < date '2025-05-01', 180000, 200000)
        when 'marriage' then if(through < date '2025-05-01', 60000, 80000)
        when 'birth' then 100000 when 'illness' then 100000 end as legal,
      case purpose when 'festival' then 180000 when 'marriage' then 60000
        when 'birth' then 100000 when 'illness' then 100000 end as legal_before
    from (
      select *, if(year is null, last, make_date(year, 12, 31)) as through from (
        select * from groups
        union all by name
        select union_id, member_id, 'festival' as purpose, year, 0 as spent, 0 as before,
          0 as payments
        from expected anti join (select * from groups where purpose = 'festival')
          using (union_id, member_id, year)
      )
    )
  ) left join (select *, 'retirement' as purpose from own) using (union_id, purpose);
"""

BREACHES = """
create temp table over as
  select union_id, member_id, purpose, year, event, coalesce(year, year(first)) as shown,
    if(early, held, spent) as spent, if(early, cap_before, cap) as cap,
    if(early, held - cap_before, spent - cap) as over,
    if(early, date '2025-04-30', through) as through,
    if(own < coalesce(if(early, legal_before, legal), 1e15::bigint), 'union_own_rule',
       if(early or through < date '2025-05-01' or purpose in ('birth', 'illness'),
          'welfare_plan_2018', 'welfare_change_2025')) as source,
    if(starts_with(event, '#'), 'welfare.event_unstated=own_event_query',
      case purpose when 'festival' then 'welfare.festival_measure=per_member'
        when 'marriage' then 'welfare.marriage_per=event'
        when 'birth' then 'welfare.birth_per=birth'
        when 'illness' then 'welfare.illness_per=stay' end) as reading
  from (select *, coalesce(held - cap_before >= spent - cap, false) as early from capped)
  where spent > cap or held > cap_before;
create temp table breaches as
  select 'over-cap' as code, list(s.entry_id order by s.entry_id) as entry_ids, o.union_id,
    o.member_id, o.purpose, any_value(o.shown) as year, any_value(o.spent) as spent,
    any_value(o.cap) as cap, any_value(o.over) as over, any_value(o.source) as source,
    any_value(o.reading) as reading
  from over o join standing s on s.union_id = o.union_id and s.member_id = o.member_id
    and s.purpose = o.purpose and (o.year is null or s.year = o.year)
    and (o.event is null or coalesce(s.event_id, '#' || s.entry_id) = o.event)
    and s.paid_on <= o.through
  group by o.union_id, o.member_id, o.purpose, o.year, o.event
union all by name
  select 'purpose-not-permitted' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, net as over, 'welfare_plan_2018' as source from standing
  where purpose not in {seven}
union all by name
  select 'purpose-not-permitted' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, net as over, 'welfare_plan_2018' as source,
    'welfare.direct_relative=core' as reading
  from standing where purpose = 'bereavement' and deceased = 'parent_in_law'
union all by name
  select 'form-not-permitted' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, 'welfare_plan_2018' as source, 'welfare.form=checked' as reading
  from standing where purpose in ('festival', 'marriage', 'birth')
    and form in ('money', 'shopping_card') or purpose = 'illness' and form = 'shopping_card'
union all by name
  select 'birth-not-compliant' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, 'welfare_plan_2018' as source
  from standing where purpose = 'birth' and not policy_compliant
union all by name
  select 'not-a-member' as code, [entry_id] as entry_ids, union_id, member_id, purpose, year,
    net as spent, 'welfare_plan_2018' as source, 'welfare.membership_day=event_day' as reading
  from standing anti join (
    select row from standing join roster using (union_id, member_id)
    where coalesce(event_on, paid_on) between joined_on and left_on
  ) using (row)
  where purpose in {seven} and not coalesce(purpose = 'bereavement' and deceased = 'member', false)
union all by name
  select 'reversal-exceeds-entry' as code, [entry_id] || taken_by as entry_ids, union_id,
    member_id, purpose, year(paid_on) as year, amount as spent, taken - amount as over,
    'welfare_plan_2018' as source
  from accepted join taken using (row) where taken > amount
union all by name
  select 'reversal-without-entry' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year(paid_on) as year, amount as spent, 'welfare_plan_2018' as source
  from accepted b where amount < 0 and not exists (from accepted p where p.amount > 0
    and p.union_id = b.union_id and p.entry_id = b.reverses and p.member_id = b.member_id
    and p.purpose = b.purpose)
union all by name
  select 'duplicate-entry' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year(paid_on) as year, amount as spent, 'welfare_plan_2018' as source
  from (select rowid as row, * from entries) semi join twice using (row);
"""

QUERIES = """
create temp table queries as
  select 'illness-without-stay' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, 'welfare_plan_2018' as source, 'welfare.illness_stay=query' as reading
  from standing where purpose = 'illness' and event_id is null and event_on is null
union all by name
  select 'event-unstated' as code, [entry_id] as entry_ids, union_id, member_id, purpose, year,
    net as spent, 'welfare_plan_2018' as source,
    'welfare.event_unstated=own_event_query' as reading
  from standing where purpose in ('marriage', 'birth', 'illness') and event_id is null
    and not (purpose = 'illness' and event_on is null)
union all by name
  select if(purpose = 'illness' and form = 'goods', 'goods-at-bedside', 'form-to-be-asked') as code,
    [entry_id] as entry_ids, union_id, member_id, purpose, year, net as spent,
    if(purpose in ('birthday', 'bereavement', 'retirement'), 'acftu_funds_rule_2017',
       'welfare_plan_2018') as source, 'welfare.form=checked' as reading
  from standing where purpose in ('festival', 'marriage', 'birth')
      and form in ('cake_voucher', 'souvenir')
    or purpose = 'birthday' and form not in ('goods', 'cake_voucher')
    or purpose = 'illness' and form not in ('money', 'shopping_card')
    or purpose = 'bereavement' and form <> 'money' or purpose = 'retirement' and form <> 'souvenir'
union all by name
  select 'festival-not-statutory' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, 'acftu_funds_rule_2017' as source,
    'welfare.festivals=statutory_seven' as reading
  from standing where purpose = 'festival' and festival <> '' and festival not in {statutory}
union all by name
  select 'reads-like-hardship-aid' as code, [entry_id] as entry_ids, union_id, member_id, purpose,
    year, net as spent, 'welfare_plan_2018' as source
  from standing where like_aid and purpose in {seven}
union all by name
  select 'paid-before-leaving' as code, [any_value(entry_id)] as entry_ids,
    any_value(s.union_id) as union_id,
    any_value(s.member_id) as member_id, any_value(purpose) as purpose, any_value(year) as year,
    any_value(net) as spent, 'welfare_plan_2018' as source
  from standing s join roster r on r.union_id = s.union_id and r.member_id = s.member_id
    and paid_on between joined_on and left_on and left_on < date '9999-12-31'
  where purpose in {seven} and purpose not in ('retirement', 'bereavement')
  group by row having date_diff('day', any_value(paid_on), arg_min(left_on, joined_on)) < 30
union all by name
  select 'birthday-twice' as code, list(entry_id order by entry_id) as entry_ids, union_id,
    member_id, purpose, year, sum(net)::bigint as spent, 'welfare_plan_2018' as source,
    'welfare.birthday_per=yearly' as reading
  from standing where purpose = 'birthday' group by all having count(*) > 1
union all by name
  select 'retirement-twice' as code, list(entry_id order by entry_id) as entry_ids, union_id,
    member_id, purpose, year(min(paid_on)) as year, sum(net)::bigint as spent,
    'welfare_plan_2018' as source, 'welfare.retirement_who=formal' as reading
  from standing where purpose = 'retirement' group by union_id, member_id, purpose
  having count(*) > 1
union all by name
  select 'second-hospital-stay' as code, list(entry_id order by entry_id) as entry_ids,
    union_id, member_id, 'illness' as purpose, year(min(paid_on)) as year,
    sum(net)::bigint as spent, 'welfare_plan_2018' as source,
    'welfare.illness_per=stay' as reading
  from standing join (
    select union_id, member_id, event, year(first) as stayed from groups where purpose = 'illness'
    qualify count(*) over (partition by union_id, member_id, year(first)) > 1
  ) g using (union_id, member_id)
  where purpose = 'illness' and coalesce(event_id, '#' || entry_id) = event
  group by union_id, member_id, stayed
union all by name
  select 'possible-duplicate' as code, list(entry_id order by entry_id) as entry_ids, union_id,
    member_id, purpose, year, sum(net)::bigint as spent, 'welfare_plan_2018' as source
  from standing semi join (
    select union_id, member_id, paid_on, purpose, amount from standing group by all
    having count(*) > 1
  ) using (union_id, member_id, paid_on, purpose, amount)
  group by union_id, member_id, paid_on, purpose, amount, festival, event_id, year
  having count(*) > 1
union all by name
  select 'festival-unequal' as code, entry_ids, union_id, null as member_id, 'festival' as purpose,
    year, spent, 'welfare_plan_2018' as source from (
      select union_id, year, festival, sum(paid)::bigint as spent,
        list_sort(flatten(list(ids))) as entry_ids
      from (
        select union_id, year, festival, member_id, sum(net) as paid, list(entry_id) as ids
        from standing semi join (
          select union_id, year, festival from (
            select union_id, year, festival, member_id, sum(net) as paid
            from standing where purpose = 'festival' and festival <> '' group by all
          ) group by all having min(paid) < max(paid)
        ) using (union_id, year, festival)
        where purpose = 'festival' group by all
      ) group by all
    )
union all by name
  select distinct 'festival-left-out' as code, []::varchar[] as entry_ids, union_id, member_id,
    'festival' as purpose, year, festival, 'welfare_plan_2018' as source
  from (
    select union_id, year, festival, min(paid_on) as since, max(paid_on) as through
    from standing where purpose = 'festival' and festival <> '' group by all
  ) join roster using (union_id)
  anti join (select * from standing where purpose = 'festival')
    using (union_id, year, festival, member_id)
  where joined_on <= through and since <= left_on;
"""

WRITTEN = """
copy (select code, entry_ids, union_id, member_id, purpose, year, {spent}, {cap}, {over}, source,
  reading from breaches order by breaches.over desc nulls last, abs(breaches.spent) desc)
  to '{out}/breaches.parquet';
copy (select code, entry_ids, union_id, member_id, purpose, year, {spent}, source, reading
  from queries order by abs(queries.spent) desc) to '{out}/queries.parquet';
copy (select entry_id, union_id, list_filter([
    if(purpose = 'birth' and policy_compliant is null, 'policy_compliant', null),
    if(form is null and purpose in ('festival', 'marriage', 'birth', 'illness'), 'form', null)
  ], lambda fact: fact is not null) as missing
  from standing where (purpose = 'birth' and policy_compliant is null)
    or (form is null and purpose in ('festival', 'marriage', 'birth', 'illness'))
  order by union_id, entry_id) to '{out}/undetermined.parquet';
copy (select union_id, year, count(*) as members,
    cast((any_value(total) * 2 + count(*)) // (count(*) * 2) as decimal(18, 2)) / 100
      as festival_average
  from gifts join expected using (union_id, year) group by all order by union_id, year)
  to '{out}/averages.parquet';
copy (select union_id, member_id, purpose, coalesce(year, year(first)) as year,
    if(event like '#%', null, event) as event, {cap}, {spent},
    cast(greatest(spent - cap, 0) * 0.01::decimal(3, 2) as decimal(18, 2)) as over,
    cast(greatest(cap - spent, 0) * 0.01::decimal(3, 2) as decimal(18, 2)) as remaining
  from capped where cap < 1e15::bigint
  order by union_id, member_id, purpose, year, event) to '{out}/remaining.parquet';
copy (select row + 1 as row, "column", code from rejected order by row) to '{out}/rejects.parquet';
"""


def check(data: Path, out: Path) -> dict[str, int]:
    """Check a ledger folder and write its tables; the totals in fen by purpose."""
    money = {
        name: f"cast({name} * 0.01::decimal(3, 2) as decimal(18, 2)) as {name}"
        for name in ("spent", "cap", "over")
    }
    names = {
        "ledger": data / "ledger" / "*.parquet",
        "roster": data / "roster" / "*.parquet",
        "unions": data / "unions.parquet",
        "out": out,
        "seven": SEVEN,
        "statutory": STATUTORY,
        **money,
    }
    with duckdb.connect() as engine:
        for script in (ENTRIES, GROUPS, BREACHES, QUERIES, WRITTEN):
            engine.execute(script.format(**names))
        totals = engine.execute("select purpose, sum(amount)::bigint from accepted group by all")
        return dict(totals.fetchall())
