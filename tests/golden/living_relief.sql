with
dibao (area, dibao_per_month) as (
  values
    ('210100', cast(65500 as bigint)), -- 沈阳市
    ('210102', cast(65500 as bigint)), -- 沈阳市和平区
    ('210103', cast(65500 as bigint)), -- 沈阳市沈河区
    ('210104', cast(65500 as bigint)), -- 沈阳市大东区
    ('210105', cast(65500 as bigint)), -- 沈阳市皇姑区
    ('210106', cast(65500 as bigint)), -- 沈阳市铁西区
    ('210111', cast(65500 as bigint)), -- 沈阳市苏家屯区
    ('210112', cast(65500 as bigint)), -- 沈阳市浑南区
    ('210113', cast(65500 as bigint)), -- 沈阳市沈北新区
    ('210114', cast(65500 as bigint)), -- 沈阳市于洪区
    ('210115', cast(65500 as bigint)), -- 沈阳市辽中区
    ('210300', cast(63500 as bigint)), -- 鞍山市
    ('210302', cast(63500 as bigint)), -- 鞍山市铁东区
    ('210303', cast(63500 as bigint)), -- 鞍山市铁西区
    ('210304', cast(63500 as bigint)), -- 鞍山市立山区
    ('210311', cast(63500 as bigint)), -- 鞍山市千山区
    ('210321', cast(48500 as bigint)), -- 鞍山市台安县
    ('210323', cast(48500 as bigint)), -- 鞍山市岫岩满族自治县
    ('210381', cast(55000 as bigint)), -- 鞍山市海城市
    ('211100', cast(65000 as bigint)), -- 盘锦市
    ('211102', cast(65000 as bigint)), -- 盘锦市双台子区
    ('211103', cast(65000 as bigint)), -- 盘锦市兴隆台区
    ('211104', cast(65000 as bigint)), -- 盘锦市大洼区
    ('211400', cast(54000 as bigint)), -- 葫芦岛市
    ('211402', cast(54000 as bigint)), -- 葫芦岛市连山区
    ('211403', cast(54000 as bigint)), -- 葫芦岛市龙港区
    ('211404', cast(54000 as bigint))  -- 葫芦岛市南票区
),

homes as (
  select
    household_id,
    area,
    filed,
    single_parent or coalesce(other_cause, false) as cause_stated,
    case when annual_disposable_income between 0 and 9999999999.99 then cast(annual_disposable_income * 100 as bigint) end as income_per_year,
    coalesce(case when annual_dibao_received between 0 and 9999999999.99 then cast(annual_dibao_received * 100 as bigint) end, 0) as dibao_received_per_year,
    case when annual_rigid_expenditure between 0 and 9999999999.99 then cast(annual_rigid_expenditure * 100 as bigint) end as rigid_per_year,
    case when annual_accident_loss between 0 and 9999999999.99 then cast(annual_accident_loss * 100 as bigint) end as loss_per_year,
    case when annual_medical_bearable between 0 and 9999999999.99 then cast(annual_medical_bearable * 100 as bigint) end as bearable,
    case when exclusions is null then 0
      when position('two_homes' in exclusions) > 0 then 1
      when position('owns_shop' in exclusions) > 0 then 2
      when position('employs_others' in exclusions) > 0 then 3
      when position('high_fee_school' in exclusions) > 0 then 4
      when position('study_abroad' in exclusions) > 0 then 5
      when position('motor_vehicle' in exclusions) > 0 then 6
      else 0 end as excluded,
    count(*) over (partition by household_id) as in_rows,
    coalesce(household_id is not null
      and monthly_incomes is null
      and (exclusions is null or exclusions = 'none' or replace(replace(replace(replace(replace(replace(';' || replace(exclusions, ';', ';;') || ';', ';two_homes;', ''), ';owns_shop;', ''), ';employs_others;', ''), ';high_fee_school;', ''), ';study_abroad;', ''), ';motor_vehicle;', '') = '')
      and (annual_dibao_received is null or annual_dibao_received between 0 and 9999999999.99), false) as in_order
  from households
),

