with examined as (
  select distinct population.person
  from {{ ref('int_incident_af') }} as population
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = population.person
    and abs({{ days_between('population.week', 'services.week') }}) <= 7 * 13
  where services.service = '082208'
),

units as (
  select population.person, population.practice, population.index_date,
    case
      when population.excluded then 'excluded'
      when examined.person is not null then 'met'
      else 'not_met'
    end as status
  from {{ ref('int_incident_af') }} as population
  left join examined on examined.person = population.person
)
{{ aggregate('units') }}
