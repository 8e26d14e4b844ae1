with years as ({{ window_years() }}),

treated as (
  select dispensings.person, practices.practice, years.period, years.first_day, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc like 'A02BC%'
  group by dispensings.person, practices.practice, years.period, years.first_day, years.last_day
  having sum(dispensings.packs * dispensings.pack_ddd) >= 365
),

examined as (
  select distinct gastroscopies.person, years.period
  from {{ ref('int_gastroscopies') }} as gastroscopies
  inner join years
    on gastroscopies.week <= years.last_day
    and year(gastroscopies.week) * 12 + month(gastroscopies.week)
      > year(years.last_day) * 12 + month(years.last_day) - 24
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'treated.last_day') }} < 18 then 'excluded'
      when examined.person is null then 'met'
      else 'not_met'
    end as status
  from treated
  left join examined on examined.person = treated.person and examined.period = treated.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = treated.person
)
{{ aggregate('units') }}
