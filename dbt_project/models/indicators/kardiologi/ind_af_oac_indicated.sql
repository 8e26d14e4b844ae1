with treated as (
  select population.person
  from {{ ref('int_incident_af') }} as population
  inner join ({{ dispensed('oral_anticoagulants') }}) as drugs
    on drugs.person = population.person
    and abs({{ days_between('population.diagnosed', 'drugs.dispensed') }}) <= 30
  group by population.person
  having sum(drugs.packs) > 0
),

units as (
  select population.person, population.practice, population.index_date,
    case
      when population.excluded or registered.valve_disease or registered.indication = 'no' then 'excluded'
      when registered.indication = 'unknown' then 'unknown'
      when treated.person is not null then 'met'
      else 'not_met'
    end as status
  from {{ ref('int_incident_af') }} as population
  inner join {{ ref('stg_afdk__patients') }} as registered on registered.person = population.person
  left join treated on treated.person = population.person
)
{{ aggregate('units') }}
