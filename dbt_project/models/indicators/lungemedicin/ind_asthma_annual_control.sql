with years as ({{ window_years() }}),

followed as (
  select visits.person, practices.practice, years.last_day,
    max(visits.visited) as latest,
    max(visits.visited) filter (where visits.excluded) as latest_excluded,
    count(*) filter (where visits.visited >= years.first_day) as visits_in_year,
    count(*) filter (where visits.visited >= years.first_day and visits.visit_type = 2) as controls_in_year,
    count(*) filter (where visits.visited >= years.first_day and visits.visit_type = 9) as unclear_in_year
  from {{ ref('stg_drastma__visits') }} as visits
  inner join ({{ member_practices() }}) as practices
    on practices.number = visits.number and {{ valid_on('practices', 'visits.visited') }}
  inner join years
    on visits.visited <= years.last_day
    and year(visits.visited) * 12 + month(visits.visited) > year(years.last_day) * 12 + month(years.last_day) - 36
  group by visits.person, practices.practice, years.last_day
),

units as (
  select person, practice, last_day as index_date,
    case
      when latest_excluded = latest then 'excluded'
      when controls_in_year > 0 then 'met'
      when visits_in_year > 0 and unclear_in_year = visits_in_year then 'unknown'
      else 'not_met'
    end as status
  from followed
)
{{ aggregate('units') }}
