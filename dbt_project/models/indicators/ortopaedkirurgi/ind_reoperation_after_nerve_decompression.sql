with claims as (
  select distinct person, number, week
  from {{ ref('stg_sssy__services') }}
  where service = '203146'
),

operations as (
  select claims.person, practices.practice, claims.week
  from claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
),

repeated as (
  select distinct operations.person, operations.week
  from operations
  inner join claims
    on claims.person = operations.person
    and {{ days_between('operations.week', 'claims.week') }} between 7 and 7 * 52
),

another_nerve as (
  select distinct operations.person, operations.week
  from operations
  inner join {{ ref('int_diagnoses') }} as diagnoses
    on diagnoses.person = operations.person
    and {{ days_between('operations.week', 'diagnoses.diagnosed') }} between -365 and 364
  where diagnoses.code like 'DG562%'
),

units as (
  select operations.person, operations.practice,
    {{ days_after('operations.week', 364) }} as index_date,
    case
      when another_nerve.person is not null then 'excluded'
      when repeated.person is not null then 'met'
      else 'not_met'
    end as status
  from operations
  left join repeated on repeated.person = operations.person and repeated.week = operations.week
  left join another_nerve on another_nerve.person = operations.person and another_nerve.week = operations.week
)
{{ aggregate('units') }}
