with years as ({{ window_years() }}),

triptans as (
  select dispensings.person, dispensings.prescriber, dispensings.dispensed, dispensings.packs,
    dispensings.packs * dispensings.pack_ddd as ddd, years.period, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc like 'N02CC%'
),

treated as (
  select triptans.person, practices.practice, triptans.period, triptans.last_day
  from triptans
  inner join ({{ member_practices() }}) as practices
    on practices.number = triptans.prescriber and {{ valid_on('practices', 'triptans.dispensed') }}
  group by triptans.person, practices.practice, triptans.period, triptans.last_day
  having sum(triptans.packs) > 0
),

used as (
  select person, period, sum(ddd) as ddd from triptans group by person, period
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'treated.last_day') }} < 18 then 'excluded'
      when used.ddd >= 120 then 'met'
      else 'not_met'
    end as status
  from treated
  inner join used on used.person = treated.person and used.period = treated.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = treated.person
)
{{ aggregate('units') }}
