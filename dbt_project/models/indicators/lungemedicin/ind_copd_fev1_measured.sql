with years as ({{ window_years() }}),

followed as (
  select visits.person, practices.practice, years.last_day,
    count(visits.fev1) as measured,
    coalesce(max(visits.visited) filter (where visits.excluded) = max(visits.visited), false) as excluded
  from {{ ref('stg_drkol__visits') }} as visits
  inner join ({{ member_practices() }}) as practices
    on practices.number = visits.number and {{ valid_on('practices', 'visits.visited') }}
  inner join years on visits.visited >= years.first_day and visits.visited <= years.last_day
  group by visits.person, practices.practice, years.last_day
),

units as (
  select person, practice, last_day as index_date,
    case
      when excluded then 'excluded'
      when measured > 0 then 'met'
      else 'not_met'
    end as status
  from followed
)
{{ aggregate('units') }}
