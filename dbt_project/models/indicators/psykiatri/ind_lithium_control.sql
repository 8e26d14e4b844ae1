with years as ({{ window_years() }}),

lithium as (
  select dispensings.person, practices.practice, years.period, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc = 'N05AN01'
  group by dispensings.person, practices.practice, years.period, years.last_day
  having sum(dispensings.packs) > 0
),

samples as (
  select person, sampled, value, true as is_tsh
  from ({{ listed(ref('stg_lab__results'), 'analysis', 'sampled', 'tsh') }}) as thyroid
  union all
  select person, sampled, value, false as is_tsh
  from {{ ref('stg_lab__results') }}
  where analysis in ('NPU18016', 'NPU04998', 'NPU01807')
),

{#- 2: some answer has a digit ("<0,01" has), 1: sampled, but no answer has. #}
answered as (
  select samples.person, years.period,
    max(case when samples.is_tsh then samples.told else 0 end) as tsh,
    max(case when samples.is_tsh then 0 else samples.told end) as creatinine
  from (
    select person, sampled, is_tsh,
      case
        when {% for digit in range(10) %}value like '%{{ digit }}%'{{ ' or ' if not loop.last }}{% endfor %} then 2
        else 1
      end as told
    from samples
    where person in (select lithium.person from lithium)
  ) as samples
  inner join years on samples.sampled >= years.first_day and samples.sampled <= years.last_day
  group by samples.person, years.period
),

dialysis as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DZ992%'
  group by person
),

units as (
  select lithium.person, lithium.practice, lithium.last_day as index_date,
    case
      when dialysis.since <= lithium.last_day then 'excluded'
      when answered.tsh = 2 and answered.creatinine = 2 then 'met'
      when answered.tsh > 0 and answered.creatinine > 0 then 'unknown'
      else 'not_met'
    end as status
  from lithium
  left join answered on answered.person = lithium.person and answered.period = lithium.period
  left join dialysis on dialysis.person = lithium.person
)
{{ aggregate('units') }}