people as (
  select
    household_id,
    member_id,
    relation = 'head' as head,
    relation = 'child' as child,
    serious_illness,
    disabled,
    coalesce(ill, false) or serious_illness or disabled or (relation = 'child' and schooling <> 'none') as cause,
    not can_work and (disabled or serious_illness) as lost_ability,
    case when migrant then union_member and labour_relation_since <= date '2017-12-31' else true end as covered,
    case schooling when 'none' then 0 when 'compulsory' then 1 when 'senior_secondary' then 2 when 'vocational_secondary' then 3 when 'higher' then 4 when 'special_education' then 5 end as schooling,
    coalesce(part_time, false) as part_time,
    coalesce(special_mode, 'school') = 'school' as in_school,
    coalesce(case when other_education_aid between 0 and 9999999999.99 then cast(other_education_aid * 100 as bigint) end, 0) as other_aid,
    coalesce(member_id is not null
      and relation in ('head', 'spouse', 'child', 'parent', 'other')
      and (relation <> 'child' or (schooling is not null and disabled is not null))
      and (schooling is null or schooling in ('none', 'compulsory', 'senior_secondary', 'vocational_secondary', 'higher', 'special_education'))
      and (special_mode is null or special_mode in ('school', 'integrated', 'home'))
      and (other_education_aid is null or other_education_aid between 0 and 9999999999.99)
      and (labour_relation_since is null or labour_relation_since between date '1949-10-01' and date '2100-12-31'), false) as in_order
  from members
),

bills as (
  select
    household_id,
    member_id,
    case when total between 0 and 9999999999.99 then cast(total * 100 as bigint) end as total,
    case when out_of_catalogue between 0 and 9999999999.99 then cast(out_of_catalogue * 100 as bigint) end as out_of_catalogue,
    case when basic_insurance between 0 and 9999999999.99 then cast(basic_insurance * 100 as bigint) end as basic_insurance,
    case when major_illness_insurance between 0 and 9999999999.99 then cast(major_illness_insurance * 100 as bigint) end as major_illness_insurance,
    case when supplementary_insurance between 0 and 9999999999.99 then cast(supplementary_insurance * 100 as bigint) end as supplementary_insurance,
    case when mutual_aid between 0 and 9999999999.99 then cast(mutual_aid * 100 as bigint) end as mutual_aid,
    case when other_payers between 0 and 9999999999.99 then cast(other_payers * 100 as bigint) end as other_payers,
    coalesce(billed_on between date '2018-01-01' and date '2018-12-31', true) as counts,
    billed_on is not null as dated,
    coalesce(bill_id is not null
      and count(*) over (partition by household_id, bill_id) = 1
      and (billed_on is null or billed_on between date '1949-10-01' and date '2100-12-31')
      and (total is null or total between 0 and 9999999999.99)
      and (out_of_catalogue is null or out_of_catalogue between 0 and 9999999999.99)
      and (basic_insurance is null or basic_insurance between 0 and 9999999999.99)
      and (major_illness_insurance is null or major_illness_insurance between 0 and 9999999999.99)
      and (supplementary_insurance is null or supplementary_insurance between 0 and 9999999999.99)
      and (mutual_aid is null or mutual_aid between 0 and 9999999999.99)
      and (other_payers is null or other_payers between 0 and 9999999999.99), false) as in_order
  from medical_bills
),

burdens as (
  select
    bills.household_id,
    member_id,
    counts,
    total is not null as bounded,
    dated and total is not null and basic_insurance is not null and major_illness_insurance is not null and supplementary_insurance is not null and mutual_aid is not null as known,
    bills.in_order and coalesce(coalesce(basic_insurance, 0) + coalesce(major_illness_insurance, 0) + coalesce(supplementary_insurance, 0) + coalesce(mutual_aid, 0) + coalesce(other_payers, 0) <= total, true) as in_order,
    greatest(coalesce(total, 0) - (coalesce(basic_insurance, 0) + coalesce(major_illness_insurance, 0) + coalesce(supplementary_insurance, 0) + coalesce(mutual_aid, 0)) - coalesce(other_payers, 0), 0) as burden_of_bill
  from bills
),

listed as (
  select
    household_id,
    member_id,
    in_order,
    true as member,
    head,
    serious_illness,
    cause,
    lost_ability,
    covered,
    null as open_bill,
    null as burden
  from people
  union all
  select
    household_id,
    member_id,
    in_order,
    null,
    null,
    null,
    null,
    null,
    null,
    case when counts and not (bounded and burden_of_bill < 1) then case when known then 1 else 2 end end,
    case when counts then burden_of_bill end
  from burdens
),

