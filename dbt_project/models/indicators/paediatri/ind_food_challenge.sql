with years as ({{ window_years() }}),

allergic as (
  select person,
    min(diagnosed) as since,
    min(case when code like 'DT780%' then diagnosed end) as anaphylaxis
  from {{ ref('int_diagnoses') }}
  where code like 'DT780%' or code like 'DT781%' or code like 'DL272%'
  group by person
),

seen as (
  select services.person, practices.practice, years.period, years.last_day, allergic.anaphylaxis,
    max(case when services.service = '252207' then 1 else 0 end) as challenged
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join allergic on allergic.person = services.person
  inner join years
    on services.week >= years.first_day and services.week <= years.last_day and allergic.since <= years.last_day
  where services.service in ('250110', '250120', '250130', '252207')
  group by services.person, practices.practice, years.period, years.last_day, allergic.anaphylaxis
),

units as (
  select person, practice, last_day as index_date,
    case
      when anaphylaxis <= last_day then 'excluded'
      when challenged = 1 then 'met'
      else 'not_met'
    end as status
  from seen
)
{{ aggregate('units') }}
