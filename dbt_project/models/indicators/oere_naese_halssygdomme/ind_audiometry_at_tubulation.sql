with treated as (
  select tubes.person, practices.practice, tubes.week
  from {{ ref('int_tubulations') }} as tubes
  inner join ({{ member_practices() }}) as practices
    on practices.number = tubes.number and {{ valid_on('practices', 'tubes.week') }}
  where tubes.opens
),

tested as (
  select distinct treated.person, treated.week
  from treated
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = treated.person
    and abs({{ days_between('treated.week', 'services.week') }}) <= 7 * 13
  where services.service in ('212001', '212002', '212007', '212008')
),

units as (
  select treated.person, treated.practice,
    {{ days_after('treated.week', '7 * 13') }} as index_date,
    case when tested.person is not null then 'met' else 'not_met' end as status
  from treated
  left join tested on tested.person = treated.person and tested.week = treated.week
)
{{ aggregate('units') }}
