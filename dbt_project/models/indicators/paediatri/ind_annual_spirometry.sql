with years as ({{ window_years() }}),

treated as (
  select dispensings.person, practices.practice, years.period, years.first_day, years.last_day
  from ({{ dispensed('inhaled_steroids') }}) as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  group by dispensings.person, practices.practice, years.period, years.first_day, years.last_day
  having sum(dispensings.packs) > 0
),

spirometry as (
  select distinct services.person, years.period
  from {{ ref('stg_sssy__services') }} as services
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  where services.service in ('252203', '252204')
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when persons.birth_date is null then 'unknown'
      when {{ age('persons.birth_date', 'treated.first_day') }} < 6 then 'excluded'
      when spirometry.person is not null then 'met'
      else 'not_met'
    end as status
  from treated
  left join spirometry on spirometry.person = treated.person and spirometry.period = treated.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = treated.person
)
{{ aggregate('units') }}
