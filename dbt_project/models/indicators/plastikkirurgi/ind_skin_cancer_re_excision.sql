with operated_weeks as (
  select person, week,
    lag(week) over (partition by person order by week) as before,
    lead(week) over (partition by person order by week) as following
  from (select distinct person, week from {{ ref('int_skin_cancer_surgery') }}) as weeks
),

first_operations as (
  select operations.person, practices.practice, operations.week, operated_weeks.following,
    {{ days_after('operations.week', 91) }} as index_date
  from {{ ref('int_skin_cancer_surgery') }} as operations
  inner join ({{ member_practices() }}) as practices
    on practices.number = operations.number and {{ valid_on('practices', 'operations.week') }}
  inner join operated_weeks
    on operated_weeks.person = operations.person and operated_weeks.week = operations.week
  where operated_weeks.before is null or {{ days_between('operated_weeks.before', 'operations.week') }} > 7 * 13
),

melanoma as (
  select distinct first_operations.person, first_operations.week
  from first_operations
  inner join ({{ diagnosed('melanomas') }}) as diagnoses
    on diagnoses.person = first_operations.person
    and diagnoses.diagnosed >= {{ days_after('first_operations.week', -30) }}
    and diagnoses.diagnosed <= first_operations.index_date
),

units as (
  select first_operations.person, first_operations.practice, first_operations.index_date,
    case
      when melanoma.person is not null then 'excluded'
      when {{ days_between('first_operations.week', 'first_operations.following') }} <= 7 * 13 then 'met'
      else 'not_met'
    end as status
  from first_operations
  left join melanoma on melanoma.person = first_operations.person and melanoma.week = first_operations.week
)
{{ aggregate('units') }}
