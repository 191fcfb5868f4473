"""The rules of 2018-12-31 as an expert writes them in SQL, by hand, for DuckDB and for Spark.

Over the tables of ``lnunion sql schema --fen``, one row a household: category, reasons, amounts in
yuan, children aided, totals. Children who come to the same are counted, nothing is looked at
twice. ``plain`` takes it for granted that ids are single, words known, rows fitting and facts
complete; ``checked`` looks, as the generated query does, and says what is ``complete`` and why the
rest is not. The two engines differ in how rows are brought together, which is where each is
fast or slow: on Spark one exchange for members and bills, on DuckDB joins and narrow groups.
"""

from lnunion_rules.aids import Law
from lnunion_rules.areas import areas
from lnunion_rules.households import EXCLUSIONS
from lnunion_rules.sql.dialects import DIALECTS
from lnunion_rules.units import MOST

PAYERS = (
    "basic_insurance_fen",
    "major_illness_insurance_fen",
    "supplementary_insurance_fen",
    "mutual_aid_fen",
)
PAID = " + ".join((*PAYERS, "coalesce(other_payers_fen, 0)"))
PAID_IF = " + ".join(f"coalesce({name}, 0)" for name in (*PAYERS, "other_payers_fen"))
AMOUNTS = ("total_fen", "out_of_catalogue_fen", *PAYERS, "other_payers_fen")
STAGES = """'none', 'compulsory', 'senior_secondary', 'vocational_secondary', 'higher',
      'special_education'"""
SECONDARY = """(schooling in ('senior_secondary', 'vocational_secondary') or
      schooling = 'special_education' and disabled
        and coalesce(special_mode, 'school') = 'school')"""
HIGHER = "schooling = 'higher' and not coalesce(part_time, false)"
IN_2018 = "billed_on between date '2018-01-01' and date '2018-12-31'"
DAYS = "between date '1949-10-01' and date '2100-12-31'"
EXCLUDED = "\n    ".join(
    f"when exclusions like '%{ground}%' then {number}"
    for number, ground in enumerate(EXCLUSIONS, start=1)
)
EXCLUDED = f"case when exclusions is null then 0\n    {EXCLUDED} else 0 end as excluded"


def _unknown_grounds() -> str:
    left = "';' || replace(exclusions, ';', ';;') || ';'"
    for ground in EXCLUSIONS:
        left = f"replace({left}, ';{ground};', '')"
    return left


def _bounded(name: str) -> str:
    return f"coalesce({name} between 0 and {MOST}, true)"


PLAIN = f"""
of_members as (
  select household_id, count(*) as persons, bool_or(serious_illness) as serious,
    bool_or(ill or serious_illness or disabled
      or relation = 'child' and schooling <> 'none') as own,
    bool_or(relation = 'head' and not can_work and (disabled or serious_illness)) as unable,
    bool_or(relation = 'head' and (not migrant or
      union_member and labour_relation_since <= date '2017-12-31')) as covered,
    count(*) filter (where relation = 'child' and {HIGHER}) as higher,
    count(*) filter (where relation = 'child' and {SECONDARY}) as secondary
  from members group by household_id),
of_bills as (
  select household_id, cast(sum(greatest(total_fen - ({PAID}), 0)) as bigint) as burden
  from medical_bills join members using (household_id, member_id)
  where serious_illness and {IN_2018} group by household_id),
joined as (
  select household_id, filed, annual_disposable_income_fen as income,
    annual_accident_loss_fen as loss, {EXCLUDED}, covered, serious, unable, higher, secondary,
    single_parent or coalesce(other_cause, false) or own as cause, dibao, persons,
    dibao * persons * 12 as year, coalesce(burden, 0) as burden,
    greatest(coalesce(burden, 0) - annual_medical_bearable_fen, 0) as beyond
  from households join dibao using (area) join of_members using (household_id)
  left join of_bills using (household_id))"""

MEMBERS = f"""household_id, member_id, relation = 'head' as head, serious_illness as serious,
    coalesce(ill, false) or serious_illness or disabled
      or relation = 'child' and schooling <> 'none' as own,
    case when relation = 'head' then not can_work and (disabled or serious_illness) end as unable,
    case when relation = 'head' then case when migrant
      then union_member and labour_relation_since <= date '2017-12-31' else true end end as covered,
    case when relation <> 'child' then 0 when {HIGHER} then 1
      when {SECONDARY} then 2 else 0 end as aid,
    coalesce(member_id is not null and relation in ('head', 'spouse', 'child', 'parent', 'other')
      and (relation <> 'child' or schooling is not null and disabled is not null)
      and coalesce(schooling in ({STAGES}), true)
      and coalesce(special_mode in ('school', 'integrated', 'home'), true)
      and {_bounded("other_education_aid_fen")}
      and coalesce(labour_relation_since {DAYS}, true), false) as fine"""

