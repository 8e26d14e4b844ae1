{#- LPR_A begins in 2022: whoever has the diagnosis in its first half year may have had it long before. -#}
with diagnosed as (
  select person, 'dysplasia' as finding, min(diagnosed) as diagnosed, 7 * 13 as days
  from {{ ref('int_diagnoses') }}
  where code like 'DN87%'
  group by person
  union all
  select person, 'bleeding' as finding, min(diagnosed) as diagnosed, 7 * 2 as days
  from {{ ref('int_diagnoses') }}
  where code like 'DN950%'
  group by person
),

found as (
  select person, finding, diagnosed,
    {{ days_after('diagnosed', 'days') }} as index_date,
    {{ monday_of('diagnosed') }} as week
  from diagnosed
  where diagnosed >= cast('2022-07-01' as date)
),

claims as (
  select services.person, practices.practice, practices.number, services.week
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices('gynaekologi') }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.person in (select found.person from found)
),

ranked as (
  select found.*, claims.practice,
    row_number() over (
      partition by found.person, found.finding
      order by abs({{ days_between('claims.week', 'found.week') }}), claims.week, claims.number
    ) as place
  from found
  inner join claims
    on claims.person = found.person
    and abs({{ days_between('claims.week', 'found.week') }}) <= 7 * 13
  inner join {{ ref('int_memberships') }} as members
    on members.practice = claims.practice
    and members.specialty = 'gynaekologi'
    and members.quarter = {{ quarter_of('found.index_date') }}
)

select person, practice, finding, diagnosed, week, index_date
from ranked
where place = 1
