with years as ({{ window_years() }}),

opioids as (
  select dispensings.person, dispensings.prescriber, dispensings.dispensed, dispensings.packs, dispensings.pack_ddd,
    years.period, years.last_day
  from ({{ dispensed('opioids') }}) as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
),

chronic as (
  select person, period
  from opioids
  group by person, period
  having sum(packs * pack_ddd) >= 180
),

treated as (
  select opioids.person, practices.practice, opioids.period, opioids.last_day
  from opioids
  inner join ({{ member_practices() }}) as practices
    on practices.number = opioids.prescriber and {{ valid_on('practices', 'opioids.dispensed') }}
  inner join chronic on chronic.person = opioids.person and chronic.period = opioids.period
  group by opioids.person, practices.practice, opioids.period, opioids.last_day
  having sum(opioids.packs) > 0
),

gabapentinoid as (
  select dispensings.person, years.period
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc like 'N02BF%'
  group by dispensings.person, years.period
  having sum(dispensings.packs) > 0
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when cancers.since <= treated.last_day then 'excluded'
      when gabapentinoid.person is not null then 'met'
      else 'not_met'
    end as status
  from treated
  left join gabapentinoid on gabapentinoid.person = treated.person and gabapentinoid.period = treated.period
  left join {{ ref('int_cancers') }} as cancers on cancers.person = treated.person
)
{{ aggregate('units') }}
