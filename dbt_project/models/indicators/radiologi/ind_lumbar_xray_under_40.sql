with xrays as (
  select distinct services.person, practices.practice, services.week
  from ({{ claimed('lumbar_xrays') }}) as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
),

fractured as (
  select distinct xrays.person, xrays.week
  from xrays
  inner join ({{ diagnosed('spinal_fractures') }}) as diagnoses
    on diagnoses.person = xrays.person
    and {{ days_between('xrays.week', 'diagnoses.diagnosed') }} between -91 and 6
),

units as (
  select xrays.person, xrays.practice, xrays.week as index_date,
    case
      when fractured.person is not null then 'excluded'
      when persons.birth_date is null then 'unknown'
      when {{ age('persons.birth_date', 'xrays.week') }} < 40 then 'met'
      else 'not_met'
    end as status
  from xrays
  left join fractured on fractured.person = xrays.person and fractured.week = xrays.week
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = xrays.person
)
{{ aggregate('units') }}
