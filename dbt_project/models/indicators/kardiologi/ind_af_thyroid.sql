with measured as (
  select distinct population.person
  from {{ ref('int_incident_af') }} as population
  inner join ({{ listed(ref('stg_lab__results'), 'analysis', 'sampled', 'tsh') }}) as results
    on results.person = population.person
    and abs({{ days_between('population.diagnosed', 'results.sampled') }}) <= 90
),

units as (
  select population.person, population.practice, population.index_date,
    case
      when population.excluded then 'excluded'
      when measured.person is not null then 'met'
      else 'not_met'
    end as status
  from {{ ref('int_incident_af') }} as population
  left join measured on measured.person = population.person
)
{{ aggregate('units') }}
