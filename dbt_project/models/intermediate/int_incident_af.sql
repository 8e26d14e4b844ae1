{#- LPR_A begins in 2022: whoever has the diagnosis in its first half year may have had it long before. -#}
with diagnosed as (
  select person,
    min(diagnosed) filter (where code like 'DI48%') as diagnosed,
    min(diagnosed) filter (where code like 'DI05%' or code like 'DZ952%') as valve_disease
  from {{ ref('int_diagnoses') }}
  where code like 'DI48%' or code like 'DI05%' or code like 'DZ952%'
  group by person
),

incident as (
  select person, diagnosed, valve_disease,
    {{ days_after('diagnosed', 90) }} as index_date,
    {{ monday_of('diagnosed') }} as week
  from diagnosed
  where diagnosed >= cast('2022-07-01' as date)
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
