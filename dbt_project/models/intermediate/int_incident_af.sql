{#- LPR_A begins in 2022: whoever has the diagnosis in its first half year may have had it long before. -#}
with fibrillation as (
  select person, min(diagnosed) as diagnosed
  from ({{ diagnosed('atrial_fibrillation') }}) as diagnoses
  group by person
),

valves as (
  select person, min(diagnosed) as valve_disease
  from {{ ref('int_diagnoses') }}
  where code like 'DI05%' or code like 'DZ952%'
  group by person
),

incident as (
  select fibrillation.person, fibrillation.diagnosed, valves.valve_disease,
    {{ days_after('fibrillation.diagnosed', 90) }} as index_date,
    {{ monday_of('fibrillation.diagnosed') }} as week
  from fibrillation
  left join valves on valves.person = fibrillation.person
  where fibrillation.diagnosed >= cast('2022-07-01' as date)
),

claims as (
  select services.person, practices.practice, practices.number, services.week
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices('kardiologi') }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.person in (select incident.person from incident)
),

ranked as (
  select incident.*, claims.practice,
    row_number() over (
      partition by incident.person
      order by abs({{ days_between('claims.week', 'incident.week') }}), claims.week, claims.number
    ) as place
  from incident
  inner join claims
    on claims.person = incident.person
    and abs({{ days_between('claims.week', 'incident.week') }}) <= 7 * 13
  inner join {{ ref('int_memberships') }} as members
    on members.practice = claims.practice
    and members.specialty = 'kardiologi'
    and members.quarter = {{ quarter_of('incident.index_date') }}
)

select person, practice, diagnosed, week, index_date,
  coalesce(valve_disease <= index_date, false) as excluded
from ranked
where place = 1
