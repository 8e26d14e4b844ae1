with claims as (
  select distinct services.person, practices.practice, services.week,
    services.service = '212016' as monitored
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.service in ('212016', '210101', '210102', '210105', '210201')
),

monitorings as (
  select person, practice, week,
    lag(week) over (partition by person, practice order by week) as week_before
  from claims
  where monitored
),

courses as (
  select person, practice, week, {{ days_after('week', '7 * 8') }} as index_date
  from monitorings
  where week_before is null or {{ days_between('week_before', 'week') }} > 7 * 8
),

apnoea as (
  select person, {{ monday_of('diagnosed') }} as week
  from {{ ref('int_diagnoses') }}
  where code like 'DG473%'
),

known as (
  select person, min(week) as since
  from apnoea
  group by person
),

followed as (
  select courses.person, courses.practice, courses.week
  from courses
  inner join claims
    on claims.person = courses.person and claims.practice = courses.practice
    and not claims.monitored
    and claims.week > courses.week and claims.week <= courses.index_date
  union
  select courses.person, courses.practice, courses.week
  from courses
  inner join apnoea
    on apnoea.person = courses.person
    and apnoea.week >= courses.week and apnoea.week <= courses.index_date
),

units as (
  select courses.person, courses.practice, courses.index_date,
    case
      when known.since < courses.week then 'excluded'
      when followed.person is not null then 'met'
      else 'not_met'
    end as status
  from courses
  left join known on known.person = courses.person
  left join followed
    on followed.person = courses.person and followed.practice = courses.practice and followed.week = courses.week
)
{{ aggregate('units') }}
