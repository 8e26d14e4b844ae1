with treated as (
  select tubes.person, practices.practice, tubes.week,
    {{ days_after('tubes.week', '7 * 52') }} as index_date
  from {{ ref('int_tubulations') }} as tubes
  inner join ({{ member_practices() }}) as practices
    on practices.number = tubes.number and {{ valid_on('practices', 'tubes.week') }}
  inner join {{ ref('stg_bef__persons') }} as persons
    on persons.person = tubes.person and {{ age('persons.birth_date', 'tubes.week') }} <= 6
  where tubes.opens
),

repeated as (
  select distinct treated.person, treated.week
  from treated
  inner join {{ ref('int_tubulations') }} as later
    on later.person = treated.person
    and later.week >= {{ days_after('treated.week', '7 * 4') }} and later.week <= treated.index_date
),

malformed as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DQ35%' or code like 'DQ37%' or code like 'DQ90%'
  group by person
),

units as (
  select treated.person, treated.practice, treated.index_date,
    case
      when malformed.since <= treated.index_date then 'excluded'
      when repeated.person is not null then 'met'
      else 'not_met'
    end as status
  from treated
  left join repeated on repeated.person = treated.person and repeated.week = treated.week
  left join malformed on malformed.person = treated.person
)
{{ aggregate('units') }}
