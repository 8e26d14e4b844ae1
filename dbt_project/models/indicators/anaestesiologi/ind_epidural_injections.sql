with years as ({{ window_years() }}),

injections as (
  select distinct services.person, services.number, services.week, years.period, years.last_day
  from {{ ref('stg_sssy__services') }} as services
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  where services.service = '012635'
),

repeated as (
  select person, period
  from injections
  group by person, period
  having count(distinct week) >= 4
),

treated as (
  select distinct injections.person, practices.practice, injections.period, injections.last_day
  from injections
  inner join ({{ member_practices() }}) as practices
    on practices.number = injections.number and {{ valid_on('practices', 'injections.week') }}
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when cancers.since <= treated.last_day then 'excluded'
      when repeated.person is not null then 'met'
      else 'not_met'
    end as status
  from treated
  left join repeated on repeated.person = treated.person and repeated.period = treated.period
  left join {{ ref('int_cancers') }} as cancers on cancers.person = treated.person
)
{{ aggregate('units') }}
