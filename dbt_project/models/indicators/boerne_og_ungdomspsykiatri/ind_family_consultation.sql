with years as ({{ window_years() }}),

seen as (
  select services.person, practices.practice, years.period, years.last_day,
    max(case when services.service in ('260133', '260134') then 1 else 0 end) as with_family
  from ({{ claimed('child_psychiatry_consultations') }}) as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  group by services.person, practices.practice, years.period, years.last_day
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'seen.last_day') }} >= 18 then 'excluded'
      when seen.with_family = 1 then 'met'
      else 'not_met'
    end as status
  from seen
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = seen.person
)
{{ aggregate('units') }}
