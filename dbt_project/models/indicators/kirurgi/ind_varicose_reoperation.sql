{#- Newer services say the leg, 093123 does not: there `leg` is null. -#}
with claims as (
  select distinct person, number, week,
    case when service in ('093802', '093804') then 'right' when service in ('093803', '093805') then 'left' end as leg
  from {{ ref('stg_sssy__services') }}
  where service in ('093123', '093802', '093803', '093804', '093805')
),

operated as (
  select claims.person, practices.practice, claims.week, claims.leg
  from claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
),

repeated as (
  select distinct operated.person, operated.practice, operated.week
  from operated
  inner join claims
    on claims.person = operated.person
    and {{ days_between('operated.week', 'claims.week') }} between 7 and 7 * 52
  where operated.leg is null or claims.leg is null or operated.leg = claims.leg
),

ulcer as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DI830%' or code like 'DI832%'
  group by person
),

operations as (
  select distinct person, practice, week from operated
),

units as (
  select operations.person, operations.practice,
    {{ days_after('operations.week', 364) }} as index_date,
    case
      when ulcer.since <= {{ days_after('operations.week', 6) }} then 'excluded'
      when repeated.person is not null then 'met'
      else 'not_met'
    end as status
  from operations
  left join repeated
    on repeated.person = operations.person
    and repeated.practice = operations.practice
    and repeated.week = operations.week
  left join ulcer on ulcer.person = operations.person
)
{{ aggregate('units') }}
