with years as ({{ window_years() }}),

visits as (
  select ra.person, practices.practice, years.period, years.last_day, ra.das28, ra.excluded,
    row_number() over (
      partition by ra.person, practices.practice, years.period order by ra.visited desc
    ) as place,
    row_number() over (
      partition by ra.person, practices.practice, years.period
      order by case when ra.das28 is null then 1 else 0 end, ra.visited desc
    ) as place_measured
  from {{ ref('int_ra_visits') }} as ra
  inner join ({{ member_practices() }}) as practices
    on practices.number = ra.number and {{ valid_on('practices', 'ra.visited') }}
  inner join years on ra.visited >= years.first_day and ra.visited <= years.last_day
),

units as (
  select latest.person, latest.practice, latest.last_day as index_date,
    case
      when latest.excluded then 'excluded'
      when measured.das28 <= 3.2 then 'met'
      when measured.das28 is null then 'unknown'
      else 'not_met'
    end as status
  from visits as latest
  inner join visits as measured
    on measured.person = latest.person and measured.practice = latest.practice and measured.period = latest.period
    and measured.place_measured = 1
  where latest.place = 1
)
{{ aggregate('units') }}
