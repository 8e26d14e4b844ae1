with years as ({{ window_years() }}),

seen as (
  select services.person, practices.practice, years.period, years.last_day,
    max(case when services.service in ('203150', '203151') then 1 else 0 end) as arthroscopy
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  group by services.person, practices.practice, years.period, years.last_day
),

injured as (
  select distinct diagnoses.person, years.period
  from {{ ref('int_diagnoses') }} as diagnoses
  inner join years
    on diagnoses.diagnosed >= {{ days_after('years.first_day', -182) }} and diagnoses.diagnosed <= years.last_day
  where diagnoses.code like 'DS83%'
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case
      when persons.birth_date is null then 'unknown'
      when injured.person is not null then 'excluded'
      when seen.arthroscopy = 1 then 'met'
      else 'not_met'
    end as status
  from seen
  left join injured on injured.person = seen.person and injured.period = seen.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = seen.person
  where persons.birth_date is null or {{ age('persons.birth_date', 'seen.last_day') }} >= 50
)
{{ aggregate('units') }}