KNOWN = " and ".join(f"{name} is not null" for name in ("billed_on", "total_fen", *PAYERS))
BILLS = f"""household_id, member_id, greatest(coalesce(total_fen, 0) - ({PAID_IF}), 0) as burden,
    coalesce({IN_2018}, true) as within, {KNOWN} as known, total_fen is not null as bounded,
    bill_id is not null and {" and ".join(map(_bounded, AMOUNTS))}
      and coalesce(billed_on {DAYS}, true) and coalesce({PAID_IF} <= total_fen, true)
      and count(*) over (partition by household_id, bill_id) = 1 as fine"""

ANY = "case when bool_or({0}) then true when count({0}) = count(*) then false end as {0}"
GATHERED = f"""{ANY.format("serious")}, {ANY.format("own")}, bool_or(unable) as unable,
    bool_or(covered) as covered, count(*) filter (where aid = 1) as higher,
    count(*) filter (where aid = 2) as secondary"""

STATED = (
    "annual_disposable_income_fen",
    "annual_rigid_expenditure_fen",
    "annual_accident_loss_fen",
)
STATED += ("annual_medical_bearable_fen",)
HOMES_FINE = f"""household_id is not null and filed is not null and monthly_incomes is null
    and (exclusions is null or exclusions = 'none' or {_unknown_grounds()} = '')
    and {_bounded("annual_dibao_received_fen")}
    and {" and ".join(f"coalesce({name} between 0 and {MOST}, false)" for name in STATED)}"""
JOINED = """
    homes.household_id, filed, annual_disposable_income_fen as income,
    annual_accident_loss_fen as loss, excluded, covered, serious, unable, higher, secondary,
    cause_stated or own as cause, dibao, persons, dibao * persons * 12 as year, burden,
    greatest(burden - annual_medical_bearable_fen, 0) as beyond, {twice} as twice,
    homes.area is not null and dibao is null as no_standard,
    coalesce(not {twice} and homes.fine and gathered.fine and dibao is not null
      and serious is not null and unable is not null and covered is not null
      and (cause_stated or own) is not null, false) as complete"""
HOMES = f"""household_id, area, filed, annual_disposable_income_fen, annual_accident_loss_fen,
    annual_medical_bearable_fen, single_parent or coalesce(other_cause, false) as cause_stated,
    {EXCLUDED}, {HOMES_FINE} as fine"""

LISTED_TWICE = "(homes.listed > 1 and homes.household_id is not null)"
SPARK = f"""
bills as (select {BILLS} from medical_bills),
listed as (
  select {MEMBERS}, 1 as member, null as bill, null as burden, null as may, null as unsure
  from members
  union all
  select household_id, member_id, null, null, null, null, null, null, fine, null, 1,
    case when within then burden end, within and not (bounded and burden = 0),
    within and not known and not (bounded and burden = 0)
  from bills
  distribute by household_id),
each as (
  select household_id, member_id, count(bill) as bills, bool_or(head) as head,
    bool_or(serious) as serious, bool_or(own) as own, bool_or(unable) as unable,
    bool_or(covered) as covered, max(aid) as aid, sum(burden) as burden, bool_or(may) as may,
    bool_or(unsure) as unsure, bool_and(fine) and count(member) = 1 as fine
  from listed group by household_id, member_id),
gathered as (
  select household_id, count(*) as persons, {GATHERED},
    coalesce(sum(case when coalesce(serious, true) then burden end), 0) as burden,
    bool_and(fine and coalesce(not if(serious is null, may, serious and unsure), true))
      and count(*) filter (where head) = 1 and count(*) <= 100 and sum(bills) <= 1000 as fine
  from each group by household_id),
homes as (select {HOMES}, count(*) over (partition by household_id) as listed from households),
joined as (
  select /*+ merge(gathered) */ {JOINED.format(twice=LISTED_TWICE)}
  from homes left join dibao on dibao.area = homes.area
  left join gathered on gathered.household_id = homes.household_id)"""

