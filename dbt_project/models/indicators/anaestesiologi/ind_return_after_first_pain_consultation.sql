with claims as (
  select services.person, practices.practice, services.week,
    max(case when services.service in ('010110', '010120') then 1 else 0 end) as consultation
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  group by services.person, practices.practice, services.week
),

consultations as (
  select person, practice, week,
    lag(week) over (partition by person, practice order by week) as before
  from claims
  where consultation = 1
),

firsts as (
  select person, practice, week
  from consultations
  where before is null or {{ days_between('before', 'week') }} > 7 * 52
),

returned as (
  select distinct firsts.person, firsts.practice, firsts.week
  from firsts
  inner join claims
    on claims.person = firsts.person
    and claims.practice = firsts.practice
    and {{ days_between('firsts.week', 'claims.week') }} between 7 and 7 * 26
),

units as (
  select firsts.person, firsts.practice,
    {{ days_after('firsts.week', 182) }} as index_date,
    case when returned.person is not null then 'met' else 'not_met' end as status
  from firsts
  left join returned
    on returned.person = firsts.person and returned.practice = firsts.practice and returned.week = firsts.week
)
{{ aggregate('units') }}
