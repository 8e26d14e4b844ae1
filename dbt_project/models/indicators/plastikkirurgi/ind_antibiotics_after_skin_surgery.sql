with operations as (
  select surgery.person, practices.practice, surgery.week, {{ days_after('surgery.week', 20) }} as index_date
  from {{ ref('int_skin_cancer_surgery') }} as surgery
  inner join ({{ member_practices() }}) as practices
    on practices.number = surgery.number and {{ valid_on('practices', 'surgery.week') }}
),

antibiotics_near as (
  select operations.person, operations.practice, operations.week,
    sum(case when dispensings.dispensed < operations.week then dispensings.packs else 0 end) as packs_before,
    sum(case when dispensings.dispensed >= operations.week then dispensings.packs else 0 end) as packs_after
  from operations
  inner join ({{ dispensed('antibiotics') }}) as dispensings
    on dispensings.person = operations.person
    and dispensings.dispensed >= {{ days_after('operations.week', -30) }}
    and dispensings.dispensed <= operations.index_date
  group by operations.person, operations.practice, operations.week
),

units as (
  select operations.person, operations.practice, operations.index_date,
    case
      when antibiotics_near.packs_before > 0 then 'excluded'
      when antibiotics_near.packs_after > 0 then 'met'
      else 'not_met'
    end as status
  from operations
  left join antibiotics_near
    on antibiotics_near.person = operations.person and antibiotics_near.practice = operations.practice
    and antibiotics_near.week = operations.week
)
{{ aggregate('units') }}
