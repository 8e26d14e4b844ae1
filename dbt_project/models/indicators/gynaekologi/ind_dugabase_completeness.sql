with operated as (
  select distinct services.person, practices.practice, services.week,
    {{ days_after('services.week', '7 * 13') }} as index_date
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.service in ('073114', '073210', '073214', '074110', '074114', '074210', '074214')
),

reports as (
  select operations.person, practices.practice, operations.reported,
    {{ monday_of('operations.operated') }} as week
  from {{ ref('stg_dugabase__operations') }} as operations
  inner join ({{ member_practices() }}) as practices
    on practices.number = operations.number and {{ valid_on('practices', 'operations.operated') }}
),

reported as (
  select distinct operated.person, operated.practice, operated.week
  from operated
  inner join reports
    on reports.person = operated.person and reports.practice = operated.practice
    and reports.week <= operated.week and reports.week >= {{ days_after('operated.week', '-7 * 4') }}
    and reports.reported <= operated.index_date
),

units as (
  select operated.person, operated.practice, operated.index_date,
    case when reported.person is not null then 'met' else 'not_met' end as status
  from operated
  left join reported
    on reported.person = operated.person and reported.practice = operated.practice and reported.week = operated.week
)
{{ aggregate('units') }}