DUCKDB = f"""
people as materialized (select {MEMBERS} from members),
bills as (select {BILLS} from medical_bills),
double as (
  select distinct household_id from members group by household_id, member_id having count(*) > 1),
twice as (select household_id from households group by household_id having count(*) > 1),
of_people as (
  select household_id, count(*) as persons, {GATHERED},
    bool_and(fine) and count(*) filter (where head) = 1 and count(*) <= 100 as fine
  from people group by household_id),
of_bills as (
  select bills.household_id,
    cast(sum(burden) filter (within and coalesce(serious, true)) as bigint) as burden,
    bool_and(bills.fine and people.member_id is not null and not (within and coalesce(serious, true)
      and not (known and serious is not null) and not (bounded and burden = 0)))
      and count(*) <= 1000 as fine
  from bills left join people
    on people.household_id = bills.household_id and people.member_id = bills.member_id
  group by bills.household_id),
gathered as (
  select of_people.* exclude (fine), coalesce(burden, 0) as burden,
    of_people.fine and coalesce(of_bills.fine, true) and double.household_id is null as fine
  from of_people left join of_bills on of_bills.household_id = of_people.household_id
  left join double on double.household_id = of_people.household_id),
homes as (select {HOMES} from households),
joined as (
  select {JOINED.format(twice="(twice.household_id is not null)")}
  from homes left join dibao on dibao.area = homes.area
  left join gathered on gathered.household_id = homes.household_id
  left join twice on twice.household_id = homes.household_id)"""

REASONED = """
reasoned as (
  select *, case when excluded > 0 then 5 + excluded when not covered then 5
    when income < year then 0 when cause and 2 * income <= 3 * year then 1
    when loss > 0 and income <= 3 * year then 2 when 2 * income <= 3 * year then 4 else 3
    end as why from joined),
decided as (
  select *, case when not filed then 1 when why > 0 then 2 else 0 end as living,
    case when not filed then 1 when why > 2 then 2 when not serious then 3
      when burden = 0 then 4 when beyond = 0 then 5 else 0 end as medical,
    case when why > 0 then 1 when unable then 0 else 2 end as referral,
    case when filed and why < 3 then 1 else 0 end as schooled
  from reasoned),
due as (
  select *, case when living = 0 then dibao * 12 else 0 end as living_due,
    case when medical = 0 then beyond else 0 end as medical_due,
    case when referral = 0
      then (greatest((dibao + 1) * persons * 12 - income, 0) + 6) {divided} 12 else 0
      end as referral_due,
    schooled * (higher * dibao * 10 + secondary * greatest(dibao * 7, 300000)) as school_due,
    schooled * (higher + secondary) as aided
  from decided)
"""


def _word(told: str, words: str) -> str:
    cases = " ".join(f"when {number} then '{word}'" for number, word in enumerate(words.split()))
    return f"case {told} {cases} end"


ABOVE = "above-lines no-cause migrant-not-covered"
WHY = f"deep relative accident {ABOVE} " + " ".join(
    f"excluded-{ground.replace('_', '-')}" for ground in EXCLUSIONS
)
ANSWERS = {
    "category": _word("least(why, 3)", "deep relative accident none"),
    "reason": _word("why", WHY),
    "living_relief_amount": "cast(living_due * 0.01 as decimal(18, 2))",
    "living_relief_reason": _word("living", "granted not-filed category-not-covered"),
    "education_aid_amount": "cast(school_due * 0.01 as decimal(18, 2))",
    "medical_aid_amount": "cast(medical_due * 0.01 as decimal(18, 2))",
    "medical_aid_reason": _word(
        "medical",
        "granted not-filed category-not-covered no-serious-illness no-burden family-can-bear-it",
    ),
    "safety_net_amount": "cast(referral_due * 0.01 as decimal(18, 2))",
    "safety_net_reason": _word("referral", "referred not-deep able-to-work"),
    "children_aided": "aided",
    "total_grants": "cast((living_due + school_due) * 0.01 as decimal(18, 2))",
    "total_ceilings": "cast(medical_due * 0.01 as decimal(18, 2))",
}
WHY_OPEN = """complete, case when complete then null when twice then 'household-in-two-rows'
    when no_standard then 'no-dibao-standard' else 'ask-batch' end as why_open"""


def by_hand(engine: str, law: Law, *, checked: bool) -> str:
    """The query of an engine, written by hand; the standards of the day are put in."""
    rows = ", ".join(
        f"('{area}', cast({monthly} as bigint))"
        for area in sorted(areas())
        if isinstance(monthly := law.monthly_dibao(area), int)
    )
    joined = {"spark": SPARK, "duckdb": DUCKDB}[engine] if checked else PLAIN
    told = [
        f"case when complete then {answer} end as {name}" if checked else f"{answer} as {name}"
        for name, answer in ANSWERS.items()
    ]
    whose = ["household_id", *([WHY_OPEN] if checked else [])]
    steps = ",".join((f"dibao (area, dibao) as (values {rows})", joined, REASONED))
    text = f"with {steps}select {', '.join([*whose, *told])} from due"
    return text.replace("{divided}", DIALECTS[engine].divided)
