with years as ({{ window_years() }}),

failing as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DI50%'
  group by person
),

seen as (
  select distinct services.person, practices.practice, years.period, years.last_day
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join failing on failing.person = services.person
  inner join years
    on services.week >= years.first_day and services.week <= years.last_day and failing.since <= years.last_day
),

drugs as (
  select dispensings.person, years.period,
    sum(case when atc like 'C09%' then packs else 0 end) as ras_inhibitor,
    sum(case when atc like 'C07%' then packs else 0 end) as beta_blocker,
    sum(case when atc = 'C03DA01' or atc like 'A10BK%' then packs else 0 end) as mra_or_sglt2
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where (atc like 'C09%' or atc like 'C07%' or atc = 'C03DA01' or atc like 'A10BK%')
    and dispensings.person in (select failing.person from failing)
  group by dispensings.person, years.period
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'seen.last_day') }} < 18 then 'excluded'
      when drugs.ras_inhibitor > 0 and drugs.beta_blocker > 0 and drugs.mra_or_sglt2 > 0 then 'met'
      else 'not_met'
    end as status
  from seen
  left join drugs on drugs.person = seen.person and drugs.period = seen.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = seen.person
)
{{ aggregate('units') }}
