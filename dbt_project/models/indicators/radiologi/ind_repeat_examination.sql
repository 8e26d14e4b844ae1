with claims as (
  select distinct person, number, service, week from ({{ claimed('imaging_examinations') }}) as listed
),

{#- The next week in which the person had the same examination, whoever did it. -#}
weeks as (
  select person, service, week, lead(week) over (partition by person, service order by week) as following
  from (select distinct person, service, week from claims) as distinct_weeks
),

examinations as (
  select claims.person, practices.practice, claims.service, claims.week,
    coalesce({{ days_between('weeks.week', 'weeks.following') }} <= 7 * 13, false) as repeated
  from claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
  inner join weeks
    on weeks.person = claims.person and weeks.service = claims.service and weeks.week = claims.week
),

fractures as (
  select person, diagnosed
  from {{ ref('int_diagnoses') }}
  where substr(code, 1, 4) in (
    'DS02', 'DS12', 'DS22', 'DS32', 'DS42', 'DS52', 'DS62', 'DS72', 'DS82', 'DS92'
  )
),

fractured as (
  select distinct examinations.person, examinations.week
  from examinations
  inner join fractures
    on fractures.person = examinations.person
    and abs({{ days_between('examinations.week', 'fractures.diagnosed') }}) <= 7 * 13
),

units as (
  select examinations.person, examinations.practice,
    {{ days_after('examinations.week', 91) }} as index_date,
    case
      when fractured.person is not null then 'excluded'
      when examinations.repeated then 'met'
      else 'not_met'
    end as status
  from examinations
  left join fractured on fractured.person = examinations.person and fractured.week = examinations.week
)
{{ aggregate('units') }}