each_member as (
  select
    household_id,
    member_id,
    bool_or(head) as head,
    bool_or(serious_illness) as serious_illness,
    bool_or(cause) as cause,
    bool_or(lost_ability) as lost_ability,
    bool_or(covered) as covered,
    max(open_bill) as open_bill,
    count(*) - count(member) as bills_listed,
    sum(burden) as burden,
    bool_and(in_order) and count(member) = 1 as in_order
  from listed
  group by household_id, member_id
),

of_members as (
  select
    household_id,
    count(*) as persons,
    case when bool_or(cause) then true when count(cause) = count(*) then false end as cause,
    case when bool_or(serious_illness) then true when count(serious_illness) = count(*) then false end as seriously_ill,
    bool_or(case when head then lost_ability end) as lost_ability,
    bool_or(case when head then covered end) as covered,
    cast(sum(case when coalesce(serious_illness, true) then burden end) as bigint) as burden,
    coalesce(bool_and(in_order)
      and coalesce(not bool_or(case when serious_illness then open_bill > 1 when serious_illness is null then open_bill > 0 end), true)
      and count(*) <= 100
      and sum(bills_listed) <= 1000
      and count(case when head then 1 end) = 1, false) as in_order
  from each_member
  group by household_id
),

facts as (
  select
    homes.household_id,
    homes.area,
    homes.income_per_year,
    homes.rigid_per_year,
    homes.loss_per_year,
    homes.excluded,
    homes.filed,
    of_members.persons,
    of_members.covered,
    of_members.seriously_ill,
    of_members.lost_ability,
    homes.dibao_received_per_year,
    dibao.dibao_per_month,
    (homes.cause_stated or of_members.cause) as cause,
    homes.bearable as bearable,
    coalesce(of_members.burden, 0) as burden,
    coalesce(homes.in_rows = 1
      and homes.in_order
      and of_members.in_order
      and homes.income_per_year is not null
      and homes.rigid_per_year is not null
      and homes.loss_per_year is not null
      and homes.excluded is not null
      and homes.filed is not null
      and of_members.persons is not null
      and of_members.covered is not null
      and of_members.seriously_ill is not null
      and of_members.lost_ability is not null
      and homes.dibao_received_per_year is not null
      and homes.bearable is not null
      and dibao.dibao_per_month is not null
      and (homes.cause_stated or of_members.cause) is not null, false) as complete,
    case when homes.household_id is not null and homes.in_rows > 1 then 'household-in-two-rows'
      when homes.area is not null and dibao.area is null then 'no-dibao-standard'
      else 'ask-batch' end as why_open
  from homes
  left join dibao on dibao.area = homes.area
  left join of_members on of_members.household_id = homes.household_id
),

household_1 as (
  select
    *,
    dibao_per_month * (persons * 12) as dibao_per_year,
    dibao_per_month * 12 as standard_per_year
  from facts
),

household_2 as (
  select
    *,
    case
        when excluded > 0 or not covered then 3
        when income_per_year < dibao_per_year then 0
        when cause and income_per_year * 2 <= dibao_per_year * 3 then 1
        when loss_per_year > 0 and income_per_year <= dibao_per_year * 3 then 2
        else 3 end as category
  from household_1
),

household_3 as (
  select
    *,
    case when not filed then 1 when category > 0 then 2 else 0 end as living_relief_reason
  from household_2
),

household_4 as (
  select
    *,
    case when living_relief_reason > 0 then 0 else standard_per_year end as living_relief_amount
  from household_3
)

select
  household_id,
  complete,
  case when not complete then why_open end as why_open,
  case when complete then persons end as persons, -- 家庭人口 · people in the file
  case when complete then filed end as filed, -- 已建档 · on file
  case when complete then case category
    when 0 then 'deep'
    when 1 then 'relative'
    when 2 then 'accident'
    when 3 then 'none' end end as category, -- 困难类别 · category
  case when complete then cast(dibao_per_month * 0.01 as decimal(18, 2)) end as dibao_per_month, -- 当地低保标准 · local dibao standard
  case when complete then 12 end as "months", -- 计发月数 · months paid for
  case when complete then cast(standard_per_year * 0.01 as decimal(18, 2)) end as standard_per_year, -- 每户每年标准 · standard per household and year
  case when complete then case living_relief_reason
    when 0 then 'granted'
    when 1 then 'not-filed'
    when 2 then 'category-not-covered' end end as reason, -- 理由 · reason
  case when complete then cast(living_relief_amount * 0.01 as decimal(18, 2)) end as amount -- 生活救助金 · living relief
from household_4;
