with years as ({{ window_years() }}),

seen as (
  select services.person, practices.practice, years.first_day, years.last_day,
    max(case when services.service = '193503' then 1 else 0 end) as lasered
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  inner join {{ ref('stg_bef__persons') }} as persons
    on persons.person = services.person and {{ age('persons.birth_date', 'years.last_day') }} >= 65
  group by services.person, practices.practice, years.first_day, years.last_day
),

lasered_before as (
  select distinct services.person, years.last_day
  from {{ ref('stg_sssy__services') }} as services
  inner join years
    on services.week >= {{ days_after(monday_of('years.first_day'), '-7 * 52') }} and services.week < years.first_day
  where services.service = '193503'
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case
      when lasered_before.person is not null then 'excluded'
      when seen.lasered = 1 then 'met'
      else 'not_met'
    end as status
  from seen
  left join lasered_before on lasered_before.person = seen.person and lasered_before.last_day = seen.last_day
)
{{ aggregate('units') }}
