{#- Known to the practice the year before: new patients, who are registered by being new, do not lift the share. -#}
with years as ({{ window_years() }}),

visits as (
  select ra.person, practices.practice, ra.visited, ra.excluded,
    year(ra.visited) * 12 + month(ra.visited) as visited_month
  from {{ ref('int_ra_visits') }} as ra
  inner join ({{ member_practices() }}) as practices
    on practices.number = ra.number and {{ valid_on('practices', 'ra.visited') }}
),

known as (
  select visits.person, visits.practice, years.period, years.first_day, years.last_day
  from visits
  inner join years
    on visits.visited < years.first_day
    and visits.visited_month >= year(years.first_day) * 12 + month(years.first_day) - 12
  group by visits.person, visits.practice, years.period, years.first_day, years.last_day
),

latest as (
  select known.person, known.practice, known.period, visits.excluded,
    row_number() over (partition by known.person, known.practice, known.period order by visits.visited desc) as place
  from known
  inner join visits
    on visits.person = known.person and visits.practice = known.practice and visits.visited <= known.last_day
),

followed as (
  select distinct ra.person, years.period
  from {{ ref('int_ra_visits') }} as ra
  inner join years on ra.visited >= years.first_day and ra.visited <= years.last_day
),

units as (
  select known.person, known.practice, known.last_day as index_date,
    case
      when latest.excluded then 'excluded'
      when followed.person is not null then 'met'
      else 'not_met'
    end as status
  from known
  inner join latest
    on latest.person = known.person and latest.practice = known.practice and latest.period = known.period
    and latest.place = 1
  left join followed on followed.person = known.person and followed.period = known.period
)
{{ aggregate('units') }}
