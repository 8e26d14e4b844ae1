with new_asthma as (
  select visits.person, practices.practice, visits.visited, visits.lung_function, visits.excluded
  from {{ ref('stg_drastma__visits') }} as visits
  inner join ({{ member_practices() }}) as practices
    on practices.number = visits.number and {{ valid_on('practices', 'visits.visited') }}
  where visits.visit_type = 1
),

measured as (
  select distinct new_asthma.person, new_asthma.visited
  from new_asthma
  inner join {{ ref('stg_drastma__visits') }} as visits
    on visits.person = new_asthma.person
    and abs({{ days_between('new_asthma.visited', 'coalesce(visits.lung_function_date, visits.visited)') }}) <= 183
  where visits.lung_function = 'ja'
  union
  select new_asthma.person, new_asthma.visited
  from new_asthma
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = new_asthma.person
    and abs({{ days_between(monday_of('new_asthma.visited'), 'services.week') }}) <= 7 * 26
  where services.service in ('082206', '082207')
),

units as (
  select new_asthma.person, new_asthma.practice,
    {{ days_after('new_asthma.visited', 183) }} as index_date,
    case
      when new_asthma.excluded then 'excluded'
      when measured.person is not null then 'met'
      when new_asthma.lung_function = 'uoplyst' then 'unknown'
      else 'not_met'
    end as status
  from new_asthma
  left join measured on measured.person = new_asthma.person and measured.visited = new_asthma.visited
)
{{ aggregate('units') }}
