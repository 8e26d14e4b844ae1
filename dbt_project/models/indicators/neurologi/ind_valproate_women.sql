with years as ({{ window_years() }}),

antiepileptics as (
  select dispensings.person, dispensings.prescriber, dispensings.dispensed, dispensings.packs,
    dispensings.atc = 'N03AG01' as valproate, years.period, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc like 'N03A%'
),

treated as (
  select drugs.person, practices.practice, drugs.period, drugs.last_day
  from antiepileptics as drugs
  inner join ({{ member_practices() }}) as practices
    on practices.number = drugs.prescriber and {{ valid_on('practices', 'drugs.dispensed') }}
  group by drugs.person, practices.practice, drugs.period, drugs.last_day
  having sum(drugs.packs) > 0
),

valproate as (
  select person, period from antiepileptics where valproate group by person, period having sum(packs) > 0
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case when valproate.person is not null then 'met' else 'not_met' end as status
  from treated
  inner join {{ ref('stg_bef__persons') }} as persons
    on persons.person = treated.person and persons.sex = 'K'
    and {{ age('persons.birth_date', 'treated.last_day') }} between 15 and 49
  left join valproate on valproate.person = treated.person and valproate.period = treated.period
)
{{ aggregate('units') }}
