with years as ({{ window_years(3) }}),

saba as (
  select dispensings.person, practices.practice, years.period, years.last_day
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.atc in ('R03AC02', 'R03AC03', 'R03AC04')
  group by dispensings.person, practices.practice, years.period, years.last_day
  having sum(dispensings.packs * dispensings.pack_units) > 600
),

steroid as (
  select dispensings.person, years.period
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where (dispensings.atc like 'R03BA%' or dispensings.atc like 'R03AK%')
    and dispensings.person in (select saba.person from saba)
  group by dispensings.person, years.period
  having sum(dispensings.packs) > 0
),

copd as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DJ44%'
  group by person
),

units as (
  select saba.person, saba.practice, saba.last_day as index_date,
    case
      when copd.since <= saba.last_day then 'excluded'
      when steroid.person is null then 'met'
      else 'not_met'
    end as status
  from saba
  left join steroid on steroid.person = saba.person and steroid.period = saba.period
  left join copd on copd.person = saba.person
)

{{ aggregate('units', year_closes=3) }}
