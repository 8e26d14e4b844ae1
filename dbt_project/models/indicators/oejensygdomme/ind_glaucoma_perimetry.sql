with years as ({{ window_years() }}),

treated as (
  select dispensings.person, practices.practice, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc like 'S01E%' and dispensings.atc <> 'S01EC01'
  group by dispensings.person, practices.practice, years.last_day
  having sum(dispensings.packs) > 0
),

examined as (
  select distinct services.person, years.last_day
  from {{ ref('stg_sssy__services') }} as services
  inner join years
    on services.week >= {{ days_after(monday_of('years.last_day'), '-7 * 78') }} and services.week <= years.last_day
  where services.service = '192004'
),

blind as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DH540%'
  group by person
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'treated.last_day') }} < 18 or blind.since <= treated.last_day then 'excluded'
      when examined.person is not null then 'met'
      else 'not_met'
    end as status
  from treated
  left join examined on examined.person = treated.person and examined.last_day = treated.last_day
  left join blind on blind.person = treated.person
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = treated.person
)
{{ aggregate('units') }}
