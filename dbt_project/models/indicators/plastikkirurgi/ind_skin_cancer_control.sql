with operations as (
  select surgery.person, practices.practice, surgery.week, {{ days_after('surgery.week', 91) }} as index_date
  from {{ ref('int_skin_cancer_surgery') }} as surgery
  inner join ({{ member_practices() }}) as practices
    on practices.number = surgery.number and {{ valid_on('practices', 'surgery.week') }}
),

contacts as (
  select distinct operations.person, operations.practice, operations.week
  from operations
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = operations.person
    and services.week > operations.week and services.week <= operations.index_date
  inner join ({{ member_practices() }}) as practices
    on practices.practice = operations.practice
    and practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.service in ('230105', '230120', '230130', '230201')
),

in_hospital as (
  select distinct operations.person, operations.week
  from operations
  inner join (
    {{ diagnosed('skin_cancers') }}
    union all
    {{ diagnosed('melanomas') }}
  ) as diagnoses
    on diagnoses.person = operations.person
    and diagnoses.diagnosed >= operations.week and diagnoses.diagnosed <= operations.index_date
),

units as (
  select operations.person, operations.practice, operations.index_date,
    case
      when in_hospital.person is not null then 'excluded'
      when contacts.person is not null then 'met'
      else 'not_met'
    end as status
  from operations
  left join contacts
    on contacts.person = operations.person and contacts.practice = operations.practice
    and contacts.week = operations.week
  left join in_hospital on in_hospital.person = operations.person and in_hospital.week = operations.week
)
{{ aggregate('units') }}
