with repairs as (
  select services.person, practices.practice, services.week,
    max(case when services.service in ('093150', '093151') then 1 else 0 end) as mesh
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.service in ('093140', '093150', '093151')
  group by services.person, practices.practice, services.week
),

units as (
  select repairs.person, repairs.practice, repairs.week as index_date,
    case
      when {{ age('persons.birth_date', 'repairs.week') }} < 18 then 'excluded'
      when repairs.mesh = 1 then 'met'
      else 'not_met'
    end as status
  from repairs
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = repairs.person
)
{{ aggregate('units') }}
