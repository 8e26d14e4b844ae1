{#- Weeks of a person in order: the one before tells whether this is a first, the one after whether it was repeated. -#}
with weeks as (
  select person, week,
    lag(week) over (partition by person order by week) as before,
    lead(week) over (partition by person order by week) as after
  from (select distinct person, week from {{ ref('int_gastroscopies') }}) as distinct_weeks
),

firsts as (
  select weeks.person, practices.practice, weeks.week,
    coalesce({{ days_between('weeks.week', 'weeks.after') }} <= 7 * 52, false) as repeated
  from weeks
  inner join {{ ref('int_gastroscopies') }} as examinations
    on examinations.person = weeks.person and examinations.week = weeks.week
  inner join ({{ member_practices() }}) as practices
    on practices.number = examinations.number and {{ valid_on('practices', 'weeks.week') }}
  where weeks.before is null or {{ days_between('weeks.before', 'weeks.week') }} > 7 * 52
),

bleeding_or_cancer as (
  select distinct firsts.person, firsts.week
  from firsts
  inner join {{ ref('int_diagnoses') }} as diagnoses
    on diagnoses.person = firsts.person
    and {{ days_between('firsts.week', 'diagnoses.diagnosed') }} between -30 and 365
  where diagnoses.code like 'DK92%' or diagnoses.code like 'DC15%' or diagnoses.code like 'DC16%'
),

units as (
  select firsts.person, firsts.practice,
    {{ days_after('firsts.week', 364) }} as index_date,
    case
      when bleeding_or_cancer.person is not null then 'excluded'
      when firsts.repeated then 'met'
      else 'not_met'
    end as status
  from firsts
  left join bleeding_or_cancer on bleeding_or_cancer.person = firsts.person and bleeding_or_cancer.week = firsts.week
)
{{ aggregate('units') }}
