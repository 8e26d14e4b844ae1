with years as ({{ window_years() }}),

examined as (
  select distinct services.person, practices.practice, years.period, years.first_day, years.last_day
  from ({{ claimed('imaging_examinations') }}) as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
),

lumbar as (
  select distinct services.person, practices.practice, years.period
  from ({{ claimed('lumbar_xrays') }}) as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
),

fractured as (
  select distinct diagnoses.person, years.period
  from ({{ diagnosed('spinal_fractures') }}) as diagnoses
  inner join years on diagnoses.diagnosed >= years.first_day and diagnoses.diagnosed <= years.last_day
),

units as (
  select examined.person, examined.practice, examined.last_day as index_date,
    case
      when fractured.person is not null then 'excluded'
      when lumbar.person is not null then 'met'
      else 'not_met'
    end as status
  from examined
  left join lumbar
    on lumbar.person = examined.person and lumbar.practice = examined.practice and lumbar.period = examined.period
  left join fractured on fractured.person = examined.person and fractured.period = examined.period
)
{{ aggregate('units') }}
