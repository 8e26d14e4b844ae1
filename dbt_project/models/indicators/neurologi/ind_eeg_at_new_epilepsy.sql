{#- LPR_A begins in 2022: whoever has the diagnosis in its first half year may have had it long before. -#}
with diagnosed as (
  select person, min(diagnosed) as diagnosed
  from {{ ref('int_diagnoses') }}
  where code like 'DG40%'
  group by person
),

incident as (
  select person, {{ monday_of('diagnosed') }} as week, {{ days_after('diagnosed', 63) }} as index_date
  from diagnosed
  where diagnosed >= cast('2022-07-01' as date)
),

{#- All claims of those few persons within nine weeks, an examination whoever claimed it. -#}
claims as (
  select services.person, services.number, services.week, services.service, incident.index_date,
    abs({{ days_between('incident.week', 'services.week') }}) as apart
  from incident
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = incident.person
    and abs({{ days_between('incident.week', 'services.week') }}) <= 7 * 9
),

ranked as (
  select claims.person, practices.practice, claims.index_date,
    row_number() over (partition by claims.person order by claims.apart, claims.week, claims.number) as place
  from claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
  inner join {{ ref('int_memberships') }} as members
    on members.practice = practices.practice
    and members.specialty = '{{ specialty() }}'
    and members.quarter = {{ quarter_of('claims.index_date') }}
),

examined as (
  select distinct person from claims where service in ('182124', '182125')
),

units as (
  select ranked.person, ranked.practice, ranked.index_date,
    case
      when {{ age('persons.birth_date', 'ranked.index_date') }} < 18 then 'excluded'
      when examined.person is not null then 'met'
      else 'not_met'
    end as status
  from ranked
  left join examined on examined.person = ranked.person
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = ranked.person
  where ranked.place = 1
)
{{ aggregate('units') }}
