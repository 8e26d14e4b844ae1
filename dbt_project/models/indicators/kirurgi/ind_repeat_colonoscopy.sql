with claims as (
  select distinct person, number, week
  from {{ ref('stg_sssy__services') }}
  where service = '092114'
),

examinations as (
  select claims.person, practices.practice, claims.week, {{ days_after('claims.week', 364) }} as index_date
  from claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
),

repeated as (
  select distinct examinations.person, examinations.week
  from examinations
  inner join claims
    on claims.person = examinations.person
    and {{ days_between('examinations.week', 'claims.week') }} between 7 and 7 * 52
),

cancer_or_colitis as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DC18%' or code like 'DC19%' or code like 'DC20%' or code like 'DK50%' or code like 'DK51%'
  group by person
),

units as (
  select examinations.person, examinations.practice, examinations.index_date,
    case
      when cancer_or_colitis.since <= examinations.index_date then 'excluded'
      when repeated.person is not null then 'met'
      else 'not_met'
    end as status
  from examinations
  left join repeated on repeated.person = examinations.person and repeated.week = examinations.week
  left join cancer_or_colitis on cancer_or_colitis.person = examinations.person
)
{{ aggregate('units') }}
