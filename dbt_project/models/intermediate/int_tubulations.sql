with tubes as (
  select distinct person, number, week
  from {{ ref('stg_sssy__services') }}
  where service in ('213009', '213109', '214009', '214109')
),

weeks as (
  select person, week, lag(week) over (partition by person order by week) as week_before
  from (select distinct person, week from tubes) as distinct_weeks
)

select tubes.person, tubes.number, tubes.week,
  coalesce({{ days_between('weeks.week_before', 'weeks.week') }} > 7 * 3, true) as opens
from tubes
inner join weeks on weeks.person = tubes.person and weeks.week = tubes.week
