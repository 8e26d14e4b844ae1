with years as ({{ window_years() }}),

systemic as (
  {{ dispensed('methotrexate') }}
  union all
  select biologics.*
  from {{ ref('stg_lmdb__dispensings') }} as biologics
  where biologics.atc like 'L04AB%' or biologics.atc like 'L04AC%'
),

treated as (
  select systemic.person, practices.practice, years.period, years.first_day, years.last_day
  from systemic
  inner join ({{ member_practices() }}) as practices
    on practices.number = systemic.prescriber and {{ valid_on('practices', 'systemic.dispensed') }}
  inner join years on systemic.dispensed >= years.first_day and systemic.dispensed <= years.last_day
  group by systemic.person, practices.practice, years.period, years.first_day, years.last_day
  having sum(systemic.packs) >= 2
    and {{ days_between(
      'min(case when systemic.packs > 0 then systemic.dispensed end)',
      'max(case when systemic.packs > 0 then systemic.dispensed end)'
    ) }} >= 180
),

controls as (
  select services.person, years.period,
    count(distinct case when services.service = '042109' then services.week end) as here,
    count(case when services.service = '062701' then 1 end) as rheumatology
  from {{ ref('stg_sssy__services') }} as services
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  where services.service in ('042109', '062701')
    and services.person in (select treated.person from treated)
  group by services.person, years.period
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when controls.rheumatology > 0 then 'excluded'
      when controls.here >= 2 then 'met'
      else 'not_met'
    end as status
  from treated
  left join controls on controls.person = treated.person and controls.period = treated.period
)
{{ aggregate('units') }}
